"""Writes the page of a rule about changes."""

from __future__ import annotations

from collections.abc import Callable

from pool_lint.model.change import Event
from pool_lint.model.problem import Severity
from pool_lint.model.verdict import Verdict
from pool_lint.rules import Rule
from pool_lint.testing import complete

from . import transcripts
from .examples import without_mark

MEANINGS = {
    Verdict.NONE: "The change itself does nothing to what runs.",
    Verdict.IN_PLACE: "The service makes the change; nothing that runs is affected.",
    Verdict.NEW_NODES_ONLY: "Nodes that exist keep the old value.",
    Verdict.ORDER: "The subscription changes by an order, not by a manifest.",
    Verdict.DISRUPTIVE: "Nodes restart, and running jobs may fail.",
    Verdict.DESTRUCTIVE: "Notebooks, jobs, services or nodes are lost.",
    Verdict.NEW_POOL: "The manifest creates a second pool; the first one stays.",
    Verdict.REFUSED: "The service rejects the update.",
}
_OPTIONS = {"RD114": " --no-lint", "RD116": " --extend-select RD116"}


def sections(rule: Rule, manifest: Callable[[str], str]) -> list[str]:
    """Return the sections of the page that only rules about changes have."""
    documentation, verdict = rule.documentation, Verdict(rule.verdict)
    return [
        f"## What it reports\n\n{documentation.summary}",
        f"## Verdict\n\n**{verdict.text}**: {MEANINGS[verdict]}",
        f"## What happens to what runs\n\n{documentation.why}",
        f"## Before\n\n{manifest(documentation.bad)}",
        f"## After\n\n{manifest(documentation.good)}\n\n{_run(rule)}",
        f"## How to accept\n\n{_acceptance(rule)}",
        f"## Settings\n\n{_settings(rule)}",
    ]


def _run(rule: Rule) -> str:
    documentation = rule.documentation
    before, after = (
        complete(text)
        for text in (without_mark(documentation.bad), without_mark(documentation.good))
    )
    run = transcripts.renewed(
        f"<!-- hidden: old.yaml\n{before}-->\n<!-- hidden: new.yaml\n{after}-->\n"
        "```console\n"
        f"$ pool-lint changes old.yaml new.yaml{_OPTIONS.get(rule.id, '')}\n```"
    )
    return run[run.index("```console") :]


def _acceptance(rule: Rule) -> str:
    if rule.always:
        return "This finding cannot be accepted. Correct the file."
    if rule.severity is Severity.INFO:
        return (
            "A finding of severity info fails a run only with `--fail-on info`. "
            f"Then `--accept {rule.id}` accepts it."
        )
    return (
        f"`--accept {rule.id}:NAME` accepts it for the pool NAME, and the fingerprint "
        "in the report accepts one finding. "
        "[Changes](../changes.md#accept-a-change) shows how to do that in CI."
    )


def _settings(rule: Rule) -> str:
    lines = ["`severity` changes its severity."]
    if rule.always:
        lines = ["The rule always runs; no setting switches it off."]
    elif rule.runs_by_default:
        lines.insert(0, "`ignore` and `per-file-ignores` switch the rule off.")
    else:
        lines.insert(0, "`extend-select` switches the rule on.")
    is_harmful = Verdict(rule.verdict) in {Verdict.NEW_POOL, Verdict.DESTRUCTIVE}
    if is_harmful or rule.event == Event.REMOVED:
        lines.append("`protected` lists files where nobody can accept it.")
    return "\n".join([*lines, "See [Settings](../settings.md)."])
