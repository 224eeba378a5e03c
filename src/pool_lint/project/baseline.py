"""Findings that were there before: recorded in a file, and counted instead of shown."""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple

from pool_lint.filesystem.paths import resolve
from pool_lint.filesystem.read import read_bytes
from pool_lint.model.errors import BaselineError, ReadError
from pool_lint.model.finding import Finding
from pool_lint.model.pointer import json_pointer
from pool_lint.model.report import FileResult, Report, Suppressed, SuppressionKind

_MOST_BYTES = 64 * 1024 * 1024
_MOST_COUNTED = 1_000_000

WRITE_ANEW = "remove it, and write it anew"
"""What to do about a file that is no baseline."""


class Entry(NamedTuple):
    """What findings are known by: they may move, and their words may change."""

    file: str
    rule: str
    pointer: str

    def __str__(self) -> str:
        """Return the entry in one line."""
        return f"{self.file}: {self.rule} at {self.pointer or 'the document'}"


class Baseline:
    """How often each finding is known; files are named from the baseline's folder."""

    def __init__(self, path: str, entries: Counter[Entry] | None = None) -> None:
        self._file = resolve(path)
        self._folder = os.path.dirname(self._file)
        self.entries = Counter(entries or ())

    def entry(self, finding: Finding) -> Entry:
        """Return what a finding is known by."""
        pointer = json_pointer(finding.pointer)
        return Entry(self._named(finding.file), finding.rule, pointer)

    def _named(self, file: str) -> str:
        name = os.path.relpath(resolve(file), self._folder)
        return name.replace(os.sep, "/")

    def of(self, report: Report, mandatory: frozenset[str]) -> Baseline:
        """Return the baseline in which all of a report is known.

        Findings of the ``mandatory`` rules are never recorded: a file that cannot be
        read is never passed over.
        """
        known = (self.entry(f) for f in report.findings if f.rule not in mandatory)
        return Baseline(self._file, Counter(known))

    def applied(
        self,
        report: Report,
        ran: Callable[[str, str], bool],
        mandatory: frozenset[str],
    ) -> tuple[Report, list[Entry]]:
        """Return a report without what is known, and what is known but gone.

        Gone is what a file of the report should hold, by a rule that ``ran``, which is
        called with the name of the file and the id of the rule; and what stood in a
        file that is there no more. Findings of ``mandatory`` rules are never known.
        """
        left = Counter(self.entries)
        files = tuple(self._without(file, left, mandatory) for file in report.files)
        read = {self._named(file.file): file.file for file in report.files}
        gone = (entry for entry, count in left.items() if count > 0)
        return report._replace(files=files), sorted(
            e
            for e in gone
            if (ran(read[e.file], e.rule) if e.file in read else self._lacks(e.file))
        )

    def _lacks(self, file: str) -> bool:
        """Whether a file is not there, as far as a name from a baseline can tell."""
        return "\0" in file or not os.path.lexists(os.path.join(self._folder, file))

    def _without(
        self, file: FileResult, left: Counter[Entry], mandatory: frozenset[str]
    ) -> FileResult:
        new, known = [], []
        for finding in file.findings:
            entry = self.entry(finding)
            if left[entry] > 0 and finding.rule not in mandatory:
                left[entry] -= 1
                known.append(Suppressed(finding, SuppressionKind.BASELINE))
            else:
                new.append(finding)
        suppressed = (*file.suppressed, *known)
        return file._replace(findings=tuple(new), suppressed=suppressed)

    def text(self) -> str:
        """Return the file: sorted, so that a change of it can be reviewed."""
        findings: dict[str, dict[str, dict[str, int]]] = {}
        for entry, count in sorted(self.entries.items()):
            rules = findings.setdefault(entry.file, {})
            rules.setdefault(entry.rule, {})[entry.pointer] = count
        return json.dumps({"version": 1, "findings": findings}, indent=2) + "\n"


def read_baseline(path: str) -> Baseline:
    """Return the baseline of a file. Raises BaselineError."""
    try:
        data = read_bytes(path, _MOST_BYTES)
        return Baseline(path, Counter(dict(_entries(json.loads(data)))))
    except ReadError as error:
        raise BaselineError(f"{path}: {error.reason}") from None
    except (ValueError, TypeError, AttributeError, RecursionError):
        raise BaselineError(f"{path}: it is no baseline; {WRITE_ANEW}") from None


def _entries(data: Any) -> Iterator[tuple[Entry, int]]:
    if data.get("version") != 1:
        raise ValueError(data)
    for file, rules in data["findings"].items() if "findings" in data else ():
        for rule, pointers in rules.items():
            for pointer, count in pointers.items():
                yield Entry(file, rule, pointer), min(int(count), _MOST_COUNTED)


def changes(old: Baseline, new: Baseline) -> Iterable[str]:
    """Yield in words how a baseline differs from the one before it."""
    more, less = new.entries - old.entries, old.entries - new.entries
    if more:
        yield f"{more.total()} new"
    if less:
        yield f"{less.total()} gone"
