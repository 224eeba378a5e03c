"""The documentation of a rule, as reports contain it."""

# No postponed annotations: named tuples compile each of them, a fifth of the time to
# import this module.
from typing import NamedTuple

from pool_lint.model.problem import Severity


class RuleText(NamedTuple):
    """The documentation of a rule: plain text, with examples in YAML.

    ``headings`` are those of the two examples.
    """

    id: str
    name: str
    severity: Severity
    summary: str
    why: str
    bad: str
    good: str
    source: str
    headings: tuple[str, str] = ("Bad", "Good")


def unnamed(rule_id: str) -> RuleText:
    """Return the documentation of a rule of which only the ID is known."""
    return RuleText(rule_id, rule_id, Severity.ERROR, rule_id, "", "", "", "")
