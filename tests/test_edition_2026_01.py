"""Edition 2026-01: its constraints, its extensions, and the rules that it changes."""

from __future__ import annotations

import copy
from itertools import pairwise
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
from pool_lint import Config, FileResult, Report, fix_text, lint_data, lint_text
from pool_lint.model.pointer import path as format_pointer
from pool_lint.reporters import FORMATS, Style, reporter
from pool_lint.rules import Pointer, builtin_rules
from pool_lint.validation.fields import field_at, field_paths
from pool_lint.validation.schemas import EDITIONS, Schema, SchemaName

LATER = Config(edition="2026-01")
ALL = LATER._replace(extend_select=["RP108", "RP207", "RP703"])
Change = tuple[Pointer, Any]


def label(name: str) -> Pointer:
    return (*LABELS, PREFIX + name)


def note(name: str) -> Pointer:
    return (*ANNOTATIONS, PREFIX + name)


def resource(*pointer: str | int) -> Pointer:
    return (*RESOURCE, *pointer)


def found(data: Any, config: Config = LATER) -> list[tuple[str, str]]:
    """Return the rule and the path of each finding, without the prefixes of paths."""
    findings = lint_text(as_yaml(data), config=config)
    return [(f.rule, _short(f.path)) for f in findings]


def _short(path: str) -> str:
    path = path.split('"')[1] if '"' in path else path
    return path.removeprefix("spec.resources[0].")


BASE = changed((("spec", "driver"), ...), (resource("extendParams"), {}))
MONTHLY: list[Change] = [
    (note("billing.mode"), "1"),
    (note("period.num"), "2"),
    (note("period.type"), "2"),
    (note("order.id"), "CS1"),
]
DISK = {"volumeType": "SSD", "size": "100"}
VOLUME = {**DISK, "extendParams": {"volumeGroup": "vgpaas"}}
GROUP = {"volumeGroup": "vgpaas", "lvmConfig": {"lvType": "linear"}}


def test_the_reference_request_is_valid_in_both_editions() -> None:
    assert found(REFERENCE) == found(REFERENCE, Config()) == []


CORE: list[tuple[list[Change], list[tuple[str, str]]]] = [
    # Differences from 2025-08-20.
    ([(("spec", "type"), "Logical"), (("spec", "network"), ...)], []),
    ([*MONTHLY, (note("auto.renew"), "1")], []),
    ([(resource("os"), {"imageType": "", "autoMatch": "EulerOS 2.10"})], []),
    ([(resource("os"), {"imageType": "public"})], [("RP105", "os.imageType")]),
    ([*MONTHLY, (note("auto.pay"), "1")], [("RP208", f"{PREFIX}auto.pay")]),
    ([*MONTHLY, (note("auto.pay"), "yes")], [("RP105", f"{PREFIX}auto.pay")]),
    ([*MONTHLY[:3]], [("RP202", f"{PREFIX}billing.mode")]),
    # Unchanged since 2025-08-20.
    ([(("spec", "type"), "Physical")], [("RP105", "spec.type")]),
    ([(("spec", "scope"), ...)], [("RP101", "spec")]),
    ([(("spec", "network"), ...)], [("RP401", "spec.type")]),
    ([(("spec", "network"), {})], [("RP101", "spec.network")]),
    ([(resource("count"), 0)], [("RP107", "count")]),
    ([(("spec", "color"), "red")], [("RP103", "spec.color")]),
    # Network names.
    ([(("spec", "network", "name"), "net-01")], [("RP406", "spec.network.name")]),
    ([(("spec", "network", "name"), "n" * 40)], [("RP404", "spec.network.name")]),
    ([(("spec", "network", "name"), "n" * 64)], [("RP107", "spec.network.name")]),
    ([(("spec", "network", "name"), "")], [("RP106", "spec.network.name")]),
    ([(("spec", "network", "name"), "net 01")], [("RP107", "spec.network.name")]),
    ([(("spec", "network", "name"), "${NET}")], [("RP006", "spec.network.name")]),
]


@pytest.mark.parametrize(("changes", "expected"), CORE)
def test_documented_fields_are_checked(
    changes: list[Change], expected: list[tuple[str, str]]
) -> None:
    assert found(changed(*changes, base=BASE)) == expected


EXTENSIONS: list[tuple[Pointer, Any]] = [
    (resource("azs"), [{"az": "cn-north-4a", "count": 2}]),
    (resource("azs"), []),
    (resource("nodePool"), "train-nodes"),
    (resource("taints"), [{"key": "team", "effect": "NoExecute"}]),
    (resource("labels"), {"team": "vision"}),
    (resource("tags"), [{"key": "team", "value": "vision"}]),
    (resource("network"), {"vpc": "v", "subnet": "s", "securityGroups": ["g"]}),
    (resource("creatingStep"), {"step": 2, "type": "hyperinstance"}),
    (resource("rootVolume"), {"volumeType": "SSD", "size": "100Gi"}),
    (resource("driver"), {"version": "1"}),
    (resource("extendParams", "post_install"), "ZWNobw=="),
    (resource("extendParams", "runtime"), "containerd"),
    (resource("extendParams", "labelPolicyOnExistingNodes"), "ignore"),
    (("spec", "clusters"), [{"providerId": "c"}]),
    (("spec", "userLogin"), {"keyPairName": "k"}),
    (("spec", "masters"), [{"az": "cn-north-4a"}]),
    (("spec", "containerNetwork"), {"cidr": "172.16.0.0/16"}),
    (("spec", "kubernetesSvcIpRange"), "10.247.0.0/16"),
    (("spec", "ipv6enable"), False),
    (label("sharing"), "shared"),
    (note("scheduler.extension"), "x"),
]


@pytest.mark.parametrize(("pointer", "value"), EXTENSIONS)
def test_known_extensions_are_valid_and_rp108_names_their_source(
    pointer: Pointer, value: Any
) -> None:
    data = changed((resource("count"), 2), (pointer, value), base=BASE)
    assert found(data) == []
    reported = lint_text(as_yaml(data), config=ALL)
    assert {finding.rule for finding in reported} <= {"RP108"}
    assert reported or value == []
    assert all("202" in finding.message for finding in reported)


@pytest.mark.parametrize(("pointer", "value"), EXTENSIONS)
def test_a_known_extension_that_is_null_counts_as_missing(
    pointer: Pointer, value: Any
) -> None:
    del value
    assert found(changed((pointer, None), base=BASE), ALL) == []


WRONG: list[tuple[Pointer, Any, str, str]] = [
    (resource("rootVolume"), {**DISK, "volumeType": "HDD"}, "RP105", ".volumeType"),
    (resource("rootVolume"), {**DISK, "size": "big"}, "RP107", ".size"),
    (resource("rootVolume"), {"volumeType": "SSD"}, "RP101", ""),
    (resource("taints"), [{"key": "a", "effect": "Never"}], "RP105", "[0].effect"),
    (resource("taints"), [{"effect": "NoExecute"}], "RP101", "[0]"),
    (resource("labels"), {"team": 5}, "RP102", ".team"),
    (resource("tags"), [{"key": "CCE-x", "value": "v"}], "RP107", "[0].key"),
    (
        resource("volumeGroupConfigs"),
        [{"volumeGroup": "mine"}],
        "RP107",
        "[0].volumeGroup",
    ),
    (
        resource("volumeGroupConfigs"),
        [{**GROUP, "dockerThinPool": 101}],
        "RP107",
        "[0].dockerThinPool",
    ),
    (resource("nodePool"), "train-default", "RP107", ""),
    (resource("nodePool"), "a.b", "RP107", ""),
    (resource("azs"), [{"az": "a", "count": 0}], "RP107", "[0].count"),
    (resource("azs"), [{"az": "a", "zone": 1, "count": 2}], "RP103", "[0].zone"),
    (resource("creatingStep"), {"step": 0}, "RP107", ".step"),
    (resource("creatingStep"), {"type": "box"}, "RP105", ".type"),
    (resource("network"), {"subnet": "s"}, "RP101", ""),
    (resource("extendParams", "runtime"), "podman", "RP105", ""),
    (("spec", "kubernetesSvcIpRange"), "10.247.0.0", "RP107", ""),
    (("spec", "containerNetwork"), {"cidr": "8.8.8.0/24"}, "RP107", ".cidr"),
    (label("sharing"), "private", "RP105", ""),
]


@pytest.mark.parametrize(("pointer", "value", "rule", "below"), WRONG)
def test_mistakes_in_known_extensions_are_reported_at_their_place(
    pointer: Pointer, value: Any, rule: str, below: str
) -> None:
    data = changed((resource("count"), 2), (pointer, value), base=BASE)
    [finding] = lint_text(as_yaml(data), config=LATER)
    assert (finding.rule, finding.path) == (rule, format_pointer(pointer) + below)


LONG = "a" * 257
VALID_AND_INVALID: list[tuple[Pointer, list[Any], list[tuple[Any, str]]]] = [
    (label("name"), ["abcd", "a" * 29 + "b"], [("Abcd", "RP601"), ("abc", "RP601")]),
    (note("period.num"), ["1", "9"], [("0", "RP107"), ("1.5", "RP107")]),
    (note("period.type"), ["2"], [("4", "RP105"), ("month", "RP105")]),
    (note("billing.mode"), ["0"], [("2", "RP105"), ("prepaid", "RP105")]),
    (resource("count"), [1, 2000], [(0, "RP107"), (2001, "RP304")]),
    (resource("extendParams", "dockerBaseSize"), ["0", "50"], [("1g", "RP107")]),
    (resource("azs", 0, "az"), ["a"], [("", "RP106"), ("a b", "RP107")]),
    (resource("azs", 0, "count"), [2], [(0, "RP107"), (2001, "RP107")]),
    (resource("nodePool"), ["ab", "a" * 50], [("a", "RP107"), ("Ab", "RP107")]),
    (resource("taints", 0, "key"), ["k", LONG[1:]], [("", "RP106"), (LONG, "RP107")]),
    (resource("taints", 0, "value"), ["v"], [("", "RP106"), (LONG, "RP107")]),
    (resource("taints", 0, "effect"), ["PreferNoSchedule"], [("Never", "RP105")]),
    (resource("tags", 0, "key"), ["k"], [("__type_baremetal", "RP107"), ("", "RP106")]),
    (resource("tags", 0, "value"), ["v"], [(LONG, "RP107"), (1, "RP102")]),
    (resource("network", "securityGroups"), [["g"]], [("g", "RP102")]),
    (resource("creatingStep", "type"), ["hyperinstance", "rack"], [("x", "RP105")]),
    (resource("rootVolume", "volumeType"), ["SSD", "GPSSD", "SAS"], [("HDD", "RP105")]),
    (
        resource("rootVolume", "size"),
        ["100", "100Gi"],
        [("100G", "RP107"), (9, "RP102")],
    ),
    (resource("dataVolumes", 0, "count"), [1], [(0, "RP107"), ("x", "RP102")]),
    (resource("dataVolumes", 0, "size"), ["100"], [("0", "RP107")]),
    (
        resource("dataVolumes", 0, "extendParams", "volumeGroup"),
        ["vgpaas", "default", "vguser1", "vg-everest-localvolume-ephemeral"],
        [("vguser", "RP107"), ("", "RP106")],
    ),
    (
        resource("volumeGroupConfigs", 0, "dockerThinPool"),
        [1, 100],
        [(0, "RP107"), (101, "RP107")],
    ),
    (
        resource("volumeGroupConfigs", 0, "lvmConfig", "lvType"),
        ["linear", "striped"],
        [("raid", "RP105")],
    ),
    (
        resource("volumeGroupConfigs", 0, "lvmConfig", "path"),
        ["/data/a-1"],
        [("data", "RP107"), ("/a b", "RP107")],
    ),
    (
        resource("volumeGroupConfigs", 0, "types"),
        [["volume"], ["local"]],
        [(["disk"], "RP105")],
    ),
    (resource("volumeGroupConfigs", 0, "mode"), ["share"], [("own", "RP105")]),
    (resource("extendParams", "runtime"), ["docker"], [("podman", "RP105")]),
    (resource("extendParams", "nodePoolName"), ["np-1"], [("np.1", "RP107")]),
    (
        resource("extendParams", "tagPolicyOnExistingNodes"),
        ["refresh"],
        [("x", "RP105")],
    ),
    (resource("extendParams", "kubernetesLVSize"), ["50"], [("50Gi", "RP107")]),
    (resource("os", "imageType"), ["private", ""], [("gold", "RP105")]),
    (("spec", "clusters", 0, "providerId"), ["c"], [("", "RP106"), (1, "RP102")]),
    (("spec", "masters", 0, "az"), ["a"], [("", "RP106")]),
    (("spec", "containerNetwork", "cidr"), ["10.0.0.0/12"], [("10.0.0.0/8", "RP107")]),
    (("spec", "kubernetesSvcIpRange"), ["10.247.0.0/16"], [("10.247.0.0/33", "RP107")]),
    (("spec", "ipv6enable"), [True, False], [("yes", "RP102"), ("true", "RP102")]),
    (label("sharing"), ["shared", "unshared"], [("all", "RP105")]),
]


def filled(pointer: Pointer, value: Any) -> list[tuple[str, str]]:
    """Return the findings of a pool in which one field has a value.

    Missing parents are added with the fields that they require.
    """
    billing = () if pointer == note("billing.mode") else MONTHLY
    data: Any = changed((resource("os"), {"imageId": "i"}), *billing, base=BASE)
    node = data
    for step, below in pairwise(pointer):
        if isinstance(node, dict):
            node = node.setdefault(step, [{}] if below == 0 else {})
        else:
            node = node[int(step)]
        one = node[0] if isinstance(node, list) else node
        one |= {**copy.deepcopy(REQUIRED.get(str(step), {})), **one}
    node[pointer[-1]] = value
    return found(data)


REQUIRED: dict[str, dict[str, Any]] = {
    "azs": {"az": "a", "count": 2},
    "taints": {"key": "k", "effect": "NoSchedule"},
    "tags": {"key": "k", "value": "v"},
    "network": {"vpc": "v", "subnet": "s"},
    "rootVolume": DISK,
    "dataVolumes": VOLUME,
    "volumeGroupConfigs": {"volumeGroup": "vgpaas"},
    "lvmConfig": {"lvType": "linear"},
}


@pytest.mark.parametrize(
    ("pointer", "valid", "invalid"),
    VALID_AND_INVALID,
    ids=[format_pointer(pointer) for pointer, _, _ in VALID_AND_INVALID],
)
def test_valid_values_are_accepted_and_invalid_ones_reported(
    pointer: Pointer, valid: list[Any], invalid: list[tuple[Any, str]]
) -> None:
    others = {rule for rule, _ in filled(pointer, valid[0])}
    assert others <= {"RP101"}, "only dataVolumes lack their volume groups"
    for value in valid:
        assert {rule for rule, _ in filled(pointer, value)} == others, value
    for value, rule in invalid:
        assert rule in {found_rule for found_rule, _ in filled(pointer, value)}, value


def test_more_than_20_tags_are_reported() -> None:
    tags = [{"key": f"k{number}", "value": "v"} for number in range(21)]
    [finding] = lint_data(changed((resource("tags"), tags), base=BASE), config=LATER)
    assert finding.rule == "RP107"
    assert finding.message.endswith("must have at most 20 entries, not 21")
    assert found(changed((resource("tags"), tags[1:]), base=BASE)) == []


def test_a_boolean_in_quotes_is_fixed() -> None:
    text = as_yaml(changed((("spec", "ipv6enable"), "true"), base=BASE))
    fixed = fix_text(text, config=LATER).text
    assert "ipv6enable: true\n" in fixed
    assert lint_text(fixed, config=LATER) == []


@pytest.mark.parametrize(
    ("pointer", "value", "expected"),
    [
        (resource("taints"), [{"key": "a", "effect": "NoExecute", "value": None}], []),
        (("spec", "clusters"), [{"providerId": "c", "name": None}], []),
        (resource("azs"), [{"az": None, "count": 2}], [("RP101", "azs[0]")]),
        (resource("taints"), [None], [("RP106", "taints[0]")]),
    ],
)
def test_null_inside_an_extension_counts_as_absent(
    pointer: Pointer, value: Any, expected: list[tuple[str, str]]
) -> None:
    data = changed((resource("count"), 2), (pointer, value), base=BASE)
    assert found(data) == expected


def test_data_disks_require_their_volume_groups() -> None:
    disks: Change = (resource("dataVolumes"), [VOLUME])
    groups: Change = (resource("volumeGroupConfigs"), [GROUP])
    assert found(changed(disks, base=BASE)) == [("RP101", "spec.resources[0]")]
    assert found(changed(disks, groups, base=BASE)) == []


LITE: dict[str, Any] = changed(
    (("spec", "scope"), ...),
    (("spec", "network"), {"vpcId": "v", "subnetId": "s"}),
    (("spec", "clusters"), [{"providerId": "c"}]),
    (("spec", "userLogin"), {"keyPairName": "k"}),
    base=BASE,
)
PASSWORD = ("spec", "userLogin", "password")
LITE_POOLS: list[tuple[list[Change], list[tuple[str, str]]]] = [
    ([], []),
    ([(("spec", "scope"), ["Train"])], []),
    ([(("spec", "network", "subnetId"), ...)], [("RP407", "spec.network.vpcId")]),
    ([(("spec", "network", "vpcId"), ...)], [("RP407", "spec.network.subnetId")]),
    ([(("spec", "clusters"), ...)], [("RP407", "spec.network.vpcId")]),
    ([(("spec", "clusters"), None)], [("RP407", "spec.network.vpcId")]),
    ([(("spec", "clusters"), [])], [("RP106", "spec.clusters")]),
    ([(("spec", "userLogin"), {})], [("RP106", "spec.userLogin")]),
    ([(("spec", "userLogin"), {"password": None})], [("RP106", "spec.userLogin")]),
    ([(("spec", "userLogin"), ...)], [("RP407", "spec.network.vpcId")]),
    ([(("spec", "network", "name"), NETWORK)], [("RP407", "spec.network.name")]),
    # null counts as missing, so this is a standard pool.
    (
        [(("spec", "network"), {"vpcId": None, "subnetId": None})],
        [("RP101", "spec"), ("RP101", "spec.network")],
    ),
    (
        [(("spec", "userLogin"), {"password": "c2VjcmV0"})],
        [("RP604", "spec.userLogin.password")],
    ),
    ([(("spec", "userLogin"), {"password": ""})], []),
    (
        [(("spec", "userLogin"), {"password": "${PASSWORD}"})],
        [("RP006", "spec.userLogin.password")],
    ),
]


@pytest.mark.parametrize(("changes", "expected"), LITE_POOLS)
def test_lite_pools_require_network_cluster_and_login_but_no_scope(
    changes: list[Change], expected: list[tuple[str, str]]
) -> None:
    assert found(changed(*changes, base=LITE)) == expected


@pytest.mark.parametrize("password", ["c2VjcmV0", "${PASSWORD}"])
def test_an_injected_password_is_not_reported(password: str) -> None:
    data = changed((PASSWORD, password), base=LITE)
    assert found(data, LATER._replace(injected=["userLogin.password"])) == []


@pytest.mark.parametrize("value", ["c2VjcmV0", 48151623, 48.5, [48151623]])
def test_no_report_shows_a_password(value: Any) -> None:
    text = as_yaml(changed((PASSWORD, value), base=LITE))
    [finding] = lint_text(text, config=LATER)
    assert finding.range
    assert finding.lines == ()
    report = Report((FileResult("a.yaml", (finding,)),))
    for name in FORMATS:
        printed = "".join(reporter(name)(report, Style()))
        assert all(secret not in printed for secret in ("c2VjcmV0", "48151623", "48.5"))


LOGICAL = changed((("spec", "type"), "Logical"), (("spec", "network"), ...), base=BASE)
LOGICAL_POOLS: list[tuple[list[Change], list[tuple[str, str]]]] = [
    ([], []),
    ([(("spec", "scope"), ...)], []),
    ([(("spec", "type"), "Logcal")], [("RP105", "spec.type")]),
    ([(resource("maxCount"), 9)], []),
    ([(resource("count"), 3), (resource("maxCount"), 2)], [("RP408", "maxCount")]),
    ([(("spec", "network"), {"name": NETWORK})], [("RP408", "spec.network")]),
    ([(("spec", "driver"), {"gpuVersion": "440.31"})], [("RP408", "spec.driver")]),
    ([(("spec", "masters"), [{"az": "a"}])], [("RP408", "spec.masters")]),
    ([(("spec", "parent"), "pool-001-x")], []),
]


@pytest.mark.parametrize(("changes", "expected"), LOGICAL_POOLS)
def test_hardware_fields_of_logical_pools_are_reported(
    changes: list[Change], expected: list[tuple[str, str]]
) -> None:
    assert found(changed(*changes, base=LOGICAL)) == expected


AZS = [{"az": "a", "count": 1}, {"az": "b", "count": 1}]
STEP = {"step": 2, "type": "hyperinstance"}
COUNTS: list[tuple[list[Change], list[tuple[str, str]]]] = [
    ([(resource("count"), 2), (resource("azs"), AZS)], []),
    ([(resource("count"), 3), (resource("azs"), AZS)], [("RP309", "azs")]),
    ([(resource("count"), 4), (resource("creatingStep"), STEP)], []),
    ([(resource("count"), 3), (resource("creatingStep"), STEP)], [("RP310", "count")]),
    ([(resource("count"), 3), (resource("creatingStep"), {})], []),
]


@pytest.mark.parametrize(("changes", "expected"), COUNTS)
def test_counts_that_differ_from_zones_or_steps_are_reported(
    changes: list[Change], expected: list[tuple[str, str]]
) -> None:
    data = changed(*changes, base=BASE)
    assert found(data) == expected
    assert all(rule != "RP309" for rule, _ in found(data, Config()))


def test_entries_of_different_node_pools_may_have_the_same_flavor() -> None:
    entry = {"flavor": "modelarts.vm.gpu.tnt004", "count": 2}
    pools = [{**entry, "nodePool": "nodes-a"}, {**entry, "nodePool": "nodes-b"}]
    assert found(changed((("spec", "resources"), pools), base=BASE)) == []
    assert ("RP302", "spec.resources[1].flavor") in found(
        changed((("spec", "resources"), [entry, entry]), base=BASE)
    )


def test_the_severity_of_a_rule_depends_on_the_edition() -> None:
    data = as_yaml(changed(*MONTHLY[:3], base=BASE))
    severities = {
        config.edition: [
            (f.rule, f.severity.value) for f in lint_text(data, config=config)
        ]
        for config in (Config(), LATER)
    }
    assert severities["2025-08-20"] == [("RP202", "error")]
    assert severities["2026-01"] == [("RP202", "warning")]
    own = LATER._replace(severity={"RP202": "error"})
    assert [f.severity.value for f in lint_text(data, config=own)] == ["error"]


def test_a_selected_rule_of_another_edition_does_not_run() -> None:
    data = changed((("spec", "type"), "Logical"), base=BASE)
    assert found(data, LATER._replace(select=["RP402"])) == []
    assert found(data, Config(select=["RP402"])) == [("RP402", "spec.type")]


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ([(("spec", "ipv6enable"), True)], "RP104"),
        ([(("spec", "type"), "Logical"), (("spec", "network"), ...)], "RP402"),
        ([*MONTHLY, (note("auto.renew"), "1")], "RP205"),
    ],
)
def test_the_help_names_the_edition_that_allows_a_value(
    changes: list[Change], rule: str
) -> None:
    [finding] = lint_data(changed(*changes, base=BASE))
    assert finding.rule == rule
    assert 'edition = "2026-01"' in (finding.help or "")
    assert "remove" not in (finding.help or "")


def test_the_first_edition_knows_all_fields_of_the_later_one() -> None:
    first, later = (Schema(e, SchemaName.CREATE_POOL) for e in EDITIONS)
    missing = []
    for path in field_paths(later):
        around = tuple(0 if step == "[]" else step for step in path[:-1])
        before = field_at(around, first)
        if before.get("properties") and path[-1] != "[]":
            known = {*before["properties"], *before.get("x-newer", {})}
            missing += [path] if path[-1] not in known else []
    assert missing == []


def test_rules_name_only_known_editions() -> None:
    editions = {edition for rule in builtin_rules() for edition in rule.editions}
    assert editions == {"2025-08-20", "2026-01"}


def test_help_for_an_empty_value_offers_an_empty_string_once() -> None:
    field = resource("os", "imageType")
    [finding] = lint_data(changed((field, None), base=BASE), config=LATER)
    advice = 'write "private" (custom image) or "" (preset image), or remove it'
    assert (finding.rule, finding.help) == ("RP106", advice)
