"""Runs the files for CI in hooks/ as CI systems do."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from repositories import HOOKS, Box, Done

LABELS = "toJSON(github.event.pull_request.labels.*.name)"


def ci_file(name: str) -> dict[Any, Any]:
    data = yaml.safe_load((HOOKS / name).read_text(encoding="utf-8"))
    assert isinstance(data, dict)
    return data


def as_json(labels: tuple[str, ...]) -> str:
    """Return labels as an expression of GitHub prints them."""
    return json.dumps(labels, indent=2)


def bash(box: Box, script: str, cwd: Path, env: Mapping[str, str]) -> Done:
    """Run a script as GitHub and GitLab run theirs."""
    options = ("--noprofile", "--norc", "-e", "-o", "pipefail")
    return box.run("bash", *options, "-c", script, cwd=cwd, env=env)


@dataclass
class Action:
    """The composite action hooks/action.yml in a job, and what its steps leave."""

    box: Box
    workspace: Path
    hooks: Path = HOOKS
    outputs: dict[str, str] = field(default_factory=dict)
    env: dict[str, str] = field(default_factory=dict)
    labels: tuple[str, ...] = ()

    @property
    def temp(self) -> Path:
        return self.box.root / "runner temp"

    @property
    def summary(self) -> str:
        return (self.temp / "summary").read_text(encoding="utf-8")

    def steps(self) -> list[dict[str, Any]]:
        steps: list[dict[str, Any]] = ci_file("action.yml")["runs"]["steps"]
        return steps

    def run(self, step: Mapping[str, Any], **inputs: str) -> Done:
        """Run a step; the names of inputs have _ in place of -."""
        self.temp.mkdir(exist_ok=True)
        for name in ("output", "summary"):
            (self.temp / name).write_text("")
        given = {name.replace("_", "-"): text for name, text in inputs.items()}
        env = {k: self._filled(v, given) for k, v in step.get("env", {}).items()}
        env |= {
            "GITHUB_ACTIONS": "true",
            "GITHUB_WORKSPACE": str(self.workspace),
            "GITHUB_ACTION_PATH": str(self.hooks),
            "GITHUB_OUTPUT": str(self.temp / "output"),
            "GITHUB_STEP_SUMMARY": str(self.temp / "summary"),
            "RUNNER_TEMP": str(self.temp),
            "PIP_NO_COMPILE": "1",
            **self.env,
        }
        assert step["shell"] == "bash"
        done = bash(self.box, step["run"], self.workspace, env)
        for line in (self.temp / "output").read_text().splitlines():
            name, _, value = line.partition("=")
            self.outputs[f"steps.{step['id']}.outputs.{name}"] = value
        return done

    def _filled(self, text: str, given: Mapping[str, str]) -> str:
        defaults = ci_file("action.yml")["inputs"]
        assert given.keys() <= defaults.keys()
        values = {**self.outputs, LABELS: as_json(self.labels)}
        for name, one in defaults.items():
            values[f"inputs.{name}"] = given.get(name, one["default"])
        return re.sub(r"\$\{\{ (\S+) \}\}", lambda found: values[found[1]], text)


def from_checkout(action: Action, linter: Path) -> Action:
    """Skip the installation: use the ``pool-lint`` in a folder."""
    action.outputs["steps.install.outputs.bin"] = os.fspath(linter)
    return action
