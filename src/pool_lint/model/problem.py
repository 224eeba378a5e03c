"""What rules yield: problems in one document, and conflicts between documents."""

# No postponed annotations: named tuples compile each of them, a fifth of the time to
# import this module.
from enum import StrEnum
from typing import NamedTuple

from pool_lint.model.fix import Fix
from pool_lint.model.location import DocumentName, LocatedRange, Location
from pool_lint.model.pointer import Pointer


class Severity(StrEnum):
    """How severe a finding is; only errors fail a run by default."""

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
    """A problem that a rule yields, without the rule's ID, file and severity.

    ``note`` is background information, such as the words of a parser. Reports do not
    show the lines of a problem that ``is_secret``. ``label`` is a short text beside the
    marked place. ``field`` is the field that the problem is about, if that is not the
    place: a missing field.
    """

    location: Location
    message: str
    help: str | None = None
    related: tuple[Related, ...] = ()
    fix: Fix | None = None
    note: str | None = None
    is_secret: bool = False
    label: str | None = None
    field: Pointer | None = None

    def below(self, pointer: Pointer) -> "Problem":
        """Return the problem for a document that contains the body at a pointer."""
        return self._replace(
            location=self.location.below(pointer),
            related=tuple(
                one._replace(location=one.location.below(pointer))
                for one in self.related
            ),
            fix=self.fix and self.fix.below(pointer),
        )


class Fact(NamedTuple):
    """What one document states, for a rule that compares documents.

    It is plain data, because it is sent between processes. ``location`` is the
    place of the fact, with the lines to show. ``suppressed`` is the reason if a
    comment suppresses the rule there, else None. ``ignored`` is set if the settings
    disable the rule for the file. ``target`` names the environment that the file is
    deployed to. ``is_known`` is set for pools that the service already has. ``url`` is
    the address of the documentation of the rule, None if it is not known. ``advice``
    replaces the help of the rule, if the settings have one.
    """

    rule: str
    severity: Severity
    claim: tuple[str, ...]
    document: DocumentName
    location: LocatedRange
    suppressed: str | None = None
    ignored: bool = False
    target: str = ""
    is_known: bool = False
    url: str | None = None
    advice: str | None = None

    @property
    def file(self) -> str:
        """The name of the file that contains the document."""
        return self.location.file


class Clash(NamedTuple):
    """A conflict between documents: reported at one fact, explained by the others."""

    fact: Fact
    message: str
    help: str | None = None
    others: tuple[tuple[Fact, str], ...] = ()
