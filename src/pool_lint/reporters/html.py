"""The html format: one page that needs no script, no network and no other file."""

from __future__ import annotations

import os
from base64 import b64encode
from collections.abc import Iterator
from hashlib import sha256
from typing import Any

from pool_lint.model.problem import Severity
from pool_lint.model.report import Report
from pool_lint.model.text import escape
from pool_lint.model.version import __version__
from pool_lint.reporters.page.charts import charts_of
from pool_lint.reporters.page.entries import Entries
from pool_lint.reporters.style import Style
from pool_lint.reporters.summary import many, plural, summary

_FOLDER = os.path.join(os.path.dirname(__file__), "page")


def report(report: Report, style: Style) -> Iterator[str]:
    """Yield the page: the fleet at a glance, and the pools with their findings.

    The run must list its pools. Needs Jinja2, which is an extra of pool-lint.
    """
    from jinja2 import Environment, StrictUndefined  # noqa: PLC0415 - an extra

    environment = Environment(
        autoescape=True,
        finalize=_printable,
        lstrip_blocks=True,
        trim_blocks=True,
        undefined=StrictUndefined,
    )
    template = environment.from_string(_read("report.html.jinja"))
    yield from template.generate(_content(report, style))
    yield "\n"


def policy_of(style_sheet: str) -> str:
    """Return the content security policy of a page with one style sheet.

    It forbids scripts, images, fonts, frames, forms and all connections.
    """
    digest = b64encode(sha256(style_sheet.encode()).digest()).decode()
    forbidden = "default-src 'none'; base-uri 'none'; form-action 'none'"
    return f"{forbidden}; style-src 'sha256-{digest}'"


def _content(report: Report, style: Style) -> dict[str, Any]:
    from markupsafe import Markup  # noqa: PLC0415 - an extra

    inventory, entries = report.inventory, Entries(report, style)
    sheet = _read("report.css")
    counts = [(severity.value, report.count(severity)) for severity in Severity]
    tiles = [
        *((noun, number, "") for noun, number in inventory.nouns.items()),
        ("node", inventory.nodes, ""),
        *((word, number, word) for word, number in counts if number or word != "info"),
    ]
    return {
        "sheet": Markup(sheet),  # noqa: S704 - a file of the package
        "policy": policy_of(sheet),
        "version": __version__,
        "summary": summary(report),
        "tiles": [(f"{n:,}", plural(n, noun), kind) for noun, n, kind in tiles],
        "unknown_counts": inventory.unknown_counts,
        "left_out": entries.left_out and many(entries.left_out, "more finding"),
        "charts": list(charts_of(inventory)),
        "pools": map(entries.pool, inventory.pools),
        "has_pools": bool(inventory.pools),
        "others": entries.findings(inventory.others),
        "failures": [
            *((failure.file, failure.reason) for failure in report.failures),
            *(
                (file.file, file.fix_outcome.failure)
                for file in report.files
                if file.fix_outcome.failure
            ),
        ],
    }


def _printable(value: object) -> object:
    """Escape what no page should hold, before markup is escaped.

    These are control characters, invisible characters and lone surrogates.
    """
    return escape(value) if type(value) is str else value


def _read(name: str) -> str:
    with open(os.path.join(_FOLDER, name), encoding="utf-8") as file:
        return file.read()
