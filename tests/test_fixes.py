"""Fixes of texts: the fixed text, and everything else unchanged."""

from __future__ import annotations

import copy
import json
import re

import pytest

from manifests import (
    ANNOTATIONS,
    FLAVORS,
    HEAD,
    LABELS,
    PREFIX,
    REFERENCE,
    RESOURCE,
    RESPONSE_BODY,
    as_json,
    as_yaml,
    changed,
)
from pool_lint import Config, FixResult, fix_text, lint_text
from pool_lint.rules import Rule, builtin_rules
from pool_lint.testing import complete
from test_fix_properties import with_fix

FIXABLE = {
    "RP005",
    "RP007",
    "RP102",
    "RP103",
    "RP105",
    "RP203",
    "RP301",
    "RP405",
    "RP901",
}
SAFE = {"RP007", "RP102", "RP405", "RP901"}

SPEC = """\
spec:
  type: Dedicate
  scope: [Train]
  network: {name: net-0123-86c13962597848eeb29c5861153a391f}
  resources:
    - {flavor: modelarts.vm.gpu.tnt004, count: 2}
"""


def done(text: str, filename: str = "pool.yaml", *, unsafe: bool = True) -> str:
    return fix_text(text, filename=filename, unsafe=unsafe).text


@pytest.mark.parametrize(
    "rule", [rule for rule in builtin_rules() if rule.id in FIXABLE], ids=lambda r: r.id
)
def test_the_good_example_is_the_fixed_bad_example(rule: Rule) -> None:
    documentation = rule.documentation
    before = complete(re.sub(" *# <-", "", documentation.bad))
    result = fix_text(before, unsafe=rule.id not in SAFE)
    assert result.text == complete(documentation.good)
    assert [step.rule for step in result.made] == [rule.id]
    assert result.findings == []


def test_exactly_these_rules_have_fixes() -> None:
    fixable = set()
    for rule in builtin_rules():
        config = Config(
            extend_select=rule.id,
            flavors=FLAVORS if rule.id in {"RP307", "RP308"} else None,
        )
        found = lint_text(complete(rule.documentation.bad), config=config)
        fixable |= {finding.rule for finding in found if finding.fix}
    assert fixable == FIXABLE


def label(line: str) -> str:
    return HEAD + f"    os.modelarts/{line}\n" + SPEC


def annotation(*lines: str) -> str:
    block = "".join(f"    os.modelarts/{line}\n" for line in lines)
    return f"{HEAD}  annotations:\n{block}{SPEC}"


def spec(old: str, new: str) -> str:
    text = HEAD + SPEC
    assert old in text
    return text.replace(old, new)


NAME = "os.modelarts/name: pool-001"
COUNT = "count: 2"
SCOPE = "scope: [Train]"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (label("workspace.id: 0"), label('workspace.id: "0"')),
        (label("workspace.id: 010"), label('workspace.id: "010"')),
        (label("node.prefix: on"), label('node.prefix: "on"')),
        (label("node.prefix: 2025-08-20"), label('node.prefix: "2025-08-20"')),
        (annotation("auto.renew: 0"), annotation('auto.renew: "0"')),
        (
            annotation("billing.mode: 0  # free"),
            annotation('billing.mode: "0"  # free'),
        ),
        (annotation("description: 470.10"), annotation('description: "470.10"')),
        (annotation("description: 1e3"), annotation('description: "1e3"')),
        (annotation("billing.mode: 7"), annotation("billing.mode: 7")),
        (spec(COUNT, "count: '2'"), spec(COUNT, "count: 2")),
        (spec(COUNT, 'count: "2"'), spec(COUNT, "count: 2")),
        (spec(COUNT, 'count: "2x"'), spec(COUNT, 'count: "2x"')),
        (spec(COUNT, 'count: "02"'), spec(COUNT, 'count: "02"')),
        (spec(COUNT, "count: !!str 2"), spec(COUNT, "count: !!str 2")),
        (spec("Dedicate", "dedicate"), spec("Dedicate", "Dedicate")),
        (spec("Dedicate", "'DEDICATE'"), spec("Dedicate", "'Dedicate'")),
        (spec("Dedicate", '"dedicate"'), spec("Dedicate", '"Dedicate"')),
        (spec("Dedicate", "|-\n    dedicate"), spec("Dedicate", '"Dedicate"')),
        (spec("Dedicate", "Dedicated"), spec("Dedicate", "Dedicated")),
        (spec(SCOPE, "scope: [Train, Train]"), spec(SCOPE, SCOPE)),
        (spec(SCOPE, "scope: [ Train , Train ]"), spec(SCOPE, "scope: [ Train ]")),
        (spec(SCOPE, "scope: [Train, Train,]"), spec(SCOPE, "scope: [Train,]")),
        (
            spec(SCOPE, "scope: [Train, Train, Infer]"),
            spec(SCOPE, "scope: [Train, Infer]"),
        ),
        (
            spec(SCOPE, "scope: [\n    Train, # a\n    Train # b\n  ]"),
            spec(SCOPE, "scope: [\n    Train # a\n     # b\n  ]"),
        ),
        (
            spec(SCOPE, "scope: [Train, # a\n    Train, Infer # b\n  ]"),
            spec(SCOPE, "scope: [Train # a\n    , Infer # b\n  ]"),
        ),
        (
            spec(SCOPE, "scope:\n    - Train\n    - Train  # again\n    - Infer"),
            spec(SCOPE, "scope:\n    - Train\n    # again\n    - Infer"),
        ),
        (
            spec(SCOPE, "scope:\n  - Train\n  - 'Train'\n"),
            spec(SCOPE, "scope:\n  - Train\n"),
        ),
    ],
)
def test_safe_fixes_change_only_the_value(before: str, after: str) -> None:
    result = fix_text(before)
    assert result.text == after
    assert bool(result.made) == (before != after)
    assert result.left == ()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (spec("Dedicate", "Dedicated"), spec("Dedicate", "Dedicate")),
        (spec("flavor:", "flavour:"), spec("flavor:", "flavor:")),
        (spec("flavor:", '"Flavor":'), spec("flavor:", '"flavor":')),
        (spec("flavor:", "'flavr' :"), spec("flavor:", "'flavor' :")),
        (spec(COUNT, "count: 2, maxCount: 3"), spec(COUNT, "count: 2, maxCount: 2")),
        (
            annotation('billing.mode: "0"', 'period.num: "2" # two'),
            annotation('billing.mode: "0"').replace(SPEC, "    # two\n" + SPEC),
        ),
        (
            annotation('period.num: "2"', "period.type: |-", "# no\n      2"),
            annotation('period.num: "2"', "period.type: |-", "# no\n      2"),
        ),
        (
            annotation("period.num: '2'", "period.type: >-\n      2"),
            HEAD + "  annotations: {}\n" + SPEC,
        ),
        (
            HEAD + "  annotations: {os.modelarts/order.id: a}  # b\n" + SPEC,
            HEAD + "  annotations: {}  # b\n" + SPEC,
        ),
        (
            HEAD + '  annotations: {os.modelarts/order.id: a, "os.modelarts/x": b}\n',
            HEAD + '  annotations: {"os.modelarts/x": b}\n',
        ),
    ],
)
def test_unsafe_fixes_are_made_only_on_request(before: str, after: str) -> None:
    assert done(before) == after
    assert done(before, unsafe=False) == before


OTHER = '  labels:\n    os.modelarts/workspace.id: "0"  # default\n'
MOVED = "    os.modelarts/name: pool-001\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        # The target mapping does not exist: the field stays on its line.
        (
            "metadata:\n  name: pool-001  # its name\n",
            "metadata:\n  labels:\n    os.modelarts/name: pool-001  # its name\n",
        ),
        (
            "metadata: {name: a-pool}\n",
            "metadata: {labels: {os.modelarts/name: a-pool}}\n",
        ),
        (
            'metadata: {"name": "a-pool"}\n',
            'metadata: {"labels": {"os.modelarts/name": "a-pool"}}\n',
        ),
        # The field moves to the end of the existing mapping.
        (
            f"metadata:\n  name: pool-001  # its name\n{OTHER}  annotations: {{}}\n",
            f"metadata:\n{OTHER}{MOVED.rstrip()}  # its name\n  annotations: {{}}\n",
        ),
        (
            "metadata:\n  name: a-b\n  labels: {os.modelarts/x: a}\n",
            "metadata:\n  labels: {os.modelarts/x: a, os.modelarts/name: a-b}\n",
        ),
        (
            "metadata:\n  name: pool-001\n  labels: {}\n",
            "metadata:\n  labels: {os.modelarts/name: pool-001}\n",
        ),
    ],
)
def test_a_field_is_moved(before: str, after: str) -> None:
    top = "apiVersion: v2\nkind: Pool\n"
    assert done(top + before + SPEC) == top + after + SPEC


def test_a_block_is_moved_with_its_indentation() -> None:
    resources = (
        "resources:\n"
        "  # the only one\n"
        "  - flavor: modelarts.vm.gpu.tnt004  # a GPU\n"
        "\n"
        "    count: 2\n"
    )
    rest = "spec:\n  type: Dedicate\n  scope: [Train]\n  network: {name: %s}\n"
    rest %= "net-0123-86c13962597848eeb29c5861153a391f"
    indented = re.sub("(?m)^(?=.)", "  ", resources)
    assert done(HEAD + resources + rest) == HEAD + rest + indented
    without_end = (HEAD + rest + resources).removesuffix("\n")
    assert done(without_end) == HEAD + rest + indented.removesuffix("\n") + "\n"


def test_json_keeps_commas_and_line_breaks() -> None:
    data = changed(
        ((*LABELS, f"{PREFIX}workspace.id"), 0),
        ((*ANNOTATIONS, f"{PREFIX}period.num"), "2"),
        (("spec", "scope"), ["Train", "Train", "Infer"]),
        ((*RESOURCE, "maxCount"), "3"),
    )
    wanted = changed(
        ((*LABELS, f"{PREFIX}workspace.id"), "0"),
        (("spec", "scope"), ["Train", "Infer"]),
        ((*RESOURCE, "maxCount"), 2),
    )
    for indent in (None, 2, 4, "\t"):
        before = json.dumps(data, indent=indent)
        assert done(before, "a.json") == json.dumps(wanted, indent=indent)
        lines = before.replace("\n", "\r\n")
        assert done(lines, "a.json") == json.dumps(wanted, indent=indent).replace(
            "\n", "\r\n"
        )


@pytest.mark.parametrize("indent", [None, 2])
def test_the_only_field_of_a_json_object_is_removed(indent: int | None) -> None:
    data = changed()
    data["metadata"]["annotations"] = {f"{PREFIX}order.id": "a"}
    before = json.dumps(data, indent=indent)
    after = done(before, "a.json")
    assert json.loads(after)["metadata"]["annotations"] == {}
    assert '"annotations": {}' in after


def test_a_field_of_json_is_moved() -> None:
    data = changed()
    data["metadata"]["name"] = data["metadata"]["labels"].pop(f"{PREFIX}name")
    result = done(json.dumps(data, indent=2), "a.json")
    labels = '{\n      "os.modelarts/workspace.id": "0",\n      "os.modelarts/name": '
    assert f'"labels": {labels}"pool-001"\n    }}' in result
    assert json.loads(result) == REFERENCE


def test_a_saved_response_becomes_a_manifest() -> None:
    response = copy.deepcopy(RESPONSE_BODY)
    response["metadata"]["annotations"] = {f"{PREFIX}billing.mode": "0"}
    for text, name in ((as_yaml(response), "a.yaml"), (as_json(response), "a.json")):
        assert fix_text(text, filename=name).text == text
        result = fix_text(text, filename=name, unsafe=True)
        assert result.findings == []
        [step] = result.made
        for dropped in ("status", "metadata.name", "metadata.creationTimestamp"):
            assert dropped in step.message
        assert "status" not in result.text
        assert "nodePool" not in result.text


def test_comments_inside_a_removed_value_stay() -> None:
    status = "status: {phase: Running,  # now\n  # of the service\n  message: a}"
    block = HEAD + SPEC + status + "  # end\n"
    kept = "# now\n# of the service\n# end\n"
    assert done(block) == HEAD + SPEC + kept
    flow = (
        f"{{kind: Pool, apiVersion: v2, metadata: {{labels: {{{NAME}}}}}, {status}\n}}"
    )
    after = done(flow)
    assert re.findall("#.*", after) == ["# now", "# of the service"]
    assert "status" not in after


# --- Regressions found with hostile texts


def test_a_long_comment_without_a_comma_is_fast() -> None:
    """A pattern that tries all ways to read `####` would take minutes here."""
    before = "  annotations: {os.modelarts/order.id: a " + "#" * 200 + "\n  }\n"
    after = "  annotations: { " + "#" * 200 + "\n  }\n"
    assert done(HEAD + before + SPEC) == HEAD + after + SPEC


def test_a_comma_in_a_comment_stays() -> None:
    before = "  annotations: {os.modelarts/order.id: a # one, two, three\n  }\n"
    assert "# one, two, three\n" in done(HEAD + before + SPEC)


def test_a_comment_does_not_become_text() -> None:
    before = spec(SCOPE, "scope:\n  - |-\n    Train\n  - Train # again")
    after = spec(SCOPE, "scope:\n  - |-\n    Train\n  # again")
    assert done(before) == after


def test_a_comment_on_the_first_line_of_a_block_stays() -> None:
    for before in (
        spec("Dedicate", "|-  # keep\n    dedicate"),
        spec(COUNT, "count: 2").replace(
            "- {flavor: modelarts.vm.gpu.tnt004, count: 2}",
            "- flavor: modelarts.vm.gpu.tnt004\n      count: |-  # keep\n        2",
        ),
    ):
        assert done(before) == before


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize(
    "before",
    [
        spec(SCOPE, "scope: [Train,\n# keep\n    Train]"),
        spec(SCOPE, "scope: [Train,#keep\n    Train]"),
        annotation("order.id:\n# keep\n      a", 'billing.mode: "0"'),
        HEAD + "# pool-lint: disable=RP302 -- x\n# keep\n" + SPEC,
    ],
)
def test_comments_stay_with_any_line_break(before: str, end: str) -> None:
    after = done(before.replace("\n", end))
    assert re.search(f"# ?keep{end}", after)
    assert after != before.replace("\n", end)
    assert "pool-lint" not in after


@pytest.mark.parametrize("end", ["\n", "\r"])
def test_text_in_a_block_scalar_is_not_a_comment(end: str) -> None:
    text = annotation("description: |\n      # pool-lint: disable=RP302").replace(
        "\n", end
    )
    assert "RP901" not in {finding.rule for finding in lint_text(text)}


def test_a_moved_value_does_not_change() -> None:
    top = "apiVersion: v2\nkind: Pool\njobFlavors:\n  - |+\n    x\n\n\n"
    rest = HEAD[HEAD.index("metadata") :] + SPEC
    assert done(top + rest) == top + rest


def test_nothing_is_moved_into_a_comment() -> None:
    top = "apiVersion: v2\nkind: Pool\nmetadata: {name: a-pool, labels: {#c\n  }}\n"
    assert "a-pool#c" not in done(top + SPEC)


ENTRY = "    - flavor: modelarts.vm.gpu.tnt004\n      count: 2\n"
BLOCK = SPEC[: SPEC.index("    - ")] + ENTRY


def test_a_new_finding_of_the_same_rule_counts() -> None:
    text = HEAD.replace("labels", "label").replace("modelarts", "moeldarts")
    result = fix_text(text, unsafe=True)
    assert result.text == text
    assert "this would introduce" in result.left[0].reason


def test_a_suppression_that_may_be_needed_later_stays() -> None:
    """RP301 skips a count that is text. It reports once the count is a number."""
    suppressed = "      # pool-lint: disable=RP301 -- agreed\n      maxCount: '5'\n"
    text = HEAD + BLOCK + suppressed
    assert done(text, unsafe=False) == text.replace("'5'", "5")
    alone = HEAD + BLOCK + suppressed.replace("'5'", "2")
    assert "pool-lint" not in done(alone, unsafe=False)


def test_a_suppression_comment_moves_with_its_entry() -> None:
    block = "resources:\n  - flavor: modelarts.vm.gpu.tnt004\n    count: 0"
    rest = BLOCK[: BLOCK.index("  resources")]
    comment = "  # pool-lint: disable=RP107 -- drained\n"
    after = done(HEAD + block + comment + rest)
    assert after.endswith("      count: 0" + comment)
    assert lint_text(after) == []


def test_a_fix_keeps_the_kind_of_document() -> None:
    text = (
        "apiVersion: v2\nkind: 5\n"
        "metadata: {annotations: {os.modelarts/order.id: x}}\n"
        "spec: {type: Dedicate, resources: []}\n"
    )
    result = fix_text(text, unsafe=True)
    assert result.text == text
    [step] = result.left
    assert "be recognised as another kind" in step.reason


def test_misspelt_fields_stay_in_a_saved_response() -> None:
    text = HEAD + SPEC.replace("scope:", "scpoe:") + "status: {phase: Running}\n"
    assert done(text) == HEAD + SPEC


def test_a_safe_fix_may_uncover_a_finding_across_documents() -> None:
    text = f"{HEAD}{SPEC}---\n{label('workspace.id: 0')}"
    result = fix_text(text)
    assert result.text == text.replace("id: 0", 'id: "0"')
    assert [finding.rule for finding in result.findings] == ["RP701"]


NETWORK = "network: {name: net-0123-86c13962597848eeb29c5861153a391f}\n"
EXPLICIT = """\
apiVersion: v2
kind: Pool
metadata:
  name: pool-001
  labels:
    ? os.modelarts/workspace.id
    : '0'
  annotations:
    ? os.modelarts/order.id
    : x
    os.modelarts/description: y
"""


@pytest.mark.parametrize(
    "text",
    [
        EXPLICIT + SPEC,
        EXPLICIT.replace("  name", "  ? name\n ") + SPEC,
        HEAD + SPEC.replace(f"  {NETWORK}", "") + NETWORK.replace(" {", "\n  {"),
        HEAD.replace("labels", "network:\n    {name: a}\n  labels") + SPEC,
    ],
)
def test_each_offered_fix_leaves_valid_yaml(text: str) -> None:
    findings = lint_text(text)
    assert findings
    for finding in findings:
        if finding.fix:
            assert "RP001" not in {f.rule for f in lint_text(with_fix(text, finding))}


def test_many_fixes_that_uncover_findings_are_made_at_once() -> None:
    """As many fixes as there are, and no more the second time."""
    entry = "    - {flavor: modelarts.vm.gpu.tnt%03d, count: '2', maxCount: 5}\n"
    head = SPEC[: SPEC.index("    - ")]
    text = HEAD + head + "".join(entry % number for number in range(200))
    result = fix_text(text, unsafe=True)
    assert len(result.made) == 400
    assert fix_text(result.text, unsafe=True).made == ()


def test_refused_fixes_do_not_keep_others_from_being_made() -> None:
    refused = annotation('billing.mdoe: "1"')
    good = spec("Dedicate", "Dedicated")
    pools = [refused] * 40 + [good] * 20
    text = "---\n".join(
        one.replace("pool-001", f"pool-{number:03}") for number, one in enumerate(pools)
    )
    result = fix_text(text, unsafe=True)
    assert (len(result.made), len(result.left)) == (20, 40)


def test_a_list_of_thousands_is_fixed_in_time() -> None:
    text = spec(SCOPE, f"scope: [{', '.join(['Train'] * 2_000)}]")
    assert done(text) == spec(SCOPE, SCOPE)


SAVED = """\
  resources:
  - azs:
    - az: a
      count: 2
    nodePool: x
    count: 2
    creatingStep: {}
    flavor: modelarts.vm.gpu.tnt004  # kept
    tags: []
  -   azs: []
      flavor: modelarts.vm.gpu.tnt005
      count: 1
status: {phase: Running}
"""
REQUESTED = """\
  resources:
  - count: 2
    flavor: modelarts.vm.gpu.tnt004  # kept
  -   flavor: modelarts.vm.gpu.tnt005
      count: 1
"""


def test_the_first_fields_of_an_item_are_removed() -> None:
    head = HEAD + SPEC[: SPEC.index("  resources")]
    assert done(head + SAVED) == head + REQUESTED
    noted = head + SAVED.replace("azs:\n", "azs:  # zones\n")
    assert done(noted) == noted, "the comment may belong to the next field"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("[\n    Train,\n    Train, # again\n  ]", "[\n    Train, # again\n  ]"),
        ("[\n  Train\n  ,\n  Train\n  , # x\n ]", "[\n  Train\n  , # x\n ]"),
        (
            "[ # a\n    Train, # b\n    Train # c\n    # d\n  ]",
            "[ # a\n    Train # b\n     # c\n    # d\n  ]",
        ),
        (
            "[Train, # a\n    Train, Train, # b\n   Infer]",
            "[Train # a\n    , # b\n   Infer]",
        ),
        ("[Train, # a\n    Train\n    # b\n  ]", "[Train # a\n    # b\n  ]"),
        ("[Train,\tTrain]", "[Train]"),
    ],
)
def test_items_between_comments_are_removed(before: str, after: str) -> None:
    text = spec(SCOPE, f"scope: {before}")
    assert done(text) == spec(SCOPE, f"scope: {after}")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "{  # top\n    ID: a,  # gone\n    MODE: '0'  # keep\n  }",
            "{  # top\n      # gone\n    MODE: '0'  # keep\n  }",
        ),
        (
            "{\n    MODE: '0',  # keep\n    ID: # in\n      a # gone\n  }",
            "{\n    MODE: '0'  # keep\n     # in\n # gone\n  }",
        ),
        (
            "{\n    MODE: '0',  # keep\n    # about\n    ID: a\n  }",
            "{\n    MODE: '0'  # keep\n    # about\n  }",
        ),
        ("{ID: a, MODE: '0'}", "{MODE: '0'}"),
        ("{ID: a ,MODE: '0', }", "{MODE: '0', }"),
        ("{MODE: '0' ,  ID: a}", "{MODE: '0'}"),
        ("{ ID: a }", "{}"),
        ("{\n    ID: a\n  }", "{}"),
        ("\n    ID:\n      a\n    MODE: '0'", "\n    MODE: '0'"),
        (
            "\n    ID: >-\n      a\n    # c\n    MODE: '0'",
            "\n    # c\n    MODE: '0'",
        ),
        ("  # d\n    ID: a", " {}  # d"),
        (" &x\n    ID: a", " &x\n    ID: a"),
    ],
)
def test_entries_between_comments_are_removed(before: str, after: str) -> None:
    def whole_text(text: str) -> str:
        text = text.replace("ID", "os.modelarts/order.id")
        text = text.replace("MODE", "os.modelarts/billing.mode")
        blank = " " * text.startswith("{")
        return f"{HEAD}  annotations:{blank}{text}\n{SPEC}"

    assert done(whole_text(before)) == whole_text(after)


def test_a_list_of_responses_has_no_fix() -> None:
    text = as_yaml({"apiVersion": "v2", "kind": "PoolList", "items": [RESPONSE_BODY]})
    assert done(text) == text


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("# pool-lint: disable-file=RP302\n", ""),
        ("# pool-lint: disable-file=RP302 -- why # so\n", ""),
        ("# pool-lint: disable-file=RP302,RP303\n", ""),
        ("# pool-lint: disable-file=RP302 # see above\n", "# see above\n"),
        ("# a\n  # pool-lint: disable=RP302\n\n# b\n", "# a\n\n# b\n"),
    ],
)
def test_an_unused_suppression_is_removed(before: str, after: str) -> None:
    text = HEAD + SPEC
    assert done(before + text, unsafe=False) == after + text


def test_one_unused_rule_is_removed_from_a_suppression() -> None:
    line = "- {flavor: modelarts.vm.gpu.tnt004, count: 0}  # pool-lint: disable="
    text = HEAD + SPEC.replace("- {flavor: modelarts.vm.gpu.tnt004, count: 2}", line)
    for names in ("RP302, RP107", "RP107,RP302", "RP302,RP107 , RP303"):
        before = text.removesuffix("\n") + f"{names} -- empty\n"
        after = text.removesuffix("\n") + "RP107 -- empty\n"
        assert done(before, unsafe=False) == after


def test_values_shared_by_anchors_stay() -> None:
    for shared in (
        SPEC.replace("count: 2", "count: &n '2', maxCount: *n"),
        SPEC.replace("count: 2", "count: 2, <<: {maxCount: '2'}"),
        SPEC.replace("[Train]", "&s [Train, Train]") + "x: *s\n",
        SPEC.replace("{flavor", "&r {flavor").replace("count: 2", "count: '2'")
        + "    - *r\n",
    ):
        before = HEAD + shared
        assert lint_text(before)
        assert done(before) == before


def test_a_value_with_an_unused_anchor_is_fixed() -> None:
    before = HEAD + SPEC.replace("count: 2", "count: &n '2'")
    assert done(before) == before.replace("'2'", "2")


def test_a_field_that_an_alias_repeats_is_not_removed() -> None:
    before = (
        HEAD
        + "  annotations:\n    os.modelarts/order.id: &id abc\n"
        + "    os.modelarts/description: *id\n"
        + SPEC
    )
    assert done(before) == before


def test_several_documents_keep_their_mark_and_line_breaks() -> None:
    one = label("workspace.id: 0")
    other = "# a network\nkind: Network\nspec: {a: 0}\n"
    text = "\ufeff" + "---\n".join([one, other, one, HEAD + SPEC])
    wanted = text.replace("workspace.id: 0", 'workspace.id: "0"')
    assert done(text) == wanted
    assert done(text.replace("\n", "\r\n")) == wanted.replace("\n", "\r\n")
    assert done(text.replace("\n", "\r")) == wanted.replace("\n", "\r")


def test_a_broken_document_stays() -> None:
    one = label("workspace.id: 0")
    text = one + "---\nkind: [Pool\n---\n" + one
    assert done(text) == text.replace("id: 0", 'id: "0"')


def test_overlapping_fixes_are_made_in_several_rounds() -> None:
    text = HEAD + SPEC.replace("[Train]", "[Train" + ", Train" * 40 + "]")
    result = fix_text(text)
    assert result.text == HEAD + SPEC
    assert len(result.made) == 40


def test_an_unsafe_fix_that_adds_findings_is_refused() -> None:
    text = annotation('billing.mdoe: "1"')
    result = fix_text(text, unsafe=True)
    assert result.text == text
    [step] = result.left
    assert step.rule == "RP103"
    assert "RP201, RP202" in step.reason
    assert [finding.rule for finding in result.findings] == ["RP103"]


@pytest.mark.parametrize(
    ("before", "after", "uncovered"),
    [
        (
            annotation('billing.mode: "0"', "period.num: 2"),
            annotation('billing.mode: "0"', 'period.num: "2"'),
            {"RP203"},
        ),
        (
            annotation("billing.mode: 1"),
            annotation('billing.mode: "1"'),
            {"RP201", "RP202"},
        ),
        (
            spec("count: 2", "count: 2, maxCount: 3").replace("Dedicate", "dedicate"),
            spec("count: 2", "count: 2, maxCount: 3"),
            {"RP301"},
        ),
        (
            spec("count: 2", "count: '2', maxCount: 3"),
            spec("count: 2", "count: 2, maxCount: 3"),
            {"RP301"},
        ),
    ],
)
def test_a_safe_fix_may_uncover_findings(
    before: str, after: str, uncovered: set[str]
) -> None:
    for unsafe in (False, True):
        first = fix_text(before, unsafe=unsafe).made[0]
        assert first.rule in SAFE | {"RP105"}
    result = fix_text(before)
    assert result.text == after
    assert result.left == ()
    assert {finding.rule for finding in result.findings} == uncovered


def test_a_refused_fix_does_not_keep_others_from_being_made() -> None:
    text = annotation('billing.mdoe: "1"', "auto.renew: 0").replace(
        "[Train]", "[train]"
    )
    result = fix_text(text, unsafe=True)
    assert [step.rule for step in result.left] == ["RP103"]
    assert "scope: [Train]" in result.text
    assert 'auto.renew: "0"' in result.text


def test_two_safe_fixes_may_uncover_a_finding_together() -> None:
    text = HEAD + SPEC.replace("Dedicate", "dedicate")
    text = text.replace("count: 2", "count: '2', maxCount: 3")
    result = fix_text(text)
    assert [step.rule for step in result.made] == ["RP105", "RP102"]
    assert [finding.rule for finding in result.findings] == ["RP301"]
    assert fix_text(result.text).text == result.text


def test_two_fields_do_not_move_to_the_same_path() -> None:
    top = "apiVersion: v2\nkind: Pool\nname: pool-a\nmetadata:\n  name: pool-b\n"
    result = fix_text(top + SPEC, unsafe=True)
    assert result.text.count("os.modelarts/name") == 1
    assert [finding.rule for finding in result.findings] == ["RP103"]


def test_a_word_close_to_two_options_has_no_fix() -> None:
    text = HEAD + SPEC + '  driver: {xpuVersion: "440.31"}\n'
    assert done(text) == text


def test_a_misspelt_key_is_not_written_twice() -> None:
    text = HEAD + SPEC.replace("count: 2", "count: 2, maxCount: , maxCuont: 2")
    assert "maxCuont" in done(text)


def test_suppressed_findings_are_not_fixed() -> None:
    text = label("workspace.id: 0  # pool-lint: disable=RP102 -- known")
    assert done(text) == text


def test_disabled_rules_fix_nothing() -> None:
    text = label("workspace.id: 0")
    assert fix_text(text, config=Config(ignore="RP102")).text == text


def test_fix_text_returns_text_findings_and_steps() -> None:
    text = "\ufeff" + label("workspace.id: 0").replace("[Train]", "[Train, 5]")
    result = fix_text(text, filename="a.yaml")
    assert isinstance(result, FixResult)
    assert result.text[0] == "\ufeff"
    [step] = result.made
    assert str(step) == (
        'RP102 at metadata.labels["os.modelarts/workspace.id"]: put it in quotes: "0"'
    )
    assert [(f.rule, f.file) for f in result.findings] == [("RP102", "a.yaml")]
    clean = HEAD + SPEC
    assert fix_text(clean).text is clean


def test_findings_over_the_limit_are_fixed() -> None:
    entry = "    - {flavor: modelarts.vm.gpu.tnt%03d, count: '2'}\n"
    spec_ = SPEC[: SPEC.index("    - ")]
    text = HEAD + spec_ + "".join(entry % number for number in range(150))
    result = fix_text(text)
    assert result.text == text.replace("'2'", "2")
    assert len(result.made) == 150
    assert {finding.rule for finding in result.findings} == {"RP303"}


# --- Regressions found by mutation tests


INSIDE = "  labels:\n      os.modelarts/node.prefix: a\n"
LITERAL = "  labels:\n    os.modelarts/node.prefix: |-\n      a\n"


def moved_name(rest: str, name: str = "  name: pool-001  # its name") -> str:
    return f"apiVersion: v2\nkind: Pool\nmetadata:\n{rest.replace('NAME', name)}{SPEC}"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        # The target is indented further, or in brackets over several lines.
        (
            f"NAME\n{INSIDE}",
            f"{INSIDE}      os.modelarts/name: pool-001  # its name\n",
        ),
        (
            "NAME\n  labels: {\n       os.modelarts/x: a}\n",
            f"  # its name\n  labels: {{\n       os.modelarts/x: a,\n       {NAME}}}\n",
        ),
        (
            f"{LITERAL}\nNAME\n",
            f"{LITERAL}    os.modelarts/name: pool-001  # its name\n\n",
        ),
    ],
)
def test_a_moved_field_matches_its_new_neighbours(before: str, after: str) -> None:
    assert done(moved_name(before)) == moved_name(after)


@pytest.mark.parametrize(
    "name",
    [
        "  name: >-\n    pool-001",
        "  name: 'pool-001'",
        '  name: "pool-001"',
        "  name:\n    pool-001",
        "  'name': pool-001",
    ],
)
def test_a_moved_field_keeps_its_form(name: str) -> None:
    before = moved_name("  annotations: {}\nNAME\n", name)
    inner = re.sub("(?m)^  ", "    ", name).replace("name", "os.modelarts/name")
    labels = "'labels'" if name.startswith("  '") else "labels"
    after = moved_name(f"  annotations: {{}}\n  {labels}:\n{inner}\n")
    assert done(before) == after


def test_a_value_with_brackets_is_not_moved_into_brackets() -> None:
    for value in ("a[b", "a{b", "a]b", "a}b", "a,b"):
        top = "apiVersion: v2\nkind: Pool\ndescription: VALUE\n"
        labels = "  labels: {os.modelarts/name: pool-001}\n"
        text = f"{top}metadata:\n{labels}  annotations: {{}}\n"
        assert done(text.replace("VALUE", value)) == text.replace("VALUE", value)
        quoted = text.replace("VALUE", f"'{value}'")
        assert f"annotations: {{os.modelarts/description: '{value}'}}" in done(quoted)
    block = text.replace("VALUE", "|-\n  ab")
    assert done(block) == block


def test_a_block_moves_to_the_left() -> None:
    """Its lines and comments are unindented."""
    network = "net-0123-86c13962597848eeb29c5861153a391f"
    inside = "    scope:\n      # first\n      - Train  # a\n\n"
    rest = f"  network:\n{inside}    name: {network}\n"
    head = "spec:\n  type: Dedicate\n"
    tail = "  resources:\n    - {flavor: modelarts.vm.gpu.tnt004, count: 2}\n"
    after = done(HEAD + head + rest + tail)
    assert after == (
        f"{HEAD}{head}  network:\n\n    name: {network}\n{tail}"
        "  scope:\n    # first\n    - Train  # a\n"
    )
    assert lint_text(after) == []


def test_adjacent_edits_are_made_at_once() -> None:
    text = spec(SCOPE, "scope: [train, infer, NOTEBOOK]")
    assert done(text) == spec(SCOPE, "scope: [Train, Infer, Notebook]")
    assert len(fix_text(text).made) == 3
    both = spec("count: 2", "count: '2', maxCount: '2'")
    assert done(both) == spec("count: 2", "count: 2, maxCount: 2")


def test_a_comment_after_a_suppression_stays() -> None:
    text = HEAD + SPEC
    for end in ("\n", "\r\n", "\r"):
        first = f"# pool-lint: disable=RP302 # see # above{end}"
        one = f"{first}# pool-lint: disable=RP303{end}"
        assert done(one + text.replace("\n", end)) == f"# see # above{end}" + (
            text.replace("\n", end)
        )
    last = text + "# pool-lint: disable-next-line=RP302"
    assert done(last) == text


def test_a_refused_fix_is_not_offered_again() -> None:
    text = annotation('billing.mdoe: "1"')
    [finding] = fix_text(text, unsafe=True).findings
    assert finding.fix is None
    [offered] = lint_text(text)
    assert offered.fix is not None


def test_an_emptied_list_is_removed() -> None:
    text = HEAD + SPEC + "status:\n  phase: Running\n"
    inside = text.replace("  network:", "  clusters:\n  - provider: {}\n  network:")
    assert done(inside) == HEAD + SPEC


# --- More mistakes than the limit


def many_entries(number: int, entry: str) -> str:
    head, _, _ = as_yaml(changed()).partition("  resources:\n")
    entries = "".join(
        f"  - {{flavor: modelarts.vm.gpu.x{n}, {entry}}}\n" for n in range(number)
    )
    return f"{head}  resources:\n{entries}"


@pytest.mark.parametrize("number", [999, 1000, 1001, 2001])
def test_safe_fixes_continue_past_the_limit_of_mistakes(number: int) -> None:
    """Mistakes over the limit appear after the first fixes and are not regressions."""
    result = fix_text(many_entries(number, 'count: "1"'))
    assert result.text == many_entries(number, "count: 1")
    assert (len(result.made), result.left) == (number, ())
    assert {finding.rule for finding in result.findings} == {"RP303"}


def test_unsafe_fixes_continue_past_the_limit_of_mistakes() -> None:
    text = many_entries(1500, "count: 1, maxCount: 2")
    result = fix_text(text, unsafe=True)
    assert result.text == many_entries(1500, "count: 1, maxCount: 1")


def test_fixes_of_two_rules_continue_past_the_limit_of_mistakes() -> None:
    """1,000 mistakes of the second rule are over the limit at first."""
    text = many_entries(1200, 'count: "1", maxCount: 2')
    result = fix_text(text)
    assert result.text == many_entries(1200, "count: 1, maxCount: 2")
    assert result.left == ()


def test_a_run_reports_fixes_that_it_did_not_reach(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("pool_lint.engine.fixer._ROUNDS", 1)
    first = fix_text(many_entries(1500, 'count: "1"'))
    assert len(first.made) == 1000
    assert [step.reason for step in first.left] == [
        "one run makes a limited number of fixes; run it again"
    ] * 500
    assert fix_text(first.text).text == many_entries(1500, "count: 1")
