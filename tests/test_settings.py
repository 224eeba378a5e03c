"""Settings files: search, validation, inheritance and every key."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any
from unittest.mock import patch

import jsonschema
import pytest

from command import run
from manifests import (
    ANNOTATIONS,
    FLAVORS,
    NAME,
    PREFIX,
    RESOURCE,
    as_json,
    as_yaml,
    changed,
)
from pool_lint import Config, PoolLintError, RunOptions, Workspace, lint_text
from pool_lint.config.selectors import distinct
from pool_lint.config.settings_search import _repository, root_of
from pool_lint.config.toml import read_toml
from pool_lint.validation.schemas import CONFIG

BAD = as_yaml(changed((NAME, "pool-bad"), ((*RESOURCE, "maxCount"), 5)))
WARNED = as_yaml(changed((NAME, "pool-warned"), (("spec", "scope"), ["Train"] * 2)))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Create a repository with two manifests, one of them in a subfolder."""
    (tmp_path / ".git").mkdir()
    (tmp_path / "pools" / "old").mkdir(parents=True)
    (tmp_path / "pools" / "bad.yaml").write_text(BAD)
    (tmp_path / "pools" / "old" / "warned.yaml").write_text(WARNED)
    return tmp_path


def rules(folder: Path, *arguments: str) -> list[str]:
    done = run("-f", "json", *arguments, cwd=folder)
    assert done.returncode < 2, done.stderr
    return [found["rule"] for found in json.loads(done.stdout)["diagnostics"]]


def code(folder: Path, *arguments: str) -> int:
    return run(*arguments, cwd=folder).returncode


def test_without_settings_all_rules_run(folder: Path) -> None:
    assert rules(folder) == ["RP301", "RP405"]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("pool-lint.toml", 'ignore = ["RP301"]\n'),
        (".pool-lint.toml", 'ignore = ["RP301"]\n'),
        (
            "pyproject.toml",
            '[project]\nname = "x"\n[tool.pool-lint]\nignore = ["RP301"]\n',
        ),
        ("pyproject.toml", '[tool]\npool-lint.ignore = ["RP301"]\n'),
    ],
)
def test_settings_are_found_in_three_files(folder: Path, name: str, text: str) -> None:
    (folder / name).write_text(text)
    assert rules(folder) == ["RP405"]
    assert rules(folder / "pools" / "old", "..") == ["RP405"]
    assert rules(folder, "--no-config") == ["RP301", "RP405"]


def test_only_the_first_settings_file_of_a_folder_is_read(folder: Path) -> None:
    (folder / "pyproject.toml").write_text('[tool.pool-lint]\nselect = ["RP1"]\n')
    assert rules(folder) == []
    (folder / "pool-lint.toml").write_text('select = ["RP3"]\n')
    assert rules(folder) == ["RP301"]
    (folder / ".pool-lint.toml").write_text('select = ["RP4"]\n')
    assert rules(folder) == ["RP405"]


def test_the_nearest_settings_file_applies_alone(folder: Path) -> None:
    (folder / "pool-lint.toml").write_text('ignore = ["RP301", "RP405"]\n')
    (folder / "pools" / "old" / "pool-lint.toml").write_text("\n")
    assert rules(folder) == ["RP405"]


def test_a_pyproject_without_the_table_is_skipped(folder: Path) -> None:
    (folder / "pool-lint.toml").write_text('ignore = ["RP301"]\n')
    (folder / "pools" / "pyproject.toml").write_text("[tool.black]\nx = 1\n")
    assert rules(folder) == ["RP405"]
    (folder / "pools" / "pyproject.toml").write_text("this is not = = TOML")
    assert rules(folder) == ["RP405"]
    (folder / "pools" / "pyproject.toml").write_text("[tool.pool-lint\n")
    done = run(cwd=folder)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("pool-lint: pools/pyproject.toml:1: invalid TOML")


def test_settings_above_the_repository_are_ignored(folder: Path) -> None:
    inner = folder / "pools"
    (folder / "pool-lint.toml").write_text('ignore = ["RP"]\n')
    assert rules(inner) == []
    (inner / ".git").write_text("gitdir: elsewhere\n")  # a worktree or a submodule
    assert rules(inner) == ["RP301", "RP405"]


def test_without_a_repository_settings_above_the_current_folder_are_ignored(
    tmp_path: Path,
) -> None:
    inner = tmp_path / "inner"
    inner.mkdir()
    (inner / "bad.yaml").write_text(BAD)
    (tmp_path / "pool-lint.toml").write_text('ignore = ["RP301"]\n')
    assert rules(inner) == ["RP301"]
    assert rules(tmp_path, "inner") == []
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    assert rules(elsewhere, str(inner)) == ["RP301"]
    (inner / "pool-lint.toml").write_text('ignore = ["RP301"]\n')
    assert rules(elsewhere, str(inner)) == []
    assert root_of(str(inner), {}) == str(inner)


def test_standard_input_uses_the_settings_of_its_name(folder: Path) -> None:
    (folder / "pools" / "pool-lint.toml").write_text('ignore = ["RP301"]\n')
    for arguments, expected in (
        (["-"], 1),
        (["-", "--stdin-filename", "pools/x.yaml"], 0),
    ):
        done = run(*arguments, cwd=folder, stdin=BAD)
        assert done.returncode == expected


def test_config_replaces_all_settings_files(folder: Path) -> None:
    (folder / "pool-lint.toml").write_text('ignore = ["RP405"]\n')
    (folder / "other.toml").write_text('ignore = ["RP301"]\n')
    assert rules(folder, "--config", "other.toml") == ["RP405"]
    assert code(folder, "--config", "other.toml", "--no-config") == 2
    done = run("--config", "missing.toml", cwd=folder)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "pool-lint: missing.toml: no such file or folder\n"


def test_globs_of_config_are_relative_to_the_current_folder(
    folder: Path, tmp_path: Path
) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "x.toml").write_text('exclude = ["pools/old/**"]\n')
    assert rules(folder, "--config", "elsewhere/x.toml") == ["RP301"]
    assert rules(folder / "pools", "--config", "../elsewhere/x.toml") == [
        "RP301",
        "RP405",
    ]


def test_options_override_settings(folder: Path) -> None:
    (folder / "pool-lint.toml").write_text(
        'select = ["RP4"]\nignore = ["RP1"]\nfail-on = "warning"\n'
    )
    assert rules(folder, "--select", "RP3") == ["RP301"]
    assert rules(folder, "--extend-select", "RP3") == ["RP301", "RP405"]
    assert rules(folder, "--ignore", "RP405") == []
    assert code(folder) == 1
    assert code(folder, "--fail-on", "error") == 0


KEYS = {
    'select = ["RP3"]': ["RP301"],
    'select = ["max-count-mismatch"]': ["RP301"],
    'ignore = ["RP405"]': ["RP301"],
    'select = ["RP3"]\nextend-select = ["duplicate-scope"]': ["RP301", "RP405"],
    '[severity]\nRP405 = "error"': ["RP301", "RP405"],
    '[severity]\nRP0 = "info"': ["RP301", "RP405"],  # RP001 and RP003 stay errors
    '[per-file-ignores]\n"pools/bad.yaml" = ["RP301"]': ["RP405"],
    '[per-file-ignores]\n"old" = ["RP4"]\n"*.yaml" = ["RP1"]': ["RP301"],
    '[per-file-ignores]\n"pools/**" = ["RP"]': [],
    'exclude = ["old"]': ["RP301"],
    'exclude = ["pools/old/"]': ["RP301"],
    'exclude = ["b*.yaml"]': ["RP405"],
    'exclude = ["other/**"]': ["RP301", "RP405"],
}


@pytest.mark.parametrize(("text", "expected"), KEYS.items())
def test_each_key_changes_the_findings(
    folder: Path, text: str, expected: list[str]
) -> None:
    (folder / "pool-lint.toml").write_text(f"{text}\n")
    assert rules(folder, "--allow-empty") == expected


def test_each_folder_can_have_its_own_fail_level(folder: Path) -> None:
    (folder / "pools" / "pool-lint.toml").write_text('fail-on = "never"\n')
    assert code(folder) == 0
    (folder / "pools" / "old" / "pool-lint.toml").write_text('fail-on = "warning"\n')
    assert code(folder) == 1
    assert code(folder, "--fail-on", "never") == 0


def test_severity_changes_the_severity_of_rules(folder: Path) -> None:
    (folder / "pool-lint.toml").write_text(
        '[severity]\nRP301 = "warning"\nduplicate-scope = "info"\nRP504 = "error"\n'
    )
    done = run("-f", "concise", cwd=folder)
    assert done.returncode == 0
    assert " warning RP301 " in done.stdout
    assert " info RP405 " in done.stdout
    forced = changed((("spec", "driver", "updateStrategy"), "force"))
    (folder / "forced.yaml").write_text(as_yaml(forced))
    assert " error RP504 " in run("-f", "concise", cwd=folder).stdout
    clash = '[severity]\nRP701 = "info"\n'
    (folder / "pool-lint.toml").write_text(clash)
    (folder / "twin.yaml").write_text(as_yaml(forced))
    assert " info RP701 " in run("-f", "concise", cwd=folder).stdout


def test_force_exclude_applies_excludes_to_named_files(folder: Path) -> None:
    named = "pools/bad.yaml"
    (folder / "pool-lint.toml").write_text('exclude = ["bad.yaml"]\n')
    assert code(folder, named) == 1
    assert code(folder, "--force-exclude", named) == 0
    (folder / "pool-lint.toml").write_text(
        'exclude = ["pools"]\nforce-exclude = true\n'
    )
    assert code(folder, named) == 0
    assert code(folder, "--exclude", "x", named) == 0
    assert code(folder, "--no-config", named) == 1
    assert code(folder, "--no-config", "--exclude", "bad.yaml", named) == 1
    hook = ("--no-config", "--force-exclude", "--exclude", "bad.yaml", named)
    assert code(folder, *hook) == 0


@pytest.mark.parametrize("name", ["old/warned.yaml", "./old/../old/new.yaml"])
def test_standard_input_is_excluded_by_its_name(folder: Path, name: str) -> None:
    (folder / "pool-lint.toml").write_text('exclude = ["old/"]\nforce-exclude = true\n')
    piped = ("-", "-f", "concise", "--stdin-filename")
    done = run(*piped, f"pools/{name}", cwd=folder, stdin=BAD)
    assert (done.returncode, done.stdout) == (0, "")
    assert run(*piped, "pools/x.yaml", cwd=folder, stdin=BAD).returncode == 1
    (folder / "pool-lint.toml").write_text('exclude = ["old/"]\n')
    assert run(*piped, f"pools/{name}", cwd=folder, stdin=BAD).returncode == 1
    (folder / "pool-lint.toml").write_text('exclude = ["*"]\nforce-exclude = true\n')
    assert run("-", cwd=folder, stdin=BAD).returncode == 1, (
        "standard input has no name here"
    )


def test_fix_copies_excluded_standard_input(folder: Path) -> None:
    """An editor replaces its text with the output."""
    (folder / "pool-lint.toml").write_text('exclude = ["old/"]\nforce-exclude = true\n')
    piped = ("--fix", "--unsafe-fixes", "-", "--stdin-filename")
    done = run(*piped, "pools/old/x.yaml", cwd=folder, stdin=BAD)
    assert (done.returncode, done.stdout) == (0, BAD)
    done = run(*piped, "pools/x.yaml", cwd=folder, stdin=BAD)
    assert (done.returncode, done.stdout) == (0, BAD.replace("Count: 5", "Count: 2"))


def test_excluded_folders_are_not_searched(folder: Path) -> None:
    (folder / "pool-lint.toml").write_text('exclude = ["old"]\n')
    (folder / "pools" / "old" / "pool-lint.toml").write_text("broken = = toml")
    assert rules(folder) == ["RP301"]


def test_kinds_treat_files_as_requests_responses_or_errors(folder: Path) -> None:
    error_body = {"error_code": "x"}
    (folder / "answers").mkdir()
    (folder / "answers" / "e.json").write_text(as_json(error_body))
    (folder / "answers" / "p.json").write_text(as_json({"kind": "PoolList"}))
    (folder / "other.yaml").write_text("kind: Pools\n")
    assert rules(folder) == ["RP005", "RP301", "RP405"]
    (folder / "pool-lint.toml").write_text(
        '[kinds]\nanswers = "response"\n"e.json" = "error"\n"other.yaml" = "request"\n'
    )
    assert [rule for rule in rules(folder) if rule not in {"RP301", "RP405"}] == [
        "RP101",  # e.json: no error_msg
        "RP101",  # p.json: no items
        *["RP101", "RP101", "RP403", "RP105"],
    ]
    assert "RP005" in rules(folder, "--kind", "request")


MODE = (*ANNOTATIONS, f"{PREFIX}billing.mode")
ORDER = (*ANNOTATIONS, f"{PREFIX}order.id")
NUM = (*ANNOTATIONS, f"{PREFIX}period.num")
TYPE = (*ANNOTATIONS, f"{PREFIX}period.type")
MONTHLY = [(MODE, "1"), (NUM, "2"), (TYPE, "2"), (ORDER, "x")]


@pytest.mark.parametrize(
    ("injected", "changes", "expected"),
    [
        (["order.id"], [*MONTHLY, (ORDER, ...)], []),
        (["annotations.order.id"], [*MONTHLY, (ORDER, "{{ order }}")], []),
        (["os.modelarts/order.id"], [*MONTHLY, (ORDER, ...)], []),
        (["order.id"], [*MONTHLY, (NUM, ...)], ["RP201"]),
        (["order.id", "period.num"], [*MONTHLY, (ORDER, ...), (NUM, "${N}")], []),
        ([], [*MONTHLY, (ORDER, ...)], ["RP202"]),
        ([], [*MONTHLY, (ORDER, "{{ order }}")], ["RP006"]),
        (["spec.network"], [(("spec", "network"), ...)], []),
        (["network.name"], [(("spec", "network", "name"), "<net>")], []),
        (["network.name"], [(("spec", "network"), {})], []),
        (["network.name"], [(("spec", "network", "name"), "net-01")], ["RP404"]),
        (["labels.name"], [(NAME, ...)], []),
        (["labels.name"], [(NAME, "{{ name }}")], []),
        (["labels.name"], [(NAME, "Pool")], ["RP601"]),
        (["resources[].count"], [((*RESOURCE, "count"), ...)], []),
        (["resources[].count"], [((*RESOURCE, "count"), "${COUNT}")], []),
        (["resources[].count"], [((*RESOURCE, "count"), "2")], ["RP102"]),
        (["spec"], [(("spec",), ...)], []),
        (["billing.mode"], [(MODE, ...), (ORDER, "x")], []),
        (["imageId"], [((*RESOURCE, "os"), {"imageType": "private"})], []),
        (["type"], [(("spec", "type"), ...), (("spec", "network"), ...)], ["RP401"]),
    ],
)
def test_injected_fields_may_be_missing_or_placeholders(
    injected: list[str], changes: list[Any], expected: list[str]
) -> None:
    config = Config(injected=injected)
    text = as_yaml(changed(*changes))
    assert [f.rule for f in lint_text(text, config=config)] == expected


def test_items_of_an_injected_list_may_be_placeholders() -> None:
    text = as_yaml(changed((("spec", "scope"), ["${SCOPE}"])))
    assert [f.rule for f in lint_text(text)] == ["RP105"]
    assert lint_text(text, config=Config(injected=["spec.scope"])) == []


def test_injected_works_in_a_settings_file(folder: Path) -> None:
    (folder / "m.yaml").write_text(as_yaml(changed(*MONTHLY, (ORDER, ...))))
    assert "RP202" in rules(folder)
    (folder / "pool-lint.toml").write_text('injected = ["annotations.order.id"]\n')
    assert "RP202" not in rules(folder)


def test_flavors_and_flavor_catalog_define_known_flavors(folder: Path) -> None:
    (folder / "pool-lint.toml").write_text(
        '[flavors]\n"modelarts.vm.gpu.tnt004" = "cpu"\n'
    )
    assert rules(folder) == ["RP301", "RP501", "RP405", "RP501"]
    (folder / "pool-lint.toml").write_text('[flavors]\n"modelarts.x" = "cpu"\n')
    assert rules(folder) == ["RP307", "RP301", "RP405", "RP307"]
    (folder / "flavors.json").write_text(as_json(FLAVORS))
    (folder / "pool-lint.toml").write_text('flavor-catalog = "flavors.json"\n')
    assert rules(folder / "pools") == ["RP301", "RP405"]
    (folder / "other.yaml").write_text("modelarts.y: gpu\n")
    assert rules(folder, "--flavor-catalog", "other.yaml").count("RP307") == 2


def test_extend_inherits_and_overrides_keys(folder: Path) -> None:
    (folder / "pool-lint.toml").write_text(
        'ignore = ["RP405"]\nfail-on = "never"\nexclude = ["x"]\n'
        '[severity]\nRP301 = "warning"\n[per-file-ignores]\n"bad.yaml" = ["RP6"]\n'
    )
    inner = folder / "pools" / "pool-lint.toml"
    inner.write_text('extend = "../pool-lint.toml"\n[severity]\nRP405 = "error"\n')
    shown = json.loads(run("--show-settings", "pools", cwd=folder).stdout)
    assert shown["file"] == "pools/pool-lint.toml"
    inherited = {
        "ignore": ["RP405"],
        "fail-on": "never",
        "exclude": ["x"],
        "severity": {"RP301": "warning", "RP405": "error"},
        "per-file-ignores": {"bad.yaml": ["RP6"]},
    }
    assert {key: shown["settings"][key] for key in inherited} == inherited
    assert code(folder) == 0
    inner.write_text('extend = "../pool-lint.toml"\nignore = []\nfail-on = "error"\n')
    assert rules(folder) == ["RP301", "RP405"]


def test_globs_are_relative_to_their_settings_file(folder: Path) -> None:
    (folder / "pool-lint.toml").write_text(
        '[per-file-ignores]\n"pools/bad.yaml" = ["RP3"]\n'
    )
    inner = folder / "pools" / "pool-lint.toml"
    inner.write_text('extend = "../pool-lint.toml"\n')
    assert rules(folder) == ["RP405"]
    inner.write_text('[per-file-ignores]\n"pools/bad.yaml" = ["RP3"]\n')
    assert rules(folder) == ["RP301", "RP405"]


MISTAKES = {
    'selct = ["RP1"]': ':1: unknown key "selct"; did you mean "select"?',
    "zzz = 1": ':1: unknown key "zzz"; known keys: extend, required-version, ',
    '\n\nselect = "RP1"': ':3: select must be a list, such as ["RP"]',
    "select = []": ":1: select must not be empty",
    'select = [\n  "RP1",\n  7,\n]': ":3: select[1] must be a string",
    'x = 1\n# c\nignore = ["RP99"]': ':1: unknown key "x"',
    '# c\nignore = [\n  "RP99"]': ':3: unknown rule "RP99"',
    'ignore = ["wrong-typ"]': ':1: unknown rule "wrong-typ"; did you mean',
    'ignore = ["RP001"]': ":1: RP001 is mandatory",
    'ignore = [""]': ":1: ignore[0] must not be empty",
    '[severity]\n\nRP301 = "fatal"': ':3: severity.RP301 must be "error", "warning"',
    '[severity]\nRP301 = "eror"': 'did you mean "error"?',
    '[severity]\nRP9999 = "error"': ':2: unknown rule "RP9999"',
    '[severity]\nRP003 = "warning"': ":2: RP003 is mandatory",
    '[per-file-ignores]\n"a" = "RP1"': ":2: per-file-ignores.a must be a list",
    '[per-file-ignores]\n"a" = ["RP1"]\n"b" = ["x"]': ':3: unknown rule "x"',
    "exclude = [1]": ":1: exclude[0] must be a string",
    "target = 1": ":1: target must be a string",
    'force-exclude = "yes"': ":1: force-exclude must be true or false",
    'fail-on = "warn"': ':1: fail-on must be "error", "warning", "info" or "never"',
    '[kinds]\nx = "answer"': ':2: kinds.x must be "auto", "request", "response"',
    'injected = ["order"]': ':1: unknown field "order"',
    'injected = ["spec.foo"]': (
        ':1: unknown field "spec.foo"; `pool-lint schema` lists all fields'
    ),
    'injected = ["order.idd"]': 'did you mean "order.id"?',
    '[flavors]\nx = "tpu"': ':2: flavors.x must be "cpu", "gpu", "npu" or "unknown"',
    'flavor-catalog = "../x.json"': ":1: flavor-catalog must be a path inside ",
    'flavor-catalog = "/etc/passwd"': ":1: flavor-catalog must be a path inside ",
    'flavor-catalog = "link.json"': ":1: flavor-catalog must be a path inside ",
    'flavor-catalog = "none.json"': ":1: flavor-catalog: none.json: no such file",
    'extend = "../../pool-lint.toml"': ":1: extend must be a path inside ",
    'extend = "/etc/passwd"': ":1: extend must be a path inside ",
    'extend = "none.toml"': ':1: extend: "none.toml" does not exist',
    'extend = "./none/../x.toml"': ':1: extend: "./none/../x.toml" does not exist',
    'extend = "pool-lint.toml"': ":1: extend: these settings files inherit",
    'extend = "a\\u0000b"': ":1: extend must be a path inside ",
    'edition = "2026-01-08"': ':1: edition must be "2025-08-20"',
    "edition = 2025-08-20": ":1: edition must be a string",
    'required-version = ">=99"': ":1: these settings require pool-lint >=99",
    'required-version = "newest"': ':1: required-version "newest" is not a version',
    "limits = {depth = 1000}": ':1: unknown key "limits"',
    "a = [": ": invalid TOML: ",
    "a = 1\nb = ": ":2: invalid TOML: invalid value",
    "a = 1\na = 2": ":2: invalid TOML: duplicate key",
    "x = " + "[" * 5000: ": the values are nested too deeply",
    "#" * 300_000: ": the file is larger than 262,144 bytes",
    '"\\u001b[31m" = 1': ':1: unknown key "\\u001b[31m"',
}


@pytest.mark.parametrize(
    ("text", "message"), MISTAKES.items(), ids=range(len(MISTAKES))
)
def test_a_mistake_in_settings_is_one_line_of_error(
    folder: Path, text: str, message: str
) -> None:
    (folder / "pool-lint.toml").write_text(text)
    (folder / "link.json").symlink_to("/etc/passwd")
    done = run("pools", cwd=folder)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("pool-lint: pool-lint.toml")
    assert message in done.stderr
    assert done.stderr.count("\n") == 1
    assert "\x1b" not in done.stderr


def test_a_mistake_in_pyproject_has_the_line_in_its_table(folder: Path) -> None:
    (folder / "pyproject.toml").write_text(
        '[project]\nname = "x"\nselct = 1\n\n[tool.pool-lint]\n# c\nselct = ["RP1"]\n'
    )
    done = run("pools", cwd=folder)
    assert done.stderr == (
        'pool-lint: pyproject.toml:7: unknown key "selct"; did you mean "select"?\n'
    )
    (folder / "pyproject.toml").write_text("tool.pool-lint = 3\n")
    done = run("pools", cwd=folder)
    assert (
        done.stderr == "pool-lint: pyproject.toml:1: tool.pool-lint must be a table\n"
    )


def test_a_link_out_of_the_repository_is_not_read(folder: Path) -> None:
    (folder / "pool-lint.toml").symlink_to("/etc/passwd")
    done = run("pools", cwd=folder)
    assert (done.returncode, done.stdout) == (2, "")
    assert "links to files outside the repository are not read" in done.stderr
    assert "root" not in done.stderr.replace(str(folder), "")


def test_settings_must_be_utf8_and_pipes_are_ignored(folder: Path) -> None:
    (folder / "pool-lint.toml").write_bytes(b"# caf\xe9\n")
    assert "pool-lint.toml: the file is not valid UTF-8" in run(cwd=folder).stderr
    (folder / "pool-lint.toml").unlink()
    os.mkfifo(folder / "pool-lint.toml")
    assert rules(folder) == ["RP301", "RP405"]


def test_show_files_lists_the_files_to_lint(folder: Path) -> None:
    (folder / "pool-lint.toml").write_text('exclude = ["old"]\n')
    done = run("--show-files", cwd=folder)
    assert (done.returncode, done.stdout) == (0, "pools/bad.yaml\n")
    done = run("--show-files", "--no-config", cwd=folder)
    assert done.stdout == "pools/bad.yaml\npools/old/warned.yaml\n"


def test_show_settings_without_settings_is_empty(folder: Path) -> None:
    done = run("--show-settings", cwd=folder)
    shown = json.loads(done.stdout)
    assert shown["file"] is None
    assert set(shown["sources"].values()) == {"default"}


def test_render_uses_the_settings(folder: Path) -> None:
    (folder / "pool-lint.toml").write_text('ignore = ["RP301"]\n')
    assert code(folder, "render", "pools/bad.yaml") == 0
    assert code(folder, "render", "--no-config", "pools/bad.yaml") == 1


@pytest.mark.parametrize(
    ("pattern", "path", "fits"),
    [
        ("a.yaml", "a.yaml", True),
        ("a.yaml", "x/y/a.yaml", True),
        ("a.yaml", "xa.yaml", False),
        ("x", "x/y/a.yaml", True),
        ("x/", "a/x/b.yaml", True),
        ("/x", "x/b.yaml", True),
        ("/x", "a/x/b.yaml", False),
        ("x/*.yaml", "x/a.yaml", True),
        ("x/*.yaml", "x/y/a.yaml", False),
        ("x/**", "x/y/a.yaml", True),
        ("x/**/a.yaml", "x/a.yaml", True),
        ("x/**/a.yaml", "x/y/z/a.yaml", True),
        ("**/a.yaml", "a.yaml", True),
        ("*.tpl.yaml", "x/a.tpl.yaml", True),
        ("?.yaml", "ab.yaml", False),
        ("[ab].yaml", "b.yaml", True),
        (".", "x/a.yaml", True),
        ("A.yaml", "a.yaml", False),
    ],
)
def test_globs_match_paths(pattern: str, path: str, fits: bool) -> None:
    workspace = Workspace(RunOptions(exclude=[pattern], use_settings=False))
    assert workspace.excludes(path) is fits
    assert not workspace.excludes("/elsewhere/x/a.yaml")


def test_hostile_globs_match_in_linear_time() -> None:
    glob = "/".join(["**", "*a*a*a*a*a*a*a*a*b"] * 10)
    workspace = Workspace(RunOptions(exclude=[glob], use_settings=False))
    assert not workspace.excludes("/".join(["a" * 200] * 20))


def test_errors_have_the_line_of_their_key_or_item(tmp_path: Path) -> None:
    (tmp_path / "x.toml").write_text(
        'a = """\nb = 1\n"""\n\nb = [\n  1,\n  # c\n  {x = 1},\n]\n\n'
        '[c."d e"]\nf.g = 1\n'
    )
    file = read_toml(str(tmp_path / "x.toml"))
    for pointer, line in {
        ("a",): 1,
        ("b",): 5,
        ("b", 0): 6,
        ("b", 1): 8,
        ("c",): 11,
        ("c", "d e"): 11,
        ("c", "d e", "f", "g"): 12,
    }.items():
        assert str(file.malformed(pointer, "x")).endswith(f"x.toml:{line}: x")


def test_the_settings_schema_describes_every_key(folder: Path) -> None:
    schema = CONFIG.data
    jsonschema.Draft202012Validator.check_schema(schema)
    assert json.loads(run("schema", "config", cwd=folder).stdout) == schema
    for key, field in schema["properties"].items():
        assert field["title"], key
        assert field["description"].endswith("."), key
        for example in field["examples"]:
            validator = jsonschema.Draft202012Validator(schema)
            assert validator.is_valid({key: example}), key


def test_the_python_api_validates_config(folder: Path) -> None:
    (folder / "pool-lint.toml").write_text("x = 1\n")
    repository = Workspace(RunOptions())
    with pytest.raises(PoolLintError, match="unknown key"):
        repository.settings(str(folder / "pools" / "bad.yaml"))
    for config in (Config(severity={"RP001": "info"}), Config(severity={"RP1": "x"})):
        with pytest.raises(ValueError, match=r"is mandatory|not a valid"):
            lint_text("", config=config)
    with pytest.raises(ValueError, match="unknown field"):
        lint_text("", config=Config(injected="zzz"))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a" + ".a" * 100_000 + "=1", "a line has more than 2,000 dots"),
        (f"select = {'9' * 5000}", "a number has too many digits"),
        (f"select{'.a' * 1500} = 1", "the values are nested too deeply"),
        (f'required-version = ">={"1" * 5000}"', "not a version specifier"),
        ("[severity]\n[severity]", "duplicate table"),
        ("# \u2028 \u0085\nfoo = 1", ":2: unknown key"),
        ("select = [\n" + '"RP1",\n' * 3_000 + '"BAD"]', "unknown rule"),
        ("select = [\n" + '"RP1",\n' * 3_000 + "]\nfoo = 1", "unknown key"),
    ],
)
def test_hostile_settings_end_in_an_error_message(
    folder: Path, text: str, message: str
) -> None:
    (folder / "pool-lint.toml").write_text(text)
    done = run(cwd=folder)
    assert done.returncode == 2
    assert message in done.stderr
    assert "internal error" not in done.stderr


def test_settings_may_begin_with_a_byte_order_mark(folder: Path) -> None:
    text = '\ufeffignore = ["RP301"]\n'
    (folder / "pool-lint.toml").write_text(text, encoding="utf-8")
    assert rules(folder) == ["RP405"]


def test_settings_work_in_a_folder_that_is_not_utf8(folder: Path) -> None:
    odd = os.fsencode(folder) + b"/nu\xff"
    os.mkdir(odd)  # noqa: PTH102 - pathlib takes no bytes
    inside = Path(os.fsdecode(odd))
    (inside / "pool-lint.toml").write_text('ignore = ["RP301"]\nextend = "e.toml"\n')
    (inside / "e.toml").write_text("")
    (inside / "bad.yaml").write_text(BAD)
    assert rules(inside) == []
    assert rules(folder, str(inside)) == []


def test_settings_apply_to_a_folder_behind_a_link(folder: Path) -> None:
    link = folder.parent / f"{folder.name}-link"
    link.symlink_to(folder)
    (folder / "pool-lint.toml").write_text('exclude = ["pools/old/"]\n')
    run("--write-baseline", "base.json", cwd=folder)
    linked = f"{link}/pools/bad.yaml"
    assert code(folder, linked, "--baseline", f"{link}/base.json") == 0
    assert code(folder, linked, "--baseline", "base.json") == 0
    assert rules(folder, linked, "--exclude", "pools/", "--force-exclude") == []


def test_per_file_ignores_apply_to_the_reported_file(folder: Path) -> None:
    for name in ("a", "b"):
        (folder / f"{name}.yaml").write_text(as_yaml(changed()))
    settings = folder / "pool-lint.toml"
    settings.write_text('[per-file-ignores]\n"a.yaml" = ["RP701"]\n')
    assert rules(folder, "a.yaml", "b.yaml") == ["RP701"]
    settings.write_text('[per-file-ignores]\n"b.yaml" = ["RP701"]\n')
    assert rules(folder, "a.yaml", "b.yaml") == []
    settings.write_text('ignore = ["RP701"]\n')
    assert rules(folder, "a.yaml", "b.yaml") == []


@pytest.mark.parametrize("option", ["--select", "--extend-select"])
def test_select_overrides_ignore_of_the_settings(folder: Path, option: str) -> None:
    (folder / "pool-lint.toml").write_text('ignore = ["RP301"]\n')
    assert "RP301" in rules(folder, option, "RP301")
    assert "RP301" not in rules(folder)


USELESS = {
    "": "a glob cannot be empty",
    "  ": "a glob cannot be empty",
    "{legacy,old}/**": "braces are not supported; write one glob for each",
    "*.{yaml,yml}": "braces are not supported; write one glob for each",
    "{}": "braces are not supported; write one glob for each",
    "!pools/**": 'a glob cannot start with "!"; name the files to match',
    "legacy\\\\d.yaml": 'backslashes are not supported; separate folders with "/"',
    "\\\\": 'backslashes are not supported; separate folders with "/"',
    "../legacy": '".." is not supported; a glob matches inside its own folder only',
    "a/../b": '".." is not supported; a glob matches inside its own folder only',
    "[z-a].yaml": "a range in brackets is empty, such as [z-a]",
}


@pytest.mark.parametrize(("glob", "reason"), USELESS.items())
def test_a_glob_that_matches_nothing_is_an_error(
    folder: Path, glob: str, reason: str
) -> None:
    texts = [
        '\n\nexclude = ["x", "{}"]',
        '[per-file-ignores]\n\n"{}" = ["RP1"]',
        '[kinds]\n\n"{}" = "auto"',
    ]
    for number, text in enumerate(texts):
        (folder / "pool-lint.toml").write_text(text.replace("{}", glob, 1))
        done = run(cwd=folder)
        assert (done.returncode, done.stdout) == (2, ""), number
        wrong = "exclude[1] must not be empty" if glob + str(number) == "0" else reason
        assert done.stderr.startswith("pool-lint: pool-lint.toml:3: ")
        assert done.stderr.endswith(f"{wrong}\n")
    (folder / "pool-lint.toml").unlink()
    done = run("--exclude", glob, cwd=folder)
    assert (done.returncode, done.stdout) == (2, "")
    assert "Error: --exclude: invalid glob " in done.stderr
    assert done.stderr.endswith(f": {reason}\n")


@pytest.mark.parametrize("glob", ["[{]x", "[!a]x", "a/!b", ".", "/x/", "**", "a..b"])
def test_unusual_globs_that_can_match_are_valid(folder: Path, glob: str) -> None:
    assert run("--exclude", glob, cwd=folder).returncode in {0, 1, 2}
    assert "Error" not in run("--exclude", glob, cwd=folder).stderr


LONG = "x" * 5_000
LONG_VALUES = [
    f"{LONG} = 1",
    f'ignore = ["{LONG}"]',
    f'injected = ["{LONG}"]',
    f'extend = "{LONG}"',
    f'required-version = ">=9,{",".join([">=1"] * 900)}"',
    f'required-version = "{LONG}"',
    f'flavor-catalog = "{LONG}"',
    f'exclude = ["{{{LONG}"]',
    f'fail-on = "{LONG}"',
    f'[severity]\n{LONG} = "error"',
    f'[severity]\nRP301 = "{LONG}"',
    f'[kinds]\n{LONG} = "{LONG}"',
    f"[per-file-ignores]\n{LONG} = 1",
    f"[per-file-ignores]\n{LONG} = [1]",
    f'[per-file-ignores]\n"{{{LONG}" = []',
    f'[flavors]\n{LONG} = "tpu"',
    f'[flavors.{LONG}]\n{LONG} = "tpu"',
    f"a = {{{LONG} = 1, {LONG} = 2}}",
    f"{LONG} = 1\n{LONG} = 2",
    f"[{LONG}]\n[{LONG}]",
]


@pytest.mark.parametrize("text", LONG_VALUES, ids=range(len(LONG_VALUES)))
def test_errors_of_settings_show_at_most_120_characters_of_a_value(
    folder: Path, text: str
) -> None:
    (folder / "pool-lint.toml").write_text(text)
    done = run(cwd=folder)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("pool-lint: pool-lint.toml")
    assert "x" * 121 not in done.stderr
    assert len(done.stderr) < 700


def test_extend_allows_ten_files_and_rejects_cycles(folder: Path) -> None:
    for number in range(12):
        (folder / f"{number}.toml").write_text(f'extend = "{number + 1}.toml"\n')
    (folder / "9.toml").write_text("ignore = ['RP301']\n")
    assert rules(folder, "--config", "0.toml") == ["RP405"], (
        "a chain of ten files is valid"
    )
    (folder / "9.toml").write_text('extend = "10.toml"\n')
    done = run("--config", "0.toml", cwd=folder)
    assert done.stderr == (
        "pool-lint: 9.toml:1: extend: settings can inherit through at most 10 files\n"
    )
    (folder / "3.toml").write_text('extend = "1.toml"\n')
    done = run("--config", "0.toml", cwd=folder)
    assert done.stderr == (
        "pool-lint: 3.toml:1: extend: these settings files inherit from each other\n"
    )


@pytest.mark.parametrize("option", ["--config", "--baseline", "--write-baseline"])
def test_an_option_needs_a_file_name(folder: Path, option: str) -> None:
    done = run(option, "", cwd=folder)
    assert done.returncode == 2
    assert f"{option} needs a file name" in done.stderr


def test_unused_settings_files_are_not_read(folder: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    (other / ".git").mkdir(parents=True)
    (other / "bad.yaml").write_text(BAD)
    (folder / "pool-lint.toml").write_text("foo = 1\n")
    assert rules(folder, "other/bad.yaml") == ["RP301"]


def test_show_files_of_a_missing_file_is_an_error(folder: Path) -> None:
    assert code(folder, "--show-files", "nope.yaml") == 2


@pytest.mark.parametrize("option", ["-o", "--write-baseline", "--show-settings"])
def test_long_file_names_in_options_are_handled(folder: Path, option: str) -> None:
    long = "x" * 300
    value = f"json:{long}/a" if option == "-o" else long
    done = run(option, value, cwd=folder)
    assert "internal error" not in done.stderr
    assert done.returncode in {0, 2}


def test_printed_settings_contain_no_ci_commands(folder: Path) -> None:
    (folder / "pool-lint.toml").write_text('exclude = ["##vso[task.x]b"]\n')
    done = run("--show-settings", cwd=folder)
    assert "##vso[" not in done.stdout
    assert json.loads(done.stdout)["settings"]["exclude"] == ["##vso[task.x]b"]


def test_a_shared_parent_is_read_once(folder: Path) -> None:
    (folder / "parent.toml").write_text("ignore = ['RP405']\n")
    for number in range(9):
        below = folder / f"{number}"
        below.mkdir()
        (below / "pool-lint.toml").write_text('extend = "../parent.toml"\n')
    found = Workspace(RunOptions())
    with patch("pool_lint.config.inheritance.read_toml", wraps=read_toml) as reading:
        settings = [found.settings(str(folder / f"{n}" / "a.yaml")) for n in range(9)]
    assert {one.config.ignore[0] for one in settings} == {"RP405"}
    assert reading.call_count == 10


def test_the_repository_of_each_folder_is_searched_once(folder: Path) -> None:
    deep = folder / "/".join(["d"] * 30)
    deep.mkdir(parents=True)
    found = Workspace(RunOptions())
    asked = patch("pool_lint.config.settings_search._repository", wraps=_repository)
    with asked as asking:
        for above in reversed([deep, *list(deep.parents)[:30]]):
            assert found.settings(str(above / "a.yaml")).file is None
    assert asking.call_count == 31


def test_selectors_with_one_meaning_are_merged() -> None:
    words = ["RP301", "rp301", "max_count_mismatch", "MAX-count-mismatch"]
    assert [*distinct(words)] == ["RP301", "max_count_mismatch"]
