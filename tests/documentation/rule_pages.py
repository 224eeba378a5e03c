"""Writes one page for each rule, from its docstring and the facts about it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from itertools import groupby

from manifests import FLAVORS, as_json
from pool_lint import Severity
from pool_lint.model.text import escape_lines
from pool_lint.modelarts.error_codes import CODES
from pool_lint.rules import ANSWERS, Rule
from pool_lint.rules.reference import precedes
from pool_lint.rules.registry import every_rule
from pool_lint.rules.rule import Stage
from pool_lint.testing import TOP_LEVEL, complete, fields_for
from pool_lint.validation.schemas import DEFAULT_EDITION, EDITIONS

from . import change_pages, rule_facts, transcripts
from .examples import without_mark

_GROUPS = {
    "RP0": "Reading files",
    "RP1": "Fields and values",
    "RP2": "Billing",
    "RP3": "Resources",
    "RP4": "Type, network and scope",
    "RP5": "Drivers",
    "RP6": "Names and texts",
    "RP7": "Several files",
    "RP8": "Saved responses",
    "RP9": "Suppression comments",
    "RD1": "Changes",
}
_INTRODUCTION = """\
# Rules

Errors fail a run. Warnings fail a run only with `--strict`. Rules of severity info are
off until you select them. `pool-lint explain RP301` prints a rule on the terminal, and
`pool-lint rules` lists all of them.

If a value breaks several rules, pool-lint reports
[the most important one](documents.md#one-finding-per-value).

The address of a page never changes. A page with the name of a rule, or with an earlier
name, links to it. [`redirects.json`](rules/redirects.json) lists these names for web
servers. The source of a rule has a confidence:

"""
_ABOUT_CHANGES = """\
`pool-lint changes` runs these rules, all but RD116. See [Changes](changes.md).

"""
_HEAD = """\
| rule | name | severity | edition | fix | what it reports |
| --- | --- | --- | --- | --- | --- |"""


def pages() -> Iterator[tuple[str, Callable[[], str]]]:
    """Yield the name of each page in docs/, and a function that returns its text."""
    rules = every_rule()
    yield "rules.md", partial(index, rules)
    for rule in rules:
        yield f"rules/{rule.id}.md", partial(page, rule, rules)
    moved = {name: rule for rule in rules for name in rule.names}
    for name, rule in moved.items():
        yield f"rules/{name}.md", partial(redirect, name, rule)
    yield "rules/redirects.json", partial(redirects, moved)


def index(rules: Sequence[Rule]) -> str:
    """Return the table of all rules, by groups."""
    levels = rule_facts.CONFIDENCES.items()
    meanings = "\n".join(f"- {name}: {meaning}" for name, meaning in levels)
    parts = [_INTRODUCTION + meanings]
    for prefix, group in groupby(rules, lambda rule: rule.id[:3]):
        rows = "\n".join(map(_row, group))
        note = _ABOUT_CHANGES if prefix == "RD1" else ""
        parts.append(f"## {_GROUPS[prefix]}\n\n{note}{_HEAD}\n{rows}")
    return "\n\n".join(parts) + "\n"


def _row(rule: Rule) -> str:
    return (
        f"| [{rule.id}](rules/{rule.id}.md) | {rule.name} | {rule.severity} "
        f"| {', '.join(rule.editions) or 'all'} | {_fix(rule)} "
        f"| {rule.documentation.summary} |"
    )


def redirect(name: str, rule: Rule) -> str:
    """Return the page at the address of a name: it only links to the rule."""
    now = "The rule is now" if name in rule.aliases else "See"
    return f"# {name}\n\n{now} [{rule.id} {rule.name}]({rule.id}.md).\n"


def redirects(moved: Mapping[str, Rule]) -> str:
    """Return the names that lead to pages, with the IDs of the rules, as JSON."""
    ids = {name: rule.id for name, rule in sorted(moved.items())}
    return json.dumps(ids, indent=2) + "\n"


def page(rule: Rule, rules: Sequence[Rule]) -> str:
    """Return the page of a rule; its transcript is real."""
    about_changes = rule.stage is Stage.CHANGE
    sections = change_pages.sections(rule, _manifest) if about_changes else _own(rule)
    parts = [
        f"# {rule.id} {rule.name}",
        " · ".join(_facts(rule)),
        *sections,
        f"## Source\n\n{_source(rule)}",
        f"## Related\n\n{_related(rule, rules)}",
    ]
    return "\n\n".join(parts) + "\n"


def _own(rule: Rule) -> list[str]:
    """Return the sections of the page of a rule about manifests."""
    documentation = rule.documentation
    return [
        f"## What it reports\n\n{documentation.summary}",
        f"## Why\n\n{_why(rule)}",
        f"## Bad\n\n{_bad(rule)}",
        f"## Good\n\n{_manifest(documentation.good)}",
        f"## Fix\n\n{_fixes(rule)}",
        f"## Settings\n\n{_settings(rule)}",
    ]


def _facts(rule: Rule) -> Iterator[str]:
    others = [f" ({word} in edition {edition})" for edition, word in rule.severities]
    yield f"Severity: {rule.severity}{''.join(others)}"
    yield f"since {rule_facts.SINCE.get(rule.id, rule_facts.FIRST_VERSION)}"
    yield f"editions: {', '.join(rule.editions or EDITIONS)}"
    yield f"fix: {_fix(rule)}"
    verb = "accepted" if rule.stage is Stage.CHANGE else "suppressed"
    yield f"cannot be {verb}" if rule.always else f"can be {verb}"
    if rule.needs_catalog:
        yield "needs a flavor catalog"
    if rule.kinds == ANSWERS:
        yield "saved responses only"
    if not rule.runs_by_default:
        yield "off by default"
    if rule.aliases:
        yield f"earlier name: {', '.join(rule.aliases)}"


def _why(rule: Rule) -> str:
    """Return why the rule exists, with the error that the API returns."""
    codes = [error for error in CODES if precedes(rule, error)]
    lines = [
        "If the API rejects the request for this reason, it returns "
        f"`{error.code}` (HTTP {error.status}, {error.message})."
        for error in codes
    ]
    return "\n\n".join([rule.documentation.why, *lines])


def _source(rule: Rule) -> str:
    confidence = f"Confidence: {rule_facts.evidence(rule.id)}"
    return f"{rule.documentation.source}\n\n{confidence}"


def _fix(rule: Rule) -> str:
    levels = sorted({str(fix.applicability) for fix in rule_facts.fixes(rule.id)})
    return " or ".join(levels) or "none"


def _bad(rule: Rule) -> str:
    example = without_mark(rule.documentation.bad)
    hidden = ""
    if rule.needs_catalog:
        hidden = f"<!-- hidden: flavors.json\n{as_json(FLAVORS)}-->\n"
    run = transcripts.renewed(
        f"<!-- hidden: pool.yaml\n{complete(example, fields_for(rule))}-->\n{hidden}"
        f"```console\n$ {_command(rule)}\n```"
    )
    console = run[run.index("```console") :]
    return f"{_manifest(rule.documentation.bad)}\n\n{console}"


def _command(rule: Rule) -> str:
    options = {
        f" --edition {''.join(rule.editions)}": not rule.holds_in(DEFAULT_EDITION),
        " --kind response": rule.kinds == ANSWERS,
        " --flavor-catalog flavors.json": rule.needs_catalog,
        f" --extend-select {rule.id}": rule.severity is Severity.INFO,
    }
    return "pool-lint pool.yaml" + "".join(o for o, used in options.items() if used)


def _manifest(example: str) -> str:
    """Return an example as a block; invisible characters are escaped."""
    text = without_mark(example)
    block = f"```yaml\n{escape_lines(text)}\n```"
    if complete(text, TOP_LEVEL) == text + "\n":
        return block
    return f"Required fields that do not matter here are left out.\n\n{block}"


def _fixes(rule: Rule) -> str:
    rows = [f"- {fix.text} ({fix.applicability})" for fix in rule_facts.fixes(rule.id)]
    if not rows:
        return "This rule offers no fix. The help line of the finding names the change."
    return "\n".join([*rows, "", "[Fixes](../fixes.md) explains safe and unsafe."])


def _settings(rule: Rule) -> str:
    own = [text for text, ids in rule_facts.SETTINGS.values() if rule.id in ids]
    if rule.always:
        common = "The rule always runs; no setting switches it off."
    elif rule.severity is Severity.INFO:
        common = (
            "`extend-select` switches the rule on; `severity` changes its severity."
        )
    else:
        off = "`ignore` and `per-file-ignores` switch the rule off"
        common = f"{off}; `severity` changes its severity."
    fields = f"It looks at {_names(rule.fields)}." if rule.fields else ""
    lines = [*own, common, "See [Settings](../settings.md)."]
    return "\n".join(filter(None, [fields, *lines]))


def _names(fields: tuple[str, ...]) -> str:
    *most, last = [f"`{name}`" for name in fields]
    return f"{', '.join(most)} and {last}" if most else last


def _related(rule: Rule, rules: Sequence[Rule]) -> str:
    known = {other.id: other for other in rules}
    lines = [
        f"- [{id_} {known[id_].name}]({id_}.md): {known[id_].documentation.summary}"
        for id_ in rule_facts.related(rule.id)
        if id_ in known
    ]
    return "\n".join([*lines, "- [All rules](../rules.md)"])
