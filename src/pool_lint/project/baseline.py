"""Baselines: files of known findings, which are counted instead of shown."""

from __future__ import annotations

import json
import os
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple

from pool_lint.filesystem.paths import resolve
from pool_lint.filesystem.read import read_bytes
from pool_lint.model.errors import BaselineError, NoBaselineError, ReadError
from pool_lint.model.finding import Finding
from pool_lint.model.pointer import json_pointer
from pool_lint.model.report import FileResult, Report, Suppressed, SuppressionKind

_MOST_BYTES = 64 * 1024 * 1024
_MOST_COUNTED = 1_000_000

# A pointer with the checksum of its list item, which earlier versions did not write.
_KEY = re.compile(r"(.*)#([0-9a-f]{8})", re.DOTALL)
_INDEX = re.compile(r"/[0-9]+(?=/|\Z)")


class Entry(NamedTuple):
    """The identity of a finding in a baseline, independent of its line and message.

    ``item`` is the checksum of the list item that contains the finding. It is "" if
    there is none, and in entries of earlier versions.
    """

    file: str
    rule: str
    pointer: str
    item: str = ""

    def __str__(self) -> str:
        """Return the entry in one line."""
        return f"{self.file}: {self.rule} at {self.pointer or 'the document'}"

    @property
    def in_any_order(self) -> Entry:
        """The entry with all list indexes 0, to find an item that has moved."""
        return self._replace(pointer=re.sub(_INDEX, "/0", self.pointer))

    @property
    def with_any_content(self) -> Entry:
        """The entry without checksum, to find an item that has changed."""
        return self._replace(item="")


class Baseline:
    """Known findings with their counts; files are relative to the baseline."""

    def __init__(self, path: str, entries: Counter[Entry] | None = None) -> None:
        self._file = resolve(path)
        self._folder = os.path.dirname(self._file)
        self.entries = Counter(entries or ())

    def entry(self, finding: Finding) -> Entry:
        """Return the entry of a finding."""
        pointer = json_pointer(finding.pointer)
        return Entry(self._named(finding.file), finding.rule, pointer, finding.item)

    def _named(self, file: str) -> str:
        name = os.path.relpath(resolve(file), self._folder)
        return name.replace(os.sep, "/")

    def of(self, report: Report, mandatory: frozenset[str]) -> Baseline:
        """Return the baseline with all findings of a report.

        Findings of ``mandatory`` rules are not recorded: unreadable files must always
        be reported.
        """
        known = (self.entry(f) for f in report.findings if f.rule not in mandatory)
        return Baseline(self._file, Counter(known))

    def applied(
        self,
        report: Report,
        ran: Callable[[str, str], bool],
        mandatory: frozenset[str],
    ) -> tuple[Report, list[Entry]]:
        """Return a report without known findings, and the entries no longer found.

        An entry is no longer found if its file was deleted. The same holds if its file
        is in the report, its rule ran, and no finding matches. ``ran`` is called with
        the name of a file and the ID of a rule. Findings of ``mandatory`` rules are
        always reported.
        """
        left = _Left(self.entries)
        files = tuple(self._without(file, left, mandatory) for file in report.files)
        read = {self._named(file.file): file.file for file in report.files}
        gone = left.entries()
        return report._replace(files=files), sorted(
            e
            for e in gone
            if (ran(read[e.file], e.rule) if e.file in read else self._lacks(e.file))
        )

    def _lacks(self, file: str) -> bool:
        """Whether a file of an entry does not exist."""
        return "\0" in file or not os.path.lexists(os.path.join(self._folder, file))

    def _without(
        self, file: FileResult, left: _Left, mandatory: frozenset[str]
    ) -> FileResult:
        entries = {
            number: self.entry(finding)
            for number, finding in enumerate(file.findings)
            if finding.rule not in mandatory
        }
        known = left.take(entries)
        found = [Suppressed(file.findings[n], SuppressionKind.BASELINE) for n in known]
        new = (f for number, f in enumerate(file.findings) if number not in known)
        suppressed = (*file.suppressed, *found)
        return file._replace(findings=tuple(new), suppressed=suppressed)

    def text(self) -> str:
        """Return the content of the file, sorted for readable diffs."""
        findings: dict[str, dict[str, dict[str, int]]] = {}
        for entry, count in sorted(self.entries.items()):
            rules = findings.setdefault(entry.file, {})
            key = f"{entry.pointer}#{entry.item}" if entry.item else entry.pointer
            rules.setdefault(entry.rule, {})[key] = count
        return json.dumps({"version": 1, "findings": findings}, indent=2) + "\n"


class _Left:
    """The entries that no finding has matched yet, with their counts."""

    def __init__(self, entries: Counter[Entry]) -> None:
        self._counts = Counter({e: n for e, n in entries.items() if n > 0})
        self._by_file: dict[str, list[Entry]] = {}
        for entry in self._counts:
            self._by_file.setdefault(entry.file, []).append(entry)

    def entries(self) -> Iterator[Entry]:
        """Yield the entries that are left."""
        return (entry for entry, count in self._counts.items() if count > 0)

    def take(self, found: dict[int, Entry]) -> list[int]:
        """Consume the entries that match findings; return the keys of these, sorted.

        Exact matches are consumed first, then unchanged items that have moved in their
        lists, then items that have changed in the same place.
        """
        numbers: set[int] = set()
        files = {entry.file for entry in found.values()}
        listed = [entry for file in files for entry in self._by_file.get(file, ())]
        for key in (_exactly, _moved, _changed):
            known: dict[Entry, list[Entry]] = {}
            for entry in listed:
                if alike := key(entry):
                    known.setdefault(alike, []).append(entry)
            for number, entry in found.items():
                alike = key(entry)
                if number not in numbers and alike and self._taken(known.get(alike)):
                    numbers.add(number)
        return sorted(numbers)

    def _taken(self, entries: list[Entry] | None) -> bool:
        """Consume one of the entries; return whether there was one."""
        while entries:
            if self._counts[entries[-1]] > 0:
                self._counts[entries[-1]] -= 1
                return True
            entries.pop()
        return False


def _exactly(entry: Entry) -> Entry:
    return entry


def _moved(entry: Entry) -> Entry | None:
    return entry.in_any_order if entry.item else None


def _changed(entry: Entry) -> Entry:
    return entry.with_any_content


def read_baseline(path: str) -> Baseline:
    """Return the baseline of a file. Raises BaselineError."""
    try:
        data = read_bytes(path, _MOST_BYTES)
        return Baseline(path, Counter(dict(_entries(json.loads(data)))))
    except ReadError as error:
        raise BaselineError(f"{path}: {error.reason}") from None
    except (ValueError, TypeError, AttributeError, RecursionError):
        raise NoBaselineError(f"{path}: not a baseline file") from None


def _entries(data: Any) -> Iterator[tuple[Entry, int]]:
    if data.get("version") != 1:
        raise ValueError(data)
    for file, rules in data["findings"].items() if "findings" in data else ():
        for rule, pointers in rules.items():
            for pointer, count in pointers.items():
                found = re.fullmatch(_KEY, pointer)
                place = found.groups() if found else (pointer, "")
                yield Entry(file, rule, *place), min(int(count), _MOST_COUNTED)


def changes(old: Baseline, new: Baseline) -> Iterable[str]:
    """Yield phrases for the difference between two baselines."""
    same = len(_Left(old.entries).take(dict(enumerate(new.entries.elements()))))
    if more := new.entries.total() - same:
        yield f"{more} new"
    if less := old.entries.total() - same:
        yield f"{less} removed"
