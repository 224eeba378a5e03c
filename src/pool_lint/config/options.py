"""What a run is told to do: which rules, how the documents are read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from typing import Any, NamedTuple

from pool_lint.config.selectors import (
    distinct,
    find_fields,
    mandatory_ids,
    matching,
    several,
)
from pool_lint.model.errors import MandatoryRuleError
from pool_lint.model.problem import Severity
from pool_lint.modelarts.kinds import Kind
from pool_lint.parsing import Limits
from pool_lint.rules.rule import Rule
from pool_lint.validation.fields import FieldPath
from pool_lint.validation.schemas import DEFAULT_EDITION, Schema, SchemaName

# Where all findings of a file are wanted, and not only those that are shown.
MOST_FOUND = 100_000


class Unparsed(StrEnum):
    """Which files that cannot be read are errors.

    Those that show a pool; with ``BYTES`` also those that are no text, hold NUL, cross
    a limit or are Git LFS pointers; with ``ERROR`` all of them.
    """

    AUTO = "auto"
    BYTES = "bytes"
    ERROR = "error"


class Config(NamedTuple):
    """The settings of a run.

    ``select``, ``ignore`` and ``extend_select`` hold rule ids, id prefixes (``RP2``)
    and names, several or one; ``select`` None stands for every rule that is not of
    severity info. ``flavors`` says which flavors there are: a table (id → ``cpu``,
    ``gpu`` or ``npu``), a saved answer of the API that lists them, or what
    :func:`pool_lint.catalog.load_catalog` made of a file. ``severity`` says of rules,
    by id, prefix or name, how much they matter; a rule named there runs. ``injected``
    names fields that are filled in later, by the end of their path (``order.id``).
    Without ``suppressions`` comments suppress nothing. ``edition`` is the edition of
    the API reference that documents must keep. ``target`` names where pools are sent
    to: rules across documents compare pools of one target. ``unparsed`` says which
    files that cannot be read are errors.
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

    def enabled(self, rules: Iterable[Rule]) -> frozenset[str]:
        """Return the ids of the rules that run.

        Raises UnknownRuleError for a selector that fits none of the rules, and
        MandatoryRuleError for RP001 or RP003 by name among the ignored, or as no error.
        """
        rules = tuple(rules)
        if self.select is None:
            chosen = {r.id for r in rules if r.severity is not Severity.INFO}
            chosen |= set(self.severities(rules))
        else:
            chosen = matching(self.select, rules)
        ignored, mandatory = matching(self.ignore, rules), mandatory_ids(rules)
        for selector in distinct(self.ignore):
            if matching([selector], rules) <= mandatory:
                raise MandatoryRuleError(selector)
        chosen |= matching(self.extend_select, rules)
        return frozenset(chosen - ignored | mandatory)

    def ignoring(self, rules: Iterable[str]) -> Config:
        """Return the same, but for rules that are left out."""
        return self._replace(ignore=(*several(self.ignore), *rules))

    def with_selection(
        self,
        select: Sequence[str] | None,
        ignore: Sequence[str],
        extend_select: Sequence[str],
    ) -> Config:
        """Return the same with the wishes of a run on top.

        A rule that is asked for runs, also where the settings ignore it.
        """
        kept = [r for r in several(self.ignore) if r not in extend_select]
        return self._replace(
            select=self.select if select is None else select,
            ignore=[*(kept if select is None else ()), *ignore],
            extend_select=[*several(self.extend_select), *extend_select],
        )

    def severities(self, rules: Iterable[Rule]) -> dict[str, Severity]:
        """Return the ids of the rules that matter more or less, with how much.

        Raises UnknownRuleError, MandatoryRuleError, and ValueError for no severity.
        """
        rules, found = tuple(rules), dict[str, Severity]()
        mandatory = mandatory_ids(rules)
        for selector, severity in self.severity.items():
            ids = matching(selector, rules)
            if ids <= mandatory and severity != Severity.ERROR:
                raise MandatoryRuleError(selector)
            found |= dict.fromkeys(ids - mandatory, Severity(severity))
        return found

    def injected_fields(self) -> frozenset[FieldPath]:
        """Return the paths of injected fields. Raises UnknownFieldError."""
        schema = Schema(self.edition, SchemaName.CREATE_POOL)
        names = several(self.injected)
        return frozenset(f for name in names for f in find_fields(name, schema))
