"""The documentation is current, its commands run, and its links lead somewhere."""

from __future__ import annotations

import doctest
import inspect
import json
import re
import tomllib
from collections.abc import Callable
from functools import cache
from itertools import chain
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
import yaml
from click import Context, Group

from cases import every
from documentation import build, links, prose, rule_facts
from documentation.build import DOCS
from documentation.rule_facts import FIXES, RuleFix
from documentation.transcripts import ROOT
from pool_lint import Config, lint_text
from pool_lint.cli.main import cli
from pool_lint.cli.params import COMMANDS
from pool_lint.reporters import FORMATS
from pool_lint.rules import builtin_rules
from pool_lint.rules.registry import every_rule
from pool_lint.rules.rule import Stage
from pool_lint.testing import complete
from pool_lint.validation.schemas import CONFIG, DEFAULT_EDITION

RULES = {rule.id: rule for rule in every_rule()}
PAGES = build.written()
TEXTS = {path: path.read_text(encoding="utf-8") for path in PAGES}
ALL = [*PAGES, DOCS / "rules.md", *sorted((DOCS / "rules").glob("*.md"))]
RULE_PAGES = sorted((DOCS / "rules").glob("R*.md"))


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


each_user_page = pytest.mark.parametrize("path", build.shown(), ids=name_of)
each_text = every("path", ALL, ids=name_of)
each_page = pytest.mark.parametrize("path", PAGES, ids=name_of)


@cache
def options() -> set[str]:
    commands = [cli.get_command(Context(cli), name) for name in COMMANDS]
    groups = [command for command in commands if isinstance(command, Group)]
    commands += [inner for group in groups for inner in group.commands.values()]
    return {name for c in commands if c for p in c.params for name in p.opts}


GENERATED = dict(build.generated())
OTHERS = sorted({*GENERATED} - {*build.shown()})
UPDATE = "run: python -m tests.documentation"


@each_user_page
def test_a_page_for_users_is_current_and_its_commands_end_as_expected(
    path: Path,
) -> None:
    text, ran = build.page_and_commands(path)
    assert path.read_text(encoding="utf-8") == text, UPDATE
    shown = {int(code) for code in re.findall(r"```console exit=(\d+)", text)}
    assert {one.code for one in ran} <= {0, 1, *shown}


@every("path", OTHERS, ids=name_of)
def test_a_generated_file_is_current(path: Path) -> None:
    assert path.read_text(encoding="utf-8") == GENERATED[path](), UPDATE


def test_known_pages_are_generated() -> None:
    names = {name_of(path) for path in GENERATED}
    assert {"README.md", "docs/rules/RP301.md", "docs/finding.svg"} <= names
    assert {"docs/ci.md", "docs/rules/redirects.json", "CHANGELOG.md"} <= names


def test_each_rule_has_a_page_and_each_page_a_rule() -> None:
    assert {path.stem for path in RULE_PAGES} == set(RULES)


def test_each_name_of_a_rule_and_each_earlier_name_leads_to_its_page() -> None:
    names = {name: rule for rule in RULES.values() for name in rule.names}
    folder = DOCS / "rules"
    others = {*folder.iterdir()} - {*RULE_PAGES, folder / "redirects.json"}
    assert {path.name for path in others} == {f"{name}.md" for name in names}
    for name, rule in names.items():
        text = (folder / f"{name}.md").read_text(encoding="utf-8")
        assert text.startswith(f"# {name}\n")
        assert links.targets(text) == [f"{rule.id}.md"]
    redirects = json.loads((folder / "redirects.json").read_text(encoding="utf-8"))
    assert redirects == {name: rule.id for name, rule in names.items()}
    assert redirects["image-without-type"] == "RP306"


def test_each_rule_has_a_confidence_with_a_known_meaning() -> None:
    named = [id_ for ids in rule_facts.EVIDENCE.values() for id_ in ids]
    assert sorted(named) == sorted(RULES)
    used = {evidence.confidence for evidence in rule_facts.EVIDENCE}
    assert used == set(rule_facts.CONFIDENCES)


def test_a_rule_page_names_the_error_of_the_api() -> None:
    text = (DOCS / "rules" / "RP701.md").read_text(encoding="utf-8")
    assert "returns `ModelArts.50015000` (HTTP 409, pool already exists)." in text
    other = (DOCS / "rules" / "RP901.md").read_text(encoding="utf-8")
    assert "`ModelArts." not in other


def test_each_rule_page_has_all_sections() -> None:
    own = ["What it reports", "Why", "Bad", "Good", "Fix", "Settings"]
    about_changes = [
        *("What it reports", "Verdict", "What happens to what runs"),
        *("Before", "After", "How to accept", "Settings"),
    ]
    for path in RULE_PAGES:
        text = path.read_text(encoding="utf-8")
        wanted = about_changes if RULES[path.stem].stage is Stage.CHANGE else own
        wanted = [*wanted, "Source", "Related"]
        assert re.findall("(?m)^## (.*)$", text) == wanted, path.name
        assert text.startswith(f"# {path.stem} {RULES[path.stem].name}\n\nSeverity: ")
        assert "\n```console exit=" in text or "\n```console\n" in text, path.name


@pytest.mark.parametrize("row", FIXES, ids=lambda row: f"{row.rule} {row.text[:30]}")
def test_each_fix_of_the_table_is_offered(row: RuleFix) -> None:
    text, rule = complete(row.example.rstrip("\n")), RULES[row.rule]
    edition = rule.editions[-1] if rule.editions else DEFAULT_EDITION
    findings = lint_text(text, config=Config(edition=edition))
    offered = [(f.rule, f.fix and f.fix.applicability) for f in findings]
    assert (row.rule, row.applicability) in offered


def test_each_fix_of_an_example_is_in_the_table() -> None:
    known = {(row.rule, row.applicability) for row in FIXES}
    for rule in builtin_rules():
        for finding in lint_text(complete(rule.documentation.bad)):
            if finding.fix and finding.rule == rule.id:
                assert (rule.id, finding.fix.applicability) in known


def test_each_rule_that_makes_fixes_is_in_the_table() -> None:
    sources = {rule.id: inspect.getsource(rule.check) for rule in RULES.values()}
    fixing = {id_ for id_, text in sources.items() if "fix" in text.split('"""')[2]}
    advising = {"RP008"}  # it advises to quote a value, and makes no fix
    assert fixing - advising == {row.rule for row in FIXES}


def test_facts_name_rules_that_exist() -> None:
    named = {
        *(row.rule for row in FIXES),
        *chain.from_iterable(ids for _, ids in rule_facts.SETTINGS.values()),
        *chain.from_iterable(rule_facts.RELATED),
        *rule_facts.SINCE,
    }
    assert named <= set(RULES)


def test_the_picture_is_well_formed_and_shows_a_finding() -> None:
    text = build.PICTURE.read_text(encoding="utf-8")
    plain = "".join(ET.fromstring(text).itertext())  # noqa: S314 - our own
    assert "error[RP301]" in plain
    assert "tests/examples/broken.yaml:19:17" in plain
    assert "@import" not in text
    assert "prefers-color-scheme: dark" in text


# --- Texts


@each_text
def test_sentences_have_at_most_25_words(path: Path) -> None:
    assert prose.long_sentences(path.read_text(encoding="utf-8")) == []


@each_text
def test_pages_use_plain_words(path: Path) -> None:
    assert prose.forbidden_words(path.read_text(encoding="utf-8")) == []


def test_a_long_sentence_and_a_forbidden_word_are_found() -> None:
    long = "word " * 26 + "end.\n\nIt stands here, `so that` it ends.\n"
    assert len(prose.long_sentences(long)) == 1
    assert prose.forbidden_words(long) == ["It stands here, CODE it ends."]
    assert prose.long_sentences(f"```\n{long}```\n| {long} |\n") == []


# --- Links


@each_text
def test_links_lead_to_files_and_headings(path: Path) -> None:
    assert list(links.broken(path)) == []


def test_broken_links_are_found(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    repository = links.urls()["Repository"]
    bad = ["no.md", "#nothing", f"{repository}/blob/main/no.md", f"{repository}/tree"]
    good = ["page.md#a-b", "https://example.com", links.address("README.md")]
    text = "".join(f"[x]({link})\n" for link in bad + good)
    page.write_text(f"# A `b`?\n\n{text}", encoding="utf-8")
    assert list(links.broken(page)) == bad


def test_addresses_come_from_one_place(monkeypatch: pytest.MonkeyPatch) -> None:
    text = build.README.read_text(encoding="utf-8")
    assert links.with_addresses(text) == text
    other = {"Repository": "https://forge.example.net/team/pool-lint"}
    monkeypatch.setattr(links, "urls", lambda: other)
    changed = links.with_addresses(text)
    assert f"{other['Repository']}/blob/main/docs/rules.md" in changed
    assert f"git+{other['Repository']}" in changed
    assert f"repo: {other['Repository']}" in changed
    assert "git.example.com" not in changed


def test_addresses_of_the_project_lead_to_files() -> None:
    repository = links.urls()["Repository"]
    for url in links.urls().values():
        assert url.startswith(repository)
        _, _, file = url.partition("/blob/main/")
        assert not file or (ROOT / file).is_file()


# --- Commands and options


@each_user_page
def test_each_option_that_is_named_exists(path: Path) -> None:
    others = r"(?:pip|git|hooks/pool-changes|pre-commit|pytest|python)"
    others = rf"(?m)^[ -]*(?:run: |exec )?{others} .*$"
    text = re.sub(others, "", TEXTS[path])
    named = set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", text))
    of_others = {"--all-files", "--help", "--index-url", "--schemafile", "--spec"}
    assert named <= {*options(), *of_others}


def test_each_option_is_named_somewhere() -> None:
    text = "".join(TEXTS[path] for path in build.shown())
    obvious = {"--version", "--format", "--output", "--output-format"}
    long = {option for option in options() if option.startswith("--")}
    assert {option for option in long if option not in text} <= obvious


def test_each_command_and_format_is_named() -> None:
    usage = (DOCS / "usage.md").read_text(encoding="utf-8")
    assert all(f"pool-lint {name}" in usage for name in COMMANDS)
    formats = (DOCS / "formats.md").read_text(encoding="utf-8")
    assert all(f"| `{name}` |" in formats for name in FORMATS)


@pytest.mark.parametrize(
    "path", [p for p in PAGES if ">>> " in p.read_text()], ids=name_of
)
def test_examples_in_python_run(path: Path) -> None:
    flags = doctest.IGNORE_EXCEPTION_DETAIL | doctest.ELLIPSIS
    result = doctest.testfile(str(path), module_relative=False, optionflags=flags)
    assert result.attempted >= 4
    assert result.failed == 0


@each_page
def test_blocks_of_yaml_json_and_toml_can_be_parsed(path: Path) -> None:
    parsers: dict[str, Callable[[str], object]]
    parsers = {"yaml": yaml.safe_load, "json": json.loads, "toml": tomllib.loads}
    for language, body in re.findall(r"(?s)```(yaml|json|toml)\n(.*?)```", TEXTS[path]):
        assert isinstance(parsers[language](body), (dict, type(None)))


# --- Single pages


def test_the_example_of_settings_has_every_key() -> None:
    text = TEXTS[DOCS / "settings.md"]
    [example] = re.findall(r"(?s)```toml\n(required-version.*?)```", text)
    assert set(tomllib.loads(example)) == set(CONFIG.data["properties"])


def test_the_architecture_page_names_files_that_exist() -> None:
    text = TEXTS[DOCS / "architecture.md"]
    names = set(re.findall(r"`((?:[a-z_]+/)+(?:[a-z_]+\.(?:py|json))?)`", text))
    assert len(names) > 30
    for name in names:
        places = (ROOT / name, ROOT / "src" / "pool_lint" / name)
        assert any(place.exists() for place in places), name


def test_a_manifest_takes_at_most_a_dozen_steps() -> None:
    text = TEXTS[DOCS / "architecture.md"]
    assert 6 <= len(re.findall(r"(?m)^[0-9]+\. ", text)) <= 12


def test_each_promise_of_security_has_its_tests() -> None:
    folder = ROOT / ".github"
    rows = re.findall(
        r"(?m)^\| (?!promise|---)(.*) \| (.*) \|$", TEXTS[folder / "SECURITY.md"]
    )
    assert len(rows) > 10
    sources = "".join(path.read_text() for path in (ROOT / "tests").rglob("test_*.py"))
    for promise, held in rows:
        tests = re.findall(r"`(test_\w+)`", held)
        files = re.findall(r"\]\((.*?)\)", held)
        assert tests or files, promise
        assert all(f"def {name}(" in sources for name in tests), promise
        assert all((folder / file).is_file() for file in files), promise


def test_the_start_page_has_a_row_for_each_page() -> None:
    text = (DOCS / "README.md").read_text()
    pages = {path.name for path in DOCS.glob("*.md")} - {"README.md"}
    assert {page for page in pages if f"]({page})" not in text} == set()
