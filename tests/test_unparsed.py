"""Files that cannot be parsed: errors if they look like a pool, skipped otherwise."""

from __future__ import annotations

import json
import re
import time
from pathlib import Path

import pytest

from command import run
from manifests import REFERENCE, as_json, as_yaml, changed
from pool_lint import (
    Config,
    RunOptions,
    Source,
    Unparsed,
    Workspace,
    lint_paths,
    lint_text,
)
from pool_lint.modelarts.kinds import RESOURCE_KINDS, shows_body
from pool_lint.modelarts.text_signs import spelled

BAD = changed((("spec", "resources", 0, "count"), "2"))
JSON = as_json(BAD)
YAML = as_yaml(BAD)
HIDDEN_JSON = (
    JSON.replace('"Pool"', r'"\u0050ool"')
    .replace("os.modelarts/", r"os.modelarts\/")
    .replace("modelarts.vm", r"\u006dodelarts.vm")
)
HIDDEN_YAML = r"""apiVersion: v2
kind: "\x50ool"
metadata:
  labels:
    "os\x2emodelarts/name": train-01
spec:
  type: Dedicate
"""
DEEP = 65 * "[" + 65 * "]"


def exit_code(folder: Path, content: bytes, name: str) -> int:
    (folder / name).write_bytes(content)
    [file] = lint_paths([folder / name]).files
    return int(any(finding.severity == "error" for finding in file.findings))


JSON_TEXTS = {
    "NaN": HIDDEN_JSON.rstrip()[:-1] + ',"x":NaN}',
    "deep": HIDDEN_JSON.rstrip()[:-1] + f',"x":{DEEP}}}',
    "surrogate": HIDDEN_JSON.rstrip()[:-1] + r',"x":"\ud800"}',
    "comma": HIDDEN_JSON.rstrip()[:-1] + ",}",
    "comment": "// x\n" + HIDDEN_JSON,
    "size": HIDDEN_JSON + " " * (3 * 1024 * 1024),
}
YAML_TEXTS = {
    "two marks": "\ufeff\ufeff" + HIDDEN_YAML,
    "anchor twice": "a: &a 1\nb: &a 2\n" + HIDDEN_YAML,
    "deep": HIDDEN_YAML + f"x: {DEEP}\n",
    "bracket": HIDDEN_YAML + "x: [\n",
    "size": "#" * (3 * 1024 * 1024) + "\n" + HIDDEN_YAML,
    "documents": "---\na: 1\n" * 1000 + "---\n" + HIDDEN_YAML,
    "other documents": "---\nkind: Service\n" * 1000 + "---\n" + HIDDEN_YAML,
    "joined lines": 'a: "os.mod\\\n   elarts/name"\nx: [\n',
    "capital escapes": 'a: "\\U0000006Fs.modelarts/name"\nx: [\n',
    "tag": "kind: !!str Pool\nx: [\n",
    "anchor": "kind: &k Pool\nx: [\n",
    "both": "kind: &k !!str 'Pool'\nx: [\n",
    "block": "kind: >-\n  Pool\nx: [\n",
    "question mark": "? kind\n: Pool\nx: [\n",
    "escaped key": '"\\x6bind": Pool\nx: [\n',
    "flavor": "flavor: modelarts.vm.x\nx: [\n",
    "misspelt kind": "kind: pool\nos.modelarts/name: a\nx: [\n",
    "placeholder": "kind: {{ .Values.kind }}\nos.modelarts/: a\nx: [\n",
    "two kinds": "kind: Network\nkind: Pool\nx: [\n",
    "two versions": "apiVersion: a/v1\napiVersion: v2\nkind: Pool\nx: [\n",
    "group with our label": "apiVersion: a/v1\nkind: Pool\nos.modelarts/: a\nx: [\n",
    "template with a sign": (
        "apiVersion: {{ .Values.v }}\nkind: Pool\nflavor: modelarts.x\nx: [\n"
    ),
    "another document": "kind: Service\n---\nkind: Pool\nx: [\n",
}


@pytest.mark.parametrize("text", JSON_TEXTS.values(), ids=JSON_TEXTS)
@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"]
)
def test_broken_json_with_escaped_signs_of_a_pool_is_an_error(
    tmp_path: Path, text: str, encoding: str
) -> None:
    assert exit_code(tmp_path, text.encode(encoding), "a.json") == 1


@pytest.mark.parametrize("text", YAML_TEXTS.values(), ids=YAML_TEXTS)
def test_broken_yaml_with_signs_of_a_pool_is_an_error(
    tmp_path: Path, text: str
) -> None:
    assert exit_code(tmp_path, text.encode(), "a.yaml") == 1


FOREIGN = {
    "grouped": "apiVersion: storage.io/v1\nkind: Pool\nspec:\n size: 3\n  a: 1\n",
    "grouped template": "apiVersion: a.io/v1\nkind: Pool\nname: {{.N}}\n{{- if .a }}\n",
    "template": 'apiVersion: {{ include "v" . }}\nkind: Pool\n{{- if .a }}\n',
    "quoted group": "apiVersion: 'a.io/v1'\nkind: \"Pool\"\nx: [\n",
    "network": "kind: Network\nmetadata: {os.modelarts/name: a}\nx: [\n",
    "deployment": "kind: Deployment\nenv: os.modelarts/name\nx: [\n",
    "node pool": "kind: NodePool\nflavor: modelarts.x\nx: [\n",
    "pool list": "apiVersion: a.io/v1\nkind: PoolList\nx: [\n",
    "two documents": "kind: Service\n---\napiVersion: a.io/v1\nkind: Pool\nx: [\n",
    "a nested pool": "kind: PoolConfig\nref:\n  kind: Pool\nx: [\n",
}
FOREIGN_JSON = {
    "grouped": '{"apiVersion": "a.io/v1", "kind": "Pool", "x": NaN}',
    "other kind": '{"kind": "Network", "a": {"kind": "Pool"}, "x": NaN}',
    "escaped kind": '{"kind": "\\u004eetwork", "a": "os.modelarts/", "x": NaN}',
}


@pytest.mark.parametrize("text", FOREIGN.values(), ids=FOREIGN)
def test_broken_yaml_of_other_tools_is_skipped(tmp_path: Path, text: str) -> None:
    assert exit_code(tmp_path, text.encode(), "a.yaml") == 0


@pytest.mark.parametrize("text", FOREIGN_JSON.values(), ids=FOREIGN_JSON)
def test_broken_json_of_other_tools_is_skipped(tmp_path: Path, text: str) -> None:
    assert exit_code(tmp_path, text.encode(), "a.json") == 0
    kinds = text.replace('"a":', '"kind": "Pool", "a":').replace("a.io/v1", "v2")
    assert exit_code(tmp_path, kinds.encode(), "a.json") == 1


def test_a_sign_matches_with_any_escape() -> None:
    pattern = spelled("a/")
    for text in ("a/", r"\u0061\/", r"\x61\u002F", r"\U00000061\U0000002f", "a\\\n  /"):
        assert re.fullmatch(pattern, text)


SLOW = {
    "heads": "kind: X\nos.modelarts/\n",
    "documents": "---\nkind: X\nos.modelarts/\n",
    "keys": "kind: &a ",
    "escapes": "\\u006",
    "joints": "o\\\n",
    "brackets": "{[]",
    "backslashes": "\\",
    "pairs": '{"kind":"X",',
}


@pytest.mark.parametrize("piece", SLOW.values(), ids=SLOW)
def test_signs_are_searched_in_linear_time(piece: str) -> None:
    text = (piece * (1024 * 1024 // len(piece))) + "os.modelarts/"
    start = time.process_time()
    shows_body(text, RESOURCE_KINDS)
    shows_body(text.encode(), RESOURCE_KINDS)
    assert time.process_time() - start < 4


LFS = (
    f"version https://git-lfs.github.com/spec/v1\noid sha256:{'4d' * 32}\nsize 12345\n"
)
BROKEN = {
    "latin": b"a: \xe9\n",
    "nul": b"a: \0\n",
    "limit": f"x: {DEEP}\n".encode(),
    "size": b"#" * (3 * 1024 * 1024 + 1),
    "lfs": LFS.encode(),
    "syntax": b"kind: Deployment\na: [\n",
}
REFUSED = {
    Unparsed.AUTO: set[str](),
    Unparsed.BYTES: {"latin", "nul", "limit", "size", "lfs"},
    Unparsed.ERROR: set(BROKEN),
}


@pytest.mark.parametrize("mode", Unparsed)
@pytest.mark.parametrize("name", BROKEN)
def test_unparsed_decides_which_broken_files_are_errors(
    tmp_path: Path, mode: Unparsed, name: str
) -> None:
    (tmp_path / "a.yaml").write_bytes(BROKEN[name])
    done = run("--unparsed", mode.value, "--no-config", "-q", "a.yaml", cwd=tmp_path)
    assert done.returncode == int(name in REFUSED[mode]), done.stdout


@pytest.mark.parametrize("mode", [Unparsed.BYTES, Unparsed.ERROR])
def test_excluded_broken_files_are_never_errors(tmp_path: Path, mode: Unparsed) -> None:
    (tmp_path / "pool-lint.toml").write_text('exclude = ["a.yaml"]\n')
    (tmp_path / "a.yaml").write_bytes(b"a: \0\n")
    (tmp_path / "b.yaml").write_bytes(b"a: \0\n")
    assert run("--unparsed", mode.value, "-q", "a.yaml", cwd=tmp_path).returncode == 0
    assert run("--unparsed", mode.value, "-q", "b.yaml", cwd=tmp_path).returncode == 1


def test_the_python_api_accepts_unparsed(tmp_path: Path) -> None:
    source = Source(str(tmp_path / "a.yaml"), "kind: Service\na: [\n")
    for mode, count in (("auto", 0), ("bytes", 0), ("error", 1)):
        workspace = Workspace(RunOptions(unparsed=Unparsed(mode)))
        assert len(workspace.lint(source).findings) == count
    assert len(lint_text(source.text, config=Config(unparsed=Unparsed.ERROR))) == 1


def test_a_git_lfs_pointer_has_its_own_reason(tmp_path: Path) -> None:
    for name in ("a.yaml", "a.json"):
        (tmp_path / name).write_text(LFS)
        [file] = lint_paths([tmp_path / name]).files
        assert [one.reason for one in file.skipped] == ["lfs-pointer"]
    done = run("--unparsed", "bytes", "-f", "concise", "a.yaml", cwd=tmp_path)
    assert "Git LFS pointer" in done.stdout
    [finding] = lint_text(LFS + "kind: Pool\n")
    assert "Git LFS" not in finding.message


# --- Reports of skipped documents


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "a.yaml").write_text(f"{as_yaml(REFERENCE)}---\nkind: Service\n")
    (tmp_path / "b.yaml").write_text("kind: Pool\nspec: {members: []}\n")
    (tmp_path / "c.yaml").write_text("{{- if .x }}\nkind: Service\n{{ end }}\n")
    return tmp_path


@pytest.mark.parametrize("options", [[], ["-q"]])
def test_an_unparsed_file_is_named_even_with_quiet(
    folder: Path, options: list[str]
) -> None:
    done = run(*options, ".", cwd=folder)
    assert "pool-lint: c.yaml: skipped: not parsed, no sign of a pool\n" in done.stderr
    assert done.returncode == 0


def test_the_summary_counts_skipped_documents(folder: Path) -> None:
    done = run(".", cwd=folder)
    assert (
        "3 files: 1 pool checked, 2 other documents skipped, "
        "1 file not parsed, no sign of a pool; no findings" in done.stderr
    )


def test_verbose_counts_skipped_documents_by_reason(folder: Path) -> None:
    done = run("-v", ".", cwd=folder)
    [line] = [line for line in done.stderr.splitlines() if line.startswith("skipped: ")]
    assert set(line.removeprefix("skipped: ").split("; ")) == {
        "1 another kind",
        "1 no ModelArts pool field",
        "1 not parsed, no sign of a pool",
    }


def test_show_skipped_lists_each_document(folder: Path) -> None:
    done = run("--show-skipped", "-q", ".", cwd=folder)
    assert [
        line for line in done.stderr.splitlines() if line.startswith("skipped")
    ] == [
        "skipped: a.yaml, document 2: another kind (Service)",
        "skipped: b.yaml: no ModelArts pool field (Pool)",
        "skipped: c.yaml: not parsed, no sign of a pool",
    ]


def test_the_json_report_lists_skipped_documents(folder: Path) -> None:
    done = run("-f", "json", ".", cwd=folder)
    report = json.loads(done.stdout)
    assert report["version"] == 1
    assert report["skipped"][:2] == [
        {
            "file": "a.yaml",
            "document": 1,
            "kind": "Service",
            "code": "other-kind",
            "reason": "another kind",
        },
        {
            "file": "b.yaml",
            "document": 0,
            "kind": "Pool",
            "code": "no-pool-field",
            "reason": "no ModelArts pool field",
        },
    ]
    assert [one["code"] for one in report["skipped"]][2:] == ["not-parsed"]


def test_a_file_with_one_unparsed_document_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("kind: A\n---\nkind: B\na: [\n---\nkind: C\n")
    done = run("--allow-empty", "-q", ".", cwd=tmp_path)
    assert "a.yaml: skipped: not parsed" in done.stderr
