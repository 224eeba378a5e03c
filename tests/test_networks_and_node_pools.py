"""Networks and node pools, which edition 2026-01 checks in addition to pools."""

from __future__ import annotations

import re
from typing import Any

import pytest

from manifests import NETWORK, PREFIX, as_json, as_yaml, changed
from pool_lint import Config, Source, Workspace, fix_text, lint_text
from pool_lint.rules import Pointer

LATER = Config(edition="2026-01")
Change = tuple[Pointer, Any]
NAME = ("metadata", "labels", f"{PREFIX}name")
CIDR = ("spec", "cidr")
PEERS = ("spec", "connection", "peerConnectionList")
NODES = ("spec", "resources")
MODE = ("metadata", "annotations", f"{PREFIX}billing.mode")

A_NETWORK: dict[str, Any] = {
    "apiVersion": "v1",
    "kind": "Network",
    "metadata": {"labels": {f"{PREFIX}name": "net-0123"}},
    "spec": {"cidr": "192.168.20.0/24", "connection": {"peerConnectionList": []}},
}
A_NODE_POOL: dict[str, Any] = {
    "apiVersion": "v2",
    "kind": "NodePool",
    "metadata": {"name": "np-1", "annotations": {f"{PREFIX}billing.mode": "0"}},
    "spec": {
        "resources": {
            "flavor": "modelarts.vm.cpu.16u64g.d",
            "count": 1,
            "maxCount": 1,
            "azs": [],
            "extendParams": {"dockerBaseSize": "50", "runtime": "docker"},
        }
    },
}


def found(data: Any, config: Config = LATER) -> list[tuple[str, str]]:
    return [(f.rule, f.path) for f in lint_text(as_yaml(data), config=config)]


NETWORKS: list[tuple[list[Change], list[tuple[str, str]]]] = [
    ([], []),
    ([(("apiVersion",), "v2")], [("RP105", "apiVersion")]),
    ([(NAME, "net")], [("RP107", f'metadata.labels["{PREFIX}name"]')]),
    ([(NAME, "n" * 33)], [("RP107", f'metadata.labels["{PREFIX}name"]')]),
    ([(NAME, ...)], [("RP101", "metadata.labels")]),
    ([(("spec",), ...)], [("RP101", "")]),
    ([(CIDR, ...)], [("RP101", "spec")]),
    ([(CIDR, "${CIDR}")], [("RP006", "spec.cidr")]),
    (
        [(PEERS, [{"peerVpcId": "v"}])],
        [("RP101", f"{'.'.join(PEERS)}[0]")],
    ),
    ([(PEERS, [{"peerVpcId": "v", "peerSubnetId": "s"}])], []),
    ([(("spec", "ipv6enable"), True)], []),
    ([(("spec", "vpcId"), "v")], [("RP103", "spec.vpcId")]),
]


@pytest.mark.parametrize(("changes", "expected"), NETWORKS)
def test_mistakes_in_networks_are_reported(
    changes: list[Change], expected: list[tuple[str, str]]
) -> None:
    data = changed(*changes, base=A_NETWORK)
    assert found(data) == expected
    assert found(data, Config()) == [], "edition 2025-08-20 skips networks"


@pytest.mark.parametrize(
    ("cidr", "is_valid"),
    [
        ("10.0.0.0/8", True),
        ("10.128.0.0/9", True),
        ("10.1.0.0/9", False),
        ("172.16.0.0/12", True),
        ("172.24.0.0/13", True),
        ("172.17.0.0/12", False),
        ("172.31.254.0/23", True),
        ("172.31.255.0/23", False),
        ("172.32.0.0/16", False),
        ("192.168.0.0/16", True),
        ("192.168.20.0/24", True),
        ("192.168.20.1/24", False),
        ("192.168.20.0/25", False),
        ("192.168.0.0/15", False),
        ("192.168.256.0/24", False),
        ("192.168.020.0/24", False),
        ("192.168.20.0", False),
        ("11.0.0.0/8", False),
    ],
)
def test_cidr_must_be_private_and_have_no_host_bits(cidr: str, is_valid: bool) -> None:
    expected = [] if is_valid else [("RP107", "spec.cidr")]
    assert found(changed((CIDR, cidr), base=A_NETWORK)) == expected


SMALL = {"flavor": "modelarts.vm.cpu.8ud", "count": 1}
NODE_POOLS: list[tuple[list[Change], list[tuple[str, str]]]] = [
    ([], []),
    ([(("apiVersion",), "v1")], [("RP105", "apiVersion")]),
    ([(("metadata", "name"), "n")], [("RP107", "metadata.name")]),
    ([(("metadata", "name"), "np.1")], [("RP107", "metadata.name")]),
    ([(("metadata", "name"), "np-default")], [("RP107", "metadata.name")]),
    ([((*NODES, "count"), 0)], [("RP107", "spec.resources.count")]),
    ([((*NODES, "maxCount"), 2)], [("RP301", "spec.resources.maxCount")]),
    ([(NODES, {**SMALL, "count": 5000})], [("RP304", "spec.resources.count")]),
    ([(NODES, [SMALL])], [("RP102", "spec.resources")]),
    (
        [((*NODES, "taints"), [{"key": "a", "effect": "Never"}])],
        [("RP105", "spec.resources.taints[0].effect")],
    ),
    ([(MODE, "1")], [("RP201", f'metadata.annotations["{PREFIX}billing.mode"]')] * 2),
]


@pytest.mark.parametrize(("changes", "expected"), NODE_POOLS)
def test_mistakes_in_node_pools_are_reported(
    changes: list[Change], expected: list[tuple[str, str]]
) -> None:
    data = changed(*changes, base=A_NODE_POOL)
    assert found(data) == expected
    assert found(data, Config()) == [], "edition 2025-08-20 skips node pools"


def test_documented_fields_of_node_pools_are_not_extensions() -> None:
    data = changed(((*NODES, "nodePool"), "np-1"), base=A_NODE_POOL)
    assert found(data, LATER._replace(extend_select=["RP108"])) == []


@pytest.mark.parametrize(
    ("kind", "version", "spec"),
    [
        ("Network", "networking.example.com/v1", {"cidr": "x"}),
        ("Network", "v2", {}),
        ("NodePool", "karpenter.sh/v1", {"resources": {"flavor": "x"}}),
        ("NodePool", "v2", {"resources": {}}),
    ],
)
def test_resources_of_other_apis_are_skipped(
    kind: str, version: str, spec: dict[str, Any]
) -> None:
    data = {"kind": kind, "apiVersion": version, "spec": spec}
    result = Workspace(config=LATER).lint(Source("a.yaml", as_yaml(data)))
    assert (result.documents, result.skipped_documents) == (0, 1)


@pytest.mark.parametrize("write", [as_yaml, as_json])
def test_a_misspelt_field_of_a_network_is_fixed(write: Any) -> None:
    misspelt: Change = (("spec", "conection"), {"peerConnectionList": []})
    text = write(changed((PEERS[:2], ...), misspelt, base=A_NETWORK))
    assert [f.rule for f in lint_text(text, config=LATER)] == ["RP103"]
    fixed = fix_text(text, config=LATER, unsafe=True).text
    assert lint_text(fixed, config=LATER) == []


def test_comments_suppress_findings_in_networks() -> None:
    comment = "1.2.3.4/5  # pool-lint: disable=RP107 -- tested"
    text = as_yaml(A_NETWORK).replace("cidr: 192.168.20.0/24", f"cidr: {comment}")
    assert lint_text(text, config=LATER) == []


@pytest.mark.parametrize(
    ("base", "kind", "right"),
    [(A_NODE_POOL, "Nodepool", "NodePool"), (A_NETWORK, "network", "Network")],
)
def test_a_kind_in_the_wrong_case_is_corrected(
    base: dict[str, Any], kind: str, right: str
) -> None:
    text = as_yaml(changed((("kind",), kind), base=base))
    [finding] = lint_text(text, config=LATER)
    assert (finding.rule, finding.path) == ("RP105", "kind")
    assert f'did you mean "{right}"?' in (finding.help or "")
    assert lint_text(text) == []


@pytest.mark.parametrize(
    ("base", "kind", "rule"),
    [
        (A_NETWORK, ..., "RP101"),
        (A_NETWORK, None, "RP106"),
        (A_NETWORK, "${KIND}", "RP105"),
        (A_NETWORK, "Netwrok", "RP105"),
        (A_NETWORK, "Networks", "RP105"),
        (A_NODE_POOL, ..., "RP101"),
        (A_NODE_POOL, "NodePools", "RP105"),
        (A_NODE_POOL, "nodePool", "RP105"),
    ],
)
def test_a_missing_or_misspelt_kind_is_the_only_finding(
    base: dict[str, Any], kind: Any, rule: str
) -> None:
    [finding] = lint_text(as_yaml(changed((("kind",), kind), base=base)), config=LATER)
    assert (finding.rule, finding.path) == (rule, "" if kind is ... else "kind")


@pytest.mark.parametrize(
    "kind", ["NetworkList", "NodePoolList", "NetworkPolicy", "Node"]
)
def test_other_kinds_are_skipped(kind: str) -> None:
    for base in (A_NETWORK, A_NODE_POOL):
        data = changed((("kind",), kind), base=base)
        result = Workspace(config=LATER).lint(Source("a.yaml", as_yaml(data)))
        assert result.findings == ()


def test_node_pools_may_have_a_lower_max_count() -> None:
    assert found(changed(((*NODES, "count"), 2), base=A_NODE_POOL)) == []


@pytest.mark.parametrize(
    ("base", "pointer"),
    [(A_NETWORK, CIDR), (A_NODE_POOL, (*NODES, "flavor"))],
)
def test_fields_of_networks_and_node_pools_can_be_injected(
    base: dict[str, Any], pointer: Pointer
) -> None:
    data = changed((pointer, "${LATER}"), base=base)
    [finding] = lint_text(as_yaml(data), config=LATER)
    assert finding.rule == "RP006"
    name = re.search(r'add "(.*?)" to `injected`', finding.help or "")
    assert name
    assert found(data, LATER._replace(injected=[name[1]])) == []


def test_a_network_that_cannot_be_parsed_is_reported() -> None:
    text = "kind: Network\napiVersion: v1\nmetadata:\n  labels: {os.modelarts/name: a\n"
    assert [f.rule for f in lint_text(text, config=LATER)] == ["RP001"]
    assert lint_text("kind: Network\nspec: [\n", config=LATER) == []


def pool(name: str, network: str) -> dict[str, Any]:
    return changed(
        (("metadata", "labels", f"{PREFIX}name"), name),
        (("spec", "network", "name"), network),
        (("spec", "driver"), ...),
    )


def across(*documents: Any, config: Config = LATER) -> list[tuple[str, str, str]]:
    workspace = Workspace(config=config)
    for number, data in enumerate(documents):
        workspace.lint(Source(f"{number}.yaml", as_yaml(data)))
    results = workspace.compare()
    return [(f.file, f.rule, f.path) for r in results for f in r.findings]


PROJECT = NETWORK[-32:]


def test_a_pool_whose_network_no_manifest_creates_is_reported() -> None:
    known, unknown = pool("pool-001", NETWORK), pool("pool-002", f"net-9-{PROJECT}")
    assert across(known, unknown) == [], (
        "without a network in the run, RP702 reports nothing"
    )
    expected = [("2.yaml", "RP702", "spec.network.name")]
    assert across(A_NETWORK, known, unknown) == expected
    assert across(A_NETWORK, known, unknown, config=Config()) == []


def test_a_misspelt_network_gets_a_suggestion() -> None:
    workspace = Workspace(config=LATER)
    workspace.lint(Source("a.yaml", as_yaml(A_NETWORK)))
    workspace.lint(Source("b.yaml", as_yaml(pool("pool-001", f"net-0132-{PROJECT}"))))
    [finding] = [f for result in workspace.compare() for f in result.findings]
    assert finding.help == f'did you mean "{NETWORK}"?'


def test_networks_of_different_projects_are_reported_if_selected() -> None:
    pools = [pool("pool-001", NETWORK), pool("pool-002", f"net-0123-{'0' * 32}")]
    assert across(*pools) == []
    chosen = LATER._replace(extend_select=["RP703"])
    assert across(*pools, config=chosen) == [("1.yaml", "RP703", "spec.network.name")]
