"""RP107."""

from __future__ import annotations

from collections.abc import Iterator

from pool_lint.model.location import Location
from pool_lint.model.problem import Problem
from pool_lint.rules.messages import field, shown_value
from pool_lint.rules.rule import keyword_rule
from pool_lint.rules.schema_fixes import strip_fix
from pool_lint.validation.failures import SchemaFailure

_BOUNDS = {"minimum": "at least", "maximum": "at most"}


@keyword_rule("RP107", "pattern", "minimum", "maximum")
def malformed_value(failure: SchemaFailure) -> Iterator[Problem]:
    """A number is out of range, or a text has the wrong form.

    Why:
        A pool holds at least one node, and the API counts in 32 bits; a period is a
        whole number of months or years, written as text. White space, control
        characters and quotes are part of a name or an ID as soon as they are in its
        text, as the line break that `|` and `>` keep: then nothing has that name.

    Bad:
        spec:
          type: Dedicate
          scope: [Train]
          network: {name: net-0123-86c13962597848eeb29c5861153a391f}
          resources:
            - flavor: modelarts.vm.gpu.tnt004
              count: 0  # <-

    Good:
        spec:
          type: Dedicate
          scope: [Train]
          network: {name: net-0123-86c13962597848eeb29c5861153a391f}
          resources:
            - flavor: modelarts.vm.gpu.tnt004
              count: 1

    Source:
        Creating Resource Pools, tables 6, 8 and 9; the update reference for count.
    """
    bound = _BOUNDS.get(failure.keyword)
    form = f"be {bound} {failure.expected}" if bound else failure.subschema["x-form"]
    message = f"{field(failure.pointer)} must {form}, not {shown_value(failure)}"
    fix = strip_fix(failure)
    advice = fix.message if fix else None
    if failure.document.is_block_scalar(failure.pointer):
        advice = "write it on one line, or use |-, which drops the last line break"
    yield Problem(Location(failure.pointer), message, advice, fix=fix)
