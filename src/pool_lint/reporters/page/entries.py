"""Pools and findings of a report, ready for the template of the page."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from pool_lint.model.finding import Finding
from pool_lint.model.inventory import MISSING, ListedPool
from pool_lint.model.problem import Severity
from pool_lint.model.report import Report
from pool_lint.model.rule_text import RuleText
from pool_lint.reporters import each
from pool_lint.reporters.page.frames import (
    Frame,
    SourceLine,
    changed_lines,
    frames_of,
)
from pool_lint.reporters.style import Style
from pool_lint.reporters.summary import many
from pool_lint.reporters.web import encoded_address

MOST_FINDINGS = 1_000
_MOST_FLAVORS = 50
_OPTIONS = {"safe": "--fix", "unsafe": "--fix --unsafe-fixes"}

Words = list[tuple[bool, str]]
"""A text in parts; each is code or plain."""


class Place(NamedTuple):
    """A file and a line, with the address of a web page if it is known."""

    text: str
    address: str


class RuleEntry(NamedTuple):
    """The text of a rule: paragraphs, and examples with their headings and lines."""

    summary: Words
    why: list[Words]
    examples: list[tuple[str, list[str]]]
    source: Words


class FindingEntry(NamedTuple):
    """A finding with its frames, its fix and the text of its rule.

    ``option`` is the option that makes the fix.
    """

    finding: Finding
    place: Place
    message: Words
    help: Words
    frames: list[Frame]
    fix: Words
    option: str
    changes: list[SourceLine]
    address: str
    rule: RuleEntry


class PoolEntry(NamedTuple):
    """A pool with its place and findings; ``counts`` are those by severity."""

    pool: ListedPool
    place: Place
    details: str
    nodes: list[tuple[str, str, str]]
    more: str
    counts: list[tuple[str, str]]
    findings: list[FindingEntry]


class Entries:
    """Creates the entries of a page; at most :data:`MOST_FINDINGS` findings in all.

    The most severe ones are shown. ``left_out`` is the number of the others.
    """

    def __init__(self, report: Report, style: Style) -> None:
        self._style = style
        self._describe = cache(lambda rule: _rule(report.describe(rule)))
        found = sorted(report.findings, key=lambda finding: finding.severity.rank)
        self._shown = {id(finding) for finding in found[:MOST_FINDINGS]}
        hidden = sum(len(file.hidden) for file in report.files)
        self.left_out = len(found[MOST_FINDINGS:]) + hidden

    def pool(self, pool: ListedPool) -> PoolEntry:
        """Return the entry of a pool."""
        nodes = [(n.flavor.shown, n.shown, n.accelerator) for n in pool.nodes]
        left = len(nodes[_MOST_FLAVORS:])
        noun = "" if pool.noun == "pool" else pool.noun
        return PoolEntry(
            pool,
            self.place(pool.file, pool.line),
            ", ".join(filter(None, [noun, pool.target])),
            nodes[:_MOST_FLAVORS] or [(MISSING, MISSING, MISSING)],
            many(left, "more flavor") if left else "",
            counts_of(pool.findings),
            self.findings(pool.findings),
        )

    def findings(self, findings: Iterable[Finding]) -> list[FindingEntry]:
        """Return the entries of the findings that are shown."""
        shown = (one for one in findings if id(one) in self._shown)
        return list(each(self._finding, shown))

    def place(self, file: str, line: int | None) -> Place:
        """Return the place of a line; None is for the whole file."""
        text = f"{file}:{line}" if line else file
        return Place(text, self._style.web.address(self._style.path(file), line))

    def _finding(self, finding: Finding) -> FindingEntry:
        fix = finding.fix
        line = finding.range.start.line if finding.range else None
        same = fix and fix.message == finding.help
        return FindingEntry(
            finding,
            self.place(finding.file, line),
            words(finding.message),
            words("" if same else finding.help or ""),
            list(frames_of(finding)),
            words(fix.message if fix else ""),
            _OPTIONS[fix.applicability] if fix else "",
            changed_lines(fix) if fix else [],
            encoded_address(finding.url) if finding.url else "",
            self._describe(finding.rule),
        )


def counts_of(findings: Iterable[Finding]) -> list[tuple[str, str]]:
    """Return each severity with its number of findings in words."""
    counts = Counter(finding.severity for finding in findings)
    return [(s.value, many(counts[s], s.value)) for s in Severity if counts[s]]


def words(text: str) -> Words:
    """Return a text in parts: code is in double quotes or in backticks.

    >>> words('"x" is not a name; see `pool-lint`')
    [(True, '"x"'), (False, ' is not a name; see '), (True, 'pool-lint')]
    """
    parts = re.split(r'(`+[^`]+`+|"[^"]*")', text)
    return [
        (bool(at % 2), part.strip("`") if at % 2 else part)
        for at, part in enumerate(parts)
        if part
    ]


def _rule(text: RuleText) -> RuleEntry:
    return RuleEntry(
        words(text.summary),
        [words(" ".join(part.split())) for part in text.why.split("\n\n") if part],
        [
            (heading, example.splitlines())
            for heading, example in zip(
                text.headings, (text.bad, text.good), strict=True
            )
            if example
        ],
        words(" ".join(text.source.split())),
    )
