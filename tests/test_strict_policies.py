"""Values that a policy without suppression cannot judge are findings of the policy."""

from __future__ import annotations

from pathlib import Path

import pytest

from command import run
from manifests import GOOD

HEAD = '[policy.ACME001]\nname = "few"\nsuppressible = false\n'
COUNT = f'{HEAD}field = "spec.resources[].count"\n'
NAME = f'{HEAD}field = "labels.name"\n'
COMMENT = "# pool-lint: disable=RP102,RP106,RP404 -- x"
NUMBER = "spec.resources[0].count must be a number, but"
LONG = f"{HEAD}schema.properties.spec.properties.resources.items.properties.count"


def findings(folder: Path, settings: str, key: str, value: str) -> list[str]:
    """Return the findings of the policy; comments suppress the rules about types."""
    (folder / ".git").mkdir(exist_ok=True)
    (folder / "pool-lint.toml").write_text(settings)
    old = next(line for line in GOOD.splitlines() if f"{key}: " in line)
    new = f"{old.partition(': ')[0]}: {value} {COMMENT}"
    (folder / "pool.yaml").write_text(GOOD.replace(old, new))
    done = run("-f", "concise", "pool.yaml", cwd=folder)
    assert done.returncode < 2, done.stderr
    return [line for line in done.stdout.splitlines() if "ACME001" in line]


@pytest.mark.parametrize("bound", ["maximum = 1", "max-sum = 1"])
@pytest.mark.parametrize("value", ["1_0", '"9x"', "1:30", "1__0"])
def test_text_in_place_of_a_number_is_reported(
    tmp_path: Path, bound: str, value: str
) -> None:
    text = value.strip('"')
    (found,) = findings(tmp_path, f"{COUNT}{bound}\n", "count", value)
    reason = f'{NUMBER} "{text}" is a string'
    assert found == f"pool.yaml:18:12: error ACME001 few: {reason}"


def test_a_schema_reports_text_in_place_of_a_number_too(tmp_path: Path) -> None:
    (found,) = findings(tmp_path, f"{LONG}.allOf = [{{maximum = 1}}]\n", "count", "1_0")
    assert found.endswith(f'{NUMBER} "1_0" is a string')
    (found,) = findings(tmp_path, f"{LONG}.not.minimum = 2\n", "count", "1_0")
    assert "must be a number" not in found  # the negation already rejects text


@pytest.mark.parametrize("value", ["2", '"2"', "1e1", "[2]", "0x2"])
def test_other_values_are_reported_once(tmp_path: Path, value: str) -> None:
    assert len(findings(tmp_path, f"{COUNT}maximum = 1\n", "count", value)) == 1


@pytest.mark.parametrize("value", ["1", "${N}", '"{{ nodes }}"', "~"])
def test_a_placeholder_or_a_missing_value_is_not_reported(
    tmp_path: Path, value: str
) -> None:
    assert not findings(tmp_path, f"{COUNT}maximum = 1\n", "count", value)


def test_a_number_in_place_of_text_is_reported(tmp_path: Path) -> None:
    settings = f'{NAME}pattern = "^team-"\n'
    assert len(findings(tmp_path, settings, "name", "2024")) == 1


def test_a_policy_that_can_be_suppressed_leaves_types_to_the_rule(
    tmp_path: Path,
) -> None:
    settings = f"{COUNT}maximum = 1\n".replace("suppressible = false\n", "")
    assert not findings(tmp_path, settings, "count", "1_0")
    assert findings(tmp_path, settings, "count", "2")
