"""Fixes of policies: offered and refused as those of the built-in keyword rules."""

from __future__ import annotations

from pathlib import Path

import pytest

from command import run
from manifests import GOOD

HEAD = '[policy.ACME001]\nname = "mine"\n'
FLAVOR = "modelarts.vm.gpu.tnt004"
FLAVORS = f'{HEAD}field = "spec.resources[].flavor"\nenum = ["{FLAVOR}", "x.y"]\n'
RENEW = f'{HEAD}field = "annotations.auto.renew"\nrequired = true\nenum = ["1"]\n'
DRIVER = f'{HEAD}field = "spec.driver"\nforbidden = true\n'
TYPO = GOOD.replace(FLAVOR, "modelarts.vm.gpu.tnt04")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / ".git").mkdir()
    return tmp_path


def fixed(
    folder: Path, settings: str, text: str, *options: str, unsafe: bool = True
) -> tuple[str, str]:
    """Return the manifest after fixes, and what the run prints on standard error."""
    (folder / "pool-lint.toml").write_text(settings)
    (folder / "pool.yaml").write_text(text)
    more = ("--unsafe-fixes",) if unsafe else ()
    done = run("--fix", *more, *options, "pool.yaml", cwd=folder)
    assert done.returncode < 2, done.stderr
    return (folder / "pool.yaml").read_text(), done.stderr


def test_a_misspelt_value_is_replaced(folder: Path) -> None:
    after, printed = fixed(folder, FLAVORS, TYPO)
    assert after == GOOD
    assert "ACME001" in printed


def test_a_fix_needs_the_option_for_unsafe_fixes(folder: Path) -> None:
    assert fixed(folder, FLAVORS, TYPO, unsafe=False)[0] == TYPO


def test_a_value_that_is_not_close_is_not_replaced(folder: Path) -> None:
    text = GOOD.replace(FLAVOR, "modelarts.vm.npu.other")
    assert fixed(folder, FLAVORS, text)[0] == text


def test_a_missing_field_is_added_with_its_only_value(folder: Path) -> None:
    settings = RENEW.replace("auto.renew", "auto.pay").replace('"1"', '"true"')
    paid = GOOD.replace("mode: '0'\n", "mode: '1'\n")
    after, _ = fixed(folder, settings, paid, "--select", "ACME")
    assert after.replace("    os.modelarts/auto.pay: 'true'\n", "") == paid
    assert "auto.pay: 'true'" in after


def test_a_missing_field_with_several_values_is_not_added(folder: Path) -> None:
    settings = RENEW.replace('["1"]', '["0", "1"]')
    assert fixed(folder, settings, GOOD)[0] == GOOD


def test_a_forbidden_field_is_removed(folder: Path) -> None:
    after, _ = fixed(folder, DRIVER, GOOD)
    assert after == GOOD.replace("  driver:\n    gpuVersion: '440.31'\n", "")


def test_a_value_shared_through_an_anchor_is_not_fixed(folder: Path) -> None:
    second = "  - flavor: *f\n    count: 1\n"
    text = TYPO.replace("flavor: ", "flavor: &f ").replace(
        "count: 2\n", f"count: 2\n{second}"
    )
    after, _ = fixed(folder, FLAVORS, text)
    assert after == text


def test_a_suppressed_finding_is_not_fixed(folder: Path) -> None:
    comment = " # pool-lint: disable=ACME001 -- x"
    text = TYPO.replace("tnt04", f"tnt04{comment}")
    assert fixed(folder, FLAVORS, text)[0] == text


def test_a_strict_policy_is_fixed_despite_a_comment(folder: Path) -> None:
    comment = " # pool-lint: disable=ACME001 -- x"
    text = TYPO.replace("tnt04", f"tnt04{comment}")
    after, _ = fixed(folder, f"{FLAVORS}suppressible = false\n", text)
    assert f"flavor: {FLAVOR}{comment}" in after


def test_a_fix_that_adds_findings_of_other_policies_is_refused(folder: Path) -> None:
    shorter = f'{HEAD}field = "spec.resources[].flavor"\nmaxLength = 22\n'
    more = (shorter.replace("001", n).replace("mine", f"other-{n}") for n in ("2", "3"))
    text = "".join(part.replace("ACME", "ACME00") for part in more)
    after, printed = fixed(folder, FLAVORS + text, TYPO)
    assert after == TYPO
    assert "not fixed: ACME001" in printed
    assert "ACME002" in printed
