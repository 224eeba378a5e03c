"""Explain rules, error codes and fields, and print tables of the rules."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Callable, Iterable, Iterator

from pool_lint.model.problem import Severity
from pool_lint.model.text import escape, escape_lines
from pool_lint.model.verdict import Verdict
from pool_lint.modelarts.error_codes import ErrorCode
from pool_lint.rules.field_changes import change_texts
from pool_lint.rules.lookup import Field, rules_for
from pool_lint.rules.messages import choices, type_name
from pool_lint.rules.rule import Rule, Stage
from pool_lint.validation.options import options_at
from pool_lint.validation.schemas import EDITIONS

_WIDTH = 80

# The rules that catch the cause of an error code: IDs and prefixes of IDs.
RULES_BEFORE = {
    "ModelArts.50004000": ("RP0", "RP1", "RP2", "RP301", "RP4", "RP5", "RP601"),
    "ModelArts.50005101": ("RP307", "RP503"),
    "ModelArts.50015000": ("RP701",),
    "ModelArts.50025001": ("RP404", "RP406"),
}


def explanation(rule: Rule) -> str:
    """Return the documentation of a rule."""
    documentation = rule.documentation
    first, second = documentation.headings
    sections = {
        "Help" if rule.stage is Stage.POLICY else "Why": documentation.why,
        first: documentation.bad,
        second: documentation.good,
        "Source": documentation.source,
    }
    parts = [
        f"{rule.id} {rule.name} ({severities(rule)})",
        documentation.summary,
        f"Verdict: {Verdict(rule.verdict).text}" if rule.verdict else "",
        *(f"{title}:\n{_indent(text)}" for title, text in sections.items() if text),
    ]
    return _paragraphs(filter(None, parts))


def severities(rule: Rule) -> str:
    """Return the severity of a rule in words, and the editions that it depends on."""
    text = str(rule.severity)
    for edition, severity in rule.severities:
        text += f"; {severity} in edition {edition}"
    if rule.editions:
        text += f"; only in edition {' and '.join(rule.editions)}"
    return text


def code_explanation(error: ErrorCode, rules: Iterable[Rule]) -> str:
    """Return the meaning of an error code, and the rules that catch its cause."""
    parts = [f"{error.code}: {error.message} (HTTP {error.status})"]
    parts += [_wrapped(error.advice)]
    before = [rule for rule in rules if precedes(rule, error)]
    parts += [_listed("Rules that catch the cause before you send the request", before)]
    return _paragraphs(parts)


def precedes(rule: Rule, error: ErrorCode) -> bool:
    """Return whether a rule catches the cause of an error before the request."""
    is_error = rule.severity is Severity.ERROR
    ids = RULES_BEFORE.get(error.code, ())
    return rule.id in ids or (is_error and rule.id.startswith(ids))


def field_explanation(field: Field, rules: Iterable[Rule]) -> str:
    """Return the meaning, type, options, default and rules of a field."""
    subschema = field.subschema
    name = escape(field.name) or "the document"  # keys may contain line breaks
    parts = [
        f"{name}: {subschema.get('title', 'unknown field')}",
        _wrapped(field_meaning(field)),
        "\n".join(f"{fact + ':':<9} {text}" for fact, text in field_facts(field)),
        _after_creation(field),
        _listed("Rules that check it", rules_for(field, rules)),
    ]
    return _paragraphs(part for part in parts if part)


def field_meaning(field: Field) -> str:
    """Return the description of a field, or why there is none."""
    known = f"Not documented in this edition, but in: {field.newer}."
    unknown = known if field.newer else "This edition has no such field here."
    return str(field.subschema.get("description", unknown))


def field_facts(field: Field) -> Iterator[tuple[str, str]]:
    """Yield the facts about a field, each with its name: type, options, and so on."""
    subschema = field.subschema
    options = options_at(field.pointer, field.schema)
    if "type" in subschema:
        yield "Type", type_name(subschema["type"])
    if options.values:
        yield "Options", choices(options)
    if "default" in subschema:
        yield "Default", json.dumps(subschema["default"])
    if subschema.get("examples") and "properties" not in subschema:
        yield "Example", json.dumps(subschema["examples"][0])


def _after_creation(field: Field) -> str:
    """Return what changes of a field do, empty if it only groups other fields."""
    lines = []
    for text in change_texts(field.pointer, field.schema):
        about = (text.sentence, f"Source: {text.source}")
        lines += [_wrapped(part, "    ", "      ") for part in about]
    return "\n".join(["After creation:", *lines]) if lines else ""


def as_text(rules: Iterable[Rule]) -> str:
    """Return one line per rule."""
    rules = list(rules)
    width = max(len(rule.name) for rule in rules)
    ids = max(len(rule.id) for rule in rules)  # those of policies are longer
    return "".join(
        f"{r.id:<{ids}}  {r.name:<{width}}  {r.severity:<7}  "
        f"{escape(r.documentation.summary)}\n"
        for r in rules
    )


def as_json(rules: Iterable[Rule]) -> str:
    """Return the documentation of the rules as a JSON list."""
    entries = [
        {
            "id": rule.id,
            "name": rule.name,
            "severity": rule.severity.value,
            "severities": {
                edition: rule.in_edition(edition).severity.value
                for edition in EDITIONS
                if rule.holds_in(edition)
            },
            "fields": rule.fields,
            "kinds": rule.kinds,
            **({"verdict": rule.verdict} if rule.verdict else {}),
            **_sections(rule),
        }
        for rule in rules
    ]
    return json.dumps(entries, indent=2) + "\n"


def _sections(rule: Rule) -> dict[str, str]:
    """Return the parts of the documentation by their names."""
    documentation = rule.documentation
    first, second = (heading.lower() for heading in documentation.headings)
    return {
        "summary": documentation.summary,
        "why": documentation.why,
        first: documentation.bad,
        second: documentation.good,
        "source": documentation.source,
    }


def table(rules: Iterable[Rule]) -> str:
    """Return a Markdown table of the rules."""
    lines = [
        "| rule | name | severity | what it reports |",
        "| --- | --- | --- | --- |",
    ]
    lines += [
        f"| {rule.id} | {rule.name} | {rule.severity} | {rule.documentation.summary} |"
        for rule in rules
    ]
    return "\n".join(lines) + "\n"


def as_markdown(rules: Iterable[Rule]) -> str:
    """Return the table of the rules, and a section for each rule."""
    rules = list(rules)
    return "\n".join([table(rules), *map(_section, rules)])


def _section(rule: Rule) -> str:
    documentation = rule.documentation
    head = f"## {rule.id} {rule.name}\n\n{documentation.summary} ({rule.severity})"
    first, second = documentation.headings
    return (
        f"{head}\n\n{documentation.why}\n\n"
        f"{first}:\n\n```yaml\n{documentation.bad}\n```\n\n"
        f"{second}:\n\n```yaml\n{documentation.good}\n```\n\n"
        f"Source: {documentation.source}\n"
    )


def _listed(title: str, rules: Iterable[Rule]) -> str:
    lines = [f"    {r.id} {r.name}: {r.documentation.summary}" for r in rules]
    return "\n".join([f"{title}:", *(lines or ["    none"])])


def _paragraphs(parts: Iterable[str]) -> str:
    return "\n\n".join(escape_lines(part) for part in parts) + "\n"


def _wrapped(text: str, first: str = "", later: str = "") -> str:
    """Return prose in lines of at most 80 characters."""
    return textwrap.fill(
        text,
        _WIDTH,
        initial_indent=first,
        subsequent_indent=later,
        break_on_hyphens=False,
        break_long_words=False,
    )


def _indent(text: str) -> str:
    return "\n".join(f"    {line}".rstrip() for line in text.split("\n"))


FORMATS: dict[str, Callable[[Iterable[Rule]], str]] = {
    "text": as_text,
    "json": as_json,
    "markdown": as_markdown,
}
