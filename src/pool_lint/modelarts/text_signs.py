"""Detection of bodies in text that cannot be parsed. Escapes are recognised.

All functions take text or bytes and do not copy them. The exception is text with NUL
bytes, such as UTF-16 without a byte order mark. Each pattern takes linear time.
"""

# No postponed annotations: named tuples compile each of them at import.
import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any, NamedTuple

from pool_lint.modelarts.pool_bodies import KEY_PREFIX

Words = str | bytes

# The search skips broken documents of another kind. This limits how many, to bound the
# time for a text that consists of such documents.
_MOST_PASSED = 5_000
# The top-level keys of JSON are found by a token scan of at most this many characters.
_MOST_TOKENS = 1_000_000
_MOST_HEADS = 1_000
_LONGEST_VALUE = 300

# What may be between a key and its value: tags, anchors, the head of a block scalar and
# comments. The numbers of repetitions are limited, which keeps the search linear.
_BETWEEN = r"(?:(?:[!&][^\s]*+|[|>][-+0-9]*+|\#[^\r\n]*+)\s++){0,20}"
# A backslash before a line break joins two lines of a double-quoted scalar.
_JOINT = r"(?:\\(?:\r\n|[\r\n])[ \t]*+){0,20}"
_QUOTE = r"""["']?"""
_ESCAPE = r"\\(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|U([0-9a-fA-F]{8})|([/\"'\\]))"


def spelled(word: str) -> str:
    r"""Return a pattern for a word of which any character may be escaped.

    >>> bool(re.search(spelled("Pool"), r"\u0050o\x6fl"))
    True
    """
    return f"{_start(word)}{_rest(word)}"


def _start(*words: str) -> str:
    """Return a character class of the first characters, which speeds up the search."""
    return rf"[{''.join(word[0] for word in words)}\\]"


def _rest(word: str) -> str:
    """Return the pattern for the rest of a word after :func:`_start` has matched."""
    first, others = word[0], word[1:]
    begin = rf"(?:(?<={first})|(?<=\\)(?:{'|'.join(_escapes(first))}))"
    forms = (
        "|".join([re.escape(char), *(rf"\\{escape}" for escape in _escapes(char))])
        for char in others
    )
    return begin + _JOINT + "".join(f"(?:{form}){_JOINT}" for form in forms)


def _escapes(char: str) -> list[str]:
    """Return patterns for the escapes of a character, without the backslash."""
    digits = "".join(
        f"[{digit}{digit.upper()}]" if digit.isalpha() else digit
        for digit in f"{ord(char):02x}"
    )
    slash = ["/"] if char == "/" else []
    return [f"u00{digits}", f"x{digits}", f"U000000{digits}", *slash]


_COLON = rf"{_QUOTE}\s*+:\s*+{_BETWEEN}{_QUOTE}{_JOINT}"
_KEY_SIGN = spelled(KEY_PREFIX)
_FLAVOR = f"{_rest('flavor')}{_COLON}{spelled('modelarts.')}"
_FLAVOR_SIGN = f"{_start('flavor')}{_FLAVOR}"
_KIND = rf"""(?<![^\s\[{{,"'?][k\\]){_rest("kind")}{_COLON}{spelled("Pool")}(?![-\w])"""
POOL_SIGN = f"{_start('os', 'flavor', 'kind')}(?:{_rest(KEY_PREFIX)}|{_FLAVOR}|{_KIND})"
"""A pattern that finds signs of a pool in text that cannot be parsed."""
PLAIN_SIGN = re.escape(KEY_PREFIX)
"""The sign that most texts have. Compiling the full pattern takes 5 ms."""

# A line of a block mapping that is not indented.
_LINE_HEAD = (
    rf"""(?<![^\r\n])(?:---[ \t]++)?(?:\?[ \t]++)?{_QUOTE}"""
    rf"""(?:(?P<kind>{spelled("kind")})|{spelled("apiVersion")})"""
    rf"""{_QUOTE}\s*+:(?P<value>[^\r\n]{{0,{_LONGEST_VALUE}}})"""
)
_FLOW_PIECE = (
    r"""(?s:"[^"\\]*+(?:\\.[^"\\]*+)*(?:"|\\?\Z))|(?s:'[^'\r\n]*+')"""
    r"""|//[^\r\n]*+|\#[^\r\n]*+|(?s:/\*.*?(?:\*/|\Z))"""
    r"""|[\[{]++|[\]}]++|[A-Za-z]++"""
)
_FLOW_KEY = (
    rf"""{_QUOTE}(?:(?P<kind>{spelled("kind")})|{spelled("apiVersion")}){_QUOTE}"""
)
_FLOW_VALUE = rf"""\s*+:(?P<value>[^\r\n]{{0,{_LONGEST_VALUE}}})"""
_DOCUMENT_LINE = r"(?<![^\r\n])---(?!\S)"
_FLOW = r"(?:---)?(?:[^!-~]++|\#[^\r\n]*+){0,9999}\{(?![{%#])"
_TEMPLATE = r"\{\{|\$\{|<%|\$\("


@cache
def _compiled(pattern: str, *, of_bytes: bool) -> re.Pattern[Any]:
    words: Any = pattern.encode() if of_bytes else pattern
    return re.compile(words)


def _pattern(pattern: str, text: Words) -> re.Pattern[Any]:
    return _compiled(pattern, of_bytes=isinstance(text, bytes))


def shows(text: Words, sign: str, may_be: Callable[[str], bool] | None = None) -> bool:
    """Whether a text contains a body, found by the pattern ``sign``.

    Documents are ignored if their top-level ``kind`` is one that ``may_be`` rejects, or
    if they belong to another API. Without ``may_be`` every match counts.
    """
    # UTF-16 and UTF-32 without a byte order mark contain NUL bytes.
    if isinstance(text, str):
        return _shows(text.replace("\0", ""), sign, may_be)
    return _shows(text.replace(b"\0", b""), sign, may_be)


def _shows(text: Words, sign: str, may_be: Callable[[str], bool] | None) -> bool:
    search, start = _pattern(sign, text).search, 0
    for _ in range(_MOST_PASSED):
        found = search(text, start)
        if found is None:
            return False
        if may_be is None:
            return True
        start, end = _document_around(text, start, found.start(), found.end())
        if not _is_of_another(text, start, end, may_be):
            return True
        start = end
    return True


def _document_around(text: Words, start: int, first: int, last: int) -> tuple[int, int]:
    """Return the start and end of the document around a match, from ``start`` on."""
    for line in _pattern(_DOCUMENT_LINE, text).finditer(text, start):
        if line.start() > first:
            return start, max(line.start(), last)
        start = line.start()
    return start, len(text)


class _Heads(NamedTuple):
    """The values of the top-level ``kind`` and ``apiVersion`` of a document."""

    kinds: list[str]
    versions: list[str]


def _is_of_another(
    text: Words, start: int, end: int, may_be: Callable[[str], bool]
) -> bool:
    """Whether a document declares another kind or another API.

    Duplicate keys with different values declare nothing.
    """
    heads = _heads(text, start, end)
    if heads is None:
        return False
    fitting = [not kind or _is_template(kind) or may_be(kind) for kind in heads.kinds]
    if fitting and not any(fitting):
        return True
    grouped = ["/" in v and not _is_template(v) for v in heads.versions]
    disagree = not all(fitting) or (any(grouped) and not all(grouped))
    if disagree or any(_has(text, s, start, end) for s in (PLAIN_SIGN, _KEY_SIGN)):
        return False
    if any(grouped):
        return True
    if _has(text, _FLAVOR_SIGN, start, end):
        return False
    # Here only `kind` suggests a pool.
    named = any(kind in {"", "Pool"} for kind in heads.kinds)
    return any(map(_is_template, heads.versions)) or bool(heads.kinds and not named)


def _has(text: Words, sign: str, start: int, end: int) -> bool:
    return _pattern(sign, text).search(text, start, end) is not None


def _heads(text: Words, start: int, end: int) -> _Heads | None:
    """Return the top-level values of a document, or None if it is too long to scan."""
    heads = _Heads([], [])
    is_flow = _pattern(_FLOW, text).match(text, start, end)
    if is_flow and end - start > _MOST_TOKENS:
        return None
    matches = _flow_heads(text, start, end) if is_flow else None
    lines = _pattern(_LINE_HEAD, text).finditer(text, start, end)
    for match, is_kind in matches or ((m, m["kind"] is not None) for m in lines):
        value = _value(match["value"])
        (heads.kinds if is_kind else heads.versions).append(value)
        if len(heads.kinds) + len(heads.versions) > _MOST_HEADS:
            return None
    return heads


def _flow_heads(
    text: Words, start: int, end: int
) -> Iterator[tuple[re.Match[Any], bool]]:
    """Yield the top-level values of a flow mapping, with whether the key is kind."""
    depth = 0
    key, behind = _pattern(_FLOW_KEY, text), _pattern(_FLOW_VALUE, text)
    for token in _pattern(_FLOW_PIECE, text).finditer(text, start, end):
        first = text[token.start() : token.start() + 1]
        if first in {"[", "{", b"[", b"{"}:
            depth += token.end() - token.start()
        elif first in {"]", "}", b"]", b"}"}:
            depth -= token.end() - token.start()
        elif depth == 1:
            name = key.fullmatch(text, token.start(), token.end())
            value = behind.match(text, token.end(), end) if name else None
            if name and value:
                yield value, name["kind"] is not None


def _value(raw: Words) -> str:
    """Return the scalar at the start of a line, without escapes, tags and comments.

    It is empty if the scalar continues on the next line.
    """
    text = raw.decode("latin-1") if isinstance(raw, bytes) else raw
    text = re.sub(rf"^\s*+{_BETWEEN}", "", text)
    quoted = re.match(r"""(["'])(.*?)(?<!\\)\1""", text)
    if quoted:
        return re.sub(_ESCAPE, _unescaped, quoted[2]).strip()
    if _is_template(text):
        return text
    plain = re.split(r"\s\#|[,}]|\s*+$", text, maxsplit=1)[0]
    return "" if plain[:1] in {*"!&*|>#\"'"} else plain


def _is_template(value: str) -> bool:
    return re.search(_TEMPLATE, value) is not None


def _unescaped(match: re.Match[str]) -> str:
    code = match[1] or match[2] or match[3]
    if not code:
        return str(match[4])
    number = int(code, 16)
    return chr(number) if number <= 0x10FFFF else match[0]  # noqa: PLR2004 - the last
