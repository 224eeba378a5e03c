"""The Rule type, and the decorators that turn a function into a rule."""

# No postponed annotations: named tuples compile each of them at import.
from collections.abc import Callable, Iterable, Mapping, Sequence
from enum import StrEnum
from typing import Any, NamedTuple, TypeVar

from pool_lint.model.location import Location
from pool_lint.model.problem import Clash, Fact, Problem, Severity
from pool_lint.modelarts.kinds import Misuse, Misused
from pool_lint.modelarts.pool import Pool
from pool_lint.parsing import Defect, DefectKind
from pool_lint.rules.documentation import Documentation, documentation_of
from pool_lint.validation.failures import FieldDefect, SchemaFailure
from pool_lint.validation.schemas import EDITION_SCHEMAS, EDITIONS, SchemaName

T = TypeVar("T")
Check = Callable[[T], Iterable[Problem]]
Claims = Callable[[Any], Iterable[tuple[Location, tuple[str, ...]]]]
Compare = Callable[[Sequence[Fact]], Iterable[Clash]]

REQUESTS = (SchemaName.CREATE_POOL,)
"""The kinds of a rule that checks request bodies."""
ANSWERS = (SchemaName.POOL,)
"""The kinds of a rule that checks saved API responses."""
POOLS = (*REQUESTS, *ANSWERS)
NODES = (*REQUESTS, SchemaName.NODE_POOL)
"""The bodies of a rule that checks the nodes of pools and node pools."""
NETWORKS = (SchemaName.NETWORK,)
"""The bodies of a rule that checks networks."""


class Stage(StrEnum):
    """The input of a rule."""

    DEFECT = "defect"
    FIELD_DEFECT = "field-defect"
    MISUSE = "misuse"
    KEYWORD = "keyword"
    POOL = "pool"
    POLICY = "policy"
    CROSS_DOCUMENT = "cross-document"
    CHANGE = "change"


class Rule(NamedTuple):
    """One check with its ID, name and severity.

    ``stage`` is the input of ``check``: a Defect, a FieldDefect, a Misused document, a
    SchemaFailure, a Pool, a Body or a Change. The check yields Problems. A
    cross-document rule gets the Facts that ``claims`` found in all pools, in the order
    of files and documents. It yields Clashes.

    ``defect``, ``misuse`` and ``keywords`` are what the rule reports. A keyword rule
    without keywords reports only failures whose schema names it in ``x-rule``.
    ``fields`` are the short names of the fields that a pool rule checks (see
    :func:`short_name`), ``kinds`` the bodies that it checks. A rule with ``always`` can
    neither be disabled nor suppressed. ``aliases`` are names from earlier versions that
    settings and comments may still use. A rule with ``needs_catalog`` reports nothing
    unless the known flavors are given. ``editions`` are the editions that the rule
    applies to, none for all. ``severities`` are those that differ in some editions.
    ``url`` is the address of the documentation of the rule, "" if it is not known.
    ``unnecessary`` is set if the reported text has no effect: editors fade it out.
    ``verdict`` is what the reported changes do, "" for other rules, and ``event`` names
    what is reported apart from fields. A rule ``off`` runs only if it is selected.
    ``advice`` replaces the help of its problems. A policy is a rule that checks a Body:
    ``origin`` says where it comes from, and ``about`` is its documentation.
    """

    id: str
    name: str
    severity: Severity
    stage: Stage
    check: Callable[..., Any]
    keywords: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    kinds: tuple[str, ...] = REQUESTS
    claims: Claims = lambda _pool: ()
    defect: DefectKind | None = None
    misuse: Misuse | None = None
    always: bool = False
    aliases: tuple[str, ...] = ()
    needs_catalog: bool = False
    editions: tuple[str, ...] = ()
    severities: tuple[tuple[str, Severity], ...] = ()
    url: str = ""
    unnecessary: bool = False
    verdict: str = ""
    off: bool | None = None
    event: str = ""
    advice: str = ""
    origin: str = ""
    about: Documentation | None = None

    @property
    def runs_by_default(self) -> bool:
        """Whether the rule runs if nothing is selected."""
        return not (self.severity is Severity.INFO if self.off is None else self.off)

    def holds_in(self, edition: str) -> bool:
        """Whether the rule applies to an edition of the API reference."""
        return not self.editions or edition in self.editions

    def in_edition(self, edition: str) -> "Rule":
        """Return the rule with the severity that it has in an edition."""
        if not self.severities:
            return self
        every = dict.fromkeys(EDITIONS, self.severity) | dict(self.severities)
        severity = every.get(edition, self.severity)
        return self._replace(severity=severity, severities=tuple(every.items()))

    @property
    def names(self) -> tuple[str, ...]:
        """The name and the aliases."""
        return (self.name, *self.aliases)

    @property
    def documentation(self) -> Documentation:
        """The docstring of the check, split at its headings, or that of a policy."""
        return self.about or documentation_of(self.check, self.id)


def rule(  # noqa: PLR0913 - the properties of a rule, all by keyword
    id_: str,
    *fields: str,
    severity: Severity = Severity.ERROR,
    kinds: tuple[str, ...] = REQUESTS,
    aliases: tuple[str, ...] = (),
    needs_catalog: bool = False,
    editions: tuple[str, ...] = (),
    unnecessary: bool = False,
) -> Callable[[Check[Pool]], Rule]:
    """Turn a function that takes a Pool and yields Problems into a rule.

    ``id_`` is an ID such as ``ACME001``. The name of the function becomes the name of
    the rule. ``fields`` are the fields that it checks. ``editions`` are those that it
    applies to, by default all.

    >>> @rule("ACME001", "resources[].count")
    ... def too_many_nodes(pool: Pool) -> Iterable[Problem]:
    ...     for entry in pool.resources:
    ...         if (entry.count or 0) > 8:
    ...             yield Problem(entry.at("count"), "more than 8 nodes")
    >>> too_many_nodes.id, too_many_nodes.name
    ('ACME001', 'too-many-nodes')
    """
    return lambda check: _rule(
        id_,
        check,
        Stage.POOL,
        severity,
        fields=fields,
        kinds=kinds,
        aliases=aliases,
        needs_catalog=needs_catalog,
        editions=editions,
        unnecessary=unnecessary,
    )


def cross_document_rule(
    id_: str,
    *fields: str,
    claims: Claims,
    severity: Severity = Severity.ERROR,
    kinds: tuple[str, ...] = REQUESTS,
    editions: tuple[str, ...] = (),
) -> Callable[[Compare], Rule]:
    """Turn a function that compares many documents into a rule.

    ``claims`` yields locations in one pool, each with a tuple of texts to compare. The
    tuples should be small: they are sent between processes.
    """
    more = {"fields": fields, "claims": claims, "kinds": kinds, "editions": editions}
    return lambda check: _rule(id_, check, Stage.CROSS_DOCUMENT, severity, **more)


def keyword_rule(
    id_: str,
    *keywords: str,
    severity: Severity = Severity.ERROR,
    kinds: tuple[str, ...] = EDITION_SCHEMAS,
    editions: tuple[str, ...] = (),
    severities: Mapping[str, Severity] | None = None,
) -> Callable[[Check[SchemaFailure]], Rule]:
    """Turn a function that reports a failing schema keyword into a rule.

    ``severities`` are those of editions in which they differ from ``severity``.
    """
    return lambda check: _rule(
        id_,
        check,
        Stage.KEYWORD,
        severity,
        keywords=keywords,
        kinds=kinds,
        editions=editions,
        severities=tuple((severities or {}).items()),
    )


def defect_rule(
    id_: str,
    defect: DefectKind,
    severity: Severity = Severity.ERROR,
    *,
    always: bool = False,
    unnecessary: bool = False,
) -> Callable[[Check[Defect]], Rule]:
    """Turn a function that reports a kind of defect of a text into a rule."""
    return lambda check: _rule(
        id_,
        check,
        Stage.DEFECT,
        severity,
        defect=defect,
        always=always,
        unnecessary=unnecessary,
    )


def field_defect_rule(
    id_: str, defect: DefectKind
) -> Callable[[Check[FieldDefect]], Rule]:
    """Turn a function that reports a kind of defect of a field into a rule."""
    return lambda check: _rule(id_, check, Stage.FIELD_DEFECT, defect=defect)


def misuse_rule(id_: str, misuse: Misuse) -> Callable[[Check[Misused]], Rule]:
    """Turn a function that reports a document other than one request into a rule.

    No other rule reports such a document.
    """
    return lambda check: _rule(id_, check, Stage.MISUSE, misuse=misuse)


def _rule(
    id_: str,
    check: Callable[..., Any],
    stage: Stage,
    severity: Severity = Severity.ERROR,
    **more: Any,
) -> "Rule":
    name = getattr(check, "__name__", id_).replace("_", "-")
    return Rule(id_, name, severity, stage, check, **more)
