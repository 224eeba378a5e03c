"""Code actions: fixes, comments that ignore a finding, and all safe fixes at once."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import NamedTuple

from lsprotocol import types

from pool_lint.engine.fix_trial import FixTrial
from pool_lint.engine.fixer import Fixer, fix_source
from pool_lint.engine.linter import Linter
from pool_lint.engine.suppression_edits import NewComment, suppressing_comment
from pool_lint.model.finding import Finding
from pool_lint.model.fix import Applicability
from pool_lint.model.location import Span
from pool_lint.model.text import escape
from pool_lint.parsing import DefectKind
from pool_lint.parsing.source import Source
from pool_lint.project.open_text import OpenText
from pool_lint.server.clients import Client
from pool_lint.server.positions import Positions

FIX_ALL = "source.fixAll.pool-lint"
SELECT = "pool-lint.select"
"""The command that selects the reason in a new comment."""

_QUICK_FIX = types.CodeActionKind.QuickFix.value
# Each action is tried, which takes several times as long as linting the text. A text
# that is slow to lint gets none, and the search for actions ends after some CPU time.
_MOST_FINDINGS = 20
_SLOW = 0.3
_SECONDS = 1

Diagnosed = Iterable[tuple[Finding, types.Diagnostic]]


class Actions:
    """The code actions for one open text.

    ``linter`` is the linter for fixes of the text, ``version`` the version of it that
    the client sent.
    """

    def __init__(
        self, text: OpenText, linter: Linter, client: Client, uri: str, version: int
    ) -> None:
        self._source = text.source
        self._is_slow = text.seconds > _SLOW
        self._positions = Positions(text.source, text.text, client.encoding)
        self._linter = linter
        self._client = client
        self._uri = uri
        self._version = version

    def quick(
        self, diagnosed: Diagnosed, *, ignore: bool
    ) -> Iterator[types.CodeAction]:
        """Yield the fixes of findings, then with ``ignore`` the comments for them."""
        chosen = [] if self._is_slow else list(islice(diagnosed, _MOST_FINDINGS))
        end = time.thread_time() + _SECONDS
        if any(finding.fix for finding, _ in chosen):
            trial = FixTrial(self._source, self._linter)
            for finding, diagnostic in chosen:
                if time.thread_time() > end:
                    return
                if finding.fix and Fixer(trial, unsafe=True).accepts(finding):
                    yield self._fix(finding, diagnostic)
        # A duplicate key keeps other rules from running, so editors do not hide it.
        rules = self._linter.rules
        never = {r.id for r in rules if r.defect is DefectKind.DUPLICATE_KEY}
        for finding, diagnostic in chosen if ignore else ():
            if finding.rule in never:
                continue
            if time.thread_time() > end:
                return
            comment = suppressing_comment(self._source, self._linter, finding)
            if comment:
                yield self._ignore(comment, finding, diagnostic)

    def fix_all(self) -> Iterator[types.CodeAction]:
        """Yield the action that makes all safe fixes, if there are any."""
        if self._is_slow:
            return
        old = self._source.text
        new = fix_source(self._source, self._linter, unsafe=False).source.text
        if new == old:
            return
        start = _common(old, new)
        end = _common(old[start:][::-1], new[start:][::-1])
        changed = Span(start, len(old) - end)
        edit = types.TextEdit(
            self._positions.span(changed), new[start : len(new) - end]
        )
        yield types.CodeAction(
            "Apply all safe fixes of pool-lint",
            kind=FIX_ALL,
            edit=self._workspace_edit([edit]),
        )

    def _fix(self, finding: Finding, diagnostic: types.Diagnostic) -> types.CodeAction:
        fix = finding.fix
        edits = fix.edits if fix else ()
        title = escape(fix.message if fix else finding.message)
        title = title[:1].upper() + title[1:]
        safe = fix is not None and fix.applicability is Applicability.SAFE
        return types.CodeAction(
            title if safe else f"{title} (unsafe)",
            kind=_QUICK_FIX,
            diagnostics=[diagnostic],
            is_preferred=True if safe else None,
            edit=self._workspace_edit(
                [types.TextEdit(self._positions.range(r), c) for r, c in edits]
            ),
        )

    def _ignore(
        self, comment: NewComment, finding: Finding, diagnostic: types.Diagnostic
    ) -> types.CodeAction:
        at = self._positions.span(Span(comment.offset, comment.offset))
        edit: types.TextEdit | types.SnippetTextEdit
        edit = types.TextEdit(at, comment.text)
        command = None
        if comment.reason and self._client.snippets and self._client.versions:
            start, end = comment.reason
            before, reason = comment.text[:start], comment.text[start:end]
            snippet = f"{before}${{1:{reason}}}{comment.text[end:]}"
            edit = types.SnippetTextEdit(at, types.StringValue(snippet))
        elif comment.reason and self._client.shows:
            arguments = [self._uri, self._selection(comment, comment.reason)]
            command = types.Command("Type the reason", SELECT, arguments=arguments)
        return types.CodeAction(
            f"Ignore {finding.rule} on this line…",
            kind=_QUICK_FIX,
            diagnostics=[diagnostic],
            edit=self._workspace_edit([edit]),
            command=command,
        )

    def _selection(self, comment: NewComment, reason: Span) -> types.Range:
        """Return the range of the reason in the text with the comment."""
        at, old = comment.offset, self._source.text
        source = Source(self._source.name, f"{old[:at]}{comment.text}{old[at:]}")
        positions = self._positions._replace(source=source)
        return positions.span(Span(at + reason.start, at + reason.end))

    def _workspace_edit(
        self, edits: list[types.TextEdit] | list[types.TextEdit | types.SnippetTextEdit]
    ) -> types.WorkspaceEdit:
        if not self._client.versions:
            plain = [edit for edit in edits if isinstance(edit, types.TextEdit)]
            return types.WorkspaceEdit(changes={self._uri: plain})
        document = types.OptionalVersionedTextDocumentIdentifier(
            self._uri, self._version
        )
        change = types.TextDocumentEdit(document, list(edits))
        return types.WorkspaceEdit(document_changes=[change])


class Wanted(NamedTuple):
    """The kinds of actions that a client asks for, None for all."""

    only: tuple[str, ...] | None

    def includes(self, kind: str) -> bool:
        """Return whether actions of a kind are wanted: it, or a kind that it is in."""
        return self.only is None or any(
            kind == wanted or kind.startswith(f"{wanted}.") or not wanted
            for wanted in self.only
        )


def overlaps(one: types.Range, other: types.Range) -> bool:
    """Return whether two ranges share a character, or touch."""
    return _place(one.start) <= _place(other.end) and _place(other.start) <= _place(
        one.end
    )


def _place(position: types.Position) -> tuple[int, int]:
    return position.line, position.character


def _common(one: str, other: str) -> int:
    """Return the number of equal characters at the start of two texts."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one[:middle] == other[:middle]:
            low = middle
        else:
            high = middle - 1
    return low
