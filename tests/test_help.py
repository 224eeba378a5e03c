"""The text of --help, and errors about wrong command lines."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import click
import pytest

from command import run
from manifests import REFERENCE, answer, as_json, as_yaml
from pool_lint.cli.help import HEADINGS, Command
from pool_lint.cli.main import cli
from pool_lint.cli.params import COMMANDS

CONFIG_COMMANDS = ("init", "show", "files")
INNER = [*(("config", name) for name in CONFIG_COMMANDS), ("policy", "test")]
POLICY = """\
[policy.ACME001]
name = "few-nodes"
field = "spec.resources[].count"
maximum = 8
bad = "spec: {resources: [{count: 9}]} # <-"
"""
EVERY = [(), *((name,) for name in COMMANDS), *INNER]


def help_of(folder: Path, *command: str, columns: int = 80) -> str:
    done = run(*command, "--help", cwd=folder, env={"COLUMNS": str(columns)})
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def command_of(names: tuple[str, ...]) -> click.Command:
    found: click.Command = cli
    for name in names or ("check",):
        assert isinstance(found, click.Group)
        inner = found.get_command(click.Context(found), name)
        assert inner
        found = inner
    return found


def examples() -> list[tuple[tuple[str, ...], str]]:
    found = []
    for names in EVERY:
        command = command_of(names)
        if isinstance(command, Command) and names:
            found += [(names, line) for line in command.examples]
    return found


def test_the_first_line_of_help_is_the_purpose(tmp_path: Path) -> None:
    text = help_of(tmp_path)
    assert text.startswith("Lint Huawei Cloud ModelArts resource pool manifests.\n\n")
    assert text.splitlines()[2] == "Usage: pool-lint [check] [OPTIONS] [PATH]..."
    assert help_of(tmp_path, "check") == text


def test_options_are_listed_under_headings_in_their_order(tmp_path: Path) -> None:
    titles = re.findall(r"(?m)^(\S.*):$", help_of(tmp_path))
    assert titles == ["Commands", *HEADINGS, "Examples", "Exit codes"]


@pytest.mark.parametrize("names", EVERY, ids=" ".join)
@pytest.mark.parametrize("columns", [80, 200, 60])
def test_help_fits_the_terminal_and_at_most_80_columns(
    tmp_path: Path, names: tuple[str, ...], columns: int
) -> None:
    text = help_of(tmp_path, *names, columns=columns)
    assert max(map(len, text.splitlines())) <= min(columns, 80)
    assert not [line for line in text.splitlines() if line.endswith("-")]


def test_the_texts_of_all_options_are_aligned(tmp_path: Path) -> None:
    text = help_of(tmp_path)
    options = text[text.index("Selection:") : text.index("Examples:")]
    columns = {
        len(match[0]) for match in re.finditer(r"(?m)^  -\S.*?  +(?=\S)", options)
    }
    assert columns == {28}


@pytest.mark.parametrize("names", [(), ("config",), ("policy",)], ids=" ".join)
def test_the_purposes_of_commands_are_not_cut(
    tmp_path: Path, names: tuple[str, ...]
) -> None:
    text = help_of(tmp_path, *names)
    assert "..." not in text.partition("Commands:")[2].partition("\n\n")[0]
    flat = " ".join(text.split())
    inner = [command for command in INNER if command[:1] == names]
    for command in inner if names else [(name,) for name in COMMANDS]:
        purpose = (command_of(command).help or "").partition("\n\n")[0]
        assert f"{command[-1]} {' '.join(purpose.split())}" in flat


@pytest.mark.parametrize("names", EVERY, ids=" ".join)
def test_each_text_of_an_option_is_a_sentence(names: tuple[str, ...]) -> None:
    for option in command_of(names).params:
        if isinstance(option, click.Option) and option.name != "version":
            text = re.sub(r"  \[default: .*\]$", "", option.help or "")
            assert re.fullmatch(r"(?s)[A-Z].*\.", text), option.name


def test_the_help_of_check_has_four_examples() -> None:
    assert len([line for names, line in examples() if names == ("check",)]) == 4


@pytest.mark.parametrize("line", [line for _, line in examples()])
def test_each_example_of_help_runs(tmp_path: Path, line: str) -> None:
    assert line.startswith("pool-lint")
    (tmp_path / "pools").mkdir()
    if "init" not in line:
        (tmp_path / "pools" / "train.yaml").write_text(as_yaml(REFERENCE))
    if line == "pool-lint server":
        pytest.importorskip("pygls")
    if "polic" in line:
        (tmp_path / "prod").mkdir()
        for name in ("pool-lint.toml", "policies.toml"):
            (tmp_path / name).write_text(POLICY)
    if "changes" in line or "--update" in line:
        for name in ("old", "new"):
            (tmp_path / name).mkdir()
            (tmp_path / name / "train.yaml").write_text(as_yaml(REFERENCE))
        (tmp_path / "live.json").write_text(as_json(answer(REFERENCE)))
    command, _, _ = line.partition(" > ")
    done = run(*shlex.split(command)[1:], cwd=tmp_path)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    ("word", "command"),
    [
        ("lint", "check"),
        ("validate", "check"),
        ("chekc", "check"),
        ("fix", "check --fix"),
        ("new", "init"),
        ("settings", "config show"),
        ("help", "--help"),
        ("explian", "explain"),
    ],
)
def test_a_word_of_another_tool_suggests_the_command(
    tmp_path: Path, word: str, command: str
) -> None:
    done = run(word, "pool.yaml", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        f'Error: "{word}" is neither a file nor a command; did you mean "{command}"?\n'
    )


def test_a_file_named_like_a_word_of_another_tool_is_linted(tmp_path: Path) -> None:
    (tmp_path / "lint").write_text(as_yaml(REFERENCE))
    assert run("lint", cwd=tmp_path).returncode == 0


def test_a_folder_named_like_a_command_is_mentioned(tmp_path: Path) -> None:
    note = 'note: "rules" is read as a command; lint the folder with '
    assert run("rules", cwd=tmp_path).stderr == ""
    (tmp_path / "rules").mkdir()
    done = run("rules", cwd=tmp_path)
    assert done.returncode == 0
    assert done.stderr == f"{note}`pool-lint check ./rules`\n"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--slect", "RP1"], "unknown option --slect; did you mean --select?"),
        (["--zzz"], "unknown option --zzz"),
        (["-f", "jsn"], '--format: unknown format "jsn"; did you mean "json"?'),
        (["--color", "x"], 'unknown mode "x"; choose from auto, always, never'),
        (["--limit", "sizee=1"], 'unknown limit "sizee"; did you mean "size"?'),
        (["--config"], "option '--config' requires an argument"),
        (["explain"], "missing argument TOPIC"),
        (["schema", "pol"], 'unknown schema "pol"; did you mean "pool"?'),
        (["config"], "missing command: choose init, show or files"),
        (["config", "shwo"], 'unknown command "shwo"; did you mean "show"?'),
        (["config", "zzz"], 'unknown command "zzz"; choose init, show or files'),
    ],
)
def test_a_usage_error_is_one_plain_line_with_advice(
    tmp_path: Path, arguments: list[str], message: str
) -> None:
    done = run(*arguments, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    last = done.stderr.splitlines()[-1]
    assert last.startswith("Error: ")
    assert last.endswith(message)


@pytest.mark.parametrize(
    "arguments",
    [["explain", "none.yaml:1"], ["--flavor-catalog", "none.json"], ["init", "x/y"]],
    ids=lambda arguments: arguments[0],
)
def test_an_error_about_a_file_shows_no_usage(
    tmp_path: Path, arguments: list[str]
) -> None:
    done = run(*arguments, cwd=tmp_path)
    assert done.returncode == 2
    assert re.fullmatch(r"Error: .*no such file or folder\n", done.stderr)
