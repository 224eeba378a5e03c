"""Render Markdown with GitHub's own parser, to see what a reader sees."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest


class Rendered(HTMLParser):
    """The elements and texts of a Markdown document, as GitHub renders it.

    ``tags`` holds the elements in order, ``cells`` the texts of a table by row.
    ``codes`` holds the text of each code span, ``loose`` all text outside of them.
    ``links`` holds the addresses, and ``comments`` the comments of HTML.
    """

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.cells: list[list[str]] = []
        self.codes: list[str] = []
        self.links: list[str] = []
        self.comments: list[str] = []
        self.loose = ""
        self._inside: list[str] = []
        # Unsafe: HTML that slips through must be seen.
        self.feed(_html(text))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self._inside.append(tag)
        if tag == "tr":
            self.cells.append([])
        if tag in {"td", "th"}:
            self.cells[-1].append("")
        if tag == "code":
            self.codes.append("")
        self.links += [value or "" for name, value in attrs if name == "href"]

    def handle_endtag(self, tag: str) -> None:
        while self._inside and self._inside.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        if "code" in self._inside:
            self.codes[-1] += data
        else:
            self.loose += data
        if {"td", "th"} & {*self._inside}:
            self.cells[-1][-1] += data

    def handle_comment(self, data: str) -> None:
        self.comments.append(data.strip())


def _html(text: str) -> str:
    cmarkgfm = pytest.importorskip("cmarkgfm", reason="renders Markdown like GitHub")
    options = pytest.importorskip("cmarkgfm.cmark").Options
    html: str = cmarkgfm.github_flavored_markdown_to_html(
        text, options.CMARK_OPT_UNSAFE
    )
    return html
