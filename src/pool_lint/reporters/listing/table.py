"""The table format of a list: aligned columns, and totals below them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import zip_longest

from pool_lint.model.inventory import ListedPool
from pool_lint.model.text import LONGEST_QUOTE, cut, escape, escape_value
from pool_lint.reporters.concise import safe_line
from pool_lint.reporters.frame import width_of
from pool_lint.reporters.listing import Listing
from pool_lint.reporters.listing.columns import Column, columns_of, summary, totals
from pool_lint.reporters.style import Style

_GAP = "  "
# Columns that may be cut on a narrow terminal, with their least widths.
_CUT_FIRST = {"network": 14, "flavor": 20, "billing": 12}


def listed(listing: Listing, style: Style) -> Iterator[str]:
    """Yield one line per pool, one more for each further flavor, and the totals.

    ``!`` marks a pool with errors. Values are cut on terminals only.
    """
    pools = listing.inventory.pools
    if pools:
        columns = columns_of(pools)
        rows = [_rows(columns, pool) for pool in pools]
        heads = [column.head for column in columns]
        widths = _widths([heads, *(cells for row in rows for cells in row)])
        last = max(len(escape(pool.where)) for pool in pools)
        _narrow(widths, heads, style.width, last)
        fit = cut if style.width else _uncut
        yield _line(_GAP, [*heads, "file"], widths, fit)
        for pool, row in zip(pools, rows, strict=True):
            mark, place = "! " if pool.errors else _GAP, escape(pool.where)
            for cells in row:
                yield _line(mark, [*cells, place], widths, fit)
                mark, place = _GAP, ""
        yield "\n"
    yield safe_line(summary(listing)) + "\n"
    yield from (safe_line(line) + "\n" for line in totals(listing))


def _rows(columns: list[Column], pool: ListedPool) -> list[list[str]]:
    values = [[escape_value(v) or '""' for v in c.values(pool)] for c in columns]
    return [list(cells) for cells in zip_longest(*values, fillvalue="")]


def _widths(lines: list[list[str]]) -> list[int]:
    """Return the width of each column; a very long value is wider than its column."""
    every = (max(map(width_of, cells)) for cells in zip(*lines, strict=True))
    return [min(width, LONGEST_QUOTE) for width in every]


def _narrow(widths: list[int], heads: list[str], most: int | None, last: int) -> None:
    """Reduce the widths of long columns until a line fits into the terminal."""
    for head, least in _CUT_FIRST.items():
        total = sum(widths) + len(_GAP) * (len(widths) + 1) + last
        if most and total > most:
            place = heads.index(head)
            widths[place] = max(min(least, widths[place]), widths[place] - total + most)


def _uncut(cell: str, _width: int) -> str:
    return cell


def _line(
    mark: str, cells: list[str], widths: list[int], fit: Callable[[str, int], str]
) -> str:
    """Return the cells, padded to the widths; the last one has no width."""
    *others, last = cells
    shown = [fit(cell, width) for cell, width in zip(others, widths, strict=True)]
    padded = [
        cell + " " * (width - width_of(cell))
        for cell, width in zip(shown, widths, strict=True)
    ]
    return safe_line(mark + _GAP.join([*padded, last]).rstrip()) + "\n"
