"""Findings and invalid settings as diagnostics."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from lsprotocol import types

from pool_lint.model.errors import SettingsError
from pool_lint.model.finding import Finding
from pool_lint.model.location import Line, Position, Range
from pool_lint.model.problem import Severity
from pool_lint.model.report import FileResult, SuppressionKind
from pool_lint.model.text import escape_lines
from pool_lint.project.open_text import OpenText
from pool_lint.rules.rule import Rule
from pool_lint.server.clients import Client
from pool_lint.server.positions import Positions, range_in
from pool_lint.server.uris import uri_of

SOURCE = "pool-lint"
_WHOLE_LINE = 2**16  # clients reduce it to the length of the line
_SEVERITIES = {
    Severity.ERROR: types.DiagnosticSeverity.Error,
    Severity.WARNING: types.DiagnosticSeverity.Warning,
    Severity.INFO: types.DiagnosticSeverity.Information,
}


class Diagnoser:
    """Turns the findings of open texts into diagnostics for one client.

    ``texts`` are the open texts by the names that findings give to files.
    """

    def __init__(
        self, client: Client, rules: Iterable[Rule], texts: Mapping[str, OpenText]
    ) -> None:
        self._client = client
        self._unnecessary = {rule.id for rule in rules if rule.unnecessary}
        self._texts = texts

    def diagnostics(self, result: FileResult) -> list[types.Diagnostic]:
        """Return the diagnostics of a file; findings in the baseline are hints."""
        return [one for _, one in self.with_findings(result)]

    def with_findings(
        self, result: FileResult
    ) -> Iterator[tuple[Finding, types.Diagnostic]]:
        """Yield the findings of a file with their diagnostics."""
        for finding in result.findings:
            severity = _SEVERITIES[finding.severity]
            yield finding, self._diagnostic(finding, severity)
        for finding, by, _ in result.suppressed:
            if by is SuppressionKind.BASELINE:
                hint = types.DiagnosticSeverity.Hint
                yield finding, self._diagnostic(finding, hint)

    def _diagnostic(
        self, finding: Finding, severity: types.DiagnosticSeverity
    ) -> types.Diagnostic:
        lines = [finding.message, f"help: {finding.help}" if finding.help else ""]
        unnecessary = self._client.tags and finding.rule in self._unnecessary
        related = list(self._related(finding)) if self._client.relates else None
        link = finding.url if self._client.links else None
        found = finding.range or Range(Position(1, 1), Position(1, 1))
        return types.Diagnostic(
            range=self._range(finding.file, found, finding.lines),
            severity=severity,
            code=finding.rule,
            code_description=types.CodeDescription(link) if link else None,
            source=SOURCE,
            message=escape_lines("\n".join(filter(None, lines))),
            tags=[types.DiagnosticTag.Unnecessary] if unnecessary else None,
            related_information=related or None,
        )

    def _range(self, file: str, found: Range, lines: tuple[Line, ...]) -> types.Range:
        encoding, text = self._client.encoding, self._texts.get(file)
        if text:
            return Positions(text.source, text.text, encoding).range(found)
        return range_in(found, lines, encoding)

    def _related(
        self, finding: Finding
    ) -> Iterator[types.DiagnosticRelatedInformation]:
        for file, _, found, message, lines in finding.related:
            if found:
                where = self._range(file, found, lines)
                yield types.DiagnosticRelatedInformation(
                    types.Location(uri_of(file), where), escape_lines(message) or SOURCE
                )


def settings_diagnostic(error: SettingsError) -> types.Diagnostic:
    """Return the diagnostic of an invalid settings file, for its line."""
    line = max(0, error.line - 1)
    whole = types.Range(types.Position(line, 0), types.Position(line, _WHOLE_LINE))
    severity = types.DiagnosticSeverity.Error
    message = escape_lines(error.reason)
    return types.Diagnostic(whole, message, severity=severity, source=SOURCE)
