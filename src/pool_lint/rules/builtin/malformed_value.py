"""RP107."""

from __future__ import annotations

from collections.abc import Iterator

from pool_lint.model.location import Location
from pool_lint.model.problem import Problem
from pool_lint.rules.messages import field, sample, shown_value
from pool_lint.rules.rule import keyword_rule
from pool_lint.rules.schema_fixes import strip_fix
from pool_lint.validation.failures import SchemaFailure

_BOUNDS = {"minimum": "at least", "maximum": "at most"}
_SIZES = {"maxLength": "characters", "maxItems": "entries"}


@keyword_rule("RP107", "pattern", *_BOUNDS, *_SIZES)
def malformed_value(failure: SchemaFailure) -> Iterator[Problem]:
    """A number that is out of range, or a malformed or too long value.

    Why:
        A pool has at least one node, and the API stores counts in 32 bits. A period is
        a whole number of months or years, as a string. Edition 2026-01 also defines the
        form of disk sizes, address ranges, tags and names of node pools.

        White space, control characters and quotes become a part of the name or the ID,
        which then does not exist. The block styles `|` and `>` add a line break at the
        end.

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
    if unit := _SIZES.get(failure.keyword):
        size, most = len(failure.value), failure.expected
        message = (
            f"{field(failure.pointer)} must have at most {most} {unit}, not {size}"
        )
        yield Problem(
            Location(failure.pointer), message, f"remove {size - most} {unit}"
        )
        return
    bound = _BOUNDS.get(failure.keyword)
    form = f"be {bound} {failure.expected}" if bound else failure.subschema["x-form"]
    found = "not" if form.startswith("be ") else "but is"
    message = f"{field(failure.pointer)} must {form}, {found} {shown_value(failure)}"
    fix, example = strip_fix(failure), sample(failure.subschema)
    advice = fix.message if fix else example and f"write a value such as {example}"
    if failure.document.is_block_scalar(failure.pointer):
        advice = "write it on one line, or use |- to drop the line break at the end"
    yield Problem(Location(failure.pointer), message, advice, fix=fix)
