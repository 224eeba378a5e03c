"""Calls for programs that hold a manifest as text: lint it, fix it."""

from __future__ import annotations

from typing import NamedTuple

from pool_lint.across import compared
from pool_lint.config import MOST_FOUND, Config
from pool_lint.finding import Finding
from pool_lint.fixing import fixed
from pool_lint.linter import Linter
from pool_lint.report import FileResult
from pool_lint.rules import all_rules
from pool_lint.source import Source
from pool_lint.steps import Step


class FixResult(NamedTuple):
    """What became of a text: itself, what is still found in it, and what was done.

    ``text`` is the same object where nothing was fixed. ``made`` and ``left`` tell of
    fixes that were made, and of those that were not, with the reason.
    """

    text: str
    findings: list[Finding]
    made: tuple[Step, ...]
    left: tuple[Step, ...]


def lint_text(
    text: str, *, filename: str = "<text>", config: Config | None = None
) -> list[Finding]:
    r"""Return the findings of a text, in its order.

    ``filename`` is what findings report; one that ends in ``.json`` makes the text
    JSON, any other YAML. Lines and columns are 1-based, columns count code points. Text
    that is no pool manifest has no findings. At most 100 are returned, the errors first
    to be chosen. The limit of size is not looked at.

    Raises UnknownRule, MandatoryRule, MalformedCatalog and other ValueErrors for a
    config that cannot be.

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
    ['Pool is no pool name']
    """
    config = config or Config()
    linter = Linter(all_rules(), config)
    return _found(linter.lint(Source(filename, text)), linter, config)


def fix_text(
    text: str,
    *,
    filename: str = "<text>",
    config: Config | None = None,
    unsafe: bool = False,
) -> FixResult:
    r"""Return a text with its fixes made: the safe ones, or with ``unsafe`` all.

    Nothing else of the text changes. A fix is left out if with it there would be more
    findings, a text that cannot be read, or other data than the fix is about; a safe
    one also if others would come up. Arguments and errors are those of
    :func:`lint_text`; ``findings`` are what it returns of the new text.

    >>> result = fix_text("kind: Pool\napiVersion: v2\nmetadata: {labels: "
    ...     "{os.modelarts/name: pool-1, os.modelarts/workspace.id: 0}}\n")
    >>> print(result.text.splitlines()[-1])
    metadata: {labels: {os.modelarts/name: pool-1, os.modelarts/workspace.id: "0"}}
    >>> [str(step) for step in result.made]
    ['RP102 at metadata.labels["os.modelarts/workspace.id"]: put it in quotes: "0"']
    """
    config = config or Config()
    limits = config.limits._replace(findings=MOST_FOUND)
    linter = Linter(all_rules(), config._replace(limits=limits))
    source = Source(filename, text)
    mark = text[: len(text) - len(source.text)]
    done = fixed(source, linter, unsafe=unsafe)
    new = mark + done.source.text if done.made else text
    findings = _found(done.result, linter, config)
    return FixResult(new, findings, done.made, done.left)


def _found(result: FileResult, linter: Linter, config: Config) -> list[Finding]:
    [whole] = compared([result], linter.rules_across, config.limits.findings)
    return list(whole.limited(config.limits.findings).findings)
