"""Apply the rules across documents: compare their facts, and report conflicts."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable

from pool_lint.model.finding import Finding
from pool_lint.model.location import Line, LocatedRange
from pool_lint.model.problem import Clash, Fact
from pool_lint.model.report import FileResult, Suppressed, SuppressionKind
from pool_lint.rules.rule import Rule


def compare(
    files: Iterable[FileResult],
    rules: Iterable[Rule],
    most: int,
    known: Iterable[Fact] = (),
) -> tuple[FileResult, ...]:
    """Return the files with the findings of the rules across documents.

    ``known`` are facts about pools that the service already has; they come first.
    Facts are sorted by file and document, so the order of the files does not
    matter. They are removed from the result. Each file shows at most ``most``
    findings.
    """
    files = tuple(files)
    facts = sorted((fact for file in files for fact in file.facts), key=_order)
    facts = [*known, *facts]
    found: defaultdict[str, list[Finding]] = defaultdict(list)
    suppressed: defaultdict[str, list[Suppressed]] = defaultdict(list)
    for rule in rules:
        own = [fact for fact in facts if fact.rule == rule.id]
        for finding, reason in _findings(rule, rule.check(own)):
            if reason is None:
                found[finding.file].append(finding)
            else:
                one = Suppressed(finding, SuppressionKind.COMMENT, reason)
                suppressed[finding.file].append(one)
    return tuple(
        _with(file, found[file.file], suppressed[file.file], most) for file in files
    )


def _order(fact: Fact) -> tuple[str, int]:
    return fact.file, fact.document.index


def _findings(
    rule: Rule, clashes: Iterable[Clash]
) -> Iterable[tuple[Finding, str | None]]:
    occurrences: Counter[object] = Counter()
    for fact, message, help_, others in clashes:
        if fact.ignored:
            continue
        at = fact.location
        same = (fact.file, fact.document.name, at.pointer)
        related = tuple(o.location._replace(message=text) for o, text in others)
        finding = Finding(
            rule=rule.id,
            name=rule.name,
            severity=fact.severity,
            message=message,
            file=fact.file,
            document=fact.document,
            pointer=at.pointer,
            range=at.range,
            related=related,
            help=fact.advice or help_,
            lines=_lines(at, related),
            occurrence=occurrences[same],
            url=fact.url,
        )
        occurrences[same] += 1
        yield finding, fact.suppressed


def _lines(at: LocatedRange, others: Iterable[LocatedRange]) -> tuple[Line, ...]:
    """Return the lines of a place and of related places in the same file, in order."""
    same_file = (other for other in others if other.file == at.file)
    lines = {line.number: line for other in same_file for line in other.lines[-1:]}
    lines |= {line.number: line for line in at.lines}
    return tuple(lines[number] for number in sorted(lines))


def _with(
    file: FileResult, found: list[Finding], suppressed: list[Suppressed], most: int
) -> FileResult:
    silent = (*file.suppressed, *suppressed)
    return file._replace(suppressed=silent, facts=()).limited(most, found)
