"""The language server: code actions, hover, symbols, definitions and positions."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from command import run
from editor.server import CAPABILITIES, Editor, served
from manifests import REFERENCE, as_yaml, changed

pytest.importorskip("pygls")

GOOD = as_yaml(REFERENCE)
BAD = as_yaml(changed((("spec", "resources", 0, "maxCount"), 5)))  # RP301
# One finding with a safe fix (RP102), and one with an unsafe fix (RP105).
FIXABLE = GOOD.replace("mode: '0'", "mode: 0").replace("- Train", "- Trian")
NETWORK = """\
apiVersion: v1
kind: Network
metadata:
  labels: {os.modelarts/name: net-0123, os.modelarts/workspace.id: "0"}
spec: {cidr: 192.168.128.0/17}
"""
FIX_ALL = "source.fixAll.pool-lint"
LATER = "edition = '2026-01'\n"


@pytest.fixture
def editor(tmp_path: Path) -> Iterator[Editor]:
    (tmp_path / ".git").mkdir()
    with served(tmp_path) as editor:
        yield editor


def capable(part: str, **more: Any) -> dict[str, Any]:
    """Return the capabilities of an editor with some more in one part."""
    return {**CAPABILITIES, part: {**CAPABILITIES.get(part, {}), **more}}


def place(text: str, part: str) -> tuple[int, int]:
    """Return the line and the character of a part of an ASCII text."""
    before = text[: text.index(part)]
    return before.count("\n"), len(before) - before.rfind("\n") - 1


def edits_of(action: dict[str, Any]) -> list[dict[str, Any]]:
    edit = action["edit"]
    if "changes" in edit:
        [found] = edit["changes"].values()
    else:
        [change] = edit["documentChanges"]
        found = change["edits"]
    edits: list[dict[str, Any]] = found
    return edits


def applied(text: str, action: dict[str, Any], encoding: str = "utf-16-le") -> str:
    """Return a text after a code action, as an editor applies it."""
    size = {"utf-8": 1, "utf-16-le": 2, "utf-32-le": 4}[encoding]
    lines = text.splitlines(keepends=True)

    def offset(at: dict[str, int]) -> int:
        line = lines[at["line"]] if at["line"] < len(lines) else ""
        start = line.encode(encoding)[: at["character"] * size].decode(encoding)
        return sum(map(len, lines[: at["line"]])) + len(start)

    for edit in reversed(edits_of(action)):
        start, end = (offset(edit["range"][side]) for side in ("start", "end"))
        text = f"{text[:start]}{edit['newText']}{text[end:]}"
    return text


def titles(actions: list[dict[str, Any]]) -> list[str]:
    return [action["title"] for action in actions]


def fixed(folder: Path, text: str) -> str:
    """Return a text after ``--fix`` of the command line."""
    (folder / "copy.yaml").write_text(text)
    run("--fix", "--no-config", "copy.yaml", cwd=folder)
    return (folder / "copy.yaml").read_text()


# --- Quick fixes


def test_fixes_are_offered_and_safe_ones_are_preferred(editor: Editor) -> None:
    editor.open("a.yaml", FIXABLE)
    found = editor.actions("a.yaml", only=["quickfix"])
    safe, unsafe = (one for one in found if "Ignore" not in one["title"])
    assert (safe["title"], safe["isPreferred"]) == (
        'Put it in quotes: "0" (pay-per-use)',
        True,
    )
    assert unsafe["title"] == 'Change it to "Train" (unsafe)'
    assert "isPreferred" not in unsafe
    assert [safe["diagnostics"], unsafe["diagnostics"]] == [
        [one] for one in editor.diagnostics("a.yaml")
    ]
    [change] = safe["edit"]["documentChanges"]
    assert change["textDocument"] == {"uri": editor.uri("a.yaml"), "version": 1}
    editor.type("a.yaml", applied(FIXABLE, safe))
    assert editor.codes("a.yaml") == ["RP105"]
    editor.type("a.yaml", applied(FIXABLE, unsafe))
    assert editor.codes("a.yaml") == ["RP102"]


def test_actions_are_those_of_the_line(editor: Editor) -> None:
    editor.open("a.yaml", FIXABLE)
    line, _ = place(FIXABLE, "Trian")
    assert titles(editor.actions("a.yaml", line)) == [
        'Change it to "Train" (unsafe)',
        "Ignore RP105 on this line…",
        "Apply all safe fixes of pool-lint",
    ]
    assert titles(editor.actions("a.yaml", 0, only=["quickfix"])) == []


@pytest.mark.parametrize(
    ("only", "kinds"),
    [
        (["quickfix"], {"quickfix"}),
        (["source"], {FIX_ALL}),
        (["source.fixAll"], {FIX_ALL}),
        ([FIX_ALL], {FIX_ALL}),
        (["source.fixAll.ruff"], set()),
        (["refactor"], set()),
        ([], {"quickfix", FIX_ALL}),
    ],
)
def test_only_the_kinds_that_an_editor_asks_for_are_sent(
    editor: Editor, only: list[str], kinds: set[str]
) -> None:
    editor.open("a.yaml", FIXABLE)
    assert {a["kind"] for a in editor.actions("a.yaml", only=only)} == kinds


def test_fix_all_does_what_fix_does_on_the_command_line(editor: Editor) -> None:
    text = FIXABLE.replace("workspace.id: '0'", "workspace.id: 0")
    editor.open("a.yaml", text)
    [action] = editor.actions("a.yaml", only=[FIX_ALL])
    expected = fixed(editor.folder, text)
    assert "Trian" in expected  # safe fixes only
    assert applied(text, action) == expected != text
    editor.type("a.yaml", expected)
    assert editor.actions("a.yaml", only=[FIX_ALL]) == []


def test_plain_edits_are_sent_to_an_editor_without_versions(tmp_path: Path) -> None:
    capabilities = {"textDocument": CAPABILITIES["textDocument"]}
    with served(tmp_path, capabilities=capabilities) as editor:
        editor.open("a.yaml", FIXABLE)
        safe = editor.actions("a.yaml", only=["quickfix"])[0]
        assert list(safe["edit"]) == ["changes"]
        assert 'mode: "0"' in applied(FIXABLE, safe)


# --- Ignore


def ignoring(editor: Editor, name: str, rule: str) -> dict[str, Any] | None:
    found = editor.actions(name, only=["quickfix"])
    wanted = f"Ignore {rule} on this line…"
    return next((one for one in found if one["title"] == wanted), None)


def test_ignore_adds_a_comment_with_a_reason(editor: Editor) -> None:
    editor.open("a.yaml", BAD)
    action = ignoring(editor, "a.yaml", "RP301")
    assert action
    new = applied(BAD, action)
    assert "maxCount: 5  # pool-lint: disable=RP301 -- reason\n" in new
    editor.type("a.yaml", new)
    assert editor.codes("a.yaml") == []


def test_ignore_adds_a_rule_to_a_comment_that_is_there(editor: Editor) -> None:
    text = BAD.replace("'470", "470").replace(
        "maxCount: 5", 'maxCount: "5" # pool-lint: disable=RP102 -- old'
    )
    editor.open("a.yaml", text)
    assert editor.codes("a.yaml") == ["RP301"]
    action = ignoring(editor, "a.yaml", "RP301")
    assert action
    assert "# pool-lint: disable=RP102,RP301 -- old" in applied(text, action)


def test_the_reason_is_selected_where_the_editor_can_show_it(tmp_path: Path) -> None:
    capabilities = capable("window", showDocument={"support": True})
    with served(tmp_path, capabilities=capabilities) as editor:
        editor.open("a.yaml", BAD)
        action = ignoring(editor, "a.yaml", "RP301")
        assert action
        command = action["command"]
        editor.client.request(
            "workspace/executeCommand",
            command=command["command"],
            arguments=command["arguments"],
        )
        asked = "window/showDocument"
        shown = editor.client.seen(lambda m: m.get("method") == asked)["params"]
        assert shown["uri"] == editor.uri("a.yaml")
        start, end = shown["selection"]["start"], shown["selection"]["end"]
        line = applied(BAD, action).splitlines()[start["line"]]
        assert line[start["character"] : end["character"]] == "reason"


def test_the_reason_is_a_part_of_a_snippet_where_the_editor_knows_them(
    tmp_path: Path,
) -> None:
    can = {"documentChanges": True, "snippetEditSupport": True}
    capabilities = capable("workspace", workspaceEdit=can)
    with served(tmp_path, capabilities=capabilities) as editor:
        editor.open("a.yaml", BAD)
        action = ignoring(editor, "a.yaml", "RP301")
        assert action
        [edit] = edits_of(action)
        assert edit["snippet"] == {
            "kind": "snippet",
            "value": "  # pool-lint: disable=RP301 -- ${1:reason}",
        }
        assert "command" not in action


def test_findings_that_comments_cannot_suppress_have_no_ignore(editor: Editor) -> None:
    for name, text, rule in (
        ("a.yaml", GOOD + "  x: [\n", "RP001"),
        ("b.yaml", GOOD.replace("kind: Pool", "kind: Pool\nkind: Pool"), "RP002"),
        ("c.json", json.dumps(changed((("spec", "scope"), ["X"]))), "RP105"),
    ):
        editor.open(name, text)
        assert rule in editor.codes(name)
        assert ignoring(editor, name, rule) is None


def test_an_option_switches_ignore_off(tmp_path: Path) -> None:
    with served(tmp_path, {"ignoreAction": False}) as editor:
        editor.open("a.yaml", FIXABLE)
        found = titles(editor.actions("a.yaml", only=["quickfix"]))
        assert len(found) == 2
        assert not [title for title in found if "Ignore" in title]


# --- Hover


def hover(editor: Editor, name: str, text: str, part: str) -> str:
    found = editor.ask("hover", name, *place(text, part))
    return found["contents"]["value"] if found else ""


@pytest.mark.parametrize(
    ("key", "facts"),
    [
        (
            "os.modelarts/name",
            ["**Pool name**", "4 to 64 characters", "- Changing it needs a new pool"],
        ),
        (
            "os.modelarts/billing.mode",
            [
                '- Options: "0" (pay-per-use) or "1" (yearly/monthly)',
                '- Setting it to "1" needs an order',
            ],
        ),
        (
            "os.modelarts/workspace.id",
            ['- Default: "0"', "- Changing it takes effect in place"],
        ),
        ("scope", ["`spec.scope`", "- Any other change stops what runs"]),
        ("count", ["`spec.resources[0].count`", "- Type: an integer"]),
    ],
)
def test_hover_on_a_field_has_its_meaning_options_and_changes(
    editor: Editor, key: str, facts: list[str]
) -> None:
    editor.open("a.yaml", GOOD)
    shown = hover(editor, "a.yaml", GOOD, f"{key}:")
    for fact in facts:
        assert fact in shown


def test_hover_has_all_that_explain_has_about_a_field(editor: Editor) -> None:
    editor.open("a.yaml", GOOD)
    shown = " ".join(hover(editor, "a.yaml", GOOD, "count:").split())
    explained = run("explain", "spec.resources[].count", cwd=editor.folder).stdout
    _, meaning, _, after, _ = explained.split("\n\n")
    assert " ".join(meaning.split()) in shown
    title, *texts = re.split("\n {4}(?=[A-Z])", after)
    assert title == "After creation:"
    assert len(texts) == 12  # six changes, and their sources
    for text in texts:
        assert " ".join(text.split()) in shown


def test_hover_shows_the_field_of_the_edition(editor: Editor) -> None:
    (editor.folder / "pool-lint.toml").write_text(LATER)
    text = GOOD.replace("gpuVersion", "npuVersion").replace("name: net", "nme: net")
    editor.open("a.yaml", text)
    editor.open("net.yaml", NETWORK)
    assert "cidr" in hover(editor, "net.yaml", NETWORK, "cidr")
    assert hover(editor, "a.yaml", text, "nme") == (
        "**Unknown field**\n\nThis edition has no such field here."
    )


def test_hover_on_a_rule_in_a_comment_has_its_summary(editor: Editor) -> None:
    text = BAD.replace("Count: 5", "Count: 5 # pool-lint: disable=max-count-mismatch")
    editor.open("a.yaml", text)
    shown = hover(editor, "a.yaml", text, "max-count-mismatch")
    assert shown.startswith("**RP301 max-count-mismatch** (error)\n\n")
    assert run("explain", "RP301", cwd=editor.folder).stdout.split("\n\n")[1] in shown


@pytest.mark.parametrize("part", ["pool-001", "# no", "Train", "os.modelarts/name: "])
def test_hover_shows_nothing_outside_of_keys_of_pools(
    editor: Editor, part: str
) -> None:
    other = "kind: Deployment\napiVersion: apps/v1\nspec: {scope: Train}\n"
    text = f"{GOOD}# no\n---\n{other}"
    editor.open("a.yaml", text)
    line, character = place(text, part)
    end = (line, character + len(part))
    assert editor.ask("hover", "a.yaml", *end) is None
    assert editor.ask("hover", "a.yaml", *place(text, "scope: Train")) is None
    assert editor.ask("hover", "a.yaml", 10_000, 3) is None


def test_hover_is_plain_text_for_an_editor_without_markdown(tmp_path: Path) -> None:
    with served(tmp_path, capabilities={}) as editor:
        editor.open("a.yaml", GOOD)
        found = editor.ask("hover", "a.yaml", *place(GOOD, "scope"))
        assert found["contents"]["kind"] == "plaintext"
        assert found["contents"]["value"].startswith("Job types spec.scope\n")


# --- Symbols and definitions


def test_symbols_are_the_pools_of_a_file_by_name(editor: Editor) -> None:
    (editor.folder / "pool-lint.toml").write_text(LATER)
    nameless = GOOD.replace("    os.modelarts/name: pool-001\n", "")
    text = f"{GOOD}---\nkind: Deployment\n---\n{NETWORK}---\n{nameless}"
    editor.open("a.yaml", text)
    found = editor.ask("documentSymbol", "a.yaml")
    assert [(one["name"], one["detail"]) for one in found] == [
        ("pool-001", "pool"),
        ("net-0123", "network"),
        ("pool without a name", "pool"),
    ]
    assert found[0]["range"]["start"] == {"line": 0, "character": 0}
    line, character = place(text, "pool-001")
    assert found[0]["selectionRange"] == {
        "start": {"line": line, "character": character},
        "end": {"line": line, "character": character + len("pool-001")},
    }


def test_symbols_are_flat_for_an_editor_without_ranges_of_symbols(
    tmp_path: Path,
) -> None:
    with served(tmp_path, capabilities={}) as editor:
        editor.open("a.yaml", GOOD)
        [found] = editor.ask("documentSymbol", "a.yaml")
        assert found["name"] == "pool-001"
        assert found["location"]["uri"] == editor.uri("a.yaml")


def test_the_definition_of_a_network_is_its_manifest(tmp_path: Path) -> None:
    (tmp_path / "pool-lint.toml").write_text(LATER)
    (tmp_path / "net.yaml").write_text(NETWORK)
    with served(tmp_path) as editor:
        editor.open("a.yaml", GOOD)
        editor.until("a.yaml")
        at = place(GOOD, "net-0123")
        [found] = editor.ask("definition", "a.yaml", *at)
        assert found["uri"] == editor.uri("net.yaml")
        line, character = place(NETWORK, "net-0123")
        assert found["range"]["start"] == {"line": line, "character": character}
        editor.open("net.yaml", f"\n{NETWORK}")
        [found] = editor.ask("definition", "a.yaml", *at)
        assert found["range"]["start"]["line"] == line + 1
        editor.type("net.yaml", NETWORK.replace("net-0123", "net-9"))
        assert editor.ask("definition", "a.yaml", *at) == []
        assert editor.ask("definition", "a.yaml", *place(GOOD, "pool-001")) == []


# --- Positions


@pytest.mark.parametrize(
    ("encodings", "chosen", "codec"),
    [
        (None, "utf-16", "utf-16-le"),
        (["utf-8", "utf-16"], "utf-8", "utf-8"),
        (["utf-32", "utf-16"], "utf-32", "utf-32-le"),
        (["utf-16"], "utf-16", "utf-16-le"),
    ],
)
def test_positions_have_the_encoding_of_the_editor(
    tmp_path: Path, encodings: list[str] | None, chosen: str, codec: str
) -> None:
    text = FIXABLE.replace("- Trian", '- {"é😀": 1}').replace(
        "billing.mode: 0", 'description: "é😀", os.modelarts/billing.mode: 0}'
    )
    text = text.replace("annotations:\n    os.modelarts/description: ''\n    ", "a: {")
    text = text.replace("a: {", "annotations: {")
    general = {"positionEncodings": encodings} if encodings else {}
    size = {"utf-8": 1, "utf-16-le": 2, "utf-32-le": 4}[codec]
    capabilities = capable("general", **general)
    with served(tmp_path, capabilities=capabilities) as editor:
        assert editor.answer["capabilities"]["positionEncoding"] == chosen
        editor.open("a.yaml", text)
        [found] = [d for d in editor.diagnostics("a.yaml") if "mode" in d["message"]]
        line, character = place(text, "0}")
        before = text.splitlines()[line][:character]
        assert found["range"]["start"] == {
            "line": line,
            "character": len(before.encode(codec)) // size,
        }
        [safe] = [
            a for a in editor.actions("a.yaml", line) if a.get("isPreferred") is True
        ]
        assert 'billing.mode: "0"}' in applied(text, safe, codec)
        key = text.splitlines()[line].index("os.modelarts/billing")
        start = len(text.splitlines()[line][:key].encode(codec)) // size
        shown = editor.ask("hover", "a.yaml", line, start)
        assert shown["range"]["start"]["character"] == start
        assert "Billing mode" in shown["contents"]["value"]


def test_a_byte_order_mark_and_line_breaks_do_not_move_positions(
    editor: Editor,
) -> None:
    text = "\ufeffkind: Poool\n" + GOOD.replace("kind: Pool\n", "")
    editor.open("a.yaml", text)
    [found] = editor.diagnostics("a.yaml")
    assert found["range"]["start"] == {"line": 0, "character": 7}
    editor.open("b.yaml", BAD.replace("\n", "\r\n").replace("pool-001", "pool-2"))
    [found] = editor.diagnostics("b.yaml")
    assert found["range"]["start"]["line"] == place(BAD, "maxCount")[0]


# --- Policies

POLICY = """\
[policy.ACME001]
name = "approved-flavors"
field = "spec.resources[].flavor"
enum = ["modelarts.vm.gpu.tnt004"]
message = "flavor {value} is not approved"
help = "use one of {allowed}"
url = "https://wiki.example.com/flavors"
"""
REFUSED = GOOD.replace("gpu.tnt004", "gpu.tnt04")


def test_a_policy_works_like_a_rule(editor: Editor) -> None:
    (editor.folder / "pool-lint.toml").write_text(POLICY)
    editor.open("a.yaml", REFUSED)
    [found] = editor.diagnostics("a.yaml")
    line, character = place(REFUSED, "modelarts.vm")
    assert found["code"] == "ACME001"
    assert found["codeDescription"] == {"href": "https://wiki.example.com/flavors"}
    assert found["severity"] == 1
    assert found["range"]["start"] == {"line": line, "character": character}
    assert found["message"] == (
        'flavor "modelarts.vm.gpu.tnt04" is not approved\n'
        'help: use one of "modelarts.vm.gpu.tnt004"'
    )
    fix, ignore = editor.actions("a.yaml", only=["quickfix"])
    assert applied(REFUSED, fix) == GOOD
    assert ignore["title"] == "Ignore ACME001 on this line…"
    ignored = applied(REFUSED, ignore)
    editor.type("a.yaml", ignored)
    assert editor.codes("a.yaml") == []
    assert "ACME001 approved-flavors" in hover(editor, "a.yaml", ignored, "ACME001")


def test_a_mandatory_policy_has_no_ignore(editor: Editor) -> None:
    (editor.folder / "pool-lint.toml").write_text(f"{POLICY}suppressible = false\n")
    text = REFUSED.replace("tnt04", "tnt04 # pool-lint: disable=ACME001 -- no")
    editor.open("a.yaml", text)
    assert "ACME001" in editor.codes("a.yaml")
    assert ignoring(editor, "a.yaml", "ACME001") is None
    assert "**ACME001 approved-flavors**" in hover(editor, "a.yaml", text, "ACME001")


def test_a_broken_policy_is_shown_in_the_settings(editor: Editor) -> None:
    broken = POLICY.replace("spec.resources", "spec.resorces")
    (editor.folder / "pool-lint.toml").write_text(broken)
    editor.open("a.yaml", REFUSED)
    [found] = editor.diagnostics("pool-lint.toml", bool)
    assert "spec.resources" in found["message"]
    (editor.folder / "pool-lint.toml").write_text(f"{POLICY}# fixed\n")
    editor.watched("pool-lint.toml")
    editor.until("a.yaml", "ACME001")
