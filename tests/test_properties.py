"""Properties of linting, for generated manifests, mutations of them and any text."""

from __future__ import annotations

import json
import re
from typing import Any

import jsonschema
import jsonschema_rs
from hypothesis import assume, given
from hypothesis import strategies as st
from referencing import Registry

from manifests import LABELS, PREFIX, REQUEST_SCHEMA, as_json, as_yaml
from pool_lint import Config, FileResult, Kind, Report, lint_data, lint_text
from pool_lint.model.suggestions import closest_match
from pool_lint.model.text import escape
from pool_lint.reporters import FORMATS, Style, reporter
from pool_lint.validation.fields import expected_paths
from strategies import HOSTILE_PIECES, at, json_values, keys, manifests, pointers, words

REQUEST = Config(kind=Kind.REQUEST)


@given(manifests())
def test_a_valid_manifest_gives_no_finding(data: dict[str, Any]) -> None:
    assert lint_data(data) == []
    assert lint_text(as_yaml(data)) == []
    assert lint_text(as_json(data), filename="pool.json") == []


@given(manifests(), st.data())
def test_a_value_of_the_wrong_type_gives_one_finding(
    data: dict[str, Any], draw: st.DataObject
) -> None:
    pointer = draw.draw(st.sampled_from(pointers(data)))
    owner = at(data, pointer[:-1])
    was = owner[pointer[-1]]
    wrong: list[Any] = [None, [], {}, 2.0, True]
    wrong += [7] if isinstance(was, str) else ["7"]
    owner[pointer[-1]] = draw.draw(st.sampled_from(wrong))
    findings = lint_text(as_yaml(data))
    rule = "RP106" if owner[pointer[-1]] is None else "RP102"
    assert (rule, pointer) in {(f.rule, f.pointer) for f in findings}
    # Other rules check the value too if its meaning is clear.
    meant = type(owner[pointer[-1]]) in {int, float, bool, str}
    assert len(findings) == 1 or meant


REQUIRED = {
    "apiVersion",
    "kind",
    "metadata",
    "labels",
    "type",
    "scope",
    "resources",
} | {
    "flavor",
    "count",
    "name",
    f"{PREFIX}name",
}


@given(manifests(), st.data())
def test_a_missing_field_gives_one_finding(
    data: dict[str, Any], draw: st.DataObject
) -> None:
    wanted = [p for p in keys(data) if p[-1] in REQUIRED and p != ("kind",)]
    pointer = draw.draw(st.sampled_from(wanted))
    assume(pointer[-2:] != ("os", "name"))
    if pointer == ("metadata",):
        return  # without its labels a document of another kind would be skipped
    del at(data, pointer[:-1])[pointer[-1]]
    [finding] = lint_text(as_yaml(data))
    assert (finding.rule, finding.pointer) == ("RP101", pointer[:-1])


@given(manifests(), words, st.data())
def test_an_unknown_field_gives_one_finding(
    data: dict[str, Any], word: str, draw: st.DataObject
) -> None:
    owners = [(), *{pointer[:-1] for pointer in keys(data) if pointer[:-1]}]
    owner = draw.draw(st.sampled_from(sorted(owners, key=str)))
    assume(
        not expected_paths((*owner, word), REQUEST_SCHEMA)
        and not closest_match(word, ["status", "body"])
    )
    at(data, owner)[word] = "x"
    [finding] = lint_text(as_yaml(data))
    assert (finding.rule, finding.pointer) == ("RP103", (*owner, word))


@given(manifests(), st.data())
def test_a_misspelt_key_gives_one_finding(
    data: dict[str, Any], draw: st.DataObject
) -> None:
    """A required field that is misspelt is not also reported as missing."""
    pointer = draw.draw(st.sampled_from([p for p in keys(data) if len(str(p[-1])) > 5]))
    owner = at(data, pointer[:-1])
    key = str(pointer[-1])
    assume(pointer[:2] != LABELS or len(owner) > 1)
    misspelt = f"{key[:-2]}{key[-1]}{key[-2]}"
    assume(misspelt != key)
    owner[misspelt] = owner.pop(key)
    [finding] = lint_text(as_yaml(data))
    assert (finding.rule, finding.pointer[-1]) == ("RP103", misspelt)


@given(manifests(), st.data())
def test_a_duplicate_key_gives_one_finding(
    data: dict[str, Any], draw: st.DataObject
) -> None:
    lines = as_yaml(data).split("\n")
    simple = [
        n for n, line in enumerate(lines) if re.fullmatch(r" *[\w./]+: [\w'.-]+", line)
    ]
    number = draw.draw(st.sampled_from(simple))
    lines.insert(number, lines[number])
    [finding] = lint_text("\n".join(lines))
    assert finding.rule == "RP002"
    assert finding.range is not None
    assert finding.range.start.line == number + 2


@given(manifests(), json_values, st.data())
def test_yaml_json_and_python_data_give_the_same_findings(
    data: dict[str, Any], value: Any, draw: st.DataObject
) -> None:
    pointer = draw.draw(st.sampled_from(pointers(data)))
    at(data, pointer[:-1])[pointer[-1]] = value
    text = json.dumps(data, ensure_ascii=False)
    strict = lint_text(text, filename="x.json", config=REQUEST)
    loose = [
        finding
        for finding in lint_text(text, filename="x.yaml", config=REQUEST)
        if finding.rule != "RP007"  # 1e+20 is ambiguous only in YAML
    ]
    shown = [(f.rule, f.pointer, f.range) for f in strict]
    assert [(f.rule, f.pointer, f.range) for f in loose] == shown
    held = lint_data(data)
    assert sorted((f.rule, str(f.pointer)) for f in held) == sorted(
        (f.rule, str(f.pointer)) for f in strict
    )


@given(manifests(), json_values, st.data())
def test_jsonschema_and_jsonschema_rs_agree_on_generated_data(
    data: dict[str, Any], value: Any, draw: st.DataObject
) -> None:
    pointer = draw.draw(st.sampled_from(keys(data)))
    at(data, pointer[:-1])[pointer[-1]] = value
    slow = jsonschema.Draft202012Validator(REQUEST_SCHEMA.data, registry=Registry())
    fast = jsonschema_rs.Draft202012Validator(REQUEST_SCHEMA.data)
    assert fast.is_valid(data) == slow.is_valid(data)


UNSAFE = r"[\x00-\x1f\x7f-\x9f\u200b\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]|##\["


@given(
    st.lists(HOSTILE_PIECES | st.text(max_size=3), max_size=40).map("".join),
    st.sampled_from(["x.yaml", "x.json"]),
)
def test_any_text_is_linted_and_reported(text: str, name: str) -> None:
    found = lint_text(text, filename=name, config=REQUEST)
    assert found, "none of these texts is a valid request"
    report = Report((FileResult(name, tuple(found), documents=1),))
    for style in FORMATS:
        output = "".join(reporter(style)(report, Style()))
        assert output.encode("utf-8")
        assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028-\u202e]", output)
    for finding in found:
        assert finding.range is not None
        assert (1, 1) <= finding.range.start <= finding.range.end


@given(st.text(st.characters()))
def test_escaping_is_idempotent_and_removes_unsafe_characters(text: str) -> None:
    escaped = escape(text)
    assert escape(escaped) == escaped
    assert not re.search(UNSAFE, escaped)


@given(manifests(), st.integers(1, 5))
def test_leading_lines_move_findings_down(data: dict[str, Any], lines: int) -> None:
    data["spec"]["scope"] = ["train"]
    text = as_yaml(data)
    [before] = lint_text(text)
    [after] = lint_text("# comment\n" * lines + text)
    assert before.range
    assert after.range
    assert after.range.start.line == before.range.start.line + lines
    assert (
        after._replace(range=before.range, lines=before.lines, fix=before.fix) == before
    )
