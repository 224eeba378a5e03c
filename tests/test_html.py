"""``-f html``: a page with charts, pools and findings, and without script or network.

``test_formats.py`` checks the page together with the other formats.
"""

from __future__ import annotations

import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from cases import every
from command import run
from manifests import (
    ANNOTATIONS,
    NAME,
    NETWORK,
    PREFIX,
    RESOURCE,
    as_json,
    as_yaml,
    changed,
)
from page import Page, checked, page
from pool_lint import FileResult, Finding, Report, Severity, lint_text
from pool_lint.model.report import Failure
from pool_lint.model.text import escape
from pool_lint.reporters.page.entries import words
from pool_lint.reporters.web import Web
from test_formats import HOSTILE, brief
from test_list import GPU, INFER, INJECTED, TRAIN, write

SCOPE = ("spec", "scope")
NETWORK_NAME = ("spec", "network", "name")
BAD = ((*RESOURCE, "maxCount"), 16)
TARGETS = '[[overrides]]\nfiles = ["gpu.yaml"]\ntarget = "north"\n'


@pytest.fixture
def fleet(tmp_path: Path) -> Path:
    for name, changes in (("gpu", [*GPU, BAD]), ("infer", INFER), ("train", TRAIN)):
        write(tmp_path, f"pools/{name}.yaml", *changes)
    (tmp_path / "pool-lint.toml").write_text(INJECTED)
    return tmp_path


def page_of(
    folder: Path, *arguments: str, code: int = 1, env: dict[str, str] | None = None
) -> Page:
    done = run("-q", "-f", "html", *arguments, cwd=folder, env=env)
    assert (done.returncode, done.stderr) == (code, "")
    return checked(done.stdout)


def bars(found: Page) -> list[str]:
    """Return the lengths of the bars; the background of each has the full length."""
    rects = [attributes for tag, attributes in found.tags if tag == "rect"]
    return [rect["width"] for rect in rects if "class" not in rect]


# --- The fleet at a glance


def test_the_page_starts_with_the_numbers_of_the_fleet(fleet: Path) -> None:
    found = page_of(fleet)
    assert found.all("li", "tile") == ["3 pools", "17 nodes", "2 errors", "1 warning"]
    assert found.all("p", "summary") == [
        "3 files: 3 pools checked; 2 errors, 1 warning"
    ]
    assert found.all("title") == ["Resource pools \N{EN DASH} pool-lint"]


def test_charts_show_nodes_by_flavor_accelerator_and_billing(fleet: Path) -> None:
    found = page_of(fleet)
    assert found.all("figcaption") == [
        "Nodes by flavor",
        "Nodes by accelerator",
        "Nodes by billing",
    ]
    labels = found.all("span", "label")
    assert labels == [
        *("modelarts.vm.gpu.tnt004", "modelarts.vm.npu.d910b"),
        *("GPU", "NPU"),
        *("pay-per-use", "monthly", "yearly"),
    ]
    assert bars(found) == [
        *("100.00%", "13.33%", "100.00%", "13.33%"),
        *("100.00%", "25.00%", "16.67%"),
    ]
    assert len(found.all("svg")) == len(labels)


def test_many_flavors_have_ten_bars_and_a_count_of_the_rest(tmp_path: Path) -> None:
    flavors = [{"flavor": f"modelarts.vm.cpu.{n}u", "count": n} for n in range(1, 10)]
    for name in ("a", "b"):
        named = [{**one, "flavor": f"{one['flavor']}.{name}"} for one in flavors]
        write(
            tmp_path,
            f"pools/{name}.yaml",
            (NAME, f"pool-{name}"),
            (("spec", "resources"), named),
            (("spec", "driver"), ...),
        )
    found = page_of(tmp_path, code=0)
    [chart, *_] = found.all("figure")
    assert found.all("p", "more") == ["8 more values with 20 nodes"]
    assert chart.count("modelarts.vm.cpu.") == 10


def test_unknown_numbers_of_nodes_are_marked(tmp_path: Path) -> None:
    write(tmp_path, "a.yaml", ((*RESOURCE, "count"), "${COUNT}"))
    found = page_of(tmp_path)
    assert found.all("p", "hint") == [
        (
            "Nodes whose number is unknown are not included; "
            "they are shown as \N{LEFT DOUBLE QUOTATION MARK}?"
            "\N{RIGHT DOUBLE QUOTATION MARK}."
        )
    ]
    assert "?" in found.all("span", "number")


def test_a_page_without_pools_names_that(tmp_path: Path) -> None:
    done = run("-f", "html", "-q", "--allow-empty", cwd=tmp_path)
    found = checked(done.stdout)
    assert "No pool was found." in found.all("p")
    assert found.all("li", "tile") == ["0 pools", "0 nodes", "0 errors", "0 warnings"]
    assert found.all("figure") == []


# --- Pools and findings


def test_the_table_has_a_row_for_each_pool_with_its_findings(fleet: Path) -> None:
    found = page_of(fleet)
    assert found.all("span", "name") == ["gpu-07", "infer-01", "train-?"]
    assert found.all("td", "billing") == [
        "pay-per-use",
        "yearly (1, renews)",
        "monthly (2)",
    ]
    assert found.all("td", "network") == [NETWORK, NETWORK, "${NETWORK}"]
    rows = [row.split("\n") for row in found.all("tr", "pool")]
    assert rows[2][1:6] == [
        "train-?pools/train.yaml:1",
        "none",
        "?",
        "monthly (2)",
        "modelarts.vm.gpu.tnt0043GPU",
    ]
    counts = [row[2].split(" ") for row in rows]
    assert counts == [
        ["1", "error", ""],
        ["1", "error", "1", "warning", ""],
        ["none"],
    ]
    in_rows = [row.count("About RP") for row in found.all("tr", "findings")]
    assert in_rows == [1, 2]


def test_a_finding_has_its_frame_fix_and_the_text_of_its_rule(fleet: Path) -> None:
    found = page_of(fleet, "pools/gpu.yaml")
    [details] = found.all("details", "error")
    assert "pools/gpu.yaml:" in details
    assert found.all("mark") == ["16"]
    assert found.all("span", "related") == ["12"]
    assert found.all("span", "note") == ["count is 12"]
    [rule] = found.all("details", "rule")
    assert "About RP301 max-count-mismatch" in rule
    for part in ("Bad", "Good", "Source: "):
        assert part in rule
    assert "Fix: set maxCount to 12 (--fix --unsafe-fixes)" in details
    removed, added = found.all("span", "removed"), found.all("span", "added")
    assert [line.split()[-2:] for line in (*removed, *added)] == [
        ["maxCount:", "16"],
        ["maxCount:", "12"],
    ]


def test_all_details_are_closed_at_first(fleet: Path) -> None:
    found = page_of(fleet)
    details = [attributes for tag, attributes in found.tags if tag == "details"]
    assert len(details) == 6
    assert not any("open" in attributes for attributes in details)


def test_findings_about_no_pool_have_a_section(fleet: Path) -> None:
    (fleet / "pools" / "x.yaml").write_text("kind: Pool\n  apiVersion: v2\n")
    found = page_of(fleet)
    assert found.all("h2")[-1] == "Other findings"


def test_files_that_cannot_be_read_are_listed(fleet: Path) -> None:
    done = run("-q", "-f", "html", "pools", "gone.yaml", cwd=fleet)
    assert done.returncode == 2
    found = checked(done.stdout)
    assert "Not read or written" in found.all("h2")
    assert "gone.yaml: no such file or folder" in found.all("li")


def test_the_most_severe_findings_are_shown_up_to_a_limit(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("pool_lint.reporters.page.entries.MOST_FINDINGS", 100)
    [finding, *_] = lint_text(as_yaml(changed(BAD)))
    weak = finding._replace(severity=Severity.WARNING, rule="RP405")
    findings: list[Finding] = [
        (finding if n % 40 == 0 else weak)._replace(pointer=("x", n))
        for n in range(103)
    ]
    files = (FileResult("a.yaml", tuple(findings), documents=1),)
    found = page(Report(files, describe=brief))
    assert len(found.all("details", "finding")) == 100
    assert len(found.all("details", "error")) == 3
    assert found.all("p", "notice") == [
        "3 more findings not shown. The page shows the most severe findings."
    ]


def test_files_link_to_the_commit_in_ci(fleet: Path) -> None:
    (fleet / ".git").mkdir()
    env = {"CI_PROJECT_URL": "https://gitlab.example/pools", "CI_COMMIT_SHA": "0123abc"}
    found = page_of(fleet, env=env)
    start = "https://gitlab.example/pools/-/blob/0123abc/pools"
    assert f"{start}/gpu.yaml#L1" in found.links
    assert page_of(fleet).links == []


def test_rules_link_to_your_documentation(fleet: Path) -> None:
    settings = fleet / "pool-lint.toml"
    settings.write_text(f'docs-url = "https://docs.example/{{id}}/"\n{INJECTED}')
    links = page_of(fleet).links
    ids = ("RP301", "RP202", "RP205")
    assert links == [f"https://docs.example/{id_}/" for id_ in ids]


# --- Hostile text


@cache
def page_with(text: str, folder: Path) -> Page:
    """Return the page of a pool that has this text as every value of the table."""
    body = changed(
        (NAME, text),
        (NETWORK_NAME, text),
        ((*RESOURCE, "flavor"), text),
        ((*ANNOTATIONS, f"{PREFIX}billing.mode"), "1"),
        ((*ANNOTATIONS, f"{PREFIX}period.num"), text),
        ((*ANNOTATIONS, f"{PREFIX}period.type"), text),
    )
    (folder / "a.json").write_text(as_json(body))
    # The findings differ, and have tests of their own.
    return page_of(folder, "--ignore", "RP", "--select", "RP301", code=0)


@every(
    "evil",
    [evil for evil in HOSTILE if evil != "\ud800"],  # a finding of its own
    ids=lambda evil: ascii(evil)[:40],
)
def test_hostile_values_change_nothing_around_them(evil: str, tmp_path: Path) -> None:
    """Every value of the table is hostile; the elements stay those of plain text."""
    found = page_with(evil, tmp_path)
    assert found.skeleton == page_with("plain", tmp_path).skeleton
    if evil:
        [row] = found.all("tr", "pool")
        [name] = found.all("span", "name")
        assert name
        assert escape(name) == name
        assert row.strip().startswith(name.strip())


@pytest.mark.parametrize("evil", HOSTILE, ids=lambda evil: ascii(evil)[:40])
def test_hostile_findings_change_nothing_around_them(evil: str) -> None:
    [finding, *_] = lint_text(as_yaml(changed(BAD)))
    pages = []
    for text in (evil, "plain"):
        worst = finding._replace(message=text, help=text, file=text, note=text)
        files = (FileResult(text, (worst,), documents=1),)
        failures = (Failure(text, text),)
        pages.append(page(Report(files, failures, describe=brief), Web()))
    found, plain = pages
    if evil:
        assert found.skeleton == plain.skeleton
    assert found.links == []


def test_links_have_no_other_scheme_than_the_web(tmp_path: Path) -> None:
    (tmp_path / "javascript:alert(1)").mkdir()
    name = "javascript:alert(1)/a.yaml"
    write(tmp_path, name, BAD)
    env = {"CI_PROJECT_URL": "javascript:alert(1)//", "CI_COMMIT_SHA": "0123abc"}
    assert page_of(tmp_path, env=env).links == []


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("", []),
        ("plain", [(False, "plain")]),
        ('"a" or "b"', [(True, '"a"'), (False, " or "), (True, '"b"')]),
        ("run `x y`", [(False, "run "), (True, "x y")]),
        ("an open ` stays", [(False, "an open ` stays")]),
    ],
)
def test_code_in_messages_is_found(text: str, parts: list[tuple[bool, str]]) -> None:
    assert words(text) == parts


# --- The command


def test_a_report_file_has_the_same_page(fleet: Path) -> None:
    shown = run("-q", "-f", "html", cwd=fleet).stdout
    done = run("-q", "-f", "concise", "-o", "html:report.html", cwd=fleet)
    assert (fleet / "report.html").read_text() == shown
    assert "RP301" in done.stdout


def test_without_the_extra_one_line_names_it(tmp_path: Path) -> None:
    write(tmp_path, "a.yaml")
    for arguments in (["-f", "html"], ["-o", "html:report.html"]):
        code = (
            "import sys; sys.modules['jinja2'] = None;"
            "from pool_lint.cli.main import main;"
            f"sys.exit(main([*{arguments}, 'a.yaml']))"
        )
        done = subprocess.run(
            [sys.executable, "-c", code],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
        )
        assert (done.returncode, done.stdout) == (2, "")
        assert done.stderr == (
            "Error: the format html needs Jinja2; run `pip install 'pool-lint[html]'`\n"
        )
        assert not (tmp_path / "report.html").exists()


@pytest.mark.parametrize("option", [["-f", "html"], ["-o", "html:report.html"]])
@pytest.mark.parametrize(
    "command", [["changes", "pools", "pools"], ["policy", "test"]], ids=lambda c: c[0]
)
def test_other_commands_have_no_page(
    fleet: Path, command: list[str], option: list[str]
) -> None:
    done = run(*command, *option, cwd=fleet)
    assert (done.returncode, done.stdout) == (2, "")
    assert 'unknown format "html"; choose from ' in done.stderr
    assert "html" not in run(*command, "--help", cwd=fleet).stdout


def test_fixed_files_are_shown_as_they_are_now(fleet: Path) -> None:
    done = run("-q", "--fix", "--unsafe-fixes", "-o", "html:r.html", cwd=fleet)
    assert done.returncode == 1
    found = checked((fleet / "r.html").read_text())
    assert "RP301" not in "".join(found.all("tr", "findings"))
    assert found.all("li", "tile")[:2] == ["3 pools", "17 nodes"]
