"""The results of linting and fixing files."""

# No postponed annotations: named tuples compile each of them, a fifth of the time to
# import this module.
from collections.abc import Callable, Iterable, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from pool_lint.model.finding import Finding
from pool_lint.model.problem import Fact, Severity
from pool_lint.model.rule_text import RuleText, unnamed
from pool_lint.model.skipped import Skipped, SkipReason

if TYPE_CHECKING:
    from pool_lint.model.change import Changes
    from pool_lint.model.inventory import Inventory, ListedPool

_T = TypeVar("_T")


def by_weight(items: Iterable[_T], key: Callable[[_T], tuple[str, Any]]) -> list[_T]:
    """Return items in the order to show them: the first of each rule, then the rest.

    ``key`` returns the rule of an item and its weight; smaller weights come first.
    So one mistake made a thousand times does not hide other mistakes.
    """
    ordered = sorted(items, key=lambda item: key(item)[1])
    firsts: dict[str, _T] = {}
    others = [one for one in ordered if firsts.setdefault(key(one)[0], one) is not one]
    return [*firsts.values(), *others]


class FixStep(NamedTuple):
    """A fix that was made, or one that was refused with the reason."""

    rule: str
    path: str
    message: str
    reason: str = ""

    def __str__(self) -> str:
        """Return one line, unescaped, without the name of the file."""
        what = " at ".join(part for part in (self.rule, self.path) if part)
        reason = f"; {self.reason}" if self.reason else ""
        return f"{what}: {self.message}{reason}"


class FixOutcome(NamedTuple):
    """What fixing did to a file.

    ``made`` contains the fixes that were made, ``left`` those that were refused.
    ``diff`` is a unified diff and ``content`` the fixed file, if the run needs
    them. ``omitted`` is the reason for a comment in place of the diff. ``failure``
    is the reason why the file could not be written.
    """

    made: tuple[FixStep, ...] = ()
    left: tuple[FixStep, ...] = ()
    diff: tuple[str, ...] = ()
    content: bytes | None = None
    failure: str = ""
    omitted: str = ""


class SuppressionKind(StrEnum):
    """What suppressed a finding: a comment, a baseline, or an option of the run."""

    COMMENT = "inSource"
    BASELINE = "external"
    ACCEPTED = "accepted"


class Suppressed(NamedTuple):
    """A suppressed finding, what suppressed it, and the reason if one is given."""

    finding: Finding
    by: SuppressionKind
    reason: str = ""


class FileResult(NamedTuple):
    """The result of linting one file.

    ``findings`` contains those shown, ``hidden`` the severities of those over the
    limit. ``suppressed`` contains findings that comments or a baseline suppress;
    ``dropped`` counts more of them that are not kept.

    ``documents`` counts checked documents, ``unread_documents`` those that could
    not be read and have a finding. ``skipped`` contains the others with the
    reasons. ``fail_on`` is the least severity that fails the run, if the settings
    of the file set it. ``facts`` serve rules that compare files. ``fix_outcome`` is
    the result of fixing the file, before it was linted. ``nouns`` names the kinds of
    its documents. ``pools`` describes its pools, if the options of the run ask for
    them.
    """

    file: str
    findings: tuple[Finding, ...]
    hidden: tuple[Severity, ...] = ()
    suppressed: tuple[Suppressed, ...] = ()
    dropped: int = 0
    documents: int = 0
    skipped: tuple[Skipped, ...] = ()
    unread_documents: int = 0
    fail_on: str | None = None
    facts: tuple[Fact, ...] = ()
    fix_outcome: FixOutcome = FixOutcome()
    nouns: frozenset[str] = frozenset()
    pools: "tuple[ListedPool, ...]" = ()

    @property
    def skipped_documents(self) -> int:
        """The number of documents that were read but not checked."""
        return sum(one.reason is not SkipReason.NOT_PARSED for one in self.skipped)

    @property
    def annotated(self) -> list[Finding]:
        """The shown findings, and those that were accepted as infos that say so."""
        by = SuppressionKind.ACCEPTED
        accepted = [one.finding for one in self.suppressed if one.by is by]
        return [*self.findings, *map(_as_accepted, accepted)]

    @property
    def unparsed(self) -> bool:
        """Whether the file could not be parsed and shows no sign of a pool."""
        return any(one.reason is SkipReason.NOT_PARSED for one in self.skipped)

    @property
    def has_fixes(self) -> bool:
        """Whether a finding offers a fix."""
        found = [*self.findings, *(one.finding for one in self.suppressed)]
        return any(finding.fix for finding in found)

    @property
    def growth_by_fixes(self) -> int:
        """The number of bytes that all fixes add at most, in any encoding."""
        fixes = [finding.fix for finding in self.findings if finding.fix]
        texts = (edit.content for fix in fixes for edit in fix.edits)
        return sum(4 * len(text) for text in texts)

    def without_fixes(self) -> "FileResult":
        """Return the same result without fixes, for a file that cannot be fixed."""
        return self._replace(
            findings=tuple(one._replace(fix=None) for one in self.findings),
            suppressed=tuple(
                one._replace(finding=one.finding._replace(fix=None))
                for one in self.suppressed
            ),
        )

    def limited(self, most: int, more: Sequence[Finding] = ()) -> "FileResult":
        """Return the result with ``more`` findings, at most ``most`` of them shown.

        The first finding of each rule is kept, then those with the smallest
        weight. They are in the order of the text.
        """
        if not more and len(self.findings) <= most:
            return self
        every = [*self.findings, *more]
        ranked = by_weight(every, lambda finding: (finding.rule, finding.weight))
        kept = sorted(ranked[:most], key=lambda finding: (finding.range, finding.rule))
        hidden = (*self.hidden, *(finding.severity for finding in ranked[most:]))
        return self._replace(findings=tuple(kept), hidden=hidden)


def _as_accepted(finding: Finding) -> Finding:
    message = f"accepted: {finding.message}"
    return finding._replace(severity=Severity.INFO, message=message)


class Failure(NamedTuple):
    """An input that could not be read, and the reason."""

    file: str
    reason: str


class Report(NamedTuple):
    """The result of a run.

    ``noun`` names what the documents were checked as, such as a pool, or a resource
    for several kinds. ``describe``
    returns the documentation of a rule. ``ignored`` counts the files that git
    ignores. ``changes`` describes the changes between two sides, if they were compared.
    """

    files: tuple[FileResult, ...]
    failures: tuple[Failure, ...] = ()
    noun: str = "pool"
    describe: Callable[[str], RuleText] = unnamed
    ignored: int = 0
    changes: "Changes | None" = None

    @property
    def findings(self) -> list[Finding]:
        """All shown findings, by file and place."""
        return [finding for file in self.files for finding in file.findings]

    @property
    def is_clean(self) -> bool:
        """Whether the run found nothing, not even hidden or suppressed findings."""
        return not any(f.findings or f.hidden or f.suppressed for f in self.files)

    @property
    def annotated(self) -> list[Finding]:
        """The shown findings, and those that were accepted as infos that say so."""
        return [finding for file in self.files for finding in file.annotated]

    @property
    def suppressed(self) -> list[Suppressed]:
        """All suppressed findings, by file and place."""
        return [one for file in self.files for one in file.suppressed]

    @property
    def inventory(self) -> "Inventory":
        """The pools of a run whose options ask for them, with their findings."""
        from pool_lint.model.inventory import inventory_of  # noqa: PLC0415 - start-up

        unread = sum(file.unread_documents for file in self.files)
        return inventory_of(((f.pools, f.findings) for f in self.files), unread)

    @property
    def accepted(self) -> list[Finding]:
        """The findings about changes that were accepted, by file and place."""
        by = SuppressionKind.ACCEPTED
        return [one.finding for one in self.suppressed if one.by is by]

    def count(self, severity: Severity) -> int:
        """Return the number of findings of a severity, including hidden ones."""
        shown = sum(finding.severity is severity for finding in self.findings)
        return shown + sum(file.hidden.count(severity) for file in self.files)

    def suppressed_count(self, by: SuppressionKind) -> int:
        """Return the number of findings that were suppressed in one way."""
        kept = sum(one.by is by for one in self.suppressed)
        comments = by is SuppressionKind.COMMENT
        return kept + sum(file.dropped for file in self.files if comments)

    def limited(self, most: int) -> "Report":
        """Return the report with at most ``most`` findings shown per file."""
        return self._replace(files=tuple(file.limited(most) for file in self.files))

    @property
    def documents(self) -> int:
        """The number of checked documents."""
        return sum(file.documents for file in self.files)
