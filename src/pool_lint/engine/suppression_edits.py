"""Write suppression comments: find a place where a comment suppresses a finding."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from pool_lint.engine.directives import Directive, directives
from pool_lint.engine.linter import Linter
from pool_lint.model.finding import Finding
from pool_lint.model.location import Span
from pool_lint.model.report import FileResult
from pool_lint.parsing import read
from pool_lint.parsing.source import Source

REASON = "reason"
"""The reason in a new comment, until a person writes another one."""


class NewComment(NamedTuple):
    """Text to insert into a file. ``reason`` is the part of it to type over, if any."""

    offset: int
    text: str
    reason: Span | None = None


def suppressing_comment(
    source: Source, linter: Linter, finding: Finding
) -> NewComment | None:
    """Return the text to insert for a comment that suppresses a finding.

    A comment that is already there gets one more rule. Each place is tried: the result
    is None if no comment can suppress the finding, or if one would add other findings.
    """
    if source.is_json or finding.range is None:
        return None
    before = linter.lint(source)
    for comment in _candidates(source, linter, finding):
        at = comment.offset
        text = f"{source.text[:at]}{comment.text}{source.text[at:]}"
        after = linter.lint(Source(source.name, text))
        if _count(after) <= _count(before) and _suppresses(after, finding):
            return comment
    return None


def _candidates(
    source: Source, linter: Linter, finding: Finding
) -> Iterator[NewComment]:
    line = finding.range.start.line if finding.range else 1
    for document in read(source, linter.limits):
        for directive in directives(document):
            if directive.names and _applies(directive, line, source):
                end = directive.names[-1].span.end
                yield NewComment(end, f",{finding.rule}")
    span = source.line_span(line)
    if span is None:
        return
    text = source.text[span.start : span.end]
    content = text.rstrip("\r\n")
    gap = "" if content.endswith((" ", "\t")) else "  "
    end = span.start + len(content)
    yield _comment(end, f"{gap}# pool-lint: disable={finding.rule}", "")
    indent = content[: len(content) - len(content.lstrip(" "))]
    ending = text[len(content) :] or "\n"
    comment = f"{indent}# pool-lint: disable-next-line={finding.rule}"
    yield _comment(span.start, comment, ending)


def _comment(offset: int, text: str, ending: str) -> NewComment:
    start = len(text) + len(" -- ")
    reason = Span(start, start + len(REASON))
    return NewComment(offset, f"{text} -- {REASON}{ending}", reason)


def _applies(directive: Directive, line: int, source: Source) -> bool:
    """Return whether a comment is for a single line, and for this one."""
    here = source.position(directive.span.start).line
    if directive.word == "disable":
        return here == line and not directive.alone
    return directive.word == "disable-next-line" and here == line - 1


def _count(result: FileResult) -> int:
    return len(result.findings) + len(result.hidden)


def _suppresses(result: FileResult, finding: Finding) -> bool:
    """Return whether comments suppress a finding, or a fact that leads to it."""
    index = finding.document.index if finding.document else 0
    sought = (finding.rule, index, finding.pointer)
    found = {
        (one.finding.rule, one.finding.document.index, one.finding.pointer)
        for one in result.suppressed
        if one.finding.document
    }
    found |= {
        (fact.rule, fact.document.index, fact.location.pointer)
        for fact in result.facts
        if fact.suppressed is not None
    }
    return sought in found
