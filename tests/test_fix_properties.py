"""Properties of fixes, for generated manifests with mistakes in generated styles."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from manifests import NETWORK, REFERENCE, as_yaml
from pool_lint import Finding, Limits, Source, fix_text, lint_text
from pool_lint.edits import edited_text, text_edits
from pool_lint.parsing import read
from pool_lint.rules import Applicability, Fix, Insert, Pointer
from strategies import FORMS, HOSTILE_PIECES, Data, files, manifests, texts


def values(name: str, text: str) -> list[Any]:
    """Parse a text without pool-lint; scalars are text."""
    text = text.removeprefix("\ufeff")
    if name.endswith(".json"):
        return [json.loads(text, parse_int=str, parse_float=str)]
    return list(yaml.load_all(text, yaml.BaseLoader))


def differing(
    old: Any, new: Any, at: tuple[Any, ...] = ()
) -> Iterator[tuple[Any, ...]]:
    if isinstance(old, dict) and isinstance(new, dict):
        for key in old.keys() | new.keys():
            yield from differing(old.get(key), new.get(key), (*at, key))
    elif isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        for number, pair in enumerate(zip(old, new, strict=True)):
            yield from differing(*pair, (*at, number))
    elif old != new:
        yield at


def with_fix(text: str, finding: Finding) -> str:
    """Apply the edits of one fix to a text."""
    mark = text[: text.startswith("\ufeff")]
    lines = re.split(r"(?<=\n)|(?<=\r)(?!\n)", text.removeprefix("\ufeff"))
    starts = [sum(map(len, lines[:number])) for number in range(len(lines) + 1)]
    body = text.removeprefix("\ufeff")
    assert finding.fix
    for place, content in reversed(finding.fix.edits):
        start, end = (starts[line - 1] + column - 1 for line, column in place)
        body = body[:start] + content + body[end:]
    return mark + body


def kinds(findings: list[Finding]) -> Counter[str]:
    return Counter(finding.rule for finding in findings)


def unread(findings: list[Finding]) -> Counter[str]:
    """Count the findings of documents that could not be parsed."""
    return Counter(f.rule for f in findings if f.rule in {"RP001", "RP003"})


@given(files)
def test_fixing_a_fixed_text_changes_nothing(file: tuple[str, str]) -> None:
    name, text = file
    for unsafe in (False, True):
        once = fix_text(text, filename=name, unsafe=unsafe)
        twice = fix_text(once.text, filename=name, unsafe=unsafe)
        assert twice.made == ()
        assert twice.text is once.text
        assert twice.left == once.left


def safe_fixes(findings: list[Finding]) -> list[Finding]:
    return [one for one in findings if one.fix and one.fix.applicability == "safe"]


@given(files)
def test_all_offered_safe_fixes_are_made(file: tuple[str, str]) -> None:
    name, text = file
    offered = safe_fixes(lint_text(text, filename=name))
    result = fix_text(text, filename=name)
    assert len(result.made) >= len(offered)
    assert result.left == ()
    assert safe_fixes(lint_text(result.text, filename=name)) == []


@given(files)
@example(
    ("a.yaml", f"\ufeff# pool-lint: disable=RP302 -- no\n# a\n{as_yaml(REFERENCE)}")
)
def test_each_fix_changes_only_the_values_it_touches(
    file: tuple[str, str],
) -> None:
    name, text = file
    old = values(name, text)
    before = lint_text(text, filename=name)
    for finding in before:
        if finding.fix is None:
            continue
        after = with_fix(text, finding)
        index = finding.document.index if finding.document else 0
        touched = [(index, *pointer) for pointer in finding.fix.touches]
        for at in differing(old, values(name, after)):
            assert any(
                at[: len(p)] == p or (at == p[:-1] and isinstance(p[-1], int))
                for p in touched
            ), (finding.rule, at)
        found = lint_text(after, filename=name)
        if finding.rule != "RP005":
            assert kinds(found)[finding.rule] < kinds(before)[finding.rule] + (
                finding.rule == "RP103"
            )
        if not name.endswith(".json"):
            assert all_comments(text) - all_comments(after) <= directives(text)


def all_comments(text: str) -> Counter[str]:
    """Count the generated comments, without a `#` in text."""
    text = text.removeprefix("\ufeff")
    known = "# (?:a|b: c|\u00e9 \U0001f600|end|another|pool-lint: .*)"
    return Counter(re.findall(rf"(?m)(?:^|(?<=[ \t]))({known})(?=[\r\n]|\Z)", text))


def directives(text: str) -> Counter[str]:
    return Counter(one for one in all_comments(text).elements() if "pool-lint:" in one)


def mappings(value: Any, at: Pointer = ()) -> Iterator[Pointer]:
    if isinstance(value, (dict, list)):
        if isinstance(value, dict):
            yield at
        for step, inner in entries_of(value):
            yield from mappings(inner, (*at, step))


def entries_of(value: Any) -> list[tuple[str | int, Any]]:
    return list(value.items() if isinstance(value, dict) else enumerate(value))


@given(files, st.booleans())
def test_an_insertion_adds_only_its_value(file: tuple[str, str], first: bool) -> None:
    name, text = file
    documents = list(read(Source(name, text), Limits()))
    for document in documents:
        for pointer in mappings(document.data):
            insert = Insert((*pointer, "zzz"), ["1", 2], first=first)
            fix = Fix(Applicability.SAFE, "", (insert,))
            edits = text_edits(document, fix)
            assert edits, "no value is shared, so the insertion is possible"
            after = edited_text(Source(name, text).text, edits)
            new = [one.data for one in read(Source(name, after), Limits())]
            place = new[document.index]
            for step in pointer:
                place = place[step]
            assert place.pop("zzz") == ["1", 2]
            assert new == [one.data for one in documents]
            if not name.endswith(".json"):
                assert all_comments(text) == all_comments(after)


@given(manifests(), st.sampled_from(FORMS))
def test_a_clean_file_is_never_changed(data: Data, form: Callable[[Data], str]) -> None:
    for name, text in (("a.yaml", form(data)), ("a.json", json.dumps(data))):
        if not lint_text(text, filename=name):
            assert fix_text(text, filename=name, unsafe=True).text is text


@given(texts, st.sampled_from(["count", "maxCount"]))
def test_surrounding_lines_stay(text: str, field: str) -> None:
    manifest = (
        "apiVersion: v2\nkind: Pool\nmetadata:\n  labels:\n"
        f"    os.modelarts/name: pool-001  # {text}\n"
        "spec:\n  type: Dedicate\n  scope: [Train]\n"
        f"  network: {{name: {NETWORK}}}\n  resources:\n"
        "    - flavor: modelarts.vm.gpu.tnt004\n"
        f"      # {text}\n      {field}: '2'   #{text}\n"
    )
    if field == "maxCount":
        manifest += "      count: 2\n"
    assert fix_text(manifest).text == manifest.replace("'2'", "2")


@given(
    st.lists(HOSTILE_PIECES | st.text(max_size=3), max_size=40).map("".join),
    st.sampled_from(["x.yaml", "x.json"]),
)
def test_any_text_can_be_fixed(text: str, name: str) -> None:
    manifest = "kind: Pool\nmetadata: {labels: {os.modelarts/name: 0}}\n"
    for before in (text, manifest + text, manifest + "---\n" + text):
        result = fix_text(before, filename=name, unsafe=True)
        assert not unread(result.findings) - unread(lint_text(before, filename=name))
        again = fix_text(result.text, filename=name, unsafe=True)
        assert again.text == result.text
