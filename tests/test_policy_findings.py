"""What policies report: one finding for a cause, built-in wording, and texts."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from command import run
from manifests import FLAVORS, as_yaml
from policies import MANIFEST, found, short
from test_networks_and_node_pools import A_NETWORK, A_NODE_POOL
from test_policy_places import COUNT, DRIVER, LABELS, LONG, Case, wrapped

FILE = (
    'os.modelarts/name must be equal to the name of the file ("pool"), not "pool-001"'
)
RENEW, FIRST = "os.modelarts/auto.renew", "spec.resources[0]"


@pytest.mark.parametrize(
    ("path", "schema", "place", "message"),
    [
        (
            COUNT,
            {"enum": [2, 3], "maximum": 4, "allOf": [{"multipleOf": 2}]},
            "17:44-45",
            "spec.resources[1].count must be 2 or 3, not 5",
        ),
        (
            DRIVER,
            {
                "required": ["updateStrategy"],
                "dependentRequired": {"gpuVersion": ["updateStrategy"]},
                "properties": {"updateStrategy": {"const": "idle"}},
            },
            "18:3-9",
            "spec.driver.updateStrategy is missing",
        ),
        (
            LABELS,
            {
                "propertyNames": {"maxLength": 20},
                "properties": {"os.modelarts/workspace.id": False},
            },
            "6:5-30",
            "os.modelarts/workspace.id is not an allowed name",
        ),
    ],
)  # fmt: skip
def test_several_keywords_with_one_cause_are_one_finding(
    tmp_path: Path, path: str, schema: Any, place: str, message: str
) -> None:
    whole = wrapped(Case(path, schema, place, message))
    (tmp_path / "case.json").write_text(json.dumps(whole))
    assert found(tmp_path, LONG) == [["ACME001", place, message]]


def test_a_reference_has_the_place_of_its_value(tmp_path: Path) -> None:
    schema = {
        "properties": {"spec": {"properties": {"scope": {"$ref": "#/$defs/few"}}}},
        "$defs": {"few": {"maxItems": 1}},
    }
    (tmp_path / "case.json").write_text(json.dumps(schema))
    message = "spec.scope must have at most 1 entry, not 2"
    assert found(tmp_path, LONG) == [["ACME001", "12:10-24", message]]


def test_policies_skip_values_that_a_built_in_rule_reports(
    tmp_path: Path,
) -> None:
    policy = short('field = "spec.resources[].count"', "maximum = 4")
    text = MANIFEST.replace("count: 5", "count: five")
    assert [one[:2] for one in found(tmp_path, policy, text)] == [["RP102", "17:44-48"]]


@pytest.mark.parametrize(
    ("lines", "place", "message"),
    [
        (['field = "spec.resources[].count"', "max-sum = 6"], "14:3-12",
         "spec.resources has a total count of 7; at most 6 is allowed"),
        (['field = "auto.renew"', "required = true"], "7:3-14",
         "os.modelarts/auto.renew is missing"),
        (['field = "description"', "forbidden = true"], "8:5-29",
         "os.modelarts/description is not allowed"),
        (['x-equal = ["labels.name", "$file.stem"]'], "5:24-32",
         FILE),
        (['x-equal = ["$file.stem", "metadata.labels.name"]'], "5:24-32",
         FILE),
        (['field = "spec.resources[]"', 'x-equal = ["maxCount", "count"]'], "16:14-15",
         f"{FIRST}.count must be equal to {FIRST}.maxCount (3), not 2"),
    ],
)  # fmt: skip
def test_the_short_form_has_the_same_places(
    tmp_path: Path, lines: list[str], place: str, message: str
) -> None:
    text = MANIFEST.replace("count: 2", "count: 2\n      maxCount: 3")
    [first, *_] = found(tmp_path, short(*lines), text)
    assert first == ["ACME001", place, message]


@pytest.mark.parametrize(
    ("field", "keyword", "expected"),
    [
        ("description", 'const = "x{y}"', '"a pool" os.modelarts/description "x{y}"'),
        ("auto.renew", "required = true", f"(missing) {RENEW} other values"),
        ("resources[].count", "max-sum = 6", "7 spec.resources at most 6"),
        ("resources[].count", "maximum = 4", "5 spec.resources[1].count at most 4"),
    ],
)  # fmt: skip
def test_placeholders_are_filled_in_messages(
    tmp_path: Path, field: str, keyword: str, expected: str
) -> None:
    message = 'message = "{{}} {value} {field} {allowed} {pool} {file}"'
    policy = short(f'field = "{field}"', keyword, message)
    text = f'{{}} {expected} "pool-001" pool.yaml'
    assert [one[2] for one in found(tmp_path, policy, text=MANIFEST)] == [text]


@pytest.mark.parametrize("key", ["message", "help"])
def test_an_unknown_placeholder_is_an_error_with_its_place(
    tmp_path: Path, key: str
) -> None:
    policy = short('field = "spec.scope"', "minItems = 3", f'{key} = "use {{alowed}}"')
    (tmp_path / "pool-lint.toml").write_text(policy)
    done = run("-", cwd=tmp_path, stdin=MANIFEST)
    error = f'{key}: unknown placeholder "{{alowed}}"; did you mean {{allowed}}?'
    assert done.stderr.startswith(f"error: policy ACME001: {error}\n")
    assert " --> pool-lint.toml:5:1\n" in done.stderr
    assert done.returncode == 2


def test_a_policy_that_cannot_be_suppressed_needs_each_compared_field_once(
    tmp_path: Path,
) -> None:
    lines = ['field = "resources[]"', 'x-equal = ["maxCount", "count"]']
    text = MANIFEST.replace(
        "count: 2", "count: 2\n      maxCount: 3\n      maxCount: 2"
    )
    policy = short(*lines, "suppressible = false")
    mine = [one for one in found(tmp_path, policy, text) if one[0] == "ACME001"]
    message = f"{FIRST}.maxCount is defined twice; the policy case needs one"
    assert mine == [["ACME001", "18:7-15", message]]
    assert "ACME001" not in str(found(tmp_path, short(*lines), text))


# --- Other kinds

LATER = [
    (A_NETWORK, "Network", 'field = "spec.cidr"\npattern = "^10[.]"', "7:9-26"),
    (A_NODE_POOL, "NodePool", 'field = "resources.count"\nminimum = 2', "10:12-13"),
]


@pytest.mark.parametrize(("body", "kind", "check", "place"), LATER)
def test_policies_check_networks_and_node_pools(
    tmp_path: Path, body: Any, kind: str, check: str, place: str
) -> None:
    lines = [f'kind = "{kind}"', check]
    error = run_with(tmp_path, short(*lines), as_yaml(body))
    reason = "edition 2025-08-20 has no manifests of this kind"
    assert f'policy ACME001: {reason}; add edition = "2026-01"\n' in error
    later = 'edition = "2026-01"\n' + short(*lines)
    assert [one[:2] for one in found(tmp_path, later, as_yaml(body))] == [
        ["ACME001", place]
    ]
    assert found(tmp_path, later) == []
    policy = short(*lines, 'edition = "2026-01"')  # checks nothing in other editions
    assert found(tmp_path, policy) == []


def run_with(folder: Path, policies: str, text: str) -> str:
    (folder / "pool-lint.toml").write_text(policies)
    return run("-", cwd=folder, stdin=text).stderr


# --- Texts of built-in rules

TEXTS = """\
[rule.RP307]
help = "ask the \\u001b[1m capacity team"
url = "https://wiki.example.com/flavors"
"""


def test_settings_add_a_help_and_a_url_to_a_built_in_rule(tmp_path: Path) -> None:
    (tmp_path / "flavors.json").write_text(json.dumps(FLAVORS))
    (tmp_path / "pool-lint.toml").write_text(
        f'flavor-catalog = "flavors.json"\n{TEXTS}'
    )
    text = MANIFEST.replace("gpu.tnt004", "gpu.none")
    found = {
        name: run("--select", "RP307", "-f", name, "-", cwd=tmp_path, stdin=text).stdout
        for name in ("full", "json", "sarif", "markdown")
    }
    assert "= help: ask the \\u001b[1m capacity team\n" in found["full"]
    [one, *_] = json.loads(found["json"])["diagnostics"]
    assert one["help"] == "ask the \\u001b[1m capacity team"
    assert one["url"] == "https://wiki.example.com/flavors"
    rules = json.loads(found["sarif"])["runs"][0]["tool"]["driver"]["rules"]
    assert "https://wiki.example.com/flavors" in [r.get("helpUri") for r in rules]
    assert "](https://wiki.example.com/flavors)" in found["markdown"]


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ('[rule.RP307]\nurl = "javascript:x"', '2: url: "javascript:x" is not a URL'),
        ('[rule.RP307]\nhlep = ""', '2: unknown key "hlep" in rule.RP307; did you'),
        ("[rule.RP307]\nhelp = 1", "2: rule.RP307.help must be a string"),
        (f'[rule.RP307]\nhelp = "{"a" * 1001}"', "2: rule.RP307.help can have at most"),
        (
            '[rule.unknown-flavour]\nhelp = "a"',
            '1: unknown rule "unknown-flavour"; did',
        ),
        ('[policy.ACME001]\nname = "a"\nx-equal = ["a"]', "3: policy.ACME001.x-equal"),
    ],
)
def test_invalid_texts_of_rules_are_errors_with_their_line(
    tmp_path: Path, text: str, error: str
) -> None:
    assert run_with(tmp_path, text, "").startswith(f"pool-lint: pool-lint.toml:{error}")
