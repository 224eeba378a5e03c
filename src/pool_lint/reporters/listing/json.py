"""The json format of a list, version 1: later versions only add fields."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pool_lint.model.inventory import UNKNOWN, Billing, ListedPool, Nodes, Total, Value
from pool_lint.model.text import escape, escape_value
from pool_lint.model.version import __version__
from pool_lint.reporters.json import ascii_json
from pool_lint.reporters.listing import Listing
from pool_lint.reporters.style import Style


def listed(listing: Listing, _style: Style) -> Iterator[str]:
    """Yield one JSON object in ASCII."""
    inventory = listing.inventory
    nouns = inventory.nouns
    yield ascii_json(
        {
            "version": 1,
            "tool": {"name": "pool-lint", "version": __version__},
            "summary": {
                "pools": nouns.get("pool", 0),
                "node_pools": nouns.get("node pool", 0),
                "networks": nouns.get("network", 0),
                "nodes": inventory.nodes,
                "unknown_counts": inventory.unknown_counts,
                "with_errors": inventory.with_errors,
                "unread_documents": inventory.unread,
                "unreadable_files": len(listing.failures),
            },
            "totals": {
                "flavor": list(map(_total, inventory.by_flavor)),
                "accelerator": list(map(_total, inventory.by_accelerator)),
                "billing": list(map(_total, inventory.by_billing)),
                "target": list(map(_total, inventory.by_target)),
            },
            "pools": list(map(_pool, inventory.pools)),
            "unreadable": [
                {"file": escape(file), "reason": escape(reason)}
                for file, reason in listing.failures
            ],
        }
    )


def _total(total: Total) -> dict[str, Any]:
    return {
        "name": escape_value(total.name),
        "nodes": total.nodes,
        "pools": total.pools,
        "unknown_counts": total.unknown,
    }


def _pool(pool: ListedPool) -> dict[str, Any]:
    return {
        "kind": pool.noun,
        "name": _text(pool.name),
        "workspace": _text(pool.workspace),
        "billing": pool.billing and _billing(pool.billing),
        "resources": list(map(_nodes, pool.nodes)),
        "nodes": pool.node_count,
        "network": _text(pool.network),
        "target": escape_value(pool.target),
        "unknown": list(_unknown(pool)),
        "errors": pool.errors,
        "file": escape(pool.file),
        "document": pool.document,
        "line": pool.line,
    }


def _billing(billing: Billing) -> dict[str, Any]:
    return {
        "mode": billing.mode,
        "periods": _text(billing.periods),
        "renews": billing.renews,
    }


def _nodes(nodes: Nodes) -> dict[str, Any]:
    return {
        "flavor": _text(nodes.flavor),
        "count": nodes.number,
        "accelerator": nodes.accelerator,
    }


def _text(value: Value | None) -> str | None:
    return None if value is None or value.text is None else escape_value(value.text)


def _unknown(pool: ListedPool) -> Iterator[str]:
    """Yield the fields whose value is a placeholder or is filled in later."""
    values: dict[str, list[Value | None]] = {
        "name": [pool.name],
        "workspace": [pool.workspace],
        "network": [pool.network],
        "flavor": [nodes.flavor for nodes in pool.nodes],
    }
    for field, found in values.items():
        if not all(value is None or value.is_known for value in found):
            yield field
    if pool.billing and (
        pool.billing.mode == UNKNOWN or not pool.billing.periods.is_known
    ):
        yield "billing"
    if any(nodes.number is None for nodes in pool.nodes):
        yield "count"
