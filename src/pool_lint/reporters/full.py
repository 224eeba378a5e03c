"""The full format: frames with source lines, markers, help text and fixes."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from itertools import zip_longest

import click

from pool_lint.model.finding import Finding
from pool_lint.model.fix import LocatedFix
from pool_lint.model.location import Line, LocatedRange, Range, format_location
from pool_lint.model.report import Report
from pool_lint.model.text import escape
from pool_lint.reporters import each
from pool_lint.reporters.concise import safe_line
from pool_lint.reporters.frame import altered, marks_under, narrowed, shown, shows
from pool_lint.reporters.one_line import describes_fix, one_line_change
from pool_lint.reporters.remarks import not_shown
from pool_lint.reporters.style import Style
from pool_lint.reporters.web import encoded_address

_COLORS = {"error": "red", "warning": "yellow", "info": "cyan"}
_OPTIONS = {"safe": " (--fix)", "unsafe": " (--fix --unsafe-fixes)"}
_FAR = 1_000


class _Paint:
    """Colours text if the style asks for it."""

    def __init__(self, style: Style) -> None:
        self._color = style.color
        self._links = style.links
        self.width = style.width

    def __call__(self, text: str, color: str | None = None) -> str:
        return click.style(text, fg=color, bold=True) if self._color else text

    def file_link(self, text: str, file: str) -> str:
        """Return text as a terminal link to a file, or unchanged without links."""
        if not self._links:
            return text
        from pathlib import Path  # noqa: PLC0415 - start-up

        return self.link(text, Path(file).absolute().as_uri())

    def link(self, text: str, address: str | None) -> str:
        """Return text as a terminal link, or unchanged without links or address."""
        if not (self._links and address):
            return text
        uri = encoded_address(address)
        return f"\x1b]8;;{uri}\x1b\\{text}\x1b]8;;\x1b\\"


def report(report: Report, style: Style) -> Iterator[str]:
    """Yield one frame per finding, separated by blank lines.

    Those about changes come first, and a table of the changes comes last.
    """
    paint = _Paint(style)
    text = partial(_text, paint=paint)
    if report.changes:
        from pool_lint.reporters.change_text import worst_first  # noqa: PLC0415 - start-up

        yield from each(text, worst_first([*report.findings, *report.accepted]))
    for file in report.files:
        yield from each(text, [f for f in file.findings if f.change is None])
        if not_shown(file):
            yield safe_line(f"{file.file}: {not_shown(file)}") + "\n\n"
    if report.changes and report.changes.bodies:
        from pool_lint.reporters.change_summary import table_lines  # noqa: PLC0415 - start-up

        yield from table_lines(report.changes)


def _text(finding: Finding, paint: _Paint) -> str:
    return "".join(f"{line}\n" for line in _frame(finding, paint)) + "\n"


def _frame(finding: Finding, paint: _Paint) -> Iterator[str]:
    color = _COLORS[finding.severity]
    rule = paint.link(finding.rule, finding.url)
    head = paint(f"{finding.severity}[{rule}]", color)
    elsewhere = [other for other in finding.related if other.file != finding.file]
    shown = [*finding.lines, *(line for other in elsewhere for line in other.lines)]
    last = [line.number for line in shown] + [
        hunk.number + max(len(hunk.before), len(hunk.after)) - 1
        for hunk in (finding.fix.hunks if finding.fix else ())
    ]
    margin = " " * len(str(max(last, default=1)))
    accepted = " (accepted)" if finding.change and finding.change.accepted else ""
    yield f"{head}{accepted}{paint(': ' + escape(finding.message))}"
    place = paint.file_link(safe_line(finding.where), finding.file)
    yield f"{margin}{paint('-->', 'blue')} {place}"
    if finding.lines:
        yield f"{margin} {paint('|', 'blue')}"
    previous = None
    for line in finding.lines:
        if previous and line.number > previous + 1:
            yield f"{margin} {paint('⋮', 'blue')}"
        previous = line.number
        yield from _line(
            finding, narrowed(line, finding.range, paint.width), len(margin), paint
        )
    for other in elsewhere:
        yield from _other_file(other, margin, paint)
    if finding.change:
        from pool_lint.reporters.change_text import about  # noqa: PLC0415 - start-up

        for name, text in about(finding, finding.change):
            yield f"{margin} {paint('=', 'blue')} {paint(name)}: {escape(text)}"
        return
    yield from _advice(finding, margin, paint)
    if finding.note:
        note = escape(finding.note)
        yield f"{margin} {paint('=', 'blue')} {paint('note')}: {note}"
    yield f"{margin} {paint('=', 'blue')} {_source_of_rule(finding, paint)}"


def _source_of_rule(finding: Finding, paint: _Paint) -> str:
    """Return the name of the rule, and where to read more about it."""
    if finding.policy:
        return f"{paint('policy')}: {finding.name}, {escape(finding.policy)}"
    return f"{paint('rule')}: {finding.name}, see `pool-lint explain {finding.rule}`"


def _other_file(other: LocatedRange, margin: str, paint: _Paint) -> Iterator[str]:
    """Yield the source line of a related place in another file."""
    bar = paint("|", "blue")
    if other.range:
        place = safe_line(format_location(other.file, other.range.start))
        yield f"{margin} {bar}"
        yield f"{margin}{paint(':::', 'blue')} {place}"
    if other.range and other.lines:
        yield f"{margin} {bar}"
    for line in other.lines:
        if shows(other.range, line):
            yield _source(line, len(margin), paint)
            yield _note(other, other.range, line, len(margin), paint)


def _line(finding: Finding, line: Line, width: int, paint: _Paint) -> Iterator[str]:
    bar = paint("|", "blue")
    yield _source(line, width, paint)
    for other in finding.related:
        if other.file == finding.file and shows(other.range, line):
            yield _note(other, other.range, line, width, paint)
    if shows(finding.range, line):
        marks = paint(marks_under(line, finding.range, "^"), _COLORS[finding.severity])
        beside = escape(finding.label) if finding.label else _before(finding)
        yield f"{' ' * width} {bar} {marks} {beside}".rstrip()


def _before(finding: Finding) -> str:
    """Return the old value of a change, for the line with the new one."""
    if finding.change is None:
        return ""
    from pool_lint.reporters.change_text import old_value  # noqa: PLC0415 - start-up

    return escape(old_value(finding.change))


def _advice(finding: Finding, margin: str, paint: _Paint) -> Iterator[str]:
    """Yield the help text and the fix, in one line if both say the same."""
    fix, lead = finding.fix, f"{margin} {paint('=', 'blue')}"
    advice = escape(finding.help) if finding.help else ""
    options = _OPTIONS[fix.applicability] if fix else ""
    if fix and advice and (finding.label or not describes_fix(advice, fix)):
        yield f"{lead} {paint('help')}: {advice}"
        advice = ""
    change = one_line_change(finding)
    if advice:
        yield f"{lead} {paint('help')}: {advice}{options}"
    elif fix:
        yield f"{lead} {paint('fix')}: {change or escape(fix.message)}{options}"
    if fix and not change:
        yield from _diff(fix, len(margin), paint)


def _diff(fix: LocatedFix, width: int, paint: _Paint) -> Iterator[str]:
    """Yield the lines that a fix removes and adds, with a mark for lines between."""
    if fix.hunks:
        yield f"{' ' * width} {paint('|', 'blue')}"
    below = None
    for number, before, after in fix.hunks:
        if below and number > below:
            yield f"{' ' * width} {paint('⋮', 'blue')}"
        below = number + len(before)
        red, green = paint("-", "red"), paint("+", "green")
        for sign, lines, others in ((red, before, after), (green, after, before)):
            pairs = zip_longest(lines, others[: len(lines)], fillvalue="")
            for place, (line, other) in enumerate(pairs, number):
                changed = altered(Line(place, line), other, paint.width or _FAR)
                yield _source(changed, width, paint, sign)
    if fix.hunks:
        yield f"{' ' * width} {paint('|', 'blue')}"


def _source(line: Line, width: int, paint: _Paint, bar: str = "") -> str:
    text = shown(line.text).rstrip()
    lead = "…" if line.column > 1 else ""
    number = paint(f"{line.number:>{width}}", "blue")
    return f"{number} {bar or paint('|', 'blue')} {lead}{text}".rstrip()


def _note(
    other: LocatedRange, place: Range, line: Line, width: int, paint: _Paint
) -> str:
    marks = paint(marks_under(line, place, "-"), "blue")
    return f"{' ' * width} {paint('|', 'blue')} {marks} {escape(other.message)}"
