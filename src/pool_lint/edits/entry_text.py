"""The text of an inserted entry: copied from another entry, or for a new value."""

from __future__ import annotations

import re
from typing import Any, Protocol

from yaml import CollectionNode, MappingNode, ScalarNode

from pool_lint.edits.comments import comments
from pool_lint.edits.rewrite import scalar_text
from pool_lint.edits.text import INDENT, EditableText, PlacedEntry, indented, line_break
from pool_lint.model.location import Span


class EntryText(Protocol):
    """The text to write for an entry.

    ``key_style`` is the quotation mark of keys, None for none. ``line_break``
    separates lines. ``comment`` follows an entry on lines of its own. ``leaves`` is
    the offset where the text of a moved entry ends, 0 if no entry is moved.
    """

    key_style: str | None
    line_break: str
    comment: str
    leaves: int

    def after_key(self, *, flows: bool, column: int) -> str | None:
        """Return the colon and the value for a key at a column.

        ``flows`` requires a value in brackets. None if brackets cannot contain
        the value.
        """


class CopiedText:
    """The text of another entry with its comments."""

    def __init__(self, text: EditableText, source: PlacedEntry, *, moves: bool) -> None:
        self._text = text
        self._source = source
        self._extent = text.extent(source.holder, source.number)
        self.key_style = getattr(source.key, "style", None)
        self.line_break = line_break(text.text, self._extent.start)
        self.leaves = self._extent.end if moves else 0
        self.comment = "" if source.holder.flow_style else self._comment()

    def _comment(self) -> str:
        end = self._extent.end
        return self._text.text[end : self._text.line_end(end)].rstrip()

    def after_key(self, *, flows: bool, column: int) -> str | None:
        """Return the colon and the value, as :class:`EntryText` describes."""
        text, node = self._text, self._source.value
        key = text.tree.span(self._source.key or node)
        span = Span(key.end, self._extent.end)
        value = text.text[span.start : span.end]
        block = isinstance(node, ScalarNode) and node.style in {"|", ">"}
        block |= isinstance(node, CollectionNode) and not node.flow_style
        plain = isinstance(node, ScalarNode) and not (node.style or text.is_json)
        if flows and (block or (plain and re.search(r"[,\[\]{}]", value))):
            return None
        if flows and comments(text, span):
            return None
        by = column - text.column(key.start)
        return indented(value, by, 0 if block else column + 1)


class NewText:
    """The text of a new value, in the style of the entries of a mapping."""

    comment = ""
    leaves = 0

    def __init__(self, text: EditableText, value: Any, holder: MappingNode) -> None:
        self._value = value
        self.line_break = line_break(text.text, text.tree.start(holder))
        self._colon = ": "
        self.key_style = self._value_style = '"' if text.is_json else None
        if holder.value:
            key, last = holder.value[-1]
            self.key_style = _quotes(key)
            self._value_style = '"' if text.is_json else _quotes(last)
            if text.is_json:
                between = text.text[text.tree.span(key).end : text.tree.start(last)]
                self._colon = ":" if between == ":" else ": "

    def after_key(self, *, flows: bool, column: int) -> str:
        """Return the colon and the value, as :class:`EntryText` describes."""
        if flows or not (self._value and isinstance(self._value, (dict, list))):
            return self._colon + self._in_brackets(self._value)
        indent = " " * (column + INDENT)
        lines = self._lines(self._value)
        return ":" + "".join(f"{self.line_break}{indent}{line}" for line in lines)

    def _in_brackets(self, value: Any) -> str:
        if isinstance(value, dict):
            names = (scalar_text(key, self.key_style) + self._colon for key in value)
            values = map(self._in_brackets, value.values())
            return "{" + ", ".join(map(str.__add__, names, values)) + "}"
        if isinstance(value, list):
            return "[" + ", ".join(map(self._in_brackets, value)) + "]"
        return scalar_text(value, self._value_style)

    def _lines(self, value: Any) -> list[str]:
        """Return the lines of a value: several for a block collection, else one."""
        if isinstance(value, dict) and value:
            return [line for pair in value.items() for line in self._entry_lines(*pair)]
        if isinstance(value, list) and value:
            items = map(self._lines, value)
            return [
                f"{'- ' if not number else '  '}{line}"
                for item in items
                for number, line in enumerate(item)
            ]
        return [self._in_brackets(value)]

    def _entry_lines(self, key: str, value: Any) -> list[str]:
        name, lines = scalar_text(key, self.key_style), self._lines(value)
        if isinstance(value, (dict, list)) and value:
            return [f"{name}:", *(" " * INDENT + line for line in lines)]
        return [f"{name}: {lines[0]}"]


def _quotes(node: object) -> str | None:
    """Return the quotation mark of a scalar, None if it has none."""
    style = node.style if isinstance(node, ScalarNode) else None
    return style if style in {"'", '"'} else None
