"""What came out of files, of a whole run, and of fixing."""

# Annotations that are no strings: of named tuples those would be compiled one by one,
# which takes a fifth of the time to load this.
from collections.abc import Callable, Iterable, Sequence
from enum import StrEnum
from typing import Any, NamedTuple, TypeVar

from pool_lint.model.finding import Finding
from pool_lint.model.problem import Fact, Severity
from pool_lint.model.skipped import Skipped, SkipReason

_T = TypeVar("_T")


def by_weight(items: Iterable[_T], key: Callable[[_T], tuple[str, Any]]) -> list[_T]:
    """Return what is shown first of too many: the first one of each rule, then others.

    ``key`` returns the rule of an item, and its weight: the smaller comes first. One
    mistake, made a thousand times, so hides no other.
    """
    ordered = sorted(items, key=lambda item: key(item)[1])
    firsts: dict[str, _T] = {}
    others = [one for one in ordered if firsts.setdefault(key(one)[0], one) is not one]
    return [*firsts.values(), *others]


class FixStep(NamedTuple):
    """A fix that was made, or one that was refused and the reason."""

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

    ``made`` holds the fixes that were made, ``left`` those that were refused. ``diff``
    is a unified diff and ``content`` the fixed file, where the run asks for it;
    ``omitted`` is the reason why the diff is left out, and is one comment in its place.
    ``failure`` is the reason why the file could not be written.
    """

    made: tuple[FixStep, ...] = ()
    left: tuple[FixStep, ...] = ()
    diff: tuple[str, ...] = ()
    content: bytes | None = None
    failure: str = ""
    omitted: str = ""


class SuppressionKind(StrEnum):
    """Why a finding is not shown, in the words of SARIF."""

    COMMENT = "inSource"
    BASELINE = "external"


class Suppressed(NamedTuple):
    """A finding that is not shown, who silenced it, and the reason if one is given."""

    finding: Finding
    by: SuppressionKind
    reason: str = ""


class FileResult(NamedTuple):
    """What came out of one file.

    ``findings`` holds those shown, ``hidden`` the severities of those over the limit,
    ``suppressed`` those that a comment or a baseline silences, and ``dropped`` how many
    more comments silence than are kept. ``documents`` counts the
    documents checked, ``unread_documents`` those that have a finding because they could
    not be; ``skipped`` holds the others with the reasons. ``fail_on`` is the least
    severity that fails the run, where the settings of the file say so. ``facts`` are
    what documents say for rules that compare files. ``fix_outcome`` is what fixing did
    to the file before it was linted.
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

    @property
    def skipped_documents(self) -> int:
        """How many documents were read and are not judged."""
        return sum(one.reason is not SkipReason.NOT_PARSED for one in self.skipped)

    @property
    def unparsed(self) -> bool:
        """Whether the file could not be parsed, and shows no sign of a pool."""
        return any(one.reason is SkipReason.NOT_PARSED for one in self.skipped)

    @property
    def has_fixes(self) -> bool:
        """Whether a finding offers a fix."""
        found = [*self.findings, *(one.finding for one in self.suppressed)]
        return any(finding.fix for finding in found)

    @property
    def growth_by_fixes(self) -> int:
        """How many bytes all fixes may add, in any encoding."""
        fixes = [finding.fix for finding in self.findings if finding.fix]
        texts = (edit.content for fix in fixes for edit in fix.edits)
        return sum(4 * len(text) for text in texts)

    def without_fixes(self) -> "FileResult":
        """Return the same, but for fixes: none of them could be made."""
        return self._replace(
            findings=tuple(one._replace(fix=None) for one in self.findings),
            suppressed=tuple(
                one._replace(finding=one.finding._replace(fix=None))
                for one in self.suppressed
            ),
        )

    def limited(self, most: int, more: Sequence[Finding] = ()) -> "FileResult":
        """Return the same with more findings; some stay, the others are counted.

        The first finding of each rule stays, then the weightiest. Those that stay are
        in the order of the text.
        """
        if not more and len(self.findings) <= most:
            return self
        every = [*self.findings, *more]
        ranked = by_weight(every, lambda finding: (finding.rule, finding.weight))
        kept = sorted(ranked[:most], key=lambda finding: (finding.range, finding.rule))
        hidden = (*self.hidden, *(finding.severity for finding in ranked[most:]))
        return self._replace(findings=tuple(kept), hidden=hidden)


class Failure(NamedTuple):
    """An input that could not be read at all, and why."""

    file: str
    reason: str


class RuleText(NamedTuple):
    """What a rule says of itself: plain text, the examples as YAML."""

    id: str
    name: str
    severity: Severity
    summary: str
    why: str
    bad: str
    good: str
    source: str


def _unnamed(rule_id: str) -> RuleText:
    return RuleText(rule_id, rule_id, Severity.ERROR, rule_id, "", "", "", "")


class Report(NamedTuple):
    """What came out of a run, by the names of the files.

    ``noun`` says what the documents were taken for: a pool, an answer, an error.
    ``describe`` returns what the rule of an id says of itself. ``ignored`` counts files
    that would have been linted if git did not ignore them.
    """

    files: tuple[FileResult, ...]
    failures: tuple[Failure, ...] = ()
    noun: str = "pool"
    describe: Callable[[str], RuleText] = _unnamed
    ignored: int = 0

    @property
    def findings(self) -> list[Finding]:
        """All findings shown, by file and place."""
        return [finding for file in self.files for finding in file.findings]

    @property
    def suppressed(self) -> list[Suppressed]:
        """All findings that were suppressed, by file and place."""
        return [one for file in self.files for one in file.suppressed]

    def count(self, severity: Severity) -> int:
        """How many findings of the severity there are, also those not shown."""
        shown = sum(finding.severity is severity for finding in self.findings)
        return shown + sum(file.hidden.count(severity) for file in self.files)

    def suppressed_count(self, by: SuppressionKind) -> int:
        """How many findings were suppressed in one way."""
        kept = sum(one.by is by for one in self.suppressed)
        comments = by is SuppressionKind.COMMENT
        return kept + sum(file.dropped for file in self.files if comments)

    def limited(self, most: int) -> "Report":
        """Return the same with at most so many findings of each file shown."""
        return self._replace(files=tuple(file.limited(most) for file in self.files))

    @property
    def documents(self) -> int:
        """How many documents were checked."""
        return sum(file.documents for file in self.files)
