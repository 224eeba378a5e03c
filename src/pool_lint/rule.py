"""Rules: what they are made of, and the decorators that make them."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterable
from enum import StrEnum
from typing import Any, NamedTuple, TypeVar

from pool_lint.document import Defect, Document
from pool_lint.finding import Problem, Severity
from pool_lint.pool import Pool
from pool_lint.schema import SchemaFailure

T = TypeVar("T")
Check = Callable[[T], Iterable[Problem]]

_HEADINGS = ("Why", "Bad", "Good", "Source")


class Stage(StrEnum):
    """What a rule looks at."""

    DEFECT = "defect"
    ROUTE = "route"
    DOCUMENT = "document"
    KEYWORD = "keyword"
    POOL = "pool"


class Rule(NamedTuple):
    """One check: its id, its name, how much it matters, and the function.

    The check takes a Defect, a Document, a SchemaFailure or a Pool, as the stage says,
    and yields Problems. A keyword rule without ``keywords`` is reached by the schema's
    ``x-rule`` alone.
    """

    id: str
    name: str
    severity: Severity
    stage: Stage
    check: Check[Any]
    keywords: tuple[str, ...] = ()

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
    id_: str, severity: Severity = Severity.ERROR
) -> Callable[[Check[Pool]], Rule]:
    """Make a rule of a function that looks at a Pool."""
    return lambda check: _rule(id_, severity, Stage.POOL, check)


def keyword_rule(
    id_: str, *keywords: str, severity: Severity = Severity.ERROR
) -> Callable[[Check[SchemaFailure]], Rule]:
    """Make a rule of a function that words a failing keyword of the schema."""
    return lambda check: _rule(id_, severity, Stage.KEYWORD, check, keywords)


def defect_rule(id_: str) -> Callable[[Check[Defect]], Rule]:
    """Make a rule of a function that words what the reader noticed."""
    return lambda check: _rule(id_, Severity.ERROR, Stage.DEFECT, check)


def document_rule(id_: str) -> Callable[[Check[Document]], Rule]:
    """Make a rule of a function that looks at a document as text."""
    return lambda check: _rule(id_, Severity.ERROR, Stage.DOCUMENT, check)


def route_rule(id_: str) -> Callable[[Check[Document]], Rule]:
    """Make a rule that speaks alone of a document that is no request."""
    return lambda check: _rule(id_, Severity.ERROR, Stage.ROUTE, check)


def _rule(
    id_: str,
    severity: Severity,
    stage: Stage,
    check: Check[Any],
    keywords: tuple[str, ...] = (),
) -> Rule:
    name = getattr(check, "__name__", id_).replace("_", "-")
    return Rule(id_, name, severity, stage, check, keywords)


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
