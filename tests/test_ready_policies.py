"""The ready policies of the documentation, through each way to run the linter."""

from __future__ import annotations

import json
import re
import shlex
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
import yaml

from command import run
from pool_lint import Source, Workspace
from pool_lint.config.run_options import RunOptions
from pool_lint.project.policy_examples import MARK, file_of
from pool_lint.testing import complete

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "docs" / "policies.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"(?ms)^<!-- file: ready/\S+ -->\n```toml\n(.*?)^```$", PAGE)
TEXTS = [
    (block.partition("]")[0].rpartition(".")[2], block)
    for text in BLOCKS
    for block in re.split(r"(?m)^(?=\[policy\.)", text)
    if block.strip()
]
POLICIES = dict(TEXTS)

WORKSPACE = "86c13962597848eeb29c5861153a391f"
FILE_NAME = "the name of the file"
# The place and the message of the finding in each bad example.
PLACES = {
    "ACME101-bad0": ("5:15", 'flavor "modelarts.vm.cpu.8u" is not approved'),
    "ACME102-bad0": ("4:14", "spec.resources[0].count must be at most 8, not 9"),
    "ACME103-bad0": ("2:3", "the pool has 17 nodes; at most 16 are allowed"),
    "ACME104-bad0": ("5:30", 'a subscription of "18" months is too long'),
    "ACME105-bad0": ("5:30", 'a subscription of "2" years is too long'),
    "ACME106-bad0": ("4:32", 'os.modelarts/billing.mode must be "0", not "1"'),
    "ACME107-bad0": (
        "4:32",
        f'os.modelarts/workspace.id must be "0" or "{WORKSPACE}", not "1"',
    ),
    "ACME107-bad1": ("2:3", "os.modelarts/workspace.id is missing"),
    "ACME108-bad0": ("5:31", "the description names no ticket"),
    "ACME108-bad1": ("1:1", "the description names no ticket"),
    "ACME109-bad0": (
        "3:24",
        'pool name "train-01" does not start with the environment',
    ),
    "ACME110-bad0": (
        "4:24",
        f'os.modelarts/name must be equal to {FILE_NAME} ("train-01"), not "train-02"',
    ),
    "ACME111-bad0": ("5:21", 'spec.driver.updateStrategy must be "idle", not "force"'),
    "ACME111-bad1": ("3:3", "spec.driver.updateStrategy is missing"),
    "ACME112-bad0": ("5:30", 'os.modelarts/auto.renew must be "1", not "0"'),
    "ACME112-bad1": ("3:3", "os.modelarts/auto.renew is missing"),
}
WANTED = [
    "approved-flavors",
    "most-nodes-per-flavor",
    "most-nodes-per-pool",
    "at-most-12-months",
    "at-most-one-year",
    "dev-is-pay-per-use",
    "known-workspaces",
    "ticket-in-description",
    "pool-name-pattern",
    "pool-name-is-file-name",
    "drivers-only-when-idle",
    "prod-is-renewed",
]


class Case(NamedTuple):
    """An example of a ready policy: the policy, the kind of example, and its file."""

    id: str
    key: str
    number: int
    example: str

    @property
    def name(self) -> str:
        return f"{self.id}-{self.key}{self.number}"

    @property
    def file(self) -> str:
        return f"{self.name}/{file_of(self.example) or 'pool-001.yaml'}"

    @property
    def place(self) -> tuple[str, str, str]:
        return (self.file, *PLACES[self.name])

    def write(self, folder: Path) -> None:
        path = folder / self.file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(complete(self.example), encoding="utf-8")
        settings = folder / self.name / "pool-lint.toml"
        settings.write_text(POLICIES[self.id], encoding="utf-8")


def cases() -> Iterator[Case]:
    for id_, block in POLICIES.items():
        table = tomllib.loads(block)["policy"][id_]
        for key in ("bad", "good"):
            texts = table[key]
            texts = [texts] if isinstance(texts, str) else texts
            for number, text in enumerate(texts):
                yield Case(id_, key, number, text)


CASES = list(cases())
BAD = [case for case in CASES if case.key == "bad"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository with a folder for each example, with the policy as settings."""
    folder = tmp_path_factory.mktemp("ready")
    (folder / ".git").mkdir()
    for case in CASES:
        case.write(folder)
    return folder


@pytest.fixture(scope="module")
def found(folder: Path) -> list[tuple[str, str, str]]:
    """The places and messages of all findings of policies, from the command line."""
    done = run("-f", "json", "--select", "ACME", cwd=folder)
    assert done.returncode == 1
    found = json.loads(done.stdout)["diagnostics"]
    return [(d["file"], start(d["range"]), d["message"]) for d in found]


def start(place: dict[str, dict[str, int]]) -> str:
    return f"{place['start']['line']}:{place['start']['column']}"


EXPECTED = sorted(case.place for case in BAD)


def test_the_page_has_each_ready_policy_with_bad_and_good_examples() -> None:
    names = [tomllib.loads(text)["policy"][id_]["name"] for id_, text in TEXTS]
    assert names == WANTED
    for id_ in POLICIES:
        assert {case.key for case in CASES if case.id == id_} == {"bad", "good"}
    assert sorted(PLACES) == sorted(case.name for case in BAD)
    assert len(PLACES) == 16


def test_all_examples_pass_the_test_of_policies(tmp_path: Path) -> None:
    (tmp_path / "all.toml").write_text("\n".join(POLICIES.values()), encoding="utf-8")
    done = run("policy", "test", "--require-bad", "all.toml", cwd=tmp_path)
    assert done.returncode == 0
    assert done.stderr.splitlines()[-1] == "12 policies passed"
    assert done.stdout.count("passed\n") == 12


def test_the_command_line_reports_each_bad_example_at_its_mark(
    found: list[tuple[str, str, str]],
) -> None:
    assert found == EXPECTED


@pytest.mark.parametrize("case", BAD, ids=lambda case: case.name)
def test_the_place_is_on_the_marked_line(case: Case) -> None:
    line = int(case.place[1].partition(":")[0])
    lines = case.example.split("\n")
    assert [n for n, text in enumerate(lines, 1) if text.endswith(MARK)] == [line]


def test_the_hook_of_pre_commit_reports_each_bad_example(folder: Path) -> None:
    hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
    [entry] = [hook["entry"] for hook in hooks if hook["id"] == "pool-lint"]
    program, *words = shlex.split(entry)
    assert program == "pool-lint"
    files = [case.file for case in CASES]
    done = run(*words, *files, "-f", "concise", cwd=folder)
    assert done.returncode == 1
    lines = [line for line in done.stdout.splitlines() if ": error ACME" in line]
    shown = [re.sub(": error ACME[0-9]{3} [a-z0-9-]+: ", ": ", one) for one in lines]
    assert sorted(shown) == sorted(map(": ".join, map(concise, EXPECTED)))


def concise(place: tuple[str, str, str]) -> tuple[str, str]:
    return f"{place[0]}:{place[1]}", place[2]


def test_sarif_has_the_place_and_the_rule_of_each_bad_example(folder: Path) -> None:
    done = run("-f", "sarif", "--select", "ACME", cwd=folder)
    [log] = json.loads(done.stdout)["runs"]
    places = []
    for result in log["results"]:
        [location] = [one["physicalLocation"] for one in result["locations"]]
        region = location["region"]
        file = location["artifactLocation"]["uri"]
        assert result["ruleId"] == file[:7]
        place = f"{region['startLine']}:{region['startColumn']}"
        message = result["message"]["text"].split("\n")[0]
        places.append((file, place, message))
    assert sorted(places) == EXPECTED
    rules = [rule["id"] for rule in log["tool"]["driver"]["rules"]]
    assert rules == sorted(POLICIES)


def test_the_python_api_reports_each_bad_example(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)
    workspace = Workspace(RunOptions(select=["ACME"]))
    places = []
    for case in CASES:
        text = (folder / case.file).read_text(encoding="utf-8")
        for finding in workspace.lint(Source(case.file, text)).findings:
            assert finding.range
            assert finding.policy == f"{case.name}/pool-lint.toml"
            line, column = finding.range.start
            places.append((finding.file, f"{line}:{column}", finding.message))
    assert sorted(places) == EXPECTED


def test_a_baseline_hides_them_until_there_is_one_more(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    for case in CASES:
        case.write(tmp_path)
    options = ("-f", "concise", "--select", "ACME")
    done = run(*options, "--write-baseline", "base.json", cwd=tmp_path)
    assert done.returncode == 0
    done = run(*options, "--baseline", "base.json", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (0, "")
    assert "16 in the baseline" in done.stderr
    case = BAD[0]
    more = complete(case.example).replace("modelarts.vm.gpu.tnt004", "x", 1)
    (tmp_path / case.file).write_text(more, encoding="utf-8")
    done = run(*options, "--baseline", "base.json", cwd=tmp_path)
    assert done.returncode == 1
    assert (
        f'{case.file}:3:15: error ACME101 approved-flavors: flavor "x"' in done.stdout
    )
