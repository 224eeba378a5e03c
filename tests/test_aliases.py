"""Positions of findings about aliases, and the comments that suppress them."""

from __future__ import annotations

import pytest

from manifests import NETWORK
from pool_lint import lint_text

HEAD = """\
apiVersion: v2
kind: Pool
metadata:
  labels:
    os.modelarts/name: &n team-blue
  annotations:
    os.modelarts/billing.mode: "0"
spec:
  type: Dedicate
  scope: [Train]
"""
PLACE = f"  network: {{name: {NETWORK}}}\n"


def pool(resources: str, place: str = PLACE) -> str:
    return f"{HEAD}{place}  resources:\n{resources}"


def found(text: str) -> list[tuple[str, int, int, list[tuple[int, int]]]]:
    """Return rule, line and column of each finding, and its related positions."""
    return [
        (
            finding.rule,
            *finding.range.start,
            [
                (other.range.start.line, other.range.start.column)
                for other in finding.related
                if other.range
            ],
        )
        for finding in lint_text(text)
        if finding.range
    ]


FLAVOR = "    - flavor: modelarts.vm.gpu.tnt00"
CASES = {
    "a wrong value": (
        pool(f"{FLAVOR}4\n      count: *n\n"),
        [("RP102", 14, 14, [(5, 27)])],
    ),
    "the same anchor twice": (
        pool(f"{FLAVOR}4\n      count: *n\n{FLAVOR}5\n      count: *n\n"),
        [("RP102", 14, 14, [(5, 27)]), ("RP102", 16, 14, [(5, 27)])],
    ),
    "reported where it is anchored": (
        pool(f"{FLAVOR}4\n      count: &c 0\n{FLAVOR}5\n      count: *c\n"),
        [("RP107", 14, 17, [])],
    ),
    "another rule at the anchor": (
        pool(f"{FLAVOR}4\n      count: *p\n").replace('"0"', "&p 9000"),
        [("RP102", 7, 35, []), ("RP304", 14, 14, [(7, 35)])],
    ),
    "an unknown key": (
        pool(f"{FLAVOR}4\n      count: 2\n").replace(
            "    os.modelarts/billing", "    *n : x\n    os.modelarts/billing"
        ),
        [("RP103", 7, 5, [(5, 27)])],
    ),
    "inside an aliased mapping": (
        pool(
            f"    - &r\n  {FLAVOR[4:].replace('- ', '    ')}4\n      count: 2\n",
            "",
        )
        + "  network: *r\n",
        [
            ("RP103", 13, 7, []),
            ("RP103", 14, 7, []),
            ("RP101", 15, 3, []),
        ],
    ),
    "an aliased list for a mapping": (
        pool(f"{FLAVOR}4\n      count: 2\n", "  network: *s\n").replace(
            "scope: [", "scope: &s ["
        ),
        [("RP102", 11, 12, [(10, 13)])],
    ),
    "two counts that differ": (
        pool(f"{FLAVOR}4\n      count: &c 2\n{FLAVOR}5\n      count: 3\n")
        + "      maxCount: *c\n",
        [("RP301", 17, 17, [(14, 17), (16, 14)])],
    ),
}


@pytest.mark.parametrize(("text", "expected"), CASES.values(), ids=CASES)
def test_a_wrong_alias_is_reported_at_the_alias(
    text: str, expected: list[tuple[str, int, int, list[tuple[int, int]]]]
) -> None:
    assert found(text) == expected


def test_a_comment_at_the_alias_suppresses_its_finding() -> None:
    line = "      count: *n  # pool-lint: disable=RP102 -- filled in later\n"
    assert found(pool(f"{FLAVOR}4\n{line}")) == []
    other = pool(f"{FLAVOR}4\n{line}{FLAVOR}5\n      count: *n\n")
    assert [(rule, row) for rule, row, *_ in found(other)] == [("RP102", 16)]


def test_a_comment_at_the_anchor_does_not_suppress_it() -> None:
    text = pool(f"{FLAVOR}4\n      count: *n\n").replace(
        "team-blue", "team-blue  # pool-lint: disable=RP102 -- fine"
    )
    assert [rule for rule, *_ in found(text)] == ["RP901", "RP102"]


def test_the_anchor_is_a_related_range_with_a_message() -> None:
    [finding] = lint_text(pool(f"{FLAVOR}4\n      count: *n\n"))
    assert finding.related[0].message == "the alias refers to this value"
    assert finding.fix is None
