"""``pool-lint config``: a settings file to start with, settings, and files."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from command import run
from manifests import REFERENCE, as_json, as_yaml
from pool_lint.validation.schemas import CONFIG

KEYS = list(CONFIG.data["properties"])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / ".git").mkdir()
    (tmp_path / "pools" / "old").mkdir(parents=True)
    for name in ("pools/a.yaml", "pools/old/b.yaml"):
        (tmp_path / name).write_text(as_yaml(REFERENCE))
    return tmp_path


def shown(folder: Path, *arguments: str) -> dict[str, str]:
    """Return the lines of ``config show``: setting → source."""
    done = run("config", "show", *arguments, cwd=folder)
    assert (done.returncode, done.stderr) == (0, "")
    lines = (line.partition("  # ") for line in done.stdout.splitlines())
    return {setting: source for setting, _, source in lines if source}


def test_init_writes_every_setting_with_its_default_commented_out(folder: Path) -> None:
    done = run("config", "init", cwd=folder)
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr == "wrote pool-lint.toml; all settings are commented out\n"
    text = (folder / "pool-lint.toml").read_text()
    assert tomllib.loads(text) == {}
    assert max(map(len, text.splitlines())) <= 100
    assert set(shown(folder).values()) == {"default"}
    assert run("config", "init", "-", cwd=folder).stdout == text


def test_init_shows_values_that_are_valid(folder: Path) -> None:
    text = run("config", "init", "-", cwd=folder).stdout
    lines = [line for line in text.splitlines() if line[:1] == "#" != line]
    code = [line[1:] for line in lines if line[1] not in {" ", "#"}]
    settings = tomllib.loads("\n".join(code))
    assert set(settings) == set(KEYS)
    jsonschema.Draft202012Validator(CONFIG.data).validate(settings)
    for key, field in CONFIG.data["properties"].items():
        wanted = field.get("default", settings[key])
        assert settings[key] == wanted
        assert " ".join(field["description"].split()) in " ".join(
            line.removeprefix("#").strip() for line in text.splitlines()
        )


def test_init_does_not_overwrite_a_file(folder: Path) -> None:
    (folder / "pool-lint.toml").write_text("# mine\n")
    done = run("config", "init", cwd=folder)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        'Error: "pool-lint.toml" already exists; remove it or choose another name\n'
    )
    assert (folder / "pool-lint.toml").read_text() == "# mine\n"
    assert run("config", "init", "other.toml", cwd=folder).returncode == 0
    assert run("config", "init", "none/x.toml", cwd=folder).returncode == 2
    assert run("config", "init", "pools", cwd=folder).returncode == 2


def test_init_notes_which_settings_file_overrides_another(folder: Path) -> None:
    (folder / "pyproject.toml").write_text("[tool.pool-lint]\nignore = []\n")
    done = run("config", "init", cwd=folder)
    assert "note: pool-lint.toml overrides pyproject.toml\n" in done.stderr
    (folder / "pool-lint.toml").rename(folder / ".pool-lint.toml")
    done = run("config", "init", cwd=folder)
    assert "note: .pool-lint.toml overrides pool-lint.toml\n" in done.stderr


def test_init_notes_that_a_file_with_another_name_is_not_found(folder: Path) -> None:
    (folder / "pyproject.toml").write_text("[tool.pool-lint]\nignore = []\n")
    done = run("config", "init", "x.toml", cwd=folder)
    names = ".pool-lint.toml, pool-lint.toml and pyproject.toml"
    assert done.stderr == (
        "wrote x.toml; all settings are commented out\n"
        f"note: only {names} are found automatically; use --config x.toml\n"
    )


def test_show_prints_every_setting_with_its_source(folder: Path) -> None:
    (folder / "base.toml").write_text(
        'ignore = ["RP405"]\n[severity]\nRP301 = "warning"\n'
        '[per-file-ignores]\n"a.yaml" = ["RP6"]\n'
    )
    (folder / "pool-lint.toml").write_text(
        'extend = "base.toml"\n\nexclude = ["old/"]\n'
        '[severity]\nRP405 = "error"\n[per-file-ignores]\n"x/**" = ["RP1"]\n'
        '[kinds]\n"pools/" = "request"\n[flavors]\n"modelarts.x" = "cpu"\n'
    )
    assert shown(folder, "pools/a.yaml") == {
        'extend = "base.toml"': "pool-lint.toml:1",
        'edition = "2025-08-20"': "default",
        'target = ""': "default",
        'ignore = ["RP405"]': "base.toml:1",
        "extend-select = []": "default",
        'severity.RP301 = "warning"': "base.toml:3",
        'severity.RP405 = "error"': "pool-lint.toml:5",
        'per-file-ignores."a.yaml" = ["RP6"]': "base.toml:5 (matches)",
        'per-file-ignores."x/**" = ["RP1"]': "pool-lint.toml:7 (does not match)",
        'exclude = ["old/"]': "pool-lint.toml:3",
        "force-exclude = false": "default",
        'fail-on = "error"': "default",
        'kinds."pools/" = "request"': "pool-lint.toml:9 (matches)",
        "injected = []": "default",
        'flavors."modelarts.x" = "cpu"': "pool-lint.toml:11",
        "rule = {}": "default",
        "policy = {}": "default",
        "protected = []": "default",
    }


def test_show_prints_toml(folder: Path) -> None:
    (folder / "pool-lint.toml").write_text(
        'exclude = ["a\\"b", "\\u001b[31m", "\\U0001f600"]\n[severity]\nRP1 = "info"\n'
    )
    done = run("config", "show", "pools", cwd=folder)
    settings = tomllib.loads(done.stdout)
    assert settings["exclude"] == ['a"b', "\x1b[31m", "\U0001f600"]
    assert settings["severity"] == {"RP1": "info"}
    assert set(settings) == set(KEYS) - {
        "extend",
        "required-version",
        "known-pools",
        "select",
        "docs-url",
        "flavor-catalog",
    }
    assert done.stdout.startswith("# settings for pools: from pool-lint.toml\n")
    unset = "# select is not set: all rules run except those of severity info\n"
    assert unset in done.stdout


@pytest.mark.parametrize(
    ("options", "setting", "source"),
    [
        (["--select", "RP3"], 'select = ["RP3"]', "--select"),
        (["--select", "RP3"], "ignore = []", "--select"),
        (["--ignore", "RP1"], 'ignore = ["RP4", "RP1"]', "pool-lint.toml:1, --ignore"),
        (["--extend-select", "RP4"], "ignore = []", "--extend-select"),
        (["--extend-select", "RP9"], 'extend-select = ["RP9"]', "--extend-select"),
        (["--exclude", "x"], 'exclude = ["y", "x"]', "pool-lint.toml:2, --exclude"),
        (["--force-exclude"], "force-exclude = true", "--force-exclude"),
        (["--strict"], 'fail-on = "warning"', "--fail-on"),
        (["--kind", "request"], 'kinds = {"**" = "request"}', "--kind"),
        (["--flavor-catalog", "f.json"], 'flavor-catalog = "f.json"', "--flavor-cat"),
        (["--no-config"], "ignore = []", "default"),
        (["--config", "other.toml"], 'ignore = ["RP5"]', "other.toml:1"),
    ],
)
def test_show_names_the_option_that_sets_a_value(
    folder: Path, options: list[str], setting: str, source: str
) -> None:
    (folder / "pool-lint.toml").write_text('ignore = ["RP4"]\nexclude = ["y"]\n')
    (folder / "other.toml").write_text('ignore = ["RP5"]\n')
    (folder / "f.json").write_text(as_json({"modelarts.x": "cpu"}))
    assert shown(folder, *options)[setting].startswith(source)


def test_show_names_the_parent_file_that_sets_the_target(folder: Path) -> None:
    (folder / "pool-lint.toml").write_text('\ntarget = "prod"\n')
    (folder / "pools" / "pool-lint.toml").write_text("ignore = []\n")
    found = shown(folder, "pools/a.yaml")
    assert found['target = "prod"'] == "pool-lint.toml:2"
    assert found["ignore = []"] == "pools/pool-lint.toml:1"


def test_show_as_json_holds_every_setting_and_source(folder: Path) -> None:
    (folder / "pool-lint.toml").write_text('[severity]\nRP301 = "info"\n')
    done = run("config", "show", "pools", "-f", "json", cwd=folder)
    found: dict[str, Any] = json.loads(done.stdout)
    assert set(found["settings"]) == set(found["sources"]) == set(KEYS)
    assert found["file"] == "pool-lint.toml"
    assert found["settings"]["severity"] == {"RP301": "info"}
    assert found["sources"]["severity"] == {"RP301": "pool-lint.toml:2"}
    assert found["sources"]["ignore"] == "default"
    assert run("--show-settings", "pools", cwd=folder).stdout == done.stdout


def test_show_reports_broken_settings(folder: Path) -> None:
    (folder / "pool-lint.toml").write_text("selct = []\n")
    done = run("config", "show", cwd=folder)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        'pool-lint: pool-lint.toml:1: unknown key "selct"; did you mean "select"?\n'
    )


def test_files_lists_linted_files_and_reasons_for_skipped_ones(folder: Path) -> None:
    (folder / "pool-lint.toml").write_text('exclude = ["x", "old/"]\n')
    (folder / ".gitignore").write_text("build/\nlocal.yaml\n")
    (folder / "pools" / ".gitignore").write_text("c.yaml\n")
    for name in ("build", "node_modules"):
        (folder / name).mkdir()
        (folder / name / "d.yaml").write_text("")
    for name in ("local.yaml", "pools/c.yaml", "README.md", "pools/note.txt"):
        (folder / name).write_text("")
    (folder / "link.yaml").symlink_to("/etc/hostname")
    (folder / "linked").symlink_to("pools")
    done = run("config", "files", "--exclude", "e.yaml", cwd=folder)
    assert (done.returncode, done.stdout) == (0, "pools/a.yaml\n")
    always = "version control, environments and packages are always skipped"
    assert done.stderr.splitlines() == [
        f"skipped: .git/: {always}",
        "skipped: build/: ignored by .gitignore",
        "skipped: link.yaml: links that lead out of the folder are not followed",
        "skipped: linked: links to folders are not followed",
        "skipped: local.yaml: ignored by .gitignore",
        f"skipped: node_modules/: {always}",
        "skipped: pools/c.yaml: ignored by pools/.gitignore",
        'skipped: pools/old/: excluded by "old/" (pool-lint.toml:1)',
        "skipped: 5 other files, not named *.yaml, *.yml, *.json",
    ]
    everything = run("config", "files", "-v", "--no-config", cwd=folder)
    assert "pools/c.yaml\n" in everything.stdout
    assert "skipped: README.md: the name does not end in .yaml" in everything.stderr
    assert run("--show-files", cwd=folder).stdout == done.stdout


def test_files_names_the_option_that_excludes_a_file(folder: Path) -> None:
    options = ("--exclude", "a.yaml", "--force-exclude")
    done = run("config", "files", "pools", "pools/a.yaml", *options, cwd=folder)
    assert done.stdout == "pools/old/b.yaml\n"
    reason = 'skipped: pools/a.yaml: excluded by "a.yaml" (--exclude)\n'
    assert done.stderr == reason * 2


def test_files_prints_json_with_reasons(folder: Path) -> None:
    (folder / ".gitignore").write_text("old\n")
    done = run("config", "files", "pools", "-f", "json", cwd=folder)
    assert json.loads(done.stdout) == {
        "files": ["pools/a.yaml"],
        "skipped": [{"path": "pools/old/", "reason": "ignored by .gitignore"}],
        "others": 0,
    }
    assert done.stderr == ""


def test_files_fails_for_a_path_that_does_not_exist(folder: Path) -> None:
    done = run("config", "files", "pools", "none.yaml", cwd=folder)
    assert done.returncode == 2
    assert done.stdout == "pools/a.yaml\npools/old/b.yaml\n"
    assert done.stderr == "pool-lint: none.yaml: no such file or folder\n"


def test_a_file_that_is_ignored_and_named_is_listed_once(folder: Path) -> None:
    (folder / ".gitignore").write_text("a.yaml\n")
    done = run("config", "files", "pools", "pools/a.yaml", cwd=folder)
    assert done.stdout == "pools/a.yaml\npools/old/b.yaml\n"
    assert done.stderr == ""


@pytest.mark.parametrize(
    "command", [("config", "files"), ("--show-files",)], ids=" ".join
)
def test_files_are_not_printed_as_ci_commands(
    folder: Path, command: tuple[str, ...]
) -> None:
    for name in ("::error::x", "section_start:1", "##[error]"):
        (folder / name).mkdir()
        (folder / name / "p.yaml").write_text("")
        (folder / name / "old.yaml").symlink_to("/etc/hostname")
    done = run(*command, ".", "::error::none.yaml", cwd=folder)
    assert done.returncode == 2
    files = done.stdout.splitlines()
    assert "./::error::x/p.yaml" in files
    assert "./section_start:1/p.yaml" in files
    for line in files + done.stderr.splitlines():
        assert not line.lstrip().startswith(("::", "##", "section_"))
        assert "##[" not in line


def test_show_settings_are_not_printed_as_ci_commands(folder: Path) -> None:
    (folder / "pool-lint.toml").write_text(
        '[per-file-ignores]\n"::error::x" = ["RP3"]\n"##[error]" = ["RP3"]\n'
    )
    done = run("config", "show", "::error::x/##[error]\n::error::y", cwd=folder)
    assert done.returncode == 0
    for line in done.stdout.splitlines():
        assert not line.startswith(("::", "##", "section_"))
        assert "##[" not in line


@pytest.mark.parametrize("command", [("config", "show"), ("--show-settings",)])
def test_show_of_an_empty_path_is_a_usage_error(
    folder: Path, command: tuple[str, ...]
) -> None:
    done = run(*command, "", cwd=folder)
    assert (done.returncode, done.stdout) == (2, "")
    assert "Error: the path is empty; name a file or a folder\n" in done.stderr


def test_files_names_an_empty_path(folder: Path) -> None:
    done = run("config", "files", "", cwd=folder)
    assert done.returncode == 2
    assert done.stderr == 'pool-lint: "": no such file or folder\n'


def test_show_fails_for_an_invalid_list_of_known_pools(folder: Path) -> None:
    (folder / "pool-lint.toml").write_text('known-pools = "pools.json"\n')
    place = "pool-lint: pool-lint.toml:1: known-pools: pools.json"
    done = run("config", "show", cwd=folder)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == f"{place}: no such file or folder\n"
    (folder / "pools.json").write_text('{"kind": 1,\n"kind": 2}')
    done = run("config", "show", "pools/a.yaml", cwd=folder)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(f'{place}:2:1: duplicate key "kind"; see ')


def test_show_of_standard_input_uses_its_name(folder: Path) -> None:
    (folder / "pools" / "pool-lint.toml").write_text("force-exclude = true\n")
    assert shown(folder, "-")["force-exclude = false"] == "default"
    found = shown(folder, "-", "--stdin-filename", "pools/x.yaml")
    assert found["force-exclude = true"] == "pools/pool-lint.toml:1"


@pytest.mark.parametrize(
    ("words", "expected"),
    [("pool-lint config ", "show"), ("pool-lint config show --conf", "--config")],
)
def test_the_shell_completes_config(folder: Path, words: str, expected: str) -> None:
    env = {
        "_POOL_LINT_COMPLETE": "bash_complete",
        "COMP_WORDS": words,
        "COMP_CWORD": str(len(words.split(" ")) - 1),
    }
    assert f"plain,{expected}\n" in run(cwd=folder, env=env).stdout
