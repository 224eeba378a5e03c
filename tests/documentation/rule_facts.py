"""Facts about rules that are not in docstrings: fixes, settings, related rules."""

from __future__ import annotations

from typing import NamedTuple

from pool_lint.rules import Applicability

SAFE, UNSAFE = Applicability.SAFE, Applicability.UNSAFE


class RuleFix(NamedTuple):
    """A fix that a rule offers, with an example that shows it.

    The example leaves out top-level fields, as the examples of rules do.
    """

    rule: str
    applicability: Applicability
    text: str
    example: str


def _label(line: str) -> str:
    return f"metadata:\n  labels:\n    os.modelarts/name: pool-001\n    {line}\n"


def _annotation(line: str) -> str:
    head = "metadata:\n  labels:\n    os.modelarts/name: pool-001\n"
    return f"{head}  annotations:\n    {line}\n"


def _spec(resource: str = "count: 2", scope: str = "[Train]", more: str = "") -> str:
    return (
        f"spec:\n  type: Dedicate\n  scope: {scope}\n"
        "  network: {name: net-0123-86c13962597848eeb29c5861153a391f}\n"
        f"  resources:\n    - flavor: modelarts.vm.gpu.tnt004\n      {resource}\n{more}"
    )


FIXES = (
    RuleFix(
        "RP005",
        UNSAFE,
        "Remove the fields that the service added to a saved response.",
        _label("") + '  creationTimestamp: "2025-11-01T03:49:41Z"\n',
    ),
    RuleFix(
        "RP007",
        SAFE,
        "Put quotes around a value that YAML parsers read differently.",
        _label("os.modelarts/node.prefix: on"),
    ),
    RuleFix(
        "RP007",
        UNSAFE,
        "Replace an ambiguous word for an option, such as `yes`, with the option.",
        _annotation("os.modelarts/auto.renew: yes"),
    ),
    RuleFix(
        "RP101",
        UNSAFE,
        "Add a missing field that has only one valid value.",
        "apiVersion: v2\nmetadata:\n  labels:\n    os.modelarts/name: pool-001\n"
        + _spec().replace("  type: Dedicate\n", ""),
    ),
    RuleFix(
        "RP102",
        SAFE,
        "Put quotes around a bare value of a text field.",
        _annotation("os.modelarts/billing.mode: 0"),
    ),
    RuleFix(
        "RP102",
        SAFE,
        "Remove the quotes around a number.",
        _spec('count: "2"'),
    ),
    RuleFix(
        "RP102",
        SAFE,
        "Make a single value a list.",
        _spec(scope="Train"),
    ),
    RuleFix(
        "RP102",
        UNSAFE,
        "Split a string with commas into a list.",
        _spec(scope="Train, Infer"),
    ),
    RuleFix(
        "RP102",
        UNSAFE,
        "Replace a boolean with the option that it means.",
        _annotation("os.modelarts/auto.renew: true"),
    ),
    RuleFix(
        "RP103",
        UNSAFE,
        "Rename a misspelt field, if exactly one known field is close.",
        _spec("count: 2\n      maxcount: 2"),
    ),
    RuleFix(
        "RP103",
        UNSAFE,
        "Move a field to the only place where it is valid.",
        _spec(more='  gpuVersion: "470.57.02"\n'),
    ),
    RuleFix(
        "RP105",
        SAFE,
        "Correct upper and lower case of an option.",
        _spec(scope="[train]"),
    ),
    RuleFix(
        "RP105",
        UNSAFE,
        "Replace a misspelt option, if exactly one option is close.",
        _spec(scope="[Notebok]"),
    ),
    RuleFix(
        "RP105",
        UNSAFE,
        "Replace a word for an option, such as `monthly`, with the option.",
        _annotation("os.modelarts/billing.mode: monthly"),
    ),
    RuleFix(
        "RP105",
        UNSAFE,
        "Replace the value of a required field that has only one valid value.",
        "apiVersion: v1\n",
    ),
    RuleFix(
        "RP107",
        SAFE,
        "Remove white space, control characters and quotes around a name or ID.",
        _annotation('os.modelarts/order.id: "CS123 "'),
    ),
    RuleFix(
        "RP203",
        UNSAFE,
        "Remove a billing field that has no effect.",
        _annotation('os.modelarts/billing.mode: "0"\n    os.modelarts/period.num: "2"'),
    ),
    RuleFix(
        "RP208",
        UNSAFE,
        'Replace `"1"` with `"true"`.',
        _annotation('os.modelarts/auto.pay: "1"'),
    ),
    RuleFix(
        "RP301",
        UNSAFE,
        "Set `maxCount` to `count`.",
        _spec("count: 2\n      maxCount: 5"),
    ),
    RuleFix(
        "RP405",
        SAFE,
        "Remove a job type that is listed twice.",
        _spec(scope="[Train, Train]"),
    ),
    RuleFix(
        "RP901",
        SAFE,
        "Remove an unused suppression comment.",
        _spec("# pool-lint: disable-next-line=RP301 -- agreed\n      count: 2"),
    ),
)

# Settings of one rule, beside those that every rule has.
SETTINGS = {
    "injected": (
        "Fields under `injected` may be missing or hold a placeholder.",
        ("RP006", "RP101", "RP105", "RP202", "RP604"),
    ),
    "flavors": (
        "The rule uses `flavors` and `flavor-catalog`, if one of them is set.",
        ("RP501", "RP502"),
    ),
    "flavor-list": (
        "The rule runs only if `flavors` or `flavor-catalog` is set.",
        ("RP307",),
    ),
    "flavor-catalog": (
        "The rule runs only if `flavor-catalog` names a saved response.",
        ("RP308", "RP311"),
    ),
    "target": (
        "The rule compares manifests of one `target` only.",
        ("RP701", "RP702", "RP703"),
    ),
    "kinds": (
        "The rule runs for saved responses only (kind `response`).",
        ("RP801", "RP802", "RP803", "RP804"),
    ),
    "limits": (
        "Settings files cannot raise limits; the option `--limit NAME=N` can.",
        ("RP003",),
    ),
}

RELATED = (
    ("RP001", "RP003", "RP008"),
    ("RP002", "RP302", "RP405"),
    ("RP004", "RP005"),
    ("RP006", "RP202"),
    ("RP007", "RP102"),
    ("RP009", "RP107"),
    ("RP101", "RP103", "RP401", "RP403"),
    ("RP103", "RP104", "RP108"),
    ("RP105", "RP106", "RP107"),
    ("RP201", "RP202", "RP203", "RP204", "RP205", "RP206", "RP207", "RP208"),
    ("RP301", "RP304", "RP309", "RP310"),
    ("RP302", "RP303"),
    ("RP305", "RP306"),
    ("RP307", "RP308", "RP311"),
    ("RP401", "RP402", "RP404", "RP406"),
    ("RP402", "RP408"),
    ("RP407", "RP604"),
    ("RP702", "RP703"),
    ("RP501", "RP502", "RP503", "RP504"),
    ("RP601", "RP602", "RP701"),
    ("RP603", "RP605"),
    ("RP801", "RP802", "RP803", "RP804"),
    ("RP901", "RP902", "RP903"),
    ("RD101", "RD111", "RD110"),
    ("RD102", "RD103", "RD104"),
    ("RD103", "RD115", "RD109"),
    ("RD104", "RD105", "RD115"),
    ("RD105", "RD106"),
    ("RD107", "RD108", "RP504"),
    ("RD111", "RD112", "RD114"),
    ("RD113", "RD116"),
)


class Evidence(NamedTuple):
    """How sure a constraint is, and the date of its source, if it has one."""

    confidence: str
    date: str = ""

    def __str__(self) -> str:
        """Return the confidence and the date, as the page of a rule shows them."""
        return f"{self.confidence} ({self.date})" if self.date else self.confidence


CONFIDENCES = {
    "documented": "the API reference or the user guide has the constraint",
    "observed": "clients or responses of the API show it, but no page documents it",
    "inferred": "it follows from the meaning of documented fields",
    "standard": "a standard or a security advisory requires it",
    "convention": "it is a choice of pool-lint",
}
EVIDENCE = {
    Evidence("documented", "2025-08-20"): (
        *("RP004", "RP005", "RP101", "RP102", "RP103", "RP105", "RP106", "RP107"),
        *("RP201", "RP202", "RP205", "RP207", "RP301", "RP304", "RP307", "RP308"),
        *("RP311", "RP401", "RP402", "RP403", "RP404", "RP405", "RP406", "RP501"),
        *("RP502", "RP504", "RP603", "RP605", "RP701", "RP801", "RP802", "RP803"),
        "RP804",
    ),
    Evidence("documented"): ("RP302", "RP303", "RD109"),
    Evidence("documented", "2026"): ("RD102",),
    Evidence("documented", "2025-11"): ("RD107", "RD108"),
    Evidence("documented", "2025-08"): ("RD110", "RD115"),
    Evidence("documented", "2026-10"): ("RD116",),
    Evidence("documented", "2026-06"): ("RD106",),
    Evidence("documented", "2026-01"): ("RP305",),
    Evidence("observed", "2025-08"): ("RP407", "RP408", "RP602", "RP604"),
    Evidence("observed", "2026-07"): ("RP601",),
    Evidence("observed", "2026-08"): (
        "RP204",
        "RP206",
        "RP503",
        "RP702",
        "RP703",
        "RD101",
        "RD103",
        "RD104",
    ),
    Evidence("documented", "2026-01-30"): ("RD105",),
    Evidence("inferred"): ("RD111",),
    Evidence("observed", "2026-10"): ("RP104", "RP108", "RP208", "RP306", "RP310"),
    Evidence("inferred", "2025-08-20"): ("RP203",),
    Evidence("inferred", "2026-10"): ("RP309",),
    Evidence("standard"): ("RP001", "RP002", "RP007", "RP008", "RP009"),
    Evidence("convention"): (
        "RP003",
        "RP006",
        "RP901",
        "RP902",
        "RP903",
        "RD112",
        "RD113",
        "RD114",
    ),
}

# The version that introduced a rule, if it is not the first one.
SINCE: dict[str, str] = {}
FIRST_VERSION = "0.1.0"


def fixes(rule: str) -> list[RuleFix]:
    """Return the fixes that a rule offers."""
    return [fix for fix in FIXES if fix.rule == rule]


def evidence(rule: str) -> Evidence:
    """Return how sure the constraint of a rule is."""
    return next(one for one, rules in EVIDENCE.items() if rule in rules)


def related(rule: str) -> list[str]:
    """Return the ids of related rules."""
    return sorted({id_ for group in RELATED if rule in group for id_ in group} - {rule})
