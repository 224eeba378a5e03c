"""The files in docs/editors work with the server and the command line."""

from __future__ import annotations

import json
import re
import shlex
import tomllib
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml

import processes
from command import run
from editor.server import DIAGNOSTICS, served
from manifests import as_yaml, changed

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "docs" / "editors"
FILES = sorted(path for path in FOLDER.rglob("*") if path.is_file())
PAGE = (ROOT / "docs" / "editors.md").read_text(encoding="utf-8")
BAD = as_yaml(changed((("spec", "resources", 0, "maxCount"), 5)))  # RP301
PUSHED = {"publishDiagnostics": DIAGNOSTICS}
PULLED = {**PUSHED, "diagnostic": {"dynamicRegistration": False}}


def text_of(name: str) -> str:
    return (FOLDER / name).read_text(encoding="utf-8")


def json_of(name: str) -> Any:
    return json.loads(text_of(name))


class Sent(NamedTuple):
    """What an editor starts and sends: read from its file, apart from capabilities."""

    command: list[str]
    options: dict[str, Any]
    encodings: list[str]
    pulls: bool


def nvim() -> Sent:
    text = text_of("nvim/lsp/pool_lint.lua")
    [command] = re.findall(r"cmd = \{(.*)\}", text)
    options = dict(re.findall(r"(\w+) = '(\w+)'", text.partition("init_options")[2]))
    words = re.findall(r"'([^']*)'", command)
    return Sent(words, options, ["utf-8", "utf-16", "utf-32"], pulls=True)


def helix() -> Sent:
    found = tomllib.loads(text_of("helix/languages.toml"))
    server = found["language-server"]["pool-lint"]
    for language in found["language"]:
        assert language["language-servers"][-1] == "pool-lint"
    command = [server["command"], *server["args"]]
    return Sent(command, server["config"], ["utf-8", "utf-32", "utf-16"], pulls=True)


def vscode() -> Sent:
    found = {
        k.rpartition(".")[2]: v for k, v in json_of("vscode/settings.json").items()
    }
    command = [found["command"], *found["commandArguments"]]
    return Sent(command, found["initializationOptions"], ["utf-16"], pulls=True)


def jetbrains() -> Sent:
    command = json_of("jetbrains/template.json")["programArgs"]["default"]
    assert json_of("jetbrains/settings.json") == {}
    options = json_of("jetbrains/initializationOptions.json")
    return Sent(shlex.split(command), options, [], pulls=True)


def kate() -> Sent:
    server = json_of("kate/settings.json")["servers"]["pool-lint"]
    assert re.search(server["highlightingModeRegex"], "YAML")
    return Sent(server["command"], server["initializationOptions"], [], pulls=False)


def sublime() -> Sent:
    server = json_of("sublime/LSP.sublime-settings")["clients"]["pool-lint"]
    options = server["initializationOptions"]
    return Sent(server["command"], options, ["utf-16"], pulls=False)


def emacs() -> Sent:
    text = text_of("emacs/pool-lint.el")
    [command] = re.findall(r'\. \(((?:"[^"]*"\s*)+)', text)
    options = dict(re.findall(r':(\w+) "(\w+)"', text.partition("Options")[2]))
    words = re.findall('"([^"]*)"', command)
    return Sent(words, options, ["utf-32", "utf-8", "utf-16"], pulls=False)


@pytest.mark.parametrize(
    "editor_of", [nvim, helix, vscode, jetbrains, kate, sublime, emacs]
)
def test_the_server_works_with_what_each_editor_sends(
    tmp_path: Path, editor_of: Any
) -> None:
    pytest.importorskip("pygls")
    sent: Sent = editor_of()
    assert sent.command[:2] == ["pool-lint", "server"]
    assert sent.options
    capabilities: dict[str, Any] = {
        "textDocument": PULLED if sent.pulls else PUSHED,
        "general": {"positionEncodings": sent.encodings} if sent.encodings else {},
    }
    command = (processes.COMMAND, *sent.command[1:])
    with served(tmp_path, sent.options, capabilities, command=command) as editor:
        chosen = editor.answer["capabilities"]["positionEncoding"]
        assert chosen == (sent.encodings[0] if sent.encodings else "utf-16")
        editor.open("pool.yaml", BAD)
        diagnostics = editor.pull if sent.pulls else editor.diagnostics
        [found] = diagnostics("pool.yaml")
        assert found["code"] == "RP301"
        titles = [one["title"] for one in editor.actions("pool.yaml")]
        assert titles == ["Set maxCount to 2 (unsafe)", "Ignore RP301 on this line…"]
        assert editor.shown() == []  # every option is known


# --- Without the server

LINE = "pool.yaml:19:15: error RP301 max-count-mismatch: spec.resources[0].maxCount"


def output(folder: Path, words: list[str]) -> str:
    """Run a command of a settings file for a text that is not saved."""
    assert words[0] == "pool-lint"
    done = run(*words[1:], cwd=folder, stdin=BAD)
    return done.stdout


def lua_words(text: str) -> list[str]:
    [arguments] = re.findall(r"(?s)args = \{(.*?)\n? *\},\n", text)
    arguments = re.sub(r"function\(\).*", "'pool.yaml',", arguments)
    words = re.findall(r"'([^']*)'", arguments)
    return ["pool-lint", *("pool.yaml" if w == "$FILENAME" else w for w in words)]


def test_the_task_of_vs_code_finds_places(tmp_path: Path) -> None:
    [task] = json_of("vscode/tasks.json")["tasks"]
    (tmp_path / "pool.yaml").write_text(BAD)
    shown = output(tmp_path, [task["command"], *task["args"]])
    pattern = task["problemMatcher"]["pattern"]
    found = re.match(pattern["regexp"], shown.splitlines()[0])
    assert found
    parts = {name: found[at] for name, at in pattern.items() if name != "regexp"}
    assert (parts["file"], parts["line"], parts["column"]) == ("pool.yaml", "19", "15")
    assert (parts["severity"], parts["code"]) == ("error", "RP301")
    assert parts["message"].startswith("max-count-mismatch: spec.resources[0]")


def test_the_task_of_zed_runs(tmp_path: Path) -> None:
    [task] = json_of("zed/tasks.json")
    (tmp_path / "pool.yaml").write_text(BAD)
    assert output(tmp_path, [task["command"], *task["args"]]).startswith(LINE)


def test_efm_finds_places(tmp_path: Path) -> None:
    found = yaml.safe_load(text_of("efm/config.yaml"))
    [tool] = found["languages"]["yaml"]
    assert tool["lint-stdin"] is tool["lint-ignore-exit-code"] is True
    command = tool["lint-command"].replace("${INPUT}", "pool.yaml")
    shown = output(tmp_path, shlex.split(command)).splitlines()
    for word in ("error", "warning", "info"):
        line = shown[0].replace("error", word)
        matched = []
        for pattern in tool["lint-formats"]:
            for item, group in (
                ("%f", "(.+)"),
                ("%l", r"(\d+)"),
                ("%c", r"(\d+)"),
                ("%t", "(.)"),
                ("%m", "(.+)"),
            ):
                pattern = pattern.replace(item, group)  # noqa: PLW2901 - step by step
            matched += [m.groups() for m in [re.fullmatch(pattern, line)] if m]
        [(file, row, column, kind, message)] = matched
        assert (file, row, column, kind) == ("pool.yaml", "19", "15", word[0])
        assert message.startswith("RP301 max-count-mismatch: ")


def test_nvim_lint_finds_places(tmp_path: Path) -> None:
    text = text_of("nvim/nvim-lint.lua")
    shown = output(tmp_path, lua_words(text)).splitlines()
    [pattern] = re.findall(r"'(\^.*\$)'", text)
    for lua, python in (("%d", r"\d"), ("%l", "[a-z]"), ("%u", "[A-Z]"), (".-", ".*?")):
        pattern = pattern.replace(lua, python)
    found = re.match(pattern, shown[0])
    assert found
    assert found.groups()[:4] == ("19", "15", "error", "RP301")


def test_ale_finds_places(tmp_path: Path) -> None:
    text = text_of("vim/ale.vim")
    [command] = re.findall("'command': '(.*)'", text)
    command = command.replace("%e", "pool-lint").replace("%s", "pool.yaml")
    shown = output(tmp_path, shlex.split(command)).splitlines()
    [pattern] = re.findall(r"'\\v(\^.*\$)'", text)
    pattern = pattern.replace("{-}", "*?").replace(r"\u", "[A-Z]")
    found = re.match(pattern, shown[0])
    assert found
    assert found.groups()[:4] == ("19", "15", "error", "RP301")


@pytest.mark.parametrize("text", [BAD.replace("'0'", "0"), "a: 1\n", "a: [\n"])
def test_conform_gets_the_fixed_text(tmp_path: Path, text: str) -> None:
    words = lua_words(text_of("nvim/conform.lua"))
    done = run(*words[1:], cwd=tmp_path, stdin=text)
    assert done.returncode == 0
    fixed = text.replace("workspace.id: 0", 'workspace.id: "0"')
    assert done.stdout == fixed.replace("mode: 0", 'mode: "0"')


# --- The page


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_each_file_is_on_the_page(path: Path) -> None:
    name = path.relative_to(FOLDER.parent).as_posix()
    shown = f"<!-- same: docs/{name} -->" in PAGE
    assert shown or f"({name})" in PAGE


@pytest.mark.parametrize(
    "editor",
    [
        *("Neovim", "Helix", "VS Code", "JetBrains", "Kate", "Sublime", "Emacs"),
        *("Zed", "efm", "ALE", "nvim-lint", "conform"),
    ],
)
def test_each_editor_has_a_part_of_the_page(editor: str) -> None:
    assert re.search(f"(?m)^### .*{editor}", PAGE)
