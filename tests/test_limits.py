"""Limits: files that would take hours or crash the parser are reported."""

from __future__ import annotations

import gc
import tracemalloc

import pytest

from bombs import laughs, merge_bomb, merge_chain
from pool_lint import (
    Config,
    FileResult,
    Finding,
    Kind,
    Limits,
    Report,
    lint_data,
    lint_text,
)
from pool_lint.reporters import FORMATS, Style, reporter

SIGN = "# kind: Pool\n"
SMALL = Limits(depth=5, nodes=30, expanded=30, text=100, merges=3, documents=3)


def only(text: str, name: str = "x.yaml", limits: Limits | None = None) -> Finding:
    config = Config(kind=Kind.REQUEST, limits=limits or Limits())
    [finding] = [
        f for f in lint_text(text, filename=name, config=config) if f.rule == "RP003"
    ]
    return finding


def hidden_chain(length: int) -> str:
    """Return a merge chain below an unknown tag, and a merge of its last link.

    The composer skips values with unknown tags, so it resolves the chain from its end.
    """
    links = (line.partition(": ")[2] for line in merge_chain(length).splitlines())
    items = "".join(f"  - {link}\n" for link in links)
    return f"x: !x\n{items}y: {{<<: *m{length - 1}}}\n"


HOSTILE = {
    "flow lists": "[" * 50_000,
    "flow mappings": "{" * 50_000,
    "block lists": "- " * 50_000,
    "keys": "? " * 30_000,
    "aliases": laughs(10, 10),
    "wide aliases": "a: &a [" + "x," * 999 + "x]\nb: [" + "*a," * 999 + "*a]\n",
    "long aliases": f"a: &a {'x' * 40_000}\nb: [{'*a,' * 20_000}]\n",
    "merge chain": merge_chain(3_000),
    "merge chain out of sight": hidden_chain(3_000),
    "bombs in many documents": "---\n".join([laughs(7, 9)] * 900),
    "merges in many documents": "---\n".join(
        ["e: &e {}\nm: {<<: [" + "*e, " * 950 + "*e]}\n"] * 700
    ),
    "big merge with many": (
        "big: &big {" + ", ".join(f"k{n}: 1" for n in range(20_000)) + "}\ne: &e {}\n"
        "m:\n  <<: [*big, " + "*e, " * 12_000 + "*e]\n"
    ),
    "tag directives": "".join(f"%TAG !{n}! x\n" for n in range(100_000)) + "---\na\n",
    "merge of many": "a: &a {k: v}\nb:\n  <<: [" + "*a, " * 12_000 + "*a]\n",
    "many nodes": "[" + "1," * 200_000 + "1]",
    "documents": "---\n" * 50_000,
    "deep through aliases": "a: &a "
    + "[" * 60
    + "]" * 60
    + "\nb: &b "
    + "[" * 60
    + "*a"
    + "]" * 60
    + "\n",
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_yaml_exceeds_a_limit(text: str) -> None:
    assert only(SIGN + text).range is not None


@pytest.mark.parametrize("deep", ["[" * 50_000, "{" * 50_000, "[" * 1_000, "[{" * 600])
def test_depth_errors_of_libyaml_are_reported_at_the_limit(deep: str) -> None:
    """libyaml 0.2.6 looks ahead and fails at 1,000 levels before it sends events."""
    finding = only(f"kind: Network\n---\n{deep}\n---\n{SIGN}a: 1\n")
    assert finding.range is not None
    assert finding.range.start == (3, 65)
    config = Config(kind=Kind.REQUEST)
    after = lint_text(f"{deep}\n---\nkind: Pool\n", config=config)
    assert [f.rule for f in after] == ["RP003", "RP101", "RP101", "RP403"]


HARMLESS = {
    "documents by NEL": "\x85".join(["a\x85---"] * 900) + "\x85# " + "-" * 2_900_000,
    "documents by dots": "a: 1\n...\n" * 900 + "#" * 2_900_000,
    "broken documents": "a: 1\n" * 25_000 + "#" * 2_500_000 + "\n---\n[}\n" * 30,
    "deep ambiguous": "x: " + "[" * 62 + ",".join(["on"] * 40_000) + "]" * 62,
    "hidden characters": "kind: Pool\n# " + "\u200b a" * 500_000,
    "unknown keys": "kind: Pool\n" + "".join(f"u{n}: 1\n" for n in range(25_000)),
    "duplicate keys": "kind: Pool\n" + "a: 1\n" * 25_000,
    "exclamation marks": "#" + "!" * 2_900_000 + " \na: !%c0%80 b\n",
    "one long value": f"kind: Pool\napiVersion: '{'v' * 2_900_000}'\n",
    "one long key": f"kind: Pool\n? '{'k' * 2_900_000}'\n: {{}}\n" + "a: 1\n" * 110,
}


@pytest.mark.parametrize("text", HARMLESS.values(), ids=HARMLESS)
def test_large_files_are_linted_and_reported(text: str) -> None:
    config = Config(kind=Kind.REQUEST)
    findings = tuple(lint_text(text, config=config))
    report = Report((FileResult("x.yaml", findings),))
    for style in FORMATS:
        assert sum(map(len, reporter(style)(report, Style()))) < 2_000_000


@pytest.mark.parametrize(
    "text",
    [
        "[" + "[]," * 70 + '"' + '\\"' * 200_000,
        '{"kind": "Pool", "x": "' + "a" * 2_900_000 + '", "x": 1}',
        '{"kind": "Pool"' + ', "x": 1' * 25_000 + "}",
        '{"kind": "Pool", "x": [' + "1.5, " * 40_000 + "1]}",
    ],
)
def test_large_json_is_linted(text: str) -> None:
    assert lint_text(text, filename="x.json", config=Config(kind=Kind.REQUEST))


@pytest.mark.parametrize(
    "spec",
    [
        "spec: abc",
        "spec:\n  type: Dedicate\n  resources: [x]",
        "spec:\n  type: Dedicate\n  resources: [{count: [a], maxCount: {a: b}}]",
        "spec:\n  type: Dedicate\n  scope: [{}, {}]",
        "spec:\n  type: Dedicate\n  driver: [a]",
    ],
)
def test_thousands_of_schema_failures_give_a_hundred_findings(spec: str) -> None:
    unknown = "".join(f"    u{n}: a\n" for n in range(1_100))
    text = f"apiVersion: v2\nkind: Pool\nmetadata:\n  labels:\n{unknown}{spec}\n"
    assert len(lint_text(text)) == 100


@pytest.mark.parametrize(
    "text", ["[" * 50_000, '{"a":' * 50_000, "[" + "1," * 250_000 + "1]"]
)
def test_hostile_json_exceeds_a_limit(text: str) -> None:
    assert only(text, "x.json").range is not None


def test_a_merge_bomb_is_harmless() -> None:
    """Each mapping is merged only once, so 30 doublings take 30 steps."""
    config = Config(kind=Kind.REQUEST)
    assert {f.rule for f in lint_text(merge_bomb(30), config=config)} <= {
        "RP101",
        "RP103",
        "RP403",
    }


def test_a_pool_with_a_bomb_gives_only_the_limit() -> None:
    text = "apiVersion: v2\nkind: Pool\n" + laughs(10, 10)
    [finding] = lint_text(text)
    assert (finding.rule, finding.message) == (
        "RP003",
        "aliases and merge keys expand to more than 200,000 values",
    )


CROSSINGS = [
    ("depth", "[[[[[x]]]]]", "[[[[[[x]]]]]]", (1, 6)),
    ("depth", "[[[[[]]]]]", "[[[[[[]]]]]]", (1, 6)),
    ("depth", "a: &a [[[]]]\nb: [*a]", "a: &a [[[]]]\nb: [[*a]]", (2, 6)),
    ("nodes", f"[{','.join('x' * 29)}]", f"[{','.join('x' * 30)}]", (1, 60)),
    (
        "expanded",
        "a: &a [x,x,x]\nb: [*a,*a,*a,*a]",
        "a: &a [x,x,x]\nb: [*a,*a,*a,*a,*a,*a,*a]",
        (2, 23),
    ),
    (
        "text",
        f"a: &a {'x' * 20}\nb: [*a,*a,*a,*a]",
        f"a: &a {'x' * 20}\nb: [*a,*a,*a,*a,*a]",
        (2, 17),
    ),
    (
        "merges",
        "a: &a {}\nb: {<<: [*a,*a,*a]}",
        "a: &a {}\nb: {<<: [*a,*a,*a,*a]}",
        (2, 5),
    ),
    ("documents", "a: 1\n---\n---\n", "a: 1\n---\n---\n---\n", (4, 1)),
]


@pytest.mark.parametrize(("limit", "within", "beyond", "place"), CROSSINGS)
def test_each_limit_is_exact(
    limit: str, within: str, beyond: str, place: tuple[int, int]
) -> None:
    config = Config(kind=Kind.REQUEST, limits=SMALL)
    assert "RP003" not in {f.rule for f in lint_text(within, config=config)}
    finding = only(beyond, limits=SMALL)
    assert finding.range is not None
    assert finding.range.start == place
    assert f"{getattr(SMALL, limit):,}" in finding.message


def test_documents_after_one_that_exceeds_a_limit_are_linted() -> None:
    deep = "a: &a [[[]]]\nb: [[*a]]\n"
    config = Config(kind=Kind.REQUEST, limits=SMALL)
    found = lint_text(f"{deep}---\nc: !x 1\n---\nd: !x 1\n", config=config)
    assert [
        f.range.start.line for f in found if f.range and f.rule in "RP003 RP008"
    ] == [
        2,
        4,
        6,
    ]


@pytest.mark.parametrize(
    ("within", "beyond", "place"),
    [
        ("[[[[[1]]]]]", "[[[[[[1]]]]]]", (1, 6)),
        ('["[[[[[[[[[[", 1]', '["[[", [[[[[1]]]]]]', (1, 12)),
        (f"[{','.join('1' * 29)}]", f"[{','.join('1' * 30)}]", (1, 60)),
    ],
)
def test_each_limit_of_json_is_exact(
    within: str, beyond: str, place: tuple[int, int]
) -> None:
    config = Config(kind=Kind.REQUEST, limits=SMALL)
    found = lint_text(within, filename="x.json", config=config)
    assert "RP003" not in {finding.rule for finding in found}
    finding = only(beyond, "x.json", SMALL)
    assert finding.range is not None
    assert finding.range.start == place


def test_recursive_data_exceeds_the_depth() -> None:
    body: dict[str, object] = {"kind": "Pool"}
    body["spec"] = body
    [finding] = lint_data(body)
    assert (finding.rule, finding.message) == (
        "RP003",
        "values are nested deeper than 64 levels",
    )


def test_at_most_a_hundred_findings_are_returned() -> None:
    text = "apiVersion: v2\nkind: Pool\n" + "a: 1\n" * 5_000
    findings = lint_text(text)
    assert len(findings) == 100
    rules = {finding.rule for finding in findings}
    assert rules == {"RP002", "RP003", "RP101"}


def test_the_first_finding_of_every_rule_is_returned() -> None:
    flavors = "".join(f"    - {{flavor: f{n}, count: 0}}\n" for n in range(500))
    text = (
        "apiVersion: v2\nkind: Pool\nmetadata: {labels: {os.modelarts/name: pool-1}}\n"
        f"spec:\n  type: Dedicated\n  scope: [Train, Train]\n"
        f"  network: {{name: display-name}}\n  resources:\n{flavors}"
    )
    everything = Config(limits=Limits(findings=10_000))
    every = lint_text(text, config=everything)
    shown = lint_text(text)
    assert (len(every), len(shown)) == (504, 100)
    firsts = {finding.rule: finding for finding in reversed(every)}
    assert set(firsts) >= {"RP105", "RP107", "RP303", "RP404", "RP405"}
    assert all(finding in shown for finding in firsts.values())
    assert shown == sorted(shown, key=lambda finding: (finding.range, finding.rule))


def test_a_small_limit_returns_the_most_severe_findings() -> None:
    text = (
        "apiVersion: v2\nkind: Pool\nmetadata: {labels: {os.modelarts/name: pool-1}}\n"
        "spec:\n  scope: [Train, Train]\n  type: Dedicated\n"
        "  network: {name: display-name}\n  resources:\n"
        "    - {flavor: f1, count: 0}\n    - {flavor: f2, count: 0}\n"
    )
    rules = [
        {f.rule for f in lint_text(text, config=Config(limits=Limits(findings=most)))}
        for most in (1, 2, 3)
    ]
    assert rules == [{"RP105"}, {"RP105", "RP107"}, {"RP105", "RP107", "RP405"}]


def test_long_values_do_not_stay_in_memory() -> None:
    """Caches live until the end of the run."""
    texts = [
        f"kind: Pool\napiVersion: v2\nspec: {{scope: [], type: D{n}{'e' * 50_000}}}\n"
        for n in range(20)
    ]
    lint_text(texts[0])
    tracemalloc.start()
    for text in texts:
        assert "RP105" in {finding.rule for finding in lint_text(text)}
    gc.collect()  # errors of jsonschema hold each other
    assert tracemalloc.get_traced_memory()[0] < 500_000
    tracemalloc.stop()
