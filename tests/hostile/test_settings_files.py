"""Broken and hostile settings files end in one error line."""

from __future__ import annotations

from pathlib import Path

import pytest
from runner import run

from manifests import REFERENCE, as_yaml

GOOD = as_yaml(REFERENCE)

# The text of a settings file, and how the error on standard error begins.
SETTINGS: dict[str, tuple[str | bytes, str]] = {
    "broken": ("select = [\n", "pool-lint.toml:1: "),
    "invalid UTF-8": (b"select = '\xff'\n", "pool-lint.toml: "),
    "an unknown key": ('\nselcet = ["RP1"]\n', "pool-lint.toml:2: "),
    "a wrong type": ("\nselect = 1\n", "pool-lint.toml:2: "),
    "an unknown rule": ('ignore = ["RP999"]\n', "pool-lint.toml:1:"),
    "a mandatory rule": ('ignore = ["RP001"]\n', "pool-lint.toml:1:"),
    "limits": ("[limits]\ndepth = 100\n", "pool-lint.toml:1:"),
    "another schema": ('schema = "http://evil"\n', "pool-lint.toml:1: "),
    "plugins": ('plugins = ["evil"]\n', "pool-lint.toml:1: "),
    "extends outside": ('extend = "../../etc/passwd"\n', "pool-lint.toml:1: "),
    "extends a URL": ('extend = "https://evil/x.toml"\n', "pool-lint.toml:1:"),
    "extends a device": ('extend = "/dev/zero"\n', "pool-lint.toml:1: "),
    "extends itself": ('extend = "pool-lint.toml"\n', "pool-lint.toml:1:"),
    "flavors outside": ('flavor-catalog = "/etc/passwd"\n', "pool-lint.toml:1:"),
    "deep": ("x = " + "[" * 50_000, "pool-lint.toml"),
    "deep keys": (".".join(["a"] * 50_000) + " = 1\n", "pool-lint.toml"),
    "large": ("#" * 4_000_000, "pool-lint.toml"),
    "terminal and CI commands": ("\n'\\u001b[31m::error::' = 1\n", "pool-lint.toml:2:"),
}


@pytest.mark.parametrize("name", SETTINGS)
def test_invalid_settings_are_one_line_of_error(tmp_path: Path, name: str) -> None:
    text, words = SETTINGS[name]
    data = text.encode() if isinstance(text, str) else text
    (tmp_path / ".git").mkdir()
    (tmp_path / "pool-lint.toml").write_bytes(data)
    (tmp_path / "good.yaml").write_text(GOOD)
    done = run("good.yaml", cwd=tmp_path)
    assert done.code == 2, done.err
    assert done.err.startswith(f"pool-lint: {words}"), done.err
    assert done.err.count("\n") == 1
    assert "root:" not in done.err
    assert "\x1b" not in done.err
    without = run("--no-config", "good.yaml", cwd=tmp_path)
    assert without.code == 0


GLOBS = [
    "**/" * 200 + "x",
    "*" * 5_000,
    "[" * 5_000,
    "(a+)+$",
    "{a,b}" * 500,
    "?" * 999,
]


@pytest.mark.parametrize("glob", GLOBS)
def test_hostile_globs_end_within_seconds(tmp_path: Path, glob: str) -> None:
    (tmp_path / "pool-lint.toml").write_text(f"exclude = ['{glob}']\n")
    deep = tmp_path / "/".join(["a"] * 60)
    deep.mkdir(parents=True)
    (deep / f"{'a' * 200}.yaml").write_text(GOOD)
    done = run("--allow-empty", ".", cwd=tmp_path, seconds=3)
    assert done.code in {0, 2}
