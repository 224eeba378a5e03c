"""RP503."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pool_lint.model.problem import Problem, Severity
from pool_lint.model.text import quote
from pool_lint.modelarts.flavors import Accelerator
from pool_lint.modelarts.pool import Pool
from pool_lint.rules.messages import field
from pool_lint.rules.rule import rule

_GPU, _NPU = Accelerator.GPU, Accelerator.NPU
_FORMS = {
    _GPU: r"\A[0-9]{3}\.[0-9]{2,3}(\.[0-9]{2,3})?\Z",
    _NPU: (r"\A(C[0-9]+|[0-9]+(\.[0-9]+){3,4}-[0-9]+\.[0-9]+(\.(rc)?[0-9]+)*)\Z"),
}
_EXAMPLES = {_GPU: "470.57.02", _NPU: "7.1.0.9.220-23.0.6"}
_LOOKS_AT = ("gpuVersion", "npuVersion", "resources[].flavor")


@rule("RP503", *_LOOKS_AT, severity=Severity.WARNING)
def swapped_driver_versions(pool: Pool) -> Iterator[Problem]:
    """A driver version that belongs to the other accelerator.

    Why:
        GPU driver versions look like 470.57.02. NPU driver versions look like
        7.1.0.9.220-23.0.6 or C78. The API does not find an NPU version for GPU
        nodes, or a GPU version for NPU nodes.

    Bad:
        spec:
          type: Dedicate
          scope: [Train]
          network: {name: net-0123-86c13962597848eeb29c5861153a391f}
          resources:
            - {flavor: modelarts.vm.gpu.tnt004, count: 2}
          driver:
            gpuVersion: "7.1.0.9.220-23.0.6"  # <-

    Good:
        spec:
          type: Dedicate
          scope: [Train]
          network: {name: net-0123-86c13962597848eeb29c5861153a391f}
          resources:
            - {flavor: modelarts.vm.gpu.tnt004, count: 2}
          driver:
            gpuVersion: "470.57.02"

    Source:
        Versions in public manifests and in responses of the plugin template API.
    """
    for kind, other in ((_GPU, _NPU), (_NPU, _GPU)):
        version = pool.driver(kind)
        if version and re.search(_FORMS[other], version.value) and pool.may_have(kind):
            found = f"{field(version.pointer)} {quote(version.value)}"
            message = f"{found} looks like a version of the {other} driver"
            advice = (
                f'write a {kind} driver version such as "{_EXAMPLES[kind]}", '
                f"or rename the field to {other.lower()}Version"
            )
            yield Problem(version.location, message, advice)
