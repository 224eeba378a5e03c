"""Compare two sides, and report what the changes do to running pools."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from operator import attrgetter
from typing import NamedTuple

from pool_lint.changes.acceptance import acceptances
from pool_lint.changes.bodies import Side, SideFile
from pool_lint.changes.drafts import drafts_of
from pool_lint.changes.findings import FindingMaker
from pool_lint.changes.guards import Guards
from pool_lint.changes.matching import matched
from pool_lint.changes.scope import Scope
from pool_lint.changes.sides import SideReader
from pool_lint.changes.summary import summary_of
from pool_lint.changes.verdicts import PairChanges, judged_pair
from pool_lint.config.run_options import RunOptions
from pool_lint.filesystem.paths import display
from pool_lint.filesystem.read import is_stdin
from pool_lint.model.finding import Finding
from pool_lint.model.problem import Severity
from pool_lint.model.report import FileResult, Report, Suppressed, SuppressionKind
from pool_lint.parsing import DefectKind
from pool_lint.project.run import Input, report_of
from pool_lint.project.workspace import Workspace
from pool_lint.rules.registry import builtin_rules, rule_for_defect

# Comments are for the linter: they accept no change.
_COMMENTS = (
    DefectKind.UNKNOWN_SUPPRESSION,
    DefectKind.UNUSED_SUPPRESSION,
    DefectKind.SUPPRESSION_WITHOUT_REASON,
)


class ChangesRun(NamedTuple):
    """The result of a comparison.

    ``changes`` are those of each pair of bodies. ``unused`` are the words that accept
    nothing. ``notes`` say where the settings of both sides differ.
    """

    report: Report
    changes: tuple[PairChanges, ...] = ()
    unused: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


class Request(NamedTuple):
    """What to compare: two paths, and how.

    ``label`` names the old side in reports, such as ``origin/main``. ``accept`` are the
    words that accept changes. With ``lints``, the new side is linted too.
    """

    old: str
    new: str
    label: str = ""
    accept: Sequence[str] = ()
    lints: bool = True


def changes_between(request: Request, options: RunOptions) -> ChangesRun:
    """Compare two sides and return the report.

    ``options`` apply to both sides, like their own settings files. Selection,
    severities and the edition are those of the new side.

    Raises ReadError if a side does not exist or cannot be read. A word that names no
    rule about changes raises AcceptanceError. Options can raise the errors of
    :class:`Workspace`.
    """
    accepted = acceptances(request.accept)
    about_comments = [rule_for_defect(k, builtin_rules()).id for k in _COMMENTS]
    new_options = options._replace(ignore=(*options.ignore, *about_comments))
    new_space = _workspace(request.new, new_options)
    new = SideReader(request.new, new_space, lambda _, real: display(real)).read()
    editions = {body.file.settings.config.edition for body in new.bodies}
    edition = editions.pop() if len(editions) == 1 else options.edition
    old_space = _workspace(request.old, options._replace(edition=edition))
    name_of = _old_names(request)
    old = SideReader(request.old, old_space, name_of, answers=True).read()
    scope = Scope(old_space, new_space, request.old, request.new)
    maker = FindingMaker(scope, accepted)
    pairs, hiding = matched(old, new)
    changes = [judged_pair(pair) for pair in pairs]
    found = [
        maker.of_draft(draft)
        for change in changes
        for draft in drafts_of(change, scope.rule_of, merges=maker.merges(change))
    ]
    unreadable = {id(one): one for one in (*old.unreadable, *new.unreadable, *hiding)}
    found += [maker.of_unreadable(one) for one in unreadable.values()]
    findings = [finding for finding in found if finding]
    guards = Guards(scope)
    report = (
        _linted(new, new_space, guards) if request.lints else _unlinted(new, new_space)
    )
    files = {file.name: file for file in (*old.files, *new.files)}
    report = _with(report, findings, scope, files, maker.hidden)
    summary = summary_of(changes, request.label or display(request.old))
    unused = (one.word for one in accepted if one not in maker.used)
    report = report._replace(changes=summary)
    notes = (*scope.notes(files.values()), *guards.notes())
    return ChangesRun(report, tuple(changes), tuple(unused), notes)


def _workspace(path: str, options: RunOptions) -> Workspace:
    """Return the workspace of a side; its folder bounds the search for settings."""
    folder = path if os.path.isdir(path) else os.path.dirname(path)
    root = None if is_stdin(path) else os.path.abspath(folder)
    return Workspace(options._replace(settings_root=root))


def _old_names(request: Request) -> Callable[[str, str], str]:
    """Return how files of the old side are named: by the label and the new path."""

    def name(below: str, real: str) -> str:
        if not request.label:
            return display(real)
        same = os.path.join(request.new, below) if below else request.new
        is_known = below or not (os.path.isdir(request.new) or is_stdin(request.new))
        return f"{request.label}:{display(same if is_known else real)}"

    return name


def _linted(side: Side, workspace: Workspace, guards: Guards) -> Report:
    results = [
        guards.completed(file, file.given.linted().without_fixes())
        for file in side.files
        if isinstance(file.given, Input)
    ]
    return report_of(results, workspace)


def _unlinted(side: Side, workspace: Workspace) -> Report:
    counts = Counter(body.file.name for body in side.bodies)
    results = [FileResult(f.name, (), documents=counts[f.name]) for f in side.files]
    return report_of(results, workspace)


def _with(
    report: Report,
    findings: Iterable[Finding],
    scope: Scope,
    files: dict[str, SideFile],
    hidden: Mapping[str, Iterable[Severity]],
) -> Report:
    """Return a report with the findings about changes; accepted ones are suppressed."""
    results = {file.file: file for file in report.files}
    by_file: dict[str, list[Finding]] = {}
    for finding in findings:
        by_file.setdefault(finding.file, []).append(finding)
    for name, several in by_file.items():
        result = results.get(name, FileResult(name, ()))
        accepted = [f for f in several if f.change and f.change.accepted]
        others = [f for f in several if not (f.change and f.change.accepted)]
        shown = sorted([*result.findings, *others], key=attrgetter("order"))
        kept = [Suppressed(f, SuppressionKind.ACCEPTED) for f in accepted]
        results[name] = result._replace(
            findings=tuple(shown), suppressed=(*result.suppressed, *kept)
        )
    strict = {
        name: result._replace(
            fail_on=scope.fail_on(files[name]),
            hidden=(*result.hidden, *hidden.get(name, ())),
        )
        for name, result in results.items()
    }
    return report._replace(files=tuple(strict[name] for name in sorted(strict)))
