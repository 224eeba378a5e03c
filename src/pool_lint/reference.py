"""The rules as people read them: one explained, or all in a table."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable

from pool_lint.escaping import escape_lines
from pool_lint.rule import Rule


def explanation(rule: Rule) -> str:
    """Return everything a rule says of itself."""
    said = rule.documentation
    parts = [
        f"{rule.id} {rule.name} ({rule.severity})",
        said.summary,
        f"Why:\n{_indent(said.why)}",
        f"Bad:\n{_indent(said.bad)}",
        f"Good:\n{_indent(said.good)}",
        f"Source:\n{_indent(said.source)}",
    ]
    return "\n\n".join(escape_lines(part) for part in parts) + "\n"


def as_text(rules: Iterable[Rule]) -> str:
    """Return one line a rule."""
    rules = list(rules)
    width = max(len(rule.name) for rule in rules)
    return "".join(
        f"{r.id}  {r.name:<{width}}  {r.severity:<7}  {r.documentation.summary}\n"
        for r in rules
    )


def as_json(rules: Iterable[Rule]) -> str:
    """Return a JSON list with everything the rules say."""
    entries = [
        {
            "id": rule.id,
            "name": rule.name,
            "severity": rule.severity.value,
            **rule.documentation._asdict(),
        }
        for rule in rules
    ]
    return json.dumps(entries, indent=2) + "\n"


def as_markdown(rules: Iterable[Rule]) -> str:
    """Return the table of the README."""
    lines = ["| rule | name | severity | what it finds |", "| --- | --- | --- | --- |"]
    lines += [
        f"| {rule.id} | {rule.name} | {rule.severity} | {rule.documentation.summary} |"
        for rule in rules
    ]
    return "\n".join(lines) + "\n"


def _indent(text: str) -> str:
    return "\n".join(f"    {line}".rstrip() for line in text.split("\n"))


TABLES: dict[str, Callable[[Iterable[Rule]], str]] = {
    "text": as_text,
    "json": as_json,
    "markdown": as_markdown,
}
