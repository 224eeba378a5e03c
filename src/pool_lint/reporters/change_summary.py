"""The end of a comparison: a table of the pools that change, and its numbers."""

from __future__ import annotations

from collections.abc import Iterator

from pool_lint.model.change import BodyChange, ChangedField, Changes, Event
from pool_lint.model.finding import Finding
from pool_lint.model.problem import Severity
from pool_lint.model.report import Report
from pool_lint.model.text import escape
from pool_lint.model.verdict import Verdict
from pool_lint.reporters.summary import many

_MOST_FIELDS = 8
_HEADS = ("verdict", "nodes", "changes")
_STATES = {
    Event.ADDED: "new",
    Event.REMOVED: "removed",
    Event.UNMANAGED: "not managed",
}
_STAYS = "the {} keeps running; delete it in the console or with DELETE"


def change_lines(report: Report) -> Iterator[str]:
    """Yield the last lines of a comparison: its findings, or that nothing changes."""
    found = report.changes or Changes()
    compared = many(found.compared, found.noun)
    parts = counted(report)
    accepted = [acceptance(finding) for finding in report.accepted]
    parts += [f"{len(accepted)} accepted ({', '.join(accepted)})"] if accepted else []
    if not (found.bodies or parts):
        yield f"no changes to {compared}\n"
    elif parts:
        yield f"{', '.join(parts)}\n"
    if found.skipped:
        yield f"{not_judged(found)}\n"


def compared_nothing(report: Report) -> bool:
    """Return whether no side of a comparison has a pool, and no file was unreadable."""
    compared = report.changes.compared if report.changes else 0
    return not (compared or report.findings)


def counted(report: Report) -> list[str]:
    """Return the number of findings of each severity in words."""
    counts = {severity: report.count(severity) for severity in Severity}
    return [many(count, str(name)) for name, count in counts.items() if count]


def not_judged(found: Changes) -> str:
    """Return a sentence about the changes whose values are not known yet."""
    what = many(found.skipped, "change")
    return f"{what} not judged: the fields contain placeholders or are injected"


def noun_of(found: Changes) -> str:
    """Return what to call the bodies that change, in the singular."""
    nouns = {body.noun for body in found.bodies}
    return next(iter(nouns)) if len(nouns) == 1 else "resource"


def acceptance(finding: Finding) -> str:
    """Return the words that accept a finding: its rule and its pool."""
    pool = finding.change.pool if finding.change else ""
    return escape(f"{finding.rule}:{pool}" if pool else finding.rule)


def table_lines(found: Changes) -> Iterator[str]:
    """Yield the table of the bodies that change, as text, and its totals."""
    rows = [(noun_of(found), *_HEADS), *map(_row, found.bodies)]
    widths = [max(len(row[column]) for row in rows) for column in range(3)]
    for *cells, last in rows:
        fixed = (f"{cell:<{width}}" for cell, width in zip(cells, widths, strict=True))
        yield "   ".join([*fixed, last]).rstrip() + "\n"
    yield f"{totals(found)}\n"
    if found.nodes:
        yield f"{nodes(found)}\n"


def _row(body: BodyChange) -> tuple[str, str, str, str]:
    return escape(body.name) or "?", state(body), node_counts(body, "->"), _what(body)


def state(body: BodyChange) -> str:
    """Return the verdict of a body in words, or what else happens to it."""
    if body.event:
        return _STATES[Event(body.event)]
    if body.verdict is Verdict.NONE:  # "none" reads as if nothing happened
        return "unknown effect"
    return body.verdict.text.replace("pool", body.noun)


def node_counts(body: BodyChange, arrow: str) -> str:
    """Return the numbers of nodes before and after; - for a side without nodes."""
    if body.before is body.after is None:
        return "-"
    before, after = ("-" if n is None else str(n) for n in (body.before, body.after))
    return f"{before} {arrow} {after}"


def _what(body: BodyChange) -> str:
    if body.event == Event.REMOVED:
        return _STAYS.format(body.noun)
    names = dict.fromkeys(map(short_name, body.fields))
    left = len(names) - _MOST_FIELDS
    more = [f"{left} more"] if left > 0 else []
    return ", ".join([*list(names)[:_MOST_FIELDS], *more]) or "-"


def short_name(field: ChangedField) -> str:
    """Return the last part of the name of a field."""
    return escape(field.path.rpartition("/")[2].rpartition(".")[2].partition("[")[0])


def totals(found: Changes) -> str:
    """Return a sentence with the number of bodies for each verdict."""
    counts: dict[str, int] = {}
    for body in found.bodies:
        words = state(body)
        removed = body.event == Event.REMOVED
        key = f"{words} from the repository" if removed else words
        counts[key] = counts.get(key, 0) + 1
    verb = "changes" if len(found.bodies) == 1 else "change"
    each = ", ".join(f"{count} {words}" for words, count in counts.items())
    return f"{many(len(found.bodies), noun_of(found))} {verb}: {each}."


def nodes(found: Changes) -> str:
    """Return a sentence with all nodes, and those of old pools that keep running."""
    before = sum(count for _, count, _ in found.nodes)
    after = sum(count for _, _, count in found.nodes)
    text = f"Nodes in the manifests: {before} -> {after}."
    if found.is_live:
        text = f"Nodes: {before} running, {after} in the manifests."
    old = [body for body in found.bodies if body.billed_later]
    if not old:
        return text
    each = ", ".join(f"{escape(body.name)}: {body.billed_later}" for body in old)
    billed = after + sum(body.billed_later for body in old)
    return f"{text} Billed until the old pools are deleted: {billed} ({each})."
