"""The language server in a process of its own: diagnostics, settings and files."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import processes
from command import run
from editor.server import PUBLISH, PULLS, Editor, served
from manifests import REFERENCE, as_yaml, changed
from pool_lint import RunOptions
from pool_lint.project.session import Session

pytest.importorskip("pygls")

GOOD = as_yaml(REFERENCE)
BAD = as_yaml(changed((("spec", "resources", 0, "maxCount"), 5)))  # RP301
WARNED = GOOD.replace("gpuVersion", "npuVersion")
EXAMPLES = Path(__file__).parent / "examples"
BROKEN = (EXAMPLES / "broken.yaml").read_text(encoding="utf-8")


@pytest.fixture
def editor(tmp_path: Path) -> Iterator[Editor]:
    (tmp_path / ".git").mkdir()
    with served(tmp_path) as editor:
        yield editor


def line_of(text: str, part: str) -> int:
    return text[: text.index(part)].count("\n")


def cli(editor: Editor, name: str, *options: str) -> list[dict[str, Any]]:
    """Return the findings of the command line for the same text."""
    command = ("-", "--stdin-filename", name, "-f", "json", *options)
    done = run(*command, cwd=editor.folder, stdin=editor.texts[name])
    findings: list[dict[str, Any]] = json.loads(done.stdout)["diagnostics"]
    return findings


# --- Diagnostics


def test_open_text_gets_the_findings_of_the_command_line(editor: Editor) -> None:
    editor.open("pool.yaml", BROKEN)
    found = editor.diagnostics("pool.yaml")
    expected = cli(editor, "pool.yaml")
    assert len(found) == len(expected) == 5
    for one, finding in zip(found, expected, strict=True):
        assert one["code"] == finding["rule"]
        assert one["source"] == "pool-lint"
        assert one["severity"] == 1
        start = one["range"]["start"]
        place = finding["range"]["start"]
        assert (start["line"], start["character"]) == (
            place["line"] - 1,
            place["column"] - 1,
        )
        help_ = f"\nhelp: {finding['help']}" if finding["help"] else ""
        assert one["message"] == finding["message"] + help_


def test_diagnostics_have_the_version_of_the_text(editor: Editor) -> None:
    editor.open("pool.yaml", GOOD)
    assert editor.diagnostics("pool.yaml") == []
    for text, codes in ((BAD, ["RP301"]), (GOOD, []), (BAD, ["RP301"])):
        editor.type("pool.yaml", text)
        assert editor.codes("pool.yaml") == codes
    published = editor.published("pool.yaml")
    assert published
    assert published["version"] == 4


def test_severities_are_error_warning_and_information(editor: Editor) -> None:
    rules = "[severity]\nRP301 = 'warning'\nRP102 = 'info'\n"
    (editor.folder / "pool-lint.toml").write_text(rules)
    editor.open("pool.yaml", BROKEN)
    found = {d["code"]: d["severity"] for d in editor.diagnostics("pool.yaml")}
    assert found == {"RP202": 1, "RP102": 3, "RP105": 1, "RP301": 2}


def test_text_without_effect_is_tagged_unnecessary(editor: Editor) -> None:
    text = GOOD.replace("billing.mode: '0'", "billing.mode: '0'\n    PERIOD")
    text = text.replace("PERIOD", "os.modelarts/period.num: '2'")
    text = text.replace("count: 2", "count: 2  # pool-lint: disable=RP301 -- old")
    editor.open("pool.yaml", text)
    tags = {d["code"]: d.get("tags") for d in editor.diagnostics("pool.yaml")}
    assert tags == {"RP203": [1], "RP901": [1]}


def test_related_places_are_sent(editor: Editor) -> None:
    editor.open("pool.yaml", BAD)
    [found] = editor.diagnostics("pool.yaml")
    [related] = found["relatedInformation"]
    assert related["message"] == "count is 2"
    assert related["location"]["uri"] == editor.uri("pool.yaml")
    assert related["location"]["range"]["start"]["line"] == line_of(BAD, "count: 2")


def test_the_code_links_the_documentation_of_the_rule(editor: Editor) -> None:
    settings = 'docs-url = "https://wiki.example.com/{id}"\n'
    (editor.folder / "pool-lint.toml").write_text(settings)
    editor.open("pool.yaml", BAD)
    [found] = editor.diagnostics("pool.yaml")
    assert found["codeDescription"] == {"href": "https://wiki.example.com/RP301"}


def test_a_plain_client_gets_no_extras(tmp_path: Path) -> None:
    text = GOOD.replace("count: 2", "count: 2  # pool-lint: disable=RP301 -- old")
    settings = 'docs-url = "https://wiki.example.com/{id}"\n'
    (tmp_path / "pool-lint.toml").write_text(settings)
    with served(tmp_path, capabilities={}) as editor:
        editor.open("a.yaml", text)
        editor.open("b.yaml", BAD)
        for found in (*editor.diagnostics("a.yaml"), *editor.diagnostics("b.yaml")):
            assert found.keys() == {"range", "message", "severity", "code", "source"}


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("other.yaml", "apiVersion: apps/v1\nkind: Deployment\nspec: {}\n"),
        ("broken.yaml", "a: [\n"),
        ("empty.yaml", ""),
        ("compose.yml", "services:\n  web: {image: nginx}\n"),
        ("package.json", '{"name": "x", "version": 1,}'),
    ],
)
def test_text_that_check_skips_has_no_diagnostics(
    editor: Editor, name: str, text: str
) -> None:
    editor.open(name, text)
    assert editor.diagnostics(name) == []
    assert cli(editor, name) == []


def test_content_decides_and_not_the_language_or_the_name(editor: Editor) -> None:
    editor.open("notes.txt", BAD, "plaintext")
    assert editor.codes("notes.txt") == ["RP301"]


def test_broken_text_with_a_pool_is_reported(editor: Editor) -> None:
    editor.open("pool.yaml", GOOD + "  x: [\n")
    assert editor.codes("pool.yaml") == ["RP001"]


def test_a_json_file_is_read_as_json(editor: Editor) -> None:
    text = json.dumps(REFERENCE).replace('"v2"', "'v2'")
    editor.open("pool.json", text, "json")
    assert editor.codes("pool.json") == ["RP001"]


def test_an_unsaved_text_has_the_settings_of_the_folder(editor: Editor) -> None:
    (editor.folder / "pool-lint.toml").write_text("ignore = ['RP105']\n")
    uri = "untitled:Untitled-1"
    file = {"uri": uri, "languageId": "yaml", "version": 1, "text": BROKEN}
    editor.client.notify("textDocument/didOpen", textDocument=file)
    found = editor.client.wait(lambda m: m.get("params", {}).get("uri") == uri)
    codes = [one["code"] for one in found["params"]["diagnostics"]]
    assert codes == ["RP202", "RP102", "RP301", "RP102"]


@pytest.mark.parametrize("uri", ["git:/pool.yaml", "file:///a%00b"])
def test_documents_that_are_not_files_are_ignored(editor: Editor, uri: str) -> None:
    file = {"uri": uri, "languageId": "yaml", "version": 1, "text": BAD}
    editor.client.notify("textDocument/didOpen", textDocument=file)
    report = editor.client.request("textDocument/diagnostic", textDocument={"uri": uri})
    assert report["items"] == []
    editor.open("pool.yaml", BAD)
    assert editor.codes("pool.yaml") == ["RP301"]
    assert editor.shown() == []


def test_closing_a_file_clears_its_diagnostics(editor: Editor) -> None:
    editor.open("pool.yaml", BAD)
    assert editor.codes("pool.yaml") == ["RP301"]
    editor.close("pool.yaml")
    editor.versions.pop("pool.yaml")
    assert editor.diagnostics("pool.yaml") == []


@pytest.mark.parametrize("how", ["didDeleteFiles", "didRenameFiles"])
def test_deleted_and_renamed_files_have_no_diagnostics(
    editor: Editor, how: str
) -> None:
    editor.open("pool.yaml", BAD)
    assert editor.codes("pool.yaml") == ["RP301"]
    old, new = editor.uri("pool.yaml"), editor.uri("new.yaml")
    file = {"uri": old} if how == "didDeleteFiles" else {"oldUri": old, "newUri": new}
    editor.client.notify(f"workspace/{how}", files=[file])
    editor.versions.pop("pool.yaml")
    assert editor.diagnostics("pool.yaml") == []


# --- Speed


def test_diagnostics_follow_the_last_key_within_200_ms(editor: Editor) -> None:
    editor.open("pool.yaml", GOOD)
    editor.diagnostics("pool.yaml")
    waits = []
    for number in range(9):
        editor.type("pool.yaml", f"{BAD}# {number}\n")
        start = time.perf_counter()
        assert editor.codes("pool.yaml") == ["RP301"]
        waits.append(time.perf_counter() - start)
    assert sorted(waits)[4] < 0.2, waits


def test_a_changed_manifest_of_40_lines_is_linted_within_20_ms(tmp_path: Path) -> None:
    (tmp_path / "pool-lint.toml").write_text("ignore = ['RP404']\n")
    session = Session(RunOptions())
    path, waits = str(tmp_path / "pool.yaml"), []
    for number in range(9):
        text = BROKEN + f"# {number}\n" * (40 - BROKEN.count("\n"))
        assert text.count("\n") == 40
        start = time.perf_counter()
        session.refresh()
        session.update(path, text)
        found = session.results()[path].findings
        waits.append(time.perf_counter() - start)
        assert len(found) == 5
    assert sorted(waits)[4] < 0.02, waits


def test_only_the_last_of_many_keys_is_linted(editor: Editor) -> None:
    editor.open("pool.yaml", GOOD)
    editor.diagnostics("pool.yaml")
    for number in range(40):
        editor.type("pool.yaml", f"{BAD}# {number}\n")
    assert editor.codes("pool.yaml") == ["RP301"]
    sent = [m["params"] for m in editor.client.messages if m.get("method") == PUBLISH]
    versions = [one["version"] for one in sent]
    assert versions == sorted(versions)
    assert len(versions) < 10


# --- Diagnostics on request


def test_an_editor_that_asks_gets_diagnostics_and_none_are_pushed(
    tmp_path: Path,
) -> None:
    with served(tmp_path, capabilities=PULLS) as editor:
        assert editor.answer["capabilities"]["diagnosticProvider"] == {
            "interFileDependencies": True,
            "workspaceDiagnostics": False,
        }
        editor.open("pool.yaml", BAD)
        assert [d["code"] for d in editor.pull("pool.yaml")] == ["RP301"]
        editor.type("pool.yaml", GOOD)
        assert editor.pull("pool.yaml") == []
        assert editor.published("pool.yaml") is None


def test_an_editor_that_asks_is_asked_to_refresh_after_changes_in_other_files(
    tmp_path: Path,
) -> None:
    with served(tmp_path, capabilities=PULLS) as editor:
        editor.open("a.yaml", GOOD)
        editor.open("b.yaml", GOOD.replace("pool-001", "pool-002"))
        assert editor.pull("a.yaml") == editor.pull("b.yaml") == []
        editor.type("b.yaml", GOOD)
        assert [d["code"] for d in editor.pull("b.yaml")] == ["RP701"]
        editor.type("a.yaml", GOOD.replace("pool-001", "pool-003"))
        assert editor.pull("a.yaml") == []
        refresh = "workspace/diagnostic/refresh"
        editor.client.seen(lambda m: m.get("method") == refresh)
        assert editor.pull("b.yaml") == []


# --- The process


def test_the_option_stdio_is_accepted(tmp_path: Path) -> None:
    command = (processes.COMMAND, "server", "--stdio")
    with served(tmp_path, command=command) as editor:
        assert editor.answer["serverInfo"]["name"] == "pool-lint"


def test_leaving_without_shutdown_is_an_error(tmp_path: Path) -> None:
    exit_ = b'{"jsonrpc": "2.0", "method": "exit"}'
    data = b"Content-Length: %d\r\n\r\n%b" % (len(exit_), exit_)
    done = run("server", cwd=tmp_path, stdin=data)
    assert (done.returncode, done.stdout, done.stderr) == (1, "", "")


def test_the_server_ends_with_its_input(tmp_path: Path) -> None:
    done = run("server", cwd=tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
def test_the_server_ends_when_terminated(tmp_path: Path) -> None:
    pipe = subprocess.PIPE
    command = [processes.COMMAND, "server"]
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, cwd=tmp_path) as process:
        assert process.stdin
        body = json.dumps(
            {
                "jsonrpc": "2.0",
                "id": 1,
                "method": "initialize",
                "params": {"capabilities": {}, "processId": None, "rootUri": None},
            }
        ).encode()
        process.stdin.write(b"Content-Length: %d\r\n\r\n%b" % (len(body), body))
        process.stdin.flush()
        assert process.stdout
        assert process.stdout.readline().startswith(b"Content-Length: ")
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=10) == -signal.SIGTERM


def test_without_the_extra_the_command_names_it(tmp_path: Path) -> None:
    code = (
        "import sys; sys.modules['pygls'] = None;"
        "from pool_lint.cli.main import main; sys.exit(main(['server']))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        "Error: the language server is not installed; "
        "run `pip install 'pool-lint[server]'`\n"
    )


def test_standard_output_has_only_the_protocol(tmp_path: Path) -> None:
    """A library that prints must not break the connection."""
    code = (
        "import pool_lint.server.linting as linting, os\n"
        "class Loud(linting.Linting):\n"
        "    def text_of(self, document):\n"
        "        print('noise', flush=True)\n"
        "        os.write(1, b'noise')\n"
        "        return super().text_of(document)\n"
        "linting.Linting = Loud\n"
        "from pool_lint.server.main import serve\n"
        "raise SystemExit(serve())\n"
    )
    with served(tmp_path, command=(sys.executable, "-c", code)) as editor:
        editor.open("pool.yaml", BAD)
        assert editor.codes("pool.yaml") == ["RP301"]


def test_a_bug_is_shown_once_and_the_server_goes_on(tmp_path: Path) -> None:
    code = (
        "import pool_lint.server.features as features\n"
        "def fails(*_): raise ZeroDivisionError('secret')\n"
        "features.hover_at = fails\n"
        "from pool_lint.project.session import Session\n"
        "update = Session.update\n"
        "def bug(self, path, text):\n"
        "    if 'bug' in text: raise ZeroDivisionError('secret')\n"
        "    return update(self, path, text)\n"
        "Session.update = bug\n"
        "from pool_lint.server.main import serve\n"
        "raise SystemExit(serve())\n"
    )
    with served(tmp_path, command=(sys.executable, "-c", code)) as editor:
        editor.open("pool.yaml", "# bug")
        message = editor.message("internal error")
        assert message == (
            "pool-lint: internal error: ZeroDivisionError: secret; "
            "this is a bug, please report it"
        )
        editor.type("pool.yaml", BAD)
        assert editor.codes("pool.yaml") == ["RP301"]
        params = {"textDocument": editor.file("pool.yaml")}
        with pytest.raises(AssertionError):
            editor.client.request(
                "textDocument/hover", **params, position={"line": 0, "character": 0}
            )
        editor.type("pool.yaml", GOOD)
        assert editor.codes("pool.yaml") == []


def test_files_are_watched_where_the_editor_can(editor: Editor) -> None:
    asked = "client/registerCapability"
    found = editor.client.seen(lambda m: m.get("method") == asked)
    [registration] = found["params"]["registrations"]
    assert registration["method"] == "workspace/didChangeWatchedFiles"
    [watcher] = registration["registerOptions"]["watchers"]
    assert watcher["globPattern"] == "**/*.{yaml,yml,json,toml}"
