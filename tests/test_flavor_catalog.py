"""Flavor catalogs: tables and saved lists of the API."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import pytest

from command import run
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
        # The accelerator in the list overrides the one in the name.
        (
            [(FLAVOR, "modelarts.vm.2u4g.dcc"), (MODE, "0")],
            [("RP501", "spec.driver.gpuVersion")],
        ),
        ([*MONTHLY, (FLAVOR, PRO), (DRIVER, {"npuVersion": "C78"})], []),
        (
            [*MONTHLY, (FLAVOR, PRO)],
            [("RP501", "spec.driver.gpuVersion")],
        ),
        # The flavor is sold only by the month, and pay-per-use is the default.
        ([(FLAVOR, PRO), (DRIVER, ...)], [("RP308", PLACE)]),
        ([(FLAVOR, PRO), (DRIVER, ...), (MODE, ...)], [("RP308", PLACE)]),
        ([(FLAVOR, PRO), (DRIVER, ...), (MODE, "x")], [("RP105", str(MODE[-1]))]),
        ([*MONTHLY, (FLAVOR, PRO), (DRIVER, ...)], []),
        # The flavors are sold out everywhere, and in one of two zones.
        ([(FLAVOR, "modelarts.vm.cpu.sold"), (DRIVER, ...)], [("RP311", PLACE)]),
        ([(FLAVOR, "modelarts.vm.gpu.tnt004")], []),
    ],
)
def test_pools_are_checked_against_a_saved_list(
    changes: list[Any], expected: list[tuple[str, str]]
) -> None:
    places = [
        (rule, path.split('"')[1] if '"' in path else path)
        for rule, path in found(FLAVORS, *changes)
    ]
    assert places == expected


TABLE = {PRO: "NPU", "modelarts.vm.gpu.tnt004": "gpu", "modelarts.x": "unknown"}


def test_pools_are_checked_against_a_table() -> None:
    assert found(TABLE) == []
    assert found(TABLE, (FLAVOR, PRO)) == [("RP501", "spec.driver.gpuVersion")]
    assert found(TABLE, (FLAVOR, "modelarts.x")) == []
    assert found(TABLE, (FLAVOR, "modelarts.y")) == [("RP307", PLACE)]


def test_an_unknown_flavor_suggests_the_closest_match() -> None:
    data = changed((FLAVOR, "modelarts.vm.gpu.tnt04"))
    [finding] = lint_data(data, config=Config(flavors=FLAVORS))
    assert finding.message == (
        'spec.resources[0].flavor "modelarts.vm.gpu.tnt04" is not in the flavor catalog'
    )
    assert finding.help == 'did you mean "modelarts.vm.gpu.tnt004"?'
    [finding] = lint_data(changed((FLAVOR, "zzz")), config=Config(flavors=FLAVORS))
    assert (
        finding.help
        == "use a flavor of the catalog, or add it to `flavors` in pool-lint.toml"
    )


def test_an_unknown_flavor_is_the_only_finding() -> None:
    """Its accelerator is unknown, so driver rules skip it."""
    assert found(FLAVORS, (FLAVOR, "modelarts.vm.cpu.8ud")) == [("RP307", PLACE)]


def test_without_a_catalog_every_flavor_is_valid() -> None:
    assert found(None, (FLAVOR, "anything.at.all"), (DRIVER, ...)) == []
    ensure_valid(changed((FLAVOR, "anything.at.all"), (DRIVER, ...)))


def test_a_single_page_of_the_list_is_refused() -> None:
    page = {**FLAVORS, "metadata": {"continue": "x", "remainingItemCount": 3}}
    with pytest.raises(MalformedCatalog, match="only the first page of the list"):
        found(page)
    assert found({**FLAVORS, "metadata": {"continue": ""}}) == []


def flavors_with(pointer: tuple[Any, ...], value: Any) -> dict[str, Any]:
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
        (flavors_with(("items",), ...), "items: expected the list of flavors"),
        (flavors_with(("items",), []), "the catalog contains no flavors"),
        (
            flavors_with(("items", 1), "x"),
            r"items\[1\]: the flavor has no metadata.name",
        ),
        (
            flavors_with(("items", 0, "metadata", "name"), 4),
            "the flavor has no metadata.name",
        ),
    ],
)
def test_an_invalid_catalog_is_refused(flavors: Any, reason: str) -> None:
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
def test_missing_details_of_a_catalog_give_no_finding(
    pointer: tuple[Any, ...], value: Any
) -> None:
    assert found(flavors_with(pointer, value), (DRIVER, ...)) == []


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "pool.yaml").write_text(as_yaml(changed((FLAVOR, "modelarts.v.cpu"))))
    (tmp_path / "flavors.json").write_text(as_json(FLAVORS))
    (tmp_path / "flavors.yaml").write_text("modelarts.v.cpu: gpu\n")
    return tmp_path


def test_flavor_catalog_reads_json_and_yaml_files(folder: Path) -> None:
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
        (None, "list.yaml: no such file or folder"),
        ("a: [", "list.yaml:1:4: "),
        (
            "a: gpu\na: cpu\n",
            'list.yaml:2:1: duplicate key "a"; see `pool-lint explain RP002`',
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
            "list.yaml:1:4: a: the tag !x is not allowed; see `pool-lint ",
        ),
        ("a: on\n", 'list.yaml:1:4: expected "cpu", "gpu", "npu" or "unknown"'),
        (
            "[" * 5000,
            "list.yaml:1:65: values are nested deeper than 64 levels; see `pool-lint ",
        ),
        ("#" * (4 << 20), "list.yaml: the file is larger than 3,145,728 bytes"),
        ("kind: ResourceFlavorList\n", "list.yaml:1:1: expected the list of flavors"),
        ("a\xff: gpu".encode("latin-1"), "list.yaml: the file is not valid UTF-8"),
    ],
)
def test_an_invalid_catalog_file_is_a_usage_error(
    folder: Path, text: str | bytes | None, message: str
) -> None:
    if text is not None:
        data = text.encode() if isinstance(text, str) else text
        (folder / "list.yaml").write_bytes(data)
    done = run("pool.yaml", "--flavor-catalog", "list.yaml", cwd=folder)
    assert (done.returncode, done.stdout) == (2, "")
    assert f"Error: --flavor-catalog: {message}" in done.stderr
    rules = {"a: [": "RP001", "a: !x gpu\n": "RP008", "[" * 5000: "RP003"}
    if isinstance(text, str) and text in rules:
        assert done.stderr.endswith(f"; see `pool-lint explain {rules[text]}`\n")


def accelerator_of(spec: Any, name: str = "modelarts.vm.gpu.tnt004") -> str:
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
def test_the_name_gives_the_accelerator_if_the_list_does_not(
    spec: Any, kind: str
) -> None:
    assert accelerator_of(spec) == kind
    if not spec or spec == {"gpu": {}}:
        assert accelerator_of(spec, "modelarts.bm.4xlarge.pro") == "unknown"


def test_a_flavor_listed_twice_is_refused() -> None:
    items = [{"metadata": {"name": "a"}}, {"metadata": {"name": "a"}}]
    with pytest.raises(MalformedCatalog, match="duplicate flavor"):
        found({"kind": "ResourceFlavorList", "items": items})


def test_ambiguous_values_in_unused_fields_of_a_catalog_are_ignored(
    folder: Path,
) -> None:
    listed = (
        "kind: ResourceFlavorList\nitems:\n- metadata:\n    name: modelarts.v.cpu\n"
        "    creationTimestamp: 2025-11-01T03:49:41Z\n  spec: {cpu: 08, gpu: {a: b}}\n"
    )
    (folder / "list.yaml").write_text(listed)
    done = run("pool.yaml", "--flavor-catalog", "list.yaml", cwd=folder)
    assert done.returncode == 0


def test_a_catalog_cannot_be_read_from_standard_input(folder: Path) -> None:
    done = run("-", "--flavor-catalog", "-", cwd=folder, stdin="a: gpu\n")
    assert (done.returncode, done.stdout) == (2, "")
    assert "-: expected a file: standard input is only for manifests" in done.stderr


def test_only_ten_of_many_unknown_flavors_get_suggestions() -> None:
    known = {f"modelarts.vm.gpu.x{n}": "gpu" for n in range(50)}
    entries = [{"flavor": f"modelarts.vm.gpu.y{n}", "count": 1} for n in range(30)]
    data = changed((("spec", "resources"), entries))
    config = Config(flavors=known, select="RP307")
    help_ = [str(finding.help) for finding in lint_data(data, config=config)]
    assert sum(text.startswith("did you mean") for text in help_) == 10
    assert len(help_) == 30


def listed(**items: dict[str, Any]) -> dict[str, Any]:
    """Return a saved list with some flavors."""
    flavors = copy.deepcopy(FLAVORS)
    flavors["items"] = [
        {
            "metadata": {
                "name": name.replace("_", "."),
                "labels": {"os.modelarts/scope": more.pop("scope", "Train.Infer")},
            },
            "status": {"phase": more.pop("phase", {})},
            "spec": {"cpu": "8", **more},
        }
        for name, more in items.items()
    ]
    return flavors


def entries(*names: str, **more: Any) -> Any:
    return (RESOURCE[:-1], [{"flavor": name, "count": 2, **more} for name in names])


NO_DRIVER = (DRIVER, ...)


def test_a_flavor_for_other_job_types_is_reported() -> None:
    flavors = listed(a_b={"scope": "Notebook.Infer"})
    findings = lint_data(
        changed(entries("a.b"), NO_DRIVER, (("spec", "scope"), ["Train", "Infer"])),
        config=Config(flavors=flavors),
    )
    assert [f.rule for f in findings] == ["RP308"]
    assert 'cannot run "Train" jobs' in findings[0].message
    only_infer = changed(entries("a.b"), NO_DRIVER, (("spec", "scope"), ["Infer"]))
    assert lint_data(only_infer, config=Config(flavors=flavors)) == []


def test_a_second_cpu_architecture_is_reported() -> None:
    flavors = listed(a_b={"cpuArch": "x86"}, c_d={"cpuArch": "arm64"}, e_f={})
    assert found(flavors, entries("a.b", "c.d"), NO_DRIVER) == [
        ("RP308", "spec.resources[1].flavor")
    ]
    assert found(flavors, entries("a.b", "e.f"), NO_DRIVER) == []


def test_a_zone_that_is_sold_out_is_reported_at_the_zone() -> None:
    flavors = listed(a_b={"phase": {"z1": "normal", "z2": "soldout"}})
    zones = [{"az": "z1", "count": 1}, {"az": "z2", "count": 1}]
    data = changed(entries("a.b", azs=zones), NO_DRIVER)
    config = Config(flavors=flavors, edition="2026-01")
    assert [(f.rule, f.path) for f in lint_data(data, config=config)] == [
        ("RP308", "spec.resources[0].azs[1].az")
    ]


def test_a_flavor_that_is_sold_out_everywhere_is_one_error() -> None:
    flavors = listed(a_b={"phase": {"z1": "soldout"}, "billingModes": [1]})
    assert found(flavors, entries("a.b"), NO_DRIVER) == [("RP311", PLACE)]


@pytest.mark.parametrize("value", [5, "x", None, [], {"a": 1}])
@pytest.mark.parametrize("field", ["cpuArch", "billingModes"])
def test_unexpected_values_of_a_saved_list_are_ignored(field: str, value: Any) -> None:
    rules = found(listed(a_b={field: value}), entries("a.b"), NO_DRIVER)
    assert {rule for rule, _ in rules} <= {"RP308"}


@pytest.mark.parametrize("azs", [5, "x", [5], [{"az": 5}], [{"count": "x"}], {"a": 1}])
def test_zones_of_the_first_edition_are_not_validated(azs: Any) -> None:
    flavors = listed(a_b={"phase": {"z1": "normal", "z2": "soldout"}})
    rules = {rule for rule, _ in found(flavors, entries("a.b", azs=azs), NO_DRIVER)}
    assert rules == {"RP104"}
