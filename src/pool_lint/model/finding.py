"""What is reported: a problem with its rule, its file and its lines."""

# Annotations that are no strings: of named tuples those would be compiled one by one,
# which takes a fifth of the time to load this.
from typing import NamedTuple

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


class Finding(NamedTuple):
    """A problem, stamped with its rule, its file and its lines.

    ``range`` and the related ranges are None for data that was never text.
    ``lines`` holds the lines a frame needs, ascending. ``occurrence`` counts equal
    findings (rule, document, pointer) from 0, so that fingerprints stay apart. ``item``
    is a checksum of the innermost list item around the finding, "" outside of lists: it
    stays when items are inserted before it. ``note`` is background for people.
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

    @property
    def weight(self) -> tuple[int, Range | None, str]:
        """What findings of a rule are chosen by, where a file has too many."""
        return self.severity.rank, self.range, self.rule

    def __str__(self) -> str:
        """Return one line, unescaped: place, severity, rule, message."""
        head = f"{self.severity} {self.rule} {self.name}"
        return f"{self.where}: {head}: {self.message}"

    @property
    def where(self) -> str:
        """The place in a line: ``file:line:column``, of data ``file: path``."""
        if self.range is None:
            return f"{self.file}: {self.path}" if self.pointer else self.file
        return format_location(self.file, self.range.start)

    @property
    def path(self) -> str:
        """The pointer as people write it: ``spec.resources[0].maxCount``."""
        return path(self.pointer)

    @property
    def fingerprint(self) -> str:
        """A name for the finding that stays when lines move: 32 hex digits."""
        return self.fingerprint_in(self.file)

    def fingerprint_in(self, file: str) -> str:
        """Return the fingerprint of the finding in a file of another name."""
        import hashlib  # noqa: PLC0415 - only the machine formats need it

        name = self.document.name if self.document else None
        parts = (self.rule, file, name or "", json_pointer(self.pointer))
        text = "\0".join((*parts, str(self.occurrence)))
        return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]
