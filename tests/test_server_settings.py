"""The language server: settings that change, other files, and options of editors."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from command import run
from editor.server import CAPABILITIES, PULLS, Editor, served
from manifests import NETWORK, REFERENCE, as_yaml, changed
from pool_lint import RunOptions
from pool_lint.project import session

pytest.importorskip("pygls")

GOOD = as_yaml(REFERENCE)
OTHER = GOOD.replace("pool-001", "pool-002")
BAD = as_yaml(changed((("spec", "resources", 0, "maxCount"), 5)))  # RP301
SETTINGS = "pool-lint.toml"
CATALOG = {
    "kind": "ResourceFlavorList",
    "apiVersion": "v1",
    "items": [
        {
            "kind": "ResourceFlavor",
            "apiVersion": "v1",
            "metadata": {"name": "modelarts.vm.gpu.tnt004"},
            "spec": {"type": "Dedicate", "gpu": {"type": "T4", "size": 1}},
        }
    ],
}
# An editor that watches no files: changes are found at each run.
UNWATCHED = {**CAPABILITIES, "workspace": {}}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / ".git").mkdir()
    return tmp_path


@pytest.fixture
def editor(folder: Path) -> Iterator[Editor]:
    with served(folder) as editor:
        yield editor


@pytest.fixture
def unwatched(folder: Path) -> Iterator[Editor]:
    with served(folder, capabilities=UNWATCHED) as editor:
        yield editor


def write(folder: Path, name: str, text: str) -> None:
    """Replace a file at once, by one with another time of change.

    The server may read settings at any moment, and would see a file that is half
    written.
    """
    file, new = folder / name, folder / f"{name}.new"
    file.parent.mkdir(parents=True, exist_ok=True)
    before = file.stat().st_mtime_ns if file.exists() else 0
    new.write_text(text)
    if new.stat().st_mtime_ns == before:
        os.utime(new, ns=(before + 1, before + 1))
    new.replace(file)


# --- Settings


def test_settings_of_each_folder_apply(editor: Editor) -> None:
    write(editor.folder, SETTINGS, "ignore = ['RP301']\n")
    write(editor.folder, f"prod/{SETTINGS}", "[severity]\nRP301 = 'warning'\n")
    write(editor.folder, f"old/{SETTINGS}", "exclude = ['a.yaml']\n")
    for name, severities in (
        ("a.yaml", []),
        ("prod/a.yaml", [2]),
        ("old/a.yaml", []),
        ("old/b.yaml", [1]),
    ):
        editor.open(name, BAD.replace("pool-001", f"pool-{name[0]}"))
        assert [d["severity"] for d in editor.diagnostics(name)] == severities


def test_files_that_settings_exclude_have_no_diagnostics(editor: Editor) -> None:
    write(editor.folder, SETTINGS, "exclude = ['vendor']\n")
    editor.open("vendor/deep/a.yaml", BAD)
    assert editor.diagnostics("vendor/deep/a.yaml") == []
    assert editor.actions("vendor/deep/a.yaml") == []
    assert editor.ask("hover", "vendor/deep/a.yaml", 0, 1) is None
    assert editor.ask("documentSymbol", "vendor/deep/a.yaml") == []


def test_changed_settings_apply_when_the_editor_reports_them(editor: Editor) -> None:
    editor.open("a.yaml", BAD)
    assert editor.codes("a.yaml") == ["RP301"]
    for text, codes in (("ignore = ['RP301']\n", []), ("", ["RP301"])):
        write(editor.folder, SETTINGS, text)
        editor.watched(SETTINGS, kind=1)
        editor.until("a.yaml", *codes)
    write(editor.folder, SETTINGS, "ignore = ['RP301']\n")
    editor.watched(SETTINGS)
    editor.until("a.yaml")
    (editor.folder / SETTINGS).unlink()
    editor.watched(SETTINGS, kind=3)
    editor.until("a.yaml", "RP301")


@pytest.mark.parametrize("name", [SETTINGS, ".pool-lint.toml", "pyproject.toml"])
def test_changed_settings_apply_with_the_next_key(unwatched: Editor, name: str) -> None:
    editor, table = unwatched, "[tool.pool-lint]\n" if name[0] == "p" else ""
    table = table if name == "pyproject.toml" else ""
    editor.open("deep/a.yaml", BAD)
    assert editor.codes("deep/a.yaml") == ["RP301"]
    write(editor.folder, name, f"{table}ignore = ['RP301']\n")
    editor.type("deep/a.yaml", BAD + "#\n")
    assert editor.codes("deep/a.yaml") == []
    write(editor.folder, name, f"{table}ignore = []\n")
    editor.type("deep/a.yaml", BAD)
    assert editor.codes("deep/a.yaml") == ["RP301"]


def test_inherited_settings_and_flavor_lists_are_read_again(
    unwatched: Editor,
) -> None:
    editor = unwatched
    write(editor.folder, "base.toml", "flavor-catalog = 'flavors.json'\n")
    write(editor.folder, SETTINGS, "extend = 'base.toml'\n")
    write(editor.folder, "flavors.json", json.dumps(CATALOG).replace("tnt004", "t9"))
    editor.open("a.yaml", GOOD)
    assert editor.codes("a.yaml") == ["RP307"]
    write(editor.folder, "flavors.json", json.dumps(CATALOG))
    editor.type("a.yaml", GOOD + "#\n")
    assert editor.codes("a.yaml") == []
    write(editor.folder, "base.toml", "select = ['RP301']\n")
    editor.type("a.yaml", BAD)
    assert editor.codes("a.yaml") == ["RP301"]


def test_broken_settings_are_shown_in_their_file_and_the_last_ones_stay(
    unwatched: Editor,
) -> None:
    editor = unwatched
    write(editor.folder, SETTINGS, "ignore = ['RP301']\n")
    editor.open("a.yaml", BAD)
    assert editor.codes("a.yaml") == []
    write(editor.folder, SETTINGS, "# old\nignore = ['RP999']\n")
    editor.type("a.yaml", BAD + "#\n")
    assert editor.codes("a.yaml") == []
    [found] = editor.diagnostics(SETTINGS, bool)
    assert found["range"]["start"]["line"] == 1
    assert found["severity"] == 1
    assert found["message"] == 'unknown rule "RP999"; `pool-lint rules` lists them'
    assert editor.message("RP999") == (
        f'pool-lint: {SETTINGS}:2: unknown rule "RP999"; '
        "`pool-lint rules` lists them; the last valid settings apply"
    )
    editor.type("a.yaml", BAD)
    assert editor.codes("a.yaml") == []
    write(editor.folder, SETTINGS, "")
    editor.type("a.yaml", BAD + "#\n")
    assert editor.codes("a.yaml") == ["RP301"]
    editor.diagnostics(SETTINGS, lambda found: not found)
    assert len([m for m in editor.shown() if "RP999" in m]) == 1


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a = [\n", 0),
        ("ignore = 3\n", 0),
        ("[[[\n", 0),
        ("extend = '../x.toml'", 0),
        ("flavor-catalog = 'none.json'", 0),
        ("\n\nknown-pools = 'none.json'", 2),
    ],
)
def test_each_kind_of_broken_settings_is_shown(
    editor: Editor, text: str, line: int
) -> None:
    write(editor.folder, SETTINGS, text)
    editor.open("a.yaml", BAD)
    [found] = editor.diagnostics(SETTINGS, bool)
    assert found["range"]["start"]["line"] == line
    write(editor.folder, SETTINGS, "")
    editor.watched(SETTINGS)
    editor.until("a.yaml", "RP301")
    assert editor.diagnostics(SETTINGS, lambda found: not found) == []


def test_without_valid_settings_nothing_is_reported(editor: Editor) -> None:
    write(editor.folder, SETTINGS, "[[[\n")
    editor.open("a.yaml", BAD)
    assert editor.diagnostics(SETTINGS, bool)
    assert editor.diagnostics("a.yaml") == []


def test_a_folder_that_is_deleted_and_made_again_keeps_working(
    unwatched: Editor,
) -> None:
    write(unwatched.folder, SETTINGS, 'ignore = ["RP301"]\n')
    unwatched.open("a.yaml", BAD)
    assert unwatched.codes("a.yaml") == []
    shutil.rmtree(unwatched.folder)
    unwatched.type("a.yaml", f"{BAD}\n")
    unwatched.until("a.yaml", "RP301")
    write(unwatched.folder, SETTINGS, 'ignore = ["RP301"]\n')
    unwatched.type("a.yaml", BAD)
    unwatched.until("a.yaml")
    assert unwatched.shown() == []


# --- Other files


def test_a_name_that_a_file_on_disk_has_is_reported(folder: Path) -> None:
    write(folder, "a.yaml", GOOD)
    with served(folder) as editor:
        editor.open("b.yaml", GOOD)
        editor.until("b.yaml", "RP701")
        [found] = editor.diagnostics("b.yaml")
        [related] = found["relatedInformation"]
        assert related["location"]["uri"] == editor.uri("a.yaml")
        line = related["location"]["range"]["start"]["line"]
        assert "os.modelarts/name" in GOOD.splitlines()[line]


def test_open_text_counts_and_not_the_file_on_disk(folder: Path) -> None:
    write(folder, "a.yaml", GOOD)
    write(folder, "b.yaml", OTHER)
    with served(folder) as editor:
        editor.open("b.yaml", GOOD)
        editor.until("b.yaml", "RP701")
        editor.open("a.yaml", GOOD)
        editor.type("a.yaml", OTHER)
        editor.until("b.yaml")
        editor.close("a.yaml")
        editor.until("b.yaml", "RP701")


def test_a_change_in_one_text_updates_the_other(editor: Editor) -> None:
    editor.open("a.yaml", GOOD)
    editor.open("b.yaml", OTHER)
    editor.until("b.yaml")
    editor.type("a.yaml", OTHER)
    editor.until("b.yaml", "RP701")
    editor.type("a.yaml", GOOD)
    editor.until("b.yaml")


@pytest.mark.parametrize("kind", ["changed", "created", "deleted"])
def test_files_that_other_programs_change_are_read_again(
    folder: Path, kind: str
) -> None:
    write(folder, "a.yaml", GOOD if kind == "deleted" else OTHER)
    with served(folder) as editor:
        editor.open("z.yaml", GOOD)
        codes = ["RP701"] if kind == "deleted" else []
        editor.until("z.yaml", *codes)
        if kind == "changed":
            write(folder, "a.yaml", GOOD)
            editor.watched("a.yaml")
        elif kind == "created":
            write(folder, "b.yaml", GOOD)
            editor.watched("b.yaml", kind=1)
        else:
            (folder / "a.yaml").unlink()
            editor.watched("a.yaml", kind=3)
        editor.until("z.yaml", *({"deleted": []}.get(kind, ["RP701"])))


def test_excluded_and_ignored_files_on_disk_do_not_matter(folder: Path) -> None:
    write(folder, SETTINGS, "exclude = ['vendor']\n")
    write(folder, ".gitignore", "out\n")
    for name in ("vendor/a.yaml", "out/a.yaml", "node_modules/a.yaml"):
        write(folder, name, GOOD)
    with served(folder) as editor:
        editor.open("z.yaml", GOOD)
        assert editor.diagnostics("z.yaml") == []
        write(folder, "vendor/b.yaml", GOOD)
        editor.watched("vendor/b.yaml", kind=1)
        editor.open("y.yaml", OTHER)
        write(folder, "x.yaml", OTHER)
        editor.watched("x.yaml", kind=1)
        editor.until("y.yaml", "RP701")
        assert editor.diagnostics("z.yaml") == []


def test_a_folder_behind_a_link_is_the_same_folder(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    write(tmp_path, "real/a.yaml", GOOD)
    (tmp_path / "link").symlink_to(tmp_path / "real")
    with served(tmp_path / "link") as editor:
        editor.open("a.yaml", BAD)
        editor.until("a.yaml", "RP301")
        editor.open("b.yaml", GOOD)
        editor.until("b.yaml", "RP701")
        assert editor.codes("a.yaml") == ["RP301"]


def test_known_pools_are_compared(editor: Editor) -> None:
    saved = {"kind": "PoolList", "apiVersion": "v2", "items": [REFERENCE]}
    write(editor.folder, "known.json", json.dumps(saved))
    write(editor.folder, SETTINGS, "known-pools = 'known.json'\n")
    editor.open("a.yaml", GOOD)
    editor.until("a.yaml", "RP701")


def test_two_folders_of_an_editor_are_compared(tmp_path: Path) -> None:
    for name in ("one", "two"):
        write(tmp_path, f"{name}/a.yaml", GOOD if name == "two" else OTHER)
    folders = [
        {"uri": (tmp_path / name).as_uri(), "name": name} for name in ("one", "two")
    ]
    root = {"rootUri": None, "workspaceFolders": folders}
    with served(tmp_path, root=root) as editor:
        editor.open("two/b.yaml", OTHER)
        editor.until("two/b.yaml", "RP701")
        event = {"added": [], "removed": [folders[0]]}
        editor.client.notify("workspace/didChangeWorkspaceFolders", event=event)
        editor.until("two/b.yaml")


def test_without_a_folder_open_texts_are_compared(tmp_path: Path) -> None:
    with served(tmp_path, root={"rootUri": None}) as editor:
        editor.open("a.yaml", GOOD)
        editor.open("b.yaml", GOOD)
        editor.until("b.yaml", "RP701")


def test_the_number_of_files_on_disk_is_limited(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(session, "_MOST_FILES", 2)
    monkeypatch.chdir(folder)
    for name in "abcd":
        write(folder, f"{name}.yaml", GOOD)
    options = RunOptions()
    paths = session.files_below([str(folder)], options)
    assert [Path(path).name for path in paths] == ["a.yaml", "b.yaml"]
    opened = session.Session(options)
    list(opened.index(str(folder / f"{name}.yaml") for name in "abcd"))
    assert len(opened.files) == 2


# --- Baseline


def test_findings_in_the_baseline_are_hints(folder: Path) -> None:
    write(folder, "a.yaml", BAD)
    recorded = run("--write-baseline", "known.json", "a.yaml", cwd=folder)
    assert recorded.returncode == 0
    with served(folder, {"baseline": "known.json"}) as editor:
        worse = BAD.replace("- Train", "- Trian")
        editor.open("a.yaml", worse)
        found = {d["code"]: d["severity"] for d in editor.diagnostics("a.yaml")}
        assert found == {"RP105": 1, "RP301": 4}
        write(folder, "known.json", '{"version": 1}')
        editor.watched("known.json")
        editor.diagnostics("a.yaml", lambda f: {d["severity"] for d in f} == {1})


def test_a_missing_baseline_is_reported(folder: Path) -> None:
    with served(folder, {"baseline": "none.json"}) as editor:
        editor.open("a.yaml", BAD)
        assert editor.codes("a.yaml") == ["RP301"]
        message = editor.message("none.json")
        assert "none.json: no such file or folder" in message


# --- Options of the editor


@pytest.mark.parametrize(
    ("options", "codes"),
    [
        ({}, []),
        (None, []),
        ({"config": "other.toml"}, ["RP404"]),
        ({"noConfig": True}, ["RP301", "RP404"]),
        ({"select": ["RP301"]}, ["RP301"]),
        ({"ignore": ["network-display-name"], "noConfig": True}, ["RP301"]),
        ({"logLevel": None, "ignoreAction": True}, []),
    ],
)
def test_options_work_like_those_of_the_command_line(
    folder: Path, options: Any, codes: list[str]
) -> None:
    write(folder, SETTINGS, "ignore = ['RP301', 'RP404']\n")
    write(folder, "other.toml", "ignore = ['RP301']\n")
    with served(folder, options) as editor:
        editor.open("a.yaml", BAD.replace(NETWORK, "net-0123"))
        assert sorted(editor.codes("a.yaml")) == codes
        assert editor.shown() == []


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (
            {"selekt": ["RP3"]},
            'unknown key "selekt" in initializationOptions; did you mean "select"?',
        ),
        (
            {"x\n": 1},
            'unknown key "x\\u000a" in initializationOptions; known: config, noConfi',
        ),
        ({"select": "RP3"}, "select in initializationOptions must be a list of rules"),
        ({"select": []}, "select in initializationOptions must be a list of rules"),
        ({"noConfig": 1}, "noConfig in initializationOptions must be true or false"),
        (
            {"logLevel": "loud"},
            "logLevel in initializationOptions must be one of debug, info, warning, ",
        ),
        (
            {"logFile": "no/such/folder/x.log"},
            "logFile cannot be written: no such file or directory",
        ),
        ([], "initializationOptions must be an object"),
        (
            {"ignore": ["RP999"]},
            'select and ignore are not fully used: unknown rule "RP999"',
        ),
        (
            {"ignore": ["RP001"]},
            "select and ignore are not used: RP001 is mandatory",
        ),
        (
            {"config": "a.toml", "noConfig": True},
            "noConfig is ignored: config names a settings file",
        ),
        ({"config": "none.toml"}, "none.toml: no such file or folder"),
    ],
)
def test_invalid_options_are_reported(folder: Path, options: Any, message: str) -> None:
    write(folder, "a.toml", "")
    with served(folder, options) as editor:
        editor.open("a.yaml", BAD)
        assert editor.message("").startswith(f"pool-lint: {message}")
        broken = isinstance(options, dict) and options.get("config") == "none.toml"
        assert editor.codes("a.yaml") == ([] if broken else ["RP301"])


def test_a_log_file_has_the_messages_of_its_level(folder: Path) -> None:
    options = {"logFile": "server.log", "logLevel": "debug", "x": 1}
    with served(folder, options) as editor:
        editor.open("a.yaml", GOOD)
        assert editor.codes("a.yaml") == []
    log = (folder / "server.log").read_text(encoding="utf-8")
    assert 'WARNING pool_lint.server: unknown key "x"' in log
    assert "textDocument/didOpen" in log


def test_settings_that_editors_send_later_change_nothing(editor: Editor) -> None:
    editor.open("a.yaml", BAD)
    settings = {"pool-lint": {"ignore": ["RP301"]}}
    editor.client.notify("workspace/didChangeConfiguration", settings=settings)
    editor.type("a.yaml", BAD + "#\n")
    assert editor.codes("a.yaml") == ["RP301"]


def test_an_editor_that_asks_sees_changed_settings(folder: Path) -> None:
    with served(folder, capabilities=PULLS) as editor:
        editor.open("a.yaml", BAD)
        assert [d["code"] for d in editor.pull("a.yaml")] == ["RP301"]
        write(folder, SETTINGS, "ignore = ['RP301']\n")
        assert editor.pull("a.yaml") == []
        write(folder, SETTINGS, "[[[\n")
        assert editor.pull("a.yaml") == []
        assert editor.diagnostics(SETTINGS, bool)
