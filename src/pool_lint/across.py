"""Rules across documents: what each says is compared, and clashes become findings."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable

from pool_lint.finding import Clash, Fact, Finding, Range
from pool_lint.report import FileResult, Silenced, Suppressed
from pool_lint.rule import Rule


def compared(
    files: Iterable[FileResult], rules: Iterable[Rule], most: int
) -> tuple[FileResult, ...]:
    """Return the files with the findings of the rules across them.

    Facts are handed over by file and place, so that neither the order of the files nor
    who read them matters. Of more than ``most`` findings in a file the weightiest stay.
    """
    files = tuple(files)
    facts = sorted((fact for file in files for fact in file.facts), key=_order)
    found: defaultdict[str, list[Finding]] = defaultdict(list)
    silenced: defaultdict[str, list[Suppressed]] = defaultdict(list)
    for rule in rules:
        own = [fact for fact in facts if fact.rule == rule.id]
        for finding, reason in _findings(rule, rule.check(own)):
            if reason is None:
                found[finding.file].append(finding)
            else:
                one = Suppressed(finding, Silenced.COMMENT, reason)
                silenced[finding.file].append(one)
    return tuple(
        _with(file, found[file.file], silenced[file.file], most) for file in files
    )


def _order(fact: Fact) -> tuple[str, int, Range | None]:
    return fact.at.file, fact.document.index, fact.at.range


def _findings(
    rule: Rule, clashes: Iterable[Clash]
) -> Iterable[tuple[Finding, str | None]]:
    occurrences: Counter[object] = Counter()
    for fact, message, help_, others in clashes:
        if fact.ignored:
            continue
        same = (fact.at.file, fact.document.name, fact.at.pointer)
        related = tuple(other.at._replace(message=said) for other, said in others)
        finding = Finding(
            rule=rule.id,
            name=rule.name,
            severity=fact.severity,
            message=message,
            file=fact.at.file,
            document=fact.document,
            pointer=fact.at.pointer,
            range=fact.at.range,
            related=related,
            help=help_,
            lines=fact.at.lines,
            occurrence=occurrences[same],
        )
        occurrences[same] += 1
        yield finding, fact.silenced


def _with(
    file: FileResult, found: list[Finding], silenced: list[Suppressed], most: int
) -> FileResult:
    if silenced:
        file = file._replace(suppressed=(*file.suppressed, *silenced))
    return file.limited(most, found)
