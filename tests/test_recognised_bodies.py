"""Recognised bodies: what counts as a pool, and why other documents are skipped."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from command import run
from manifests import REFERENCE, as_json, as_yaml, changed
from pool_lint import (
    Config,
    Kind,
    Report,
    RunOptions,
    SkipReason,
    Source,
    Workspace,
    fix_text,
    lint_paths,
    lint_text,
)

BAD = changed((("spec", "resources", 0, "count"), "two"))
SPEC = REFERENCE["spec"]
ALONE = Config(ignore=["RP004"])


def rules(text: str, config: Config | None = None, name: str = "a.yaml") -> list[str]:
    found = lint_text(text, config=config, filename=name)
    return sorted({finding.rule for finding in found})


def places(text: str, config: Config | None = None) -> list[str]:
    found = lint_text(text, config=config)
    return [f"{finding.rule} {finding.path}" for finding in found]


def reasons(folder: Path, text: str, name: str = "a.yaml") -> list[SkipReason]:
    (folder / name).write_text(text)
    [result] = lint_paths([folder / name]).files
    assert result.findings == ()
    return [one.reason for one in result.skipped]


def body(**fields: Any) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value is not ...}


def named(kind: object = "Pool", **fields: Any) -> str:
    return as_yaml(body(apiVersion="v2", kind=kind, **fields))


DECLARED = {
    "no spec": named(metadata={"name": "x"}),
    "empty spec": named(spec={}),
    "driver": named(spec={"driver": {}}),
    "another version": as_yaml(
        {"kind": "Pool", "apiVersion": "v1", "spec": {"scope": []}}
    ),
    "labels": as_yaml(
        {"kind": "Pool", "metadata": {"labels": {"os.modelarts/name": "x"}}}
    ),
    "flavor": as_yaml(
        {"kind": "Pool", "spec": {"resources": [{"flavor": "modelarts.x"}]}}
    ),
    "two fields": as_yaml(
        {"kind": "Pool", "spec": {"type": "logical", "network": {"name": "x"}}}
    ),
}


@pytest.mark.parametrize("text", DECLARED.values(), ids=DECLARED)
def test_kind_pool_with_a_modelarts_field_is_linted(text: str) -> None:
    assert rules(text)


FOREIGN_POOLS = {
    "load balancer": "kind: Pool\nspec: {protocol: HTTP, members: []}\n",
    "versioned load balancer": "apiVersion: v1\nkind: Pool\nspec: {members: []}\n",
    "no apiVersion": "kind: Pool\nversion: v1\nmetadata: {name: a}\nspec: {title: b}\n",
    "name alone": "kind: Pool\n",
}


@pytest.mark.parametrize("text", FOREIGN_POOLS.values(), ids=FOREIGN_POOLS)
def test_kind_pool_without_a_field_of_modelarts_is_skipped(
    tmp_path: Path, text: str
) -> None:
    assert reasons(tmp_path, text) == [SkipReason.NO_POOL_FIELD]
    assert SkipReason.NO_POOL_FIELD.text == "no ModelArts pool field"


@pytest.mark.parametrize(
    "kind",
    [
        ...,
        None,
        3,
        ["Pool"],
        "pool",
        "Pools",
        "Poool",
        "ResourcePool",
        "ModelArtsPool",
        "PoolConfig",
        "POOL",
        "${KIND}",
        "{{ .Values.kind }}",
        "\u0420\u043eol",
        "P\u043e\u043el",
    ],
)
@pytest.mark.parametrize("has_labels", [True, False])
def test_a_wrong_kind_is_one_finding(kind: object, *, has_labels: bool) -> None:
    data = body(**{**BAD, "kind": kind})
    if not has_labels:
        data["metadata"] = {"labels": {"name": "x"}}
    found = lint_text(as_yaml(data))
    about_kind = [
        f for f in found if f.path == "kind" or "kind is missing" in f.message
    ]
    assert len(about_kind) == 1
    assert "spec.resources[0].count" in {finding.path for finding in found}


@pytest.mark.parametrize("kind", ["Notebook", "NetworkList", "Deployment"])
def test_a_document_of_another_kind_is_skipped(tmp_path: Path, kind: str) -> None:
    text = as_yaml({**BAD, "kind": kind})
    assert reasons(tmp_path, text) == [SkipReason.OTHER_KIND]


def test_swapped_kind_and_api_version_are_recognised() -> None:
    text = as_yaml({**BAD, "kind": "v2", "apiVersion": "Pool"})
    assert "RP105 kind" in places(text)
    assert "RP102 spec.resources[0].count" in places(text)


@pytest.mark.parametrize(
    "field", [{"type": "DEDICATE"}, {"scope": ["train"]}, {"network": {"name": "x"}}]
)
def test_one_field_of_a_spec_does_not_make_a_pool(field: dict[str, Any]) -> None:
    other = (
        {"network": {"name": "x"}} if "network" not in field else {"type": "Logical"}
    )
    assert rules(as_yaml({"spec": field})) == []
    assert rules(as_yaml({"spec": {**field, **other}})) != []


def test_an_api_group_needs_a_modelarts_label() -> None:
    grouped = {**BAD, "apiVersion": "example.com/v1"}
    assert "RP105 apiVersion" in places(as_yaml(grouped))
    assert rules(as_yaml({**grouped, "metadata": {"name": "x"}})) == []


def test_kind_pool_beside_a_duplicate_kind_is_recognised() -> None:
    spec = as_yaml({"apiVersion": "v2", "spec": {"driver": {}}})
    assert "RP002" in rules(f"kind: Pool\nkind: Deployment\n{spec}")
    assert "RP002" in rules(f"kind: Deployment\nkind: Pool\n{spec}")
    assert rules(f"kind: Deployment\nkind: Service\n{spec}") == []
    assert "RP002" in rules(f"apiVersion: x/v1\nkind: Pool\n{spec}")


UPDATES = {
    "resources": {"spec": {"resources": SPEC["resources"]}},
    "annotations": {"metadata": {"annotations": {"os.modelarts/description": "x"}}},
    "both and a scope": {
        "metadata": {"annotations": {"os.modelarts/description": "x"}},
        "spec": {"scope": ["Train"], "resources": SPEC["resources"]},
    },
}


@pytest.mark.parametrize("data", UPDATES.values(), ids=UPDATES)
def test_an_update_body_gives_one_finding(data: dict[str, Any]) -> None:
    [finding] = lint_text(as_yaml(data).replace("count: 2", "count: two"))
    assert (finding.rule, finding.pointer) == ("RP004", ())
    assert "update" in finding.message


@pytest.mark.parametrize(
    "data",
    [
        {"spec": SPEC},
        {"spec": {"type": "Dedicate", "scope": ["Train"]}},
        {"metadata": REFERENCE["metadata"], "spec": {"resources": SPEC["resources"]}},
    ],
)
def test_a_request_without_kind_is_not_taken_for_an_update(
    data: dict[str, Any],
) -> None:
    assert "RP101" in rules(as_yaml(data))


def test_an_update_body_is_skipped_if_rp004_is_ignored(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(as_yaml(UPDATES["resources"]))
    [result] = lint_paths([tmp_path], config=ALONE).files
    assert [one.reason for one in result.skipped] == [SkipReason.RULE_OFF]


NESTED: dict[str, tuple[Any, str, int]] = {
    "list": ([BAD, BAD], "[0]", 2),
    "list of lists": ([[BAD]], "[0][0]", 1),
    "items": ({"items": [BAD]}, "items[0]", 1),
    "kind List": ({"kind": "List", "apiVersion": "v1", "items": [BAD]}, "items[0]", 1),
    "pools": ({"pools": {"blue": BAD, "red": BAD}}, "pools.blue", 2),
    "Pools": ({"Pools": [BAD]}, "Pools[0]", 1),
    "three levels": ({"pools": {"blue": [BAD]}}, "pools.blue[0]", 1),
    "other items first": ([{"kind": "Network"}, BAD], "[1]", 1),
    "body": ({"header": {}, "body": BAD}, "body", 1),
    "Body": ({"Body": BAD}, "Body", 1),
    "request": ({"request": BAD}, "request", 1),
    "pool": ({"pool": BAD}, "pool", 1),
    "cli_input": ({"cli_input": BAD}, "cli_input", 1),
    "wrapper in a list": ([{"body": BAD}], "[0].body", 1),
    "body without kind": ([body(**{**BAD, "kind": ...})], "[0]", 1),
}


@pytest.mark.parametrize(("data", "path", "count"), NESTED.values(), ids=NESTED)
@pytest.mark.parametrize("write", [as_yaml, as_json])
def test_pools_nested_in_a_document_give_one_finding(
    data: Any, path: str, count: int, write: Any
) -> None:
    [finding] = lint_text(write(data))
    assert (finding.rule, finding.path) == ("RP004", path)
    what = f"contains {count} pools" if count > 1 else path
    assert ("a CLI wrapper" if path == "body" else what) in finding.message


@pytest.mark.parametrize(("data", "path", "count"), NESTED.values(), ids=NESTED)
@pytest.mark.parametrize("write", [as_yaml, as_json])
def test_nested_pools_are_linted_if_rp004_is_ignored(
    data: Any, path: str, count: int, write: Any
) -> None:
    found = [f for f in lint_text(write(data), config=ALONE) if f.rule == "RP102"]
    assert len(found) == count
    assert found[0].path == f"{path}.spec.resources[0].count"
    assert found[0].document is not None
    assert found[0].document.name == "pool-001"
    assert found[0].range is not None
    line = write(data).splitlines()[found[0].range.start.line - 1]
    assert line.strip().strip("\"',").endswith("two")


def test_nested_pools_are_reported_at_the_first_key_of_the_first_body() -> None:
    text = as_yaml([BAD])
    [finding] = lint_text(text)
    assert finding.range is not None
    assert finding.range.start == (1, 3)
    [finding] = lint_text("header: {}\n" + as_yaml({"body": BAD}))
    assert finding.range is not None
    assert finding.range.start == (2, 1)


@pytest.mark.parametrize(
    "data",
    [
        [{"kind": "Network"}],
        {"items": [{"kind": "Deployment", "spec": {}}]},
        {"data": [BAD]},
        {"examples": {"create": {"value": BAD}}},
        [[[[BAD]]]],
    ],
)
def test_a_list_without_a_pool_is_skipped(data: Any) -> None:
    assert rules(as_yaml(data)) == []


def test_the_first_body_decides_whether_a_list_is_a_response() -> None:
    response = {**BAD, "status": {"phase": "Running"}}
    [finding] = lint_text(as_yaml([response, BAD]))
    assert (finding.rule, finding.path) == ("RP005", "[0].status")
    [finding] = lint_text(as_yaml([BAD, response]))
    assert finding.rule == "RP004"
    both = Config(ignore=["RP005"])
    assert rules(as_yaml([response, BAD]), both) == ["RP004"]
    assert "RP005 [1].status" in places(as_yaml([BAD, response]), ALONE)


def test_a_pool_list_is_a_response() -> None:
    assert rules("kind: PoolList\nitems: []\n") == ["RP005"]
    assert rules("kind: PoolList\napiVersion: example.com/v1\nitems: []\n") == []


def test_suppressing_rp004_does_not_lint_the_nested_pools() -> None:
    text = as_yaml([BAD]).replace(
        "- kind: Pool", "- kind: Pool # pool-lint: disable=RP004"
    )
    assert "disable" in text
    assert rules(text) == []


def test_per_file_ignores_of_rp004_lint_the_nested_pools(tmp_path: Path) -> None:
    settings = '[per-file-ignores]\n"*.json" = ["RP004"]\n'
    (tmp_path / "pool-lint.toml").write_text(settings)
    file = tmp_path / "a.json"
    workspace = Workspace(RunOptions())
    result = workspace.lint(Source(str(file), as_json([BAD, REFERENCE])))
    assert [f.path for f in result.findings if f.rule == "RP102"] == [
        "[0].spec.resources[0].count"
    ]
    assert result.documents == 2


def test_duplicate_names_in_one_list_are_reported() -> None:
    config = Config(ignore=["RP004"])
    assert rules(as_yaml([REFERENCE, REFERENCE]), config) == ["RP701"]


def test_placeholders_in_nested_pools_have_full_paths() -> None:
    data = changed((("spec", "network", "name"), "<network>"))
    assert "RP006 [0].spec.network.name" in places(as_yaml([data]), ALONE)


def test_a_duplicate_key_around_nested_pools_is_reported() -> None:
    text = f"pools: []\n{as_yaml({'pools': [REFERENCE]})}"
    assert rules(text, ALONE) == ["RP002"]


def test_values_of_nested_pools_are_fixed() -> None:
    data = changed((("metadata", "labels", "os.modelarts/workspace.id"), 0))
    result = fix_text(as_yaml([data]), config=ALONE)
    assert [finding.rule for finding in result.findings] == []
    assert 'workspace.id: "0"' in result.text or "workspace.id: '0'" in result.text


def test_nested_pools_count_towards_the_limit_of_documents() -> None:
    config = ALONE._replace(limits=ALONE.limits._replace(documents=2))
    text = as_yaml([REFERENCE] * 3)
    assert "RP003" in rules(text, config)
    assert "RP003" not in rules(as_yaml([REFERENCE] * 2), config)


def test_kind_request_lints_nested_pools() -> None:
    assert rules(as_yaml([BAD]), Config(kind=Kind.REQUEST)) == ["RP004"]
    config = Config(kind=Kind.REQUEST, ignore=["RP004"])
    assert places(as_yaml([BAD]), config) == ["RP102 [0].spec.resources[0].count"]


FOREIGN = {
    "karpenter": "apiVersion: karpenter.sh/v1\nkind: NodePool\nspec: {template: {}}\n",
    "cluster api": (
        "apiVersion: cluster.x-k8s.io/v1beta1\nkind: MachinePool\n"
        "spec: {clusterName: a, replicas: 2}\n"
    ),
    "kustomize": (
        "apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\n"
        "resources: [pool.yaml]\npatches: [{path: a.yaml, target: {kind: Pool}}]\n"
    ),
    "json patch": (
        "- {op: replace, path: /spec/resources/0/count, value: 2}\n"
        "- {op: add, path: /metadata/labels, value: {os.modelarts/name: x}}\n"
    ),
    "values": (
        "pool: {type: Dedicate, flavor: modelarts.vm.x}\n"
        "pools: [{name: a, scope: [Train]}]\nimage: {repository: a}\n"
    ),
    "openapi": (
        "openapi: 3.0.0\npaths: {/pools: {post: {requestBody: {content: "
        "{application/json: {example: {kind: Pool, apiVersion: v2}}}}}}}\n"
        "components: {schemas: {Pool: {type: object}}}\n"
    ),
    "json schema": (
        "type: array\nitems: {type: object, properties: {kind: {const: Pool}, "
        "metadata: {properties: {labels: {properties: {os.modelarts/name: {}}}}}}}\n"
    ),
    "ansible": (
        "- hosts: all\n  tasks:\n    - name: create\n      uri: "
        "{url: https://a, body: {kind: Pool, apiVersion: v2}}\n"
    ),
    "terraform": '{"resource": {"huaweicloud_modelarts_resource_pool": {"a": {}}}}',
    "compose": "services: {pool: {image: a}}\n",
    "workflow": "on: push\njobs: {pool: {steps: [{run: a}]}}\n",
}


@pytest.mark.parametrize("text", FOREIGN.values(), ids=FOREIGN)
def test_files_of_other_tools_are_skipped(tmp_path: Path, text: str) -> None:
    assert len(reasons(tmp_path, text)) == 1


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("os.modelarts/name", "todo-service"),
        ("os.modelarts/service.console.url", "https://a.example/%E4%BD%A0"),
    ],
)
def test_words_that_resemble_placeholders_are_valid(key: str, value: str) -> None:
    part = "labels" if key.endswith("name") else "annotations"
    text = as_yaml(changed((("metadata", part, key), value)))
    assert "RP006" not in rules(text)


REASONS = {
    "": SkipReason.EMPTY,
    "# c\n": SkipReason.EMPTY,
    "a: 1\n": SkipReason.NO_POOL,
    "- a\n": SkipReason.NO_POOL,
    "kind: Service\n": SkipReason.OTHER_KIND,
    "kind: Pool\napiVersion: a/v1\n": SkipReason.OTHER_API,
    "kind: Service\na: [\n": SkipReason.NOT_PARSED,
}


@pytest.mark.parametrize(("text", "reason"), REASONS.items())
def test_each_skipped_document_has_a_reason(
    tmp_path: Path, text: str, reason: SkipReason
) -> None:
    assert reasons(tmp_path, text) == [reason]


def test_every_document_is_either_checked_or_skipped(tmp_path: Path) -> None:
    text = f"{as_yaml(REFERENCE)}---\nkind: A\n---\n# c\n---\nkind: B\n"
    (tmp_path / "a.yaml").write_text(text)
    report: Report = lint_paths([tmp_path])
    [result] = report.files
    assert [(one.document, one.kind) for one in result.skipped] == [
        (1, "A"),
        (2, None),
        (3, "B"),
    ]
    assert report.documents == 1


def test_explain_finds_fields_of_nested_pools(tmp_path: Path) -> None:
    text = as_yaml({"pools": {"blue": REFERENCE}})
    (tmp_path / "a.yaml").write_text(text)
    line = next(n for n, t in enumerate(text.splitlines(), 1) if "count:" in t)
    done = run("explain", f"a.yaml:{line}", cwd=tmp_path)
    assert done.stdout.startswith("spec.resources[0].count")
    assert run("explain", "a.yaml:1", cwd=tmp_path).returncode == 2


def test_render_prints_nested_pools_if_rp004_is_ignored(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(as_yaml([REFERENCE]))
    assert run("render", "a.yaml", cwd=tmp_path).returncode == 1
    done = run("render", "--ignore", "RP004", "a.yaml", cwd=tmp_path)
    assert json.loads(done.stdout) == REFERENCE


def test_render_skips_nested_pools_if_rp004_is_suppressed(tmp_path: Path) -> None:
    text = as_yaml([REFERENCE]).replace(
        "kind: Pool", "kind: Pool # pool-lint: disable=RP004"
    )
    (tmp_path / "a.yaml").write_text(text)
    done = run("render", "a.yaml", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
