"""The Python API: lint or fix text, lint data or files, or validate a body."""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import NamedTuple

from pool_lint.config.options import MOST_FOUND, Config, Unparsed
from pool_lint.config.run_options import RunOptions
from pool_lint.engine.cross_document import compare
from pool_lint.engine.fixer import fix_source
from pool_lint.model.errors import (
    CatalogError,
    InvalidManifestError,
    MandatoryRuleError,
    PoolLintError,
    UnknownRuleError,
)
from pool_lint.model.finding import Finding
from pool_lint.model.problem import Severity
from pool_lint.model.report import FileResult, FixStep, Report, SuppressionKind
from pool_lint.model.skipped import SkipReason
from pool_lint.model.version import __version__
from pool_lint.modelarts.kinds import Kind
from pool_lint.parsing import DefectKind, Limits
from pool_lint.parsing.source import Source
from pool_lint.project.run import lint_files
from pool_lint.project.workspace import Workspace
from pool_lint.rules.registry import builtin_rules, rule_for_defect
from pool_lint.rules.rule import Rule

__all__ = [
    "CatalogError",
    "Config",
    "FileResult",
    "Finding",
    "FixResult",
    "FixStep",
    "InvalidManifest",
    "InvalidManifestError",
    "Kind",
    "Limits",
    "MalformedCatalog",
    "MandatoryRule",
    "MandatoryRuleError",
    "PoolLintError",
    "Report",
    "RunOptions",
    "Severity",
    "SkipReason",
    "Source",
    "Step",
    "SuppressionKind",
    "UnknownRule",
    "UnknownRuleError",
    "Unparsed",
    "Workspace",
    "__version__",
    "ensure_valid",
    "fix_text",
    "lint_data",
    "lint_paths",
    "lint_text",
]


# Names of earlier versions, kept for compatibility.
InvalidManifest = InvalidManifestError
MalformedCatalog = CatalogError
MandatoryRule = MandatoryRuleError
Step = FixStep
UnknownRule = UnknownRuleError

StrPath = str | os.PathLike[str]


class FixResult(NamedTuple):
    """The result of fixing a text.

    ``text`` is the fixed text; without fixes it is the same object as before.
    ``findings`` are the findings that remain. ``made`` lists the fixes that were
    applied. ``left`` lists the fixes that were skipped, with the reason.
    """

    text: str
    findings: list[Finding]
    made: tuple[FixStep, ...]
    left: tuple[FixStep, ...]


def lint_text(
    text: str,
    *,
    filename: str = "<text>",
    config: Config | None = None,
    rules: Iterable[Rule] | None = None,
) -> list[Finding]:
    r"""Return the findings of a text, sorted by position.

    ``filename`` is the file name in the findings. If it ends in ``.json``, the text is
    parsed as JSON, otherwise as YAML. ``rules`` are the available rules, by default the
    built-in ones. Text that is not a pool manifest has no findings.

    Lines and columns are 1-based; columns count Unicode code points. At most 100
    findings are returned: the first of each rule, then the most severe. The size limit
    does not apply.

    Raises UnknownRuleError, MandatoryRuleError, CatalogError or another ValueError if
    the config is invalid.

    >>> manifest = '''apiVersion: v2
    ... kind: Pool
    ... metadata:
    ...   labels:
    ...     os.modelarts/name: Pool
    ... '''
    >>> finding, *others = lint_text(manifest)
    >>> finding.rule, finding.range.start
    ('RP403', Position(line=1, column=1))
    >>> [other.message for other in others]
    ['os.modelarts/name "Pool" is not a valid pool name']
    """
    workspace = Workspace(config=config, rules=rules)
    workspace.lint(Source(filename, text))
    [result] = workspace.compare()
    return list(result.findings)


def fix_text(
    text: str,
    *,
    filename: str = "<text>",
    config: Config | None = None,
    rules: Iterable[Rule] | None = None,
    unsafe: bool = False,
) -> FixResult:
    r"""Apply the safe fixes to a text, or with ``unsafe`` all fixes.

    The rest of the text does not change. A fix is skipped if the text could not be
    parsed afterwards, or if other values would change. An unsafe fix is also skipped if
    it would add findings. A safe fix is not, because it writes the same value in the
    right form. Arguments and errors are those of :func:`lint_text`.

    >>> result = fix_text("kind: Pool\napiVersion: v2\nmetadata: {labels: "
    ...     "{os.modelarts/name: pool-1, os.modelarts/workspace.id: 0}}\n")
    >>> print(result.text.splitlines()[-1])
    metadata: {labels: {os.modelarts/name: pool-1, os.modelarts/workspace.id: "0"}}
    >>> [str(step) for step in result.made]
    ['RP102 at metadata.labels["os.modelarts/workspace.id"]: put it in quotes: "0"']
    """
    config = config or Config()
    limits = config.limits._replace(findings=MOST_FOUND)
    workspace = Workspace(config=config._replace(limits=limits), rules=rules)
    linter = workspace.linter(filename)
    source = Source(filename, text)
    mark = text[: len(text) - len(source.text)]
    done = fix_source(source, linter, unsafe=unsafe)
    new = mark + done.source.text if done.made else text
    most = config.limits.findings
    [result] = compare([done.result], workspace.cross_document_rules, most)
    findings = list(result.limited(most).findings)
    return FixResult(new, findings, done.made, done.left)


def lint_data(
    body: object,
    *,
    name: str = "<data>",
    config: Config | None = None,
    rules: Iterable[Rule] | None = None,
) -> list[Finding]:
    """Return the findings of a request body that consists of dicts, lists and scalars.

    The body is always checked as a request, unless the config sets another kind. A
    response of the API and a wrapped request get one finding. The body is not changed.

    All findings are returned. They have pointers but no lines: ``range`` is None, and
    ``file`` is ``name``. Only the limits for depth and nodes apply.

    Raises TypeError for a value that JSON cannot represent, and the errors of
    :func:`lint_text`.

    >>> body = {"apiVersion": "v2", "kind": "Pool", "metadata": {"labels": {}}}
    >>> [(finding.rule, finding.path) for finding in lint_data(body)]
    [('RP101', 'metadata.labels'), ('RP403', '')]
    """
    return Workspace(config=config, rules=rules).lint_data(body, name)


def lint_paths(
    paths: StrPath | Iterable[StrPath],
    *,
    config: Config | None = None,
    rules: Iterable[Rule] | None = None,
    jobs: int | None = 1,
) -> Report:
    """Lint the files of one or more paths and return a report. Folders are searched.

    ``-`` is standard input. Paths that cannot be read are listed in
    ``report.failures``; the other files are still checked. ``jobs`` is the number of
    worker processes; None chooses it automatically. The report does not depend on
    ``jobs`` or on the order of the paths.

    Raises the errors of :func:`lint_text`.

    >>> lint_paths(["no/such/file.yaml"]).failures
    (Failure(file='no/such/file.yaml', reason='no such file or folder'),)
    """
    workspace = Workspace(config=config, rules=rules)
    workspace.linter("")  # reports an invalid config before any file is read
    several = [paths] if isinstance(paths, (str, os.PathLike)) else paths
    return lint_files([os.fspath(path) for path in several], workspace, jobs=jobs)


def ensure_valid(
    body: object,
    *,
    config: Config | None = None,
    rules: Iterable[Rule] | None = None,
) -> None:
    """Raise InvalidManifestError if a request body has errors or placeholders.

    Placeholders count even if the config ignores their rule. Also raises the errors of
    :func:`lint_data`.

    >>> ensure_valid({"kind": "Pool"})
    Traceback (most recent call last):
    ...
    pool_lint.model.errors.InvalidManifestError: ...
    """
    known = tuple(builtin_rules() if rules is None else rules)
    findings = lint_data(body, config=config, rules=known)
    errors = [found for found in findings if found.severity is Severity.ERROR]
    errors = errors or _placeholders(body, config or Config(), known)
    if errors:
        raise InvalidManifestError(errors)


def _placeholders(
    body: object, config: Config, rules: tuple[Rule, ...]
) -> list[Finding]:
    """Return an error for each placeholder in a field that is not injected."""
    rule = rule_for_defect(DefectKind.PLACEHOLDER, rules).id
    severity = {rule: Severity.ERROR}
    alone = config._replace(
        select=[rule], ignore=(), extend_select=(), severity=severity
    )
    findings = lint_data(body, config=alone, rules=rules)
    return [finding for finding in findings if finding.rule == rule]
