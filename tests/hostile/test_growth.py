"""Time grows almost linearly with the input, and each limit is reported."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from corpus import POOL, label, labels
from runner import Outcome, run

from bombs import laughs, merge_chain
from pool_lint import Limits

# For each family: a function that makes a text of size n, and n. Most texts stay below
# every limit, also at four times n.
FAMILIES: dict[str, tuple[Callable[[int], str], int]] = {
    "open lists": (lambda n: "[" * n, 200_000),
    "block lists": (lambda n: "- " * n, 200_000),
    "open lists of JSON": (lambda n: "[" * n, 500_000),
    "values": (lambda n: f"{POOL}spec: {{scope: [{'a,' * n}]}}\n", 10_000),
    "aliases": (lambda n: f"{POOL}a: &a b\nc: [{'*a,' * n}]\n", 20_000),
    "a long text in aliases": (
        lambda n: f"{POOL}a: &a {'b' * 100}\nc: [{'*a,' * n}]\n",
        10_000,
    ),
    "laughs": (lambda n: laughs(n, 9) + POOL, 10),
    "sources of a merge": (
        lambda n: f"{POOL}a: &a {{b: c}}\nd: {{<<: [{'*a,' * n}]}}\n",
        2_400,
    ),
    "a chain of merges": (lambda n: merge_chain(n) + POOL, 15),
    "unknown keys": (labels, 10_000),
    "keys that are missing": (lambda n: "---\nkind: Pool\n" * n, 100),
    "equal keys": (lambda n: labels(n, "k"), 10_000),
    "numbers of one hash": (lambda n: labels(n, "{}2305843009213693951"), 8_000),
    "ambiguous scalars": (lambda n: f"{POOL}spec: {{scope: [{'on,' * n}]}}\n", 20_000),
    "hidden characters": (lambda n: label('"' + "\u200ba" * n + '"'), 100_000),
    "line breaks of 1.1": (lambda n: label('"' + "\u2028a" * n + '"'), 100_000),
    "documents": (lambda n: "---\na: b\n" * n, 240),
    "broken documents": (lambda n: "---\nkind: Pool\na: [}\n" * n, 5),
    "tags": (lambda n: f"{POOL}a: [{'!x b,' * n}]\n", 10_000),
    "suppression comments": (
        lambda n: POOL + "# pool-lint: disable=RP105 -- a\n" * n,
        10_000,
    ),
    "names in a comment": (
        lambda n: f"# pool-lint: disable-file={','.join(['RP105'] * n)}\n{POOL}",
        50_000,
    ),
    "a long line": (lambda n: f"{POOL}a: '{'b' * n}'\n", 700_000),
    "a long comment": (lambda n: f"{POOL}#{' #' * n}\n", 300_000),
    "blank lines": (lambda n: POOL + "\n" * n, 700_000),
    "blanks in a comment": (lambda n: f"{POOL}# pool-lint:{' ' * n}x\n", 700_000),
    "placeholders": (lambda n: label('"' + "${a}" * n + '"'), 100_000),
    "braces": (lambda n: label('"' + "{" * n + '"'), 700_000),
}


def lint(folder: Path, text: str, name: str, *options: str) -> Outcome:
    (folder / name).write_text(text)
    return run("--kind", "request", *options, name, cwd=folder, seconds=20)


@pytest.mark.parametrize("family", FAMILIES)
def test_four_times_the_input_takes_at_most_six_times_as_long(
    tmp_path: Path, family: str
) -> None:
    make, number = FAMILIES[family]
    name = "a.json" if "JSON" in family else "a.yaml"

    def seconds(factor: int) -> float:
        """Return the CPU seconds of a run, including its start."""
        text = make(number * factor)
        assert len(text) < Limits().size
        return lint(tmp_path, text, name).seconds

    start = lint(tmp_path, POOL, name).seconds
    once, four = seconds(1) - start, seconds(4) - start
    # Shorter times are dominated by noise.
    most = 6 * max(once, 0.1)
    assert four <= most or seconds(4) - start <= most, (once, four)


LIMITS = {
    "size": ("size=500", POOL.ljust(500), POOL.ljust(501), "500 bytes"),
    "depth": ("depth=9", "[" * 9 + "]" * 9, "[" * 10 + "]" * 10, "9 levels"),
    "nodes": ("nodes=99", f"[{'1,' * 98}]", f"[{'1,' * 99}]", "99 keys and values"),
    "expanded": (
        "expanded=99",
        f"a: &a [{'1,' * 46}]\nb: *a",
        f"a: &a [{'1,' * 49}]\nb: *a",
        "expand to more than 99 values",
    ),
    "text": (
        "text=500",
        f"a: &a {'x' * 249}\nb: *a",
        f"a: &a {'x' * 251}\nb: *a",
        "500 characters",
    ),
    "merges": (
        "merges=9",
        f"a: &a {{}}\nb: {{<<: [{'*a,' * 9}]}}",
        f"a: &a {{}}\nb: {{<<: [{'*a,' * 10}]}}",
        "9 mappings",
    ),
    "documents": ("documents=9", "---\na: b\n" * 9, "---\na: b\n" * 10, "9 documents"),
    "directives": (
        "directives=9",
        "".join(f"%TAG !{n}! x\n" for n in range(9)) + "---\na\n",
        "".join(f"%TAG !{n}! x\n" for n in range(10)) + "---\na\n",
        "9 %TAG directives",
    ),
}


def crossed(done: Outcome) -> list[dict[str, str]]:
    found = json.loads(done.out)["diagnostics"]
    return [one for one in found if one["rule"] == "RP003"]


@pytest.mark.parametrize("limit", LIMITS)
def test_each_limit_is_exact_and_can_be_raised(tmp_path: Path, limit: str) -> None:
    option, within, beyond, words = LIMITS[limit]
    options = ("--limit", option, "-f", "json")
    assert not crossed(lint(tmp_path, within, "a.yaml", *options))
    [finding] = crossed(lint(tmp_path, beyond, "a.yaml", *options))
    assert words in finding["message"]
    name, _, number = option.partition("=")
    assert finding["help"].endswith(f"raise the limit `{name}` above {number}")
    higher = ("--limit", f"{name}={int(number) + 9}", "-f", "json")
    assert not crossed(lint(tmp_path, beyond, "a.yaml", *higher))


def test_the_limit_of_findings_can_be_raised(tmp_path: Path) -> None:
    text = labels(8)
    many = lint(tmp_path, text, "a.yaml", "--limit", "findings=9", "-f", "concise")
    assert many.out.count("\n") == 10
    assert "1 more finding not shown (--limit findings=N shows more)" in many.out
    all_ = lint(tmp_path, text, "a.yaml", "--limit", "findings=10", "-f", "concise")
    assert all_.out.count("\n") == 10
    assert "not shown" not in all_.out


def test_every_limit_has_a_test() -> None:
    assert {*LIMITS, "findings"} == set(Limits._fields)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("depht=9", 'did you mean "depth"?'),
        ("x=9", "unknown limit"),
        ("depth", "depth needs a number"),
        ("depth=0", "depth needs a number"),
        ("depth=-1", "depth needs a number"),
        ("depth=1e3", "depth needs a number"),
        ("depth=151", "depth can be at most 150"),
    ],
)
def test_an_invalid_limit_is_a_usage_error(
    tmp_path: Path, text: str, words: str
) -> None:
    done = lint(tmp_path, POOL, "a.yaml", "--limit", text)
    assert done.code == 2
    assert words in done.err


def test_the_deepest_allowed_documents_are_reported_in_every_format(
    tmp_path: Path,
) -> None:
    """The text nests 150 levels; in YAML an alias adds the last ones."""
    deep = f"a: &a {'[' * 145}{']' * 145}\n"
    for text, name in ((deep, "a.yaml"), ('{"a":' * 149 + "1" + "}" * 149, "a.json")):
        for style in ("full", "json", "sarif", "junit", "gitlab", "github"):
            done = lint(tmp_path, text, name, "--limit", "depth=150", "-f", style)
            assert done.code == 1


def test_settings_files_cannot_raise_limits(tmp_path: Path) -> None:
    (tmp_path / "pool-lint.toml").write_text("[limits]\ndepth = 100\n")
    done = lint(tmp_path, POOL, "a.yaml")
    assert done.code == 2
    assert 'unknown key "limits"' in done.err or "limits" in done.err
