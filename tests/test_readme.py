"""The README is short, starts with two commands, and shows real output."""

from __future__ import annotations

import re

import pytest

import documentation.links as page_links
from command import run
from documentation import transcripts
from documentation.build import DOCS, README
from documentation.transcripts import ROOT
from pool_lint.cli.params import COMMANDS

TEXT = README.read_text(encoding="utf-8")


def test_the_readme_has_at_most_150_lines() -> None:
    assert len(TEXT.splitlines()) <= 150


def test_the_readme_starts_with_the_purpose_and_a_picture() -> None:
    head = TEXT.partition("\n## ")[0].split("\n\n")
    assert head[0] == "# pool-lint"
    assert "Huawei Cloud" in head[1]
    assert len(head[1].splitlines()) == 3
    assert page_links.address("docs/finding.svg") in head[2]


def test_the_first_screen_names_the_commands_and_the_promises() -> None:
    head = TEXT.partition("\n## ")[0]
    assert len(head.splitlines()) <= 20
    named = re.findall(r"(?m)^\| `pool-lint ([a-z]+)", head)
    assert {"changes", "list", "explain", "server"} <= set(named) - {"pools"}
    assert set(named) - {"pools"} <= set(COMMANDS)
    assert "opens no connection" in head


@pytest.mark.parametrize("topic", ["Lint", "Changes", "Policies", "Editor"])
def test_each_way_to_use_pool_lint_has_a_transcript(topic: str) -> None:
    (section,) = re.findall(rf"(?ms)^## {topic}: (.*?)(?=^## )", TEXT)
    assert re.search(r"(?s)```console.*\n\$ pool-lint .*\n[^$`]", section)


def test_the_first_two_blocks_install_and_test() -> None:
    first, second = re.findall(r"(?s)```sh\n(.*?)```", TEXT)[:2]
    assert first == "pip install . && pool-lint tests/examples/broken.yaml\n"
    assert second == "pip install -e '.[test]' && pytest\n"


def test_the_first_command_shows_findings() -> None:
    done = run("tests/examples/broken.yaml", cwd=ROOT)
    assert done.returncode == 1
    assert done.stdout.count("error[") == 5
    assert done.stderr.startswith("1 file: 1 pool checked; 5 errors\n")


def test_the_other_examples_have_no_findings() -> None:
    done = run("tests/examples", "--exclude", "broken.yaml", cwd=ROOT)
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr == "3 files: 4 pools checked; no findings\n"


def test_the_commands_of_the_readme_end_as_expected() -> None:
    ran = transcripts.renewed_with_commands(TEXT)[1]
    assert len([one for one in ran if "pool-lint" in one.command]) >= 4
    assert {one.code for one in ran} <= {0, 1}
    fixing = [one for one in ran if "--unsafe-fixes" in one.command]
    assert [one.code for one in fixing] == [0], "the last command leaves no findings"


def test_the_readme_links_each_page() -> None:
    pages = {path.name for path in DOCS.glob("*.md")} - {"README.md"}
    linked = {page_links.address(f"docs/{name}") for name in pages}
    assert linked <= set(re.findall(r"\]\(([^)#]+)", TEXT))


def test_links_of_the_readme_work_on_a_package_index() -> None:
    links = re.findall(r"\]\(([^)]+)\)", TEXT)
    assert all(link.startswith("https://") for link in links)


def test_the_readme_lists_unchecked_properties() -> None:
    section = TEXT.partition("## What pool-lint does not check")[2]
    for word in ("quota", "prices", "available"):
        assert word in section.partition("\n## ")[0]
