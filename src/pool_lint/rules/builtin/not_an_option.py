"""RP105."""

from __future__ import annotations

from collections.abc import Iterator

from pool_lint.model.location import Location
from pool_lint.model.problem import Problem
from pool_lint.model.text import quote
from pool_lint.modelarts.placeholders import find_placeholder
from pool_lint.rules.messages import choices, did_you_mean, field, fill_in, shown_value
from pool_lint.rules.rule import keyword_rule
from pool_lint.rules.schema_fixes import spelling_fix
from pool_lint.validation.failures import SchemaFailure


@keyword_rule("RP105", "enum")
def not_an_option(failure: SchemaFailure) -> Iterator[Problem]:
    """A value is not among the options that the reference lists.

    Why:
        The API compares exactly, also upper and lower case, and answers 400.

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
    options = failure.subschema.get("x-offer", failure.expected)
    place, wanted = failure.pointer, choices(options)
    placeholder = find_placeholder(failure.value, place)
    found = quote(placeholder) if placeholder else shown_value(failure)
    what = f"the placeholder {found}" if placeholder else found
    message = f"{field(place)} must be {wanted}, not {what}"
    fix = None if placeholder else spelling_fix(failure, str(failure.value), options)
    advice = did_you_mean(str(failure.value), options) or f"write {wanted}"
    if placeholder:
        advice = fill_in(place, failure.schema)
    yield Problem(Location(place), message, advice, fix=fix)
