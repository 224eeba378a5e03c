"""The end of a run: summary, hints, statistics and exit code."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Iterator

from pool_lint.model.problem import Severity
from pool_lint.model.report import FileResult, Report, SuppressionKind
from pool_lint.model.skipped import SkipReason
from pool_lint.model.text import escape


def exit_code(report: Report) -> int:
    """Return 2 if a file could not be read or written, 1 for findings, else 0.

    The settings of each file name the least severity that counts, or ``never``.
    """
    unwritten = any(file.fix_outcome.failure for file in report.files)
    return 2 if report.failures or unwritten else int(any(map(_fails, report.files)))


def _fails(file: FileResult) -> bool:
    level = file.fail_on or Severity.ERROR
    if level == "never":
        return False
    found = [*(finding.severity for finding in file.findings), *file.hidden]
    return any(severity.rank <= Severity(level).rank for severity in found)


def found_nothing(report: Report, paths: Iterable[str]) -> bool:
    """Return whether a folder was given and the whole run found no pool."""
    searched = any(os.path.isdir(path) for path in paths)
    return searched and not (report.documents or report.findings or report.suppressed)


def closing_lines(
    report: Report,
    empty: Iterable[str],
    *,
    quiet: bool = False,
    lists_skipped: bool = False,
) -> Iterator[str]:
    """Yield the files that could not be read, the summary, and hints.

    ``empty`` holds the paths to name because no pool was found there. A file that was
    not parsed is always named: it may be a broken manifest. With ``lists_skipped`` the
    skipped documents are printed elsewhere, and a hint is not needed.
    """
    for failure in report.failures:
        name = escape(failure.file) or '""'
        yield f"pool-lint: {name}: {escape(failure.reason)}\n"
    for file in report.files:
        reason = file.fix_outcome.failure
        if reason:
            yield f"pool-lint: {escape(file.file)}: {escape(reason)}\n"
        if file.unparsed:
            reason = SkipReason.NOT_PARSED.text
            yield f"pool-lint: {escape(file.file)}: skipped: {reason}\n"
    if not quiet:
        yield f"{summary(report)}\n"
        yield from _fixable(report)
        if not lists_skipped:
            yield from _all_skipped(report)
    folders = [path for path in empty if os.path.isdir(path)]
    if folders:
        yield from empty_lines(folders)


def empty_lines(folders: Iterable[str]) -> Iterator[str]:
    """Yield a line with the folders in which no pool was found."""
    names, advice = (
        ", ".join(map(escape, folders)),
        "use --allow-empty if that is intended",
    )
    yield f"pool-lint: no pool manifest found under {names}; {advice}\n"


def _fixable(report: Report) -> Iterator[str]:
    """Yield the number of fixable findings, nothing if there are none.

    For unsafe fixes it is an upper bound: one that adds findings is refused.
    """
    fixes = Counter(f.fix.applicability.value for f in report.findings if f.fix)
    safe, unsafe = fixes["safe"], fixes["unsafe"]
    texts = [f"{safe} with --fix"] if safe else []
    more = "more " * bool(safe)
    texts += [f"up to {unsafe} {more}with --unsafe-fixes"] if unsafe else []
    if texts:
        yield f"fixable: {', '.join(texts)}\n"


def _all_skipped(report: Report) -> Iterator[str]:
    """Yield a hint if no document was checked because all of them were skipped."""
    skipped = any(file.skipped for file in report.files)
    if skipped and not (report.documents or report.findings or report.suppressed):
        yield "hint: use --show-skipped to list the skipped documents and the reasons\n"


def skipped_lines(report: Report) -> Iterator[str]:
    """Yield one line per skipped document, with the reason."""
    for file in report.files:
        several = file.documents + len(file.skipped) > 1
        for one in file.skipped:
            number = "" if one.document is None else f", document {one.document + 1}"
            place = f"{file.file}{number if several else ''}"
            yield f"skipped: {escape(place)}: {escape(str(one))}\n"


def skipped_by_reason(report: Report) -> Iterator[str]:
    """Yield one line with the number of skipped documents for each reason."""
    counts = Counter(one.reason for file in report.files for one in file.skipped)
    texts = [f"{count} {reason.text}" for reason, count in counts.most_common()]
    if texts:
        yield f"skipped: {'; '.join(texts)}\n"


def statistics(report: Report) -> Iterator[str]:
    """Yield the number of findings per rule, the most frequent rule first."""
    counts = Counter((f.rule, f.name, f.severity) for f in report.findings)
    width = len(str(max(counts.values(), default=0)))
    for (rule, name, severity), count in sorted(
        counts.items(), key=lambda item: (-item[1], item[0])
    ):
        yield f"{count:>{width}}  {rule}  {name} ({severity})\n"


def summary(report: Report) -> str:
    """Return one line with the numbers of files, documents and findings."""
    files = len(report.files) + len(report.failures)
    skipped = sum(file.skipped_documents for file in report.files)
    unread = sum(file.unread_documents for file in report.files)
    hidden = sum(len(file.hidden) for file in report.files)
    unparsed = sum(file.unparsed for file in report.files)
    counts = {severity: report.count(severity) for severity in Severity}
    checked = [
        f"{many(report.documents, report.noun)} checked",
        f"{many(skipped, 'other document')} skipped" if skipped else "",
        f"{many(unread, 'document')} not parsed" if unread else "",
        f"{many(unparsed, 'file')} not parsed, no sign of a pool" if unparsed else "",
        f"{many(len(report.failures), 'file')} could not be read"
        if report.failures
        else "",
        f"{many(report.ignored, 'file')} ignored by git" if report.ignored else "",
    ]
    made = sum(len(file.fix_outcome.made) for file in report.files)
    would = any(file.fix_outcome.diff for file in report.files)
    found = [f"{made} {'would be fixed' if would else 'fixed'}"] if made else []
    left = [many(count, str(name)) for name, count in counts.items() if count]
    found += [*left[:-1], f"{left[-1]} would remain"] if left and would else left
    found += [f"{hidden} of them not shown"] if hidden else []
    suppressed = {
        "suppressed": report.suppressed_count(SuppressionKind.COMMENT),
        "in the baseline": report.suppressed_count(SuppressionKind.BASELINE),
    }
    found += [f"{count} {how}" for how, count in suppressed.items() if count]
    parts = ", ".join(part for part in checked if part)
    return f"{many(files, 'file')}: {parts}; {', '.join(found) or 'no findings'}"


def many(count: int, noun: str) -> str:
    """Return a number with its noun, in the plural if needed."""
    return f"{count} {plural(count, noun)}"


def plural(count: int, noun: str) -> str:
    """Return a noun in the form that a number needs."""
    if count == 1:
        return noun
    return f"{noun[:-1]}ies" if noun.endswith("y") else f"{noun}s"
