"""Calls for programs: lint or fix text, lint data or paths, or refuse a body."""

from __future__ import annotations

import os
from collections.abc import Iterable

from pool_lint.catalog import MalformedCatalog
from pool_lint.config import Config
from pool_lint.document import Limits
from pool_lint.document.data import read_data
from pool_lint.escaping import escape
from pool_lint.finding import Finding, Severity
from pool_lint.linter import Linter
from pool_lint.plan import Plan
from pool_lint.project import lint_files
from pool_lint.report import Report
from pool_lint.routing import Kind
from pool_lint.rules import all_rules
from pool_lint.selecting import MandatoryRule, UnknownRule
from pool_lint.settings import Settings
from pool_lint.steps import Step
from pool_lint.texts import FixResult, fix_text, lint_text
from pool_lint.version import __version__

__all__ = [
    "Config",
    "Finding",
    "FixResult",
    "InvalidManifest",
    "Kind",
    "Limits",
    "MalformedCatalog",
    "MandatoryRule",
    "Report",
    "Severity",
    "Step",
    "UnknownRule",
    "__version__",
    "ensure_valid",
    "fix_text",
    "lint_data",
    "lint_paths",
    "lint_text",
]


StrPath = str | os.PathLike[str]


class InvalidManifest(ValueError):
    """A body that must not be sent; ``findings`` says why."""

    def __init__(self, findings: list[Finding]) -> None:
        """Take the findings of severity error."""
        lines = [f"{f.path or 'document'}: {f.message} ({f.rule})" for f in findings]
        super().__init__("; ".join(escape(line) for line in lines))
        self.findings = findings


def lint_data(
    body: object, *, name: str = "<data>", config: Config | None = None
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
    config = config or Config()
    document = read_data(body, config.limits)
    return Linter(all_rules(), config).lint_document(document, name)


def lint_paths(
    paths: StrPath | Iterable[StrPath],
    *,
    config: Config | None = None,
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
    config = config or Config()
    settings = Settings(config=config)
    several = [paths] if isinstance(paths, (str, os.PathLike)) else paths
    names = [os.fspath(path) for path in several]
    most = config.limits.findings
    plan = Plan(all_rules(), lambda _path: settings, Kind(config.kind), most)
    plan.linter("")  # a config that cannot be is told of before a file is read
    return lint_files(names, plan, jobs=jobs)


def ensure_valid(body: object, *, config: Config | None = None) -> None:
    """Return if a request body has no finding of severity error.

    Raises InvalidManifest otherwise, and what :func:`lint_data` raises.

    >>> ensure_valid({"kind": "Pool"})
    Traceback (most recent call last):
    ...
    pool_lint.api.InvalidManifest: ...
    """
    findings = lint_data(body, config=config)
    errors = [found for found in findings if found.severity is Severity.ERROR]
    if errors:
        raise InvalidManifest(errors)
