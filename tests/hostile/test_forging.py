"""Whatever a manifest or its name says, no output can be taken for something else."""

from __future__ import annotations

import json
import re
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from runner import run

from manifests import REFERENCE, as_json, as_yaml, changed

# What terminals, CI loggers and readers of machine formats take for orders.
EVIL = {
    "controls": "a\x01\x07\x08\x1fb",
    "ANSI": "\x1b[31mred\x1b[2J\x1b]0;title\x07",
    "OSC 8": "\x1b]8;;http://evil\x1b\\click\x1b]8;;\x1b\\",
    "C1": "\x9b31m\x9d0;x\x9c",
    "carriage return": "a\rFAKE: no findings",
    "line breaks": "a\nb\x0bc\x0cd\x85e\u2028f\u2029g",
    "bidi": "\u202eevil\u202c \u2066x\u2069 \u200f",
    "invisible": "a\u200bb\u2060c\ufeffd",
    "orders behind blanks": "x\n  ::error ::forged\n\t::stop-commands::x",
    "GitHub": "x\n::error file=a,line=1::forged\n::add-mask::x",
    "Azure": "x\n##vso[task.setvariable variable=a]b\n##[error]forged",
    "GitLab": "x\nsection_start:1:a\rsection_end:1:a",
    "percent": "%0A::error::x%0D%25",
    "markup": "<b>&amp;]]></b><!-- --><script>[bold]x[/bold]",
    "Markdown": "](javascript:x) [a](http://evil) `x`",
    "XML-forbidden": "a\ufffe\uffff\x00b",
    "properties": "x,y:z=1;a|b\"c'd",
    "formats": "%s %n {0} {x} $x ${x} \\n \\u001b",
    "astral": "\U0001f600\U000e0001\U0010ffff",
}
FORMATS = ("full", "concise", "json", "sarif", "github", "gitlab", "junit")
NOT_IN_NAMES = re.compile("[\0/]")
# Everything that must never stand in an output, but for the ends of lines.
UNSAFE = (
    r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060"
    r"\u2066-\u2069\ufeff\ufff9-\ufffb\ufffe\uffff]"
)


def manifests(evil: str) -> dict[str, str]:
    """The text in a value, a key, a comment and a tag, as YAML and as JSON."""
    in_value = changed((("spec", "scope"), [evil, "Train"]))
    in_key = changed((("spec", evil), evil))
    in_name = changed((("metadata", "labels", "os.modelarts/name"), evil))
    code = "".join(f"%{byte:02x}" for byte in evil.encode())
    return {
        "value.yaml": as_yaml(in_value),
        "value.json": as_json(in_value),
        "key.yaml": as_yaml(in_key),
        "key.json": as_json(in_key),
        "name.yaml": as_yaml(in_name),
        "raw.yaml": f"kind: Pool\n# {evil}\napiVersion: {evil}\n",
        "tag.yaml": f"kind: Pool\napiVersion: !{code} v2\n",
        "comment.yaml": f"{as_yaml(REFERENCE)}# pool-lint: disable={evil}\n",
    }


def lines_of(output: str) -> list[str]:
    return output.split("\n")


def check(output: str, style: str) -> None:
    assert not re.search(UNSAFE, output)
    for line in lines_of(output):
        start = line.lstrip()
        assert not start.startswith(("##", "section_start:", "section_end:"))
        assert "##vso[" not in line
        assert "##[" not in line
        if style == "github":
            assert not line or re.match("::(error|warning|notice) ", line), line
        else:
            # `::: ` is of a frame: with the blank no logger takes it for an order.
            assert not re.match("::(?!: )", start), line
    if style in {"json", "sarif", "gitlab"}:
        json.loads(output)
    elif style == "junit":
        ET.fromstring(output)  # noqa: S314 - of our own making


@pytest.mark.parametrize("style", FORMATS)
def test_no_content_can_forge_an_output(tmp_path: Path, style: str) -> None:
    for number, evil in enumerate(EVIL.values()):
        for name, text in manifests(evil).items():
            path = tmp_path / f"{number}-{name}"
            path.write_bytes(text.encode("utf-8", "surrogatepass"))
    done = run("--kind", "request", "-f", style, ".", cwd=tmp_path, seconds=20)
    assert done.code == 1
    check(done.out, style)
    check(done.err, "full")


@pytest.mark.parametrize("style", FORMATS)
def test_no_name_can_forge_an_output(tmp_path: Path, style: str) -> None:
    data = as_yaml(changed((("spec", "type"), "Dedicated")))
    names = [f"{NOT_IN_NAMES.sub('', evil)}.yaml" for evil in EVIL.values()]
    for name in names:
        (tmp_path / name).write_text(data)
    gone = [f"gone{name}" for name in names]
    done = run("-f", style, *names, *gone, cwd=tmp_path)
    assert done.code == 2
    check(done.out, style)
    check(done.err, "full")


@pytest.mark.parametrize("options", [["--diff"], ["--fix", "--unsafe-fixes"]])
def test_no_diff_and_no_fix_can_forge_an_output(
    tmp_path: Path, options: list[str]
) -> None:
    for evil in EVIL.values():
        added = (("metadata", "labels", f"x{evil}"), evil)
        text = as_yaml(changed((("spec", "type"), "dedicate"), added))
        (tmp_path / f"a{NOT_IN_NAMES.sub('', evil)}.yaml").write_text(text)
    done = run(*options, ".", cwd=tmp_path, seconds=20)
    check(done.out.replace("\t", ""), "full")  # a diff has tabs
    check(done.err, "full")
    texts = [path.read_text() for path in tmp_path.iterdir()]
    fixed = sum("type: Dedicate\n" in text for text in texts)
    assert fixed == (len(EVIL) if "--fix" in options else 0)


def test_names_that_are_no_text(tmp_path: Path) -> None:
    name = b"\xff\xfe\x80.yaml"
    data = as_yaml(changed((("spec", "type"), "Dedicated"))).encode()
    (tmp_path / name.decode("utf-8", "surrogateescape")).write_bytes(data)
    for style in FORMATS:
        done = run("-f", style, name, ".", cwd=tmp_path)
        assert done.code == 1
        check(done.out, style)
        check(done.err, "full")


@pytest.mark.parametrize("name", [b"x" * 250 + b".yaml", b"-f.yaml", b" .yaml", b"-"])
def test_odd_names(tmp_path: Path, name: bytes) -> None:
    (tmp_path / name.decode()).write_text(as_yaml(changed((("spec", "type"), "x"))))
    done = run("-f", "json", "--", b"./" + name, cwd=tmp_path)
    [finding] = json.loads(done.out)["diagnostics"]
    assert finding["file"] == name.decode()


def test_a_terminal_gets_our_colours_alone(tmp_path: Path) -> None:
    text = as_yaml(changed((("spec", "scope"), ["\x1b[31mred", "\x9b31m"])))
    (tmp_path / "a.yaml").write_text(text)
    done = run("--color", "always", ".", cwd=tmp_path)
    ours = re.sub(r"\x1b\[[0-9;]*m", "", done.out)
    assert not re.search(UNSAFE, ours)
    assert "[31mred" in ours
