"""Runs the command line with policies, on a manifest with known places."""

from __future__ import annotations

import json
from pathlib import Path

from command import run
from manifests import GOOD

MANIFEST = """\
apiVersion: v2
kind: Pool
metadata:
  labels:
    os.modelarts/name: pool-001
    os.modelarts/workspace.id: "0"
  annotations:
    os.modelarts/description: a pool
    os.modelarts/billing.mode: "0"
spec:
  type: Dedicate
  scope: [Train, Infer]
  network: {name: net-0123-86c13962597848eeb29c5861153a391f}
  resources:
    - flavor: modelarts.vm.gpu.tnt004
      count: 2
    - {flavor: modelarts.vm.cpu.8u, count: 5}
  driver:
    gpuVersion: "440.31"
"""


FEW_NODES = """\
[policy.ACME001]
name = "few-nodes"
field = "spec.resources[].count"
maximum = 1
"""


def manifest_folder(folder: Path, settings: str = "") -> Path:
    """Create a repository with one manifest, and a settings file if it is given."""
    (folder / ".git").mkdir(parents=True)
    (folder / "pool.yaml").write_text(GOOD)
    if settings:
        (folder / "pool-lint.toml").write_text(settings)
    return folder


def outcome(folder: Path, *options: str) -> tuple[int, str]:
    """Return the exit code and the output of a run with one line per finding."""
    done = run("-f", "concise", *options, ".", cwd=folder)
    return done.returncode, done.stdout + (done.stderr if done.returncode > 1 else "")


def found(folder: Path, policies: str, text: str = MANIFEST) -> list[list[str]]:
    """Return the rule, place and message of each finding."""
    (folder / "pool-lint.toml").write_text(policies)
    (folder / "pool.yaml").write_text(text)
    done = run("-f", "json", "pool.yaml", cwd=folder)
    assert done.stdout, done.stderr
    return [
        [one["rule"], span(one["range"]), one["message"]]
        for one in json.loads(done.stdout)["diagnostics"]
    ]


def span(place: dict[str, dict[str, int]]) -> str:
    start, end = place["start"], place["end"]
    assert start["line"] == end["line"]
    return f"{start['line']}:{start['column']}-{end['column']}"


def short(*lines: str) -> str:
    """Return the text of a policy of the short form."""
    return "\n".join(["[policy.ACME001]", 'name = "case"', *lines, ""])
