"""The markdown format of a list: a table for comments in reviews and for wikis."""

from __future__ import annotations

from collections.abc import Iterator

from pool_lint.model.inventory import ListedPool
from pool_lint.reporters.listing import Listing
from pool_lint.reporters.listing.columns import Column, columns_of, summary, totals
from pool_lint.reporters.markdown_text import (
    code,
    fitted,
    marker,
    place,
    row,
    table,
)
from pool_lint.reporters.style import Style

_MOST_VALUES = 20  # of a cell, and of a line of totals


def listed(listing: Listing, style: Style) -> Iterator[str]:
    """Yield a marker, the numbers, a table of the pools and the totals.

    ``!`` marks a pool with errors. A list that is too long for a comment is cut, and
    says so.
    """
    pools = listing.inventory.pools
    columns = columns_of(pools)
    head = marker("list") + f"{summary(listing, code, _MOST_VALUES)}\n\n"
    if pools:
        head += table("", *(column.head for column in columns), "file")
    rows = [_row(pool, columns, style) for pool in pools]
    lines = "".join(f"- {line}\n" for line in totals(listing, code, _MOST_VALUES))
    yield from fitted(head, rows, f"\n{lines}" if lines else "", noun="pool")


def _row(pool: ListedPool, columns: list[Column], style: Style) -> str:
    cells = (_cell(column.values(pool)) for column in columns)
    where = place(pool.file, pool.line, style)
    return row("!" if pool.errors else "", *cells, where)


def _cell(values: list[str]) -> str:
    """Return the values of a cell, one for each flavor of the pool."""
    left = len(values) - _MOST_VALUES
    more = [f"{left} more"] if left > 0 else []
    return "<br>".join([*map(code, values[:_MOST_VALUES]), *more])
