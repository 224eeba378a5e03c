"""Test the policies of settings with their own examples."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from pool_lint.filesystem.paths import resolve
from pool_lint.model.finding import Finding
from pool_lint.model.location import Line, Position, Range
from pool_lint.model.problem import Severity
from pool_lint.model.report import FileResult, Report
from pool_lint.model.text import compiled
from pool_lint.parsing import Source
from pool_lint.project.policy_examples import Mistake, file_of, mistakes_in
from pool_lint.rules.rule import Rule

if TYPE_CHECKING:
    from pool_lint.config.settings import ScopedPolicy
    from pool_lint.project.workspace import Workspace

_NO_BAD = "no bad example"


class PolicyResult(NamedTuple):
    """The result of testing one policy.

    ``bad`` and ``good`` count its examples. ``failures`` are findings in the settings
    file: at the line of the example, or at the table of the policy.
    """

    id: str
    name: str
    file: str
    bad: int
    good: int
    failures: tuple[Finding, ...] = ()

    @property
    def has_examples(self) -> bool:
        """Whether the policy has an example."""
        return bool(self.bad or self.good)


class _Example(NamedTuple):
    """An example of a policy: its key (``bad`` or ``good``), and its text.

    ``number`` counts the examples of the key from 0; ``total`` is their number.
    """

    key: str
    number: int
    total: int
    text: str

    @property
    def noun(self) -> str:
        """The words that name the example in a message."""
        return f"{self.key} example {self.number + 1}" if self.total > 1 else ""


def policy_results(
    workspace: Workspace, path: str, *, require_bad: bool = False
) -> list[PolicyResult]:
    """Test the policies that apply to a path; none if its settings have no policy.

    A policy is tested in the edition of the settings, or in its own. ``require_bad``
    fails policies without a bad example. Raises SettingsError for invalid settings.
    """
    settings = workspace.settings(path)
    rules = {rule.id: rule for rule in workspace.all_rules}
    return [
        _tested(
            scoped,
            rules[scoped.policy.id],
            scoped.policy.edition or settings.config.edition,
            require_bad=require_bad,
        )
        for scoped in settings.policies
    ]


def report_of_policies(results: Iterable[PolicyResult], workspace: Workspace) -> Report:
    """Return the report with the failures, for the formats of findings."""
    by_file: dict[str, list[PolicyResult]] = {}
    for result in results:
        by_file.setdefault(result.file, []).append(result)
    files = tuple(
        FileResult(
            file,
            tuple(failure for one in found for failure in one.failures),
            documents=len(found),
        )
        for file, found in by_file.items()
    )
    return Report(files, noun="policy", describe=workspace.describe)


def _tested(
    scoped: ScopedPolicy, rule: Rule, edition: str, *, require_bad: bool
) -> PolicyResult:
    policy, places = scoped.policy, _Places(scoped)
    failures = []
    if require_bad and not policy.bad:
        failures.append(_failure(scoped, places, Mistake(_NO_BAD), None))
    for example in _examples(scoped):
        file = file_of(example.text)
        start = scoped.globs[0].folder if scoped.globs else ""
        named = file and resolve(os.path.join(start, file))
        mistakes = mistakes_in(
            rule,
            example.text,
            edition,
            is_bad=example.key == "bad",
            applies=not named or scoped.applies_to(named),
        )
        failures += [_failure(scoped, places, mistake, example) for mistake in mistakes]
    return PolicyResult(
        policy.id,
        policy.name,
        scoped.layer.file.path,
        len(policy.bad),
        len(policy.good),
        tuple(one._replace(occurrence=n) for n, one in enumerate(failures)),
    )


def _examples(scoped: ScopedPolicy) -> Iterator[_Example]:
    policy = scoped.policy
    groups: Sequence[tuple[str, tuple[str, ...]]]
    groups = (("bad", policy.bad), ("good", policy.good))
    for key, texts in groups:
        for number, text in enumerate(texts):
            yield _Example(key, number, len(texts), text)


class _Places:
    """The lines of a policy and of its examples in its settings file."""

    def __init__(self, scoped: ScopedPolicy) -> None:
        self._policy = scoped.policy
        self._layer = scoped.layer

    @cached_property
    def table(self) -> int:
        """The line of the table of the policy."""
        return _number(self._policy.place)

    @cached_property
    def bad(self) -> list[tuple[int, bool]]:
        """The first line of each bad example, and whether its lines are in the file."""
        return list(self._lines("bad", self._policy.bad))

    @cached_property
    def good(self) -> list[tuple[int, bool]]:
        """The same for the good examples."""
        return list(self._lines("good", self._policy.good))

    def _lines(self, key: str, examples: Sequence[str]) -> Iterator[tuple[int, bool]]:
        """Yield the line of each example: that of the key if strings have escapes."""
        text = self._layer.file.text
        line = self.table
        at = sum(len(one) + 1 for one in text.split("\n")[: line - 1])
        found = compiled(rf"(?m)^[ \t]*{key}[ \t]*=").search(text, at)
        if found:  # much faster than to search by parsing
            line += text.count("\n", at, found.start())
            at = found.start()
        else:
            line = _number(self._layer.place(("policy", self._policy.id, key)))
            at = sum(len(one) + 1 for one in text.split("\n")[: line - 1])
        for example in examples:
            start = text.find(example, at) if example.strip() else -1
            if start >= 0:
                line += text.count("\n", at, start)
                yield line, True
                line += example.count("\n")
                at = start + len(example)
            else:
                yield line, False


def _failure(
    scoped: ScopedPolicy, places: _Places, mistake: Mistake, example: _Example | None
) -> Finding:
    """Return a finding in the settings file for a mistake in an example."""
    policy, layer = scoped.policy, scoped.layer
    pointer = (*layer.table, "policy", policy.id)
    noun, line = "", places.table
    if example:
        noun, pointer = example.noun, (*pointer, example.key)
        starts = places.bad if example.key == "bad" else places.good
        line, is_found = starts[example.number]
        line += max(mistake.line - 1, 0) if is_found else 0
    place, lines = _line(layer.file.text, line)
    return Finding(
        rule=policy.id,
        name=policy.name,
        severity=Severity.ERROR,
        message=f"{noun}: {mistake.message}" if noun else mistake.message,
        file=layer.file.path,
        document=None,
        pointer=pointer,
        range=place,
        lines=lines,
        url=policy.url or None,
        policy=policy.origin,
    )


def _line(text: str, number: int) -> tuple[Range, tuple[Line, ...]]:
    """Return the range of the content of a line, and the lines to show."""
    source = Source("", text)
    span = source.line_span(number)
    if span is None:
        return Range(Position(1, 1), Position(1, 1)), ()
    content = text[span.start : span.end].strip()
    start = text.index(content, span.start)
    place = source.range(span._replace(start=start, end=start + len(content)))
    return place, source.frame([start])


def _number(place: str) -> int:
    return int(place.rpartition(":")[2])
