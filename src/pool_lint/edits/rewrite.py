"""Replace a key or a value in the style of the old text."""

from __future__ import annotations

import json
import re

from yaml import ScalarNode

from pool_lint.edits.text import EditableText, TextEdit
from pool_lint.model.location import Location, Part
from pool_lint.parsing.yaml_scalars import plain


def replacement_edit(
    text: EditableText, location: Location, value: str | int | list[str]
) -> TextEdit | None:
    """Return the edit that replaces a value or a key, None if that is not possible.

    It is not possible below a tag, which would change the meaning of the new text,
    and for a key that the mapping already has.
    """
    if location.span:
        return TextEdit(location.span, str(value))
    at = text.entry(location.pointer)
    if at is None:
        return None
    node = at.key if location.part is Part.KEY else at.value
    if location.part is Part.KEY and str(value) in text.tree.entries(at.holder):
        return None
    if not isinstance(node, ScalarNode) or text.is_shared(node):
        return None
    span = text.tree.span(node)
    if text.tree.has_tag(node) or text.tree.is_absent(node) or _has_note(text, node):
        return None
    style = '"' if text.is_json else node.style
    # libyaml reads `'2'# two` as a value and a comment, but `2# two` as a value.
    gap = " " if text.text.startswith("#", span.end) else ""
    items = value if isinstance(value, list) else [value]
    content = ", ".join(scalar_text(item, style) for item in items)
    return TextEdit(span, (f"[{content}]" if items is value else content) + gap)


def _has_note(text: EditableText, node: ScalarNode) -> bool:
    """Return whether a comment follows the ``|`` or ``>`` of a block scalar.

    Replacing the scalar would remove the comment.
    """
    start = text.tree.span(node).start
    return node.style in {"|", ">"} and "#" in text.text[start : text.line_end(start)]


def scalar_text(value: str | float | None, style: str | None) -> str:
    """Return a scalar as text, with the quotes of ``style`` or those it needs."""
    if not isinstance(value, str):
        return json.dumps(value)
    if style == "'" and value.isprintable():
        return "'" + value.replace("'", "''") + "'"
    if not style and _is_plain(value):
        return value
    # YAML has no surrogate pairs: characters outside the basic plane are not escaped.
    parts = re.split(r"([\U00010000-\U0010ffff]+)", value)
    parts[::2] = (json.dumps(part)[1:-1] for part in parts[::2])
    return f'"{"".join(parts)}"'


def _is_plain(value: str) -> bool:
    """Return whether every YAML parser reads the unquoted text as this string."""
    scalar = plain(value)
    simple = re.fullmatch(r"[A-Za-z](?:[-\w./]*[\w])?", value, re.ASCII)
    return bool(simple) and scalar.value == value and scalar.legacy is None
