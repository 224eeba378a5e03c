"""RP902."""

from __future__ import annotations

from collections.abc import Iterator

from pool_lint.model.problem import Problem
from pool_lint.parsing import Defect, DefectKind
from pool_lint.rules.rule import defect_rule


@defect_rule("RP902", DefectKind.UNKNOWN_SUPPRESSION)
def unknown_suppression(defect: Defect) -> Iterator[Problem]:
    """A suppression comment names an unknown rule.

    Why:
        A misspelt comment looks as if it worked, but suppresses nothing. RP001 and
        RP003 cannot be suppressed, because then nobody would notice an unreadable
        file.

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
        A convention of pool-lint.
    """
    yield Problem(defect.location, defect.detail, defect.text)
