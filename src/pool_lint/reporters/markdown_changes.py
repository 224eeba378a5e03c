"""The markdown format of a comparison: a table of the pools, and the findings."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from pool_lint.model.change import BodyChange, ChangedField, Changes, Event
from pool_lint.model.finding import Finding
from pool_lint.model.problem import Severity
from pool_lint.model.report import Report
from pool_lint.model.verdict import How, Verdict
from pool_lint.reporters import each
from pool_lint.reporters.change_summary import (
    acceptance,
    counted,
    node_counts,
    not_judged,
    noun_of,
    state,
)
from pool_lint.reporters.change_text import ACCEPT, words_to_accept, worst_first
from pool_lint.reporters.markdown_text import (
    MOST_CHARACTERS,
    alert,
    code,
    fitting,
    left_out,
    link,
    marker,
    place,
    prose,
    row,
    table,
)
from pool_lint.reporters.remarks import unfinished
from pool_lint.reporters.style import Style
from pool_lint.reporters.summary import many

_MOST_FIELDS = 5
_MOST_ACCEPTED = 20
# The workflows in hooks/ read labels that begin with it.
_LABEL = "pool-lint-accept:"
_FOR_ROWS = MOST_CHARACTERS // 2
_PHRASES = {
    Verdict.REFUSED: ("is refused", "are refused"),
    Verdict.NEW_POOL: ("needs a new pool", "need a new pool"),
    Verdict.DESTRUCTIVE: ("is destructive", "are destructive"),
    Verdict.DISRUPTIVE: ("is disruptive", "are disruptive"),
    Verdict.ORDER: ("needs an order", "need an order"),
    Verdict.NEW_NODES_ONLY: ("applies to new nodes only", "apply to new nodes only"),
}
_HARMLESS = frozenset({Verdict.NONE, Verdict.IN_PLACE, Verdict.NEW_NODES_ONLY})


def report(report: Report, style: Style) -> Iterator[str]:
    """Yield one Markdown document, also if nothing changes."""
    found = report.changes or Changes()
    yield marker("changes")
    yield _headline(report, found, style)
    rows = list(map(_row, found.bodies))
    shown = fitting(rows, _FOR_ROWS)
    if rows:
        yield "\n" + table(noun_of(found), "verdict", "nodes", "what changes")
        yield from rows[:shown]
    items = list(_items(report, found, style))
    tail = _tail(report, found, shown)
    room = MOST_CHARACTERS - _FOR_ROWS - len(tail) - len(found.base)
    kept = fitting(items, room // 2)
    if items:
        hidden = sum(len(file.hidden) for file in report.files)
        left = len(items) - kept + hidden
        more = left_out(left, len(items) + hidden, "finding") if left else ""
        yield f"\n<details><summary>{_counts(report)}</summary>\n\n"
        yield from items[:kept]
        yield f"{more}\n</details>\n"
    yield tail


def _headline(report: Report, found: Changes, style: Style) -> str:
    base = f" Base: {code(found.base)}."
    lint = report.count(Severity.ERROR) + report.count(Severity.WARNING)
    if not (found.bodies or lint or report.failures):
        return f"**No changes to {many(found.compared, found.noun)}.**{base}\n"
    kind = "note"
    if lint:
        kind = "caution" if report.count(Severity.ERROR) else "warning"
    return alert(kind, f"**{_sentence(found)}**{base}", style.web)


def _sentence(found: Changes) -> str:
    """Return how many pools each bad verdict has, the worst first."""
    verdicts = [body.verdict for body in found.bodies if not body.event]
    parts: list[str] = []
    for verdict, (one, several) in _PHRASES.items():
        count = verdicts.count(verdict)
        noun = "" if parts else "change " if count == 1 else "changes "
        if count:
            parts.append(f"{count} {noun}{one if count == 1 else several}")
    removed = sum(body.event == Event.REMOVED for body in found.bodies)
    if removed:
        verb = "is" if removed == 1 else "are"
        noun = f" {found.noun}{'s' * (removed > 1)}" if not parts else ""
        parts.append(f"{removed}{noun} {verb} removed")
    if not parts:
        changes = "changes" if len(found.bodies) == 1 else "change"
        return f"{many(len(found.bodies), noun_of(found))} {changes} in place."
    *most, last = parts
    return f"{', '.join(most)} and {last}." if most else f"{last}."


def _row(body: BodyChange) -> str:
    name = code(body.name)
    if body.is_renamed:
        name += f" → {code(body.new_name)}"
    same = body.before == body.after
    nodes = str(body.after) if same and body.after else node_counts(body, "→")
    return row(name, _state(body), nodes, _what(body))


def _state(body: BodyChange) -> str:
    if body.event == Event.REMOVED:
        return "removed from the repository, *keeps running*"
    text = state(body)
    return text if body.event or body.verdict in _HARMLESS else f"**{text}**"


def _what(body: BodyChange) -> str:
    parts = list(dict.fromkeys(map(_field, body.fields)))
    left = len(parts) - _MOST_FIELDS
    more = [f"{left} more"] if left > 0 else []
    return ", ".join([*parts[:_MOST_FIELDS], *more]) or "-"


def _field(field: ChangedField) -> str:
    name = code(field.path)
    if not field.values or field.how not in {How.ADDED, How.REMOVED}:
        return name
    verb = "gains" if field.how is How.ADDED else "loses"
    return f"{name} {verb} {prose(', '.join(field.values))}"


def _items(report: Report, found: Changes, style: Style) -> Iterator[str]:
    """Yield one list item for each finding, those about changes first."""
    for failure in unfinished(report):
        where = place(failure.file or '""', None, style)
        yield f"- {where}: {prose(failure.reason)}\n"
    convert = partial(_item, style, f"{found.base}:")
    yield from each(convert, worst_first([*report.findings, *report.accepted]))
    others = (finding for finding in report.findings if finding.change is None)
    yield from each(convert, sorted(others, key=lambda finding: finding.severity.rank))


def _item(style: Style, label: str, finding: Finding) -> str:
    rule = link(f"**{finding.rule}**", finding.url or "")
    line = finding.range and finding.range.start.line
    # The commit that links lead to lacks a file of the old side.
    is_old = finding.file.startswith(label)
    name = f"{finding.file}:{line}" if line else finding.file
    where = code(name) if is_old else place(finding.file, line, style)
    change = finding.change
    texts = [finding.message, *([finding.note] if change and finding.note else [])]
    is_accepted = change is not None and change.accepted
    texts += [finding.help] if finding.help and not is_accepted else []
    end = ""
    if is_accepted:
        end = " *(accepted)*"
    elif change and change.is_protected:
        end = ". The settings protect this file: the change cannot be accepted"
    elif words := words_to_accept(finding):
        word = words[-1]
        named = f"label {code(f'{_LABEL}{word}')}, or {code(f'{ACCEPT} {word}')}"
        end = f". To accept: {named}"
    return f"- {rule} {where}: {prose('; '.join(texts))}{end}\n"


def _counts(report: Report) -> str:
    parts = counted(report)
    count = len(report.accepted)
    return ", ".join([*parts, *([f"{count} accepted"] if count else [])])


def _tail(report: Report, found: Changes, shown: int) -> str:
    total = len(found.bodies)
    parts = [f"Shown: {shown} of {many(total, noun_of(found))}."] if total else []
    words = list(dict.fromkeys(map(acceptance, report.accepted)))
    if words:
        left = len(words) - _MOST_ACCEPTED
        more = f" and {left} more" if left > 0 else ""
        parts.append(f"Accepted: {', '.join(map(code, words[:_MOST_ACCEPTED]))}{more}.")
    if found.skipped:
        parts.append(f"{not_judged(found)}.")
    return f"\n{' '.join(parts)}\n" if parts else ""
