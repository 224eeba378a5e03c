"""The render command: printed requests, and manifests that it refuses."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest

from command import COMMAND, run
from manifests import (
    ANNOTATIONS,
    NAME,
    PREFIX,
    REFERENCE,
    REQUEST_SCHEMA,
    as_json,
    as_yaml,
    changed,
)
from pool_lint import lint_data
from pool_lint.validation.fields import field_at
from test_cli import BAD

PROJECT = "86c13962597848eeb29c5861153a391f"
HOST = "modelarts.eu-west-101.myhuaweicloud.eu"
ADDRESS = ("--endpoint", HOST, "--project-id", PROJECT)
WARNED = as_yaml(changed((("spec", "scope"), ["Train", "Train"])))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "pool.yaml").write_text(as_yaml(REFERENCE))
    (tmp_path / "bad.yaml").write_text(BAD)
    (tmp_path / "warned.yaml").write_text(WARNED)
    (tmp_path / "other.yaml").write_text("kind: Network\n")
    return tmp_path


def test_the_rendered_body_is_the_manifest(folder: Path) -> None:
    done = run("render", "pool.yaml", cwd=folder)
    assert done.returncode == 0
    assert json.loads(done.stdout) == REFERENCE
    assert done.stderr == "1 file: 1 pool checked; no findings\n"
    (folder / "pool.json").write_text(as_json(REFERENCE))
    assert run("render", "pool.json", cwd=folder).stdout == done.stdout
    assert (
        run("render", "-", cwd=folder, stdin=as_yaml(REFERENCE)).stdout == done.stdout
    )


def ordered(value: Any, pointer: tuple[Any, ...] = ()) -> bool:
    """Return whether known keys are in the order of the schema, before other keys."""
    if isinstance(value, list):
        return all(ordered(item, (*pointer, i)) for i, item in enumerate(value))
    if not isinstance(value, dict):
        return True
    known = list(field_at(pointer, REQUEST_SCHEMA).get("properties", {}))
    ranks = [known.index(k) if k in known else len(known) for k in value]
    inside = all(ordered(item, (*pointer, key)) for key, item in value.items())
    return ranks == sorted(ranks) and inside


def test_fields_are_rendered_in_the_order_of_the_reference(folder: Path) -> None:
    def reversed_(value: Any) -> Any:
        if isinstance(value, dict):
            return {k: reversed_(v) for k, v in reversed(value.items())}
        return value

    data = reversed_(changed((("spec", "userLogin"), {"b": 1, "a": 2})))
    (folder / "pool.yaml").write_text(as_yaml(data))
    body = json.loads(run("render", "pool.yaml", cwd=folder).stdout)
    assert body == data
    assert ordered(body)
    assert list(body) == ["apiVersion", "kind", "metadata", "spec"]
    assert list(body["spec"]["userLogin"]) == ["a", "b"], (
        "unknown fields keep the order of the manifest"
    )
    assert not ordered(data)


def test_unknown_fields_without_a_value_are_not_sent(folder: Path) -> None:
    data = changed((("spec", "vpcId"), None))
    (folder / "pool.yaml").write_text(as_yaml(data))
    body = json.loads(run("render", "pool.yaml", "--ignore", "RP1", cwd=folder).stdout)
    assert "vpcId" not in body["spec"]


def test_newer_fields_without_a_value_are_not_sent(folder: Path) -> None:
    data = changed((("spec", "userLogin"), None))
    (folder / "pool.yaml").write_text(as_yaml(data))
    body = json.loads(run("render", "pool.yaml", cwd=folder).stdout)
    assert body == REFERENCE


def test_anchors_and_merge_keys_are_expanded(folder: Path) -> None:
    text = as_yaml(REFERENCE).replace(
        "scope:\n  - Train", "scope: &s [Train]\n  jobFlavors: *s"
    )
    (folder / "pool.yaml").write_text(text)
    body = json.loads(run("render", "pool.yaml", cwd=folder).stdout)
    assert body["spec"]["jobFlavors"] == body["spec"]["scope"] == ["Train"]


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["bad.yaml"], 1),
        (["pool.yaml", "bad.yaml"], 1),
        (["bad.yaml", "--ignore", "RP301"], 0),
        (["bad.yaml", "--fail-on", "never"], 0),
        (["warned.yaml"], 0),
        (["warned.yaml", "--strict"], 1),
        (["pool.yaml", "warned.yaml"], 1),  # a duplicate name: RP701
        (["missing.yaml"], 2),
        (["pool.yaml", "missing.yaml"], 2),
        (["other.yaml"], 2),
        ([], 2),
    ],
)
def test_requests_are_printed_only_without_errors(
    folder: Path, arguments: list[str], code: int
) -> None:
    done = run("render", *arguments, cwd=folder)
    assert done.returncode == code
    assert (done.stdout == "") is (code != 0)


def test_findings_go_to_standard_error(folder: Path) -> None:
    done = run("render", "bad.yaml", cwd=folder)
    assert "error[RP301]: spec.resources[0].maxCount is 5 but count is 2" in done.stderr
    done = run("render", "warned.yaml", cwd=folder)
    assert "warning[RP405]" in done.stderr
    assert json.loads(done.stdout)


def test_to_http_prints_a_request_with_headers(folder: Path) -> None:
    done = run("render", "pool.yaml", "--to", "http", *ADDRESS, cwd=folder)
    head, _, body = done.stdout.partition("\n\n")
    assert head.splitlines() == [
        f"POST https://{HOST}/v2/{PROJECT}/pools",
        "Content-Type: application/json",
        "X-Auth-Token: $TOKEN",
    ]
    assert json.loads(body) == REFERENCE


def test_s01_the_project_id_is_required_in_the_url(folder: Path) -> None:
    """A wrong or missing project ID is a usage error."""
    for missing in ("--endpoint", "--project-id"):
        there = [*ADDRESS]
        del there[there.index(missing) : there.index(missing) + 2]
        done = run("render", "pool.yaml", "--to", "curl", *there, cwd=folder)
        assert (done.returncode, done.stdout) == (2, "")
        assert "--to curl needs --endpoint and --project-id" in done.stderr
    for wrong in ("", "x", PROJECT.upper(), PROJECT[:-1], f"{PROJECT}\n", "../" * 11):
        options = ("--endpoint", HOST, f"--project-id={wrong}")
        done = run("render", "pool.yaml", "--to", "http", *options, cwd=folder)
        assert (done.returncode, done.stdout) == (2, "")
        assert "is not a project ID (32 lower-case hex digits)" in done.stderr


def test_s02_the_user_is_an_optional_header(folder: Path) -> None:
    form = ("render", "pool.yaml", "--to", "http", *ADDRESS)
    assert "X-ModelArts-User-ID" not in run(*form, cwd=folder).stdout
    done = run(*form, "--user-id", "tenant_1-a", cwd=folder)
    assert "\nX-ModelArts-User-ID: tenant_1-a\n" in done.stdout
    for wrong in ("", "a b", "a\nX-Other: b", "$(id)", '"', "ü"):
        done = run(*form, f"--user-id={wrong}", cwd=folder)
        assert (done.returncode, done.stdout) == (2, "")


@pytest.mark.parametrize(
    ("endpoint", "host"),
    [
        (HOST, HOST),
        (f"https://{HOST}", HOST),
        (f"https://{HOST}/", HOST),
        ("a:8443",) * 2,
    ],
)
def test_an_endpoint_is_a_host_or_an_https_url(
    folder: Path, endpoint: str, host: str
) -> None:
    address = ("--endpoint", endpoint, "--project-id", PROJECT)
    done = run("render", "pool.yaml", "--to", "http", *address, cwd=folder)
    assert done.stdout.startswith(f"POST https://{host}/v2/{PROJECT}/pools\n")


@pytest.mark.parametrize(
    "endpoint",
    [
        "",
        "http://a",
        "a b",
        "a/b",
        "u:p@a",
        "a;id",
        "$(id)",
        "a\nb",
        "-o",
        "a'b",
        "a?x",
    ],
)
def test_an_invalid_endpoint_is_a_usage_error(folder: Path, endpoint: str) -> None:
    address = (f"--endpoint={endpoint}", "--project-id", PROJECT)
    done = run("render", "pool.yaml", "--to", "curl", *address, cwd=folder)
    assert (done.returncode, done.stdout) == (2, "")
    assert "is not a host name, such as " in done.stderr


HOSTILE = (
    "'; touch pwned; $(touch pwned) `touch pwned` \"\nBODY\ntouch pwned\n<<'BODY' \\"
)


def test_to_curl_prints_a_command_that_only_sends_the_body(folder: Path) -> None:
    """The test runs the command with a curl that prints its arguments and input."""
    pointer = (*ANNOTATIONS, f"{PREFIX}promotion.info")
    monthly = [
        ((*ANNOTATIONS, f"{PREFIX}{name}"), value)
        for name, value in (
            ("billing.mode", "1"),
            ("period.num", "1"),
            ("period.type", "2"),
            ("order.id", "x"),
        )
    ]
    data = changed(*monthly, (pointer, HOSTILE))
    (folder / "pool.yaml").write_text(as_yaml(data))
    other = as_yaml(changed((NAME, "pool-002")))
    (folder / "second.yaml").write_text(other)
    (folder / "bin").mkdir()
    curl = folder / "bin" / "curl"
    curl.write_text('#!/bin/sh\nprintf "%s\\n" "$@"; cat; echo --\n')
    curl.chmod(0o755)
    rendered = run(
        "render",
        "pool.yaml",
        "second.yaml",
        "--to",
        "curl",
        *ADDRESS,
        "--user-id",
        "u",
        cwd=folder,
    )
    assert rendered.returncode == 0, rendered.stderr
    path = os.pathsep.join([str(folder / "bin"), os.environ["PATH"]])
    done = subprocess.run(
        ["bash", "-eu", "-c", rendered.stdout],
        cwd=folder,
        env={"PATH": path, "TOKEN": "secret $x"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert not (folder / "pwned").exists()
    first, second, rest = done.stdout.split("\n--\n")
    assert rest == ""
    lines = first.splitlines()
    assert lines[:11] == [
        "--fail-with-body",
        "--request",
        "POST",
        f"https://{HOST}/v2/{PROJECT}/pools",
        "--header",
        "Content-Type: application/json",
        "--header",
        "X-Auth-Token: secret $x",
        "--header",
        "X-ModelArts-User-ID: u",
        "--data-binary",
    ]
    assert json.loads("\n".join(lines[12:])) == data
    assert json.loads(second.partition("@-\n")[2])["metadata"]["labels"][NAME[-1]] == (
        "pool-002"
    )


def test_several_manifests_give_several_requests(folder: Path) -> None:
    (folder / "second.yaml").write_text(as_yaml(changed((NAME, "pool-002"))))
    both = ("render", "pool.yaml", "second.yaml", "other.yaml")
    done = run(*both, cwd=folder)
    decoder = json.JSONDecoder()
    first, end = decoder.raw_decode(done.stdout)
    second, _ = decoder.raw_decode(done.stdout[end:].lstrip())
    assert [body["metadata"]["labels"][NAME[-1]] for body in (first, second)] == [
        "pool-001",
        "pool-002",
    ]
    http = run(*both, "--to", "http", *ADDRESS, cwd=folder).stdout
    assert http.count("\n###\n") == 1


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "utf-8"])
def test_the_rendered_body_is_ascii_json(folder: Path, encoding: str) -> None:
    text = "größe \U0001f600 \u202e \x7f ##[error]x"
    data = changed(((*ANNOTATIONS, f"{PREFIX}description"), text))
    (folder / "pool.json").write_text(as_json(data))
    done = run(
        "render",
        "pool.json",
        "--ignore",
        "RP009",
        cwd=folder,
        env={"PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"},
    )
    assert json.loads(done.stdout) == data
    assert done.stdout.isascii()
    assert "##[" not in done.stdout
    assert "\x7f" not in done.stdout


def newer(value: str) -> str:
    return as_yaml(REFERENCE) + f"  userLogin: {value}\n"


@pytest.mark.parametrize(
    "value", ["{a: .inf}", "{a: .nan}", "[1.5, -.inf]", "{a: 123456789012345678901}"]
)
def test_numbers_that_json_cannot_hold_are_not_sent(folder: Path, value: str) -> None:
    (folder / "pool.yaml").write_text(newer(value))
    done = run("render", "pool.yaml", cwd=folder)
    assert (done.returncode, done.stdout) == (1, "")
    assert "error[RP008]" in done.stderr
    data = changed((("spec", "userLogin"), {"a": float("inf")}))
    assert "RP008" in {finding.rule for finding in lint_data(data)}


@pytest.mark.parametrize("value", ["{a: .inf}", f"{{a: {'9' * 5000}}}"])
def test_suppressed_numbers_that_json_cannot_hold_are_not_sent(
    folder: Path, value: str
) -> None:
    suppressed = f"{value} # pool-lint: disable=RP008,RP104 -- x"
    (folder / "pool.yaml").write_text(newer(suppressed))
    done = run("render", "pool.yaml", cwd=folder)
    assert done.returncode == 2
    assert done.stdout == ""
    assert "Error: a number cannot be represented in JSON" in done.stderr


def test_values_of_newer_fields_are_sent_unchanged(folder: Path) -> None:
    value = {"z": None, "a": [1, None, 1.5, {"b": None}], "n": 1234567890123456789}
    (folder / "pool.json").write_text(as_json(changed((("spec", "userLogin"), value))))
    body = json.loads(run("render", "pool.json", cwd=folder).stdout)
    assert body["spec"]["userLogin"] == value
    assert list(body["spec"]["userLogin"]) == list(value)


def test_repeated_aliases_are_rendered_compactly(
    folder: Path,
) -> None:
    deep = "[" * 50 + "&a [" + "x," * 300 + "x]" + "]" * 50
    many = "[" * 50 + ",".join(["*a"] * 300) + "]" * 50
    (folder / "pool.yaml").write_text(newer(f"{{x: {deep}, y: {many}}}"))
    done = run("render", "pool.yaml", cwd=folder)
    assert done.returncode == 0
    assert len(done.stdout) < 2_000_000


def test_a_truncated_request_is_an_error(folder: Path) -> None:
    """Without buffering, Python drops the bytes that one write call does not accept."""
    text = newer("{x: &a " + "y" * 40_000 + ", y: [" + ",".join(["*a"] * 150) + "]}")
    (folder / "pool.yaml").write_text(text)
    line = f"ulimit -f 100; {COMMAND} render pool.yaml > out"
    done = subprocess.run(
        ["bash", "-c", line],
        cwd=folder,
        env={"PATH": os.environ["PATH"], "PYTHONUNBUFFERED": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    piped = subprocess.run(
        ["bash", "-c", f"{COMMAND} render pool.yaml | head -c 100 | wc -c"],
        cwd=folder,
        env={"PATH": os.environ["PATH"], "PYTHONUNBUFFERED": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert piped.stdout.strip() == "100"
