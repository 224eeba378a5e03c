"""Generates files, and parts of files."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
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


def generated() -> Iterator[tuple[Path, str]]:
    """Yield each file with its expected text."""
    hooks = (ROOT / "hooks" / name for name in _INSTALL)
    for path in [*hooks, VERSION]:
        yield path, links.with_addresses(path.read_text(encoding="utf-8"))
    yield PICTURE, drawing()
    for name, text in rule_pages.pages():
        yield DOCS / name, text
    for path in written():
        text = path.read_text(encoding="utf-8")
        shows = path in shown()
        yield path, page(text) if shows else links.with_addresses(text)


def page(text: str) -> str:
    """Return a page with current tables, addresses and transcripts."""
    return transcripts.renewed(links.with_addresses(_with_parts(text)))


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
