"""RP108."""

from __future__ import annotations

from collections.abc import Iterator

from pool_lint.model.location import Location, Part
from pool_lint.model.problem import Problem, Severity
from pool_lint.rules.messages import field
from pool_lint.rules.rule import keyword_rule
from pool_lint.validation.failures import EXTENSION, SchemaFailure

_KNOWN = {
    "documented": "documented in",
    "observed": "observed in",
    "inferred": "inferred from",
}


@keyword_rule("RP108", EXTENSION, severity=Severity.INFO, editions=("2026-01",))
def undocumented_field(failure: SchemaFailure) -> Iterator[Problem]:
    """A field that clients send but this edition does not document.

    Why:
        Clients send the field, and the service accepts it. Huawei Cloud does not
        document it. Another region or a later version may ignore or reject it.

    Bad:
        apiVersion: v2
        kind: Pool
        metadata:
          labels:
            os.modelarts/name: pool-001
        spec:
          type: Dedicate
          scope: [Train]
          network: {name: net-0123-86c13962597848eeb29c5861153a391f}
          resources:
            - flavor: modelarts.vm.gpu.tnt004
              count: 2
              nodePool: train-nodes  # <-

    Good:
        apiVersion: v2
        kind: Pool
        metadata:
          labels:
            os.modelarts/name: pool-001
        spec:
          type: Dedicate
          scope: [Train]
          network: {name: net-0123-86c13962597848eeb29c5861153a391f}
          resources:
            - flavor: modelarts.vm.gpu.tnt004
              count: 2

    Source:
        The official SDK 3.1.219 (2026-10), the API reference of Open Telekom Cloud
        (2025-08), and the Terraform provider (2026-08).
    """
    origin = failure.subschema["x-source"]
    message = (
        f"edition {failure.schema.edition} does not document {field(failure.pointer)}; "
        f"{_KNOWN[origin['confidence']]}: {origin['source']} ({origin['date']})"
    )
    advice = "create a test pool, and check that the service applies the field"
    yield Problem(Location(failure.pointer, Part.KEY), message, advice)
