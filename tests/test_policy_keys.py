"""Invalid keys of policies are errors at their line, with a suggestion."""

from __future__ import annotations

from pathlib import Path

import pytest

from command import run
from manifests import GOOD

HEAD = '[policy.ACME001]\nname = "n"\n'
COUNT = f'{HEAD}field = "spec.resources[].count"\n'
MOST = f"{COUNT}maximum = 8\n"

# Settings, the line of the error, and the reason.
KEYS: list[tuple[str, int, str]] = [
    (
        '[policy.acme]\nname = "n"\n',
        1,
        (
            '"acme" is not a valid policy ID; use 2 to 10 capitals and 3 digits, '
            "such as ACME001"
        ),
    ),
    (
        '[policy.RP999]\nname = "n"\n',
        1,
        "RP999 is reserved for rules of pool-lint; use other letters",
    ),
    (
        '[policy.RD001]\nname = "n"\n',
        1,
        "RD001 is reserved for rules of pool-lint; use other letters",
    ),
    (
        '[policy.ACME001]\nfield = "spec.scope"\nmaxItems = 1\n',
        1,
        "policy.ACME001.name is missing",
    ),
    (
        f"{COUNT}maximun = 8\n",
        4,
        'unknown key "maximun" in policy.ACME001; did you mean "maximum"?',
    ),
    (
        f'{COUNT}maximum = "8"\n',
        4,
        "policy.ACME001.maximum must be an integer or a number, such as 8",
    ),
    (
        f'{MOST}severity = "eror"\n',
        5,
        (
            'policy.ACME001.severity must be "error", "warning" or "info", not "eror"; '
            'did you mean "error"?'
        ),
    ),
    (
        f'{MOST}kind = "Pol"\n',
        5,
        (
            'policy.ACME001.kind must be "Pool", "Network" or "NodePool", not "Pol"; '
            'did you mean "Pool"?'
        ),
    ),
    (
        f'{MOST}edition = "2025-08"\n',
        5,
        (
            'policy.ACME001.edition must be "2025-08-20" or "2026-01", not "2025-08"; '
            'did you mean "2025-08-20"?'
        ),
    ),
    (f'{MOST}files = [""]\n', 5, "policy.ACME001.files[0] must not be empty"),
    (f"{COUNT}enum = []\n", 4, "policy.ACME001.enum must not be empty"),
    (
        f'{HEAD}x-equal = ["labels.name"]\n',
        3,
        "policy.ACME001.x-equal must have at least 2 entries",
    ),
    (
        f'{MOST}message = "{"x" * 1001}"\n',
        5,
        "policy.ACME001.message can have at most 1000 characters",
    ),
    (
        f'{MOST}suppressible = "no"\n',
        5,
        "policy.ACME001.suppressible must be true or false",
    ),
    (
        f'{MOST}when = [{{const = "1"}}]\n',
        5,
        "policy.ACME001.when[0].field is missing",
    ),
    (
        f"{HEAD}schema = 3\n",
        3,
        (
            "policy.ACME001.schema must be a table or a string, such as "
            '"policies/count.schema.json"'
        ),
    ),
    (
        '[rule.RP3077]\nhelp = "x"\n',
        1,
        'unknown rule "RP3077"; did you mean "RP307"?',
    ),
    (
        '[rule.RP307]\nhlp = "x"\n',
        2,
        'unknown key "hlp" in rule.RP307; did you mean "help"?',
    ),
    (
        '[rule.RP307]\nurl = "x"\n',
        2,
        'url: "x" is not a URL that starts with https:// or http://',
    ),
]


@pytest.mark.parametrize(("settings", "line", "reason"), KEYS)
def test_an_invalid_key_is_an_error_at_its_line(
    tmp_path: Path, settings: str, line: int, reason: str
) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / "pool.yaml").write_text(GOOD)
    (tmp_path / "pool-lint.toml").write_text(settings)
    done = run("pool.yaml", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == f"pool-lint: pool-lint.toml:{line}: {reason}\n"
