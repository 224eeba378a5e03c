"""Helpers for tests of rules and manifests."""

from __future__ import annotations

from collections.abc import Mapping

from pool_lint.api import Config, Kind, lint_text
from pool_lint.model.finding import Finding
from pool_lint.modelarts.starter import SMALLEST
from pool_lint.rules.registry import builtin_rules
from pool_lint.rules.rule import ANSWERS, Rule
from pool_lint.validation.schemas import SchemaName

__all__ = [
    "TOP_LEVEL",
    "check_example",
    "complete",
    "fields_for",
    "lint",
    "marked_line",
]

MARK = "# <-"
"""The end of the line in a bad example where the finding is expected."""

TOP_LEVEL: Mapping[str, str] = SMALLEST[SchemaName.CREATE_POOL]
"""The top-level fields of a valid pool as YAML, added to examples without them."""

_RESPONSE = {
    **TOP_LEVEL,
    "metadata": ("metadata:\n  name: pool-001-86c13962597848eeb29c5861153a391f\n"),
}


def lint(
    text: str, config: Config | None = None, rule: Rule | None = None
) -> list[str]:
    r"""Return the findings of a YAML text, each as ``line:column id path``.

    Your own ``rule`` runs in addition to the built-in ones.

    >>> lint("kind: Pool\napiVersion: v2\nmetadata: {labels: {}}\n")
    ['1:1 RP403', '3:12 RP101 metadata.labels']
    """
    return [_line(finding) for finding in _findings(text, config or Config(), rule)]


def check_example(rule: Rule, config: Config | None = None) -> None:
    """Check a rule against the examples in its docstring.

    The bad example must have exactly one finding: of this rule, on the line that ends
    in ``# <-``. The good example must have none. Missing top-level fields are added to
    the examples. All built-in rules run too, except those of severity info. A rule that
    does not apply to the edition of ``config`` runs in its first edition.

    Raises AssertionError with the findings if an example fails. Raises ValueError if a
    section of the docstring is missing.
    """
    is_response = rule.kinds == ANSWERS
    config = config or Config()
    if not rule.holds_in(config.edition):
        config = config._replace(edition=rule.editions[0])
    config = config._replace(
        extend_select=rule.id, kind=Kind.RESPONSE if is_response else Kind.AUTO
    )
    documentation, fields = rule.documentation, fields_for(rule)
    both = (documentation.bad, documentation.good)
    bad, good = (complete(text, fields) for text in both)
    found = _findings(bad, config, rule)
    places = [(f.rule, f.range.start.line if f.range else 0) for f in found]
    shown = "\n".join(map(_line, found)) or "nothing"
    assert places == [(rule.id, marked_line(bad))], (  # noqa: S101 - for tests
        f"{rule.id}: the bad example must have exactly one finding, on the marked "
        f"line; found:\n{shown}"
    )
    shown = "\n".join(map(_line, _findings(good, config, rule)))
    message = f"{rule.id}: the good example must have no findings; found:\n{shown}"
    assert not shown, message  # noqa: S101 - for tests


def fields_for(rule: Rule) -> Mapping[str, str]:
    """Return the top-level fields that :func:`complete` adds to examples of a rule."""
    return _RESPONSE if rule.kinds == ANSWERS else TOP_LEVEL


def complete(example: str, fields: Mapping[str, str] = TOP_LEVEL) -> str:
    """Return an example with missing top-level fields added to its documents.

    Documents with ``kind`` and documents without any field of a pool do not change.
    """
    documents = example.split("\n---\n")
    return "---\n".join(_completed(document, fields) for document in documents)


def _completed(document: str, fields: Mapping[str, str]) -> str:
    top = {line.partition(":")[0] for line in document.splitlines()}
    if "kind" in top or not top & {*fields, "status"}:
        return document + "\n"
    missing = [text for field, text in fields.items() if field not in top]
    return document + "\n" + "".join(missing)


def marked_line(text: str) -> int:
    """Return the 1-based line that ends in ``# <-``. Raises ValueError without one."""
    lines = [n for n, t in enumerate(text.split("\n"), 1) if t.endswith(MARK)]
    if len(lines) != 1:
        message = f"exactly one line of the bad example must end in {MARK}"
        raise ValueError(message)
    return lines[0]


def _findings(text: str, config: Config, rule: Rule | None) -> list[Finding]:
    known = builtin_rules()
    own = [rule] if rule and rule not in known else []
    return lint_text(text, config=config, rules=[*known, *own])


def _line(finding: Finding) -> str:
    start = finding.range.start if finding.range else None
    place = f"{start.line}:{start.column} " if start else ""
    return f"{place}{finding.rule} {finding.path}".rstrip()
