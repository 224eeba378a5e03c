"""Hover: the meaning of fields, and of rules in suppression comments."""

from __future__ import annotations

from lsprotocol import types

from pool_lint.engine.directives import directives
from pool_lint.engine.linter import Linter
from pool_lint.engine.suppressions import RuleNames
from pool_lint.model.location import Span
from pool_lint.model.pointer import path
from pool_lint.model.text import escape, escape_lines
from pool_lint.parsing import Document
from pool_lint.project.open_text import OpenText
from pool_lint.rules.field_changes import change_texts
from pool_lint.rules.lookup import Field, field_of_key
from pool_lint.rules.reference import field_facts, field_meaning, severities
from pool_lint.rules.rule import Rule
from pool_lint.server.clients import Client
from pool_lint.server.positions import Positions

Found = tuple[list[str], Span]
"""Paragraphs of Markdown, and what they are about."""


def hover_at(
    text: OpenText, client: Client, position: types.Position
) -> types.Hover | None:
    """Return what to show at a position of a text, None for nothing."""
    positions = Positions(text.source, text.text, client.encoding)
    offset = positions.offset(position)
    if text.linter is None:
        return None
    for document in text.documents:
        found = _rule(document, offset, text.linter)
        found = found or _field(document, offset, text.linter)
        if found:
            paragraphs, span = found
            return types.Hover(_content(paragraphs, client), positions.span(span))
    return None


def _content(paragraphs: list[str], client: Client) -> types.MarkupContent:
    shown = "\n\n".join(escape_lines(one) for one in paragraphs)
    if client.markdown:
        return types.MarkupContent(types.MarkupKind.Markdown, shown)
    plain = shown.replace("**", "").replace("`", "")
    return types.MarkupContent(types.MarkupKind.PlainText, plain)


def _rule(document: Document, offset: int, linter: Linter) -> Found | None:
    names = RuleNames(linter.rules)
    for directive in directives(document):
        for name in directive.names:
            known = names.find(name.text)
            if known and name.span.start <= offset <= name.span.end:
                rule = next(rule for rule in linter.rules if rule.id == known)
                return _about_rule(rule), name.span
    return None


def _about_rule(rule: Rule) -> list[str]:
    head = f"**{rule.id} {rule.name}** ({severities(rule)})"
    paragraphs = [head, rule.documentation.summary, rule.documentation.why]
    return [paragraph for paragraph in paragraphs if paragraph]


def _field(document: Document, offset: int, linter: Linter) -> Found | None:
    found = field_of_key(document, offset, linter.edition, linter.kinds)
    if found is None:
        return None
    field, key = found
    return _about_field(field), key


def _about_field(field: Field) -> list[str]:
    # Only known fields have a name that is safe in Markdown.
    known = field.subschema
    name = f" `{path(field.pointer)}`" if known else ""
    title = escape(str(known.get("title", "Unknown field")))
    facts = [f"- {name}: {fact}" for name, fact in field_facts(field)]
    changes = [
        f"- {text.sentence} Source: {text.source}"
        for text in change_texts(field.pointer, field.schema)
    ]
    paragraphs = [f"**{title}**{name}", field_meaning(field), "\n".join(facts)]
    if changes:
        paragraphs += ["After creation:", "\n".join(changes)]
    return [paragraph for paragraph in paragraphs if paragraph]
