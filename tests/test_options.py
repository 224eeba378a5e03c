"""Fixes with one right value: words for options, lists of one, single options."""

from __future__ import annotations

import json

import pytest

from manifests import ANNOTATIONS, HEAD, PREFIX, REFERENCE, as_json, as_yaml, changed
from pool_lint import Config, Finding, Kind, fix_text, lint_data, lint_text
from pool_lint.model.pointer import Pointer
from pool_lint.rules import Applicability
from pool_lint.validation.options import options_at
from pool_lint.validation.schemas import DEFAULT_EDITION, Schema, SchemaName

SCHEMA = Schema(DEFAULT_EDITION, SchemaName.CREATE_POOL)
SPEC = as_yaml(REFERENCE["spec"]).replace("\n", "\n  ").rstrip()
NO_SCOPE = f"{HEAD}spec:\n  {SPEC}\n".replace("  scope:\n  - Train\n", "")


def only(text: str, rule: str, filename: str = "pool.yaml") -> Finding:
    [finding] = [f for f in lint_text(text, filename=filename) if f.rule == rule]
    return finding


def annotation(name: str, value: str) -> str:
    return f"{HEAD}  annotations:\n    {PREFIX}{name}: {value}\nspec:\n  {SPEC}\n"


WORDS = [
    ("billing.mode", "prepaid", '"1" (yearly/monthly)'),
    ("billing.mode", "Pre-Paid", '"1" (yearly/monthly)'),
    ("billing.mode", "monthly", '"1" (yearly/monthly)'),
    ("billing.mode", "yearly/monthly", '"1" (yearly/monthly)'),
    ("billing.mode", "postpaid", '"0" (pay-per-use)'),
    ("billing.mode", "on-demand", '"0" (pay-per-use)'),
    ("billing.mode", "pay per use", '"0" (pay-per-use)'),
    ("billing.mode", "POST_PAID", '"0" (pay-per-use)'),
    ("period.type", "month", '"2" (months)'),
    ("period.type", "monthly", '"2" (months)'),
    ("period.type", "months", '"2" (months)'),
    ("period.type", "year", '"3" (years)'),
    ("period.type", "yearly", '"3" (years)'),
    ("period.type", "annual", '"3" (years)'),
    ("auto.renew", '"yes"', '"1" (auto-renewal)'),
    ("auto.renew", '"true"', '"1" (auto-renewal)'),
    ("auto.renew", '"no"', '"0" (no auto-renewal)'),
    ("auto.pay", '"yes"', '"true" (automatic payment)'),
    ("auto.pay", '"0"', '"false" (manual payment)'),
]


@pytest.mark.parametrize(("name", "word", "option"), WORDS)
def test_a_word_for_an_option_leads_to_a_suggestion(
    name: str, word: str, option: str
) -> None:
    finding = only(annotation(name, word), "RP105")
    shown = word.strip('"')
    assert finding.message.endswith(f', not "{shown}"')
    assert finding.message.startswith(f"{PREFIX}{name} must be ")
    assert option in finding.message
    assert finding.help == f"did you mean {option}?"
    assert finding.fix
    assert finding.fix.applicability is Applicability.UNSAFE
    assert finding.fix.message == f"change it to {option}"


def test_unquoted_booleans_lead_to_a_suggestion_too() -> None:
    for word, rule in (("yes", "RP007"), ("true", "RP102"), ("y", "RP007")):
        finding = only(annotation("auto.renew", word), rule)
        assert finding.help == 'did you mean "1" (auto-renewal)?'
        assert finding.fix
        assert finding.fix.applicability is Applicability.UNSAFE
    assert only(annotation("auto.pay", "yes"), "RP007").help == (
        'did you mean "true" (automatic payment)?'
    )


def test_a_word_for_no_option_leads_to_no_suggestion() -> None:
    finding = only(annotation("period.type", "weekly"), "RP105")
    assert (finding.help, finding.fix) == (None, None)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("month", '"2"'),
        ("'month'  # the unit", "'2'  # the unit"),
        ('"Monthly"', '"2"'),
        ("|\n      month", '"2"'),
    ],
)
def test_the_word_is_replaced_in_the_style_of_the_file(before: str, after: str) -> None:
    text = annotation("billing.mode", "1").replace(": 1\n", ": '1'\n")
    text = text.replace("spec:\n", f"    {PREFIX}period.type: {before}\nspec:\n")
    expected = text.replace(f"period.type: {before}\n", f"period.type: {after}\n")
    assert fix_text(text, unsafe=True).text == expected


def test_every_synonym_names_an_option_and_is_not_one() -> None:
    names = ["billing.mode", "period.type", "auto.renew", "auto.pay"]
    pointers: list[Pointer] = [(*ANNOTATIONS, f"{PREFIX}{name}") for name in names]
    pointers += [("spec", "scope", 0), ("spec", "type")]
    for pointer in pointers:
        options = options_at(pointer, SCHEMA)
        assert options.synonyms
        assert {*options.synonyms.values()} <= {*options.values}
        assert not {*options.synonyms} & {value.casefold() for value in options.values}


# --- Lists


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("scope: Train", "scope: [Train]"),
        ("scope: Train  # all", "scope: [Train]  # all"),
        ("scope: 'Train'", "scope: ['Train']"),
        ('scope: "Train" # all', 'scope: ["Train"] # all'),
        ("scope:\n    Train", "scope:\n    [Train]"),
    ],
)
def test_a_single_value_becomes_a_list_in_yaml(before: str, after: str) -> None:
    text = f"{NO_SCOPE}  {before}\n"
    finding = only(text, "RP102")
    assert finding.message == 'spec.scope must be a list, but "Train" is a string'
    assert finding.help == 'make it a list: ["Train"]'
    assert finding.fix
    assert finding.fix.applicability is Applicability.SAFE
    result = fix_text(text)
    assert result.text == f"{NO_SCOPE}  {after}\n"
    assert result.findings == []


def test_a_single_value_becomes_a_list_in_flow_style_and_json() -> None:
    flow = f"{HEAD}spec: {json.dumps(REFERENCE['spec'])}\n"
    flow = flow.replace('"scope": ["Train"]', "scope: Train, jobFlavors: 'small one'")
    expected = flow.replace("Train,", "[Train],")
    assert fix_text(flow).text == expected  # a name has no spaces: RP107
    text = as_json(changed((("spec", "scope"), "Infer")))
    assert json.loads(fix_text(text, filename="a.json").text) == changed(
        (("spec", "scope"), ["Infer"])
    )


@pytest.mark.parametrize(
    "value", ["Training", "${SCOPE}", "Train,", "", "Train Infer", "[Train", 3, True]
)
def test_other_values_do_not_become_a_list(value: object) -> None:
    text = as_yaml(changed((("spec", "scope"), value)))
    finding = only(text, "RP102")
    assert finding.fix is None


def test_names_with_commas_and_placeholders_do_not_become_a_list() -> None:
    for value, fixable in (("a", True), ("a,b c", False), ("${X}", False)):
        finding = only(as_yaml(changed((("spec", "jobFlavors"), value))), "RP102")
        assert (finding.fix is not None) is fixable


def test_a_string_with_commas_becomes_a_list_of_several() -> None:
    text = f"{NO_SCOPE}  scope: Train, Infer  # both\n"
    finding = only(text, "RP102")
    assert finding.help == 'make it a list: ["Train", "Infer"]'
    assert finding.fix
    assert finding.fix.applicability is Applicability.UNSAFE
    assert fix_text(text).text == text
    fixed = f"{NO_SCOPE}  scope: [Train, Infer]  # both\n"
    assert fix_text(text, unsafe=True).text == fixed


def test_a_value_shared_by_an_alias_does_not_become_a_list() -> None:
    text = f"{NO_SCOPE}  scope: &job Train\n  jobFlavors: [*job]\n"
    assert fix_text(text).text == text


def test_rules_use_the_list_that_was_meant() -> None:
    data = changed((("spec", "scope"), "Train"), (("spec", "network"), ...))
    assert {f.rule for f in lint_data(data)} == {"RP102", "RP401"}


def test_a_mapping_in_place_of_a_list_is_explained() -> None:
    data = changed((("spec", "resources"), REFERENCE["spec"]["resources"][0]))
    for text, filename, help_text in (
        (as_yaml(data), "a.yaml", 'make it a list: put "- " before its first key, '),
        (as_json(data), "a.json", "make it a list: put [ before it and ] after it"),
    ):
        finding = only(text, "RP102", filename)
        assert finding.message == "spec.resources must be a list, not a mapping"
        assert str(finding.help).startswith(help_text)


# --- Fields with one valid value


@pytest.mark.parametrize(
    ("line", "rule"),
    [("v1", "RP105"), ('"v2beta1"  # old', "RP105"), ("'v1'", "RP105")],
)
def test_a_required_field_with_one_valid_value_is_corrected(
    line: str, rule: str
) -> None:
    text = as_yaml(REFERENCE).replace("apiVersion: 'v2'", f"apiVersion: {line}")
    text = text.replace("apiVersion: v2", f"apiVersion: {line}")
    finding = only(text, rule)
    assert finding.help in {'change it to "v2"', 'did you mean "v2"?'}
    assert finding.fix
    assert finding.fix.applicability is Applicability.UNSAFE
    result = fix_text(text, unsafe=True)
    assert result.findings == []
    assert ("# old" in result.text) is ("# old" in text)


def test_kind_and_type_are_corrected() -> None:
    for pointer, value, safe in (
        (("kind",), "pool", True),
        (("kind",), "ResourcePool", False),
        (("spec", "type"), "dedicate", True),
        (("spec", "type"), "Physical", False),
        (("spec", "type"), "shared", False),
    ):
        for write, name in ((as_yaml, "a.yaml"), (as_json, "a.json")):
            text = write(changed((pointer, value)))
            finding = only(text, "RP105", name)
            assert finding.fix
            expected = Applicability.SAFE if safe else Applicability.UNSAFE
            assert finding.fix.applicability is expected
            assert fix_text(text, filename=name, unsafe=True).findings == []


def test_an_optional_field_with_one_option_is_not_corrected() -> None:
    text = as_yaml(changed((("spec", "resources", 0, "os"), {"imageType": "public"})))
    assert only(text, "RP105").fix is None


def test_a_missing_field_with_one_valid_value_is_added() -> None:
    for pointer in (("apiVersion",), ("kind",), ("spec", "type")):
        for write, name in ((as_yaml, "a.yaml"), (as_json, "a.json")):
            text = write(changed((pointer, ...)))
            finding = only(text, "RP101", name)
            assert finding.message.startswith(f"{'.'.join(pointer)} is missing (")
            assert finding.fix
            assert finding.fix.applicability is Applicability.UNSAFE
            result = fix_text(text, filename=name, unsafe=True)
            assert result.findings == []
            assert len(result.text.split()) > len(text.split())


@pytest.mark.parametrize(
    ("text", "added"),
    [
        ("a: &a [1]\nb: *a\n", "kind: Pool\napiVersion: v2\n"),
        ("a: &a x\n*a : 2\n", "kind: Pool\napiVersion: v2\n"),
        ("\"a\": 'x'\r\n", "\"kind\": 'Pool'\r\n\"apiVersion\": 'v2'\r\n"),
    ],
)
def test_fields_are_added_beside_aliases_and_quotes(text: str, added: str) -> None:
    config = Config(kind=Kind.REQUEST)
    assert fix_text(text, unsafe=True, config=config).text == added + text


def test_a_missing_field_with_several_valid_values_is_not_added() -> None:
    text = as_yaml(changed((("spec", "scope"), ...)))
    finding = only(text, "RP101")
    assert finding.fix is None
    assert finding.help == 'add scope: ["Train"] to spec'
    in_json = only(as_json(changed((("spec", "scope"), ...))), "RP101", "a.json")
    assert in_json.help == 'add "scope": ["Train"] to spec'
