"""Rules: what they are made of, and the decorators that make them."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterable, Sequence
from enum import StrEnum
from typing import Any, NamedTuple, TypeVar

from pool_lint.model.location import Location
from pool_lint.model.problem import Clash, Fact, Problem, Severity
from pool_lint.modelarts.pool import Pool
from pool_lint.parsing import Defect, Document
from pool_lint.validation.failures import FieldDefect, SchemaFailure
from pool_lint.validation.schemas import CREATE_POOL, NAMES

T = TypeVar("T")
Check = Callable[[T], Iterable[Problem]]
Claims = Callable[[Pool], Iterable[tuple[Location, tuple[str, ...]]]]
Compare = Callable[[Sequence[Fact]], Iterable[Clash]]

_HEADINGS = ("Why", "Bad", "Good", "Source")


class Stage(StrEnum):
    """What a rule looks at."""

    DEFECT = "defect"
    FIELD_DEFECT = "field-defect"
    ROUTE = "route"
    DOCUMENT = "document"
    KEYWORD = "keyword"
    POOL = "pool"
    ACROSS = "across"


class Rule(NamedTuple):
    """One check: its id, its name, how much it matters, and the function.

    The check takes a Defect, a FieldDefect, a Document, a SchemaFailure or a Pool, as
    the stage says, and yields Problems; across documents it takes the Facts that
    ``claims`` found in each pool, in the order of files and documents, and yields
    Clashes. A keyword rule
    without ``keywords`` is reached by the schema's ``x-rule`` alone. ``fields`` names
    what a rule about pools looks at (as :func:`naming.short_name` writes it), in
    documents of the ``kinds``, which are names of schemas.
    """

    id: str
    name: str
    severity: Severity
    stage: Stage
    check: Callable[..., Any]
    keywords: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    kinds: tuple[str, ...] = (CREATE_POOL,)
    claims: Claims = lambda _pool: ()

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
    kinds: tuple[str, ...] = (CREATE_POOL,),
) -> Callable[[Check[Pool]], Rule]:
    """Make a rule of a function that looks at these fields of a Pool."""
    return lambda check: _rule(
        id_, check, Stage.POOL, severity, fields=fields, kinds=kinds
    )


def rule_across(id_: str, *fields: str, claims: Claims) -> Callable[[Compare], Rule]:
    """Make a rule of a function that compares what many documents say.

    ``claims`` yields, for one pool, places with what is to be compared: a small tuple
    of texts, since it travels between processes.
    """
    return lambda check: _rule(id_, check, Stage.ACROSS, fields=fields, claims=claims)


def keyword_rule(
    id_: str,
    *keywords: str,
    severity: Severity = Severity.ERROR,
    kinds: tuple[str, ...] = NAMES,
) -> Callable[[Check[SchemaFailure]], Rule]:
    """Make a rule of a function that words a failing keyword of a schema."""
    return lambda check: _rule(
        id_, check, Stage.KEYWORD, severity, keywords=keywords, kinds=kinds
    )


def defect_rule(
    id_: str, severity: Severity = Severity.ERROR
) -> Callable[[Check[Defect]], Rule]:
    """Make a rule of a function that words what the reader noticed."""
    return lambda check: _rule(id_, check, Stage.DEFECT, severity)


def field_defect_rule(id_: str) -> Callable[[Check[FieldDefect]], Rule]:
    """Make a rule of a function that words what the reader noticed of a field."""
    return lambda check: _rule(id_, check, Stage.FIELD_DEFECT)


def document_rule(id_: str) -> Callable[[Check[Document]], Rule]:
    """Make a rule of a function that looks at a document as text."""
    return lambda check: _rule(id_, check, Stage.DOCUMENT)


def route_rule(id_: str) -> Callable[[Check[Document]], Rule]:
    """Make a rule that speaks alone of a document that is no request."""
    return lambda check: _rule(id_, check, Stage.ROUTE)


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
