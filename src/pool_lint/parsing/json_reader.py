"""Read JSON: data with the standard library, positions with our own scanner."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING, Any

from pool_lint.model.errors import LimitError
from pool_lint.model.location import Span
from pool_lint.parsing.document import Document, broken, over_limit
from pool_lint.parsing.json_tokens import (
    HALF_PAIR,
    NOT_A_VALUE,
    TOKEN,
    find_scalar,
)
from pool_lint.parsing.limits import Budget, Limits
from pool_lint.parsing.numbers import integer
from pool_lint.parsing.source import Source

if TYPE_CHECKING:
    from pool_lint.parsing.tree import Tree

_SURROGATE = r"\\u[dD][89a-fA-F]"


def read_json(source: Source, limits: Limits) -> Iterator[Document]:
    """Yield the document of a JSON text; a broken one has a defect.

    JSON is read strictly: without comments, trailing commas, NaN and lone
    surrogates.
    """
    try:
        yield _read(source, limits)
    except LimitError as crossed:
        yield over_limit(source, 0, crossed)
    except json.JSONDecodeError as error:
        from pool_lint.parsing.json_errors import explain  # noqa: PLC0415 - start-up

        problem = explain(error, source.text)
        character = source.text[problem.span.start : problem.span.end]
        is_hidden = character in {*"\x85\u2028\u2029"}
        yield broken(source, 0, problem, problem.span if is_hidden else None)


def _read(source: Source, limits: Limits) -> Document:
    text = source.text
    _check_limits(text, limits)
    quick = _QuickReader()
    data = quick.read(text) if text.strip() else None
    _check_surrogates(text)
    region = Span(0, len(text))
    budget = Budget(limits)

    def scan() -> Tree:
        # A file without findings needs no tree, and then PyYAML is not imported.
        from pool_lint.parsing.json_scanner import Scanner  # noqa: PLC0415 - start-up
        from pool_lint.parsing.tree import Tree  # noqa: PLC0415 - start-up

        return Tree(Scanner(text).node(), text, budget)

    if not quick.is_unusual:
        find = partial(find_scalar, text) if isinstance(data, dict) else None
        return Document(data, source=source, region=region, scan=scan, find=find)
    from pool_lint.parsing.builder import Builder  # noqa: PLC0415 - start-up

    tree = scan()
    builder = Builder(tree, budget)
    return Document(
        builder.build(),
        source=source,
        region=region,
        defects=builder.defects,
        has_whole_float=builder.has_whole_float,
        scan=lambda: tree,
    )


def _check_limits(text: str, limits: Limits) -> None:
    """Raise LimitError if a limit is crossed.

    Upper bounds are counted first, which is faster than tokens.
    """
    opened = text.count("[") + text.count("{")
    nodes = opened + text.count(",") + text.count(":") + 1
    if opened <= limits.depth and nodes <= limits.nodes:
        return
    depth = nodes = 0
    for match in re.finditer(TOKEN, text):
        token = match[0]
        depth += (token in "[{") - (token in "]}")
        nodes += token not in ",:]}"
        if depth > limits.depth:
            raise LimitError("depth", limits.depth, Span(*match.span()))
        if nodes > limits.nodes:
            raise LimitError("nodes", limits.nodes, Span(*match.span()))


class _QuickReader:
    """Reads with :func:`json.loads`; ``is_unusual`` is set if the tree is needed.

    It is needed for duplicate keys and for numbers with a fraction.
    """

    def __init__(self) -> None:
        self.is_unusual = False

    def read(self, text: str) -> Any:
        return json.loads(
            text,
            object_pairs_hook=self._object,
            parse_float=self._float,
            parse_int=integer,
            parse_constant=lambda word: _refuse(word, text),
        )

    def _object(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        entries = dict(pairs)
        self.is_unusual |= len(entries) != len(pairs)
        return entries

    def _float(self, text: str) -> float:
        self.is_unusual = True
        return float(text)


def _refuse(word: str, text: str) -> None:
    starts = (m.start() for m in re.finditer(TOKEN, text) if m[0] == word)
    raise json.JSONDecodeError(f"{word} {NOT_A_VALUE}", text, next(starts, 0))


def _check_surrogates(text: str) -> None:
    if not re.search(_SURROGATE, text) and text.isascii():
        return
    for match in re.finditer(TOKEN, text):
        token = json.loads(match[0]) if match[0][0] == '"' else ""
        if any("\ud800" <= char <= "\udfff" for char in token):
            raise json.JSONDecodeError(HALF_PAIR, text, match.start())
