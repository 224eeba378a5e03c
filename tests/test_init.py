"""The init command: starter manifests that pass except for placeholders."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest

from command import run
from manifests import NETWORK
from pool_lint import Config, lint_text

ALL = list(
    itertools.product(["pay-per-use", "monthly", "yearly"], ["cpu", "gpu", "npu"])
)
FLAVORS = {
    "cpu": "modelarts.vm.cpu.8ud",
    "gpu": "modelarts.vm.gpu.tnt004",
    "npu": "modelarts.bm.npu.arm.8snt9b3",
}
PLACEHOLDERS = {
    "<network-name>": NETWORK,
    "<order-id>": "CS2508201234567",
    "<gpu-driver-version>": "470.57.02",
    "<npu-driver-version>": "7.1.0.9.220-23.0.6",
}


# A starter leaves the payment of an order to a person on purpose (RP207).
STRICT = Config(select="RP", ignore="RP207")


@pytest.mark.parametrize(("billing", "accelerator"), ALL)
def test_a_starter_has_only_the_listed_placeholders(
    tmp_path: Path, billing: str, accelerator: str
) -> None:
    options = (
        "--billing",
        billing,
        "--accelerator",
        accelerator,
        "--name",
        "team-pool",
    )
    done = run("init", "new.yaml", *options, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (0, "")
    title, *announced = done.stderr.splitlines()
    assert title == "wrote new.yaml; fill in these fields before sending:"
    text = (tmp_path / "new.yaml").read_text()
    findings = lint_text(text, filename="new.yaml", config=STRICT)
    assert [finding.rule for finding in findings] == ["RP006"] * len(announced)
    assert [f"  {f.where}: {f.path}" for f in findings] == announced
    count = 2 + (billing != "pay-per-use") + (accelerator != "cpu")
    assert len(announced) == count
    values = {**PLACEHOLDERS, "<flavor>": FLAVORS[accelerator]}
    for placeholder, value in values.items():
        text = text.replace(placeholder, value)
    assert lint_text(text, config=STRICT) == []


def test_a_starter_contains_the_chosen_options(tmp_path: Path) -> None:
    options = ("--name", "x-pool", "--billing", "yearly", "--accelerator", "npu")
    text = run("init", "-", *options, cwd=tmp_path).stdout
    assert '    os.modelarts/name: "x-pool"  #' in text
    assert 'period.type: "3"  # years' in text
    assert "npuVersion" in text
    assert (
        "driver:" not in run("init", "-", "--accelerator", "cpu", cwd=tmp_path).stdout
    )
    assert all(len(line) <= 100 for line in text.splitlines())


def test_init_writes_pool_yaml_by_default(tmp_path: Path) -> None:
    assert run("init", cwd=tmp_path).returncode == 0
    written = (tmp_path / "pool.yaml").read_text()
    assert written == run("init", "-", cwd=tmp_path).stdout
    done = run(".", "-f", "concise", cwd=tmp_path)
    assert done.returncode == 1
    assert done.stdout.count("RP006") == len(done.stdout.splitlines()) == 3


def test_init_does_not_overwrite_files(tmp_path: Path) -> None:
    (tmp_path / "pool.yaml").write_text("mine\n")
    (tmp_path / "link.yaml").symlink_to("nowhere")
    for name in ("pool.yaml", "link.yaml"):
        done = run("init", name, cwd=tmp_path)
        assert done.returncode == 2
        assert (
            done.stderr
            == f'Error: "{name}" already exists; remove it or choose another name\n'
        )
    assert (tmp_path / "pool.yaml").read_text() == "mine\n"
    assert not (tmp_path / "nowhere").exists()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["no/such/folder.yaml"], "no such file or folder"),
        (["."], "is a folder"),
        (["x.json"], "use a .yaml file name"),
        (["X.JSON"], "use a .yaml file name"),
        ([""], '"" cannot be written'),
        (["--name", "\u202e"], "--name: "),
        (["--billing", "weekly"], "weekly"),
        (["--accelerator", "tpu"], "tpu"),
        (
            ["--name", "My Pool"],
            '--name: os.modelarts/name "My Pool" is not a valid pool name; use 4 to 64',
        ),
        (["--name", ""], "--name: os.modelarts/name is empty"),
        (["--name", "a" * 31], "allows at most 30"),
        (["--name", 'x"\nkind: Y'], "--name: "),
    ],
)
def test_invalid_arguments_are_usage_errors(
    tmp_path: Path, arguments: list[str], message: str
) -> None:
    done = run("init", *arguments, cwd=tmp_path)
    assert done.returncode == 2
    assert message in done.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["null", "true"])
def test_names_that_yaml_reads_as_other_types_are_quoted(
    tmp_path: Path, name: str
) -> None:
    assert run("init", "--name", name, cwd=tmp_path).returncode == 0
    assert f'name: "{name}"' in (tmp_path / "pool.yaml").read_text()


def test_init_can_write_to_standard_output(tmp_path: Path) -> None:
    done = run("init", "-", cwd=tmp_path)
    assert done.returncode == 0
    assert "kind: Pool" in done.stdout
    assert list(tmp_path.iterdir()) == []


def test_a_starter_shows_how_an_editor_finds_the_schema(tmp_path: Path) -> None:
    text = run("init", "-", cwd=tmp_path).stdout
    assert "`# yaml-language-server: $schema=FILE`. Repeat it after each `---`." in text
