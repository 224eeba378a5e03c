"""What the README shows is what happens."""

from __future__ import annotations

import doctest
import json
import re
import shlex
from pathlib import Path

import pytest
import yaml
from click import Context

from manifests import FLAVORS, REFERENCE, as_json, as_yaml, changed
from pool_lint import lint_text
from pool_lint.cli.main import cli
from pool_lint.cli.params import COMMANDS
from pool_lint.reporters import FORMATS
from pool_lint.validation.schemas import CONFIG
from readme import ARCHITECTURE, GENERATED, README, ROOT
from test_cli import run

TEXT = README.read_text(encoding="utf-8")
PACKAGE = ROOT / "src" / "pool_lint"


def block(marker: str) -> str:
    """The fenced block after a marker."""
    [found] = re.findall(rf"(?s)<!-- {marker} -->\n```\w+\n(.*?)```", TEXT)
    return str(found)


@pytest.mark.parametrize("path", GENERATED, ids=lambda path: path.name)
def test_generated_parts_are_up_to_date(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert GENERATED[path](text) == text


def test_the_page_about_the_architecture_names_files_that_exist() -> None:
    text = ARCHITECTURE.read_text(encoding="utf-8")
    names = set(re.findall(r"`((?:[a-z_]+/)+(?:[a-z_]+\.(?:py|json))?)`", text))
    assert len(names) > 30
    for name in names:
        places = (ROOT / name, PACKAGE / name)
        assert any(place.exists() for place in places), name


def test_one_manifest_passes_at_most_a_dozen_stations() -> None:
    text = ARCHITECTURE.read_text(encoding="utf-8")
    assert 6 <= len(re.findall(r"(?m)^[0-9]+\. ", text)) <= 12


def test_the_transcript_is_real(tmp_path: Path) -> None:
    (tmp_path / "pools").mkdir()
    (tmp_path / "pools" / "train.yaml").write_text(block("manifest"))
    command, _, expected = block("transcript").partition("\n")
    arguments = shlex.split(command.removeprefix("$ pool-lint "))
    done = run(*arguments, cwd=tmp_path)
    assert done.stdout + done.stderr == expected
    everything = run("pools", "-f", "concise", cwd=tmp_path)
    assert everything.stdout.count("\n") == 6, "a manifest with six mistakes"


def test_the_transcript_of_two_files_is_real(tmp_path: Path) -> None:
    (tmp_path / "pools").mkdir()
    named = changed((("metadata", "labels", "os.modelarts/name"), "train-01"))
    for name in ("daily", "nightly"):
        (tmp_path / "pools" / f"{name}.yaml").write_text(as_yaml(named))
    command, _, expected = block("clash").partition("\n")
    done = run(*shlex.split(command.removeprefix("$ pool-lint ")), cwd=tmp_path)
    assert done.stdout + done.stderr == expected


def test_the_settings_it_shows_are_all_there_are(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    inner = tmp_path / "pools"
    inner.mkdir()
    (tmp_path / "pool-lint.toml").write_text("")
    (inner / "pool-lint.toml").write_text(block("settings"))
    (inner / "flavors.json").write_text(as_json(FLAVORS))
    done = run("--show-settings", "pools", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    shown = set(json.loads(done.stdout)["settings"]) | {"extend"}
    assert shown == set(CONFIG.data["properties"])


def test_every_format_is_shown() -> None:
    assert all(f"`{name}`" in TEXT for name in FORMATS)


def test_every_command_is_shown() -> None:
    for name in COMMANDS:
        assert f"pool-lint {name}" in TEXT


def test_the_examples_in_python_run() -> None:
    flags = doctest.IGNORE_EXCEPTION_DETAIL | doctest.ELLIPSIS
    result = doctest.testfile(str(README), module_relative=False, optionflags=flags)
    assert result.attempted >= 5
    assert result.failed == 0


def test_the_snippet_for_pre_commit_is_the_file_in_hooks() -> None:
    snippet = ROOT / "hooks" / "pre-commit-config.yaml"
    assert block("pre-commit") == snippet.read_text()


@pytest.mark.parametrize(
    "option", sorted(set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", TEXT)))
)
def test_every_option_it_names_exists(option: str) -> None:
    commands = [cli.get_command(Context(cli), name) for name in COMMANDS]
    options = {name for c in commands if c for p in c.params for name in p.opts}
    assert option in options


def test_its_blocks_of_yaml_and_json_are_valid() -> None:
    for language, body in re.findall(r"(?s)```(yaml|json)\n(.*?)```", TEXT):
        parse = json.loads if language == "json" else yaml.safe_load
        assert isinstance(parse(body), (dict, type(None)))  # None: a comment alone


def test_the_comments_it_shows_silence_what_they_name() -> None:
    section = TEXT.partition("### Silencing a finding")[2]
    [resources] = re.findall(r"(?s)\A\n\n```yaml\n(.*?)```", section)
    head, _, tail = as_yaml(REFERENCE).partition("  resources:\n")
    rest = tail.partition("  driver:\n")[2]
    assert lint_text(f"{head}{resources}  driver:\n{rest}") == []


def test_the_two_commands_stand_first() -> None:
    first, second = re.findall(r"(?s)```sh\n(.*?)```", TEXT)[:2]
    assert first == "pip install . && pool-lint tests/examples\n"
    assert second == "pip install -e '.[test]' && pytest\n"


def test_the_first_command_shows_findings() -> None:
    done = run("tests/examples", cwd=ROOT)
    assert done.returncode == 1
    assert done.stderr.startswith("4 files: 5 pools checked; 5 errors\n")


def test_every_promise_of_security_has_its_tests() -> None:
    folder = ROOT / ".github"
    text = (folder / "SECURITY.md").read_text(encoding="utf-8")
    rows = re.findall(r"(?m)^\| (?!promise|---)(.*) \| (.*) \|$", text)
    assert len(rows) > 10
    sources = "".join(path.read_text() for path in (ROOT / "tests").rglob("test_*.py"))
    for promise, held in rows:
        tests = re.findall(r"`(test_\w+)`", held)
        files = re.findall(r"\]\((.*?)\)", held)
        assert tests or files, promise
        assert all(f"def {name}(" in sources for name in tests), promise
        assert all((folder / file).is_file() for file in files), promise
