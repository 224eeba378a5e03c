"""Describe a fix that changes one line in a few words: ``replace 5 with 3``."""

from __future__ import annotations

import re

from pool_lint.model.finding import Finding
from pool_lint.model.fix import LocatedEdit, LocatedFix
from pool_lint.model.location import Range
from pool_lint.model.text import escape

_LONGEST = 60
# Code that is clear in a sentence without quotation marks: numbers, quotes, brackets.
_BARE = r"-?[\d.]+|true|false|null|\"[^\"]*\"|'[^']*'|\[.*\]|\{.*\}"
_ALTERNATIVE = r"(?i)\bor\b|\botherwise\b|;"


def one_line_change(finding: Finding) -> str:
    """Return the description of a fix that changes or inserts one line.

    It is "" for all other fixes, which are shown as a diff. A changed line must be
    the line of the finding, because the marker is below that line.
    """
    fix = finding.fix
    if fix is None or fix.moves or len(fix.edits) != 1:
        return ""
    edit = fix.edits[0]
    if edit.range.start == edit.range.end:
        return _insertion(edit)
    if _removes_line(fix) and _is_at(finding, edit.range.start.line):
        return "remove this line"
    return _replacement(finding, edit)


def describes_fix(advice: str, fix: LocatedFix) -> bool:
    """Return whether a help text already describes the fix.

    This is so if both are the same sentence. It is also so if the help text
    contains the last word of the fix's message: the new value, or the new place. A
    help text with alternatives does not say which one the fix makes.
    """
    if re.search(_ALTERNATIVE, advice):
        return False
    last = fix.message.split()[-1:]
    return advice == fix.message or set(last) <= {
        word.strip("?,") for word in advice.split()
    }


def _insertion(edit: LocatedEdit) -> str:
    content, line = edit.content, edit.range.start.line
    added = content.strip(", \t\r\n")
    if not _is_short(added):
        return ""
    if content.rstrip(" \t").endswith(("\n", "\r")):
        line -= 1  # the new line comes before the line of the edit
    elif not content.lstrip(", \t").startswith(("\n", "\r")):
        return f"insert {_quoted(added)}"
    return f"insert {_quoted(added)} " + (
        f"below line {line}" if line else "at the top"
    )


def _removes_line(fix: LocatedFix) -> bool:
    return [(len(hunk.before), hunk.after) for hunk in fix.hunks] == [(1, ())]


def _is_at(finding: Finding, line: int) -> bool:
    return finding.range is not None and finding.range.start.line == line


def _replacement(finding: Finding, edit: LocatedEdit) -> str:
    old = _text_at(finding, edit.range)
    new = edit.content.strip()
    if not old or not _is_short(new or "-"):
        return ""
    if not new:
        removed = old.strip(", \t")
        return f"remove {_quoted(removed)}" if _is_short(removed) else ""
    names = (_quoted(old), _quoted(new))
    if names[0] == names[1]:  # only the quotation marks differ
        names = (escape(old), escape(new))
    return f"replace {names[0] if _is_short(old) else 'it'} with {names[1]}"


def _text_at(finding: Finding, place: Range) -> str:
    """Return the text of a range, or "" if the finding's line does not show it."""
    start, end = place
    if start.line != end.line or not _is_at(finding, start.line):
        return ""
    for line in finding.lines:
        first, last = start.column - line.column, end.column - line.column
        if line.number == start.line and first >= 0 and last <= len(line.text):
            return line.text[first:last]
    return ""


def _is_short(text: str) -> bool:
    return 0 < len(text) <= _LONGEST and not re.search(r"[\r\n]", text)


def _quoted(code: str) -> str:
    """Return code in quotation marks, unless it is clear without them."""
    shown = escape(code)
    if re.fullmatch(_BARE, shown):
        return shown
    return f"`{shown}`" if '"' in shown else f'"{shown}"'
