"""Hostile files that are typed into an editor: the server survives, within limits."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from corpus import CONTENT, Case
from runner import MOST_MIB, MOST_SECONDS

from editor.server import Editor, served
from manifests import as_yaml, changed

pytest.importorskip("pygls")
if sys.platform != "linux":
    pytest.skip("/proc has the cost of the server", allow_module_level=True)

BAD = as_yaml(changed((("spec", "resources", 0, "maxCount"), 5)))  # RP301
_TICKS = os.sysconf("SC_CLK_TCK")


@pytest.fixture(scope="module")
def editor(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Editor]:
    folder = tmp_path_factory.mktemp("typed")
    (folder / "pool-lint.toml").write_text("[kinds]\n'*' = 'request'\n")
    with served(folder) as editor:
        yield editor


def seconds(editor: Editor) -> float:
    """Return the CPU time of the server so far."""
    stat = Path(f"/proc/{editor.pid}/stat").read_text().rpartition(")")[2].split()
    return (int(stat[11]) + int(stat[12])) / _TICKS


def mib(editor: Editor) -> float:
    """Return the most memory that the server has used."""
    lines = Path(f"/proc/{editor.pid}/status").read_text().splitlines()
    [peak] = [line.split()[1] for line in lines if line.startswith("VmHWM")]
    return int(peak) / 1024


@pytest.mark.parametrize("case", CONTENT.values(), ids=CONTENT)
def test_hostile_text_is_answered_within_the_limits(editor: Editor, case: Case) -> None:
    name, text = case.name, case.data.decode("utf-8", "replace")
    start = seconds(editor)
    editor.open(name, text)
    found = editor.diagnostics(name)
    linted = seconds(editor)
    assert linted - start < MOST_SECONDS
    if case.rule and not isinstance(case.text, bytes):
        assert case.rule in [one["code"] for one in found]
    # The search for actions ends after a second. Every large text takes it, so most of
    # them are only asked for the actions of a line.
    line = None if len(text) < 300_000 else max(case.line - 1, 0)
    editor.actions(name, line)
    acted = seconds(editor)
    assert acted - linted < MOST_SECONDS
    for method in ("hover", "definition"):
        editor.ask(method, name, case.line, case.column)
    editor.ask("documentSymbol", name)
    assert seconds(editor) - acted < MOST_SECONDS
    editor.close(name)
    assert mib(editor) < MOST_MIB
    assert editor.shown() == []  # no internal error
    editor.client.messages.clear()


def test_the_server_works_after_hostile_texts(editor: Editor) -> None:
    editor.open("after.yaml", BAD)
    assert editor.codes("after.yaml") == ["RP301"]
