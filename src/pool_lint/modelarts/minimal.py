"""The smallest valid manifest of each kind, which examples are completed with."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pool_lint.validation.schemas import SchemaName

_NAME = "os.modelarts/name"

MINIMAL_BODIES: Mapping[str, Mapping[str, Any]] = {
    SchemaName.CREATE_POOL: {
        "apiVersion": "v2",
        "kind": "Pool",
        "metadata": {"labels": {_NAME: "pool-001"}},
        "spec": {
            "type": "Dedicate",
            "scope": ["Train"],
            "network": {"name": "net-0123-86c13962597848eeb29c5861153a391f"},
            "resources": [{"flavor": "modelarts.vm.gpu.tnt004", "count": 2}],
        },
    },
    SchemaName.NETWORK: {
        "apiVersion": "v1",
        "kind": "Network",
        "metadata": {"labels": {_NAME: "net-001"}},
        "spec": {"cidr": "192.168.20.0/24"},
    },
    SchemaName.NODE_POOL: {
        "apiVersion": "v2",
        "kind": "NodePool",
        "metadata": {"name": "nodes-001"},
        "spec": {"resources": {"flavor": "modelarts.vm.gpu.tnt004", "count": 2}},
    },
}
"""The bodies by schema. They are valid in each edition that has the schema."""


def completed(data: Mapping[str, Any], schema: str) -> dict[str, Any]:
    """Return a part of a manifest, completed with the smallest valid manifest.

    Mappings are merged. All other values of ``data``, lists included, stay as they are.

    >>> completed({"spec": {"scope": ["Infer"]}}, "network")["spec"]
    {'scope': ['Infer'], 'cidr': '192.168.20.0/24'}
    """
    return _over(data, MINIMAL_BODIES[schema])


def _over(data: Mapping[str, Any], base: Mapping[str, Any]) -> dict[str, Any]:
    merged = {**data}
    for name, value in base.items():
        inner = data.get(name)
        if name not in data:
            merged[name] = value
        elif isinstance(inner, dict) and isinstance(value, dict):
            merged[name] = _over(inner, value)
    return merged
