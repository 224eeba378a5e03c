"""Hostile policies end in one placed error, or run with bounded time and memory."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from runner import Outcome, run

from manifests import REFERENCE, as_yaml
from pool_lint.policies.limits import MOST_POLICIES

GOOD = as_yaml(REFERENCE)
HEAD = '[policy.ACME001]\nname = "n"\n'
LONG = f'{HEAD}schema = "policy.json"\n'
NEEDS = "the pattern is invalid, too large, or needs backtracking"
REFERS = "$ref must refer to a part of the same schema, such as #/$defs/NAME"
PAIR = "x-equal must be a list of two different fields"
TOTAL = "x-sum-max must be an object such as "


def lint(folder: Path, settings: str, text: str = GOOD) -> Outcome:
    (folder / "pool-lint.toml").write_text(settings)
    (folder / "pool.yaml").write_text(text)
    return run("-f", "concise", "pool.yaml", cwd=folder, seconds=3)


def nested(word: str, depth: int) -> str:
    return f'{{"{word}": ' * depth + "{}" + "}" * depth


def kind(**schema: Any) -> str:
    return json.dumps({"properties": {"kind": schema}})


def laughs() -> str:
    """Return a schema whose references multiply: a billion laughs."""
    parts: dict[str, Any] = {"a0": {"minProperties": 99}}
    for number in range(1, 30):
        parts[f"a{number}"] = {"allOf": [{"$ref": f"#/$defs/a{number - 1}"}] * 10}
    return json.dumps({"$ref": "#/$defs/a29", "$defs": parts})


CYCLE = {"a": {"$ref": "#/$defs/b"}, "b": {"allOf": [{"$ref": "#/$defs/a"}]}}
SCHEMAS = {
    "look-ahead": (kind(pattern="^(?=a)"), NEEDS),
    "back-reference": (kind(pattern=r"(a)\1"), NEEDS),
    "long pattern": (kind(pattern="a" * 1_001), "a pattern has more than 1,000"),
    "pattern of names": (json.dumps({"patternProperties": {"(": {}}}), "the value of"),
    "remote": (json.dumps({"$ref": "http://127.0.0.1:9/a.json"}), REFERS),
    "file": (json.dumps({"$ref": "file:///etc/passwd"}), REFERS),
    "beside": (json.dumps({"$ref": "other.json#/a"}), REFERS),
    "identifier": (json.dumps({"$id": "http://evil/a"}), "the keyword $id is not"),
    "whole": (json.dumps({"items": {"$ref": "#"}}), REFERS),
    "a cycle": (json.dumps({"$ref": "#/$defs/a", "$defs": CYCLE}), "$ref "),
    "laughs": (laughs(), "the schema has more than 500 objects"),
    "deep": (nested("not", 400), "the schema is nested too deeply"),
    "deep JSON": (nested("not", 100_000 // 9), "schema: policy.json is "),
    "deep list": ('{"enum": ' + "[" * 400 + "]" * 400 + "}", "the schema is nested"),
    "wide": (kind(enum=[*range(10_000)]), "the schema has more than 5,000 values"),
    "large": (" " * 300_000, "schema: policy.json: the file is larger than 262,144"),
    "empty": ("", "schema: policy.json is not valid JSON"),
    "a list": ("[]", "schema: policy.json must hold a JSON object"),
    "a null": ('{"properties": null}', "the value of properties is not valid in"),
    "half a character": (r'{"const": "\ud800"}', "texts must be valid Unicode"),
    "half a name": (r'{"properties": {"\ud800": {}}}', "texts must be valid Unicode"),
    "not a number": ('{"minProperties": NaN}', "numbers must be finite"),
    "infinite": ('{"minProperties": 1e999}', "numbers must be finite"),
    "large number": (f'{{"minProperties": {"9" * 4_000}}}', "integers must have at"),
    "numbers to compare": ('{"x-equal": [1, 2]}', PAIR),
    "one to compare": ('{"x-equal": ["kind", "kind"]}', PAIR),
    "three to compare": ('{"x-equal": ["kind", "spec", "metadata"]}', PAIR),
    "a number to add": ('{"x-sum-max": 3}', TOTAL),
    "lists to add": ('{"x-sum-max": {"of": [], "max": "a"}}', TOTAL),
    "a text as x-known": ('{"x-known": "no"}', "x-known must be true or false"),
}


@pytest.mark.parametrize("name", SCHEMAS)
def test_a_hostile_schema_is_one_error_with_its_place(
    tmp_path: Path, name: str
) -> None:
    text, reason = SCHEMAS[name]
    (tmp_path / "policy.json").write_text(text)
    done = lint(tmp_path, LONG)
    assert done.code == 2
    assert done.out == ""
    first, place, *rest = done.err.splitlines()
    assert first.startswith(f"error: policy ACME001: {reason}"), first
    assert (place, rest) == (" --> pool-lint.toml:3:1", [])
    assert len(first) < 300


FILES = {
    "/etc/passwd": "a path inside the folder of these settings",
    "../policy.json": "a path inside the folder of these settings",
    "link": "a path inside the folder of these settings",
    "device": "a path inside the folder of these settings",
    "pipe": "not a regular file",
    ".": "not a regular file",
    "none": "no such file or folder",
    "a\\u0000b": "a path inside the folder of these settings",
    "https://evil/a.json": "no such file or folder",
}


@pytest.mark.parametrize("name", FILES)
def test_a_schema_is_a_regular_file_in_the_folder(tmp_path: Path, name: str) -> None:
    (tmp_path / "link").symlink_to("/etc/passwd")
    (tmp_path / "device").symlink_to("/dev/zero")
    os.mkfifo(tmp_path / "pipe")
    done = lint(tmp_path, f'{HEAD}schema = "{name}"\n')
    assert done.code == 2
    assert FILES[name] in done.err
    assert "root:" not in done.err


PATTERNS = [
    "(a+)+$",
    "(a|a)*b",
    "(.*.*.*){10}x",
    "((a{1,100}){1,100}){1,100}",
    r"(\w{1,200}){1,5}x",
    "|".join(f"{letter}*" for letter in "abcdefghij" * 20),
]


@pytest.mark.parametrize("pattern", PATTERNS)
def test_patterns_never_backtrack(tmp_path: Path, pattern: str) -> None:
    field = 'field = "description"\n'
    text = GOOD.replace("description: ''", f"description: {'a' * 200_000}!")
    assert "aaa" in text
    done = lint(tmp_path, f"{HEAD}{field}pattern = '{pattern}'\n", text)
    assert done.code in {0, 1, 2}
    assert done.code < 2 or NEEDS in done.err


def policies(prefix: str, number: int) -> str:
    check = 'field = "spec.scope"\nmaxItems = 1\n'
    heads = (
        f'[policy.{prefix}{n:03}]\nname = "{prefix.lower()}-{n}"\n'
        for n in range(number)
    )
    return "".join(head + check for head in heads)


def test_many_policies_end_in_time_and_thousands_are_an_error(tmp_path: Path) -> None:
    text = GOOD.replace("- Train", "- Train\n  - Infer")
    done = lint(tmp_path, policies("ACME", MOST_POLICIES), text)
    assert done.code == 1
    assert done.out.count("must have at most 1 entry, not 2") >= MOST_POLICIES // 2
    thousands = "".join(policies(prefix, 1_000) for prefix in ("ACME", "OTHER"))
    done = lint(tmp_path, thousands)
    assert done.code == 2
    assert f"more than {MOST_POLICIES} policies" in done.err


def test_large_documents_end_in_time(tmp_path: Path) -> None:
    items = "".join(f"    - {{flavor: x{n}, count: {n}}}\n" for n in range(8_000))
    text = f"kind: Pool\napiVersion: v2\nspec:\n  resources:\n{items}"
    count, flavor = 'field = "resources[].count"\n', 'field = "resources[].flavor"\n'
    for check in (
        f"{count}max-sum = 8",
        f"{count}maximum = 1",
        f'{flavor}enum = ["a"]',
    ):
        done = lint(tmp_path, HEAD + check, text)
        assert done.code == 1, done.err
        assert "ACME001" in done.out
