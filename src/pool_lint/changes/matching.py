"""Match the bodies of two sides: by target, workspace and name, then by path."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator
from typing import NamedTuple

from pool_lint.changes.bodies import Side, SideBody, Unreadable
from pool_lint.changes.differences import canonical

Key = Callable[[SideBody], Hashable]


class Pair(NamedTuple):
    """A body before and after the change, None on the side that lacks it.

    ``rivals`` counts the bodies of the other side that may be the same one under
    another name, if there are several of them.
    """

    old: SideBody | None
    new: SideBody | None
    rivals: int = 0

    @property
    def any(self) -> SideBody:
        """The new body, else the old one."""
        found = self.new or self.old
        assert found is not None  # noqa: S101 - a pair has at least one body
        return found


class Matches(NamedTuple):
    """All pairs, and the unreadable documents that hide a body of the other side."""

    pairs: list[Pair]
    hiding: list[Unreadable]


def matched(old: Side, new: Side) -> Matches:
    """Match the bodies of two sides.

    A body that moved to another file is the same one. A renamed body is the only one
    left in its file, or the only one with its network and flavors. Bodies that an
    unreadable file may hold are left out.
    """
    left, right = list(old.bodies), list(new.bodies)
    pairs: list[Pair] = []
    for key, is_exact in [
        *((k, True) for k in _EXACT),
        *((k, False) for k in _RENAMED),
    ]:
        found = list(_pairs(left, right, key, is_exact=is_exact))
        taken = {id(body) for pair in found for body in pair[:2]}
        left = [body for body in left if id(body) not in taken]
        right = [body for body in right if id(body) not in taken]
        pairs += found
    # Of several documents for one pool, those that go do not remove the pool.
    kept = {_identity(pair.new) for pair in pairs if pair.new} - {None}
    left = [body for body in left if _identity(body) not in kept]
    gone, hiding_new = _visible(left, new)
    come, hiding_old = _visible(right, old)
    rivals_gone, rivals_come = (Counter(map(_contents, one)) for one in (gone, come))
    pairs += [Pair(one, None, rivals_come[_contents(one)]) for one in gone]
    pairs += [Pair(None, one, rivals_gone[_contents(one)]) for one in come]
    return Matches(sorted(pairs, key=_order), [*hiding_old, *hiding_new])


def _identity(body: SideBody) -> Hashable:
    place = (body.kind.name, body.target)
    return (*place, body.workspace, body.name) if body.name else None


def _identity_in_file(body: SideBody) -> Hashable:
    return (_identity(body), body.file.path) if body.name else None


def _name(body: SideBody) -> Hashable:
    return (body.kind.name, body.target, body.name) if body.name else None


def _path(body: SideBody) -> Hashable:
    return None if body.is_live else (body.kind.name, body.target, body.file.path)


def _contents(body: SideBody) -> Hashable:
    """Return the network and the flavors of a pool, which are often its own."""
    spec = body.data.get("spec")
    spec = spec if isinstance(spec, dict) else {}
    resources = spec.get("resources")
    entries = resources if isinstance(resources, list) else [resources]
    flavors = sorted(canonical(e.get("flavor")) for e in entries if isinstance(e, dict))
    network = spec.get("network")
    if not (network and flavors):
        return id(body)
    return (body.kind.name, body.target, canonical(network), *flavors)


def _contents_in_file(body: SideBody) -> Hashable:
    return (_contents(body), _path(body))


# Equal keys are the same body. Several bodies with one key are matched in their order.
_EXACT: tuple[Key, ...] = (_identity_in_file, _identity)
# Equal keys are the same body if no other body has them.
_RENAMED: tuple[Key, ...] = (_name, _contents_in_file, _path, _contents)


def _pairs(
    left: list[SideBody], right: list[SideBody], key: Key, *, is_exact: bool
) -> Iterator[Pair]:
    before, after = _grouped(left, key), _grouped(right, key)
    for shared, bodies in before.items():
        others = after.get(shared, [])
        if is_exact or len(bodies) == len(others) == 1:
            yield from map(Pair, bodies, others)


def _grouped(bodies: Iterable[SideBody], key: Key) -> dict[Hashable, list[SideBody]]:
    found: dict[Hashable, list[SideBody]] = {}
    for body in bodies:
        found.setdefault(key(body), []).append(body)
    found.pop(None, None)
    return found


def _visible(
    bodies: list[SideBody], side: Side
) -> tuple[list[SideBody], list[Unreadable]]:
    """Return the bodies that the other side surely lacks, and what hides the rest.

    A document that cannot be read may hold the bodies that the same file has on the
    other side, and those whose names it contains.
    """
    names = {body.name for body in bodies} - {""}
    holds: dict[str, list[Unreadable]] = {}
    for one in [*side.unreadable, *side.suspects] if bodies else ():
        for word in {f"/{one.file.path}", *(one.words & names)}:
            holds.setdefault(word, []).append(one)
    visible, hiding = [], {}
    for body in bodies:
        hidden = [*holds.get(f"/{body.file.path}", ()), *holds.get(body.name, ())]
        hiding.update({id(one): one for one in hidden})
        if not hidden:
            visible.append(body)
    return visible, list(hiding.values())


def _order(pair: Pair) -> tuple[str, int, str]:
    body = pair.any
    return body.file.path, body.document.index, canonical([*map(str, body.pointer)])
