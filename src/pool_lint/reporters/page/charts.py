"""Bar charts of the nodes in an inventory."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from pool_lint.model.inventory import MISSING, UNKNOWN, Inventory, Total
from pool_lint.model.text import show
from pool_lint.reporters.summary import many

_MOST_BARS = 10


class Bar(NamedTuple):
    """A bar: its label, its length in percent, and the number of nodes as text."""

    label: str
    percent: str
    number: str


class Chart(NamedTuple):
    """A chart: its title and its bars. ``more`` counts what has no bar."""

    title: str
    bars: list[Bar]
    more: str


def charts_of(inventory: Inventory) -> Iterator[Chart]:
    """Yield a chart for each property of the nodes, if there are any nodes."""
    for word, totals in (
        ("flavor", inventory.by_flavor),
        ("accelerator", inventory.by_accelerator),
        ("billing", inventory.by_billing),
        ("target", inventory.by_target),
    ):
        if totals:
            yield _chart(word, totals)


def _chart(word: str, totals: list[Total]) -> Chart:
    longest = max(1, *(total.nodes for total in totals))
    bars = [_bar(total, longest) for total in totals[:_MOST_BARS]]
    rest = totals[_MOST_BARS:]
    nodes = sum(total.nodes for total in rest)
    more = f"{many(len(rest), 'more value')} with {many(nodes, 'node')}" if rest else ""
    return Chart(f"Nodes by {word}", bars, more)


def _bar(total: Total, longest: int) -> Bar:
    number = f"{total.nodes:,}" if total.nodes or not total.unknown else ""
    unknown = UNKNOWN if total.unknown else ""
    return Bar(
        show(total.name) or MISSING,
        f"{100 * total.nodes / longest:.2f}",
        " + ".join(filter(None, [number, unknown])),
    )
