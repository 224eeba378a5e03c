"""Rules: what one is made of, and the decorators that make one of a function."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterable, Sequence
from enum import StrEnum
from typing import Any, NamedTuple, TypeVar

from pool_lint.model.location import Location
from pool_lint.model.problem import Clash, Fact, Problem, Severity
from pool_lint.modelarts.kinds import Misuse, Misused
from pool_lint.modelarts.pool import Pool
from pool_lint.parsing import Defect, DefectKind
from pool_lint.validation.failures import FieldDefect, SchemaFailure
from pool_lint.validation.schemas import EDITION_SCHEMAS, SchemaName

T = TypeVar("T")
Check = Callable[[T], Iterable[Problem]]
Claims = Callable[[Pool], Iterable[tuple[Location, tuple[str, ...]]]]
Compare = Callable[[Sequence[Fact]], Iterable[Clash]]

_HEADINGS = ("Why", "Bad", "Good", "Source")
REQUESTS = (SchemaName.CREATE_POOL,)
"""The kinds of a rule that looks at the bodies of requests."""
ANSWERS = (SchemaName.POOL,)
"""The kinds of a rule that looks at answers of the API."""
POOLS = (*REQUESTS, *ANSWERS)


class Stage(StrEnum):
    """What a rule looks at."""

    DEFECT = "defect"
    FIELD_DEFECT = "field-defect"
    MISUSE = "misuse"
    KEYWORD = "keyword"
    POOL = "pool"
    CROSS_DOCUMENT = "cross-document"


class Rule(NamedTuple):
    """One check: its id, its name, its severity, what it looks at, and the function.

    The ``stage`` says what the check takes: a Defect, a FieldDefect, a document that is
    Misused, a Document, a SchemaFailure or a Pool. It yields Problems. A rule across
    documents takes the Facts that ``claims`` found in each pool, in the order of files
    and documents, and yields Clashes.

    ``defect``, ``misuse`` and ``keywords`` say what the rule puts into words; a keyword
    rule without keywords is reached by the schema's ``x-rule`` alone. ``fields`` names
    what a rule about pools looks at (see :func:`short_name`), in bodies of the
    ``kinds``. A rule with ``always`` can neither be switched off nor suppressed.
    ``aliases`` are names of earlier versions, which settings and comments may use.
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

    @property
    def names(self) -> tuple[str, ...]:
        """The name, and those of earlier versions."""
        return (self.name, *self.aliases)

    @property
    def documentation(self) -> Documentation:
        """The docstring of the check, by its headings."""
        return _parse(self)


class Documentation(NamedTuple):
    """What a rule's docstring says: plain text, the examples as YAML."""

    summary: str
    why: str
    bad: str
    good: str
    source: str


def rule(
    id_: str,
    *fields: str,
    severity: Severity = Severity.ERROR,
    kinds: tuple[str, ...] = REQUESTS,
    aliases: tuple[str, ...] = (),
) -> Callable[[Check[Pool]], Rule]:
    """Make a rule of a function that takes a Pool and yields Problems.

    ``id_`` is an id such as ``ACME001``, the name of the function becomes the name of
    the rule, and ``fields`` are the fields that it looks at.

    >>> @rule("ACME001", "resources[].count")
    ... def too_many_nodes(pool: Pool) -> Iterable[Problem]:
    ...     for entry in pool.resources:
    ...         if (entry.count or 0) > 8:
    ...             yield Problem(entry.at("count"), "more than 8 nodes")
    >>> too_many_nodes.id, too_many_nodes.name
    ('ACME001', 'too-many-nodes')
    """
    return lambda check: _rule(
        id_, check, Stage.POOL, severity, fields=fields, kinds=kinds, aliases=aliases
    )


def cross_document_rule(
    id_: str, *fields: str, claims: Claims
) -> Callable[[Compare], Rule]:
    """Make a rule of a function that compares what many documents say.

    ``claims`` yields, for one pool, locations with what is to be compared: a small
    tuple of texts, since it travels between processes.
    """
    return lambda check: _rule(
        id_, check, Stage.CROSS_DOCUMENT, fields=fields, claims=claims
    )


def keyword_rule(
    id_: str,
    *keywords: str,
    severity: Severity = Severity.ERROR,
    kinds: tuple[str, ...] = EDITION_SCHEMAS,
) -> Callable[[Check[SchemaFailure]], Rule]:
    """Make a rule of a function that words a failing keyword of a schema."""
    return lambda check: _rule(
        id_, check, Stage.KEYWORD, severity, keywords=keywords, kinds=kinds
    )


def defect_rule(
    id_: str,
    defect: DefectKind,
    severity: Severity = Severity.ERROR,
    *,
    always: bool = False,
) -> Callable[[Check[Defect]], Rule]:
    """Make a rule of a function that words a kind of defect of a text."""
    return lambda check: _rule(
        id_, check, Stage.DEFECT, severity, defect=defect, always=always
    )


def field_defect_rule(
    id_: str, defect: DefectKind
) -> Callable[[Check[FieldDefect]], Rule]:
    """Make a rule of a function that words a kind of defect of a field."""
    return lambda check: _rule(id_, check, Stage.FIELD_DEFECT, defect=defect)


def misuse_rule(id_: str, misuse: Misuse) -> Callable[[Check[Misused]], Rule]:
    """Make a rule that alone reports a document which is no body of a request."""
    return lambda check: _rule(id_, check, Stage.MISUSE, misuse=misuse)


def _rule(
    id_: str,
    check: Callable[..., Any],
    stage: Stage,
    severity: Severity = Severity.ERROR,
    **more: Any,
) -> Rule:
    name = getattr(check, "__name__", id_).replace("_", "-")
    return Rule(id_, name, severity, stage, check, **more)


def _parse(rule: Rule) -> Documentation:
    """Split a docstring at its headings. Raises ValueError naming rule and heading.

    Under ``python -OO`` there are no docstrings, and all of it is empty.
    """
    if rule.check.__doc__ is None:
        return Documentation("", "", "", "", "")
    text = inspect.cleandoc(rule.check.__doc__)
    parts = re.split(rf"(?m)^({'|'.join(_HEADINGS)}):$", text)
    sections = dict(zip(parts[1::2], parts[2::2], strict=True))
    missing = [heading for heading in _HEADINGS if heading not in sections]
    if missing:
        message = f"{rule.id}: the docstring has no section {missing[0]}"
        raise ValueError(message)
    bodies = (inspect.cleandoc("\n" + sections[name]) for name in _HEADINGS)
    return Documentation(parts[0].strip(), *bodies)
