"""Lists of flavors that a user hands over."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import pytest

from manifests import (
    ANNOTATIONS,
    FLAVORS,
    PREFIX,
    RESOURCE,
    as_json,
    as_yaml,
    changed,
    put,
)
from pool_lint import Config, MalformedCatalog, ensure_valid, lint_data
from pool_lint.modelarts.flavor_catalog import catalog_of
from test_cli import run

FLAVOR = (*RESOURCE, "flavor")
DRIVER = ("spec", "driver")
MODE = (*ANNOTATIONS, f"{PREFIX}billing.mode")
MONTHLY = [
    (MODE, "1"),
    ((*ANNOTATIONS, f"{PREFIX}period.num"), "1"),
    ((*ANNOTATIONS, f"{PREFIX}period.type"), "2"),
    ((*ANNOTATIONS, f"{PREFIX}order.id"), "x"),
]
PRO = "modelarts.bm.4xlarge.pro"


def found(flavors: Any, *changes: Any) -> list[tuple[str, str]]:
    config = Config(flavors=flavors)
    return [(f.rule, f.path) for f in lint_data(changed(*changes), config=config)]


PLACE = "spec.resources[0].flavor"


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ([], []),
        ([(FLAVOR, "modelarts.vm.gpu.tnt04")], [("RP307", PLACE)]),
        ([(FLAVOR, "")], [("RP106", PLACE)]),
        ([(FLAVOR, "<flavor>")], [("RP006", PLACE)]),
        # What the list says of the kind counts, not the name.
        (
            [(FLAVOR, "modelarts.vm.2u4g.dcc"), (MODE, "0")],
            [("RP501", "spec.driver.gpuVersion")],
        ),
        ([*MONTHLY, (FLAVOR, PRO), (DRIVER, {"npuVersion": "C78"})], []),
        (
            [*MONTHLY, (FLAVOR, PRO)],
            [("RP501", "spec.driver.gpuVersion")],
        ),
        # Sold by the month only, and pay-per-use is the default.
        ([(FLAVOR, PRO), (DRIVER, ...)], [("RP308", PLACE)]),
        ([(FLAVOR, PRO), (DRIVER, ...), (MODE, ...)], [("RP308", PLACE)]),
        ([(FLAVOR, PRO), (DRIVER, ...), (MODE, "x")], [("RP105", str(MODE[-1]))]),
        ([*MONTHLY, (FLAVOR, PRO), (DRIVER, ...)], []),
        # Sold out everywhere, or in one of two zones.
        ([(FLAVOR, "modelarts.vm.cpu.sold"), (DRIVER, ...)], [("RP308", PLACE)]),
        ([(FLAVOR, "modelarts.vm.gpu.tnt004")], []),
    ],
)
def test_a_saved_answer(changes: list[Any], expected: list[tuple[str, str]]) -> None:
    places = [
        (rule, path.split('"')[1] if '"' in path else path)
        for rule, path in found(FLAVORS, *changes)
    ]
    assert places == expected


TABLE = {PRO: "NPU", "modelarts.vm.gpu.tnt004": "gpu", "modelarts.x": "unknown"}


def test_a_table() -> None:
    assert found(TABLE) == []
    assert found(TABLE, (FLAVOR, PRO)) == [("RP501", "spec.driver.gpuVersion")]
    assert found(TABLE, (FLAVOR, "modelarts.x")) == []
    assert found(TABLE, (FLAVOR, "modelarts.y")) == [("RP307", PLACE)]


def test_the_message_names_what_was_meant() -> None:
    data = changed((FLAVOR, "modelarts.vm.gpu.tnt04"))
    [finding] = lint_data(data, config=Config(flavors=FLAVORS))
    assert finding.message == (
        "the flavor modelarts.vm.gpu.tnt04 is not in the list of flavors"
    )
    assert finding.help == 'did you mean "modelarts.vm.gpu.tnt004"?'
    [finding] = lint_data(changed((FLAVOR, "zzz")), config=Config(flavors=FLAVORS))
    assert finding.help == "name a flavor of the list"


def test_a_misspelt_flavor_is_one_mistake() -> None:
    """Its kind is not known, so that no driver is wrong for it."""
    assert found(FLAVORS, (FLAVOR, "modelarts.vm.cpu.8ud")) == [("RP307", PLACE)]


def test_without_a_list_no_flavor_is_unknown() -> None:
    assert found(None, (FLAVOR, "anything.at.all"), (DRIVER, ...)) == []
    ensure_valid(changed((FLAVOR, "anything.at.all"), (DRIVER, ...)))


def test_a_page_of_the_list_is_no_list() -> None:
    page = {**FLAVORS, "metadata": {"continue": "x", "remainingItemCount": 3}}
    with pytest.raises(MalformedCatalog, match="only the first page of the list"):
        found(page)
    assert found({**FLAVORS, "metadata": {"continue": ""}}) == []


def odd(pointer: tuple[Any, ...], value: Any) -> dict[str, Any]:
    flavors = copy.deepcopy(FLAVORS)
    put(flavors, pointer, value)
    return flavors


@pytest.mark.parametrize(
    ("flavors", "reason"),
    [
        ([], "a table of flavors or a saved response"),
        ("gpu", "a table of flavors or a saved response"),
        ({}, "the catalog contains no flavors"),
        ({"x": "tpu"}, r'\["?x"?\]|x: expected "cpu", "gpu", "npu"'),
        ({"x": None}, 'expected "cpu"'),
        (odd(("items",), ...), "items: expected the list of flavors"),
        (odd(("items",), []), "the catalog contains no flavors"),
        (odd(("items", 1), "x"), r"items\[1\]: the flavor has no metadata.name"),
        (odd(("items", 0, "metadata", "name"), 4), "the flavor has no metadata.name"),
    ],
)
def test_what_is_no_list(flavors: Any, reason: str) -> None:
    with pytest.raises(MalformedCatalog, match=reason):
        found(flavors)


@pytest.mark.parametrize(
    ("pointer", "value"),
    [
        (("items", 0, "spec", "billingModes"), "x"),
        (("items", 0, "spec"), None),
        (("items", 0, "status"), ...),
        (("items", 0, "status", "phase"), {}),
        (("items", 0, "status", "phase"), {"a": ["x"], "b": {}}),
        (("items", 0, "spec", "billingModes"), ["0", None]),
        (("items", 0, "metadata", "further"), {"a": 1.5}),
    ],
)
def test_what_an_answer_leaves_out_is_not_held_against_a_pool(
    pointer: tuple[Any, ...], value: Any
) -> None:
    assert found(odd(pointer, value), (DRIVER, ...)) == []


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "pool.yaml").write_text(as_yaml(changed((FLAVOR, "modelarts.v.cpu"))))
    (tmp_path / "flavors.json").write_text(as_json(FLAVORS))
    (tmp_path / "flavors.yaml").write_text("modelarts.v.cpu: gpu\n")
    return tmp_path


def test_the_option_takes_a_file(folder: Path) -> None:
    lint = ("pool.yaml", "-f", "concise")
    assert "RP501" in run(*lint, cwd=folder).stdout
    listed = run(*lint, "--flavor-catalog", "flavors.json", cwd=folder)
    assert "pool.yaml:17:13: error RP307 unknown-flavor" in listed.stdout
    assert "RP501" not in listed.stdout
    table = run(*lint, "--flavor-catalog", "flavors.yaml", cwd=folder)
    assert (table.returncode, table.stdout) == (0, "")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (None, "list.yaml: there is no such file or folder"),
        ("a: [", "list.yaml:1:4: "),
        (
            "a: gpu\na: cpu\n",
            "list.yaml:2:1: this breaks rule RP002; see `pool-lint explain RP002`",
        ),
        ("a: gpu\n---\nb: cpu\n", "list.yaml: expected exactly one document"),
        ("# nothing\n", "list.yaml: expected exactly one document"),
        (
            "a: gpu\nb: tpu\n",
            'list.yaml:2:4: expected "cpu", "gpu", "npu" or "unknown"',
        ),
        ("- a\n", "list.yaml:1:1: expected a table of flavors"),
        (
            "a: !x gpu\n",
            "list.yaml:1:4: this breaks rule RP008; see `pool-lint explain RP008`",
        ),
        ("a: on\n", 'list.yaml:1:4: expected "cpu", "gpu", "npu" or "unknown"'),
        (
            "[" * 5000,
            "list.yaml:1:65: this breaks rule RP003; see `pool-lint explain RP003`",
        ),
        ("#" * (4 << 20), "list.yaml: the file is larger than 3,145,728 bytes"),
        ("kind: ResourceFlavorList\n", "list.yaml:1:1: expected the list of flavors"),
        ("a\xff: gpu".encode("latin-1"), "list.yaml: the file is not valid UTF-8"),
    ],
)
def test_a_wrong_file_is_a_usage_error(
    folder: Path, text: str | bytes | None, message: str
) -> None:
    if text is not None:
        data = text.encode() if isinstance(text, str) else text
        (folder / "list.yaml").write_bytes(data)
    done = run("pool.yaml", "--flavor-catalog", "list.yaml", cwd=folder)
    assert (done.returncode, done.stdout) == (2, "")
    assert f"Error: --flavor-catalog {message}" in done.stderr
    if text == "a: [":
        assert done.stderr.endswith("; see `pool-lint explain RP001`\n")


def kind_of(spec: Any, name: str = "modelarts.vm.gpu.tnt004") -> str:
    listed = {"kind": "ResourceFlavorList", "items": [{"metadata": {"name": name}}]}
    if spec is not None:
        listed["items"][0]["spec"] = spec  # type: ignore[index]
    return catalog_of(listed)[name].accelerator.value


@pytest.mark.parametrize(
    ("spec", "kind"),
    [
        ({"gpu": {"size": "1"}}, "GPU"),
        ({"npu": {"size": "1"}, "cpu": "8"}, "NPU"),
        ({"cpu": "8"}, "CPU"),
        ({"cpu": "8", "gpu": {}}, "CPU"),
        ({}, "GPU"),
        ({"gpu": {}}, "GPU"),
        (None, "GPU"),
    ],
)
def test_an_answer_that_does_not_say_the_kind_leaves_it_to_the_name(
    spec: Any, kind: str
) -> None:
    assert kind_of(spec) == kind
    if not spec or spec == {"gpu": {}}:
        assert kind_of(spec, "modelarts.bm.4xlarge.pro") == "unknown"


def test_a_flavor_that_stands_twice_is_refused() -> None:
    items = [{"metadata": {"name": "a"}}, {"metadata": {"name": "a"}}]
    with pytest.raises(MalformedCatalog, match="duplicate flavor"):
        catalog_of({"kind": "ResourceFlavorList", "items": items})


def test_a_date_that_nobody_looks_at_is_no_obstacle(folder: Path) -> None:
    listed = (
        "kind: ResourceFlavorList\nitems:\n- metadata:\n    name: modelarts.v.cpu\n"
        "    creationTimestamp: 2025-11-01T03:49:41Z\n  spec: {cpu: 08, gpu: {a: b}}\n"
    )
    (folder / "list.yaml").write_text(listed)
    done = run("pool.yaml", "--flavor-catalog", "list.yaml", cwd=folder)
    assert done.returncode == 0


def test_standard_input_is_for_manifests(folder: Path) -> None:
    done = run("-", "--flavor-catalog", "-", cwd=folder, stdin="a: gpu\n")
    assert (done.returncode, done.stdout) == (2, "")
    assert "-: expected a file: standard input is only for manifests" in done.stderr


def test_only_some_of_many_unknown_flavors_are_told_what_was_meant() -> None:
    known = {f"modelarts.vm.gpu.x{n}": "gpu" for n in range(50)}
    entries = [{"flavor": f"modelarts.vm.gpu.y{n}", "count": 1} for n in range(30)]
    data = changed((("spec", "resources"), entries))
    config = Config(flavors=known, select="RP307")
    help_ = [str(finding.help) for finding in lint_data(data, config=config)]
    assert sum(text.startswith("did you mean") for text in help_) == 10
    assert len(help_) == 30
