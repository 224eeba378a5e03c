"""``--fix`` makes as many fixes as ``(--fix)`` and ``fixable: N`` announce."""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from cases import every
from command import run
from manifests import HEAD, PREFIX, as_yaml, changed
from pool_lint import Config, Kind, fix_text, lint_text
from pool_lint.rules import Rule, builtin_rules
from pool_lint.testing import complete
from test_fix_files import BARE
from test_fix_properties import safe_fixes
from test_fixes import BLOCK, SCOPE, SPEC, annotation, label, spec


def announced(folder: Path, *options: str) -> tuple[int, int]:
    """Return the number of safe fixes in the summary, and of frames that offer one."""
    done = run(*options, "--color", "never", ".", cwd=folder)
    counted = re.search(r"(?m)^fixable: (\d+) with --fix", done.stderr)
    return int(counted[1]) if counted else 0, done.stdout.count(" (--fix)\n")


def made(folder: Path, *options: str) -> int:
    done = run("--fix", *options, ".", cwd=folder)
    assert "not fixed" not in done.stderr
    counted = re.search(r"(\d+) fixed", done.stderr)
    return int(counted[1]) if counted else 0


ZERO = label("workspace.id: 0")
ANCHOR = SPEC.replace("count: 2", "count: &n '2', maxCount: *n")
NESTED = """\
  # pool-lint: disable=RP107 -- the last one is empty
  resources:
    # pool-lint: disable=RP107 -- nothing is wrong here
    - {flavor: modelarts.vm.gpu.tnt004, count: 2}
    # pool-lint: enable=RP107
    - {flavor: modelarts.vm.gpu.tnt005, count: 0}
"""
LATER = "      # pool-lint: disable=RP301 -- agreed\n      maxCount: 5\n"
UNUSED = "# pool-lint: disable=RP302 -- nothing\n"

CASES = {
    "a value": (ZERO, 1, 1),
    "a value and an unused comment": (UNUSED + ZERO, 1, 2),
    "an unused comment": (UNUSED + HEAD + SPEC, 1, 1),
    "one of many fixes in a list": (spec(SCOPE, f"scope: [{'Train, ' * 30}]"), 29, 29),
    "many rules of one comment": (
        f"# pool-lint: disable={','.join(f'RP30{n}' for n in range(1, 9))} -- x\n"
        + HEAD
        + SPEC,
        8,
        8,
    ),
    "a fix that makes another one possible": (
        spec(SCOPE, "scope: [train, Train]"),
        1,
        2,
    ),
    "a fix that uncovers an error": (annotation("billing.mode: 1"), 1, 1),
    "a fix that uncovers a name that is taken": (f"{HEAD}{SPEC}---\n{ZERO}", 1, 1),
    "a comment for what a fix uncovers": (
        HEAD + BLOCK.replace("count: 2", "count: '2'") + LATER,
        1,
        1,
    ),
    "a comment that another one needs": (
        HEAD + SPEC[: SPEC.index("  resources")] + NESTED,
        0,
        0,
    ),
    "a comment in front of another one": (
        f"# pool-lint: disable=RP302,RP303 {UNUSED}{HEAD}{SPEC}",
        0,
        0,
    ),
    "a value that an alias repeats": (HEAD + ANCHOR, 0, 0),
    "a value under a tag": (HEAD + SPEC.replace("count: 2", "count: !!str 2"), 0, 0),
    "a suppressed finding": (
        label("workspace.id: 0  # pool-lint: disable=RP102 -- known"),
        0,
        0,
    ),
    "a broken document beside it": (f"{ZERO}---\nkind: [Pool\n", 1, 1),
    "a block with a comment": (
        spec("Dedicate", "|-  # note\n    dedicate"),
        0,
        0,
    ),
    "a value that ends the file": (
        HEAD + SPEC.replace("count: 2}", "count: '2'}"),
        1,
        1,
    ),
    "several documents": ("---\n".join([ZERO] * 3).replace("pool-001", "a-b", 1), 3, 3),
}


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_fix_makes_the_announced_number_of_fixes(
    tmp_path: Path, case: str, end: str
) -> None:
    text, offered, fixed = CASES[case]
    (tmp_path / "pool.yaml").write_bytes(text.replace("\n", end).encode())
    assert announced(tmp_path) == (offered, offered)
    assert made(tmp_path) == fixed
    assert announced(tmp_path) == (0, 0)


@pytest.mark.parametrize(
    ("data", "count"),
    [
        (BARE.encode("utf-16"), 1),
        (codecs.BOM_UTF16_BE + BARE.encode("utf-16-be"), 1),
        (codecs.BOM_UTF8 + BARE.encode(), 1),
        # Encoding the decoded text does not give these bytes again.
        (codecs.BOM_UTF16_LE * 2 + BARE.encode("utf-16-le"), 0),
        (BARE.encode() + b"# \xe4\n", 0),
        (BARE.encode("utf-16-le"), 0),
    ],
)
def test_fixes_are_announced_only_for_encodings_that_fix_can_write(
    tmp_path: Path, data: bytes, count: int
) -> None:
    (tmp_path / "pool.yaml").write_bytes(data)
    assert announced(tmp_path) == (count, count)
    assert made(tmp_path) == count
    assert ((tmp_path / "pool.yaml").read_bytes() == data) == (not count)


def link_out_of_the_repository(folder: Path) -> None:
    (folder.parent / "outside.yaml").write_text(BARE)
    (folder / "link.yaml").symlink_to("../outside.yaml")


def link_to_an_excluded_file(folder: Path) -> None:
    (folder / "pool-lint.toml").write_text('exclude = ["vendor/"]\n')
    (folder / "vendor").mkdir()
    (folder / "vendor" / "pool.yaml").write_text(BARE)
    (folder / "link.yaml").symlink_to("vendor/pool.yaml")


@pytest.mark.parametrize(
    "prepare", [link_out_of_the_repository, link_to_an_excluded_file]
)
def test_no_fix_is_announced_for_a_link_that_fix_does_not_follow(
    tmp_path: Path, prepare: Callable[[Path], None]
) -> None:
    folder = tmp_path / "repository"
    (folder / ".git").mkdir(parents=True)
    prepare(folder)
    before = run("link.yaml", cwd=folder)
    assert (before.returncode, "error[RP102]" in before.stdout) == (1, True)
    after = run("--fix", "link.yaml", cwd=folder)
    assert after.returncode == 2
    for done in (before, after):
        assert "(--fix)" not in done.stdout
        assert "fixable" not in done.stderr
    [diagnostic] = json.loads(run("-f", "json", "link.yaml", cwd=folder).stdout)[
        "diagnostics"
    ]
    assert diagnostic["fix"] is None


def test_a_fix_does_not_make_a_file_larger_than_the_limit(tmp_path: Path) -> None:
    file = tmp_path / "pool.yaml"
    file.write_text(BARE)
    for room, count in ((0, 0), (1, 0), (40, 1)):
        limit = f"size={len(BARE) + room}"
        assert announced(tmp_path, "--limit", limit) == (count, count)
    done = run("--fix", "--limit", f"size={len(BARE) + 1}", ".", cwd=tmp_path)
    assert done.returncode == 2
    assert (
        "cannot be written: the fixed file would exceed the size limit" in done.stderr
    )
    assert file.read_text() == BARE
    assert made(tmp_path, "--limit", f"size={len(BARE) + 40}") == 1


def test_fixes_of_standard_input_are_announced(tmp_path: Path) -> None:
    done = run("-", cwd=tmp_path, stdin=BARE)
    assert done.stderr.endswith("fixable: 1 with --fix\n")
    done = run("--fix", "-", cwd=tmp_path, stdin=BARE)
    assert "1 fixed" in done.stderr


def test_unsafe_fixes_are_counted_as_an_upper_bound(tmp_path: Path) -> None:
    (tmp_path / "pool.yaml").write_text(annotation('billing.mdoe: "1"'))
    done = run(".", cwd=tmp_path)
    assert done.stderr.endswith("\nfixable: up to 1 with --unsafe-fixes\n")
    done = run("--fix", "--unsafe-fixes", ".", cwd=tmp_path)
    assert "fixable" not in done.stderr


@every("kind", [Kind.AUTO, Kind.RESPONSE])
@every("rule", builtin_rules(), ids=lambda rule: rule.id)
def test_fixes_of_rule_examples_are_announced(rule: Rule, kind: Kind) -> None:
    config = Config(kind=kind, extend_select="RP")
    for example in (rule.documentation.bad, rule.documentation.good):
        text = complete(example)
        offered = safe_fixes(lint_text(text, config=config))
        result = fix_text(text, config=config)
        assert len(result.made) >= len(offered)
        assert result.left == ()


def test_fixes_of_json_are_announced(tmp_path: Path) -> None:
    where = ("metadata", "labels", f"{PREFIX}workspace.id")
    text = json.dumps(changed((where, 0), (("spec", "type"), "dedicate")), indent=1)
    (tmp_path / "pool.json").write_text(text)
    assert announced(tmp_path) == (2, 2)
    assert made(tmp_path) == 2


def test_only_fixes_of_shown_findings_are_announced(tmp_path: Path) -> None:
    entry = {"flavor": "modelarts.vm.gpu.tnt004", "count": "1"}
    (tmp_path / "pool.yaml").write_text(
        as_yaml(changed((("spec", "resources"), [entry] * 8)))
    )
    # One of the five is the first finding of another rule, RP302.
    assert announced(tmp_path, "--limit", "findings=5") == (4, 4)
    assert made(tmp_path, "--limit", "findings=5") == 8
