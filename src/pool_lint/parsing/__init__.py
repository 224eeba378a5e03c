"""Read text into documents: values with positions, within limits."""

from __future__ import annotations

from collections.abc import Iterator

from pool_lint.parsing.defects import Defect, DefectKind, SyntaxProblem
from pool_lint.parsing.document import Document, broken, over_limit
from pool_lint.parsing.limits import DEEPEST, Limits
from pool_lint.parsing.source import Source

__all__ = [
    "DEEPEST",
    "Defect",
    "DefectKind",
    "Document",
    "Limits",
    "Source",
    "SyntaxProblem",
    "broken",
    "over_limit",
    "read",
]


def read(source: Source, limits: Limits) -> Iterator[Document]:
    """Yield the documents of a text, one at a time; files named ``.json`` are JSON."""
    if source.is_json:
        from pool_lint.parsing.json_reader import read_json  # noqa: PLC0415 - start-up

        return read_json(source, limits)
    from pool_lint.parsing.yaml_fast_path import (  # noqa: PLC0415 - start-up
        fast_documents,
    )

    documents = fast_documents(source, limits)
    if documents is not None:
        return iter(documents)
    from pool_lint.parsing.yaml_reader import read_yaml  # noqa: PLC0415 - start-up

    return read_yaml(source, limits)
