"""Documents that could not be read, with the reason."""

from __future__ import annotations

from pool_lint.model.location import Place, Span
from pool_lint.parsing.defects import Defect
from pool_lint.parsing.document import Document
from pool_lint.parsing.limits import LimitExceeded
from pool_lint.parsing.source import Source


def broken(  # noqa: PLR0913, PLR0917 - what is known of an error
    source: Source,
    index: int,
    span: Span,
    message: str,
    advice: str = "",
    began: Span | None = None,
) -> Document:
    """Return a document that could not be parsed, with its RP001."""
    first = Place((), span=began) if began else None
    defect = Defect("RP001", Place((), span=span), advice, message, first)
    return Document(None, index=index, source=source, defects=[defect], broken=True)


def over_limit(source: Source | None, index: int, crossed: LimitExceeded) -> Document:
    """Return a document that is too large to check, with its RP003."""
    place = Place((), span=crossed.span)
    defect = Defect("RP003", place, str(crossed.most), crossed.limit)
    return Document(None, index=index, source=source, defects=[defect], broken=True)
