"""Calls for programs: lint or fix text, lint data or paths, or refuse a body."""

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


# The names of earlier versions.
InvalidManifest = InvalidManifestError
MalformedCatalog = CatalogError
MandatoryRule = MandatoryRuleError
Step = FixStep
UnknownRule = UnknownRuleError

StrPath = str | os.PathLike[str]


class FixResult(NamedTuple):
    """What became of a text: itself, what is still found in it, and what was done.

    ``text`` is the same object where nothing was fixed. ``made`` and ``left`` tell of
    fixes that were made, and of those that were not, with the reason.
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
    r"""Return the findings of a text, in its order.

    ``filename`` is what findings report; one that ends in ``.json`` makes the text
    JSON, any other YAML. Lines and columns are 1-based, columns count code points. Text
    that is not a pool manifest has no findings. At most 100 are returned: the first of
    each rule, then the most severe. The limit of size is not looked at. ``rules`` are
    the rules that can be selected, the built-in ones by default.

    Raises UnknownRuleError, MandatoryRuleError, CatalogError and other ValueErrors for
    an invalid config.

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
    r"""Return a text with its fixes made: the safe ones, or with ``unsafe`` all.

    Nothing else of the text changes. A fix is skipped if the text could not be parsed
    afterwards, or if other values would change too. An unsafe fix is also skipped if
    it would add findings. A safe fix is not: it writes the same value in the right
    form. Arguments and errors are those of :func:`lint_text`; ``findings`` are what
    that returns for the new text.

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
    """Return the findings of a request body held as dicts, lists and scalars.

    The body is taken for a request whatever it says (an answer of the API and a wrapped
    request get their one finding) unless the config names another kind, and is not
    changed. All findings are returned, with pointers and without lines: ``range`` is
    None, ``file`` is ``name``. Of the limits, depth and nodes count.

    Raises TypeError for a value that JSON has no form for, and what
    :func:`lint_text` raises.

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
    """Return what the files of a path or of several hold; folders are walked.

    ``-`` is standard input. A path that cannot be read stands in ``report.failures``
    and does not stop the rest. ``jobs`` processes read the files, None for as many as
    pay off; the report is the same for any number of them and any order of the paths.

    Raises what :func:`lint_text` raises.

    >>> lint_paths(["no/such/file.yaml"]).failures
    (Failure(file='no/such/file.yaml', reason='there is no such file or folder'),)
    """
    workspace = Workspace(config=config, rules=rules)
    workspace.linter("")  # an invalid config is reported before a file is read
    several = [paths] if isinstance(paths, (str, os.PathLike)) else paths
    return lint_files([os.fspath(path) for path in several], workspace, jobs=jobs)


def ensure_valid(
    body: object,
    *,
    config: Config | None = None,
    rules: Iterable[Rule] | None = None,
) -> None:
    """Return if a request body has no finding of severity error, and no placeholder.

    A placeholder counts whatever the config ignores. Raises InvalidManifestError
    otherwise, and what :func:`lint_data` raises.

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
    """Return an error for each placeholder that no later step fills in."""
    rule = rule_for_defect(DefectKind.PLACEHOLDER, rules).id
    severity = {rule: Severity.ERROR}
    alone = config._replace(
        select=[rule], ignore=(), extend_select=(), severity=severity
    )
    findings = lint_data(body, config=alone, rules=rules)
    return [finding for finding in findings if finding.rule == rule]
