"""Both forms of policies: each keyword, conditions, placeholders, and schemas."""

from __future__ import annotations

from pathlib import Path

import pytest

from command import run
from manifests import GOOD

HEAD = '[policy.ACME001]\nname = "mine"\n'
FLAVOR = "modelarts.vm.gpu.tnt004"
NODES = f"{HEAD}field = 'spec.resources[].count'\n"
NAME = f"{HEAD}field = 'labels.name'\n"
PREPAID = "[{field = 'annotations.billing.mode', const = '1'}]"
TWO_ITEMS = GOOD.replace(
    "    count: 2\n", f"    count: 2\n  - flavor: {FLAVOR}x\n    count: 3\n"
)

# Settings, and the line, the column and the message of the finding in GOOD.
FAILING: list[tuple[str, int, int, str]] = [
    (f"{NODES}maximum = 1\n", 18, 12, "{} must be at most 1, not 2"),
    (f"{NODES}minimum = 3\n", 18, 12, "{} must be at least 3, not 2"),
    (f"{NODES}const = 3\n", 18, 12, "{} must be 3, not 2"),
    (f"{NODES}enum = [1, 3]\n", 18, 12, "{} must be 1 or 3, not 2"),
    (
        f"{NAME}const = 'pool-002'\n",
        5,
        24,
        'os.modelarts/name must be "pool-002", not "pool-001"',
    ),
    (
        f"{NAME}pattern = '^team-'\n",
        5,
        24,
        'os.modelarts/name must match the pattern "^team-", but is "pool-001"',
    ),
    (
        f"{NAME}minLength = 9\n",
        5,
        24,
        "os.modelarts/name must have at least 9 characters, not 8",
    ),
    (
        f"{NAME}maxLength = 7\n",
        5,
        24,
        "os.modelarts/name must have at most 7 characters, not 8",
    ),
    (
        f"{HEAD}field = 'spec.scope'\nminItems = 2\n",
        13,
        3,
        "spec.scope must have at least 2 entries, not 1",
    ),
    (
        f"{HEAD}field = 'spec.resources'\nmaxItems = 1\n",
        17,
        3,
        "spec.resources must have at most 1 entry, not 2",
    ),
    (
        f"{HEAD}field = 'annotations.auto.renew'\nrequired = true\n",
        7,
        3,
        "os.modelarts/auto.renew is missing",
    ),
    (
        f"{HEAD}field = 'spec.driver'\nforbidden = true\n",
        19,
        3,
        "spec.driver is not allowed",
    ),
    (
        f"{NODES}max-sum = 4\n",
        16,
        3,
        "spec.resources has a total count of 5; at most 4 is allowed",
    ),
    (
        f"{HEAD}x-equal = ['labels.name', '$file.stem']\n",
        5,
        24,
        'os.modelarts/name must be equal to the name of the file ("pool"), not "po',
    ),
]
SCHEMA = "schema.properties.spec.properties.resources"
LONG = [
    f"{HEAD}{SCHEMA}.items.properties.count.maximum = 1\n",
    f"{HEAD}schema = 'policies/count.json'\n",
    f"{HEAD}schema = 'policies/../policies/count.json'\n",
    f"{HEAD}{SCHEMA}.items.properties.count.not.minimum = 2\n",
    f"{HEAD}{SCHEMA}.items.properties.count.anyOf = [{{maximum = 1}}, {{const = 9}}]\n",
]
IN_FILE = """{
  "$defs": {"few": {"maximum": 1}},
  "properties": {"spec": {"properties": {"resources": {"items": {
    "properties": {"count": {"$ref": "#/$defs/few"}}
  }}}}}
}"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / ".git").mkdir()
    (tmp_path / "pool.yaml").write_text(GOOD)
    (tmp_path / "policies").mkdir()
    (tmp_path / "policies" / "count.json").write_text(IN_FILE)
    return tmp_path


def findings(folder: Path, settings: str, text: str = GOOD) -> list[str]:
    """Return the findings of the policies in settings."""
    (folder / "pool-lint.toml").write_text(settings)
    (folder / "pool.yaml").write_text(text)
    done = run("-f", "concise", "--select", "ACME", "pool.yaml", cwd=folder)
    lines = done.stdout.splitlines()
    assert done.returncode == bool(lines), done.stderr
    return lines


@pytest.mark.parametrize(("settings", "line", "column", "message"), FAILING)
def test_each_keyword_reports_the_exact_place(
    folder: Path, settings: str, line: int, column: int, message: str
) -> None:
    text = TWO_ITEMS if "esources has" in message or "maxItems" in settings else GOOD
    expected = message.format("spec.resources[0].count")
    first, *rest = findings(folder, settings, text)
    assert first.startswith(
        f"pool.yaml:{line}:{column}: error ACME001 mine: {expected}"
    )
    assert rest == []


@pytest.mark.parametrize(
    ("mode", "renews", "count"), [("0", "", 0), ("1", "", 1), ("1", "'1'", 0)]
)
def test_conditions_limit_a_policy(
    folder: Path, mode: str, renews: str, count: int
) -> None:
    settings = f"{HEAD}field = 'annotations.auto.renew'\nrequired = true\n"
    text = GOOD.replace("billing.mode: '0'", f"billing.mode: '{mode}'")
    if renews:
        line = f"    os.modelarts/auto.renew: {renews}\n"
        text = text.replace("spec:\n", f"{line}spec:\n", 1)
    assert len(findings(folder, f"{settings}when = {PREPAID}\n", text)) == count


def test_all_conditions_must_hold(folder: Path) -> None:
    both = "[{field = 'spec.type', const = 'Dedicate'}, {field = 'labels.name', %s}]"
    settings = f"{NODES}maximum = 1\nwhen = {both}\n"
    assert len(findings(folder, settings % "pattern = '^pool'")) == 1
    assert findings(folder, settings % "pattern = '^team'") == []
    assert findings(folder, settings % "forbidden = true") == []


def test_conditions_in_the_same_list_are_about_the_same_item(folder: Path) -> None:
    settings = (
        f"{NODES}maximum = 1\n"
        f"when = [{{field = 'spec.resources[].flavor', const = '{FLAVOR}'}}]\n"
    )
    (only,) = findings(folder, settings, TWO_ITEMS)
    assert only.startswith("pool.yaml:18:12: ")


@pytest.mark.parametrize("settings", LONG)
def test_a_schema_reports_as_the_short_form_does(folder: Path, settings: str) -> None:
    (only,) = findings(folder, settings)
    assert only.startswith("pool.yaml:18:12: error ACME001 mine: spec.resources[0].co")
    assert findings(folder, settings, GOOD.replace("count: 2", "count: 1")) == []


def test_placeholders_are_filled_in(folder: Path) -> None:
    words = "{value} {field} {pool} {file} {allowed}"
    (only,) = findings(folder, f"{NODES}enum = [1, 3]\nmessage = '{words}'\n")
    text = '2 spec.resources[0].count "pool-001" pool.yaml 1, 3'
    assert only == f"pool.yaml:18:12: error ACME001 mine: {text}"


def test_braces_and_values_of_a_manifest_are_not_placeholders(folder: Path) -> None:
    settings = f"{NAME}const = 'team'\nmessage = '{{{{value}}}} {{value}} {{{{}}}}'\n"
    text = GOOD.replace("pool-001", "'{pool}'")
    (only,) = findings(folder, settings, text)
    assert only.endswith(': {value} "{pool}" {}')


def test_settings_in_pyproject_can_have_policies(folder: Path) -> None:
    table = f"{NODES}maximum = 1\n".replace("[policy", "[tool.pool-lint.policy")
    (folder / "pyproject.toml").write_text(f"[project]\nname = 'x'\n{table}")
    done = run("pool.yaml", cwd=folder)
    assert done.returncode == 1
    assert "= policy: mine, pyproject.toml\n" in done.stdout
    broken = table.replace("maximum", "maximun")
    (folder / "pyproject.toml").write_text(broken)
    done = run("pool.yaml", cwd=folder)
    assert done.returncode == 2
    reason = 'unknown key "maximun" in policy.ACME001; did you mean "maximum"?'
    assert done.stderr == f"pool-lint: pyproject.toml:4: {reason}\n"


@pytest.mark.parametrize("brace", ["{", "}"])
def test_a_single_brace_is_an_error_with_advice(folder: Path, brace: str) -> None:
    text = f"{NODES}maximum = 1\nhelp = 'see {brace}'\n"
    (folder / "pool-lint.toml").write_text(text)
    done = run("pool.yaml", cwd=folder)
    assert done.returncode == 2
    reason = f'help: "{brace}" is not closed; write {brace * 2} for a brace'
    place = "\n --> pool-lint.toml:5:1\n"
    assert done.stderr == f"error: policy ACME001: {reason}{place}"
