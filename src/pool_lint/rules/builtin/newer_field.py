"""RP104."""

from __future__ import annotations

from collections.abc import Iterator

from pool_lint.model.location import Location, Part
from pool_lint.model.problem import Problem, Severity
from pool_lint.rules.messages import field
from pool_lint.rules.rule import keyword_rule
from pool_lint.validation.failures import NEWER, SchemaFailure
from pool_lint.validation.fields import other_editions


@keyword_rule("RP104", NEWER, severity=Severity.WARNING)
def newer_field(failure: SchemaFailure) -> Iterator[Problem]:
    """A field that only other API editions document.

    Why:
        It may work in one region and be ignored or rejected in another. A field with
        the value null is not sent, so it is not reported.

    Bad:
        spec:
          type: Dedicate
          scope: [Train]
          network: {name: net-0123-86c13962597848eeb29c5861153a391f}
          resources:
            - {flavor: modelarts.vm.gpu.tnt004, count: 2}
          ipv6enable: true  # <-

    Good:
        spec:
          type: Dedicate
          scope: [Train]
          network: {name: net-0123-86c13962597848eeb29c5861153a391f}
          resources:
            - {flavor: modelarts.vm.gpu.tnt004, count: 2}
          ipv6enable: null

    Source:
        Open Telekom Cloud API reference 2024-06 to 2025-08; the official SDK 3.1.219.
    """
    if failure.value is not None:
        known = failure.subschema[NEWER][failure.pointer[-1]]
        edition = failure.schema.edition
        message = f"edition {edition} does not document {field(failure.pointer)}"
        later = other_editions(failure.pointer, failure.schema)
        advice = f"check that your API accepts it; documented in: {known}"
        if later:
            choice = (
                f'set edition = "{later[0]}" in pool-lint.toml if your region has it'
            )
            advice = f"{choice}; documented in: {known}"
        yield Problem(Location(failure.pointer, Part.KEY), message, advice)
