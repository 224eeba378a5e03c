"""The starter manifest of a new project, and the smallest manifests of each kind."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import NamedTuple

from pool_lint.validation.schemas import SchemaName

_PREPAID = """\
    os.modelarts/billing.mode: "1"  # yearly/monthly
    os.modelarts/period.type: "{unit}"  # {word}
    os.modelarts/period.num: "1"
    os.modelarts/auto.renew: "0"  # no auto-renewal
    os.modelarts/auto.pay: "false"  # somebody pays the order manually
    os.modelarts/order.id: "<order-id>"  # the order for this pool"""
_PAY_PER_USE = '    os.modelarts/billing.mode: "0"  # pay-per-use'
_DRIVER = """
  driver:
    {kind}Version: "<{kind}-driver-version>"  # for example {version}; optional
    updateStrategy: idle  # upgrade when no job is running"""
_TEXT = """\
# A ModelArts resource pool: the request body of POST /v2/{{project_id}}/pools.
# Check it with `pool-lint FILE`. `pool-lint explain FILE:LINE` explains a line.
# For completion, save the output of `pool-lint schema` in a file, and write this line
# above: `# yaml-language-server: $schema=FILE`. Repeat it after each `---`.
apiVersion: v2
kind: Pool
metadata:
  labels:
    os.modelarts/name: {name}  # 4 to 25 lower-case letters, digits and hyphens
    os.modelarts/workspace.id: "0"  # the default workspace
  annotations:
    os.modelarts/description: ""
{billing}
spec:
  type: Dedicate
  scope: [Train]  # one or more of Train, Infer and Notebook
  network:
    name: "<network-name>"  # metadata.name of the network, ends in the project ID
  resources:
    - flavor: "<flavor>"  # for example {flavor}
      count: 1  # the number of nodes{driver}
"""


class Starter(NamedTuple):
    """The choices for a new manifest: keys of BILLINGS and ACCELERATORS."""

    name: str = "pool-001"
    billing: str = "pay-per-use"
    accelerator: str = "gpu"

    @property
    def text(self) -> str:
        """The manifest. Values to fill in are placeholders such as ``<flavor>``."""
        flavor, driver = ACCELERATORS[self.accelerator]
        return _TEXT.format(
            name=json.dumps(self.name),
            billing=BILLINGS[self.billing],
            flavor=flavor,
            driver=driver,
        )


BILLINGS = {
    "pay-per-use": _PAY_PER_USE,
    "monthly": _PREPAID.format(unit="2", word="months"),
    "yearly": _PREPAID.format(unit="3", word="years"),
}
ACCELERATORS = {
    "cpu": ("modelarts.vm.cpu.8ud", ""),
    "gpu": (
        "modelarts.vm.gpu.tnt004",
        _DRIVER.format(kind="gpu", version="470.57.02"),
    ),
    "npu": (
        "modelarts.bm.npu.arm.8snt9b3",
        _DRIVER.format(kind="npu", version="7.1.0.9.220-23.0.6"),
    ),
}

_NETWORK = "net-0123-86c13962597848eeb29c5861153a391f"

SMALLEST: Mapping[str, Mapping[str, str]] = {
    SchemaName.CREATE_POOL: {
        "apiVersion": "apiVersion: v2\n",
        "kind": "kind: Pool\n",
        "metadata": "metadata:\n  labels:\n    os.modelarts/name: pool-001\n",
        "spec": (
            "spec:\n  type: Dedicate\n  scope: [Train]\n"
            f"  network: {{name: {_NETWORK}}}\n"
            "  resources:\n    - {flavor: modelarts.vm.gpu.tnt004, count: 2}\n"
        ),
    },
    SchemaName.NETWORK: {
        "apiVersion": "apiVersion: v1\n",
        "kind": "kind: Network\n",
        "metadata": "metadata:\n  labels:\n    os.modelarts/name: net-0123\n",
        "spec": "spec:\n  cidr: 192.168.20.0/24\n",
    },
    SchemaName.NODE_POOL: {
        "apiVersion": "apiVersion: v2\n",
        "kind": "kind: NodePool\n",
        "metadata": (
            "metadata:\n  name: np-01\n"
            '  annotations:\n    os.modelarts/billing.mode: "0"\n'
        ),
        "spec": (
            "spec:\n  resources:\n    flavor: modelarts.vm.cpu.8ud\n"
            "    count: 2\n    maxCount: 2\n"
        ),
    },
}
"""Valid manifests with little more than the required fields, by kind.

Each maps the top-level fields to their YAML.
"""
