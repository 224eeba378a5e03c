"""Parse the page of the html format, and check what every page must fulfil."""

from __future__ import annotations

import re
from base64 import b64encode
from hashlib import sha256
from html.parser import HTMLParser

from pool_lint import Report
from pool_lint.model.text import escape
from pool_lint.reporters import Style, reporter
from pool_lint.reporters.web import Web

# No scripts, images, frames, forms or objects.
ALLOWED = """
    html head meta title style body header main section h1 h2 h4 p ul li strong
    figure figcaption span svg rect div table thead tbody tr th td code a details
    summary pre mark
"""
# Attributes with other values than constants of the template are content and href.
ATTRIBUTES = """
    lang charset http-equiv content name class width height aria-hidden aria-label
    focusable rx scope rowspan colspan href
"""
EMPTY = {"meta", "rect"}
WEB = Web("https://github.com/acme/pools/blob/0123abc")


class Page(HTMLParser):
    """The elements of a page in order, their attributes, and the texts by element.

    ``texts`` holds the text of each element with its tag and class, in the order of
    the start tags. Text of inner elements is part of it.
    """

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.comments: list[str] = []
        self._texts: list[str] = []
        self._open: list[int] = []
        self.feed(text)
        self.close()
        assert not self._open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))
        self._texts.append("")
        if tag not in EMPTY:
            self._open.append(len(self.tags) - 1)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in EMPTY
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        assert self.tags[self._open.pop()][0] == tag

    def handle_data(self, data: str) -> None:
        for index in self._open:
            self._texts[index] += data

    def handle_comment(self, data: str) -> None:
        self.comments.append(data)

    def all(self, tag: str, class_: str | None = None) -> list[str]:
        """Return the texts of the elements with a tag, and a class if it is given."""
        return [
            text
            for (name, attributes), text in zip(self.tags, self._texts, strict=True)
            if name == tag
            and (class_ is None or class_ in attributes.get("class", "").split())
        ]

    def meta(self, name: str) -> str:
        """Return the content of a ``meta`` element."""
        [found] = (
            attributes["content"]
            for tag, attributes in self.tags
            if tag == "meta"
            and name in {attributes.get("name"), attributes.get("http-equiv")}
        )
        return found

    @property
    def links(self) -> list[str]:
        """The addresses of all links."""
        return [attributes["href"] for tag, attributes in self.tags if tag == "a"]

    @property
    def skeleton(self) -> list[str]:
        """The elements, without those that mark parts of a text."""
        return [tag for tag, _ in self.tags if tag not in {"code", "span", "mark", "a"}]


def page(report: Report, web: Web = WEB) -> Page:
    """Return the page of a report, checked."""
    return checked("".join(reporter("html")(report, Style(web=web))))


def checked(output: str) -> Page:
    """Return a page that loads nothing, runs nothing and has only known elements."""
    assert output.startswith("<!DOCTYPE html>\n")
    assert output.endswith("</html>\n")
    output.encode()
    for line in output.removesuffix("\n").split("\n"):
        assert escape(line) == line
    found = Page(output)
    assert found.comments == []
    for tag, attributes in found.tags:
        assert tag in ALLOWED.split()
        assert set(attributes) <= {*ATTRIBUTES.split()}
        assert re.fullmatch(r"[a-z -]*", attributes.get("class", ""))
    for address in found.links:
        assert re.fullmatch(r"https?://[\x21-\x7e]+", address)
    [sheet] = found.all("style")
    assert not re.search(r"url\(|@import|image-set", sheet)
    digest = b64encode(sha256(sheet.encode()).digest()).decode()
    assert found.meta("Content-Security-Policy") == (
        "default-src 'none'; base-uri 'none'; form-action 'none'; "
        f"style-src 'sha256-{digest}'"
    )
    # The policy applies to what comes after it.
    first = [tag for tag, _ in found.tags[:4]]
    assert first == ["html", "head", "meta", "meta"]
    assert "http-equiv" in found.tags[3][1]
    return found
