"""Policies of the old side that cannot be suppressed: they apply to the new side too.

Otherwise the change that breaks a policy could also remove the policy.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from operator import attrgetter

from pool_lint.changes.bodies import SideFile
from pool_lint.changes.scope import Scope
from pool_lint.model.finding import Finding
from pool_lint.model.problem import Severity
from pool_lint.model.report import FileResult
from pool_lint.project.run import Input

_LOWEST = len(Severity)


class Guards:
    """Adds what policies of the old side report about files of the new side.

    ``broken`` are the IDs of the policies that reported more, or more severely.
    """

    def __init__(self, scope: Scope) -> None:
        self._scope = scope
        self.broken: set[str] = set()

    def completed(self, file: SideFile, result: FileResult) -> FileResult:
        """Return the result of a file of the new side with the findings added."""
        ranks = {_key(one): one.severity.rank for one in result.findings}
        more = {
            _key(finding): finding
            for finding in self._found(file)
            if finding.severity.rank < ranks.get(_key(finding), _LOWEST)
        }
        if not more:
            return result
        self.broken |= {finding.rule for finding in more.values()}
        kept = [one for one in result.findings if _key(one) not in more]
        found = sorted([*kept, *more.values()], key=attrgetter("order"))
        return result._replace(findings=tuple(found))

    def notes(self) -> Iterator[str]:
        """Yield a note about the policies that the new side removes or weakens."""
        if self.broken:
            names = ", ".join(sorted(self.broken))
            yield f"NEW removes or weakens {names}; the policies of OLD apply"

    def _found(self, file: SideFile) -> Iterable[Finding]:
        strict = self._scope.strict_policies(file)
        if not strict or not isinstance(file.given, Input):
            return ()
        given = file.given._replace(linter=self._scope.old_linter(file))
        result = given.linted().without_fixes()
        return [finding for finding in result.findings if finding.rule in strict]


def _key(finding: Finding) -> tuple[object, ...]:
    return finding.rule, finding.document, finding.pointer
