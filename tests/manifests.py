"""Example manifests, and functions that change and write them."""

from __future__ import annotations

import copy
import json
import re
from typing import Any

import yaml

from pool_lint.validation.schemas import (
    DEFAULT_EDITION,
    OWN_SCHEMAS,
    Schema,
    SchemaName,
)

NETWORK = "net-0123-86c13962597848eeb29c5861153a391f"
PREFIX = "os.modelarts/"
LABELS = ("metadata", "labels")
ANNOTATIONS = ("metadata", "annotations")
RESOURCE = ("spec", "resources", 0)
NAME = (*LABELS, f"{PREFIX}name")


def schema_named(name: str) -> Schema:
    """Return a schema of the default edition, or one of pool-lint itself."""
    return Schema("" if name in OWN_SCHEMAS else DEFAULT_EDITION, name)


REQUEST_SCHEMA = schema_named(SchemaName.CREATE_POOL)

# The example request of the API reference, in its key order.
REFERENCE: dict[str, Any] = {
    "kind": "Pool",
    "apiVersion": "v2",
    "metadata": {
        "labels": {
            "os.modelarts/name": "pool-001",
            "os.modelarts/workspace.id": "0",
        },
        "annotations": {
            "os.modelarts/description": "",
            "os.modelarts/billing.mode": "0",
        },
    },
    "spec": {
        "type": "Dedicate",
        "scope": ["Train"],
        "network": {"name": NETWORK},
        "resources": [{"flavor": "modelarts.vm.gpu.tnt004", "count": 2}],
        "driver": {"gpuVersion": "440.31"},
    },
}


def answer(body: Any) -> Any:
    """Return a manifest as the service answers it, with fields that it adds."""
    found = copy.deepcopy(body)
    name = found["metadata"]["labels"][f"{PREFIX}name"]
    found["metadata"]["name"] = f"{name}-{NETWORK[-32:]}"
    found["metadata"]["creationTimestamp"] = "2025-11-01T03:49:41Z"
    found["metadata"]["labels"][f"{PREFIX}tenant.domain.id"] = "x2"
    found["status"] = {"phase": "Running"}
    return found


# The first lines of a manifest, for tests that check positions.
HEAD = """\
apiVersion: v2
kind: Pool
metadata:
  labels:
    os.modelarts/name: pool-001
"""

# A response of the API that lists flavors.
FLAVORS: dict[str, Any] = {
    "kind": "ResourceFlavorList",
    "apiVersion": "v1",
    "metadata": {},
    "items": [
        {
            "kind": "ResourceFlavor",
            "metadata": {"name": name, "labels": {}},
            "spec": {"type": "Dedicate", "cpu": "8", "billingModes": modes, **kind},
            "status": {"phase": phases},
        }
        for name, kind, modes, phases in [
            (
                "modelarts.vm.gpu.tnt004",
                {"gpu": {"type": "tnt004", "size": "1"}},
                [0, 1],
                {"a": "normal", "b": "soldout"},
            ),
            ("modelarts.bm.4xlarge.pro", {"npu": {"size": "8"}}, [1], {"a": "normal"}),
            ("modelarts.vm.2u4g.dcc", {}, [0], {}),
            ("modelarts.vm.cpu.sold", {}, [0], {"a": "soldout", "b": "soldout"}),
        ]
    ],
}

COUNT = {
    "flavor": "modelarts.vm.gpu.tnt004",
    "count": 2,
    "maxCount": 2,
    "azs": [{"az": "region-7a", "count": 2}],
    "nodePool": "nodepool-1",
}
# A response with every field of tables 13 to 29, and a few unknown ones.
RESPONSE_BODY: dict[str, Any] = {
    "apiVersion": "v2",
    "kind": "Pool",
    "metadata": {
        "name": f"pool-001-{NETWORK[-32:]}",
        "creationTimestamp": "2025-11-01T03:49:41Z",
        "labels": {
            "os.modelarts/workspace.id": "0",
            "os.modelarts/name": "pool-001",
            "os.modelarts/resource.id": "x1",
            "os.modelarts/tenant.domain.id": "x2",
            "os.modelarts/other": "open",
        },
        "annotations": {
            "os.modelarts/description": "",
            "os.modelarts/billing.mode": "1",
            "os.modelarts/period.num": "2",
            "os.modelarts/period.type": "2",
            "os.modelarts/auto.renew": "1",
            "os.modelarts/promotion.info": "",
            "os.modelarts/service.console.url": "",
            "os.modelarts/order.id": "CS1",
            "os.modelarts/flavor.resource.ids": "x3",
            "os.modelarts/tms.tags": "{}",
        },
    },
    "spec": {
        "type": "Dedicate",
        "scope": ["Train", "Infer", "Notebook"],
        "resources": [
            {
                "flavor": "modelarts.vm.gpu.tnt004",
                "count": 2,
                "azs": [{"az": "region-7a", "count": 2}],
                "extendParams": {"dockerBaseSize": "0"},
                "os": {"name": "EulerOS", "imageId": "x4", "imageType": "private"},
            }
        ],
        "network": {"name": NETWORK},
        "jobFlavors": ["training-small"],
        "driver": {"gpuVersion": "440.31", "updateStrategy": "idle"},
        "controlMode": 9,
        "clusters": [{"provider": {"type": "CCE"}}],
    },
    "status": {
        "phase": "Running",
        "message": "",
        "resources": {
            "creating": {},
            "available": [copy.deepcopy(COUNT)],
            "abnormal": [],
            "deleting": copy.deepcopy(COUNT),
        },
        "scope": [{"scopeType": "Train", "state": "Enabled"}],
        "driver": {"gpu": {"version": "440.31", "state": "Running"}, "npu": {}},
        "parent": "",
        "root": "",
        "ratio": 0.5,
    },
}


def put(data: Any, pointer: tuple[Any, ...], value: Any) -> None:
    """Set a value and create missing parents; ``...`` removes the value."""
    for step in pointer[:-1]:
        data = data[step] if isinstance(data, list) else data.setdefault(step, {})
    if value is ...:
        del data[pointer[-1]]
    else:
        data[pointer[-1]] = value


def changed(
    *changes: tuple[tuple[Any, ...], Any], base: dict[str, Any] = REFERENCE
) -> dict[str, Any]:
    """Return a copy of a manifest with some values set, or removed by ``...``."""
    data = copy.deepcopy(base)
    for pointer, value in changes:
        put(data, pointer, value)
    return data


class _Dumper(yaml.SafeDumper):
    """Quotes text that another version of YAML could read differently."""

    def ignore_aliases(self, _data: object) -> bool:
        return True


def _text(dumper: _Dumper, text: str) -> yaml.ScalarNode:
    word = re.fullmatch(r"[A-Za-z][-\w./ ]{3,}", text, re.ASCII)
    plain = word and text.lower() not in {"true", "false", "null"}
    style = None if plain else "'"
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _text)


def as_yaml(data: Any) -> str:
    return yaml.dump(data, Dumper=_Dumper, sort_keys=False, allow_unicode=True)


def as_json(data: Any) -> str:
    return json.dumps(data, indent=2) + "\n"


GOOD = as_yaml(REFERENCE)
