"""The help of a finding, as reports print it."""

from __future__ import annotations

from pool_lint.model.finding import Finding


def advice_of(finding: Finding) -> str:
    """Return what to do about a finding, for a change also how to accept it."""
    if finding.change is None:
        return finding.help or ""
    from pool_lint.reporters.change_text import advice  # noqa: PLC0415 - start-up

    return advice(finding)
