"""The github format: one workflow command per finding, shown as an annotation."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import partial
from itertools import starmap
from typing import NamedTuple

from pool_lint.model.finding import Finding
from pool_lint.model.location import Range
from pool_lint.model.problem import Severity
from pool_lint.model.report import Report
from pool_lint.model.text import escape
from pool_lint.reporters import each
from pool_lint.reporters.advice import advice_of
from pool_lint.reporters.remarks import remarks
from pool_lint.reporters.style import Style

MOST_SHOWN = 10  # per level and step; GitHub only logs the others

_LEVELS = {"error": "error", "warning": "warning", "info": "notice"}
_TOOL: dict[str, object] = {"title": "pool-lint"}


class _Command(NamedTuple):
    """A workflow command as one line, and the level of its annotation."""

    level: str
    text: str


def report(report: Report, style: Style) -> Iterator[str]:
    """Yield one command per finding, the most severe first.

    The last one counts the findings that get no annotation.
    """
    order = list(_LEVELS.values())
    remarked = starmap(partial(_remark, style), remarks(report))
    commands = [*remarked, *each(partial(_annotation, style), report.annotated)]
    commands.sort(key=lambda command: order.index(command.level))
    yield from (command.text for command in [*commands, *_left_out(commands)])


def _command(level: str, properties: dict[str, object], *lines: str) -> _Command:
    given = (f"{name}={_value(value)}" for name, value in properties.items())
    message = _data("\n".join(map(escape, lines)))
    return _Command(level, f"::{level} {','.join(given)}::{message}\n")


def _remark(style: Style, severity: Severity, file: str, text: str) -> _Command:
    return _command(_LEVELS[severity], _file(style.path(file)) | _TOOL, text)


def _annotation(style: Style, finding: Finding) -> _Command:
    """Return the command for a finding.

    The message repeats the place, because the log shows only the message.
    """
    finding = finding._replace(file=style.path(finding.file))
    properties = {
        **_file(finding.file),
        **_lines(finding.range),
        "title": f"{finding.rule} {finding.name}",
    }
    text = f"{finding.where}: {finding.rule} {finding.message}"
    advice = advice_of(finding)
    lines = (text, f"help: {advice}") if advice else (text,)
    return _command(_LEVELS[finding.severity], properties, *lines)


def _file(file: str) -> dict[str, object]:
    return {"file": file} if file else {}


def _lines(location: Range | None) -> dict[str, object]:
    """Return the lines and columns of an annotation; no columns for several lines.

    GitHub accepts columns only within one line. The end column is exclusive, as in
    other linters: GitHub does not document it (github/docs#40038). An inclusive end
    of an empty range would lie before its start, and the runner would drop both.
    """
    if location is None:
        return {}
    (line, column), (end_line, end_column) = location
    several = line != end_line
    columns = {} if several else {"col": column, "endColumn": end_column}
    return {"line": line, "endLine": end_line, **columns}


def _left_out(commands: list[_Command]) -> Iterator[_Command]:
    """Yield a notice with the number of findings that get no annotation.

    The notice counts as one of the notices.
    """
    counts = Counter(command.level for command in commands)
    if max(counts.values(), default=0) <= MOST_SHOWN:
        return
    counts["notice"] += 1
    over = [
        f"{count - MOST_SHOWN} of {count} {level}s"
        for level in _LEVELS.values()
        if (count := counts[level]) > MOST_SHOWN
    ]
    shown = f"GitHub shows at most {MOST_SHOWN} annotations per level and step"
    yield _command("notice", _TOOL, f"{shown}; only in the log: {', '.join(over)}")


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _value(value: object) -> str:
    return _data(escape(str(value))).replace(":", "%3A").replace(",", "%2C")
