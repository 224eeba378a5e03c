"""Policies that are invalid, or that can never report anything."""

from __future__ import annotations

from pathlib import Path

import pytest

from command import run
from manifests import GOOD

HEAD = '[policy.ACME001]\nname = "n"\n'
COUNT = f'{HEAD}field = "spec.resources[].count"\n'
MOST = f"{COUNT}maximum = 8\n"
SCOPE = f'{HEAD}field = "spec.scope"\nrequired = true\n'
CANNOT_FAIL = "it cannot fail: the API reference requires the same or more"
PLAIN = "enum, const, pattern, minimum, maximum, minLength, maxLength, minItems"
WORDS = f"{PLAIN}, maxItems, required, forbidden"
PATTERN = "the pattern is invalid, too large, or needs backtracking"

# Settings, the line of the error, and the reason, after "policy ACME001: ".
POLICIES: list[tuple[str, int, str]] = [
    (
        '[policy.ACME001]\nname = "N N"\nfield = "spec.scope"\nmaxItems = 1\n',
        2,
        '"N N" is not a valid name; use lower-case letters, digits and hyphens',
    ),
    (
        '[policy.ACME001]\nname = "missing-field"\nfield = "spec.scope"\n',
        2,
        "the rule RP101 has the same name or ID",
    ),
    (HEAD, 1, "add what to check: field with a keyword, or schema"),
    (
        f'{HEAD}field = "spec.scope"\n',
        3,
        f"add what to check: one of {WORDS}, max-sum, x-equal",
    ),
    (
        f'{HEAD}field = "spec.resorces[].count"\nmaximum = 8\n',
        3,
        (
            "spec.resorces[].count is not a field of edition 2025-08-20; "
            "did you mean spec.resources[].count?"
        ),
    ),
    (f"{MOST}schema = {{}}\n", 3, "field cannot be combined with schema"),
    (
        f'{MOST}message = "{{valu}}"\n',
        5,
        'message: unknown placeholder "{valu}"; did you mean {value}?',
    ),
    (
        f'{MOST}help = "{{x}}"\n',
        5,
        (
            'help: unknown placeholder "{x}"; choose from {value}, {field}, {pool}, '
            "{file}, {allowed}"
        ),
    ),
    (
        f'{MOST}url = "ftp://x"\n',
        5,
        'url: "ftp://x" is not a URL that starts with https:// or http://',
    ),
    (
        f'{MOST}kind = "Network"\n',
        5,
        'edition 2025-08-20 has no manifests of this kind; add edition = "2026-01"',
    ),
    (
        f'{HEAD}field = "spec.scope[]"\nenum = ["Trainn"]\n',
        3,
        (
            '"Trainn" is not a valid value of spec.scope[] in edition 2025-08-20; '
            'did you mean "Train"?'
        ),
    ),
    (
        f'{HEAD}field = "annotations.billing.mode"\nenum = ["7"]\n',
        3,
        '"7" is not a valid value of annotations.billing.mode in edition 2025-08-20',
    ),
    (f'{HEAD}field = "spec.type"\nenum = ["Dedicate"]\n', 3, CANNOT_FAIL),
    (f"{COUNT}minimum = 0\n", 3, CANNOT_FAIL),
    (f"{COUNT}required = true\n", 3, CANNOT_FAIL),
    (f"{HEAD}schema = {{}}\n", 3, CANNOT_FAIL),
    (
        f'{HEAD}field = "spec.type"\nforbidden = true\n',
        3,
        "the API requires spec.type",
    ),
    (
        f"{COUNT}minimum = 1\nmaximum = 0\n",
        3,
        "no value can match: minimum of spec.resources[].count is 1, maximum is 0",
    ),
    (
        f"{COUNT}maxLength = 3\n",
        3,
        "maxLength has no effect: spec.resources[].count is an integer",
    ),
    (f'{HEAD}field = "labels.name"\npattern = "("\n', 4, PATTERN),
    (f'{HEAD}field = "labels.name"\npattern = "^(?=a)"\n', 4, PATTERN),
    (f"{HEAD}field = 'labels.name'\npattern = '(a)\\1'\n", 4, PATTERN),
    (f"{COUNT}maximum = nan\n", 3, "numbers must be finite"),
    (f"{COUNT}enum = [2020-01-01]\n", 3, "dates and times must be in quotes"),
    (
        f"{COUNT}minItems = -1\n",
        4,
        "the value of minItems is not valid in JSON Schema",
    ),
    (
        f"{MOST}forbidden = true\n",
        5,
        "forbidden cannot be combined with other keywords",
    ),
    (
        f'{HEAD}field = "spec.scope"\nmax-sum = 8\n',
        4,
        "max-sum needs a field in a list, such as spec.resources[].count",
    ),
    (
        f"{COUNT}maximum = 8\nmax-sum = 9\n",
        5,
        "max-sum cannot be combined with other keywords",
    ),
    (
        f'{SCOPE}when = [{{field = "spec.tpe", const = "x"}}]\n',
        5,
        "spec.tpe is not a field of edition 2025-08-20; did you mean spec.type?",
    ),
    (
        f'{SCOPE}when = [{{field = "spec.type", const = "Dedicat"}}]\n',
        3,
        (
            '"Dedicat" is not a valid value of spec.type in edition 2025-08-20; '
            'did you mean "Dedicate"?'
        ),
    ),
    (
        f'{SCOPE}when = [{{field = "spec.type"}}]\n',
        5,
        f"add what must hold: one of {WORDS}",
    ),
    (
        f'{HEAD}x-equal = ["labels.nam", "$file.stem"]\n',
        1,
        "labels.nam is not a field of edition 2025-08-20; did you mean labels.name?",
    ),
    (f"{HEAD}schema.enums = [1]\n", 3, 'unknown keyword "enums"; did you mean enum?'),
    (
        f'{HEAD}schema.properties.spec.requird = ["x"]\n',
        3,
        'unknown keyword "requird" at /properties/spec; did you mean required?',
    ),
    (
        f'{HEAD}schema.required = ["labels"]\n',
        3,
        "labels is not a field of edition 2025-08-20",
    ),
    (
        f'{HEAD}schema.format = "date"\n',
        3,
        "the keyword format is not supported; use pattern",
    ),
    (
        f'{HEAD}schema.type = "strin"\n',
        3,
        "the value of type is not valid in JSON Schema",
    ),
    (
        f'{HEAD}schema = "none.json"\n',
        3,
        "schema: none.json: no such file or folder",
    ),
    (
        f'{HEAD}schema = "../x.json"\n',
        3,
        "schema must be a path inside the folder of these settings",
    ),
    (f'{HEAD}schema = "broken.json"\n', 3, "schema: broken.json is not valid JSON"),
    (
        f'{HEAD}schema = "list.json"\n',
        3,
        "schema: list.json must hold a JSON object",
    ),
    (
        f'{HEAD}schema = {{"$ref" = "https://acme.example/a"}}\n',
        3,
        "$ref must refer to a part of the same schema, such as #/$defs/NAME",
    ),
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / ".git").mkdir()
    (tmp_path / "pool.yaml").write_text(GOOD)
    (tmp_path / "broken.json").write_text("{")
    (tmp_path / "list.json").write_text("[]")
    return tmp_path


def error_of(folder: Path, settings: str) -> str:
    """Return the only line of errors of a run that fails."""
    (folder / "pool-lint.toml").write_text(settings)
    done = run("pool.yaml", cwd=folder)
    assert (done.returncode, done.stdout) == (2, "")
    return done.stderr


@pytest.mark.parametrize(("settings", "line", "reason"), POLICIES)
def test_an_invalid_policy_is_an_error_at_its_line(
    folder: Path, settings: str, line: int, reason: str
) -> None:
    expected = f"error: policy ACME001: {reason}\n --> pool-lint.toml:{line}:1\n"
    assert error_of(folder, settings) == expected


def test_two_policies_cannot_have_one_name(folder: Path) -> None:
    second = f'[policy.ACME002]\nname = "n"\n{MOST.removeprefix(HEAD)}'
    assert error_of(folder, MOST + second) == (
        "error: policy ACME002: the policy ACME001 has the same name\n"
        " --> pool-lint.toml:6:1\n"
    )


def test_a_required_field_with_an_integer_can_fail(folder: Path) -> None:
    settings = f'{HEAD}field = "spec.resources[].maxCount"\nrequired = true\n'
    (folder / "pool-lint.toml").write_text(settings)
    text = "".join(
        line for line in GOOD.splitlines(keepends=True) if "maxCount" not in line
    )
    (folder / "pool.yaml").write_text(text)
    done = run("-f", "concise", "--select", "ACME", "pool.yaml", cwd=folder)
    assert done.returncode == 1
    assert "ACME001 n: spec.resources[0].maxCount is missing" in done.stdout


def test_an_unknown_field_is_allowed_on_request(folder: Path) -> None:
    settings = f'{HEAD}field = "spec.costCenter"\nrequired = true\nx-known = false\n'
    (folder / "pool-lint.toml").write_text(settings)
    done = run("-f", "concise", "--select", "ACME", "pool.yaml", cwd=folder)
    assert done.returncode == 1
    assert "ACME001 n: spec.costCenter is missing" in done.stdout
