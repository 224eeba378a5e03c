"""Manifests to start from, and the ways tests change them."""

from __future__ import annotations

import copy
import json
import re
from typing import Any

import yaml

NETWORK = "net-0123-86c13962597848eeb29c5861153a391f"
PREFIX = "os.modelarts/"
LABELS = ("metadata", "labels")
ANNOTATIONS = ("metadata", "annotations")
RESOURCE = ("spec", "resources", 0)

# The example request of the API reference, key order included.
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

TOP_LEVEL = {
    "apiVersion": "apiVersion: v2\n",
    "kind": "kind: Pool\n",
    "metadata": "metadata:\n  labels:\n    os.modelarts/name: pool-001\n",
    "spec": (
        "spec:\n  type: Dedicate\n  scope: [Train]\n"
        f"  network: {{name: {NETWORK}}}\n"
        "  resources:\n    - {flavor: modelarts.vm.gpu.tnt004, count: 2}\n"
    ),
}


def put(data: Any, pointer: tuple[Any, ...], value: Any) -> None:
    """Set a value, making mappings on the way; ``...`` removes it."""
    for step in pointer[:-1]:
        data = data[step] if isinstance(data, list) else data.setdefault(step, {})
    if value is ...:
        del data[pointer[-1]]
    else:
        data[pointer[-1]] = value


def changed(*changes: tuple[tuple[Any, ...], Any]) -> dict[str, Any]:
    """The reference's example with some values set or removed."""
    data = copy.deepcopy(REFERENCE)
    for pointer, value in changes:
        put(data, pointer, value)
    return data


class _Dumper(yaml.SafeDumper):
    """Quotes what another version of YAML could take for something else."""

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


def whole(example: str) -> str:
    """A rule's example with the top-level fields that it leaves out.

    One that names its kind, or no field of a pool at all, stands for itself.
    """
    top = {line.partition(":")[0] for line in example.splitlines()}
    if "kind" in top or not top & {*TOP_LEVEL, "status"}:
        return example + "\n"
    missing = [text for field, text in TOP_LEVEL.items() if field not in top]
    return example + "\n" + "".join(missing)


def marked(text: str) -> int:
    """The 1-based line that ends in ``# <-``."""
    [line] = [n for n, t in enumerate(text.split("\n"), 1) if t.endswith("# <-")]
    return line
