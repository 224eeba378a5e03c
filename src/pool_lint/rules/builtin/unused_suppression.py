"""RP901."""

from __future__ import annotations

from collections.abc import Iterator

from pool_lint.model.fix import Applicability, Edit, Fix
from pool_lint.model.location import Location
from pool_lint.model.problem import Problem, Severity
from pool_lint.parsing import Defect, DefectKind
from pool_lint.rules.rule import defect_rule


@defect_rule("RP901", DefectKind.UNUSED_SUPPRESSION, Severity.WARNING, unnecessary=True)
def unused_suppression(defect: Defect) -> Iterator[Problem]:
    """An unused suppression comment.

    Why:
        The rule reports nothing here: the mistake was fixed, or was never there. The
        comment would hide the next mistake.

    Bad:
        spec:
          type: Dedicate
          scope: [Train]
          network: {name: net-0123-86c13962597848eeb29c5861153a391f}
          resources:
            - flavor: modelarts.vm.gpu.tnt004
              count: 3
              # pool-lint: disable-next-line=RP301 -- agreed with the service  # <-
              maxCount: 3

    Good:
        spec:
          type: Dedicate
          scope: [Train]
          network: {name: net-0123-86c13962597848eeb29c5861153a391f}
          resources:
            - flavor: modelarts.vm.gpu.tnt004
              count: 3
              maxCount: 3

    Source:
        A convention of pool-lint.
    """
    message = f"unused suppression: {defect.text} reports nothing here"
    advice = f"remove {defect.text}" if defect.detail else "remove the comment"
    edit = Edit(Location((), span=defect.cut), "")
    fix = Fix(Applicability.SAFE, advice, (edit,)) if defect.cut else None
    yield Problem(defect.location, message, advice, fix=fix)
