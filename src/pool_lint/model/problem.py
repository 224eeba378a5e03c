"""What a rule yields: problems in one document, and clashes between several."""

# Annotations that are no strings: of named tuples those would be compiled one by one,
# which takes a fifth of the time to load this.
from enum import StrEnum
from typing import NamedTuple

from pool_lint.model.fix import Fix
from pool_lint.model.location import DocumentName, LocatedRange, Location
from pool_lint.model.pointer import Pointer


class Severity(StrEnum):
    """How much a finding matters; only errors fail a run by default."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"

    @property
    def rank(self) -> int:
        """0 for error, 1 for warning, 2 for info."""
        return list(Severity).index(self)


class Related(NamedTuple):
    """A second place that explains a problem."""

    location: Location
    message: str


class Problem(NamedTuple):
    """What a rule yields: it knows neither its id nor its file nor its severity.

    ``note`` is background for people, such as the words of a parser.
    """

    location: Location
    message: str
    help: str | None = None
    related: tuple[Related, ...] = ()
    fix: Fix | None = None
    note: str | None = None

    def below(self, pointer: Pointer) -> "Problem":
        """Return the same problem of the document that has the body at a pointer."""
        return self._replace(
            location=self.location.below(pointer),
            related=tuple(
                one._replace(location=one.location.below(pointer))
                for one in self.related
            ),
            fix=self.fix and self.fix.below(pointer),
        )


class Fact(NamedTuple):
    """What one document says, for a rule that compares it with what others say.

    It is plain data, since it travels between processes. ``location`` is where the
    document says so, with the lines to show. ``suppressed`` is the reason of a comment
    that suppresses the rule there, else None; with ``ignored`` the settings let the
    rule report nothing about that file. ``target`` names where the file is sent to.
    """

    rule: str
    severity: Severity
    claim: tuple[str, ...]
    document: DocumentName
    location: LocatedRange
    suppressed: str | None = None
    ignored: bool = False
    target: str = ""

    @property
    def file(self) -> str:
        """The name of the file that the document is in."""
        return self.location.file


class Clash(NamedTuple):
    """A problem between documents: it stands at the fact, the others explain it."""

    fact: Fact
    message: str
    help: str | None = None
    others: tuple[tuple[Fact, str], ...] = ()
