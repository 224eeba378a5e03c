"""Rules that compare documents: duplicate pool names in one file and across files."""

from __future__ import annotations

import itertools
import json
import pickle
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from command import COMMAND, run
from manifests import LABELS, PREFIX, REFERENCE, as_json, as_yaml, changed
from pool_lint import (
    Config,
    Report,
    RunOptions,
    Source,
    Workspace,
    lint_data,
    lint_paths,
    lint_text,
)
from processes import children, started, until

NAME = (*LABELS, f"{PREFIX}name")
WORKSPACE = (*LABELS, f"{PREFIX}workspace.id")


def pool(name: str, workspace: Any = ...) -> str:
    return as_yaml(changed((NAME, name), (WORKSPACE, workspace)))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "c.yaml").write_text(pool("shared"))
    (tmp_path / "a.yaml").write_text("# above\n" + pool("shared", "0"))
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "b.json").write_text(as_json(changed((NAME, "shared"))))
    (tmp_path / "d.yaml").write_text(f"{pool('mine')}---\n{pool('mine', 'x')}")
    (tmp_path / "e.yaml").write_text(f"{pool('mine', 'x')}---\n{pool('once')}")
    return tmp_path


def clashes_of(report: Report) -> list[tuple[str, list[str]]]:
    return [
        (f.where, [o.file for o in f.related])
        for f in report.findings
        if f.rule == "RP701"
    ]


def test_s41_a_name_used_twice_in_a_workspace_is_reported(
    folder: Path, monkeypatch: Any
) -> None:
    """The first use, by file and line, is accepted; all others are reported."""
    monkeypatch.chdir(folder)
    assert clashes_of(lint_paths(".")) == [
        ("c.yaml:5:24", ["a.yaml"]),
        ("e.yaml:5:24", ["d.yaml"]),
        ("sub/b.json:6:28", ["a.yaml"]),
    ]


def test_s41_different_names_or_workspaces_are_valid(tmp_path: Path) -> None:
    """Two pools use one name, but in different workspaces."""
    texts = [
        pool("pool-one"),
        pool("pool-two"),
        pool("pool-one", "x"),
        pool("pool-one", "y"),
    ]
    for number, text in enumerate(texts):
        (tmp_path / f"{number}.yaml").write_text(text)
    assert lint_paths(tmp_path).findings == []
    assert lint_text("---\n".join(texts)) == []


NETWORK = ("spec", "network", "name")


@pytest.mark.parametrize(
    ("networks", "clashes"),
    [
        (["a", "b"], []),
        (["a", "a"], [("1.yaml", "0.yaml")]),
        (["a", "A"], [("1.yaml", "0.yaml")]),
        (["a", "b", "a"], [("2.yaml", "0.yaml")]),
        (["a", "", "b"], [("1.yaml", "0.yaml"), ("2.yaml", "1.yaml")]),
        (["", "a", "b"], [("1.yaml", "0.yaml"), ("2.yaml", "0.yaml")]),
        (["a", "b", ""], [("2.yaml", "0.yaml")]),
    ],
)
def test_pools_of_different_projects_are_not_compared(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    networks: list[str],
    clashes: list[tuple[str, str]],
) -> None:
    """A full network name ends in the project ID."""
    monkeypatch.chdir(tmp_path)
    for number, letter in enumerate(networks):
        network = f"net-01-{letter * 32}" if letter else "net-01"
        Path(f"{number}.yaml").write_text(
            as_yaml(changed((NAME, "shared"), (NETWORK, network)))
        )
    found = [f for f in lint_paths(".").findings if f.rule == "RP701"]
    assert [(f.file, f.related[0].file) for f in found] == clashes


def files_with_clashes(
    folder: Path, settings: dict[str, str], *arguments: str
) -> list[str]:
    (folder / ".git").mkdir()
    for path in ("dev/team", "prod/team"):
        (folder / path).mkdir(parents=True)
        (folder / path / "pool.yaml").write_text(pool("shared"))
    for name, text in settings.items():
        (folder / name / "pool-lint.toml").write_text(text)
    done = run("-f", "concise", *arguments, cwd=folder)
    assert done.returncode < 2, done.stderr
    return [line.partition(":")[0] for line in done.stdout.splitlines()]


@pytest.mark.parametrize(
    ("settings", "clashes"),
    [
        ({}, True),
        ({"dev": 'target = "dev"'}, False),
        ({"dev": 'target = "dev"', "prod": 'target = "prod"'}, False),
        ({"dev": 'target = "x"', "prod": 'target = "x"'}, True),
        ({"dev": 'target = ""'}, True),
        ({"": 'target = "x"'}, True),
        ({"": 'target = "x"', "dev": 'target = "dev"'}, False),
        ({"dev": 'target = "dev"', "dev/team": "ignore = ['RP6']"}, False),
        ({"dev": 'target = "dev"', "dev/team": "target = ''"}, True),
        ({"dev": 'target = "d"', "dev/team": 'extend = "../pool-lint.toml"'}, False),
    ],
)
def test_pools_of_one_target_are_compared(
    tmp_path: Path, settings: dict[str, str], *, clashes: bool
) -> None:
    """The nearest settings file with a target applies, also above a nearer file."""
    expected = ["prod/team/pool.yaml"] if clashes else []
    assert files_with_clashes(tmp_path, settings) == expected


def test_targets_apply_with_several_jobs_and_are_shown(tmp_path: Path) -> None:
    settings = {"dev": 'target = "dev"', "dev/team": "ignore = []"}
    assert files_with_clashes(tmp_path, settings, "--jobs", "2") == []
    done = run("--show-settings", "dev/team/pool.yaml", cwd=tmp_path)
    shown = json.loads(done.stdout)
    assert shown["file"] == "dev/team/pool-lint.toml"
    assert shown["settings"]["target"] == "dev"
    assert shown["sources"]["target"] == "dev/pool-lint.toml:1"
    assert run("--no-config", ".", cwd=tmp_path).returncode == 1


def test_a_target_is_found_above_hundreds_of_settings_files(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / "pool-lint.toml").write_text('target = "top"\n')
    folder = tmp_path
    for _ in range(350):  # more than the stack of Python holds
        folder /= "d"
        folder.mkdir()
        (folder / "pool-lint.toml").touch()
    settings = Workspace(RunOptions()).settings(str(folder / "a.yaml"))
    assert settings.config.target == "top"


def test_a_target_above_the_repository_is_ignored(tmp_path: Path) -> None:
    (tmp_path / "pool-lint.toml").write_text('target = "above"\n')
    inner = tmp_path / "inner"
    inner.mkdir()
    settings = {"": "ignore = []", "dev": 'target = "above"'}
    assert files_with_clashes(inner, settings) == []


def test_a_name_used_twice_in_one_file_is_reported() -> None:
    text = "---\n".join([pool("same"), "kind: Network\n", pool("same"), pool("same")])
    first, second = lint_text(text)
    assert first.document is not None
    assert (first.rule, first.document.index) == ("RP701", 2)
    assert [other.range.start.line for other in first.related if other.range] == [5]
    assert first.fingerprint != second.fingerprint


@pytest.mark.parametrize(
    "above", ["", "a: [\n---\n", "---\n" * 3, "kind: Other\n---\n"]
)
@pytest.mark.parametrize("padding", [0, 500], ids=["short", "long"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"], ids=["lf", "crlf"])
def test_duplicate_names_have_exact_positions(
    tmp_path: Path, monkeypatch: Any, above: str, padding: int, newline: str
) -> None:
    monkeypatch.chdir(tmp_path)
    text = above + "# note\n" * padding + pool("shared")
    for name in ("a.yaml", "b.yaml"):
        Path(name).write_bytes(text.replace("\n", newline).encode())
    report = lint_paths(".", jobs=2)
    line = text[: text.index("shared")].count("\n") + 1
    assert clashes_of(report) == [(f"b.yaml:{line}:24", ["a.yaml"])]
    found = next(f for f in report.findings if f.rule == "RP701")
    assert [kept.number for kept in found.lines] == [line - 1, line]
    assert found.document is not None
    assert found.document.name == "shared"
    assert all(not file.facts for file in report.files)


def test_facts_can_be_sent_to_another_process() -> None:
    source = Source("a.yaml", pool("pool-one"))
    facts = Workspace(config=Config()).lint(source).facts
    assert [(fact.file, fact.claim) for fact in facts] == [
        ("a.yaml", ("pool-one", "0", "86c13962597848eeb29c5861153a391f"))
    ]
    assert pickle.loads(pickle.dumps(facts)) == facts  # noqa: S301 - made by this test


def test_the_order_of_paths_does_not_change_the_report(folder: Path) -> None:
    names = ["c.yaml", "a.yaml", "sub", str(folder / "e.yaml")]
    outputs = {
        (done.stdout, done.stderr, done.returncode)
        for order in itertools.permutations(names)
        for done in [run("-f", "json", *order, cwd=folder)]
    }
    assert len(outputs) == 1


def test_a_file_and_a_link_to_it_are_linted_once(folder: Path) -> None:
    (folder / "link.yaml").symlink_to("c.yaml")
    for order in (["link.yaml", "c.yaml"], ["c.yaml", "link.yaml"]):
        done = run(*order, "-f", "concise", cwd=folder)
        assert (done.returncode, done.stdout) == (0, "")
        assert done.stderr.startswith("1 file: ")


@pytest.mark.parametrize("style", ["json", "full", "concise"])
def test_the_number_of_jobs_does_not_change_the_report(
    folder: Path, style: str
) -> None:
    for number in range(60):
        bad = changed((NAME, f"p{number % 50:04}"), (("spec", "scope"), ["train"]))
        (folder / f"m{number:02}.yaml").write_text(as_yaml(bad))
    (folder / "broken.yaml").write_text("kind: Pool\na: [\n")
    (folder / "ünï.yaml").write_text(pool("shared"))
    arguments = (".", "missing.yaml", "-f", style)
    one = run(*arguments, "--jobs", "1", cwd=folder)
    assert one.returncode == 2
    assert one.stdout.count("RP701") >= 14
    for jobs in ("2", "8", "auto"):
        many = run(*arguments, "-j", jobs, cwd=folder)
        assert (many.stdout, many.stderr) == (one.stdout, one.stderr)
        assert many.returncode == one.returncode


def test_lint_paths_gives_the_same_result_for_any_number_of_jobs(folder: Path) -> None:
    one = lint_paths(folder).files
    assert [lint_paths(folder, jobs=jobs).files for jobs in (2, 8, None)] == [one] * 3


@pytest.mark.parametrize("jobs", ["0", "-1", "x", "1.5", "99999", ""])
def test_jobs_must_be_a_number_or_auto(folder: Path, jobs: str) -> None:
    done = run(".", f"--jobs={jobs}", cwd=folder)
    assert done.returncode == 2
    assert 'is not "auto" or a number from 1 to 9999' in done.stderr


def test_standard_input_is_compared_with_files(folder: Path) -> None:
    done = run(
        "-", "a.yaml", "-j", "4", "-f", "concise", cwd=folder, stdin=pool("shared")
    )
    assert done.stdout.startswith("a.yaml:6:24: error RP701")


def test_an_internal_error_in_a_worker_names_rule_and_file(folder: Path) -> None:
    """The message is the same as without workers."""
    code = (
        "import pool_lint.cli.workspace as o, pool_lint.cli.main as c\n"
        "def fails(_pool): raise ZeroDivisionError('x')\n"
        "rules = [r._replace(check=fails) if r.id == 'RP301' else r"
        " for r in o.builtin_rules()]\n"
        "o.builtin_rules = lambda: rules\n"
        "raise SystemExit(c.run(['.', '-j', '2']))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.splitlines()[0] == (
        "pool-lint: internal error in rule RP301 while linting a.yaml: "
        "ZeroDivisionError: x"
    )
    assert "Traceback" not in done.stderr


def test_an_interrupt_ends_all_processes(folder: Path) -> None:
    text = pool("p") + "#" * 50_000
    for number in range(600):
        (folder / f"x{number}.yaml").write_text(text.replace(": p\n", f": p{number}\n"))
    with started(
        COMMAND,
        ".",
        "-j",
        "4",
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        until(lambda: children(process))  # the workers lint files now
        process.send_signal(signal.SIGINT)
        output, errors = process.communicate(timeout=20)
    assert (process.returncode, output) in {(130, ""), (1, output)}
    assert "Traceback" not in errors


def test_placeholders_and_invalid_names_are_not_compared() -> None:
    for name in ("{{ name }}", "Pool", "${NAME}"):
        text = f"{pool(name)}---\n{pool(name)}"
        assert "RP701" not in {finding.rule for finding in lint_text(text)}
    text = f"{pool('same', 0)}---\n{pool('same', 0)}"
    rules = [finding.rule for finding in lint_text(text)]
    assert rules == ["RP102", "RP701", "RP102"]  # 0 means "0"


def test_the_rule_can_be_ignored(folder: Path) -> None:
    assert lint_paths(folder, config=Config(ignore="RP701")).findings == []


def test_lint_data_does_not_report_duplicate_names() -> None:
    assert lint_data(REFERENCE) == []


def test_the_frame_shows_both_files(folder: Path) -> None:
    done = run("c.yaml", "a.yaml", cwd=folder)
    assert (
        done.stdout
        == """\
error[RP701]: pool "shared" in workspace "0" is also created by a.yaml
 --> c.yaml:5:24
  |
4 |   labels:
5 |     os.modelarts/name: shared
  |                        ^^^^^^
  |
 ::: a.yaml:6:24
  |
6 |     os.modelarts/name: shared
  |                        ------ first used here
  = help: use another name, or set a different `target` in each folder's pool-lint.toml
  = rule: duplicate-pool-name, see `pool-lint explain RP701`

"""
    )


def test_the_frame_shows_both_documents(folder: Path) -> None:
    text = "---\n".join([pool("same"), "kind: Other\n", pool("same")])
    (folder / "c.yaml").write_text(text)
    done = run("c.yaml", cwd=folder)
    first, second = (
        number for number, line in enumerate(text.splitlines(), 1) if "same" in line
    )
    head, *frame = done.stdout.splitlines()
    message = (
        'pool "same" in workspace "0" is also created by another document in this file'
    )
    assert head == f"error[RP701]: {message}"
    assert [line for line in frame if "same" in line or "⋮" in line] == [
        f" {first} |     os.modelarts/name: same",
        "   ⋮",
        f"{second} |     os.modelarts/name: same",
    ]
    assert any(line.endswith("---- first used here") for line in frame)


def test_the_json_report_names_the_other_file(folder: Path) -> None:
    done = run("c.yaml", "a.yaml", "-f", "json", cwd=folder)
    [diagnostic] = json.loads(done.stdout)["diagnostics"]
    [related] = diagnostic["related"]
    assert (diagnostic["file"], related["file"]) == ("c.yaml", "a.yaml")
    assert related["range"]["start"] == {"line": 6, "column": 24}


def test_names_of_related_files_are_escaped(tmp_path: Path) -> None:
    for name in ("::error::a\n.yaml", "z.yaml"):
        (tmp_path / name).write_text(pool("same"))
    output = run(".", cwd=tmp_path).stdout
    assert " ::: ./::error::a\\u000a.yaml:5:24" in output


def test_duplicate_names_count_towards_the_limit_of_findings() -> None:
    """Errors come before warnings, also those that compare documents."""
    warned = [
        as_yaml(changed((NAME, f"p{n:04}"), (("spec", "scope"), ["Train", "Train"])))
        for n in range(120)
    ]
    findings = lint_text("---\n".join([*warned, pool("p0001")]))
    assert len(findings) == 100
    assert findings[-1].rule == "RP701"
    broken = [as_yaml(changed((NAME, "Pool"), (("spec", "type"), "x")))] * 120
    findings = lint_text("---\n".join([*broken, pool("same"), pool("same")]))
    assert len(findings) == 100
    assert findings[-1].rule == "RP701"


def test_standard_input_replaces_the_file_of_its_name(folder: Path) -> None:
    piped = ("-", "--stdin-filename", "a.yaml", "-f", "concise")
    done = run(*piped, "a.yaml", "c.yaml", cwd=folder, stdin=pool("elsewhere"))
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr.startswith("2 files: 2 pools checked")
