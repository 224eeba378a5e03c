"""``pool-lint list``: the pools of a set of files, with their nodes and totals."""

from __future__ import annotations

import fcntl
import json
import os
import pty
import struct
import subprocess
import termios
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from command import run
from manifests import (
    ANNOTATIONS,
    FLAVORS,
    LABELS,
    NAME,
    NETWORK,
    PREFIX,
    RESOURCE,
    RESPONSE_BODY,
    as_json,
    as_yaml,
    changed,
)
from markdown import Rendered
from pool_lint.model.inventory import SORT_KEYS
from pool_lint.model.text import escape
from pool_lint.reporters.listing import FORMATS
from pool_lint.validation.schemas import LIST
from processes import COMMAND, ENVIRONMENT
from test_networks_and_node_pools import A_NETWORK, A_NODE_POOL

MODE = (*ANNOTATIONS, f"{PREFIX}billing.mode")
NUMBER = (*ANNOTATIONS, f"{PREFIX}period.num")
UNIT = (*ANNOTATIONS, f"{PREFIX}period.type")
RENEW = (*ANNOTATIONS, f"{PREFIX}auto.renew")
WORKSPACE = (*LABELS, f"{PREFIX}workspace.id")
ORDER = (*ANNOTATIONS, f"{PREFIX}order.id")
NETWORK_NAME = ("spec", "network", "name")
RESOURCES = ("spec", "resources")
Change = tuple[tuple[Any, ...], Any]

GPU = [(NAME, "gpu-07"), ((*RESOURCE, "count"), 12)]
INFER = [
    (NAME, "infer-01"),
    (MODE, "1"),
    (NUMBER, "1"),
    (UNIT, "3"),
    (RENEW, "1"),
    (RESOURCES, [{"flavor": "modelarts.vm.npu.d910b", "count": 2}]),
    (("spec", "driver"), ...),
]
TRAIN = [
    (NAME, "train-${ENV}"),
    (WORKSPACE, "${WORKSPACE}"),
    (MODE, "1"),
    (NUMBER, "2"),
    (UNIT, "2"),
    (ORDER, "CS2511041234567"),
    ((*RESOURCE, "count"), 3),
    (NETWORK_NAME, "${NETWORK}"),
]
INJECTED = 'injected = ["labels.name", "labels.workspace.id", "spec.network.name"]\n'
TABLE = f"""\
  name      workspace  billing             flavor                   nodes  accelerator  network                                    file
  gpu-07    0          pay-per-use         modelarts.vm.gpu.tnt004  12     GPU          {NETWORK}  pools/gpu.yaml:1
! infer-01  0          yearly (1, renews)  modelarts.vm.npu.d910b   2      NPU          {NETWORK}  pools/infer.yaml:1
  train-?   ?          monthly (2)         modelarts.vm.gpu.tnt004  3      GPU          ${{NETWORK}}                                 pools/train.yaml:1

3 pools, 17 nodes: 15 \N{MULTIPLICATION SIGN} modelarts.vm.gpu.tnt004, 2 \N{MULTIPLICATION SIGN} modelarts.vm.npu.d910b. 1 pool has errors (run: pool-lint check pools/).
nodes by accelerator: 15 GPU, 2 NPU
nodes by billing: 12 pay-per-use, 3 monthly, 2 yearly
"""  # noqa: E501 - a table as it is printed


@pytest.fixture
def fleet(tmp_path: Path) -> Path:
    for name, changes in (("gpu", GPU), ("infer", INFER), ("train", TRAIN)):
        write(tmp_path, f"pools/{name}.yaml", *changes)
    (tmp_path / "pool-lint.toml").write_text(INJECTED)
    return tmp_path


def write(folder: Path, name: str, *changes: Change) -> None:
    file = folder / name
    file.parent.mkdir(exist_ok=True)
    file.write_text(as_yaml(changed(*changes)))


def listed(folder: Path, *arguments: str, code: int = 0, stdin: str = "") -> Any:
    """Return the list in JSON, which matches its schema."""
    done = run("list", "-f", "json", *arguments, cwd=folder, stdin=stdin)
    assert done.returncode == code
    assert done.stdout.isascii()
    value = json.loads(done.stdout)
    jsonschema.Draft202012Validator(LIST.data).validate(value)
    return value


def one(folder: Path, *changes: Change) -> Any:
    write(folder, "pool.yaml", *changes)
    [pool] = listed(folder, "pool.yaml")["pools"]
    return pool


def table(folder: Path, *arguments: str) -> list[str]:
    done = run("list", *arguments, cwd=folder)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout.splitlines()


# --- The table


def test_the_table_shows_pools_and_totals(fleet: Path) -> None:
    done = run("list", "pools/", cwd=fleet)
    assert (done.returncode, done.stdout, done.stderr) == (0, TABLE, "")


def test_without_a_path_the_current_folder_is_listed(fleet: Path) -> None:
    expected = TABLE.replace("pool-lint check pools/", "pool-lint check")
    assert run("list", cwd=fleet).stdout == expected


def test_a_pool_with_errors_is_marked_and_counted(fleet: Path) -> None:
    write(fleet, "pools/gpu.yaml", *GPU, (("spec", "scope"), ["Trian"]))
    lines = table(fleet, "pools")
    assert [line[:8] for line in lines[1:4]] == ["! gpu-07", "! infer-", "  train-"]
    assert lines[5].endswith(" 2 pools have errors (run: pool-lint check pools).")


def test_a_warning_does_not_mark_the_pool(tmp_path: Path) -> None:
    pool = one(tmp_path, (("spec", "driver", "updateStrategy"), "force"))
    assert pool["errors"] == 0


def test_a_suppressed_error_does_not_mark_the_pool(fleet: Path) -> None:
    settings = fleet / "pool-lint.toml"
    settings.write_text(INJECTED + 'ignore = ["RP202"]\n')
    assert not [line for line in table(fleet, "pools") if line.startswith("!")]


def test_each_flavor_of_a_pool_has_a_line(tmp_path: Path) -> None:
    entries = [
        {"flavor": "modelarts.vm.gpu.tnt004", "count": 2},
        {"flavor": "modelarts.vm.cpu.8ud", "count": 5},
    ]
    write(tmp_path, "a.yaml", (RESOURCES, entries))
    first, second = table(tmp_path, "a.yaml")[1:3]
    assert first.split()[3:6] == ["modelarts.vm.gpu.tnt004", "2", "GPU"]
    assert second.split() == ["modelarts.vm.cpu.8ud", "5", "CPU"]
    assert first.index("modelarts") == second.index("modelarts")


def test_columns_are_aligned_with_wide_characters(tmp_path: Path) -> None:
    write(tmp_path, "a.yaml", (NAME, "\u6c60\u5b50"))
    head, row = table(tmp_path, "a.yaml")[:2]
    assert row.index(" 0 ") + 1 == head.index("workspace") - 2  # two wide characters


def test_an_empty_folder_is_an_empty_list(tmp_path: Path) -> None:
    assert table(tmp_path) == ["0 pools, 0 nodes."]


# --- Terminals


def on_terminal(folder: Path, columns: int) -> str:
    reader, writer = pty.openpty()
    fcntl.ioctl(writer, termios.TIOCSWINSZ, struct.pack("HHHH", 50, columns, 0, 0))
    subprocess.run(
        [COMMAND, "list", "pools/"],
        cwd=folder,
        env=ENVIRONMENT | {"TERM": "xterm"},
        stdout=writer,
        stderr=subprocess.DEVNULL,
        check=True,
    )
    os.close(writer)
    output = os.read(reader, 65_536).decode()
    os.close(reader)
    return output.replace("\r\n", "\n")


def test_values_are_cut_only_on_a_narrow_terminal(fleet: Path) -> None:
    assert on_terminal(fleet, 200) == TABLE
    narrow = on_terminal(fleet, 130)
    rows = narrow.splitlines()[:4]
    assert max(map(len, rows)) <= 130
    assert all("…" in row for row in rows[1:3])
    assert all(row.endswith(".yaml:1") for row in rows[1:])
    assert "…" not in run("list", cwd=fleet, env={"COLUMNS": "60"}).stdout


def test_long_values_are_listed_in_full_except_on_terminals(tmp_path: Path) -> None:
    name, flavor = "n" * 300, f"modelarts.{'f' * 300}"
    (tmp_path / "pools").mkdir()
    write(tmp_path, "pools/a.yaml", (NAME, name), ((*RESOURCE, "flavor"), flavor))
    write(tmp_path, "pools/b.yaml")
    for format_ in FORMATS:
        printed = run("list", "-f", format_, cwd=tmp_path).stdout
        assert name in printed, format_
        assert flavor in printed, format_
    heads, _, short, *_ = table(tmp_path)
    assert len(heads) < 500 > len(short)  # a long value does not widen the others
    assert name not in on_terminal(tmp_path, 500)


# --- Values


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ([(MODE, "0")], ("pay-per-use", None, False)),
        ([(MODE, ...)], ("pay-per-use", None, False)),
        ([(MODE, "1")], ("yearly/monthly", None, False)),
        ([(MODE, 1), (UNIT, "3"), (NUMBER, 2)], ("yearly", "2", False)),
        ([(MODE, "1"), (UNIT, "2"), (RENEW, "1")], ("monthly", None, True)),
        ([(MODE, "1"), (UNIT, "4"), (RENEW, "0")], ("yearly/monthly", None, False)),
        ([(MODE, "${MODE}")], ("?", None, False)),
        ([(MODE, "2")], ("?", None, False)),
        ([(MODE, ["1"])], ("?", None, False)),
    ],
)
def test_billing_is_described_in_words(
    tmp_path: Path, changes: list[Change], expected: tuple[str, str | None, bool]
) -> None:
    billing = one(tmp_path, *changes)["billing"]
    assert (billing["mode"], billing["periods"], billing["renews"]) == expected


@pytest.mark.parametrize(
    ("count", "expected"),
    [
        (0, 0),
        (7, 7),
        ("8", 8),
        (-1, None),
        (1.5, None),
        (True, None),
        (None, None),
        ("${COUNT}", None),
        ([3], None),
        ("\u0663", None),
        ("9" * 30, None),
    ],
)
def test_a_count_is_a_number_or_unknown(
    tmp_path: Path, count: object, expected: int | None
) -> None:
    write(tmp_path, "a.yaml", ((*RESOURCE, "count"), count))
    result = listed(tmp_path, "a.yaml")
    assert result["pools"][0]["resources"][0]["count"] == expected
    assert result["summary"]["nodes"] == (expected or 0)
    assert result["summary"]["unknown_counts"] == (expected is None)
    assert ("count" in result["pools"][0]["unknown"]) is (expected is None)


def test_unknown_counts_are_shown_in_the_totals(tmp_path: Path) -> None:
    write(tmp_path, "a.yaml", ((*RESOURCE, "count"), "${COUNT}"))
    write(tmp_path, "b.yaml", (NAME, "pool-002"))
    text = "\n".join(table(tmp_path))
    assert "2 pools, 2 nodes (1 count unknown): 2 + ? " in text
    assert "nodes by accelerator: 2 + ? GPU" in text


@pytest.mark.parametrize(
    ("changes", "field", "shown", "written"),
    [
        ([(NAME, "a-${X}-b-{{y}}")], "name", "a-?-b-?", "a-${X}-b-{{y}}"),
        ([(NAME, "${X}")], "name", "?", "${X}"),
        ([(WORKSPACE, "TODO")], "workspace", "?", "TODO"),
        ([((*RESOURCE, "flavor"), "<flavor>")], "flavor", "?", "<flavor>"),
        ([((*RESOURCE, "flavor"), ...)], "flavor", "?", None),
        ([(NAME, ["a"])], "name", "?", None),
        ([((*RESOURCE,), 5)], "flavor", "?", None),
    ],
)
def test_an_unknown_value_is_a_question_mark(
    tmp_path: Path, changes: list[Change], field: str, shown: str, written: str | None
) -> None:
    pool = one(tmp_path, *changes)
    value = pool["resources"][0][field] if field == "flavor" else pool[field]
    assert value == written
    assert field in pool["unknown"]
    assert f" {shown} " in table(tmp_path, "pool.yaml")[1]


def test_a_missing_field_is_unknown_if_it_is_injected(tmp_path: Path) -> None:
    changes: list[Change] = [(NAME, ...), (("spec", "network"), ...), (WORKSPACE, ...)]
    pool = one(tmp_path, *changes)
    assert (pool["name"], pool["network"], pool["unknown"]) == (None, None, [])
    assert pool["workspace"] == "0"
    (tmp_path / "pool-lint.toml").write_text(INJECTED)
    pool = one(tmp_path, *changes)
    assert pool["unknown"] == ["name", "workspace", "network"]
    assert table(tmp_path, "pool.yaml")[1].split()[:3] == ["!", "?", "?"]


def test_a_written_value_is_shown_although_it_is_injected(tmp_path: Path) -> None:
    (tmp_path / "pool-lint.toml").write_text(INJECTED)
    pool = one(tmp_path)
    assert (pool["name"], pool["network"]) == ("pool-001", NETWORK)
    assert pool["unknown"] == []


def test_a_lite_pool_has_its_vpc_as_network(tmp_path: Path) -> None:
    write(tmp_path, "a.yaml", (("spec", "network"), {"vpcId": "vpc-1"}))
    [pool] = listed(tmp_path, "a.yaml", "--edition", "2026-01")["pools"]
    assert pool["network"] == "vpc-1"


def test_the_accelerator_comes_from_the_flavor_catalog(tmp_path: Path) -> None:
    (tmp_path / "flavors.json").write_text(as_json(FLAVORS))
    entries = [
        {"flavor": "modelarts.bm.4xlarge.pro", "count": 1},
        {"flavor": "modelarts.vm.gpu.other", "count": 1},
    ]
    write(tmp_path, "a.yaml", (RESOURCES, entries))
    guessed = listed(tmp_path, "a.yaml")["pools"][0]["resources"]
    assert [entry["accelerator"] for entry in guessed] == ["unknown", "GPU"]
    known = listed(tmp_path, "a.yaml", "--flavor-catalog", "flavors.json")
    kinds = [entry["accelerator"] for entry in known["pools"][0]["resources"]]
    assert kinds == ["NPU", "unknown"]


# --- Documents


def test_each_document_of_a_file_is_a_pool(tmp_path: Path) -> None:
    texts = [as_yaml(changed((NAME, name))) for name in ("pool-a", "pool-b")]
    other = "apiVersion: apps/v1\nkind: Deployment\n"
    bad = as_yaml(changed((NAME, "pool-c"), (("spec", "scope"), "x")))
    text = "# first\n" + "---\n".join([texts[0], other, texts[1], bad])
    (tmp_path / "a.yaml").write_text(text)
    pools = listed(tmp_path, "a.yaml")["pools"]
    assert [pool["name"] for pool in pools] == ["pool-a", "pool-b", "pool-c"]
    assert [pool["document"] for pool in pools] == [0, 2, 3]
    assert [pool["errors"] > 0 for pool in pools] == [False, False, True]
    lines = text.splitlines()
    starts = [n for n, line in enumerate(lines, 1) if line == "kind: Pool"]
    assert [pool["line"] for pool in pools] == starts


def test_networks_and_node_pools_are_listed_in_their_edition(tmp_path: Path) -> None:
    every = [changed(), A_NETWORK, A_NODE_POOL]
    (tmp_path / "a.yaml").write_text("---\n".join(map(as_yaml, every)))
    assert listed(tmp_path, "a.yaml")["summary"]["networks"] == 0
    result = listed(tmp_path, "a.yaml", "--edition", "2026-01")
    found = [(one["kind"], one["name"], one["nodes"]) for one in result["pools"]]
    assert found == [
        ("pool", "pool-001", 2),
        ("network", "net-0123", 0),
        ("node pool", "np-1", 1),
    ]
    assert [one["workspace"] for one in result["pools"]] == ["0", "0", None]
    assert result["pools"][1]["billing"] is None
    summary = result["summary"]
    counts = [summary[name] for name in ("pools", "node_pools", "networks", "nodes")]
    assert counts == [1, 1, 1, 3]
    head, *_, last, _, _ = table(tmp_path, "a.yaml", "--edition", "2026-01")
    assert head.split()[1] == "kind"
    assert last.startswith("1 pool, 1 node pool, 1 network, 3 nodes: ")


def test_a_saved_list_of_pools_has_no_errors(tmp_path: Path) -> None:
    names = [(NAME, name) for name in ("live-1", "live-2")]
    pools = [changed(name, base=RESPONSE_BODY) for name in names]
    live = {"kind": "PoolList", "apiVersion": "v2", "metadata": {}, "items": pools}
    (tmp_path / "live.json").write_text(as_json(live))
    assert run("live.json", cwd=tmp_path).returncode == 1
    result = listed(tmp_path, "live.json")
    assert [pool["name"] for pool in result["pools"]] == ["live-1", "live-2"]
    assert [pool["errors"] for pool in result["pools"]] == [0, 0]
    assert result["summary"]["nodes"] == 4
    lines = (tmp_path / "live.json").read_text().splitlines()
    kinds = [n for n, line in enumerate(lines, 1) if '"apiVersion"' in line][1:]
    assert [pool["line"] for pool in result["pools"]] == kinds


def test_one_saved_pool_is_listed_also_from_standard_input(tmp_path: Path) -> None:
    text = as_json(changed(base=RESPONSE_BODY))
    result = listed(tmp_path, "-", "--stdin-filename", "live.json", stdin=text)
    [pool] = result["pools"]
    assert (pool["name"], pool["file"], pool["errors"]) == ("pool-001", "live.json", 0)


def test_a_saved_pool_beside_a_manifest_is_an_error(tmp_path: Path) -> None:
    texts = [as_yaml(changed()), as_yaml(changed(base=RESPONSE_BODY))]
    (tmp_path / "a.yaml").write_text("---\n".join(texts))
    pools = listed(tmp_path, "a.yaml")["pools"]
    assert [pool["errors"] for pool in pools] == [0, 1]


@pytest.mark.parametrize("wrap", [list, lambda pools: {"pools": pools}])
def test_pools_in_a_collection_are_listed_with_its_error(
    tmp_path: Path, wrap: Any
) -> None:
    pools = [changed((NAME, name)) for name in ("pool-a", "pool-b")]
    (tmp_path / "a.yaml").write_text(as_yaml(wrap(pools)))
    found = listed(tmp_path, "a.yaml")["pools"]
    assert [pool["name"] for pool in found] == ["pool-a", "pool-b"]
    # The error is about the collection; the first of them shows it.
    assert sum(pool["errors"] for pool in found) >= 1
    rows = table(tmp_path, "a.yaml")[1:3]
    assert [row[0] for row in rows] == ["!", "!"]


def test_bodies_of_updates_and_errors_are_not_listed(tmp_path: Path) -> None:
    update = {"metadata": {"annotations": {f"{PREFIX}description": "x"}}}
    (tmp_path / "a.yaml").write_text(as_yaml(update))
    assert listed(tmp_path, "a.yaml")["pools"] == []


# --- Unreadable input


def test_a_missing_path_is_exit_code_2_and_the_rest_is_listed(fleet: Path) -> None:
    done = run("list", "none.yaml", "pools", cwd=fleet)
    assert done.returncode == 2
    assert done.stderr == "pool-lint: none.yaml: no such file or folder\n"
    assert "infer-01" in done.stdout
    result = listed(fleet, "none.yaml", "pools", code=2)
    unreadable = [{"file": "none.yaml", "reason": "no such file or folder"}]
    assert result["unreadable"] == unreadable
    assert result["summary"]["unreadable_files"] == 1


@pytest.mark.parametrize("text", ["kind: Pool\n  x: [", "a: [", "\xc3("])
def test_a_named_file_that_cannot_be_parsed_is_exit_code_2(
    tmp_path: Path, text: str
) -> None:
    data = text.encode("latin-1")
    (tmp_path / "a.yaml").write_bytes(data)
    done = run("list", "a.yaml", cwd=tmp_path)
    assert done.returncode == 2
    assert done.stderr == "pool-lint: a.yaml: cannot be parsed\n"
    assert run("list", "-", cwd=tmp_path, stdin=data).returncode == 2


def test_a_broken_manifest_in_a_folder_is_counted(fleet: Path) -> None:
    (fleet / "pools" / "broken.yaml").write_text("kind: Pool\napiVersion: v2\nx: [")
    lines = table(fleet, "pools")
    end = "1 pool has errors and 1 document could not be parsed (run: pool-lint check"
    assert end in lines[5]
    assert listed(fleet, "pools")["summary"]["unread_documents"] == 1


def test_broken_settings_are_exit_code_2(fleet: Path) -> None:
    (fleet / "pool-lint.toml").write_text("colour = 1\n")
    done = run("list", cwd=fleet)
    assert (done.returncode, done.stdout) == (2, "")
    assert "pool-lint.toml:1: unknown key" in done.stderr


# --- Targets, order, options


def test_targets_have_a_column_and_totals(fleet: Path) -> None:
    write(fleet, "prod/a.yaml", *GPU)
    (fleet / "prod" / "pool-lint.toml").write_text('target = "production"\n')
    lines = table(fleet)
    assert lines[0].split()[-2:] == ["target", "file"]
    assert "nodes by target: 17 -, 12 production" in lines
    totals = listed(fleet)["totals"]["target"]
    assert [(total["name"], total["nodes"]) for total in totals] == [
        ("", 17),
        ("production", 12),
    ]
    assert listed(fleet, "pools")["totals"]["target"] == []


@pytest.mark.parametrize(
    ("key", "names"),
    [
        ("file", ["gpu-07", "infer-01", "train-?"]),
        ("name", ["gpu-07", "infer-01", "train-?"]),
        ("workspace", ["gpu-07", "infer-01", "train-?"]),
        ("billing", ["train-?", "gpu-07", "infer-01"]),
        ("flavor", ["gpu-07", "train-?", "infer-01"]),
        ("nodes", ["gpu-07", "train-?", "infer-01"]),
        ("network", ["train-?", "gpu-07", "infer-01"]),
        ("target", ["gpu-07", "infer-01", "train-?"]),
    ],
)
def test_pools_are_sorted_by_a_column(fleet: Path, key: str, names: list[str]) -> None:
    rows = table(fleet, "--sort", key)[1:4]
    assert [row[2:].split()[0] for row in rows] == names


def test_every_sort_key_is_tested() -> None:
    [mark] = [
        mark
        for mark in test_pools_are_sorted_by_a_column.pytestmark  # type: ignore[attr-defined]
        if mark.name == "parametrize"
    ]
    assert [key for key, _ in mark.args[1]] == list(SORT_KEYS)


def test_an_unknown_sort_key_suggests_the_closest_one(fleet: Path) -> None:
    done = run("list", "--sort", "node", cwd=fleet)
    assert done.returncode == 2
    assert 'unknown sort key "node"; did you mean "nodes"?' in done.stderr


def test_the_list_does_not_depend_on_jobs(fleet: Path) -> None:
    for number in range(20):
        write(fleet, f"pools/p{number}.yaml", (NAME, f"pool-{number}"))
    assert table(fleet, "-j", "3") == table(fleet, "-j", "1")


def test_excluded_files_are_not_listed(fleet: Path) -> None:
    result = listed(fleet, "pools", "--exclude", "infer.yaml")
    assert [pool["name"] for pool in result["pools"]] == ["gpu-07", "train-${ENV}"]


def test_a_folder_named_list_needs_the_command_check(tmp_path: Path) -> None:
    write(tmp_path, "list/a.yaml")
    done = run("list", cwd=tmp_path)
    assert done.returncode == 0
    note = 'note: "list" is read as a command; lint the folder with'
    assert done.stderr == f"{note} `pool-lint check ./list`\n"
    assert "1 pool, 2 nodes" in done.stdout
    assert run("check", "./list", cwd=tmp_path).returncode == 0


@pytest.mark.parametrize("word", ["ls", "inventory", "lsit"])
def test_words_for_list_are_suggested(tmp_path: Path, word: str) -> None:
    done = run(word, cwd=tmp_path)
    assert done.returncode == 2
    assert 'did you mean "list"?' in done.stderr


# --- Hostile names, and the other formats

HOSTILE = [
    "::error::x",
    "##vso[task.complete]",
    "a|b`<img>@all",
    "a\nb\x1b[31m\u202e",
    "section_start:1:x",
    "\\|`",
    "",
]


@pytest.mark.parametrize("evil", HOSTILE, ids=ascii)
def test_a_hostile_name_changes_nothing_around_it(tmp_path: Path, evil: str) -> None:
    write(tmp_path, "a.yaml", (NAME, evil), ((*RESOURCE, "flavor"), evil))
    plain = table(tmp_path, "a.yaml")
    assert len(plain) == 6
    for line in plain:
        assert escape(line) == line
        assert not line.lstrip().startswith(("::", "##", "section_"))
    done = run("list", "-f", "markdown", "a.yaml", cwd=tmp_path)
    rendered = Rendered(done.stdout)
    assert rendered.comments == ["pool-lint:list"]
    assert [len(cells) for cells in rendered.cells] == [9, 9]
    assert set(rendered.tags) <= {
        *("p", "table", "thead", "tbody", "tr", "th", "td", "code", "ul", "li", "ol")
    }
    assert rendered.links == []
    assert listed(tmp_path, "a.yaml")["pools"][0]["name"] is not None


def test_markdown_shows_the_same_values_as_the_table(fleet: Path) -> None:
    done = run("list", "-f", "markdown", "pools/", cwd=fleet)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("<!-- pool-lint:list -->\n3 pools, 17 nodes: ")
    rendered = Rendered(done.stdout)
    assert rendered.cells[1][1:] == [
        *("gpu-07", "0", "pay-per-use", "modelarts.vm.gpu.tnt004", "12", "GPU"),
        *(NETWORK, "pools/gpu.yaml:1"),
    ]
    assert [cells[0] for cells in rendered.cells] == ["", "", "!", ""]
    assert "nodes by accelerator: 15 , 2" in rendered.loose


def test_an_empty_markdown_list_has_the_marker(tmp_path: Path) -> None:
    done = run("list", "-f", "markdown", cwd=tmp_path)
    assert done.stdout == "<!-- pool-lint:list -->\n0 pools, 0 nodes.\n\n"


def test_a_long_markdown_list_is_cut_at_a_row_and_counts_the_rest(
    tmp_path: Path,
) -> None:
    pools = [as_yaml(changed((NAME, f"pool-{number}"))) for number in range(900)]
    (tmp_path / "a.yaml").write_text("---\n".join(pools))
    text = run("list", "-f", "markdown", cwd=tmp_path).stdout
    assert len(text) <= 65_000
    shown = len(Rendered(text).cells) - 1
    assert f"**… and {900 - shown} more pools are not shown** (of 900)" in text
    assert text.startswith("<!-- pool-lint:list -->\n900 pools, 1800 nodes: ")


def test_many_flavors_of_one_pool_do_not_make_a_comment_too_long(
    tmp_path: Path,
) -> None:
    entries = [{"flavor": f"modelarts.{'x' * 100}.{n}", "count": 1} for n in range(999)]
    write(tmp_path, "a.yaml", (RESOURCES, entries))
    text = run("list", "-f", "markdown", cwd=tmp_path).stdout
    assert len(text) <= 65_000
    assert "<br>979 more |" in text
    assert ", 979 more." in text
    assert len(table(tmp_path, "a.yaml")) == 999 + 5


def test_json_has_the_numbers_of_the_table(fleet: Path) -> None:
    result = listed(fleet, "pools")
    assert result["summary"] == {
        "pools": 3,
        "node_pools": 0,
        "networks": 0,
        "nodes": 17,
        "unknown_counts": 0,
        "with_errors": 1,
        "unread_documents": 0,
        "unreadable_files": 0,
    }
    names = {
        word: [(total["name"], total["nodes"], total["pools"]) for total in totals]
        for word, totals in result["totals"].items()
    }
    assert names == {
        "flavor": [
            ("modelarts.vm.gpu.tnt004", 15, 2),
            ("modelarts.vm.npu.d910b", 2, 1),
        ],
        "accelerator": [("GPU", 15, 2), ("NPU", 2, 1)],
        "billing": [
            ("pay-per-use", 12, 1),
            ("monthly", 3, 1),
            ("yearly", 2, 1),
        ],
        "target": [],
    }
    assert [pool["unknown"] for pool in result["pools"]][2] == [
        "name",
        "workspace",
        "network",
    ]


def test_the_list_schema_requires_every_field(fleet: Path) -> None:
    result = listed(fleet, "pools", "none.yaml", code=2)
    valid = jsonschema.Draft202012Validator(LIST.data).is_valid
    objects = [result]
    for value in objects:
        inner = [*value.values()] if isinstance(value, dict) else [*value]
        objects += [item for item in inner if isinstance(item, (dict, list))]
    for place in objects:
        if isinstance(place, dict):
            for field, value in list(place.items()):
                del place[field]
                assert not valid(result), field
                place[field] = value
            place["later"] = 1
    assert valid(result)


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_ends_with_a_line_break(fleet: Path, name: str) -> None:
    done = run("list", "-f", name, cwd=fleet)
    assert done.returncode == 0
    assert done.stdout.endswith("\n")
