"""Generates files, and parts of files."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from architecture import packages

from . import links, picture, rule_pages, tables, transcripts
from .transcripts import ROOT

README = ROOT / "README.md"
DOCS = ROOT / "docs"
VERSION = ROOT / "src" / "pool_lint" / "model" / "version.py"
PICTURE = DOCS / "finding.svg"
_PARTS: dict[str, Callable[[], str]] = {
    "packages": packages,
    "settings": tables.settings,
    "changes": tables.changes,
    "fields": tables.fields,
    "fixes": tables.fixes,
    "limits": tables.limits,
}
_INSTALL = (
    "github-actions.yml",
    "github-changes.yml",
    "gitlab-ci.yml",
    "pre-commit-config.yaml",
)
SHOWN = "pool-lint --color always --select RP301 tests/examples/broken.yaml"


def written() -> list[Path]:
    """Return the hand-written pages; parts of them are generated."""
    own = [path for path in sorted(DOCS.glob("*.md")) if path.name != "rules.md"]
    return [README, ROOT / "CHANGELOG.md", *(ROOT / ".github").glob("*.md"), *own]


def shown() -> list[Path]:
    """Return the pages for users, which show commands that can be run anywhere."""
    return [path for path in written() if path.parent == DOCS or path == README]


def generated() -> Iterator[tuple[Path, Callable[[], str]]]:
    """Yield each file, and a function that returns its expected text."""
    others = {*written()} - {*shown()}
    for path in [*(ROOT / "hooks" / name for name in _INSTALL), VERSION, *others]:
        yield path, partial(_with_addresses, path)
    yield PICTURE, drawing
    for name, text in rule_pages.pages():
        yield DOCS / name, text
    for path in shown():
        yield path, partial(_page, path)


def page_and_commands(path: Path) -> tuple[str, list[transcripts.Ran]]:
    """Return the expected text of a page for users, and its commands that ran.

    The text has current tables, addresses and transcripts.
    """
    text = _with_parts(path.read_text(encoding="utf-8"))
    return transcripts.renewed_with_commands(links.with_addresses(text))


def _page(path: Path) -> str:
    return page_and_commands(path)[0]


def _with_addresses(path: Path) -> str:
    return links.with_addresses(path.read_text(encoding="utf-8"))


def drawing() -> str:
    """Return the picture of a finding."""
    ran = transcripts.run(SHOWN, ROOT)
    finding = ran.output.partition("\n\n")[0]
    command = SHOWN.replace(" --color always", "")
    return picture.picture(f"Output of {command}", f"$ {command}\n\n{finding}")


def _with_parts(text: str) -> str:
    for name, make in _PARTS.items():
        if f"<!-- {name} -->" in text:
            new = f"<!-- {name} -->\n{make()}<!-- /{name} -->"
            old = rf"(?s)<!-- {name} -->.*<!-- /{name} -->"
            text = re.sub(old, lambda _, new=new: new, text)  # type: ignore[misc]
    return text
