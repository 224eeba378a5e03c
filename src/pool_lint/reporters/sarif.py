"""The sarif format: SARIF 2.1.0 for code scanning services."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from functools import partial
from textwrap import indent
from typing import Any

from pool_lint.model.finding import Finding
from pool_lint.model.fix import LocatedFix
from pool_lint.model.location import LocatedRange, Range
from pool_lint.model.pointer import path
from pool_lint.model.report import Report, Suppressed, SuppressionKind
from pool_lint.model.rule_text import RuleText
from pool_lint.model.text import cut, escape
from pool_lint.model.version import DOCUMENTATION, __version__
from pool_lint.reporters import each
from pool_lint.reporters.advice import advice_of
from pool_lint.reporters.json import ascii_json
from pool_lint.reporters.remarks import remarks
from pool_lint.reporters.style import Style
from pool_lint.reporters.web import encoded_address, percent_encoded

MOST_RESULTS = 5000  # GitHub shows at most so many per upload
LONGEST_TEXT = 1024  # GitHub rejects longer descriptions of rules
_LEVELS = {"error": "error", "warning": "warning", "info": "note"}
_KINDS = {
    SuppressionKind.COMMENT: "inSource",
    SuppressionKind.BASELINE: "external",
    SuppressionKind.ACCEPTED: "external",
}
_ROOT = "%SRCROOT%"


def report(report: Report, style: Style) -> Iterator[str]:
    """Yield one SARIF log with one run, in ASCII."""
    schema = "https://json.schemastore.org/sarif-2.1.0.json"
    yield ascii_json(
        {"$schema": schema, "version": "2.1.0", "runs": [_run(report, style)]}
    )


def _run(report: Report, style: Style) -> dict[str, Any]:
    ranked = sorted(report.findings, key=lambda finding: finding.severity.rank)
    found: list[Finding | Suppressed] = [*ranked, *report.suppressed]
    results = list(each(partial(_result, style), found[:MOST_RESULTS]))
    urls = dict(sorted(map(_url, found[:MOST_RESULTS])))
    ids = list(urls)
    rules = [_rule(report.describe(id_), urls[id_]) for id_ in ids]
    return {
        "tool": {"driver": {**_driver(), "rules": rules}},
        "automationDetails": {"id": "pool-lint/"},
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {
            _ROOT: {"description": {"text": "The root of the repository."}}
        },
        "invocations": [_invocation(report, len(found))],
        "results": [{**one, "ruleIndex": ids.index(one["ruleId"])} for one in results],
    }


def _url(one: Finding | Suppressed) -> tuple[str, str]:
    finding = one.finding if isinstance(one, Suppressed) else one
    return finding.rule, encoded_address(finding.url or "")


def _driver() -> dict[str, str]:
    uri = DOCUMENTATION
    return {"name": "pool-lint", "version": __version__, "informationUri": uri}


def _rule(rule: RuleText, url: str) -> dict[str, Any]:
    level = _LEVELS[rule.severity]
    problem = "recommendation" if level == "note" else level
    summary = rule.summary or rule.name  # `python -OO` removes docstrings
    why = " ".join(rule.why.split())
    parts = [summary, why]
    for heading, example in zip(rule.headings, (rule.bad, rule.good), strict=True):
        parts += [f"{heading}:", indent(example, "    ")] if example else []
    parts += [f"Source: {rule.source}"] if rule.source else []
    # This is also valid Markdown: indented lines are code.
    help_text = "\n\n".join(filter(None, parts))
    return {
        "id": rule.id,
        "name": rule.name,
        "shortDescription": {"text": cut(summary, LONGEST_TEXT)},
        "fullDescription": {"text": cut(why or summary, LONGEST_TEXT)},
        **({"helpUri": url} if url else {}),
        "help": {"text": help_text, "markdown": help_text},
        "defaultConfiguration": {"level": level},
        "properties": {"problem.severity": problem, "tags": ["modelarts"]},
    }


def _result(style: Style, found: Finding | Suppressed) -> dict[str, Any]:
    finding = _placed(found.finding if isinstance(found, Suppressed) else found, style)
    related = [
        {"id": number, "message": {"text": _plain(other.message)}, **_location(other)}
        for number, other in enumerate(finding.related, 1)
    ]
    return {
        "ruleId": finding.rule,
        "level": _LEVELS[finding.severity],
        "message": {"text": _message(finding)},
        "locations": [_location(finding)],
        "relatedLocations": related,
        "partialFingerprints": {"primaryLocationLineHash": finding.fingerprint},
        "fixes": [_fix(finding.file, finding.fix)] if finding.fix else [],
        # SARIF requires it for all results or for none; [] means "not suppressed".
        "suppressions": [_suppression(found)] if isinstance(found, Suppressed) else [],
    }


def _placed(finding: Finding, style: Style) -> Finding:
    """Return the finding with its paths as the style prints them."""
    related = (one._replace(file=style.path(one.file)) for one in finding.related)
    return finding._replace(file=style.path(finding.file), related=tuple(related))


def _message(finding: Finding) -> str:
    """Return message, help, note and links to related places.

    GitHub shows a related place only if the message links to it.
    """
    more = (("help", advice_of(finding)), ("note", finding.note))
    lines = [finding.message, *(f"{name}: {text}" for name, text in more if text)]
    texts = [re.sub(r"([][\\])", r"\\\1", _plain(o.message)) for o in finding.related]
    links = [f"see [{text}]({number})" for number, text in enumerate(texts, 1)]
    return "\n".join([*map(_plain, lines), *links])


def _plain(text: str) -> str:
    """Return escaped text that viewers do not take for a link."""
    return escape(text).replace("](", "] (")


def _location(at: Finding | LocatedRange) -> dict[str, Any]:
    region = {"region": _region(at.range)} if at.range else {}
    name = escape(path(at.pointer))
    logical = {"logicalLocations": [{"fullyQualifiedName": name}]} if name else {}
    return {"physicalLocation": {**_artifact(at.file), **region}, **logical}


def _region(location: Range) -> dict[str, int]:
    names = ("startLine", "startColumn", "endLine", "endColumn")
    return dict(zip(names, (*location.start, *location.end), strict=True))


def _artifact(file: str) -> dict[str, Any]:
    """Return the location of a file: relative to the root, or absolute."""
    if os.path.isabs(file) or ".." in file.split("/"):
        name = percent_encoded(os.path.abspath(file).lstrip("/"))
        return {"artifactLocation": {"uri": f"file:///{name}"}}
    name = percent_encoded(file) or "."
    return {"artifactLocation": {"uri": name, "uriBaseId": _ROOT}}


def _fix(file: str, fix: LocatedFix) -> dict[str, Any]:
    edits = [
        {
            "deletedRegion": _region(location),
            # Some viewers require this also for deletions.
            "insertedContent": {"text": content},
        }
        for location, content in fix.edits
    ]
    return {
        "description": {"text": _plain(f"{fix.message} ({fix.applicability})")},
        "artifactChanges": [{**_artifact(file), "replacements": edits}],
    }


def _suppression(one: Suppressed) -> dict[str, str]:
    reason = {"justification": escape(one.reason)} if one.reason else {}
    return {"kind": _KINDS[one.by], "status": "accepted", **reason}


def _invocation(report: Report, results: int) -> dict[str, Any]:
    """Return what no result contains: unread files and hidden findings."""
    remarked = [(_LEVELS[severity], text) for severity, _, text in remarks(report)]
    if results > MOST_RESULTS:
        remarked += [("warning", f"{results - MOST_RESULTS} more findings not shown")]
    notes = [{"level": level, "message": {"text": _plain(t)}} for level, t in remarked]
    return {
        "executionSuccessful": not report.failures,
        "toolExecutionNotifications": notes,
    }
