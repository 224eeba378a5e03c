"""Links of the pages, and the addresses in the README."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from .transcripts import ROOT

_LINK = re.compile(r"\]\(([^()\s]+)\)")
_CODE = re.compile(r"(?ms)^(```+).*?^\1$|(`+)[^`\n]+?\2")
_ADDRESS = re.compile(r"https://[^\s()]+?/(?:blob|raw)/main/([^\s()#]+)(#[^\s()]+)?")


@cache
def urls() -> dict[str, str]:
    """Return the addresses in pyproject.toml, the one place where they are set."""
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    found: dict[str, str] = tomllib.loads(text)["project"]["urls"]
    return found


def address(file: str) -> str:
    """Return the address of a file of the repository."""
    view = "raw" if file.endswith(".svg") else "blob"
    return f"{urls()['Repository']}/{view}/main/{file}"


def with_addresses(text: str) -> str:
    """Return a text whose links to files of the repository start as in pyproject.toml.

    So does the address that pip and pre-commit install from.
    """
    text = _ADDRESS.sub(lambda found: address(found[1]) + (found[2] or ""), text)
    install = r"(?:(?<=- repo: )|(?<=git\+)|(?<=_REPOSITORY: ))https://\S+"
    return re.sub(install, lambda _: urls()["Repository"], text)


def targets(text: str) -> list[str]:
    """Return the targets of the links of a page."""
    return _LINK.findall(_CODE.sub("", text))


def broken(page: Path) -> Iterator[str]:
    """Yield the links of a page that lead to no file or no heading."""
    text = page.read_text(encoding="utf-8")
    for link in targets(text):
        inside = _ADDRESS.fullmatch(link)
        if inside and link == address(inside[1]) + (inside[2] or ""):
            exists = _exists(ROOT / inside[1], (inside[2] or "#")[1:])
        elif link.startswith("https://"):
            exists = not link.startswith(urls()["Repository"])
        else:
            name, _, anchor = link.partition("#")
            exists = _exists(page.parent / name if name else page, anchor)
        if not exists:
            yield link


def _exists(target: Path, anchor: str) -> bool:
    if not anchor:
        return target.exists()
    return target.is_file() and anchor in anchors(target)


def anchors(page: Path) -> set[str]:
    """Return the anchors of the headings of a page, as forges make them."""
    text = re.sub(r"(?ms)^(```+).*?^\1$", "", page.read_text(encoding="utf-8"))
    headings = re.findall(r"(?m)^#+ (.+)$", text)
    return {
        re.sub(r"[^\w\- ]", "", re.sub(r"\]\(.*?\)", "", heading))
        .lower()
        .replace(" ", "-")
        for heading in headings
    }
