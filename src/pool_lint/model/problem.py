"""What a rule yields: problems in one document, and clashes between several."""

# Annotations that are no strings: of named tuples those would be compiled one by one,
# which takes a fifth of the time to load this.
from collections.abc import Callable
from enum import StrEnum
from typing import NamedTuple

from pool_lint.model.fix import Fix
from pool_lint.model.location import DocumentName, LocatedRange, Location


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
    """What a rule yields: it knows neither its id nor its file nor its severity."""

    location: Location
    message: str
    help: str | None = None
    related: tuple[Related, ...] = ()
    fix: Fix | None = None


Whereabouts = tuple[DocumentName, LocatedRange]
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
