"""RD102."""

from __future__ import annotations

from collections.abc import Iterator

from pool_lint.model.change import Change
from pool_lint.model.problem import Problem
from pool_lint.model.verdict import Verdict
from pool_lint.rules.change_rule import change_rule
from pool_lint.rules.change_texts import name, problem, several, value
from pool_lint.rules.messages import joined

_EFFECTS = {
    "Train": "running training jobs fail",
    "Infer": "running inference services fail",
    "Notebook": "notebook instances are deleted",
}
_WORK = {"Train": "training jobs", "Infer": "services", "Notebook": "notebooks"}


@change_rule("RD102", Verdict.DESTRUCTIVE)
def scope_removed(change: Change) -> Iterator[Problem]:
    """A job type removed from the scope of a pool.

    Why:
        The service deletes the notebooks of the pool, and lets running training jobs
        and inference services fail.

    Before:
        spec:
          type: Dedicate
          scope: [Train, Infer]
          network: {name: net-0123-86c13962597848eeb29c5861153a391f}
          resources:
            - {flavor: modelarts.vm.gpu.tnt004, count: 2}

    After:
        spec:
          type: Dedicate
          scope: [Train]  # <-
          network: {name: net-0123-86c13962597848eeb29c5861153a391f}
          resources:
            - {flavor: modelarts.vm.gpu.tnt004, count: 2}

    Source:
        Resource management, modifying the job types of a pool (2026).
    """
    removed = several([value(job) for job in change.values])
    jobs = [job for job in change.values if isinstance(job, str) and job in _WORK]
    effect = "; ".join(_EFFECTS[job] for job in jobs)
    work = joined([_WORK[job] for job in jobs], "and") or "jobs"
    message = f"removing {removed} from {name(change)} stops what runs in the pool"
    advice = f"move the {work} to another pool first"
    yield problem(change._replace(effect=effect), message, advice)
