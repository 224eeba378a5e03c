"""Three runs with policies, with their exact output: check, test, and an error.

After an intended change, review the output and copy it to ``golden/policies``.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from command import run

GOLDEN = Path(__file__).parent / "golden" / "policies"
PACKAGE = "acme-pool-policy"
MODULE = "acme_pool_policy"
METADATA = f"Metadata-Version: 2.1\nName: {PACKAGE}\nVersion: 1.4.0\n"
RUNS = [
    ("check", ["prod"], 1),
    ("test", ["policy", "test"], 1),
    ("invalid", ["prod"], 2),
]


def install(site: Path, settings: Path) -> None:
    """Install a distribution with a settings file and a module that fails."""
    package, info = site / MODULE, site / f"{MODULE}-1.4.0.dist-info"
    package.mkdir(parents=True)
    info.mkdir()
    shutil.copy(settings, package / "pool-lint.toml")
    (package / "__init__.py").write_text("raise RuntimeError('imported')\n")
    (info / "METADATA").write_text(METADATA)
    files = (f"{MODULE}/__init__.py", f"{MODULE}/pool-lint.toml")
    (info / "RECORD").write_text("".join(f"{name},,\n" for name in files))


@pytest.mark.parametrize(("name", "arguments", "code"), RUNS)
def test_a_run_with_policies_prints_the_golden_output(
    tmp_path: Path, name: str, arguments: list[str], code: int
) -> None:
    folder, site = tmp_path / "repository", tmp_path / "site"
    shutil.copytree(GOLDEN / name, folder)
    (folder / ".git").mkdir()
    install(site, GOLDEN / "check" / f"{PACKAGE}.toml")
    has_package = name == "check"  # the path of imports is read at the start of Python
    env = {"PYTHONPATH": str(site)} if has_package else {}
    done = run(*arguments, cwd=folder, env=env, fresh=has_package)
    expected = (GOLDEN / f"{name}.txt").read_text(encoding="utf-8")
    assert (done.stdout + done.stderr, done.returncode) == (expected, code)
