"""A key or a value written anew, in the style of what stands there."""

from __future__ import annotations

import json
import re

from yaml import ScalarNode

from pool_lint.edits.text import Text, TextEdit
from pool_lint.model.location import Location, Part
from pool_lint.parsing.yaml_scalars import plain


def rewritten(text: Text, location: Location, value: str | int) -> TextEdit | None:
    """Return the edit that writes a value or a key, None where that cannot be done.

    So it is under a tag, which would turn the new text into something else, and for a
    key that the mapping has already.
    """
    if location.span:
        return TextEdit(location.span, str(value))
    at = text.spot(location.pointer)
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
    # libyaml takes `'2'# two` for a value and a comment, and `2# two` for a value.
    gap = " " if text.text.startswith("#", span.end) else ""
    return TextEdit(span, scalar(value, style) + gap)


def _has_note(text: Text, node: ScalarNode) -> bool:
    """Whether a comment stands in the head of a block, which would get lost."""
    start = text.tree.span(node).start
    return node.style in {"|", ">"} and "#" in text.text[start : text.line_end(start)]


def scalar(value: str | int, style: str | None) -> str:
    """Return the text of a scalar: quoted as the style is, or where it must be."""
    if isinstance(value, int):
        return str(value)
    if style == "'":
        return "'" + value.replace("'", "''") + "'"
    return value if not style and _is_plain(value) else json.dumps(value)


def _is_plain(value: str) -> bool:
    """Whether text without quotes is that text for every reader of YAML."""
    said = plain(value)
    simple = re.fullmatch(r"[A-Za-z](?:[-\w./]*[\w])?", value, re.ASCII)
    return bool(simple) and said.value == value and said.legacy is None
