"""Manifests, names, settings and options cannot forge lines of any output.

Outputs must never hold terminal escapes, CI commands or broken JSON and XML.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from runner import Outcome, run

from manifests import REFERENCE, as_json, as_yaml, changed

# Texts that terminals, CI loggers and parsers of machine formats interpret.
EVIL = {
    "controls": "a\x01\x07\x08\x1fb",
    "ANSI": "\x1b[31mred\x1b[2J\x1b]0;title\x07",
    "OSC 8": "\x1b]8;;http://evil\x1b\\click\x1b]8;;\x1b\\",
    "C1": "\x9b31m\x9d0;x\x9c",
    "carriage return": "a\rFAKE: no findings",
    "line breaks": "a\nb\x0bc\x0cd\x85e\u2028f\u2029g",
    "bidi": "\u202eevil\u202c \u2066x\u2069 \u200f",
    "invisible": "a\u200bb\u2060c\ufeffd",
    "commands after blanks": "x\n  ::error ::forged\n\t::stop-commands::x",
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
# Characters that no output may contain; line ends are allowed.
UNSAFE = (
    r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060"
    r"\u2066-\u2069\ufeff\ufff9-\ufffb\ufffe\uffff]"
)


def manifests(evil: str) -> dict[str, str]:
    """Return manifests with the text in a value, a key, a comment and a tag."""
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
            # Frames use `::: `. The blank keeps loggers from reading it as a command.
            assert not re.match("::(?!: )", start), line
    if style in {"json", "sarif", "gitlab"}:
        json.loads(output)
    elif style == "junit":
        ET.fromstring(output)  # noqa: S314 - pool-lint wrote it


@pytest.mark.parametrize("style", FORMATS)
def test_content_cannot_forge_an_output(tmp_path: Path, style: str) -> None:
    for number, evil in enumerate(EVIL.values()):
        for name, text in manifests(evil).items():
            path = tmp_path / f"{number}-{name}"
            path.write_bytes(text.encode("utf-8", "surrogatepass"))
    done = run("--kind", "request", "-f", style, ".", cwd=tmp_path, seconds=20)
    assert done.code == 1
    check(done.out, style)
    check(done.err, "full")


@pytest.mark.parametrize("style", FORMATS)
def test_a_file_name_cannot_forge_an_output(tmp_path: Path, style: str) -> None:
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
def test_diffs_and_fixes_cannot_forge_an_output(
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


def test_a_file_name_that_is_not_utf8_is_escaped(tmp_path: Path) -> None:
    name = b"\xff\xfe\x80.yaml"
    data = as_yaml(changed((("spec", "type"), "Dedicated"))).encode()
    (tmp_path / name.decode("utf-8", "surrogateescape")).write_bytes(data)
    for style in FORMATS:
        done = run("-f", style, name, ".", cwd=tmp_path)
        assert done.code == 1
        check(done.out, style)
        check(done.err, "full")


@pytest.mark.parametrize("name", [b"x" * 250 + b".yaml", b"-f.yaml", b" .yaml", b"-"])
def test_odd_file_names_are_reported_unchanged(tmp_path: Path, name: bytes) -> None:
    (tmp_path / name.decode()).write_text(as_yaml(changed((("spec", "type"), "x"))))
    done = run("-f", "json", "--", b"./" + name, cwd=tmp_path)
    [finding] = json.loads(done.out)["diagnostics"]
    assert finding["file"] == name.decode()


def test_escapes_in_a_manifest_do_not_reach_the_terminal(tmp_path: Path) -> None:
    text = as_yaml(changed((("spec", "scope"), ["\x1b[31mred", "\x9b31m"])))
    (tmp_path / "a.yaml").write_text(text)
    done = run("--color", "always", ".", cwd=tmp_path)
    without_colours = re.sub(r"\x1b\[[0-9;]*m", "", done.out)
    assert not re.search(UNSAFE, without_colours)
    assert "[31mred" in without_colours


# Three texts that combine those above, for tests that run every command: each run
# starts a process.
MIXED = {
    "commands": "x\n::error ::a\n ##vso[b]c\n##[error]d\rsection_start:1:e\u2028f",
    "terminals": "\x1b[2J\x1b]0;t\x07\x9b31m\x9d0;x\x9c\x08\u202eb\u200b\ufeff\uffff",
    "formats": "%0A%s{0}{x}${x}\\n<b>]]></b>`x`[a](b),y:z=1;|\"c'd\U0001f600\U000e0001",
}


def check_run(*arguments: str, cwd: Path, code: int | None = None) -> Outcome:
    """Run a command that prints text, and check both of its outputs."""
    done = run(*arguments, cwd=cwd, seconds=20)
    check(done.out.replace("\n###\n", "\n"), "full")  # between requests in HTTP
    check(done.err, "full")
    assert code in {None, done.code}, done
    return done


@pytest.mark.parametrize("evil", EVIL.values(), ids=EVIL)
def test_keys_and_file_names_cannot_forge_an_explanation(
    tmp_path: Path, evil: str
) -> None:
    text = as_json(changed((("spec", evil), {evil: evil})))
    name = f"a{NOT_IN_NAMES.sub('', evil)}.json"
    (tmp_path / name).write_text(text)
    lines = [json.dumps(evil) in line for line in text.split("\n")]
    number = lines.index(True) + 1
    done = check_run("explain", f"{name}:{number}", cwd=tmp_path, code=0)
    assert done.out.startswith("spec[")
    assert "\n" not in done.out.partition("]: unknown field\n")[0]
    check_run("explain", f"{name}:99", cwd=tmp_path, code=2)


def test_arguments_of_commands_cannot_forge_a_message(tmp_path: Path) -> None:
    for evil in MIXED.values():
        check_run("explain", f"RP{evil}", cwd=tmp_path, code=2)
        check_run("explain", f"ModelArts.{evil}", cwd=tmp_path, code=2)
        check_run("schema", evil, cwd=tmp_path, code=2)
        check_run("rules", "-f", evil, cwd=tmp_path, code=2)


@pytest.mark.parametrize(
    "option",
    [
        "--select",
        "--format",
        "--output",
        "--flavor-catalog",
        "--limit",
        "--config",
        "--exclude",
        "--baseline",
        "--fail-on",
        "--stdin-filename",
    ],
)
def test_option_values_cannot_forge_a_message(tmp_path: Path, option: str) -> None:
    (tmp_path / "bad.yaml").write_text(as_yaml(changed((("spec", "type"), "x"))))
    for evil in MIXED.values():
        check_run(option, evil, "bad.yaml", cwd=tmp_path)


@pytest.mark.parametrize("option", ["--show-files", "--statistics", "--show-settings"])
def test_file_names_cannot_forge_a_list(tmp_path: Path, option: str) -> None:
    for evil in MIXED.values():
        name = f"{NOT_IN_NAMES.sub('', evil)}.yaml"
        (tmp_path / name).write_text(as_yaml(changed((("spec", "type"), "x"))))
        if option == "--show-settings":
            check_run(option, name, cwd=tmp_path, code=0)
    done = check_run(option, ".", cwd=tmp_path)
    if option == "--show-files":
        assert done.out.count("\n") == len(MIXED)


def test_names_cannot_forge_the_output_of_init(tmp_path: Path) -> None:
    for evil in MIXED.values():
        check_run("init", "--name", evil, "-", cwd=tmp_path)
        name = f"{NOT_IN_NAMES.sub('', evil)}.yaml"
        check_run("init", name, cwd=tmp_path, code=0)
        check_run("init", name, cwd=tmp_path, code=2)
        check_run("init", f"none/{name}", cwd=tmp_path, code=2)
        check_run("init", f"{name}.json", cwd=tmp_path, code=2)


@pytest.mark.parametrize("form", ["json", "http", "curl"])
def test_values_cannot_forge_a_request(tmp_path: Path, form: str) -> None:
    names = []
    for number, evil in enumerate(MIXED.values()):
        annotations = ("metadata", "annotations")
        text = as_yaml(
            changed(
                (("metadata", "labels", "os.modelarts/name"), f"pool-{number:03}"),
                ((*annotations, "os.modelarts/description"), evil),
                ((*annotations, evil), "x"),
            )
        )
        names.append(f"a{NOT_IN_NAMES.sub('', evil)}.yaml")
        (tmp_path / names[-1]).write_text(text)
    injected = 'injected = ["os.modelarts/description"]'
    (tmp_path / "pool-lint.toml").write_text(injected)
    target = ("--endpoint", "a.example.com", "--project-id", "0" * 32)
    options = ("render", "--to", form, *target, "--select", "RP301")
    done = check_run(*options, *names, cwd=tmp_path, code=0)
    assert "pool-000" in done.out
    check_run("render", *names, cwd=tmp_path, code=1)


def test_baseline_entries_cannot_forge_a_message(tmp_path: Path) -> None:
    names = [f"a{NOT_IN_NAMES.sub('', evil)}.yaml" for evil in MIXED.values()]
    for name, evil in zip(names, MIXED.values(), strict=True):
        text = as_yaml(changed((("spec", evil), evil)))
        (tmp_path / name).write_text(text)
    for name in ("b.json", f"{NOT_IN_NAMES.sub('', MIXED['commands'])}.json"):
        check_run("--write-baseline", name, ".", cwd=tmp_path, code=0)
        check_run("--baseline", name, ".", cwd=tmp_path, code=0)
    for name in names:
        (tmp_path / name).write_text(as_yaml(REFERENCE))
    options = ("--ignore", "RP701", ".")
    done = check_run("--baseline", "b.json", *options, cwd=tmp_path, code=0)
    assert "no longer found" in done.err
    check_run("--write-baseline", "b.json", *options, cwd=tmp_path, code=0)
    for evil in MIXED.values():
        broken = {"version": evil, evil: evil, "findings": {evil: {evil: evil}}}
        (tmp_path / "b.json").write_text(json.dumps(broken))
        check_run("--baseline", "b.json", ".", cwd=tmp_path, code=2)
        (tmp_path / "b.json").write_bytes(evil.encode("utf-8", "surrogatepass"))
        check_run("--baseline", "b.json", ".", cwd=tmp_path, code=2)


SETTINGS = [
    "{0} = 1",
    "select = [{0}]",
    "ignore = {0}",
    "fail-on = {0}",
    "severity = {{ RP301 = {0}, {0} = {0} }}",
    "extend = {0}",
    "exclude = [{0}]",
    "injected = [{0}]",
    "flavor-catalog = {0}",
    "required-version = {0}",
    "[per-file-ignores]\n{0} = [{0}]",
    "[tool.{0}]\nx = 1\n[{0}]\ny = 1",
]


@pytest.mark.parametrize("setting", SETTINGS)
def test_settings_cannot_forge_a_message(tmp_path: Path, setting: str) -> None:
    (tmp_path / "bad.yaml").write_text(as_yaml(changed((("spec", "type"), "x"))))
    for evil in MIXED.values():
        # TOML accepts the escapes of JSON, except surrogates.
        quoted = json.dumps(evil, ensure_ascii=not any(ord(c) > 0xFFFF for c in evil))
        text = setting.format(quoted)
        (tmp_path / "pool-lint.toml").write_text(text, encoding="utf-8")
        check_run("bad.yaml", cwd=tmp_path)
        check_run("--show-settings", "bad.yaml", cwd=tmp_path)


def test_broken_settings_files_cannot_forge_a_message(tmp_path: Path) -> None:
    for evil in MIXED.values():
        for text in (evil, f"select = {evil}", f"# {evil}", f"x{evil}x = 1\nx = 2"):
            data = text.encode("utf-8", "surrogatepass")
            (tmp_path / "pool-lint.toml").write_bytes(data)
            check_run(".", cwd=tmp_path)
        name = f"{NOT_IN_NAMES.sub('', evil)}.toml"
        (tmp_path / name).write_text("ignroe = []\n")
        check_run("--config", name, ".", cwd=tmp_path, code=2)
        (tmp_path / name).unlink()


def test_catalogs_cannot_forge_a_message(tmp_path: Path) -> None:
    (tmp_path / "bad.yaml").write_text(as_yaml(changed((("spec", "type"), "x"))))
    for evil in MIXED.values():
        catalogs = [
            {evil: evil},
            [evil, {evil: evil}],
            {"items": [{"metadata": {"name": evil}, evil: 1, "spec": evil}]},
        ]
        name = f"c{NOT_IN_NAMES.sub('', evil)}.json"
        for catalog in catalogs:
            (tmp_path / name).write_text(json.dumps(catalog))
            check_run("--flavor-catalog", name, "bad.yaml", cwd=tmp_path)
