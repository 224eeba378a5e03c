"""Harmless changes of a text keep its findings, or only move them."""

from __future__ import annotations

import json
import random
import re
from pathlib import Path
from typing import Any

import yaml
from corpus import CONTENT, Case
from hypothesis import assume, given
from hypothesis import strategies as st
from runner import run

from manifests import as_yaml
from pool_lint import Finding, lint_text
from pool_lint.reporters import FORMATS
from strategies import mistaken, yaml_texts

Data = dict[str, Any]
Comparable = tuple[object, ...]


def found(text: str, name: str = "a.yaml", *, lines: int = 0) -> list[Comparable]:
    """Return the findings without source lines, each moved up by ``lines`` lines."""
    return [_comparable(finding, lines) for finding in lint_text(text, filename=name)]


def _comparable(finding: Finding, lines: int) -> tuple[object, ...]:
    assert finding.range
    (line, column), (end_line, end_column) = finding.range
    place = (line - lines, column), (end_line - lines, end_column)
    return finding.rule, place, finding.message, finding.pointer, finding.help


@given(yaml_texts(starts=("", "---\n")), st.integers(1, 9))
def test_leading_comments_move_findings_down(text: str, lines: int) -> None:
    end = "\r\n" if "\r\n" in text else "\n"
    assert found(f"# a: b{end}" * lines + text, lines=lines) == found(text)


@given(yaml_texts())
def test_line_ends_do_not_change_findings(text: str) -> None:
    one = text.replace("\r\n", "\n")
    assert found(one) == found(one.replace("\n", "\r\n"))


@given(yaml_texts())
def test_a_byte_order_mark_does_not_change_findings(text: str) -> None:
    plain = text.removeprefix("\ufeff")
    assert found(plain) == found("\ufeff" + plain)
    assert found(plain) == found(plain.encode("utf-16").decode("utf-16"))


@given(yaml_texts())
def test_a_trailing_comment_does_not_change_findings(text: str) -> None:
    end = "\r\n" if "\r\n" in text else "\n"
    assert found(text + end * (not text.endswith(end)) + "# a: b") == found(text)


@given(yaml_texts())
def test_a_comment_after_a_value_does_not_change_findings(text: str) -> None:
    lines = text.split("\n")
    number = next((n for n, line in enumerate(lines) if line.startswith("spec:")), None)
    assume(number is not None)
    assert number is not None
    end = "\r" if lines[number].endswith("\r") else ""
    lines[number] = f"{lines[number].removesuffix(end)}  # a: b{end}"
    assert found("\n".join(lines)) == found(text)


@given(mistaken())
def test_json_and_yaml_give_the_same_findings(data: Data) -> None:
    """Ranges differ, and so do values that only one of the formats can express."""
    # PyYAML does not quote these, which are numbers or booleans for other readers.
    bare = r'"(?:[yYnN]|[-+]?[0-9.]+[eE][-+]?[0-9]+|0o[0-7]+|[-+]?0[0-9]+)"'
    assume(not re.search(bare, json.dumps(data)))

    def findings_of(text: str, name: str) -> set[tuple[object, ...]]:
        findings = lint_text(text, filename=name)
        return {(f.rule, f.pointer, re.sub("['\"]", "", f.message)) for f in findings}

    flow = yaml.safe_dump(data, default_flow_style=True, sort_keys=False, width=9999)
    expected = findings_of(as_yaml(data), "a.yaml")
    assert findings_of(json.dumps(data), "a.json") == expected
    assert findings_of(flow, "a.yaml") == expected


@given(mistaken())
def test_json_read_as_yaml_gives_the_same_findings(data: Data) -> None:
    text = json.dumps(data, indent=2, ensure_ascii=False)
    assert found(text, "a.json") == found(text, "a.yaml")


@given(yaml_texts(starts=("",)))
def test_a_leading_document_moves_findings_down(text: str) -> None:
    assume("disable-file" not in text)
    clean = "kind: Network\n---\n"
    end = "\r\n" if "\r\n" in text else "\n"
    assert found(clean.replace("\n", end) + text, lines=2) == found(text)


def test_reports_do_not_depend_on_order_jobs_or_hash_seed(tmp_path: Path) -> None:
    """Each variant changes the order of paths, the workers or the seed of hashes."""
    folder = tmp_path / "files"
    folder.mkdir()
    small = [case for case in CONTENT.values() if len(case.data) < 2_000]
    names = [_written(folder, number, case) for number, case in enumerate(small)]
    shuffled = random.Random(1).sample(names, len(names))  # noqa: S311 - no secret
    reports = [f"--output={style}:../{style}" for style in FORMATS]

    def of_run(*arguments: str, **more: Any) -> list[str]:
        options = ("--kind", "request", *reports)
        done = run(*options, *arguments, cwd=folder, seconds=20, **more)
        return [done.out, done.err, *((tmp_path / s).read_text() for s in FORMATS)]

    wanted = of_run(*names)
    assert all(wanted)
    for arguments, seed in [
        ([*names], "1"),
        (shuffled, "2"),
        (["--jobs", "2", *shuffled, *names], "3"),
        (["."], "4"),
    ]:
        assert of_run(*arguments, env={"PYTHONHASHSEED": seed}) == wanted


def _written(folder: Path, number: int, case: Case) -> str:
    name = f"{number:03}-{case.name}"
    (folder / name).write_bytes(case.data)
    return name
