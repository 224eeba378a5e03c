"""What the linter says: severities, places, problems and findings."""

# Annotations that are no strings: of named tuples those would be compiled one by one,
# which takes a fifth of the time to load this.
from collections.abc import Callable
from enum import StrEnum
from typing import NamedTuple

from pool_lint.model.pointer import Pointer, json_pointer, path


class Severity(StrEnum):
    """How much a finding matters; only errors fail a run by default."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"

    @property
    def rank(self) -> int:
        """0 for error, 1 for warning, 2 for info."""
        return list(Severity).index(self)


class Part(StrEnum):
    """Which part of an entry a place means."""

    KEY = "key"
    VALUE = "value"


class Span(NamedTuple):
    """A half-open range of code-point offsets into one text."""

    start: int
    end: int


class Position(NamedTuple):
    """A 1-based line and a 1-based column, counted in code points."""

    line: int
    column: int


class Range(NamedTuple):
    """Two positions, the end exclusive."""

    start: Position
    end: Position


class Place(NamedTuple):
    """Where a problem stands: symbolic, until a finding is made of it.

    ``span`` overrides the pointer where the pointer can name no such text, as the
    second of two equal keys.
    """

    pointer: Pointer
    part: Part = Part.VALUE
    span: Span | None = None


class Related(NamedTuple):
    """A second place that explains a problem."""

    place: Place
    message: str


class Edit(NamedTuple):
    """Another value or key for one place, in the style of what stands there.

    Where the place is a span, its text is replaced by ``value`` as it is.
    """

    place: Place
    value: str | int


class Removal(NamedTuple):
    """An entry of a mapping or an item of a list that is taken out."""

    pointer: Pointer


class Move(NamedTuple):
    """An entry that is taken to another place, where nothing stands yet."""

    pointer: Pointer
    to: Pointer


class Applicability(StrEnum):
    """Whether a fix keeps what was meant (safe), or may change it (unsafe)."""

    SAFE = "safe"
    UNSAFE = "unsafe"


class Fix(NamedTuple):
    """Edits that remove a problem."""

    applicability: Applicability
    message: str
    edits: tuple[Edit | Removal | Move, ...]


class Problem(NamedTuple):
    """What a rule yields: it knows neither its id nor its file nor its severity."""

    place: Place
    message: str
    help: str | None = None
    related: tuple[Related, ...] = ()
    fix: Fix | None = None


class Line(NamedTuple):
    """One line of the file, or the window of a long one that starts at ``column``."""

    number: int
    text: str
    column: int = 1


class Located(NamedTuple):
    """A place found in a file; without range and lines where the input was no text."""

    file: str
    pointer: Pointer
    range: Range | None
    message: str = ""
    lines: tuple[Line, ...] = ()


class LocatedEdit(NamedTuple):
    """New text for a range of the file."""

    range: Range
    content: str


class Hunk(NamedTuple):
    """Lines of the file from a number on, before and after a fix; some are left out."""

    number: int
    before: tuple[str, ...]
    after: tuple[str, ...]


class LocatedFix(NamedTuple):
    """A fix whose edits are ranges of the file, in order and apart.

    ``touches`` holds the pointers whose values it changes, ``moves`` from where to
    where values go that stay as they are, and ``hunks`` the lines.
    """

    applicability: Applicability
    message: str
    edits: tuple[LocatedEdit, ...]
    touches: tuple[Pointer, ...] = ()
    moves: tuple[tuple[Pointer, Pointer], ...] = ()
    hunks: tuple[Hunk, ...] = ()


class DocumentName(NamedTuple):
    """Which document of a file a finding is about: 0-based index, kind, pool name."""

    index: int  # type: ignore[assignment]  # not the method of tuples
    kind: str | None
    name: str | None


def written(file: str, position: Position) -> str:
    """Return a place as editors and CI logs take it: ``file:line:column``."""
    return f"{file}:{position.line}:{position.column}"


Whereabouts = tuple[DocumentName, Located]
"""The name of a document, and a place in it."""


class Fact(NamedTuple):
    """What one document says, to be compared with what others say by a rule.

    ``document`` is its 0-based index in the file. ``find`` returns where it says so,
    which may take as long as reading it: that is asked where facts clash.
    ``silenced`` is the reason of a comment that silences the rule there, else None;
    with ``ignored`` the settings let the rule say nothing of that file.
    """

    rule: str
    severity: Severity
    claim: tuple[str, ...]
    file: str
    document: int
    find: Callable[[], Whereabouts]
    silenced: str | None = None
    ignored: bool = False


class Clash(NamedTuple):
    """A problem between documents: it stands at the fact, the others explain it."""

    fact: Fact
    message: str
    help: str | None = None
    others: tuple[tuple[Fact, str], ...] = ()


class Finding(NamedTuple):
    """A problem, stamped with its rule, its file and its lines.

    ``range`` and the related ranges are None for data that was never text.
    ``lines`` holds the lines a frame needs, ascending. ``occurrence`` counts equal
    findings (rule, document, pointer) from 0, so that fingerprints stay apart.
    """

    rule: str
    name: str
    severity: Severity
    message: str
    file: str
    document: DocumentName | None
    pointer: Pointer
    range: Range | None
    related: tuple[Located, ...] = ()
    help: str | None = None
    fix: LocatedFix | None = None
    lines: tuple[Line, ...] = ()
    occurrence: int = 0

    @property
    def weight(self) -> tuple[int, Range | None, str]:
        """What findings of one file are chosen by, where there are too many."""
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
        return written(self.file, self.range.start)

    @property
    def path(self) -> str:
        """The pointer as people write it: ``spec.resources[0].maxCount``."""
        return path(self.pointer)

    @property
    def fingerprint(self) -> str:
        """A name for the finding that stays when lines move: 32 hex digits."""
        import hashlib  # noqa: PLC0415 - only the machine formats need it

        name = self.document.name if self.document else None
        parts = (self.rule, self.file, name or "", json_pointer(self.pointer))
        text = "\0".join((*parts, str(self.occurrence)))
        return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]
