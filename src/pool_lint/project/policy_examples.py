"""Run the examples of a policy, and compare the findings with the marked lines."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from pool_lint.model.errors import PoolLintError
from pool_lint.model.location import Location, Span
from pool_lint.model.pointer import Pointer
from pool_lint.model.text import quote
from pool_lint.modelarts.kinds import RESOURCE_KINDS, Body, ResourceKind
from pool_lint.modelarts.minimal import MINIMAL_BODIES, completed
from pool_lint.parsing import DefectKind, Document, Limits, Source, read
from pool_lint.rules.rule import Rule

MARK = "# <-"
"""The end of a line of a bad example in which a finding is expected."""

_FILE = "# file:"
_MOST_MISTAKES = 10
_JSON = ".json"
_DEFAULT_FILE = "pool-001.yaml"


class Mistake(NamedTuple):
    """What is wrong with an example, and the 1-based line of it, 0 for none."""

    message: str
    line: int = 0


class _Found(NamedTuple):
    """A finding in an example: its line or 0, and what it reports."""

    line: int
    message: str

    @property
    def where(self) -> str:
        return f"on line {self.line}" if self.line else "outside of the example"


class _UnreadableError(PoolLintError, ValueError):
    """An example that cannot be checked: the reason and a line, 0 for none."""

    def __init__(self, reason: str, line: int = 0) -> None:
        super().__init__(reason, line)
        self.mistake = Mistake(reason, line)


def file_of(example: str) -> str | None:
    r"""Return the file name that the first line of an example gives, None if none.

    >>> file_of("# file: prod/train.yaml\nspec: {}\n")
    'prod/train.yaml'
    """
    first = example.partition("\n")[0].strip()
    return first.removeprefix(_FILE).strip() if first.startswith(_FILE) else None


def mistakes_in(
    rule: Rule, example: str, edition: str, *, is_bad: bool, applies: bool = True
) -> list[Mistake]:
    """Return what is wrong with an example of a policy, at most ten mistakes.

    A bad example must have exactly one finding of the policy on each marked line, and
    no other. A good example must have none. Only the policy itself runs. A policy
    that does not apply to the file of the example, by its globs, finds nothing.
    """
    lines = example.split("\n")
    marked = [n for n, line in enumerate(lines, 1) if line.rstrip().endswith(MARK)]
    try:
        found = list(_findings(rule, example, edition))
    except _UnreadableError as error:
        return [error.mistake]
    found = found if applies else []
    if is_bad and not marked:
        return [Mistake(f"no line of the bad example ends in {MARK}")]
    if marked and not is_bad:
        reason = f"a good example has no finding, so no line can end in {MARK}"
        return [Mistake(reason, marked[0])]
    return list(islice(_differences(marked, found), _MOST_MISTAKES))


def _differences(marked: list[int], found: list[_Found]) -> Iterator[Mistake]:
    """Yield the marked lines without a finding, and the findings without a mark."""
    missing = dict.fromkeys(marked)
    unmarked = []
    for one in found:
        if one.line in missing:
            del missing[one.line]
        else:
            unmarked.append(one)
    others = iter(unmarked)
    for line in missing:
        other = next(others, None)
        instead = f"one {other.where}: {other.message}" if other else "none"
        yield Mistake(f"expected a finding on line {line}, found {instead}", line)
    for other in others:
        yield Mistake(f"unexpected finding {other.where}: {other.message}", other.line)


def _findings(rule: Rule, example: str, edition: str) -> Iterator[_Found]:
    """Yield the findings of a policy in an example. Raises _UnreadableError."""
    kind = next(kind for kind in RESOURCE_KINDS if kind.name == rule.kinds[0])
    name = file_of(example) or _DEFAULT_FILE
    if name.lower().endswith(_JSON):  # the example has a comment, so it is YAML
        name = name[: -len(_JSON)] + ".yaml"
    source = Source(name, example)
    count = 0
    for document in read(source, Limits()):
        if document.is_empty:
            continue
        count += 1
        body = Body(_completed(document, source, kind), kind, kind.schema(edition))
        seen = set[Span]()  # the uses of an anchored value are one place in the text
        for problem in rule.check(body):
            span = _span(document, problem.location)
            if span is None:
                yield _Found(0, problem.message)
            elif span not in seen:
                seen.add(span)
                yield _Found(source.position(span.start).line, problem.message)
    if not count:
        raise _UnreadableError("the example is empty")


def _completed(document: Document, source: Source, kind: ResourceKind) -> Document:
    """Return a document with the fields that it lacks, at its own places."""
    if document.broken:
        defect = document.defects[0]
        span = document.locate(defect.location)
        line = source.position(span.start).line if span else 0
        is_syntax = defect.kind is DefectKind.SYNTAX
        reason = defect.detail if is_syntax else f"it crosses the limit {defect.detail}"
        if defect.kind is DefectKind.HIDDEN:
            reason = "it has an invisible line break"
        raise _UnreadableError(f"the example cannot be parsed: {reason}", line)
    if not isinstance(document.data, dict):
        raise _UnreadableError("the example must be a mapping")
    wanted = MINIMAL_BODIES[kind.name]["kind"]
    given = document.data.get("kind", wanted)
    if given != wanted:
        shown = quote(given) if isinstance(given, str) else "no text"
        raise _UnreadableError(f"the policy checks {wanted}, but kind is {shown}")
    return document.with_values({(): completed(document.data, kind.name)})


def _span(document: Document, location: Location) -> Span | None:
    """Return the span of a location, None if the example does not have it."""
    is_there = _holds(document.data, location.pointer)
    return document.locate(location) if is_there else None


def _holds(value: object, pointer: Pointer) -> bool:
    for step in pointer:
        if isinstance(value, dict) and step in value:
            value = value[step]
        elif isinstance(value, list) and step in range(len(value)):
            value = value[int(step)]
        else:
            return False
    return True
