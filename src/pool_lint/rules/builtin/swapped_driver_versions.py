"""RP503."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pool_lint.model.problem import Problem, Severity
from pool_lint.model.text import show
from pool_lint.modelarts.flavors import Accelerator
from pool_lint.modelarts.pool import Pool
from pool_lint.rules.rule import rule

_GPU, _NPU = Accelerator.GPU, Accelerator.NPU
_FORMS = {
    _GPU: r"\A[0-9]{3}\.[0-9]{2,3}(\.[0-9]{2,3})?\Z",
    _NPU: (r"\A(C[0-9]+|[0-9]+(\.[0-9]+){3,4}-[0-9]+\.[0-9]+(\.(rc)?[0-9]+)*)\Z"),
}
_LOOKS_AT = ("gpuVersion", "npuVersion", "resources[].flavor")


@rule("RP503", *_LOOKS_AT, severity=Severity.WARNING)
def swapped_driver_versions(pool: Pool) -> Iterator[Problem]:
    """A driver version in the form of the other accelerator.

    Why:
        GPU drivers are numbered like 470.57.02, NPU drivers like 7.1.0.9.220-23.0.6 or
        C78. The version of one under the name of the other installs nothing.

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
        Versions seen in public manifests and in answers of the plugin template API.
    """
    for kind, other in ((_GPU, _NPU), (_NPU, _GPU)):
        version = pool.driver(kind)
        if version and re.search(_FORMS[other], version.value) and pool.may_have(kind):
            message = f"{show(version.value)} looks like the version for {other} nodes"
            advice = f"write a version for {kind} nodes, or {other.lower()}Version"
            yield Problem(version.location, message, advice)
