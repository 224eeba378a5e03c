"""The documentation of policies as Markdown: a table, and a page for each policy."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple, Protocol

from pool_lint.model.problem import Severity
from pool_lint.model.text import escape_lines
from pool_lint.reporters.markdown_text import code, link, prose, row, table


class Texts(Protocol):
    """The documentation of a policy: any text from a settings file."""

    @property
    def summary(self) -> str:
        """What the policy reports."""

    @property
    def why(self) -> str:
        """The help, which may be empty."""

    @property
    def bad(self) -> str:
        """Examples that it reports, which may be empty."""

    @property
    def good(self) -> str:
        """Examples that it does not report, which may be empty."""

    @property
    def source(self) -> str:
        """The settings file."""


class Page(NamedTuple):
    """A policy with its documentation. ``url`` is the address of its own page."""

    id: str
    name: str
    severity: Severity
    url: str
    texts: Texts


def pages(policies: Iterable[Page]) -> Iterator[str]:
    """Yield the table of policies, and a section for each one without a URL."""
    policies = list(policies)
    yield "## Policies\n\n" + table("policy", "name", "severity", "what it reports")
    for one in policies:
        cells = (link(one.id, one.url), one.name, one.severity)
        yield row(*cells, prose(one.texts.summary))
    for one in policies:
        if not one.url:
            yield "\n" + "\n\n".join(_section(one)) + "\n"


def _section(policy: Page) -> Iterator[str]:
    texts = policy.texts
    yield f"## {policy.id} {policy.name}"
    yield f"{prose(texts.summary)} ({policy.severity})"
    if texts.why:
        yield prose(" ".join(texts.why.split()))
    for heading, example in (("Bad", texts.bad), ("Good", texts.good)):
        if example:
            yield f"{heading}:\n\n{_block(example)}"
    yield f"Source: {code(texts.source)}"


def _block(example: str) -> str:
    """Return a block whose fence is longer than any run of backticks inside."""
    longest = max(map(len, re.findall("`+", example)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}yaml\n{escape_lines(example)}\n{fence}"
