"""How a pool is recognised by its data: its keys, its flavors, its kind, its spec."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from pool_lint.model.pointer import Pointer
from pool_lint.modelarts.placeholders import find_placeholder

Data = dict[str, Any]

KEY_PREFIX = "os.modelarts/"
_FLAVOR_PREFIX = "modelarts."
_NAME_KEY = f"{KEY_PREFIX}name"
_POOL = "Pool"
_SIMILAR = 0.7
_LONGEST_KIND = 100

# Other kinds of this API, and lists of them. Their bodies are never taken for pools.
_OTHER_KINDS = frozenset(
    {
        "Network",
        "NetworkList",
        "NodePool",
        "NodePoolList",
        "PoolList",
        "ResourceFlavorList",
        "List",
    }
)
_SPEC_FIELDS = ("resources", "scope", "network", "driver", "jobFlavors")
_IDENTITY_FIELDS = ("type", "scope", "network")
_TYPES = frozenset({"dedicate", "logical"})
_JOB_TYPES = frozenset({"train", "infer", "notebook"})
_VERSION = r"v[0-9][0-9a-z]*"

_WRAPPERS = frozenset({"body", "Body", "request", "pool", "cli_input"})
_COLLECTIONS = frozenset({"items", "pools", "Pools"})
_DEEPEST = 3


def is_pool(data: Data) -> bool:
    """Whether a mapping is the body of a pool, as a request or as an answer."""
    return is_declared_pool(data) or is_likely_pool(data)


def is_declared_pool(data: Data) -> bool:
    """Whether a mapping has ``kind: Pool``, and something of a ModelArts pool."""
    version, spec = data.get("apiVersion"), data.get("spec")
    if data.get("kind") != _POOL or is_grouped(version):
        return False
    if has_sign(data) or _is_pool_spec(spec):
        return True
    if isinstance(version, bool) or not isinstance(version, (str, int, float)):
        return False
    fields = _mapping(spec)
    return not fields or any(field in fields for field in _SPEC_FIELDS)


def is_likely_pool(data: Data) -> bool:
    """Whether a mapping is a pool although its ``kind`` is missing or wrong."""
    has_key, spec = _has_pool_key(data), data.get("spec")
    if not has_key and (is_grouped(data.get("apiVersion")) or not _is_pool_spec(spec)):
        return False
    return may_name_pool(data.get("kind")) or _is_swapped(data)


def is_grouped(version: object) -> bool:
    """Whether an ``apiVersion`` names a group: those belong to another API."""
    return isinstance(version, str) and "/" in version


def may_name_pool(kind: object) -> bool:
    """Whether a ``kind`` may stand for Pool: missing, no text, misspelt, filled in."""
    return not isinstance(kind, str) or _resembles_pool(kind)


# Aliases can repeat one wrong kind 200,000 times.
@lru_cache(256)
def _resembles_pool(kind: str) -> bool:
    if kind in _OTHER_KINDS:
        return False
    if "pool" in kind.casefold() or not kind.isascii():
        return True
    if find_placeholder(kind, ("kind",)):
        return True
    import difflib  # noqa: PLC0415 - only a wrong kind needs it

    word = kind[:_LONGEST_KIND].casefold()
    return difflib.SequenceMatcher(None, word, "pool").ratio() >= _SIMILAR


def _is_swapped(data: Data) -> bool:
    """Whether ``kind`` holds the version, and ``apiVersion`` the kind."""
    kind, version = data.get("kind"), data.get("apiVersion")
    return (
        isinstance(kind, str)
        and isinstance(version, str)
        and re.fullmatch(_VERSION, kind.strip().lower()) is not None
        and _resembles_pool(version)
    )


def has_sign(data: Data) -> bool:
    """Whether a mapping has a label or annotation, or a flavor, of ModelArts."""
    return _has_pool_key(data) or _has_pool_flavor(data)


def is_update(data: Data) -> bool:
    """Whether a mapping is the body of an update (PATCH), which names no pool.

    Two of type, scope and network make it a create body that lacks its head.
    """
    if "kind" in data or "apiVersion" in data or not has_sign(data):
        return False
    spec = _mapping(data.get("spec"))
    identity = sum(field in spec for field in _IDENTITY_FIELDS)
    return identity < 2 and _NAME_KEY not in set(_metadata_keys(data))  # noqa: PLR2004


def is_answer(data: Data) -> bool:
    """Whether a body of a pool holds what the service adds to it."""
    created = _mapping(data.get("metadata")).get("creationTimestamp")
    return bool(data.get("status") or created) or is_answer_list(data)


def is_answer_list(data: Data) -> bool:
    """Whether a mapping is the list of pools that the API answers with."""
    return data.get("kind") == "PoolList" and not is_grouped(data.get("apiVersion"))


def bodies_inside(
    value: object, pointer: Pointer = (), *, any_key: bool = False
) -> Iterator[Pointer]:
    """Yield the pointers of the bodies in a list, a wrapper or a collection.

    With ``any_key``, the keys of a mapping are names of bodies. An update counts where
    a key for wrappers holds it.
    """
    if len(pointer) == _DEEPEST:
        return
    for step, inner in _members(value, any_key=any_key):
        here = (*pointer, step)
        if isinstance(inner, dict) and _is_body(inner, step):
            yield here
        else:
            named = step in _COLLECTIONS
            yield from bodies_inside(inner, here, any_key=named)


def _members(value: object, *, any_key: bool) -> Iterator[tuple[str | int, Any]]:
    if isinstance(value, list):
        yield from enumerate(value)
    elif isinstance(value, dict):
        for key, inner in value.items():
            if any_key or key in _WRAPPERS or key in _COLLECTIONS:
                yield key, inner


def _is_body(data: Data, step: str | int) -> bool:
    return is_pool(data) or (step in _WRAPPERS and is_update(data))


def _is_pool_spec(spec: object) -> bool:
    """Whether a ``spec`` is a pool's by itself: by a flavor, or by two of its fields.

    The fields are a type of a pool, a job type in the scope and a network's name.
    """
    if not isinstance(spec, dict):
        return False
    if isinstance(spec.get("resources"), list) and _has_flavor(spec):
        return True
    scope = spec.get("scope")
    jobs = scope if isinstance(scope, list) else [scope]
    network = _mapping(spec.get("network")).get("name")
    fields = (
        _lower(spec.get("type")) in _TYPES,
        any(_lower(job) in _JOB_TYPES for job in jobs),
        isinstance(network, str),
    )
    return sum(fields) > 1


def _has_pool_key(data: Data) -> bool:
    return any(_lower(key).startswith(KEY_PREFIX) for key in _metadata_keys(data))


def _metadata_keys(data: Data) -> Iterator[str]:
    """Yield the keys in ``metadata``, and in the mappings there, however misspelt."""
    metadata = _mapping(data.get("metadata"))
    yield from metadata
    for value in metadata.values():
        yield from _mapping(value)


def _has_pool_flavor(data: Data) -> bool:
    return _has_flavor(_mapping(data.get("spec")))


def _has_flavor(spec: Data) -> bool:
    resources = spec.get("resources")
    entries = resources if isinstance(resources, list) else [resources]
    flavors = (_mapping(entry).get("flavor") for entry in entries)
    return any(_lower(flavor).startswith(_FLAVOR_PREFIX) for flavor in flavors)


def _lower(value: object) -> str:
    return value.strip().lower() if isinstance(value, str) else ""


def _mapping(value: object) -> Data:
    return value if isinstance(value, dict) else {}
