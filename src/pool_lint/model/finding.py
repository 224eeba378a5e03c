"""Findings: problems with their rule, file and lines."""

# No postponed annotations: named tuples compile each of them, a fifth of the time to
# import this module.
from typing import TYPE_CHECKING, NamedTuple

from pool_lint.model.fix import LocatedFix
from pool_lint.model.location import (
    DocumentName,
    Line,
    LocatedRange,
    Range,
    format_location,
)
from pool_lint.model.pointer import Pointer, json_pointer, path
from pool_lint.model.problem import Severity

if TYPE_CHECKING:
    from pool_lint.model.change import Change


class Finding(NamedTuple):
    """A problem with its rule, its file and its lines.

    ``range`` and the ranges of related places are None for data without text.
    ``lines`` contains the lines of the frame, ascending. ``occurrence`` counts
    equal findings (rule, document, pointer) from 0, which keeps fingerprints
    unique.

    ``item`` is a checksum of the innermost list item around the finding, "" outside
    of lists. It does not change if items are inserted before it. ``note`` is
    background information, such as the words of a parser. ``url`` is the address of
    the documentation of the rule, None if it is not known. ``change`` is the change
    that the finding is about; then ``note`` says what happens to the pool. ``label``
    is a short text beside the marked place. ``policy`` is the origin of the rule if it
    is a policy: a settings file or an installed distribution.
    """

    rule: str
    name: str
    severity: Severity
    message: str
    file: str
    document: DocumentName | None
    pointer: Pointer
    range: Range | None
    related: tuple[LocatedRange, ...] = ()
    help: str | None = None
    fix: LocatedFix | None = None
    lines: tuple[Line, ...] = ()
    occurrence: int = 0
    item: str = ""
    note: str | None = None
    url: str | None = None
    change: "Change | None" = None
    label: str | None = None
    policy: str | None = None

    @property
    def weight(self) -> tuple[int, Range | None, str]:
        """The sort key that decides which findings of a rule are shown."""
        return self.severity.rank, self.range, self.rule

    @property
    def order(self) -> tuple[bool, Range | None, str]:
        """The sort key of the findings of a file: those without a place first."""
        return self.range is not None, self.range, self.rule

    def __str__(self) -> str:
        """Return one unescaped line: place, severity, rule and message."""
        head = f"{self.severity} {self.rule} {self.name}"
        return f"{self.where}: {head}: {self.message}"

    @property
    def where(self) -> str:
        """The place as ``file:line:column``, or as ``file: path`` for data."""
        if self.range is None:
            return f"{self.file}: {self.path}" if self.pointer else self.file
        return format_location(self.file, self.range.start)

    @property
    def path(self) -> str:
        """The pointer as people write it: ``spec.resources[0].maxCount``."""
        return path(self.pointer)

    @property
    def fingerprint(self) -> str:
        """32 hex digits that identify the finding, also after lines move."""
        return self.fingerprint_in(self.file)

    def fingerprint_in(self, file: str) -> str:
        """Return the fingerprint for another name of the file."""
        import hashlib  # noqa: PLC0415 - only the machine formats need it

        name = self.document.name if self.document else None
        parts = (self.rule, file, name or "", json_pointer(self.pointer))
        text = "\0".join((*parts, str(self.occurrence)))
        return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]
