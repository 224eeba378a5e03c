"""Each mistake gives one finding, and it hides no finding about another mistake."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest

from manifests import (
    ANNOTATIONS,
    LABELS,
    NETWORK,
    PREFIX,
    REFERENCE,
    RESOURCE,
    as_yaml,
    changed,
)
from pool_lint import Config, Finding, lint_data, lint_text
from pool_lint.modelarts.view import without
from pool_lint.testing import TOP_LEVEL

NAME = (*LABELS, f"{PREFIX}name")
BILLING = (*ANNOTATIONS, f"{PREFIX}billing.mode")
GPU = {"flavor": "modelarts.vm.gpu.tnt004", "count": 2}


def found(data: Any, config: Config | None = None) -> list[tuple[str, str]]:
    text = data if isinstance(data, str) else as_yaml(data)
    return [(f.rule, f.path) for f in lint_text(text, config=config)]


def only(data: Any) -> Finding:
    text = data if isinstance(data, str) else as_yaml(data)
    [finding] = lint_text(text)
    return finding


# Several rules match these values; only the rule named here reports.
RANKED = [
    ("name:", "RP106"),
    ("name: ''", "RP106"),
    ("name: 12", "RP102"),
    ("name: 012", "RP102"),
    ("name: 2025-08-20", "RP007"),
    ("name: on", "RP007"),
    ("name: Pool", "RP601"),
    ("name: !x Pool", "RP008"),
    ("name: {{ name }}", "RP008"),
]


@pytest.mark.parametrize(("line", "rule"), RANKED)
def test_only_the_most_important_rule_reports_a_value(line: str, rule: str) -> None:
    text = as_yaml(REFERENCE).replace("name: pool-001", line)
    assert only(text).rule == rule


@pytest.mark.parametrize("value", ["on", "2025-08-20", "1_0", "1:30"])
def test_an_ambiguous_value_is_not_also_an_invalid_option(value: str) -> None:
    text = as_yaml(REFERENCE).replace("type: Dedicate", f"type: {value}")
    assert only(text).rule == "RP007"


@pytest.mark.parametrize(
    ("old", "new", "off", "rules"),
    [
        ("type: Dedicate", "type: on", "RP007", ["RP105"]),
        ("name: pool-001", "name: 2025-08-20", "RP007", ["RP601"]),
        ("description: ''", "description: on", "RP007", []),
        ("spec:", "x: {y: on}\nspec:", "RP103", ["RP007"]),
        ("name: pool-001", "name: ''", "RP106", ["RP601"]),
        ("spec:", "spec: !!omap", "RP008", []),
        ("spec:\n  type: Dedicate", "spec: !x\n  type: X", "RP008", ["RP105"]),
        (
            "spec:\n  type: Dedicate",
            "spec: &s\n  <<: *s\n  type: X",
            "RP008",
            ["RP105"],
        ),
        ("spec:\n  type: Dedicate", "{{ x }}: 1\nspec:\n  type: X", "RP008", ["RP105"]),
    ],
)
def test_a_disabled_rule_hides_no_finding(
    old: str, new: str, off: str, rules: list[str]
) -> None:
    text = as_yaml(REFERENCE).replace(old, new)
    assert [rule for rule, _ in found(text, Config(ignore=[off]))] == rules


def test_values_below_an_unknown_field_are_not_checked() -> None:
    text = as_yaml(REFERENCE) + "  extra: {a: on, b: {c: 012}}\n"
    assert [rule for rule, _ in found(text)] == ["RP103"]


def test_values_below_a_newer_field_are_checked() -> None:
    text = as_yaml(REFERENCE) + "  masters: [{a: on}]\n"
    assert [rule for rule, _ in found(text)] == ["RP104", "RP007"]


@pytest.mark.parametrize(
    ("pointer", "misspelt", "right"),
    [
        (NAME, f"{PREFIX}nmae", f"{PREFIX}name"),
        (NAME, "name", f"{PREFIX}name"),
        (NAME, "os.modelart/name", f"{PREFIX}name"),
        (NAME, "os.modelarts.name", f"{PREFIX}name"),
        (NAME, "OS.ModelArts/Name", f"{PREFIX}name"),
        (LABELS, "lables", "labels"),
        (("spec", "scope"), "Scope", "scope"),
        (("spec", "network"), "netwrok", "network"),
        ((*RESOURCE, "count"), "counts", "count"),
        (("apiVersion",), "apiversion", "apiVersion"),
    ],
)
def test_a_misspelt_field_is_not_also_missing(
    pointer: tuple[Any, ...], misspelt: str, right: str
) -> None:
    value: Any = REFERENCE
    for step in pointer:
        value = value[step]
    data = changed((pointer, ...), ((*pointer[:-1], misspelt), value))
    if pointer == NAME:
        data["metadata"]["labels"][f"{PREFIX}node.prefix"] = "x"
    finding = only(data)
    assert (finding.rule, finding.pointer[-1]) == ("RP103", misspelt)
    assert right in str(finding.help)


@pytest.mark.parametrize(
    "text",
    [
        "metadata: {name: pool-001}\n",
        "labels: {os.modelarts/name: pool-001}\n",
    ],
)
def test_the_parent_of_a_misplaced_field_is_not_also_missing(text: str) -> None:
    rest = "".join(TOP_LEVEL[field] for field in ("apiVersion", "kind", "spec"))
    assert only(text + rest).rule == "RP103"


def test_a_misspelt_field_suggests_a_field_that_is_null() -> None:
    data = changed(((*RESOURCE, "count"), None), ((*RESOURCE, "Count"), 2))
    help_ = {f.rule: f.help for f in lint_text(as_yaml(data))}
    assert help_["RP103"] == 'did you mean "count"?'


def test_a_misplaced_field_is_not_also_missing() -> None:
    data = changed((NAME, ...), (("metadata", "name"), "pool-001"))
    finding = only(data)
    assert finding.help == 'move it to metadata.labels["os.modelarts/name"]'
    assert finding.rule == "RP103"


def test_a_field_is_missing_if_its_misspelling_is_ignored() -> None:
    data = changed((("spec", "scope"), ...), (("spec", "Scope"), ["Train"]))
    assert found(data, Config(ignore=["RP103"])) == [("RP101", "spec")]


def test_a_misspelt_field_hides_missing_fields_only_in_its_own_item() -> None:
    items = [{"flavor": GPU["flavor"], "Count": 2}, {"flavor": "modelarts.p3.large"}]
    assert found(changed((("spec", "resources"), items))) == [
        ("RP103", "spec.resources[0].Count"),
        ("RP101", "spec.resources[1]"),
    ]


@pytest.mark.parametrize("value", [None, {"name": "x"}])
def test_a_newer_field_is_not_taken_for_a_misplaced_one(value: Any) -> None:
    items = [{**GPU, "network": value}]
    data = changed((("spec", "network"), ...), (("spec", "resources"), items))
    assert ("RP401", "spec.type") in found(data)


def test_two_mappings_with_one_start_report_their_own_missing_fields() -> None:
    text = "metadata:\n  annotations: {os.modelarts/description: x}\nkind: Pool\n"
    findings = lint_text(text, config=Config(select="RP101"))
    missing = [finding.message.partition(" (")[0] for finding in findings]
    assert missing == [
        "apiVersion is missing",
        "metadata.labels is missing",
    ]


@pytest.mark.parametrize(
    ("parent", "children"), [("network:", 1), ("labels:", 2), ("spec:", 11)]
)
def test_lost_indentation_is_one_mistake(parent: str, children: int) -> None:
    lines = as_yaml(REFERENCE).split("\n")
    first = next(n for n, line in enumerate(lines) if line.strip() == parent) + 1
    for number in range(first, first + children):
        lines[number] = lines[number].removeprefix("  ")
    finding = only("\n".join(lines))
    assert (finding.rule, finding.pointer[-1]) == ("RP106", parent[:-1])
    assert "indent its entries below it" in str(finding.help)


def test_unindented_fields_are_reported_if_the_empty_parent_is_ignored() -> None:
    text = as_yaml(REFERENCE).replace("    name: net", "  name: net")
    config = Config(ignore=["RP106"])
    assert found(text, config) == [("RP103", "spec.name")]


@pytest.mark.parametrize(
    ("old", "new", "help_"),
    [
        ("type: Dedicate", "type: on", 'write "Dedicate"'),
        ("count: 2", "count: 010", "write an integer such as 2"),
        ("name: pool-001", "name: on", "put it in quotes if it is text"),
    ],
)
def test_help_for_an_ambiguous_value_depends_on_the_field(
    old: str, new: str, help_: str
) -> None:
    assert help_ in str(only(as_yaml(REFERENCE).replace(old, new)).help)


@pytest.mark.parametrize(
    ("pointer", "removable"),
    [
        ((*RESOURCE, "count"), False),
        ((*RESOURCE, "maxCount"), True),
        ((*LABELS, f"{PREFIX}workspace.id"), True),
        (NAME, False),
        (("spec", "scope", 0), True),
        (("spec",), True),
    ],
)
def test_help_offers_to_remove_only_optional_empty_fields(
    pointer: tuple[Any, ...], removable: bool
) -> None:
    help_text = str(only(changed((pointer, None))).help)
    assert help_text.endswith("or remove it") is removable


def test_an_invalid_merge_key_is_the_only_finding() -> None:
    items = as_yaml(REFERENCE).replace("- flavor: modelarts.vm.gpu.tnt004", "- <<: 5")
    assert [rule for rule, _ in found(items.replace("    count: 2\n", ""))] == ["RP008"]


@pytest.mark.parametrize(
    "line",
    [
        "name: 'pool\u200b001'",
        "name: po\u200bol",
        "na\u200bme: pool-001",
        "name: pool-001\u00a0",
        "name: 'pool-001\u00a0'",
        "name: \u00a0pool-001",
        'name: "\u00a0pool-001"',
    ],
)
def test_a_hidden_character_is_the_only_finding(line: str) -> None:
    text = as_yaml(REFERENCE).replace("name: pool-001", line)
    text = text.replace(
        "workspace.id: '0'", "workspace.id: '0'\n    os.modelarts/node.prefix: x"
    )
    assert only(text).rule == "RP009"


def test_unusual_spaces_are_escaped_in_messages() -> None:
    finding = only(changed((("spec", "type"), "Dedicate\u3000")))
    assert finding.message == 'spec.type must be "Dedicate", not "Dedicate\\u3000"'
    inside = changed((NAME, "pool\u00a0001"))
    assert only(inside).message == (
        'os.modelarts/name "pool\\u00a0001" is not a valid pool name'
    )


def test_a_duplicate_key_is_the_only_finding() -> None:
    """Parsers disagree on which of the two values counts."""
    data = as_yaml(changed(((*RESOURCE, "maxCount"), 2)))
    assert found(data) == []
    text = data.replace("    count: 2", "    count: 2\n    count: 3")
    assert [rule for rule, _ in found(text)] == ["RP002"]
    name = as_yaml(REFERENCE).replace("name: pool-001", "name: pool-001\n    NAME: 1")
    name = name.replace("NAME: 1", f"os.modelarts/name: {'p' * 40}")
    assert [rule for rule, _ in found(name)] == ["RP002"]


@pytest.mark.parametrize(
    ("value", "help_text"),
    [
        ("{{ n }}", "replace it, or, if your pipeline fills it in later, add"),
        ("${COUNT}", "replace it, or, if your pipeline fills it in later, add"),
        ("two", "write an integer such as 2"),
    ],
)
def test_text_for_a_number_gets_help_that_fits(value: str, help_text: str) -> None:
    finding = only(changed(((*RESOURCE, "count"), value)))
    assert finding.rule == "RP102"
    assert str(finding.help).startswith(help_text)


def test_help_shows_an_example_of_a_list_entry() -> None:
    finding = only(changed((RESOURCE, "modelarts.vm.gpu.tnt004")))
    assert str(finding.help).startswith('write a mapping such as {"flavor": ')


def test_two_equally_close_fields_are_both_suggested() -> None:
    data = changed((("spec", "driver"), {"version": "470.57.02"}))
    assert only(data).help == 'did you mean "npuVersion" or "gpuVersion"?'


def test_findings_of_aliases_are_reported_at_the_anchor() -> None:
    text = as_yaml(REFERENCE)
    head, _, tail = text.partition("  - flavor")
    entry = f"  - &a\n    flavor{tail.partition('  driver')[0]}    maxCount: 5\n"
    shared = f"{head}{entry}  - *a\n  - <<: *a\n    count: 3\n"
    assert [rule for rule, _ in found(shared)] == ["RP302", "RP301"]
    [flavor, _] = lint_text(shared)
    assert flavor.related == (), "both uses have the same range"
    assert [rule for rule, _ in found(shared.replace("count: 2", "count: '2'"))] == [
        "RP302",
        "RP102",
        "RP301",
    ]


def test_rules_skip_malformed_values() -> None:
    for count in ("two", None, 0, 2.5):
        data = changed(((*RESOURCE, "count"), count), ((*RESOURCE, "maxCount"), 5))
        assert len(found(data)) == 1
    data = changed((("spec", "type"), "Dedicatd"), ((*RESOURCE, "maxCount"), 5))
    assert [rule for rule, _ in found(data)] == ["RP105"]


NO_PERIOD = ["RP102", "RP201", "RP201", "RP202"]
TYPE_SLIPS: list[tuple[list[tuple[Any, Any]], list[str]]] = [
    ([(BILLING, 1)], NO_PERIOD),
    ([(BILLING, True)], ["RP102"]),
    ([((*RESOURCE, "count"), "2"), ((*RESOURCE, "maxCount"), 3)], ["RP102", "RP301"]),
    ([((*RESOURCE, "count"), 2), ((*RESOURCE, "maxCount"), "3")], ["RP301", "RP102"]),
    ([((*RESOURCE, "count"), "2"), ((*RESOURCE, "maxCount"), "2")], ["RP102"] * 2),
    ([((*RESOURCE, "count"), "9000")], ["RP102", "RP304"]),
    ([((*RESOURCE, "count"), "two"), ((*RESOURCE, "maxCount"), 3)], ["RP102"]),
    ([((*RESOURCE, "count"), 2.0), ((*RESOURCE, "maxCount"), 3)], ["RP102"]),
    ([((*RESOURCE, "count"), [2]), ((*RESOURCE, "maxCount"), 3)], ["RP102"]),
    ([(("metadata", "labels", "os.modelarts/node.prefix"), 7)], ["RP102"]),
]


@pytest.mark.parametrize(("changes", "expected"), TYPE_SLIPS, ids=str)
@pytest.mark.parametrize("padding", ["", "# long\n" * 900])
def test_a_value_of_the_wrong_type_hides_no_other_rule(
    changes: list[tuple[Any, Any]], expected: list[str], padding: str
) -> None:
    text = as_yaml(changed(*changes))
    rules = sorted(finding.rule for finding in lint_text(text + padding))
    assert rules == sorted(expected)


def test_python_values_of_the_wrong_type_hide_no_other_rule() -> None:
    findings = lint_data(changed((BILLING, 1)))
    assert [finding.rule for finding in findings] == NO_PERIOD
    assert findings[0].message.endswith("but 1 is an integer")


def test_unquoted_ids_are_compared_as_text() -> None:
    one, other = (as_yaml(changed((NAME, name))) for name in ("pool-001", "pool-002"))
    text = f"{one}---\n{other.replace('pool-002', 'pool-001')}"
    unquoted = text.replace("workspace.id: '0'", "workspace.id: 0")
    rules = [finding.rule for finding in lint_text(unquoted)]
    assert sorted(rules) == ["RP102", "RP102", "RP701"]


@pytest.mark.parametrize("flavor", ["", 4, None, ...])
def test_driver_rules_skip_pools_with_an_unknown_flavor(flavor: Any) -> None:
    items: list[Any] = [{"flavor": "modelarts.vm.cpu.8ud", "count": 1}, {"count": 1}]
    if flavor is not ...:
        items[1]["flavor"] = flavor
    assert "RP501" not in [
        rule for rule, _ in found(changed((("spec", "resources"), items)))
    ]


MERGED_TWICE = """\
apiVersion: v2
kind: Pool
metadata: {labels: {os.modelarts/name: pool-001}}
spec:
  <<: {type: Dedicat}
  <<: {scope: []}
"""
NETWORK_LINES = f"  network:\n    name: {NETWORK}\n"
MODE_LINE = "    os.modelarts/billing.mode: '0'\n"
WORKSPACE_LINE = "    os.modelarts/workspace.id: '0'\n"
# An entry, and a second one with the same key.
DOUBLED = {
    "a value that is not an option": ("  type: Dedicate\n", "  type: X\n"),
    "a type without network": ("  type: Dedicate\n", "  type: Logical\n"),
    "a mode with period and order": (MODE_LINE, MODE_LINE.replace("0", "1")),
    "a mapping that lacks a field": (NETWORK_LINES, "  network: {}\n"),
    "a value of the wrong type": ("    count: 2\n", "    count: '2'\n"),
    "an ambiguous value": ("    count: 2\n", "    count: 012\n"),
    "a placeholder": (WORKSPACE_LINE, WORKSPACE_LINE.replace("0", "{{ id }}")),
    "an empty value": ("    gpuVersion: '440.31'\n", "    gpuVersion:\n"),
    "a tag": ("    count: 2\n", "    count: !x 2\n"),
    "a duplicate key inside": (NETWORK_LINES, "  network: {name: x, name: y}\n"),
}


@pytest.mark.parametrize(("one", "other"), DOUBLED.values(), ids=DOUBLED)
def test_a_duplicate_key_hides_findings_about_either_value(
    one: str, other: str
) -> None:
    text = as_yaml(REFERENCE)
    assert one in text
    for both in (one + other, other + one):
        assert [rule for rule, _ in found(text.replace(one, both))] == ["RP002"]


def test_a_duplicate_unknown_field_is_one_finding() -> None:
    for field in ("x", "masters"):
        text = f"{as_yaml(REFERENCE)}  {field}: 1\n  {field}: 2\n"
        assert [rule for rule, _ in found(text)] == ["RP002"]


def test_fields_are_not_missing_beside_duplicate_merge_keys() -> None:
    assert [rule for rule, _ in found(MERGED_TWICE)] == ["RP002"]
    at_root = MERGED_TWICE.replace("\nspec:\n  <<", "\n<<").replace("\n  <<", "\n<<")
    assert [rule for rule, _ in found(at_root)] == ["RP002"]


def test_a_duplicate_key_hides_no_finding_about_other_keys() -> None:
    text = as_yaml(REFERENCE).replace("count: 2", "count: 2\n    count: 3")
    text = text.replace("  scope:\n  - Train", "  scope:\n  - Trai")
    assert [rule for rule, _ in found(text)] == ["RP105", "RP002"]
    logical = text.replace("type: Dedicate", "type: Dedicate\n  type: Logical")
    assert [rule for rule, _ in found(logical)] == ["RP002", "RP105", "RP002"]


def test_an_ignored_duplicate_key_hides_no_finding() -> None:
    text = as_yaml(REFERENCE).replace("  type: Dedicate", "  type: Dedicate\n  type: X")
    assert found(text, Config(ignore=["RP002"])) == [("RP105", "spec.type")]
    both = MODE_LINE + MODE_LINE.replace("0", "1")
    text = as_yaml(REFERENCE).replace(MODE_LINE, both)
    rules = [rule for rule, _ in found(text, Config(ignore=["RP002"]))]
    assert rules == ["RP201", "RP201", "RP202"]


def test_each_missing_period_field_is_one_finding() -> None:
    data = changed(((*ANNOTATIONS, f"{PREFIX}billing.mode"), "1"))
    messages = [finding.message for finding in lint_text(as_yaml(data))]
    assert len(messages) == len(set(messages)) == 3


def test_messages_show_the_line_break_of_a_block_scalar() -> None:
    text = as_yaml(REFERENCE).replace("name: pool-001", "name: |\n      pool-001")
    assert only(text).message == (
        'os.modelarts/name "pool-001\\n" is not a valid pool name'
    )


@pytest.mark.parametrize(
    ("count", "fixed"), [("2", True), ("010", False), ("0", False)]
)
def test_quotes_are_removed_only_if_the_number_is_then_valid(
    count: str, fixed: bool
) -> None:
    finding = only(changed(((*RESOURCE, "count"), count)))
    assert finding.rule == "RP102"
    assert (finding.fix is not None) is fixed


def test_a_quoted_number_keeps_its_trailing_zero() -> None:
    text = as_yaml(REFERENCE).replace("'440.31'", "470.10")
    finding = only(text)
    assert finding.help == 'put it in quotes: "470.10"'
    assert finding.fix is not None
    assert [edit.content for edit in finding.fix.edits] == ['"470.10"']


def test_help_does_not_lead_to_another_error() -> None:
    finding = only(changed((("spec", "type"), "logical")))
    assert finding.help == 'change it to "Dedicate"'
    assert "remove it" not in str(only(changed((("spec", "network"), None))).help)
    monthly = {
        "billing.mode": "1",
        "period.type": "2",
        "period.num": "",
        "order.id": "x",
    }
    annotations = {f"{PREFIX}{name}": value for name, value in monthly.items()}
    assert "remove it" not in str(only(changed((ANNOTATIONS, annotations))).help)


def test_a_placeholder_is_not_also_malformed() -> None:
    for pointer, text in (
        (NAME, "{{ Name }}"),
        (("spec", "network", "name"), "<network>"),
        ((*RESOURCE, "flavor"), "< the flavor >"),
    ):
        assert only(changed((pointer, text))).rule == "RP006"
    assert only(changed(((*RESOURCE, "count"), "${COUNT}"))).rule == "RP102"
    off = Config(ignore=["RP006"])
    assert found(changed((NAME, "{{ Name }}")), off)[0][0] == "RP601"
    network = changed((("spec", "network", "name"), "<network>"))
    assert found(network, off) == [("RP404", "spec.network.name")]


def test_a_misspelt_billing_mode_makes_no_field_ineffective() -> None:
    mode, order = (*ANNOTATIONS, f"{PREFIX}billing.mode"), f"{PREFIX}order.id"
    misspelt = (*ANNOTATIONS, f"{PREFIX}billing.mdoe")
    data = changed((mode, ...), (misspelt, "1"), ((*ANNOTATIONS, order), "x"))
    assert only(data).rule == "RP103"


@pytest.mark.parametrize("url", ["", "http://", "http://:80", "https:///x", "x"])
def test_a_url_without_a_host_is_invalid(url: str) -> None:
    address = (*ANNOTATIONS, f"{PREFIX}service.console.url")
    finding = lint_text(as_yaml(changed((address, url))))[-1]
    assert finding.rule == "RP605"
    name = "os.modelarts/service.console.url"
    assert finding.message == f'{name} "{url}" is not a valid URL'


def test_an_empty_image_id_needs_no_image_type() -> None:
    assert found(changed(((*RESOURCE, "os"), {"imageId": ""}))) == []


def test_a_misplaced_field_does_not_replace_the_field_in_its_place() -> None:
    data = changed((("metadata", "name"), "x"), (NAME, "p" * 40))
    rules = {finding.rule: finding for finding in lint_text(as_yaml(data))}
    assert {*rules} == {"RP103", "RP602"}
    assert str(rules["RP103"].help) == (
        'remove it; metadata.labels["os.modelarts/name"] is already set'
    )
    doubled = changed((("labels",), {"a": "b"}))
    [finding] = lint_text(as_yaml(doubled))
    assert finding.help == ("move its entries to metadata.labels")
    emptied = changed((("metadata", "spec"), None))
    [finding] = lint_text(as_yaml(emptied))
    assert finding.help == "remove it; spec is already set"
    text = as_yaml(changed((("metadata", "name"), "x")))
    found = [finding.rule for finding in lint_text(f"{text}---\n{text}")]
    assert sorted(found) == ["RP103", "RP103", "RP701"]


def test_rules_see_null_for_rejected_values() -> None:
    data = {"a": [1, {"b": 2, "c": 3}], "d": {"e": 4}}
    before = deepcopy(data)
    rest = without(data, [("a", 1, "b"), ("a", 0), ("d", "x"), ("a", 7), ("x", "y")])
    assert rest == {"a": [None, {"b": None, "c": 3}], "d": {"e": 4}}
    assert without(data, [("d", "e", "f"), ("d", 0)]) == data == before
    assert without(data, [("d",), ("d", "e")]) == {"a": data["a"], "d": None}
    assert without(data, [()]) is None
    assert without(data, []) is data
