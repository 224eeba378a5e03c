"""Type checkers know the names of the package and their types."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

SOURCES = Path(__file__).parent.parent / "src"


def checked(folder: Path, code: str) -> str:
    """Return what mypy prints about a module that uses the package."""
    pytest.importorskip("mypy")
    (folder / "user.py").write_text(code)
    command = [sys.executable, "-m", "mypy", "--strict", "--no-incremental"]
    done = subprocess.run(
        [*command, "--follow-imports=silent", "user.py"],
        cwd=folder,
        env={**os.environ, "MYPYPATH": str(SOURCES)},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout


def test_mypy_knows_only_the_names_of_the_package(tmp_path: Path) -> None:
    from pool_lint import api  # noqa: PLC0415

    output = checked(
        tmp_path,
        "import pool_lint\n"
        "from pool_lint import Severity, __version__, lint_text\n"
        "from pool_lint import Sevrity\n"
        "reveal_type(lint_text('x')[0].severity)\n"
        "reveal_type(Severity.ERROR)\n"
        "reveal_type(__version__)\n"
        "pool_lint.lint_txet('x')\n"
        f"from pool_lint import {', '.join(api.__all__)}\n",
    )
    assert 'user.py:3: error: Module "pool_lint" has no attribute "Sevrity"' in output
    assert 'user.py:4: note: Revealed type is "pool_lint.model.problem.Sev' in output
    assert "user.py:5: note: Revealed type is" in output
    assert "str" in output.split("user.py:6: note: Revealed type is")[1]
    assert "user.py:7: error: Module has no attribute" in output
    assert output.count(" error: ") == 2


def test_the_package_exports_the_names_of_the_api() -> None:
    code = (
        "import sys, pool_lint;"
        "assert 'pool_lint.api' not in sys.modules;"
        "assert not hasattr(pool_lint, 'Sevrity');"
        "from pool_lint import *;"
        "from pool_lint import api;"
        "assert set(api.__all__) <= set(globals());"
        "assert dir(pool_lint) == sorted(api.__all__);"
        "assert pool_lint.lint_text is api.lint_text"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
