"""Routing: which documents are linted, and as which kind."""

from __future__ import annotations

from pathlib import Path

import pytest

from manifests import REFERENCE, as_json, as_yaml, changed
from pool_lint import Config, Kind, Report, lint_paths, lint_text

REQUEST = Config(kind=Kind.REQUEST)
VALID = as_yaml(REFERENCE)


def rules(text: str, config: Config | None = None) -> list[str]:
    return [finding.rule for finding in lint_text(text, config=config)]


def report(folder: Path, text: str, config: Config | None = None) -> Report:
    (folder / "some.yaml").write_text(text)
    return lint_paths([folder], config=config)


OTHERS = {
    "network": "kind: Network\napiVersion: v1\nmetadata: {name: x}\n",
    "karpenter pool": "kind: NodePool\napiVersion: karpenter.sh/v1\n",
    "grouped pool": "kind: Pool\napiVersion: ceph.rook.io/v1\nspec: {x: on}\n",
    "workflow": "on: push\njobs: {x: {steps: []}}\n",
    "list": "- kind: Pool\n",
    "scalar": "Pool\n",
    "compose": "services: {a: {image: x}}\n",
    "another kind with our labels": (
        "kind: Notebook\nmetadata: {labels: {os.modelarts/name: x}}\n"
    ),
    "mistakes in another document": "a: !x {{ b }}\na: on\n1: \u200b\n",
}


@pytest.mark.parametrize("text", OTHERS.values(), ids=OTHERS)
def test_other_documents_are_skipped_and_counted(tmp_path: Path, text: str) -> None:
    result = report(tmp_path, text)
    assert result.findings == []
    assert (result.documents, result.files[0].skipped_documents) == (0, 1)


@pytest.mark.parametrize(
    ("text", "count"), [("", 1), ("# c\n", 1), ("---\n---\n# c\n", 2), (" \n", 1)]
)
def test_empty_documents_are_skipped_and_counted(
    tmp_path: Path, text: str, count: int
) -> None:
    result = report(tmp_path, text)
    assert result.findings == []
    assert (result.documents, result.files[0].skipped_documents) == (0, count)


def test_each_document_of_a_file_is_linted(tmp_path: Path) -> None:
    bad = as_yaml(changed((("spec", "scope"), ["Trian"])))
    others = [VALID.replace("pool-001", name) for name in ("pool-002", "pool-003")]
    text = f"{others[0]}---\nkind: Network\n---\n{bad}---\n{others[1]}"
    result = report(tmp_path, text)
    [finding] = result.findings
    assert finding.document is not None
    assert (finding.document.index, finding.document.name) == (2, "pool-001")
    assert (result.documents, result.files[0].skipped_documents) == (3, 1)


@pytest.mark.parametrize("kind", ["Pools", "pool", "Poool", 3, ["Pool"]])
def test_a_wrong_kind_is_recognised_by_the_labels(kind: object) -> None:
    assert rules(as_yaml(changed((("kind",), kind)))) in (["RP105"], ["RP102"])


def test_a_missing_kind_is_recognised_by_the_labels() -> None:
    assert rules(as_yaml(changed((("kind",), ...)))) == ["RP101"]


WRAPPED = {
    "a call of the command line tool": as_yaml({"header": {}, "body": REFERENCE}),
    "a patch": as_yaml({"spec": {"resources": REFERENCE["spec"]["resources"]}}),
    "a wrapped patch": as_yaml(
        {"body": {"spec": {"resources": REFERENCE["spec"]["resources"]}}}
    ),
}


@pytest.mark.parametrize("text", WRAPPED.values(), ids=WRAPPED)
def test_wrappers_and_patches_give_one_finding(text: str) -> None:
    [finding] = lint_text(text.replace("count: 2", "count: zero"))
    assert finding.rule == "RP004"
    assert finding.range is not None
    line = text.split("\n")[finding.range.start.line - 1]
    assert line.startswith(("body:", "spec:"))


def test_a_spec_without_modelarts_flavors_is_skipped() -> None:
    assert rules("spec: {resources: [{flavor: m1.large}]}\n") == []


RESPONSES = [
    (as_yaml({**REFERENCE, "status": {"phase": "Running"}}), "status"),
    (
        as_yaml(changed((("metadata", "creationTimestamp"), "2025-11-01T03:49:41Z"))),
        "creationTimestamp",
    ),
    ("kind: PoolList\napiVersion: v2\nitems: []\n", "kind"),
]


@pytest.mark.parametrize(("text", "key"), RESPONSES)
def test_a_saved_response_gives_one_finding_at_its_own_field(
    text: str, key: str
) -> None:
    [finding] = lint_text(text.replace("count: 2", "count: zero"))
    assert finding.rule == "RP005"
    assert finding.range is not None
    line = text.split("\n")[finding.range.start.line - 1]
    assert line.strip().startswith(f"{key}:")


def test_an_empty_status_does_not_make_a_response() -> None:
    assert rules(as_yaml({**REFERENCE, "status": {}})) == ["RP103"]


def test_a_response_is_skipped_if_rp005_is_ignored(tmp_path: Path) -> None:
    result = report(tmp_path, RESPONSES[0][0], Config(ignore=["RP005"]))
    assert result.findings == []
    assert (result.documents, result.files[0].skipped_documents) == (0, 1)


BROKEN = {
    "helm": ("kind: Deployment\n{{- if .Values.x }}\na: [\n", False),
    "a pool": ("kind: Pool\na: [\n", True),
    "a quoted pool": ("{'kind' : 'Pool'\n", True),
    "our labels": ("x: [\n  os.modelarts/name\n", True),
    "a pooler": ("kind: Pooler\na: [\n", False),
    "a node kind": ("nodekind: Pool\na: [\n", False),
}


@pytest.mark.parametrize(("text", "shown"), BROKEN.values(), ids=BROKEN)
def test_broken_files_are_reported_only_with_a_sign_of_a_pool(
    tmp_path: Path,
    text: str,
    shown: bool,
) -> None:
    result = report(tmp_path, text)
    assert [finding.rule for finding in result.findings] == ["RP001"] * shown
    assert result.files[0].unparsed is not shown
    assert rules(text, REQUEST) == ["RP001"]


def test_json_with_comments_is_reported_only_with_a_sign_of_a_pool() -> None:
    assert lint_text('{"a": 1, // x\n}', filename="tsconfig.json") == []
    found = lint_text('{"kind" : "Pool", // x\n}', filename="pool.json")
    assert [finding.rule for finding in found] == ["RP001"]


def test_kind_request_lints_every_document() -> None:
    assert rules("a: 1\n---\nkind: Pool\n", REQUEST).count("RP103") == 1
    assert rules("- x\n", REQUEST) == ["RP102"]
    assert rules("kind: Network\napiVersion: v1\n", REQUEST).count("RP105") == 2


@pytest.mark.parametrize("text", ["", "# c\n", "---\n"])
def test_kind_request_reports_an_empty_file(text: str) -> None:
    [finding] = lint_text(text, config=REQUEST)
    assert (finding.rule, finding.message) == ("RP106", "the document is empty (null)")
    assert finding.range is not None
    assert finding.range.start == (1, 1)
    assert finding.help == "write a mapping with apiVersion, kind and metadata"


@pytest.mark.parametrize(
    ("text", "kind", "message", "help_text"),
    [
        (
            "- x\n",
            Kind.REQUEST,
            "one pool (a mapping), found a list",
            "write one pool ",
        ),
        (
            "x\n",
            Kind.REQUEST,
            "one pool (a mapping), found a string",
            "write a mapping",
        ),
        ("- x\n", Kind.ERROR, "one error body (a mapping), found", "write one error "),
    ],
)
def test_a_document_of_the_wrong_type_is_explained(
    text: str, kind: Kind, message: str, help_text: str
) -> None:
    [finding] = lint_text(text, config=Config(kind=kind))
    assert finding.message.startswith(f"expected {message}")
    assert str(finding.help).startswith(help_text)


def test_kind_request_ignores_an_empty_document_beside_a_manifest() -> None:
    assert rules(f"---\n# c\n---\n{VALID}---\n", REQUEST) == []


def test_the_file_name_decides_between_json_and_yaml() -> None:
    text = as_json(REFERENCE).replace("  ", "\t")
    assert lint_text(text, filename="pool.json") == []
    assert lint_text(text, filename="POOL.JSON") == []


@pytest.mark.parametrize(
    "text",
    [
        f"--- !!seq\n{VALID}",
        f"!pool\n{VALID}",
        VALID + "{{ toYaml .Values }}: x\n",
        VALID + "? [a]\n: b\n",
        f"--- &r\n{VALID}<<: *r\n",
    ],
)
def test_a_pool_with_forbidden_yaml_is_reported(text: str) -> None:
    assert rules(text) == ["RP008"]
    assert rules(f"a: 1\n---\n{VALID}---\n!x {{a: 1}}\n") == []


def test_modelarts_labels_make_a_pool_of_any_api_version() -> None:
    assert rules(as_yaml(changed((("apiVersion",), "modelarts/v2")))) == ["RP105"]


def test_a_duplicate_kind_does_not_skip_a_pool() -> None:
    assert "RP002" in rules(f"kind: Network\n{VALID}")
    assert "RP002" in rules(f"{VALID}kind: Network\n")
    assert "RP002" in rules("kind: Pool\napiVersion: v2\nkind: Pool\n")
