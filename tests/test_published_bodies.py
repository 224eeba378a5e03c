"""Bodies that people published, with what each edition reports about them.

The structure is that of public examples and clients. Names, IDs and secrets are
changed.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from pool_lint import Config, lint_text

FOLDER = Path(__file__).parent / "published"
FIRST, LATER = "2025-08-20", "2026-01"

# What the edition that fits the body reports.
EXPECTED: dict[tuple[str, str], list[tuple[str, str]]] = {
    ("basic", FIRST): [],
    ("basic", LATER): [],
    ("otc-physical", LATER): [
        ("RP105", "apiVersion"),
        ("RP006", "workspace.id"),
        ("RP406", "spec.network.name"),
        ("RP006", "spec.masters[0].az"),
    ],
    ("logical-on-demand", LATER): [],
    ("logical-on-demand", FIRST): [("RP402", "spec.type")],
    ("short-network", LATER): [("RP406", "spec.network.name")],
    ("short-network", FIRST): [("RP404", "spec.network.name")],
    ("prepaid-lite", LATER): [
        ("RP202", "billing.mode"),
        ("RP208", "auto.pay"),
        ("RP604", "spec.userLogin.password"),
    ],
    ("lite", LATER): [
        ("RP202", "billing.mode"),
        ("RP208", "auto.pay"),
        ("RP604", "spec.userLogin.password"),
    ],
    ("placeholder", FIRST): [("RP006", "spec.resources[0].flavor")],
    ("placeholder", LATER): [("RP006", "spec.resources[0].flavor")],
    ("two-node-pools", LATER): [],
    ("update-scale-out", FIRST): [("RP004", "")],
    ("update-count", FIRST): [("RP004", "")],
    ("update-description", FIRST): [("RP004", "")],
    ("update-scale-out", LATER): [("RP004", "")],
    ("update-count", LATER): [("RP004", "")],
    ("update-description", LATER): [("RP004", "")],
    ("network", FIRST): [],
    ("network", LATER): [],
    ("node-pool", FIRST): [],
    ("node-pool", LATER): [],
}


@pytest.mark.parametrize(("name", "edition"), EXPECTED)
def test_published_bodies_get_only_the_right_findings(name: str, edition: str) -> None:
    file = f"{name}.json"
    text = (FOLDER / file).read_text(encoding="utf-8")
    findings = lint_text(text, filename=file, config=Config(edition=edition))
    places = [(f.rule, f.path.partition("os.modelarts/")) for f in findings]
    found = [(rule, (key or path).strip('"]')) for rule, (path, _, key) in places]
    assert found == EXPECTED[name, edition]


def test_every_body_is_checked() -> None:
    assert {name for name, _ in EXPECTED} == {path.stem for path in FOLDER.iterdir()}
