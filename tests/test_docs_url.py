"""The setting docs-url: every report links to the documentation of the rules."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from command import run
from documentation.links import urls
from manifests import REFERENCE, as_yaml, changed
from pool_lint import Config, Workspace, __version__, lint_text
from pool_lint.model.text import escape
from pool_lint.rules import builtin_rules
from test_output import on_terminal

BAD = as_yaml(changed((("spec", "resources", 0, "maxCount"), 5)))
TEMPLATE = "https://docs.example.com/{version}/rules/{id}/#{name}"
ADDRESS = f"https://docs.example.com/{__version__}/rules/RP301/#max-count-mismatch"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / ".git").mkdir()
    (tmp_path / "bad.yaml").write_text(BAD)
    (tmp_path / "pool-lint.toml").write_text(f'docs-url = "{TEMPLATE}"\n')
    return tmp_path


def sarif_of(folder: Path) -> Any:
    return json.loads(run("-f", "sarif", cwd=folder).stdout)["runs"][0]


def test_json_has_the_address_of_each_rule(folder: Path) -> None:
    [found] = json.loads(run("-f", "json", cwd=folder).stdout)["diagnostics"]
    assert found["url"] == ADDRESS


def test_json_has_no_address_without_the_setting(folder: Path) -> None:
    done = run("-f", "json", "--no-config", cwd=folder)
    [found] = json.loads(done.stdout)["diagnostics"]
    assert found["url"] is None


def test_sarif_links_rules_and_the_project(folder: Path) -> None:
    driver = sarif_of(folder)["tool"]["driver"]
    assert [rule["helpUri"] for rule in driver["rules"]] == [ADDRESS]
    assert driver["informationUri"] == urls()["Documentation"]


def test_sarif_has_no_address_of_rules_without_the_setting(folder: Path) -> None:
    (folder / "pool-lint.toml").unlink()
    [rule] = sarif_of(folder)["tool"]["driver"]["rules"]
    assert "helpUri" not in rule


def test_a_terminal_links_the_id_of_a_rule(folder: Path) -> None:
    link = f"\x1b]8;;{ADDRESS}\x1b\\RP301\x1b]8;;\x1b\\"
    assert f"error[{link}]" in on_terminal("bad.yaml", cwd=folder)
    assert ADDRESS not in run("bad.yaml", "--color", "always", cwd=folder).stdout
    assert "error[RP301]" in run("bad.yaml", cwd=folder).stdout


def test_findings_across_documents_have_addresses(folder: Path) -> None:
    for name in ("a.yaml", "b.yaml"):
        (folder / name).write_text(as_yaml(REFERENCE))
    found = json.loads(run("-f", "json", "a.yaml", "b.yaml", cwd=folder).stdout)
    rules = {one["rule"]: one["url"] for one in found["diagnostics"]}
    assert rules["RP701"].startswith(f"https://docs.example.com/{__version__}/")


def test_each_file_uses_its_own_settings(folder: Path) -> None:
    (folder / "prod").mkdir()
    (folder / "prod" / "bad.yaml").write_text(BAD.replace("pool-001", "pool-002"))
    text = 'extend = "../pool-lint.toml"\ndocs-url = "http://prod:8080/{id}.md"\n'
    (folder / "prod" / "pool-lint.toml").write_text(text)
    done = run("-f", "json", "--select", "RP301", cwd=folder)
    found = {one["file"]: one["url"] for one in json.loads(done.stdout)["diagnostics"]}
    assert found == {
        "bad.yaml": ADDRESS,
        "prod/bad.yaml": "http://prod:8080/RP301.md",
    }


def test_findings_about_changes_have_addresses(folder: Path) -> None:
    (folder / "new.yaml").write_text(BAD.replace("net-0123", "net-0456"))
    compare = ("changes", "bad.yaml", "new.yaml", "--no-lint", "-f")
    page = f"https://docs.example.com/{__version__}/rules/RD101/#new-pool-needed"
    [found] = json.loads(run(*compare, "json", cwd=folder).stdout)["diagnostics"]
    assert found["url"] == page
    [log] = json.loads(run(*compare, "sarif", cwd=folder).stdout)["runs"]
    assert [rule["helpUri"] for rule in log["tool"]["driver"]["rules"]] == [page]
    assert f"[**RD101**]({page})" in run(*compare, "markdown", cwd=folder).stdout


def test_markdown_links_each_rule(folder: Path) -> None:
    assert f"| [RP301]({ADDRESS}) |" in run("-f", "markdown", cwd=folder).stdout


def test_the_python_api_takes_a_template() -> None:
    [found] = lint_text(BAD, config=Config(docs_url=TEMPLATE))
    assert found.url == ADDRESS
    assert lint_text(BAD)[0].url is None


def test_the_address_of_a_rule_overrides_the_template() -> None:
    own = "https://wiki.example.com/pools"
    rules = [rule._replace(url=own) for rule in builtin_rules()]
    workspace = Workspace(config=Config(docs_url=TEMPLATE), rules=rules)
    body = changed((("spec", "resources", 0, "maxCount"), 5))
    [found] = workspace.lint_data(body, "x")
    assert found.url == own


HOST_AND_PATH = "a host of letters, digits, dots and hyphens, and a path"
WHY = "which can end a link"


@pytest.mark.parametrize(
    ("template", "reason"),
    [
        (
            "https://x.example/{nmae}",
            'unknown placeholder "{nmae}"; did you mean "{name}"?',
        ),
        (
            "https://x.example/{}",
            'unknown placeholder "{}"; the placeholders are {id}, {name} and {version}',
        ),
        (
            "https://x.example/{ID}",
            'unknown placeholder "{ID}"; did you mean "{id}"?',
        ),
        (
            "https://x.example/rules",
            '"https://x.example/rules" must contain {id} or {name}',
        ),
        (
            "https://x.example/{version}",
            '"https://x.example/{version}" must contain {id} or {name}',
        ),
        *(
            (
                text,
                f'"{escape(text)}" is not a URL that starts with https:// or http://',
            )
            for text in [
                "javascript:alert({id})",
                "docs/{id}.md",
            ]
        ),
        *(
            (
                text,
                f'"{text}" must have {HOST_AND_PATH}',
            )
            for text in [
                "https://{id}",
                "https://{id}.example.com/",
                "https:///{id}",
                "https://grö.example/{id}",
                "https://user:password@x.example/{id}",
            ]
        ),
        *(
            (
                text,
                f'"{escape(text)}" must not contain "{escape(sign)}", {WHY}',
            )
            for text, sign in [
                ("https://x.example/{id}.(x)", "("),
                ("https://x.example/{id}}", "}"),
                ("https://x.example/a b{id}", " "),
                ("https://x.example/{id}`<img>", "`"),
                ("https://x.example/{id}\n::error::x", "\n"),
                ("https://x.example/\u202e{id}", "\u202e"),
                ("https://x.example/\x1b]8;;{id}", "\x1b"),
            ]
        ),
    ],
)
def test_an_invalid_template_is_an_error(
    folder: Path, template: str, reason: str
) -> None:
    text = f"docs-url = {json.dumps(template)}\n"
    (folder / "pool-lint.toml").write_text(text)
    done = run(cwd=folder)
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr == f"pool-lint: pool-lint.toml:1: docs-url: {reason}\n"


@pytest.mark.parametrize("value", ['""', "1", '["a"]', "{}"])
def test_a_template_is_a_text(folder: Path, value: str) -> None:
    (folder / "pool-lint.toml").write_text(f"docs-url = {value}\n")
    done = run(cwd=folder)
    assert done.returncode == 2
    assert re.match(
        r"pool-lint: pool-lint.toml:1: docs-url must (not )?be ", done.stderr
    )
