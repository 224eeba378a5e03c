"""The columns of a list of pools, and the sentences below it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from pool_lint.model.inventory import (
    MISSING,
    UNKNOWN,
    ListedPool,
    Nodes,
    Total,
    Value,
)
from pool_lint.model.text import escape_value
from pool_lint.reporters.listing import Listing
from pool_lint.reporters.summary import many

Mark = Callable[[str], str]
"""What a format does with a value: escapes it, or makes it a code span."""


class Column(NamedTuple):
    """A column: its head, and the values of a pool, several for several flavors."""

    head: str
    values: Callable[[ListedPool], list[str]]


def _of_nodes(value: Callable[[Nodes], str]) -> Callable[[ListedPool], list[str]]:
    return lambda pool: [value(nodes) for nodes in pool.nodes] or [MISSING]


def _text(value: Value | None) -> str:
    return value.shown if value else MISSING


_TIMES = "\N{MULTIPLICATION SIGN}"
_KIND = Column("kind", lambda pool: [pool.noun])
_TARGET = Column("target", lambda pool: [pool.target or MISSING])
_COLUMNS = (
    Column("name", lambda pool: [pool.name.shown]),
    Column("workspace", lambda pool: [_text(pool.workspace)]),
    Column("billing", lambda pool: [pool.billing.shown if pool.billing else MISSING]),
    Column("flavor", _of_nodes(lambda nodes: nodes.flavor.shown)),
    Column("nodes", _of_nodes(lambda nodes: nodes.shown)),
    Column("accelerator", _of_nodes(lambda nodes: nodes.accelerator)),
    Column("network", lambda pool: [pool.network.shown]),
)


def columns_of(pools: Iterable[ListedPool]) -> list[Column]:
    """Return the columns of some pools, without the place, which is the last one.

    The columns for the kind and the target appear only if they differ from pool to
    pool, or from the default.
    """
    pools = tuple(pools)
    name, *others = _COLUMNS
    kind = [_KIND] if any(pool.noun != "pool" for pool in pools) else []
    target = [_TARGET] if any(pool.target for pool in pools) else []
    return [name, *kind, *others, *target]


def summary(
    listing: Listing, mark: Mark = escape_value, most: int | None = None
) -> str:
    """Return the numbers of pools and nodes, and what is wrong, in one line.

    At most so many flavors are listed; None is for all of them.
    """
    inventory = listing.inventory
    nouns = ", ".join(many(count, noun) for noun, count in inventory.nouns.items())
    unknown = inventory.unknown_counts
    is_unknown = f" ({many(unknown, 'count')} unknown)" if unknown else ""
    flavors = [f"{_number(t)} {_TIMES} {mark(t.name)}" for t in inventory.by_flavor]
    listed = f": {_joined(flavors, most)}" if flavors else ""
    text = f"{nouns}, {many(inventory.nodes, 'node')}{is_unknown}{listed}."
    wrong = " and ".join(_wrong(listing))
    return f"{text} {wrong} (run: {mark(listing.check)})." if wrong else text


def _wrong(listing: Listing) -> Iterator[str]:
    inventory = listing.inventory
    if count := inventory.with_errors:
        noun = next(iter(inventory.nouns)) if len(inventory.nouns) == 1 else "resource"
        yield f"{many(count, noun)} {'has' if count == 1 else 'have'} errors"
    if inventory.unread:
        yield f"{many(inventory.unread, 'document')} could not be parsed"


def totals(
    listing: Listing, mark: Mark = escape_value, most: int | None = None
) -> Iterator[str]:
    """Yield the nodes by accelerator, billing and target, one line for each.

    A line has at most so many values; None is for all of them.
    """
    inventory = listing.inventory
    for word, found in (
        ("accelerator", inventory.by_accelerator),
        ("billing", inventory.by_billing),
        ("target", inventory.by_target),
    ):
        parts = [f"{_number(t)} {mark(t.name) if t.name else MISSING}" for t in found]
        if parts:
            yield f"nodes by {word}: {_joined(parts, most)}"


def _joined(parts: list[str], most: int | None) -> str:
    left = len(parts) - (most or len(parts))
    return ", ".join([*parts[:most], *([f"{left} more"] if left > 0 else [])])


def _number(total: Total) -> str:
    if not total.unknown:
        return str(total.nodes)
    return f"{total.nodes} + {UNKNOWN}" if total.nodes else UNKNOWN
