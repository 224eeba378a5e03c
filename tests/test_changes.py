"""What the differences between two manifests do: each fact about changes as a pair."""

from __future__ import annotations

import copy
import json
import re
from pathlib import Path
from typing import Any

import pytest

from comparing import compare, found, verdicts
from manifests import (
    ANNOTATIONS,
    LABELS,
    NAME,
    PREFIX,
    REFERENCE,
    RESOURCE,
    answer,
    as_json,
    as_yaml,
    changed,
)
from pool_lint.config.run_options import RunOptions

OTHER = "net-4567-86c13962597848eeb29c5861153a391f"
LATEST = RunOptions(extend_select=["RD"], edition="2026-01")
DRIVER = ("spec", "driver")
WORKSPACE = (*LABELS, f"{PREFIX}workspace.id")
BILLING = (*ANNOTATIONS, f"{PREFIX}billing.mode")
PERIOD = (*ANNOTATIONS, f"{PREFIX}period.num")
PREPAID = [
    (BILLING, "1"),
    (PERIOD, "1"),
    ((*ANNOTATIONS, f"{PREFIX}period.type"), "2"),
    ((*ANNOTATIONS, f"{PREFIX}order.id"), "CS1"),
]
FLAVOR = "modelarts.vm.gpu.tnt004"
SECOND = {"flavor": "modelarts.vm.gpu.tnt008", "count": 3}
Changes = list[tuple[tuple[Any, ...], Any]]


def label(name: str, *values: Any) -> list[Changes]:
    return [[((*LABELS, PREFIX + name), value)] for value in values]


def note(name: str, *values: Any) -> list[Changes]:
    return [[((*ANNOTATIONS, PREFIX + name), value)] for value in values]


def at(*pointer: Any, values: tuple[Any, ...]) -> list[Changes]:
    return [[(pointer, value)] for value in values]


def resource(name: str, *values: Any) -> list[Changes]:
    return at(*RESOURCE, name, values=values)


# The name of a fact, the old and the new side as changes of an example, and the rule
# with the verdict; "" if the difference is not a change.
FACTS: list[tuple[str, list[Changes], str]] = [
    ("name", label("name", "train-01", "train-02"), "RD101 new-pool"),
    ("workspace", label("workspace.id", "0", "a1"), "RD116 in-place"),
    ("node prefix", label("node.prefix", "old", "new"), "RD101 new-pool"),
    ("node prefix added", [[], *label("node.prefix", "new")], "RD101 new-pool"),
    ("sharing", label("sharing", "public", "private"), "RD116 in-place"),
    ("description", note("description", "a", "b"), "RD116 in-place"),
    ("to yearly", [[*PREPAID, (BILLING, "0")], PREPAID], "RD106 order"),
    ("to pay-per-use", [PREPAID, [*PREPAID, (BILLING, "0")]], "RD105 refused"),
    ("period", [PREPAID, [*PREPAID, (PERIOD, "2")]], "RD106 order"),
    (
        "renewal",
        [PREPAID, [*PREPAID, ((*ANNOTATIONS, f"{PREFIX}auto.renew"), "1")]],
        "RD106 order",
    ),
    ("renewal without order", [[], *note("auto.renew", "1")], ""),
    ("payment", note("auto.pay", "0", "1"), ""),
    ("promotion", note("promotion.info", "a", "b"), ""),
    ("console", note("service.console.url", "https://a", "https://b"), ""),
    ("order", note("order.id", "CS1", "CS2"), "RD116 in-place"),
    ("type", at("spec", "type", values=("Dedicate", "Logical")), "RD101 new-pool"),
    (
        "job type added",
        at("spec", "scope", values=(["Train"], ["Train", "Infer"])),
        "RD116 in-place",
    ),
    (
        "job type removed",
        at("spec", "scope", values=(["Train", "Notebook"], ["Train"])),
        "RD102 destructive",
    ),
    (
        "order of resources",
        at(
            "spec",
            "resources",
            values=(
                [{"flavor": FLAVOR, "count": 2}, SECOND],
                [SECOND, {"flavor": FLAVOR, "count": 2}],
            ),
        ),
        "",
    ),
    (
        "entry removed",
        at(
            "spec",
            "resources",
            values=(
                [{"flavor": FLAVOR, "count": 2}, SECOND],
                [{"flavor": FLAVOR, "count": 2}],
            ),
        ),
        "RD103 destructive",
    ),
    (
        "entry added",
        at(
            "spec",
            "resources",
            values=(
                [{"flavor": FLAVOR, "count": 2}],
                [SECOND, {"flavor": FLAVOR, "count": 2}],
            ),
        ),
        "RD115 in-place",
    ),
    ("flavor", resource("flavor", FLAVOR, SECOND["flavor"]), "RD103 destructive"),
    ("more nodes", resource("count", 2, 5), "RD115 in-place"),
    ("fewer nodes", resource("count", 5, 2), "RD104 destructive"),
    ("no nodes", resource("count", 2, 0), "RD105 refused"),
    ("maximum", resource("maxCount", 2, 5), "RD116 in-place"),
    (
        "zones",
        resource("azs", [{"az": "a", "count": 2}], [{"az": "b", "count": 2}]),
        "RD116 in-place",
    ),
    ("node pool", resource("nodePool", "a", "b"), "RD103 destructive"),
    (
        "creating step",
        resource(
            "creatingStep",
            {"type": "hyperinstance", "step": 2},
            {"type": "hyperinstance", "step": 1},
        ),
        "RD105 refused",
    ),
    (
        "node labels",
        resource("labels", {"a": "1"}, {"a": "2"}),
        "RD116 in-place",
    ),
    (
        "taints",
        resource(
            "taints",
            [{"key": "a", "effect": "NoSchedule"}],
            [{"key": "a", "effect": "NoExecute"}],
        ),
        "RD116 in-place",
    ),
    (
        "tags",
        resource("tags", [{"key": "a", "value": "1"}], [{"key": "a", "value": "2"}]),
        "RD116 in-place",
    ),
    (
        "disk of containers",
        resource("extendParams", {"dockerBaseSize": "50"}, {"dockerBaseSize": "90"}),
        "RD109 new-nodes-only",
    ),
    (
        "image",
        resource("os", {"imageId": "a"}, {"imageId": "b"}),
        "RD109 new-nodes-only",
    ),
    (
        "root disk",
        resource("rootVolume", {"size": "50Gi"}, {"size": "90Gi"}),
        "RD109 new-nodes-only",
    ),
    (
        "data disks",
        resource("dataVolumes", [{"size": "50Gi"}], [{"size": "90Gi"}]),
        "RD109 new-nodes-only",
    ),
    ("network", at("spec", "network", "name", values=(..., OTHER)), "RD101 new-pool"),
    (
        "driver",
        at("spec", "driver", values=({"gpuVersion": "1"}, {"gpuVersion": "2"})),
        "RD107 disruptive",
    ),
    (
        "driver at once",
        [
            [(DRIVER, {"gpuVersion": "1", "updateStrategy": "force"})],
            [(DRIVER, {"gpuVersion": "2", "updateStrategy": "force"})],
        ],
        "RD108 disruptive",
    ),
    (
        "driver strategy",
        [
            [(DRIVER, {"gpuVersion": "1", "updateStrategy": "idle"})],
            [(DRIVER, {"gpuVersion": "1", "updateStrategy": "force"})],
        ],
        "RD108 disruptive",
    ),
    ("job flavors", at("spec", "jobFlavors", values=(["a"], ["b"])), "RD116 in-place"),
    ("unknown field", at("spec", "later", values=(1, 2)), "RD113 none"),
]


@pytest.mark.parametrize(
    ("sides", "expected"), [row[1:] for row in FACTS], ids=[row[0] for row in FACTS]
)
def test_each_fact_gives_its_verdict(
    tmp_path: Path, sides: list[Changes], expected: str
) -> None:
    old, new = (changed(*side) for side in sides)
    run = compare(tmp_path, {"a.yaml": old}, {"a.yaml": new}, options=LATEST)
    assert [" ".join(one[:2]) for one in verdicts(run)] in (
        [expected] * bool(expected),
        [expected] * 2,  # a list that loses and gains a value
    )


PREPAID_FACTS: list[tuple[str, list[Changes]]] = [
    ("fewer nodes", resource("count", 5, 2)),
    ("flavor", resource("flavor", FLAVOR, SECOND["flavor"])),
    (
        "entry removed",
        at(
            "spec",
            "resources",
            values=(
                [{"flavor": FLAVOR, "count": 2}, SECOND],
                [{"flavor": FLAVOR, "count": 2}],
            ),
        ),
    ),
]


@pytest.mark.parametrize(
    "sides", [row[1] for row in PREPAID_FACTS], ids=[row[0] for row in PREPAID_FACTS]
)
def test_a_subscription_keeps_its_nodes(tmp_path: Path, sides: list[Changes]) -> None:
    old, new = (changed(*PREPAID, *side) for side in sides)
    run = compare(tmp_path, {"a.yaml": old}, {"a.yaml": new})
    assert [one[:2] for one in verdicts(run)] == [("RD105", "refused")]


def test_a_new_workspace_must_be_the_only_change(tmp_path: Path) -> None:
    new = changed((WORKSPACE, "a1"), ((*RESOURCE, "count"), 5))
    run = compare(tmp_path, {"a.yaml": REFERENCE}, {"a.yaml": new})
    assert {one[0] for one in verdicts(run)} == {"RD110", "RD115"}
    [combined] = [one for one in found(run) if one.rule == "RD110"]
    assert "spec.resources[0].count" in combined.message
    assert run.report.changes
    assert run.report.changes.verdict == "refused"


# --- Differences that are not changes

ANCHORED = """\
x: &scope [Train]
kind: Pool
apiVersion: "v2"
metadata:
  annotations: {os.modelarts/billing.mode: '0', os.modelarts/description: ""}
  labels: {os.modelarts/workspace.id: "0", os.modelarts/name: pool-001}
spec:
  # a comment
  driver: &driver {gpuVersion: "440.31"}
  resources: [{count: 2, flavor: modelarts.vm.gpu.tnt004}]
  network: {name: NETWORK}
  scope: *scope
  type: "Dedicate"
"""


def text(data: Any) -> str:
    return as_yaml(data)


SAME: dict[str, tuple[str, str]] = {
    "order of keys": ("a.yaml", text(dict(reversed([*REFERENCE.items()])))),
    "comments": ("a.yaml", "# new\n" + text(REFERENCE) + "# end\n"),
    "JSON": ("a.json", as_json(REFERENCE)),
    "another file": ("b/c.yml", text(REFERENCE)),
    "text for a number": (
        "a.yaml",
        text(REFERENCE).replace("count: 2", 'count: "2"'),
    ),
    "number for a text": (
        "a.yaml",
        text(REFERENCE).replace("billing.mode: '0'", "billing.mode: 0"),
    ),
    "defaults": (
        "a.yaml",
        text(changed((BILLING, ...), (WORKSPACE, ...), ((*RESOURCE, "maxCount"), 2))),
    ),
    "a second document": ("a.yaml", text(REFERENCE) + "---\nkind: Deployment\n"),
    "one job type without a list": (
        "a.yaml",
        text(changed((("spec", "scope"), "Train"))),
    ),
}


@pytest.mark.parametrize("name", SAME)
def test_another_way_to_write_the_same_is_not_a_change(
    tmp_path: Path, name: str
) -> None:
    file, new = SAME[name]
    assert new != text(REFERENCE) or file != "a.yaml"
    run = compare(tmp_path, {"a.yaml": REFERENCE}, {file: new})
    assert found(run) == []
    assert run.report.changes
    assert (run.report.changes.compared, run.report.changes.bodies) == (1, ())


def test_anchors_and_quotes_are_not_changes(tmp_path: Path) -> None:
    network = REFERENCE["spec"]["network"]["name"]
    new = re.sub("x: &scope .*\n", "", ANCHORED).replace("*scope", "[Train]")
    old = ANCHORED.replace("x: &scope [Train]\n", "").replace("*scope", "[Train]")
    shared = old.replace("spec:", "spec: &all").replace("NETWORK", network)
    run = compare(
        tmp_path, {"a.yaml": REFERENCE}, {"a.yaml": new.replace("NETWORK", network)}
    )
    assert found(run) == []
    assert found(compare(tmp_path, {"a.yaml": REFERENCE}, {"a.yaml": shared})) == []


@pytest.mark.parametrize("scope", [["Train", "Infer"], ["Infer", "Train", "Infer"]])
def test_job_types_are_a_set(tmp_path: Path, scope: list[str]) -> None:
    old = changed((("spec", "scope"), ["Infer", "Train"]))
    new = changed((("spec", "scope"), scope))
    assert found(compare(tmp_path, {"a.yaml": old}, {"a.yaml": new})) == []


def test_a_boolean_is_not_a_number(tmp_path: Path) -> None:
    old, new = (changed(((*LABELS, f"{PREFIX}node.prefix"), v)) for v in (True, 1))
    run = compare(tmp_path, {"a.yaml": old}, {"a.yaml": new})
    assert [one[0] for one in verdicts(run)] == ["RD101"]


# --- Matching


def named(name: str, *changes: Any) -> dict[str, Any]:
    return changed((NAME, name), *changes)


def test_a_renamed_pool_is_one_finding(tmp_path: Path) -> None:
    run = compare(tmp_path, {"a.yaml": named("a-1")}, {"b.yaml": named("b-1")})
    assert verdicts(run) == [("RD101", "new-pool", "/".join(NAME))]
    [finding] = found(run)
    assert finding.note == (
        'creates pool "b-1"; pool "a-1" keeps running and is billed (2 nodes)'
    )


def test_two_candidates_for_a_renamed_pool_are_both_reported(tmp_path: Path) -> None:
    old = {"a.yaml": named("a-1"), "b.yaml": named("b-1")}
    run = compare(tmp_path, old, {"c.yaml": named("c-1")})
    assert [one[0] for one in verdicts(run)] == ["RD111", "RD111", "RD115"]
    message = next(f.message for f in found(run) if f.rule == "RD115")
    assert message.endswith(
        "; 2 removed ones have the same network and flavors; "
        "one of them may be the same pool, renamed"
    )


def test_two_pools_swap_their_files(tmp_path: Path) -> None:
    old = {"a.yaml": named("a-1"), "b.yaml": named("b-1")}
    new = {"a.yaml": named("b-1"), "b.yaml": named("a-1")}
    assert found(compare(tmp_path, old, new)) == []


def test_documents_of_one_file_are_matched_by_name(tmp_path: Path) -> None:
    one, two = (text(named(name)) for name in ("a-1", "b-1"))
    run = compare(tmp_path, {"a.yaml": f"{one}---\n{two}"}, {"a.yaml": two})
    assert [one[0] for one in verdicts(run)] == ["RD111"]
    [finding] = found(run)
    assert 'pool "a-1"' in finding.message


def test_the_same_name_in_other_workspaces_is_another_pool(tmp_path: Path) -> None:
    one, two = (named("a-1", (WORKSPACE, place)) for place in ("0", "w1"))
    three = named("a-1", (WORKSPACE, "w1"), ((*RESOURCE, "count"), 4))
    run = compare(tmp_path, {"a.yaml": one, "b.yaml": two}, {"b.yaml": three})
    assert [one[0] for one in verdicts(run)] == ["RD111", "RD115"]


def test_targets_part_pools_with_the_same_name(tmp_path: Path) -> None:
    side = {
        "a/pool-lint.toml": 'target = "a"\n',
        "a/p.yaml": named("a-1"),
        "b/p.yaml": named("a-1", ((*RESOURCE, "count"), 4)),
    }
    swapped = {
        **side,
        "a/p.yaml": named("a-1", ((*RESOURCE, "count"), 7)),
    }
    [finding] = found(compare(tmp_path, side, swapped))
    assert (finding.rule, Path(finding.file).parent.name) == ("RD115", "a")


def test_entries_are_matched_by_flavor_and_not_by_index(tmp_path: Path) -> None:
    entries = [{"flavor": FLAVOR, "count": 2}, SECOND]
    old = changed((("spec", "resources"), entries))
    new = changed((("spec", "resources"), [{**SECOND, "count": 9}, entries[0]]))
    [finding] = found(compare(tmp_path, {"a.yaml": old}, {"a.yaml": new}))
    assert (finding.rule, finding.path) == ("RD115", "spec.resources[0].count")
    assert "from 3 to 9: 6 nodes more" in finding.message


# --- Fields that are filled in later


@pytest.mark.parametrize("value", ["${NETWORK}", "<network>", "{{ network }}"])
def test_placeholders_are_counted_and_not_judged(tmp_path: Path, value: str) -> None:
    new = changed((("spec", "network", "name"), value))
    run = compare(tmp_path, {"a.yaml": REFERENCE}, {"a.yaml": new})
    assert found(run) == []
    assert run.report.changes
    assert run.report.changes.skipped == 1


def test_injected_fields_are_counted_and_not_judged(tmp_path: Path) -> None:
    settings = {"pool-lint.toml": 'injected = ["spec.network.name"]\n'}
    new = changed((("spec", "network", "name"), ...))
    run = compare(tmp_path, {"a.yaml": REFERENCE}, {"a.yaml": new, **settings})
    assert found(run) == []
    assert run.report.changes
    assert run.report.changes.skipped == 1


# --- Saved responses


def test_a_saved_response_equals_its_manifest(tmp_path: Path) -> None:
    run = compare(
        tmp_path, {"live.json": as_json(answer(REFERENCE))}, {"a.yaml": REFERENCE}
    )
    assert found(run) == []
    assert run.report.changes
    assert run.report.changes.compared == 1


def test_a_list_of_running_pools_shows_changes_and_unmanaged_pools(
    tmp_path: Path,
) -> None:
    pools = [answer(named(name)) for name in ("a-1", "b-1", "c-1")]
    live = {"apiVersion": "v2", "kind": "PoolList", "items": pools}
    new = {
        "a.yaml": named("a-1"),
        "b.yaml": named("b-1", ((*RESOURCE, "count"), 3)),
        "d.yaml": named("d-1", ((*RESOURCE, "flavor"), "modelarts.vm.cpu.8u")),
    }
    run = compare(tmp_path, {"live.json": as_json(live)}, new)
    assert [one[0] for one in verdicts(run)] == ["RD112", "RD115", "RD115"]
    [unmanaged] = [one for one in found(run) if one.rule == "RD112"]
    assert unmanaged.file.endswith("live.json")
    assert unmanaged.range
    assert 'pool "c-1", which runs with 2 nodes' in unmanaged.message


def test_values_that_only_the_service_sets_are_not_changes(tmp_path: Path) -> None:
    live = answer(REFERENCE)
    live["spec"]["resources"][0]["os"] = {"name": "EulerOS", "imageId": "x"}
    live["spec"]["driver"]["updateStrategy"] = "idle"
    live["spec"]["resources"][0]["count"] = 7
    run = compare(tmp_path, {"live.json": as_json(live)}, {"a.yaml": REFERENCE})
    assert [one[0] for one in verdicts(run)] == ["RD104"]


# --- The result as data


def test_the_verdict_of_a_pool_is_its_worst(tmp_path: Path) -> None:
    new = changed(
        ((*RESOURCE, "count"), 5),
        (("spec", "scope"), ["Infer"]),
        ((*ANNOTATIONS, f"{PREFIX}description"), "b"),
    )
    run = compare(tmp_path, {"a.yaml": REFERENCE}, {"a.yaml": new})
    changes = run.report.changes
    assert changes
    [body] = changes.bodies
    assert (body.verdict, changes.verdict) == ("destructive", "destructive")
    assert changes.nodes == ((FLAVOR, 2, 5),)
    assert (body.before, body.after) == (2, 5)


def test_values_of_passwords_are_never_shown(tmp_path: Path) -> None:
    old, new = (
        changed(
            (("spec", "userLogin"), {"password": {"username": "u", "password": word}})
        )
        for word in ("abcX", "defX")
    )
    run = compare(tmp_path, {"a.yaml": old}, {"a.yaml": new})
    assert found(run)
    assert not re.search("abcX|defX", repr(found(run)))


def test_changes_do_not_alter_what_they_compare(tmp_path: Path) -> None:
    before = copy.deepcopy(REFERENCE)
    compare(tmp_path, {"a.yaml": REFERENCE}, {"a.yaml": json.dumps(REFERENCE)})
    assert before == REFERENCE


def test_a_maximum_that_one_side_omits_is_not_a_change_of_its_own(
    tmp_path: Path,
) -> None:
    entry = REFERENCE["spec"]["resources"][0]
    live = answer(changed((RESOURCE, {**entry, "count": 2, "maxCount": 2})))
    asked = changed((RESOURCE, {"flavor": entry["flavor"], "count": 5}))
    run = compare(tmp_path, {"live.json": as_json(live)}, {"a.yaml": asked})
    assert verdicts(run) == [("RD115", "in-place", "spec/resources/0/count")]
    higher = changed((RESOURCE, {**entry, "count": 5, "maxCount": 6}))
    again = compare(tmp_path / "b", {"live.json": as_json(live)}, {"a.yaml": higher})
    assert len(verdicts(again)) == 2
