"""RP903."""

from __future__ import annotations

from collections.abc import Iterator

from pool_lint.model.problem import Problem, Severity
from pool_lint.parsing import Defect, DefectKind
from pool_lint.rules.rule import defect_rule


@defect_rule("RP903", DefectKind.SUPPRESSION_WITHOUT_REASON, Severity.INFO)
def suppression_without_reason(defect: Defect) -> Iterator[Problem]:
    """A suppression comment without a reason.

    Why:
        Without a reason, later readers cannot decide whether the comment is still
        right. Write the reason after two hyphens. This rule is off by default.

    Bad:
        metadata:
          labels:
            # pool-lint: disable=long-pool-name  # <-
            os.modelarts/name: training-pool-of-the-vision-team

    Good:
        metadata:
          labels:
            # pool-lint: disable=long-pool-name -- our region accepts long names
            os.modelarts/name: training-pool-of-the-vision-team

    Source:
        A convention of pool-lint.
    """
    message = "the suppression has no reason"
    advice = "add it after two hyphens: -- agreed with the platform team"
    yield Problem(defect.location, message, advice)
