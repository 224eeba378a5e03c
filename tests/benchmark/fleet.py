"""Generates the same manifests in every run: one pool per file, every tenth invalid."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

import yaml

_FLAVORS = (
    "modelarts.vm.gpu.tnt004",
    "modelarts.vm.gpu.t4u8",
    "modelarts.bm.npu.arm.8snt9b",
    "modelarts.vm.cpu.16ud",
)
_SCOPES = ("[Train]", "[Train, Infer]", "[Infer]", "[Train, Notebook]")
_PREPAID = """\
    os.modelarts/billing.mode: "1"  # yearly/monthly
    os.modelarts/period.num: "{months}"
    os.modelarts/period.type: "2"
    os.modelarts/auto.renew: "0"
    os.modelarts/order.id: "CS221116101{number:05}"
"""
_PAY_PER_USE = """\
    os.modelarts/billing.mode: "0"  # pay-per-use
"""
_MANIFEST = """\
# The pool of team {team}, kept by the platform group.
# Questions go to the channel of the team; changes need a review.
# Applied by the nightly pipeline, which fills in nothing.
---
apiVersion: v2
kind: Pool
metadata:
  labels:
    os.modelarts/name: team-{number:05}
    os.modelarts/workspace.id: "0"
    os.modelarts/node.prefix: node{team}
  annotations:
    os.modelarts/description: "Pool {number} for training and for inference"
{billing}spec:
  type: Dedicate
  scope: {scope}
  network:
    name: net-{team:04}-86c13962597848eeb29c5861153a391f
  resources:
    # The nodes that are always there.
    - flavor: {flavor}
      count: {count}
      maxCount: {count}
    - flavor: modelarts.vm.cpu.8ud
      count: 1
      maxCount: 1
      extendParams:
        dockerBaseSize: "100"
  driver:
{driver}    updateStrategy: idle
"""
_DRIVERS = {
    "gpu": '    gpuVersion: "470.57.02"\n',
    "npu": '    npuVersion: "C78"\n',
}
BROKEN = 10
"""The number of a manifest with a mistake."""

# Common mistakes, one in each invalid file.
_MISTAKES = (
    ("type: Dedicate", "type: dedicate"),
    ('workspace.id: "0"', "workspace.id: 0"),
    ("maxCount: 1\n", "maxCount: 4\n"),
    ("scope: [", "scope: [Trian, "),
    ("updateStrategy", "updateStragety"),
    ("  network:\n    name: net", "  network:\n    id: net"),
    ("apiVersion: v2\n", ""),
    ("count: 1\n", "count: one\n"),
    ("os.modelarts/name: team", "os.modelarts/name: Team"),
    ("  driver:\n", "  driver\n"),
)


def text(number: int) -> str:
    """Return a manifest of about 35 lines; every tenth has a mistake."""
    team, flavor = number % 97, _FLAVORS[number % 4]
    billing = _PREPAID if number % 3 == 0 else _PAY_PER_USE
    kind = next((kind for kind in _DRIVERS if kind in flavor), "")
    good = _MANIFEST.format(
        number=number,
        team=team,
        billing=billing.format(number=number, months=number % 9 + 1),
        scope=_SCOPES[number // 4 % 4],
        flavor=flavor,
        count=number % 7 + 1,
        driver=_DRIVERS.get(kind, ""),
    )
    return good if number % 10 else good.replace(*_MISTAKES[number // 10 % 10], 1)


def write(folder: Path, numbers: Iterable[int], *, as_json: bool = False) -> None:
    """Write the manifests with these numbers into folders of a hundred.

    With ``as_json``, manifests with invalid YAML stay as they are: invalid JSON too.
    """
    for number in numbers:
        below = folder / f"{number // 100:03}"
        below.mkdir(parents=True, exist_ok=True)
        content = text(number)
        if as_json:
            content = _as_json(content)
        ending = "json" if as_json else "yaml"
        (below / f"{number:05}.{ending}").write_text(content)


def _as_json(content: str) -> str:
    try:
        return json.dumps(yaml.load(content, yaml.CSafeLoader), indent=2)
    except yaml.YAMLError:
        return content
