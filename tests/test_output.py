"""Output besides findings: reports in files, summary, statistics and progress."""

from __future__ import annotations

import fcntl
import json
import os
import pty
import re
import struct
import subprocess
import termios
import time
from pathlib import Path

import pytest

from command import COMMAND, run
from manifests import GOOD, NAME, RESOURCE, as_yaml, changed
from pool_lint import FileResult, Report, lint_paths, lint_text
from pool_lint.cli.progress import Progress
from pool_lint.reporters import FORMATS, Style, reporter

BAD = as_yaml(changed((NAME, "pool-bad"), ((*RESOURCE, "maxCount"), 5)))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "bad.yaml").write_text(BAD)
    (tmp_path / "good.yaml").write_text(GOOD)
    return tmp_path


def on_terminal(
    *arguments: str, cwd: Path, columns: int = 80, stream: str = "stdout"
) -> str:
    """Run a command on a terminal and return its output."""
    reader, writer = pty.openpty()
    fcntl.ioctl(writer, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    env = {"PATH": os.environ["PATH"], "TERM": "xterm", "LC_ALL": "C.UTF-8"}
    with subprocess.Popen(
        [COMMAND, *arguments],
        cwd=cwd,
        env=env,
        stdin=subprocess.DEVNULL,
        stdout=writer if stream == "stdout" else subprocess.DEVNULL,
        stderr=writer if stream == "stderr" else subprocess.DEVNULL,
    ) as process:
        os.close(writer)
        pieces = []
        try:
            while piece := os.read(reader, 65_536):
                pieces.append(piece)
        except OSError:  # the terminal is closed
            pass
        process.wait()
    os.close(reader)
    return b"".join(pieces).decode()


def test_one_run_can_write_several_reports(folder: Path) -> None:
    outputs = [f"{name}:out.{name}" for name in FORMATS]
    options = [part for output in outputs for part in ("-o", output)]
    done = run(".", "-f", "concise", *options, cwd=folder)
    assert done.returncode == 1
    assert done.stdout.startswith("bad.yaml:19:15: error RP301")
    for name in FORMATS:
        alone = run("bad.yaml", "good.yaml", "-f", name, cwd=folder)
        assert (folder / f"out.{name}").read_text() == alone.stdout, name


def test_reports_in_files_are_never_coloured(folder: Path) -> None:
    run(".", "-o", "full:out.txt", "--color", "always", cwd=folder)
    assert "\x1b" not in (folder / "out.txt").read_text()


def test_a_report_replaces_the_old_file_and_keeps_its_mode(folder: Path) -> None:
    out = folder / "out.json"
    out.write_text("before")
    out.chmod(0o640)
    run(".", "--output", "json:out.json", cwd=folder)
    assert json.loads(out.read_text())["version"] == 1
    assert out.stat().st_mode & 0o777 == 0o640
    left = {path.name for path in folder.iterdir()}
    assert left == {"bad.yaml", "good.yaml", "out.json"}


def test_a_report_can_be_written_to_a_device(folder: Path) -> None:
    done = run(".", "-f", "json", "-o", "concise:/dev/stderr", "-q", cwd=folder)
    assert done.stderr.startswith("bad.yaml:19:15: error RP301")


def test_a_report_to_standard_output_appends_to_its_file(folder: Path) -> None:
    line = f"{COMMAND} -q -o concise:/dev/stdout -f json bad.yaml >> out.txt"
    (folder / "out.txt").write_text("before\n")
    subprocess.run(["bash", "-c", line], cwd=folder, check=False)
    text = (folder / "out.txt").read_text()
    assert text.startswith("before\n")
    assert "bad.yaml:19:15: error RP301" in text


@pytest.mark.parametrize("option", ["-o", "--write-baseline"])
@pytest.mark.parametrize(
    ("file", "leads_to", "reason"),
    [
        ("out.json", "../secret", "outside the repository"),
        ("out.json", "../new", "outside the repository"),
        ("out/secret", "..", "outside the repository"),
        ("out.json", "/dev/null", "outside the repository"),
        ("out.json", ".git/config", "excluded files"),
        ("out/pre-commit", ".git/hooks", "excluded files"),
    ],
)
def test_no_report_follows_a_link_out_of_the_repository(
    tmp_path: Path, option: str, file: str, leads_to: str, reason: str
) -> None:
    folder, secret = tmp_path / "repository", tmp_path / "secret"
    (folder / ".git" / "hooks").mkdir(parents=True)
    (folder / "bad.yaml").write_text(BAD)
    (folder / file.partition("/")[0]).symlink_to(leads_to)  # the file, or its folder
    secret.write_text('{"version": 1}')  # looks like a damaged baseline
    before = sorted(tmp_path.rglob("*"))
    value = file if option == "--write-baseline" else f"json:{file}"
    done = run("bad.yaml", option, value, cwd=folder)
    assert done.returncode == 2
    assert f'"{file}" cannot be written: links to' in done.stderr
    assert reason in done.stderr
    assert secret.read_text() == '{"version": 1}'
    assert sorted(tmp_path.rglob("*")) == before


def test_a_report_outside_the_repository_is_written_if_it_is_named(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "repository"
    (folder / ".git").mkdir(parents=True)
    (folder / "bad.yaml").write_text(BAD)
    (tmp_path / "reports").mkdir()
    (tmp_path / "link").symlink_to("reports")
    for file in ("../reports/a.json", f"{tmp_path}/link/b.json"):
        run("bad.yaml", "-o", f"json:{file}", cwd=folder)
    written = sorted(path.name for path in (tmp_path / "reports").iterdir())
    assert written == ["a.json", "b.json"]


def test_a_report_keeps_a_link(folder: Path) -> None:
    (folder / "real.json").write_text("")
    (folder / "link.json").symlink_to("real.json")
    run(".", "-o", "json:link.json", cwd=folder)
    assert (folder / "link.json").is_symlink()
    assert json.loads((folder / "real.json").read_text())["summary"]


def test_a_failed_report_leaves_no_file(folder: Path) -> None:
    before = sorted(path.name for path in folder.iterdir())
    line = f"ulimit -f 0; trap '' XFSZ; exec {COMMAND} . -o json:out.json 2>&1 | cat"
    subprocess.run(["bash", "-c", line], cwd=folder, check=False)
    assert sorted(path.name for path in folder.iterdir()) == before


@pytest.mark.parametrize(
    ("output", "message"),
    [
        ("sarif", "expected FORMAT:FILE, such as sarif:pool-lint.sarif"),
        ("sarif:", "expected FORMAT:FILE"),
        ("serif:x", 'unknown format "serif"; did you mean "sarif"?'),
        ("zzz:x", 'unknown format "zzz"; choose from full, concise, json'),
        ("json:no/such/x", 'the folder of "no/such/x" does not exist'),
        ("json:bad.yaml/x", 'the folder of "bad.yaml/x" does not exist'),
        ("json:/dev/full", '"/dev/full" cannot be written: no space left'),
        ("json:.", '"." cannot be written: is a directory'),
    ],
)
def test_an_invalid_output_is_a_usage_error(
    folder: Path, output: str, message: str
) -> None:
    done = run(".", "-o", output, cwd=folder)
    assert (done.returncode, done.stdout) == (2, "")
    assert message in done.stderr


@pytest.mark.parametrize(
    ("env", "start"),
    [
        ({"GITHUB_ACTIONS": "true"}, "::error "),
        ({"GITHUB_ACTIONS": ""}, "error["),
        ({"TF_BUILD": "True"}, "##vso[task.logissue type=error;"),
        ({"TF_BUILD": "False"}, "error["),
        ({"GITLAB_CI": "true"}, "\x1b[31m\x1b[1merror["),
        ({"GITLAB_CI": "true", "NO_COLOR": "1"}, "error["),
        ({"GITLAB_CI": ""}, "error["),
    ],
)
def test_format_auto_is_the_format_of_the_ci_service(
    folder: Path, env: dict[str, str], start: str
) -> None:
    done = run("bad.yaml", "-f", "auto", cwd=folder, env=env)
    assert done.stdout.startswith(start)
    assert run("bad.yaml", cwd=folder, env=env).stdout.startswith("error[")


def test_exit_zero_ignores_findings_but_not_failures(folder: Path) -> None:
    done = run(".", "--exit-zero", cwd=folder)
    assert done.returncode == 0
    assert "RP301" in done.stdout
    assert run("missing.yaml", "--exit-zero", cwd=folder).returncode == 2
    (folder / "empty").mkdir()
    assert run("empty", "--exit-zero", cwd=folder).returncode == 2


def test_quiet_prints_only_findings_and_failures(folder: Path) -> None:
    done = run(".", "missing.yaml", "-q", cwd=folder)
    assert "RP301" in done.stdout
    assert done.stderr == "pool-lint: missing.yaml: no such file or folder\n"
    assert run("good.yaml", "--quiet", cwd=folder).stderr == ""


def test_statistics_count_findings_per_rule(folder: Path) -> None:
    entries = [{"flavor": f"f{n}", "count": 0} for n in range(11)]
    many = changed((NAME, "many"), (("spec", "resources"), entries))
    (folder / "many.yaml").write_text(as_yaml(many))
    done = run(".", "--statistics", cwd=folder)
    assert done.stderr.splitlines()[:3] == [
        "11  RP107  malformed-value (error)",
        " 1  RP301  max-count-mismatch (error)",
        " 1  RP303  too-many-flavors (warning)",
    ]
    clean = run("good.yaml", "--statistics", cwd=folder)
    assert clean.stderr == "1 file: 1 pool checked; no findings\n"


def test_verbose_prints_the_duration(folder: Path) -> None:
    done = run("good.yaml", "-v", cwd=folder)
    last = done.stderr.splitlines()[-1]
    assert re.fullmatch(r"checked 1 file in [0-9]+\.[0-9]{2} s", last)


def test_only_terminals_get_links(folder: Path) -> None:
    link = f"\x1b]8;;file://{folder}/bad.yaml\x1b\\bad.yaml:19:15\x1b]8;;\x1b\\"
    assert link in on_terminal("bad.yaml", cwd=folder)
    assert "]8;;" not in run("bad.yaml", "--color", "always", cwd=folder).stdout
    assert "]8;;" not in on_terminal("bad.yaml", "--color", "never", cwd=folder)
    odd = folder / "a b\x1b]8;;x.yaml"
    odd.write_text(BAD)
    shown = on_terminal(odd.name, cwd=folder)
    assert "a%20b%1B%5D8%3B%3Bx.yaml" in shown
    assert "a b\\u001b]8;;x.yaml:19:15" in shown


LONG = as_yaml(changed(((*RESOURCE, "flavor"), ""))).replace(
    "flavor: ''", f"flavor: '' # {'c' * 120}"
)


@pytest.mark.parametrize(("columns", "widest"), [(40, 40), (80, 80), (0, 80)])
def test_lines_of_frames_fit_the_terminal(
    folder: Path, columns: int, widest: int
) -> None:
    """A terminal with 0 columns, as under pre-commit, counts as 80."""
    (folder / "long.yaml").write_text(LONG)
    shown = on_terminal("long.yaml", cwd=folder, columns=columns)
    code = [line for line in shown.splitlines() if "flavor: ''" in line]
    assert code
    plain = code[0].replace("\x1b[34m\x1b[1m", "").replace("\x1b[0m", "")
    assert len(plain) <= widest
    assert plain.endswith("…")
    assert "c" * 120 in run("long.yaml", cwd=folder).stdout


def test_carets_are_below_the_value_in_a_shortened_line() -> None:
    text = f'{{"kind": "Pool", "{"x" * 90}": 1, "apiVersion": "v1"}}'
    found = lint_text(text, filename="x.json")
    report = Report((FileResult("x.json", tuple(found)),))
    output = "".join(reporter("full")(report, Style(width=60)))
    [frame] = [part for part in output.split("\n\n") if "RP105" in part]
    code, marks = frame.splitlines()[3:5]
    assert len(code) <= 60
    assert code[marks.index("^") : marks.rindex("^") + 1] == '"v1"'


def test_a_shortened_line_shows_the_change_of_a_fix() -> None:
    spec = f'"{"x" * 90}": 1, "driver": {{"a": 1}}, "gpuVersion": "1"'
    text = f'{{"kind": "Pool", "apiVersion": "v2", "spec": {{{spec}}}}}'
    found = lint_text(text, filename="x.json")
    report = Report((FileResult("x.json", tuple(found)),))
    output = "".join(reporter("full")(report, Style(width=60)))
    before, after = (x for x in output.splitlines() if x[:3] in {"1 -", "1 +"})
    assert max(len(before), len(after)) <= 60
    assert before.startswith("1 - …")
    assert before.endswith('"driver": {"a": 1}, "gpuVersion": "1"}}')
    assert after.endswith('"driver": {"a": 1, "gpuVersion": "1"}}}')


class Terminal:
    """A stream that claims to be a terminal."""

    def isatty(self) -> bool:
        return True


def test_progress_is_shown_in_long_runs_on_a_terminal(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    clock = [0.0]
    monkeypatch.setattr(time, "monotonic", lambda: clock[0])
    progress = Progress(40, Terminal())  # type: ignore[arg-type]
    for _ in range(40):
        clock[0] += 0.06
        progress()
    shown = capsys.readouterr().err
    assert shown.startswith("\r17 of 40 files")
    assert 5 < shown.count(" of 40 files") < 14, (
        "progress must not be printed for every file"
    )
    quiet = Progress(40, None)
    for _ in range(40):
        clock[0] += 1
        quiet()
    assert capsys.readouterr().err == ""


def test_progress_is_erased_at_the_end(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    clock = [0.0]
    monkeypatch.setattr(time, "monotonic", lambda: clock[0])
    progress = Progress(2, Terminal())  # type: ignore[arg-type]
    for _ in range(2):
        clock[0] += 1.0
        progress()
    assert capsys.readouterr().err.endswith("\r\x1b[K")


def test_a_short_run_shows_no_progress(folder: Path) -> None:
    shown = on_terminal(".", cwd=folder, stream="stderr")
    assert " of " not in shown
    assert shown.startswith("2 files: 2 pools checked; 1 error\r\n")


ODD = [
    "a b.yaml",
    "new\nline.yaml",
    "-x.yaml",
    "--fix.yaml",
    "ü\udcff.yaml",
    "a:b,c%0A.yaml",
]


@pytest.mark.parametrize("name", ODD)
def test_files_with_odd_names_are_linted(folder: Path, name: str) -> None:
    for old in folder.iterdir():
        old.unlink()
    (folder / name).write_text(BAD)
    for style in FORMATS:
        walked = run(".", "-f", style, cwd=folder)
        named = run("-f", style, "--", name, cwd=folder)
        assert walked.returncode == named.returncode == 1, style
        assert (walked.stdout, walked.stderr) == (named.stdout, named.stderr)
        assert "RP301" in walked.stdout
    hidden = run("--exclude", "*.yaml", "--allow-empty", ".", cwd=folder)
    assert hidden.returncode == 0


def test_output_to_a_file_is_never_coloured(folder: Path) -> None:
    env = {"TERM": "xterm-256color", "COLORTERM": "truecolor"}
    done = run(".", cwd=folder, env=env)
    assert "\x1b" not in done.stdout + done.stderr


def test_options_with_lists_do_not_consume_a_path(folder: Path) -> None:
    for options in (["--select", "RP3"], ["--ignore", "RP1"], ["--exclude", "x"]):
        done = run(*options, "-", "-f", "concise", cwd=folder, stdin=BAD)
        assert done.stdout.startswith("<stdin>:19:15: error RP301")


def test_concise_counts_hidden_findings(folder: Path) -> None:
    entries = [{"flavor": f"f{n}", "count": 3, "maxCount": 4} for n in range(150)]
    many = as_yaml(changed((("spec", "resources"), entries)))
    (folder / "many.yaml").write_text(many)
    report = lint_paths(folder / "many.yaml")
    *shown, last = "".join(reporter("concise")(report, Style())).splitlines()
    assert len(shown) == 100
    hidden = len(report.files[0].hidden)
    assert hidden >= 50
    assert last.endswith(
        f"many.yaml: {hidden} more findings not shown (--limit findings=N shows more)"
    )
