"""RP105."""

from __future__ import annotations

from collections.abc import Iterator

from pool_lint.model.location import Location
from pool_lint.model.problem import Problem
from pool_lint.model.text import quote
from pool_lint.modelarts.placeholders import find_placeholder
from pool_lint.rules.messages import (
    choices,
    field,
    fill_in,
    meant_option,
    shown_value,
)
from pool_lint.rules.rule import keyword_rule
from pool_lint.rules.schema_fixes import option_fix
from pool_lint.validation.failures import SchemaFailure


@keyword_rule("RP105", "enum")
def not_an_option(failure: SchemaFailure) -> Iterator[Problem]:
    """A value that is not one of the allowed options.

    Why:
        The API compares the exact text, including case. For any other value it returns
        HTTP 400.

    Bad:
        spec:
          type: Dedicated  # <-
          scope: [Train]
          network: {name: net-0123-86c13962597848eeb29c5861153a391f}
          resources:
            - {flavor: modelarts.vm.gpu.tnt004, count: 2}

    Good:
        spec:
          type: Dedicate
          scope: [Train]
          network: {name: net-0123-86c13962597848eeb29c5861153a391f}
          resources:
            - {flavor: modelarts.vm.gpu.tnt004, count: 2}

    Source:
        Creating Resource Pools, tables 3, 6, 7, 10 and 12.
    """
    place, word, options = failure.pointer, str(failure.value), failure.options
    must = f"{field(place)} must be {choices(options)}"
    if placeholder := find_placeholder(failure.value, place):
        message = f"{must}, not the placeholder {quote(placeholder)}"
        yield Problem(Location(place), message, fill_in(place, failure.schema))
        return
    message, required = f"{must}, not {shown_value(failure)}", not failure.is_optional
    fix = option_fix(place, word, options, is_required=required)
    advice = meant_option(word, options) or (fix.message if fix else None)
    yield Problem(Location(place), message, advice, fix=fix)
