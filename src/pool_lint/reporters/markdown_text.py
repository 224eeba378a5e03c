r"""Parts of Markdown that no text from a manifest can change.

All Markdown output is made from these parts: the markdown format, and the commands
that print Markdown. A document consists of:

- :func:`marker`: a CI service uses it to find and replace its earlier comment
- :func:`alert`: the headline
- :func:`table` and :func:`row`

:func:`fitted` cuts the document at a whole row. Text enters in two ways only.
:func:`code` shows a value, a name or a path in a code span. :func:`prose` shows a
message. Values in double quotes and everything that is not a plain word get code spans.
Both return Markdown, which is never escaped again. ``style.web`` knows the addresses
of files, and :func:`place` uses them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, takewhile

from pool_lint.model.text import cut, escape
from pool_lint.reporters.style import Style
from pool_lint.reporters.summary import many
from pool_lint.reporters.web import Web, encoded_address

# GitHub rejects comments of more than 65,536 characters.
MOST_CHARACTERS = 65_000
LONGEST_CODE = 500
# The parts of a message: a value in quotes, code in backticks, a word, white space.
_PARTS = r"\"[^\"]*\"|`[^`]*`|[^\s\"`]+|\s+|[\"`]"
_SPAN = re.compile(r"(\(*)(.*?)([).,;:?!]*)", re.DOTALL)
# A word without a special meaning in Markdown, and none for GitHub or GitLab: not
# @name, #1, ~label, a commit, an address or the name of a field.
_WORD = re.compile(r"[A-Z]?[a-z]+(?:['/-][a-z]+)*|[A-Z]{1,6}s?|\d{1,6}|[;:-]|")


def marker(command: str) -> str:
    """Return the comment that marks the output of a command, with a line break."""
    return f"<!-- pool-lint:{command} -->\n"


def code(text: str) -> str:
    """Return text as a code span, escaped and cut; empty text as ``""``.

    The fence is longer than any run of backticks inside.
    """
    shown = cut(escape(text), LONGEST_CODE) or '""'
    fence = "`" * (max(map(len, re.findall("`+", shown)), default=0) + 1)
    edge = shown[0] + shown[-1]
    space = " " if "`" in edge or edge == "  " else ""
    return f"{fence}{space}{shown}{space}{fence}"


def prose(text: str) -> str:
    """Return a message as one line of Markdown.

    Values in double quotes, code in backticks, and all words with other characters
    than letters are code spans.
    """
    parts = re.findall(_PARTS, " ".join(escape(text).split()))
    shown: list[str] = []
    for part in map(_shown, parts):
        if shown and shown[-1].endswith("`"):  # two code spans side by side
            shown[-1] += "" if part[0] in " ),.;:?!" else " "
        shown.append(part)
    return "".join(shown)


def _shown(part: str) -> str:
    if part.isspace():
        return " "
    if part[0] == "`" and len(part) > 2:  # noqa: PLR2004 - two backticks
        return code(part[1:-1])
    if part[0] == '"' and len(part) > 1:
        return code(part)
    match = _SPAN.fullmatch(part)
    before, word, after = match.groups() if match else ("", part, "")
    return before + (word if _WORD.fullmatch(word) else code(word)) + after


def link(text: str, address: str) -> str:
    """Return Markdown as a link, or unchanged if the address is "".

    Characters that could end the link are encoded.
    """
    if not address:
        return text
    return f"[{text}]({encoded_address(address)})"


def place(file: str, line: int | None, style: Style) -> str:
    """Return a file with its line, as a link if the address is known.

    ``file`` is the name of a file in a report; the result has its path in the
    repository. ``line`` is None for a whole file.
    """
    path = style.path(file)
    shown = f"{path}:{line}" if line else path
    return link(code(shown), style.web.address(path, line))


def table(*heads: str) -> str:
    """Return the head of a table. Every row needs as many cells."""
    return row(*heads) + row(*("---" for _ in heads))


def row(*cells: str) -> str:
    """Return Markdown texts of one line each as a row of a table.

    Only code spans contain ``|``; it is escaped there, as tables require it.
    """
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |\n"


def alert(kind: str, text: str, web: Web) -> str:
    """Return a headline, in a colored box where GitHub shows the output.

    ``kind`` is ``note``, ``tip``, ``important``, ``warning`` or ``caution``; ``text``
    is one line of Markdown, with its own emphasis.
    """
    return f"> [!{kind.upper()}]\n> {text}\n" if web.alerts else f"{text}\n"


def fitted(
    head: str,
    items: Sequence[str],
    tail: str = "",
    noun: str = "finding",
    hidden: int = 0,
) -> Iterator[str]:
    """Yield a document: a head, as many whole items as fit, and a tail.

    The most important items come first. If items are left out, a line counts them,
    with the ``hidden`` ones that the caller did not pass. ``head`` and ``tail`` must be
    shorter than the rest of the document by far: they are not cut.
    """
    total = len(items) + hidden
    room = MOST_CHARACTERS - sum(map(len, (head, tail, left_out(total, total, noun))))
    shown = fitting(items, room)
    yield head
    yield from items[:shown]
    if shown < total:
        yield left_out(total - shown, total, noun)
    yield tail


def fitting(items: Iterable[str], room: int) -> int:
    """Return how many items have together at most so many characters."""
    sums = accumulate(map(len, items))
    return sum(1 for _ in takewhile(lambda length: length <= room, sums))


def left_out(count: int, total: int, noun: str) -> str:
    """Return a line with the number of entries that are not shown."""
    verb = "is" if count == 1 else "are"
    return f"\n**… and {many(count, f'more {noun}')} {verb} not shown** (of {total})\n"
