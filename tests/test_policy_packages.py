"""Policies of installed distributions: data that is read, never imported."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from policies import FEW_NODES, manifest_folder
from pool_lint.config.settings import Settings
from pool_lint.config.settings_search import SettingsFinder
from pool_lint.model.errors import PoolLintError
from pool_lint.rules.registry import every_rule

STRICT = f"{FEW_NODES}suppressible = false\n"
PACKAGE = 'extend = "package:acme-pool-policy"\n'
ORIGIN = "acme-pool-policy 1.4.0"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return manifest_folder(tmp_path / "repository")


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder for distributions, from which this process can import."""
    found = tmp_path / "site"
    found.mkdir()
    monkeypatch.syspath_prepend(found)
    return found


def install(site: Path, text: str | None, *more: str, version: str = "1.4.0") -> Path:
    """Install a distribution whose modules fail; return its settings file."""
    package = site / "acme_pool_policy"
    info = site / f"acme_pool_policy-{version}.dist-info"
    package.mkdir()
    info.mkdir()
    (package / "__init__.py").write_text("raise RuntimeError\n")
    metadata = f"Metadata-Version: 2.1\nName: acme-pool-policy\nVersion: {version}\n"
    (info / "METADATA").write_text(metadata)
    names = ["acme_pool_policy/__init__.py", *more]
    file = package / "pool-lint.toml"
    if text is not None:
        file.write_text(text)
        names.append("acme_pool_policy/pool-lint.toml")
    (info / "RECORD").write_text("".join(f"{name},,\n" for name in names))
    return file


def settings(folder: Path) -> Settings:
    """Read the settings of a manifest in this process."""
    return SettingsFinder(every_rule()).settings(str(folder / "pool.yaml"))


def error(folder: Path) -> str:
    with pytest.raises(PoolLintError) as raised:
        settings(folder)
    return str(raised.value)


def test_a_distribution_is_read_without_importing_it(folder: Path, site: Path) -> None:
    file = install(site, STRICT)
    (folder / "pool-lint.toml").write_text(PACKAGE)
    modules = set(sys.modules)
    found = settings(folder)
    assert "acme_pool_policy" not in set(sys.modules) - modules
    (policy,) = (one.policy for one in found.policies)
    assert (policy.id, policy.name) == ("ACME001", "few-nodes")
    assert policy.source == f"{ORIGIN} (cannot be suppressed)"
    assert policy.place.endswith(f"{file.name}:1")


def test_globs_of_a_distribution_start_at_the_folder_that_extends_it(
    folder: Path, site: Path
) -> None:
    install(site, f'{STRICT}files = ["prod/**"]\n')
    (folder / "pool-lint.toml").write_text(PACKAGE)
    (policy,) = settings(folder).policies
    assert policy.applies_to(str(folder / "prod" / "pool.yaml"))
    assert not policy.applies_to(str(folder / "pool.yaml"))


def test_a_strict_policy_of_a_distribution_has_no_hole(
    folder: Path, site: Path
) -> None:
    install(site, STRICT)
    (folder / "pool-lint.toml").write_text(f'{PACKAGE}ignore = ["few-nodes"]\n')
    assert "cannot be suppressed or weakened here" in error(folder)
    (folder / "pool-lint.toml").write_text(PACKAGE + FEW_NODES)
    assert "policy ACME001: already defined in" in error(folder)


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("acme-x", "acme-x is not installed; install it with `pip install acme-x`"),
        ("", '"" is not the name of a distribution'),
        ("../acme", '"../acme" is not the name of a distribution'),
        ("a b", '"a b" is not the name of a distribution'),
    ],
)
def test_an_unknown_distribution_is_an_error_at_its_line(
    folder: Path, name: str, reason: str
) -> None:
    (folder / "pool-lint.toml").write_text(f'# x\nextend = "package:{name}"\n')
    text = error(folder)
    assert "pool-lint.toml:2: extend: " in text
    assert text.endswith(reason)


def test_a_distribution_needs_exactly_one_settings_file(
    folder: Path, site: Path
) -> None:
    (folder / "pool-lint.toml").write_text(PACKAGE)
    install(site, None)
    assert f"{ORIGIN} has no file pool-lint.toml; install a version" in error(folder)


def test_a_distribution_cannot_have_two_settings_files(
    folder: Path, site: Path
) -> None:
    (folder / "pool-lint.toml").write_text(PACKAGE)
    (site / "other").mkdir()
    (site / "other" / "pool-lint.toml").write_text(FEW_NODES)
    install(site, FEW_NODES, "other/pool-lint.toml")
    assert error(folder).endswith(f"{ORIGIN} has several files pool-lint.toml")


def test_a_distribution_cannot_name_a_file_outside(folder: Path, site: Path) -> None:
    (folder / "pool-lint.toml").write_text(PACKAGE)
    (site.parent / "pool-lint.toml").write_text(FEW_NODES)
    install(site, None, "../pool-lint.toml")
    assert "has no file pool-lint.toml" in error(folder)


@pytest.mark.parametrize("other", ["package:b", "../../repository/pool-lint.toml"])
def test_a_distribution_inherits_only_from_its_own_files(
    folder: Path, site: Path, other: str
) -> None:
    install(site, f'extend = "{other}"\n')
    (folder / "pool-lint.toml").write_text(PACKAGE)
    assert "acme_pool_policy/pool-lint.toml:1: extend" in error(folder)


def test_the_linted_folder_cannot_pretend_to_be_a_distribution(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(folder, FEW_NODES)
    (folder / "pool-lint.toml").write_text(PACKAGE)
    monkeypatch.chdir(folder)
    monkeypatch.setattr(sys, "path", ["", str(folder), *sys.path])
    assert "acme-pool-policy is not installed" in error(folder)


def test_an_invalid_policy_of_a_distribution_is_named(folder: Path, site: Path) -> None:
    install(site, FEW_NODES.replace("maximum", "maximun"))
    (folder / "pool-lint.toml").write_text(PACKAGE)
    text = error(folder)
    assert "acme_pool_policy/pool-lint.toml:4: " in text
    assert text.endswith('"maximun" in policy.ACME001; did you mean "maximum"?')
