"""Document symbols: the pools, networks and node pools of a text by name."""

from __future__ import annotations

from collections.abc import Iterator

from lsprotocol import types

from pool_lint.model.location import Location
from pool_lint.model.text import escape
from pool_lint.modelarts.kinds import Body, document_name, name_pointer
from pool_lint.parsing import Document
from pool_lint.project.open_text import OpenText
from pool_lint.server.positions import Positions


def symbols_of(text: OpenText, positions: Positions) -> Iterator[types.DocumentSymbol]:
    """Yield a symbol for each body of a text."""
    if text.linter is None:
        return
    for document in text.documents:
        for body in text.linter.bodies(document):
            yield _symbol(document, body, positions)


def _symbol(
    document: Document, body: Body, positions: Positions
) -> types.DocumentSymbol:
    name = document_name(document, body.pointer).name
    whole = document.locate(Location(body.pointer)) or document.region
    pointer = name_pointer(document, body.pointer)
    own = document.locate(Location(pointer)) if name else None
    is_inside = own and whole.start <= own.start and own.end <= whole.end
    return types.DocumentSymbol(
        name=escape(name or "") or f"{body.kind.noun} without a name",
        detail=body.kind.noun,
        kind=types.SymbolKind.Object,
        range=positions.span(whole),
        selection_range=positions.span(own if own and is_inside else whole),
    )


def flat(symbols: Iterator[types.DocumentSymbol], uri: str) -> Iterator[object]:
    """Yield the symbols for a client that knows no ranges of symbols."""
    for symbol in symbols:
        location = types.Location(uri, symbol.selection_range)
        yield types.SymbolInformation(location, symbol.name, symbol.kind)
