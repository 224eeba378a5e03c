"""What came out of files, and of a whole run."""

from __future__ import annotations

from typing import NamedTuple

from pool_lint.finding import Fact, Finding, Severity


class FileResult(NamedTuple):
    """What came out of one file.

    ``findings`` holds those shown, ``hidden`` the severities of those over the limit.
    ``documents`` counts the documents checked, ``unread_documents`` those that have a
    finding because they could not be; ``unparsed`` is true for a file that could not be
    parsed and shows no sign of a pool. ``facts`` are what the documents say for rules
    that compare files.
    """

    file: str
    findings: tuple[Finding, ...]
    hidden: tuple[Severity, ...] = ()
    documents: int = 0
    skipped_documents: int = 0
    unread_documents: int = 0
    unparsed: bool = False
    facts: tuple[Fact, ...] = ()


class Failure(NamedTuple):
    """An input that could not be read at all, and why."""

    file: str
    reason: str


class Report(NamedTuple):
    """What came out of a run, by the names of the files.

    ``noun`` says what the documents were taken for: a pool, an answer, an error.
    """

    files: tuple[FileResult, ...]
    failures: tuple[Failure, ...] = ()
    noun: str = "pool"

    @property
    def findings(self) -> list[Finding]:
        """All findings shown, by file and place."""
        return [finding for file in self.files for finding in file.findings]

    def count(self, severity: Severity) -> int:
        """How many findings of the severity there are, also those not shown."""
        shown = sum(finding.severity is severity for finding in self.findings)
        return shown + sum(file.hidden.count(severity) for file in self.files)

    @property
    def documents(self) -> int:
        """How many documents were checked."""
        return sum(file.documents for file in self.files)
