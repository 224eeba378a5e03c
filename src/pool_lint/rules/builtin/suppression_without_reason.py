"""RP903."""

from __future__ import annotations

from collections.abc import Iterator

from pool_lint.model.problem import Problem, Severity
from pool_lint.parsing import Defect, DefectKind
from pool_lint.rules.rule import defect_rule


@defect_rule("RP903", DefectKind.SUPPRESSION_WITHOUT_REASON, Severity.INFO)
def suppression_without_reason(defect: Defect) -> Iterator[Problem]:
    """A comment silences a rule without a reason.

    Why:
        Whoever reads the comment next year cannot tell whether it is still right. A
        reason follows two hyphens. Advice, off until it is selected.

    Bad:
        metadata:
          labels:
            # pool-lint: disable=long-pool-name  # <-
            os.modelarts/name: training-pool-of-the-vision-team

    Good:
        metadata:
          labels:
            # pool-lint: disable=long-pool-name -- refused nowhere in our regions
            os.modelarts/name: training-pool-of-the-vision-team

    Source:
        pool-lint's own.
    """
    message = "this comment does not say why the rule is silenced"
    yield Problem(defect.location, message, "add -- and the reason")
