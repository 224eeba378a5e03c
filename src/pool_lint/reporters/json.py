"""The json format, version 1: later versions of pool-lint only add fields."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import partial
from typing import Any

from pool_lint.model.change import BodyChange, Change
from pool_lint.model.finding import Finding
from pool_lint.model.fix import LocatedFix
from pool_lint.model.location import LocatedRange, Range
from pool_lint.model.pointer import json_pointer, shortened
from pool_lint.model.problem import Severity
from pool_lint.model.report import Report, SuppressionKind
from pool_lint.model.skipped import Skipped
from pool_lint.model.text import escape
from pool_lint.model.version import __version__
from pool_lint.reporters import each
from pool_lint.reporters.advice import advice_of
from pool_lint.reporters.style import Style


def report(report: Report, style: Style) -> Iterator[str]:
    """Yield one JSON object in ASCII."""
    found = [*report.findings, *report.accepted]
    content = {
        "version": 1,
        "tool": {"name": "pool-lint", "version": __version__},
        "summary": _summary(report) | _about_changes(report),
        "diagnostics": list(each(partial(_diagnostic, style), found)),
        "skipped": [
            _skipped(file.file, one) for file in report.files for one in file.skipped
        ],
    }
    yield ascii_json(content)


def ascii_json(value: Any) -> str:
    """Return JSON in ASCII that no CI logger takes for a command."""
    text = json.dumps(value, indent=2, ensure_ascii=True, allow_nan=False)
    # Some loggers execute `##[` and `##vso[` anywhere in a line.
    return text.replace("##", "#\\u0023") + "\n"


def _summary(report: Report) -> dict[str, int]:
    return {
        "files": len(report.files) + len(report.failures),
        "documents": report.documents,
        "skipped_documents": sum(file.skipped_documents for file in report.files),
        "unread_documents": sum(file.unread_documents for file in report.files),
        "unparsed_files": sum(file.unparsed for file in report.files),
        "unreadable_files": len(report.failures),
        "ignored_files": report.ignored,
        "errors": report.count(Severity.ERROR),
        "warnings": report.count(Severity.WARNING),
        "infos": report.count(Severity.INFO),
        "not_shown": sum(len(file.hidden) for file in report.files),
        "suppressed": report.suppressed_count(SuppressionKind.COMMENT),
        "baselined": report.suppressed_count(SuppressionKind.BASELINE),
        "fixable": sum(finding.fix is not None for finding in report.findings),
    }


def _about_changes(report: Report) -> dict[str, Any]:
    """Return the part of the summary that only a comparison of two sides has."""
    found = report.changes
    if found is None:
        return {}
    return {
        "accepted": len(report.accepted),
        "base": escape(found.base),
        "compared": found.compared,
        "not_judged": found.skipped,
        "verdict": found.verdict.value,
        "pools": [_body(body) for body in found.bodies],
        "nodes": {
            escape(flavor): {"before": before, "after": after}
            for flavor, before, after in found.nodes
        },
    }


def _body(body: BodyChange) -> dict[str, Any]:
    return {
        "kind": body.noun,
        "name": escape(body.name),
        "new_name": escape(body.new_name),
        "event": body.event or None,
        "verdict": body.verdict.value,
        "file": escape(body.file),
        "nodes": {"before": body.before, "after": body.after},
        "changes": [
            {
                "field": escape(one.path),
                "change": one.how.value,
                "verdict": one.verdict.value,
            }
            for one in body.fields
        ],
    }


def _change(change: Change) -> dict[str, Any]:
    return {
        "verdict": change.verdict.value,
        "pool": escape(change.pool),
        "pointer": json_pointer(shortened(change.pointer)),
        "change": change.how.value,
        "was": change.was,
        "now": change.now,
        "confidence": change.confidence or None,
        "source": change.source or None,
        "accepted": change.accepted,
        "protected": change.is_protected,
        "fingerprint": change.fingerprint or None,
    }


def _skipped(file: str, one: Skipped) -> dict[str, Any]:
    return {
        "file": escape(file),
        "document": one.document,
        "kind": one.kind and escape(one.kind),
        "code": one.reason.value,
        "reason": one.reason.text,
    }


def _diagnostic(style: Style, finding: Finding) -> dict[str, Any]:
    return {
        "rule": finding.rule,
        "name": finding.name,
        "severity": finding.severity.value,
        "message": escape(finding.message),
        "help": escape(advice_of(finding)) or None,
        "note": finding.note and escape(finding.note),
        "file": escape(finding.file),
        "document": finding.document and finding.document._asdict(),
        "path": finding.path,
        "pointer": json_pointer(shortened(finding.pointer)),
        "range": _range(finding.range),
        "related": [_related(other) for other in finding.related],
        "fix": finding.fix and _fix(finding.fix),
        "url": finding.url,
        "fingerprint": finding.fingerprint_in(style.path(finding.file)),
        **({"change": _change(finding.change)} if finding.change else {}),
    }


def _related(other: LocatedRange) -> dict[str, Any]:
    return {
        "message": escape(other.message),
        "file": escape(other.file),
        "pointer": json_pointer(shortened(other.pointer)),
        "range": _range(other.range),
    }


def _range(location: Range | None) -> dict[str, dict[str, int]] | None:
    if location is None:
        return None
    return {"start": location.start._asdict(), "end": location.end._asdict()}


def _fix(fix: LocatedFix) -> dict[str, Any]:
    edits = [
        {"range": _range(edit.range), "content": edit.content} for edit in fix.edits
    ]
    return {"applicability": fix.applicability, "message": fix.message, "edits": edits}
