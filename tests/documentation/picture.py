"""Draws the terminal output of a command as an SVG without embedded fonts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape

_LINE, _COLUMN, _MARGIN = 19, 8.4, 16
_CODES = re.compile(r"\x1b\[([0-9;]*)m|\x1b\]8;;.*?(?:\x1b\\|\x07)")
# The SGR codes as classes of the style sheet.
_CLASSES = {
    "1": "bold",
    "2": "dim",
    "4": "line",
    "31": "red",
    "32": "green",
    "33": "yellow",
    "34": "blue",
    "35": "magenta",
    "36": "cyan",
}
_STYLE = """\
text { font: 14px ui-monospace, SFMono-Regular, Menlo, Consolas, monospace }
text { white-space: pre; fill: #1f2328 }
.window { fill: #f6f8fa; stroke: #d1d9e0 }
.bold { font-weight: bold } .dim { opacity: .65 } .line { text-decoration: underline }
.red { fill: #cf222e } .green { fill: #1a7f37 } .yellow { fill: #9a6700 }
.blue { fill: #0969da } .magenta { fill: #8250df } .cyan { fill: #1b7c83 }
@media (prefers-color-scheme: dark) {
  text { fill: #e6edf3 } .window { fill: #0d1117; stroke: #30363d }
  .red { fill: #ff7b72 } .green { fill: #7ee787 } .yellow { fill: #e3b341 }
  .blue { fill: #79c0ff } .magenta { fill: #d2a8ff } .cyan { fill: #76e3ea }
}"""


def picture(title: str, printed: str) -> str:
    """Return an SVG of coloured output; ``title`` describes it to screen readers."""
    lines = printed.rstrip("\n").split("\n")
    columns = max(len(_CODES.sub("", line)) for line in lines)
    width, height = columns * _COLUMN + 2 * _MARGIN, len(lines) * _LINE + 2 * _MARGIN
    rows = "\n".join(
        f'<text x="{_MARGIN}" y="{_MARGIN + _LINE * number - 5}">{row}</text>'
        for number, row in enumerate(_rows(lines), 1)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height}" '
        f'width="{width:.0f}" height="{height}" role="img" xml:space="preserve">\n'
        f"<title>{escape(title)}</title>\n<style>\n{_STYLE}\n</style>\n"
        f'<rect class="window" x=".5" y=".5" width="{width - 1:.0f}" '
        f'height="{height - 1}" rx="8"/>\n{rows}\n</svg>\n'
    )


def _rows(lines: list[str]) -> Iterator[str]:
    """Yield the spans of each line; a style holds until it is reset."""
    classes: list[str] = []
    for line in lines:
        spans = []
        pieces = _CODES.split(line)
        for number, piece in enumerate(pieces):
            if number % 2:
                classes = _styled(classes, piece)
            elif piece and classes:
                names = " ".join(classes)
                spans.append(f'<tspan class="{names}">{escape(piece)}</tspan>')
            else:
                spans.append(escape(piece))
        yield "".join(spans)


def _styled(classes: list[str], codes: str | None) -> list[str]:
    for code in codes.split(";") if codes is not None else ():
        classes = [] if code in {"", "0"} else [*classes, _CLASSES[code]]
    return classes
