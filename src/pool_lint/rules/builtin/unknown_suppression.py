"""RP902."""

from __future__ import annotations

from collections.abc import Iterator

from pool_lint.model.problem import Problem
from pool_lint.parsing import Defect, DefectKind
from pool_lint.rules.rule import defect_rule


@defect_rule("RP902", DefectKind.UNKNOWN_SUPPRESSION)
def unknown_suppression(defect: Defect) -> Iterator[Problem]:
    """A comment that should silence a rule names none that it could.

    Why:
        With a slip in it the comment looks as if it worked. RP001 and RP003 cannot be
        silenced: a file that is not read is never passed over.

    Bad:
        metadata:
          labels:
            os.modelarts/name: pool-001
            # pool-lint: disable=long-pol-name -- agreed  # <-
            os.modelarts/workspace.id: "0"

    Good:
        metadata:
          labels:
            # pool-lint: disable=long-pool-name -- agreed
            os.modelarts/name: training-pool-of-the-vision-team

    Source:
        pool-lint's own.
    """
    yield Problem(defect.location, defect.detail, defect.text)
