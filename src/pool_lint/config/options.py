"""The configuration of a linter: rules, kinds, limits, flavors."""

# No postponed annotations: named tuples compile each of them at import.
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from typing import Any, NamedTuple

from pool_lint.config.selectors import (
    distinct,
    find_injected,
    is_named,
    mandatory_ids,
    matching,
    several,
)
from pool_lint.model.errors import MandatoryRuleError
from pool_lint.model.problem import Severity
from pool_lint.modelarts.kinds import Kind
from pool_lint.parsing import Limits
from pool_lint.rules.rule import Rule, Stage
from pool_lint.validation.fields import FieldPath
from pool_lint.validation.schemas import DEFAULT_EDITION

# The limit of findings for fixes and baselines, which need all findings of a file.
MOST_FOUND = 100_000


class Unparsed(StrEnum):
    """Which unreadable files are errors.

    ``AUTO``: files that look like a pool. ``BYTES``: also files that are not text,
    contain NUL, exceed a limit or are Git LFS pointers. ``ERROR``: all of them.
    """

    AUTO = "auto"
    BYTES = "bytes"
    ERROR = "error"


class Config(NamedTuple):
    """The configuration of a linter.

    ``select``, ``ignore`` and ``extend_select`` hold rule IDs, prefixes of IDs
    (``RP2``) and names, as one string or several. With ``select`` None, all rules run
    except those of severity info; policies run with any severity. ``severity`` maps
    rules to severities; a rule in it runs. ``kind`` is the kind of all documents.
    ``flavors`` are the known flavors: a table (ID → ``cpu``, ``gpu``, ``npu`` or
    ``unknown``), a saved response of the API, or the result of
    :func:`pool_lint.modelarts.flavor_catalog.load_catalog`.
    ``injected`` names fields that a later step fills in, by the end of their path
    (``order.id``). Without ``suppressions``, suppression comments are ignored.
    ``edition`` is the edition of the API reference. ``target`` names the place that
    pools are sent to: cross-document rules compare pools of one target. ``unparsed``
    determines which unreadable files are errors. ``docs_url`` is a template for the
    address of a rule's documentation, with ``{id}``, ``{name}`` and ``{version}``.
    """

    select: str | Sequence[str] | None = None
    ignore: str | Sequence[str] = ()
    extend_select: str | Sequence[str] = ()
    kind: Kind = Kind.AUTO
    limits: Limits = Limits()
    flavors: Mapping[str, Any] | None = None
    severity: Mapping[str, str] = {}
    injected: str | Sequence[str] = ()
    suppressions: bool = True
    edition: str = DEFAULT_EDITION
    target: str = ""
    unparsed: Unparsed = Unparsed.AUTO
    docs_url: str = ""

    def enabled(self, rules: Iterable[Rule]) -> frozenset[str]:
        """Return the ids of the rules that run.

        Raises UnknownRuleError for a selector that matches no rule. Raises
        MandatoryRuleError if a mandatory rule is ignored by its own ID or name, or
        loses the severity error.
        """
        rules = tuple(rules)
        if self.select is None:
            chosen = {r.id for r in rules if r.runs_by_default}
            chosen |= set(self.severities(rules))
        else:
            chosen = matching(self.select, rules)
        if chosen and chosen.isdisjoint(rule.id for rule in rules):
            # The selection is about rules that another command runs.
            return self._replace(select=None).enabled(rules)
        ignored, mandatory = matching(self.ignore, rules), mandatory_ids(rules)
        for selector in distinct(self.ignore):
            if matching([selector], rules) <= mandatory:
                raise _mandatory(selector, rules)
        chosen |= matching(self.extend_select, rules)
        return frozenset(chosen - ignored | mandatory)

    def rules_of_other_editions(self, rules: Iterable[Rule]) -> list[Rule]:
        """Return the rules selected by ID or name that do not apply to the edition."""
        words = [*several(self.select or ()), *several(self.extend_select)]
        return [
            rule
            for rule in rules
            if not rule.holds_in(self.edition)
            and any(is_named(word, rule) for word in words)
        ]

    def ignoring(self, rules: Iterable[str]) -> "Config":
        """Return the same configuration with more ignored rules."""
        return self._replace(ignore=(*several(self.ignore), *rules))

    def with_selection(
        self,
        select: Sequence[str] | None,
        ignore: Sequence[str],
        extend_select: Sequence[str],
    ) -> "Config":
        """Return the same configuration with the selectors of a run on top.

        A rule that the run selects runs even if the settings ignore it.
        """
        kept = [r for r in several(self.ignore) if r not in extend_select]
        return self._replace(
            select=self.select if select is None else select,
            ignore=[*(kept if select is None else ()), *ignore],
            extend_select=[*several(self.extend_select), *extend_select],
        )

    def severities(self, rules: Iterable[Rule]) -> dict[str, Severity]:
        """Return the configured severities by rule ID.

        Raises UnknownRuleError, MandatoryRuleError, and ValueError for an unknown
        severity.
        """
        rules, found = tuple(rules), dict[str, Severity]()
        mandatory = mandatory_ids(rules)
        for selector, severity in self.severity.items():
            ids = matching(selector, rules)
            least = {r.severity.rank for r in rules if r.id in ids & mandatory}
            if ids <= mandatory and Severity(severity).rank > min(least):
                raise _mandatory(selector, rules)
            higher = {r.id for r in rules if r.severity.rank > Severity(severity).rank}
            kept = ids - mandatory | ids & higher
            found |= dict.fromkeys(kept, Severity(severity))
        return found

    def address(self, rule: Rule) -> str:
        """Return the address of a rule's documentation, "" if it is not known."""
        if rule.url or not self.docs_url or rule.stage is Stage.POLICY:
            return rule.url
        from pool_lint.config.docs_url import expanded  # noqa: PLC0415 - start-up

        return expanded(self.docs_url, rule)

    def injected_fields(self) -> frozenset[FieldPath]:
        """Return the paths of injected fields. Raises UnknownFieldError."""
        names, edition = several(self.injected), self.edition
        return frozenset(f for name in names for f in find_injected(name, edition))


def _mandatory(selector: str, rules: tuple[Rule, ...]) -> MandatoryRuleError:
    found = matching([selector], rules)
    policies = {rule.id for rule in rules if rule.stage is Stage.POLICY}
    return MandatoryRuleError(selector, is_policy=found <= policies)
