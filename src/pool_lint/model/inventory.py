"""The inventory of a run: pools with their nodes, and totals over all of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from pool_lint.model.finding import Finding
from pool_lint.model.pointer import Pointer
from pool_lint.model.problem import Severity

UNKNOWN = "?"
MISSING = "-"
PAY_PER_USE = "pay-per-use"
PREPAID = "yearly/monthly"


class Value(NamedTuple):
    """A value of a pool.

    ``text`` is the value as it is in the file, None if it is missing. ``shown`` is the
    text to print. Each placeholder in it is ``?``. It is ``?`` for a value that a later
    step fills in, and ``-`` for a missing one. ``is_known`` is set if neither applies.
    """

    text: str | None = None
    shown: str = MISSING
    is_known: bool = True


class Nodes(NamedTuple):
    """Nodes of one flavor. ``number`` is None if it is unknown."""

    flavor: Value
    number: int | None
    accelerator: str

    @property
    def shown(self) -> str:
        """The number of nodes as text."""
        return UNKNOWN if self.number is None else str(self.number)


class Billing(NamedTuple):
    """How a pool is billed.

    ``mode`` is pay-per-use, yearly, monthly, yearly/monthly (the unit of the period is
    unknown) or ``?``. ``periods`` is the number of periods of a prepaid pool.
    """

    mode: str = PAY_PER_USE
    periods: Value = Value()
    renews: bool = False

    @property
    def shown(self) -> str:
        """The billing as people write it: ``yearly (1, renews)``."""
        if self.mode in {PAY_PER_USE, UNKNOWN}:
            return self.mode
        number = [] if self.periods.shown == MISSING else [self.periods.shown]
        details = ", ".join(number + ["renews"] * self.renews)
        return f"{self.mode} ({details})" if details else self.mode


class ListedPool(NamedTuple):
    """A pool, a node pool or a network in a file; ``noun`` is one of these words.

    ``target`` is the place that the settings of the file name. ``document`` is the
    0-based index of the document. Findings below ``pointer`` belong to the pool.
    ``line`` is None without text. ``workspace`` and ``billing`` are None if the
    resource has none of its own. ``findings`` are those about the pool.
    """

    noun: str
    name: Value
    file: str
    document: int
    pointer: Pointer = ()
    line: int | None = None
    workspace: Value | None = None
    billing: Billing | None = None
    nodes: tuple[Nodes, ...] = ()
    network: Value = Value()
    target: str = ""
    findings: tuple[Finding, ...] = ()

    @property
    def errors(self) -> int:
        """The number of findings of severity error."""
        return sum(found.severity is Severity.ERROR for found in self.findings)

    @property
    def where(self) -> str:
        """The place as ``file:line``, unescaped."""
        return f"{self.file}:{self.line}" if self.line else self.file

    @property
    def node_count(self) -> int:
        """The number of its nodes, as far as it is known."""
        return sum(nodes.number or 0 for nodes in self.nodes)


def _first_flavor(pool: ListedPool) -> str:
    return pool.nodes[0].flavor.shown if pool.nodes else MISSING


SORT_KEYS: dict[str, Callable[[ListedPool], Any]] = {
    "file": lambda _pool: (),
    "name": lambda pool: pool.name.shown,
    "workspace": lambda pool: pool.workspace.shown if pool.workspace else MISSING,
    "billing": lambda pool: pool.billing.shown if pool.billing else MISSING,
    "flavor": _first_flavor,
    "nodes": lambda pool: -pool.node_count,
    "network": lambda pool: pool.network.shown,
    "target": lambda pool: pool.target,
}
"""How pools can be sorted; the most nodes come first."""


class Total(NamedTuple):
    """The nodes with one property, such as a flavor, and the number of their pools.

    ``unknown`` counts the entries whose number of nodes is unknown.
    """

    name: str
    nodes: int
    pools: int
    unknown: int = 0


class Inventory(NamedTuple):
    """The pools of a run, and what could not be listed.

    ``others`` are the findings that are about none of them. ``unread`` counts the
    documents that could not be parsed and may be pools.
    """

    pools: tuple[ListedPool, ...] = ()
    others: tuple[Finding, ...] = ()
    unread: int = 0

    @property
    def nodes(self) -> int:
        """The number of nodes, as far as it is known."""
        return sum(pool.node_count for pool in self.pools)

    @property
    def unknown_counts(self) -> int:
        """The number of entries whose number of nodes is unknown."""
        return sum(one.number is None for pool in self.pools for one in pool.nodes)

    @property
    def with_errors(self) -> int:
        """The number of pools with errors."""
        return sum(pool.errors > 0 for pool in self.pools)

    @property
    def nouns(self) -> dict[str, int]:
        """The number of resources by noun, pools first; 0 pools if it is empty."""
        counts = {"pool": 0, "node pool": 0, "network": 0}
        for pool in self.pools:
            counts[pool.noun] = counts.get(pool.noun, 0) + 1
        return {
            n: c for n, c in counts.items() if c or (not self.pools and n == "pool")
        }

    @property
    def by_flavor(self) -> list[Total]:
        """The nodes by flavor, the most nodes first."""
        return self._totals(lambda _pool, nodes: nodes.flavor.shown)

    @property
    def by_accelerator(self) -> list[Total]:
        """The nodes by accelerator, the most nodes first."""
        return self._totals(lambda _pool, nodes: nodes.accelerator)

    @property
    def by_billing(self) -> list[Total]:
        """The nodes by billing mode, the most nodes first."""
        return self._totals(
            lambda pool, _nodes: pool.billing.mode if pool.billing else UNKNOWN
        )

    @property
    def by_target(self) -> list[Total]:
        """The nodes by target, the most nodes first; nothing without targets."""
        has_target = any(pool.target for pool in self.pools)
        return self._totals(lambda pool, _nodes: pool.target) if has_target else []

    def sorted(self, key: str) -> Inventory:
        """Return the same inventory with the pools sorted by one of :data:`SORT_KEYS`.

        Equal ones keep the order of the files.
        """
        return self._replace(pools=tuple(sorted(self.pools, key=SORT_KEYS[key])))

    def _totals(self, name_of: Callable[[ListedPool, Nodes], str]) -> list[Total]:
        found: dict[str, Total] = {}
        for pool in self.pools:
            names = set()
            for nodes in pool.nodes:
                name = name_of(pool, nodes)
                old = found.get(name) or Total(name, 0, 0)
                found[name] = Total(
                    name,
                    old.nodes + (nodes.number or 0),
                    old.pools + (name not in names),
                    old.unknown + (nodes.number is None),
                )
                names.add(name)
        return sorted(found.values(), key=lambda total: (-total.nodes, total.name))


def inventory_of(
    files: Iterable[tuple[Iterable[ListedPool], Iterable[Finding]]], unread: int
) -> Inventory:
    """Return the inventory of files, each with its pools and its findings.

    ``unread`` is the number of documents that could not be parsed.
    """
    every: list[ListedPool] = []
    others: list[Finding] = []
    for pools, findings in files:
        found = _by_pool(pools, findings, others)
        every += (
            pool._replace(findings=tuple(found[pool.document, pool.pointer]))
            for pool in pools
        )
    return Inventory(tuple(every), tuple(others), unread)


def _by_pool(
    pools: Iterable[ListedPool], findings: Iterable[Finding], others: list[Finding]
) -> dict[tuple[int, Pointer], list[Finding]]:
    """Return the findings of one file by pool; add those about no pool to ``others``.

    Each finding is looked up, because a file can have thousands of both.
    """
    found: dict[tuple[int, Pointer], list[Finding]] = {
        (pool.document, pool.pointer): [] for pool in pools
    }
    for finding in findings:
        number = finding.document.index if finding.document else -1
        steps = finding.pointer
        around = ((number, steps[:end]) for end in range(len(steps), -1, -1))
        owner = next((key for key in around if key in found), None)
        (others if owner is None else found[owner]).append(finding)
    return found
