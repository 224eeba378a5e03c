"""The command line: exit codes, streams, paths, encodings and internal errors."""

from __future__ import annotations

import io
import json
import os
import pty
import re
import signal
import subprocess
import sys
from pathlib import Path

import click
import pytest

import pool_lint
import pool_lint.cli.main
import pool_lint.cli.workspace
import pool_lint.engine.causes
import pool_lint.model.errors
from command import COMMAND, run
from manifests import GOOD, NAME, REFERENCE, as_json, as_yaml, changed
from pool_lint.cli.params import COMMANDS
from pool_lint.cli.progress import Progress
from pool_lint.model.finding import Finding
from pool_lint.reporters import FORMATS
from pool_lint.rules import Pool, Problem, Rule, builtin_rules
from processes import handles_signals, started, unread, until

BAD = as_yaml(changed((NAME, "pool-bad"), (("spec", "resources", 0, "maxCount"), 5)))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "good.yaml").write_text(GOOD)
    (tmp_path / "bad.yml").write_text(BAD)
    (tmp_path / "warned.json").write_text(
        as_json(changed((NAME, "pool-warned"), (("spec", "scope"), ["Train"] * 2)))
    )
    (tmp_path / "other.yaml").write_text("kind: Network\n---\nkind: Service\n")
    (tmp_path / "notes.txt").write_text(BAD)
    return tmp_path


def test_files_of_a_folder_are_linted(folder: Path) -> None:
    done = run(".", "-f", "concise", cwd=folder)
    assert done.returncode == 1
    assert done.stdout == (
        "bad.yml:19:15: error RP301 max-count-mismatch: "
        "spec.resources[0].maxCount is 5 but count is 2; "
        "in a physical pool they must be equal\n"
        "warned.json:18:7: warning RP405 duplicate-scope: "
        'job type "Train" is listed twice in spec.scope\n'
    )
    assert done.stderr == (
        "4 files: 3 pools checked, 2 other documents skipped; 1 error, 1 warning\n"
        "fixable: 1 with --fix, up to 1 more with --unsafe-fixes\n"
    )


def test_path_and_check_are_optional(folder: Path) -> None:
    expected = run("check", ".", cwd=folder)
    assert expected.returncode == 1
    for arguments in ([], ["."], ["check"]):
        done = run(*arguments, cwd=folder)
        assert (done.stdout, done.stderr) == (expected.stdout, expected.stderr)


def test_a_clean_file_is_quiet(folder: Path) -> None:
    done = run("good.yaml", cwd=folder)
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr == "1 file: 1 pool checked; no findings\n"


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["warned.json"], 0),
        (["warned.json", "--strict"], 1),
        (["warned.json", "--fail-on", "warning"], 1),
        (["warned.json", "--fail-on", "info"], 1),
        (["bad.yml", "--fail-on", "never"], 0),
        (["bad.yml", "--ignore", "RP3"], 0),
        (["bad.yml", "--ignore", "max-count-mismatch,RP405"], 0),
        (["bad.yml", "--select", "RP4"], 0),
        (["bad.yml", "--select", "rp301"], 1),
        (["bad.yml", "--select", "RP4", "--extend-select", "max_count_mismatch"], 1),
        (["bad.yml", "--no-config"], 1),
        (["other.yaml"], 0),
        (["notes.txt"], 1),
        (["missing.yaml"], 2),
        (["missing.yaml", "bad.yml"], 2),
        (["", "good.yaml"], 2),
        (["--select", "RP999", "bad.yml"], 2),
        (["--no-such-option"], 2),
        (["--fail-on", "fatal"], 2),
        (["--version"], 0),
        (["--help"], 0),
        (["-h"], 0),
        (["explain", "--help"], 0),
    ],
)
def test_options_and_findings_decide_the_exit_code(
    folder: Path, arguments: list[str], code: int
) -> None:
    assert run(*arguments, cwd=folder).returncode == code


def test_other_files_are_linted_after_a_missing_path(folder: Path) -> None:
    done = run("missing.yaml", "bad.yml", "-f", "concise", cwd=folder)
    assert done.stdout.startswith("bad.yml:19:15: error RP301")
    assert done.stderr.splitlines() == [
        "pool-lint: missing.yaml: no such file or folder",
        "2 files: 1 pool checked, 1 file could not be read; 1 error",
        "fixable: up to 1 with --unsafe-fixes",
    ]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--select", "wrong-typ", "x.yaml"], 'did you mean "wrong-type"?'),
        (["--ignore", "RP9011", "x.yaml"], 'did you mean "RP901"?'),
        (["--select", "zzz", "x.yaml"], "`pool-lint rules` lists them"),
        (["--select", "", "x.yaml"], "--select needs at least one rule"),
        (["--ignore", "RP001", "x.yaml"], "RP001 is mandatory"),
        (["--ignore", "limit-exceeded", "x.yaml"], "limit-exceeded is mandatory"),
        (["explian", "RP301"], 'did you mean "explain"?'),
        (["explain", "wrong-typo"], 'did you mean "wrong-type"?'),
        (["schema", "nosuch"], "create-pool"),
    ],
)
def test_a_misspelt_argument_suggests_the_closest_match(
    folder: Path, arguments: list[str], message: str
) -> None:
    done = run(*arguments, cwd=folder)
    assert (done.returncode, done.stdout) == (2, "")
    assert message in done.stderr


def test_an_ignored_group_keeps_its_mandatory_rules(folder: Path) -> None:
    (folder / "broken.yaml").write_text("kind: Pool\na: [\n")
    done = run("broken.yaml", "--ignore", "RP0", "-f", "concise", cwd=folder)
    assert done.returncode == 1
    assert "RP001" in done.stdout


def test_a_folder_named_like_a_command_needs_a_slash(folder: Path) -> None:
    (folder / "rules").mkdir()
    (folder / "rules" / "pool.yaml").write_text(BAD)
    assert run("./rules", cwd=folder).returncode == 1
    assert run("rules", cwd=folder).stdout.startswith("RP001")


def test_a_folder_without_pools_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    nothing = (
        "pool-lint: no pool manifest found under a; "
        "use --allow-empty if that is intended"
    )
    done = run("a", cwd=tmp_path)
    assert done.returncode == 2
    assert done.stderr.splitlines()[-1] == nothing
    assert run("a", "--allow-empty", cwd=tmp_path).returncode == 0
    done = run("a", "b.yaml", cwd=tmp_path)
    assert done.stderr.splitlines()[-1] == nothing


def test_an_empty_folder_is_fine_beside_a_pool(folder: Path) -> None:
    (folder / "a").mkdir()
    assert run("a", "good.yaml", cwd=folder).returncode == 0


def test_standard_input_is_linted(folder: Path) -> None:
    done = run("-", "-f", "concise", cwd=folder, stdin=BAD)
    assert done.returncode == 1
    assert done.stdout.startswith("<stdin>:19:15: error RP301")
    named = ["-", "--stdin-filename", "pools/x.json", "-f", "concise"]
    done = run(*named, cwd=folder, stdin=as_json(REFERENCE)[:-3])
    assert done.stdout.startswith("pools/x.json:1:1: error RP001")
    assert run("-", cwd=folder, stdin=GOOD).returncode == 0


def test_kind_request_lints_documents_of_other_kinds(folder: Path) -> None:
    assert run("other.yaml", "--kind", "request", cwd=folder).returncode == 1


def test_a_file_named_twice_is_linted_once(folder: Path) -> None:
    done = run("good.yaml", "./good.yaml", ".", cwd=folder)
    assert done.stderr.startswith("4 files: 3 pools checked")


def test_a_walk_skips_hidden_and_dependency_folders_and_links(folder: Path) -> None:
    for name in ("node_modules", ".git", "venv", "deep/er"):
        (folder / name).mkdir(parents=True)
        (folder / name / "pool.yaml").write_text(BAD.replace("pool-bad", "deep"))
    (folder / "venv" / "pyvenv.cfg").touch()
    outside = folder.parent / "outside.yaml"
    outside.write_text(BAD)
    (folder / "link.yaml").symlink_to(outside)
    (folder / "dangling.yaml").symlink_to("nowhere")
    os.mkfifo(folder / "pipe.yaml")
    done = run(".", "-f", "concise", cwd=folder)
    assert [line.partition(":")[0] for line in done.stdout.splitlines()] == [
        "bad.yml",
        "deep/er/pool.yaml",
        "warned.json",
    ]
    outside.unlink()


@pytest.mark.parametrize(
    "name", ["pipe.yaml", "/dev/zero", "dangling.yaml", "/proc/self/mem", "x" * 300]
)
def test_a_special_file_is_an_error_at_once(folder: Path, name: str) -> None:
    os.mkfifo(folder / "pipe.yaml")
    (folder / "dangling.yaml").symlink_to("nowhere")
    done = run(name, cwd=folder)
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 2


def test_paths_below_the_current_folder_are_shown_relative(folder: Path) -> None:
    (folder / "sub").mkdir()
    bad = str(folder / "bad.yml")
    assert run(bad, "-f", "concise", cwd=folder).stdout.startswith("bad.yml:")
    sub = run(bad, "-f", "concise", cwd=folder / "sub").stdout
    assert sub.startswith(f"{bad}:")
    up = run("../bad.yml", "-f", "concise", cwd=folder / "sub").stdout
    assert up.startswith("../bad.yml:")


@pytest.mark.parametrize(
    ("data", "place", "message"),
    [
        (b"kind: Pool\nname: caf\xe9\n", "2:10", "not valid UTF-8"),
        (
            b"\xff\xfek\x00i\x00n\x00d\x00:\x00 \x00P\x00o\x00o\x00l\x00\x00",
            "1:11",
            "not valid UTF-16",
        ),
        (b"kind: Pool\n\xff", "2:1", "not valid UTF-8"),
        (b"kind: Pool\nx: \xed\xa0\x80\n", "2:4", "not valid UTF-8"),
        (
            b"kind: Pool\n#" + b"x" * (3 << 20),
            "2:3145718",
            "larger than 3,145,728 bytes",
        ),
    ],
)
def test_undecodable_bytes_are_reported_at_their_position(
    folder: Path, data: bytes, place: str, message: str
) -> None:
    (folder / "x.yaml").write_bytes(data)
    done = run("x.yaml", "-f", "concise", cwd=folder)
    assert done.returncode == 1
    assert done.stdout.startswith(f"x.yaml:{place}: error RP00")
    assert message in done.stdout


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"]
)
def test_utf_8_and_utf_16_are_read(folder: Path, encoding: str) -> None:
    text = BAD.replace("description: ''", "description: 'é'")
    mark = "\ufeff" if encoding in {"utf-16-le", "utf-16-be"} else ""
    (folder / "x.yaml").write_bytes((mark + text).encode(encoding))
    done = run("x.yaml", "-f", "concise", cwd=folder)
    assert done.stdout.startswith("x.yaml:19:15: error RP301")


def test_options_and_variables_control_colours(folder: Path) -> None:
    plain = run("bad.yml", cwd=folder)
    assert "\x1b" not in plain.stdout
    for arguments, env in (
        (["--color", "always"], {}),
        ([], {"FORCE_COLOR": "1"}),
        ([], {"CLICOLOR_FORCE": "1"}),
        (["--color", "always"], {"NO_COLOR": "1"}),
    ):
        done = run("bad.yml", *arguments, cwd=folder, env=env)
        assert "\x1b[" in done.stdout
    for arguments, env in (
        (["--color", "never"], {"FORCE_COLOR": "1"}),
        ([], {"NO_COLOR": "1", "FORCE_COLOR": "1"}),
    ):
        assert run("bad.yml", *arguments, cwd=folder, env=env).stdout == plain.stdout


@pytest.mark.parametrize(("term", "colored"), [("xterm", True), ("dumb", False)])
def test_output_on_a_terminal_is_coloured_unless_it_is_dumb(
    folder: Path, term: str, colored: bool
) -> None:
    reader, writer = pty.openpty()
    env = {"PATH": os.environ["PATH"], "TERM": term}
    done = subprocess.run(
        [COMMAND, "bad.yml"],
        cwd=folder,
        env=env,
        stdout=writer,
        stderr=subprocess.DEVNULL,
        check=False,
    )
    os.close(writer)
    output = os.read(reader, 65_536).decode()
    os.close(reader)
    assert done.returncode == 1
    assert "RP301" in output
    assert ("\x1b[" in output) is colored


@pytest.mark.parametrize("locale", ["C", "POSIX"])
@pytest.mark.parametrize("encoding", ["ascii", "cp1252"])
def test_characters_outside_the_output_encoding_are_escaped(
    folder: Path, locale: str, encoding: str
) -> None:
    bad = BAD.replace("name: pool-bad", "name: \u4f60\U0001f600")
    (folder / "x.yaml").write_text(bad)
    env = {"LC_ALL": locale, "PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"}
    done = run("x.yaml", cwd=folder, env=env)
    assert done.returncode == 1
    assert '\\u4f60\\U0001f600" is not a valid pool name' in done.stdout


def test_a_closed_pipe_does_not_end_the_interpreter(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)
    reader, writer = os.pipe()
    os.close(reader)
    with os.fdopen(writer, "w", encoding="utf-8") as stream:
        monkeypatch.setattr(sys, "stdout", stream)
        assert pool_lint.cli.main.run(["bad.yml"]) == 1


def test_a_closed_pipe_prints_no_error(folder: Path) -> None:
    for number in range(8):  # far more than a pipe holds
        (folder / f"many{number}.yaml").write_text("---\n".join([BAD] * 100))
    line = f"{COMMAND} . | head -n 1; exit ${{PIPESTATUS[0]}}"
    done = subprocess.run(
        ["bash", "-c", line], cwd=folder, capture_output=True, text=True, check=False
    )
    assert done.stdout.startswith("error[RP301]")
    assert done.stderr == ""
    assert done.returncode == 1


def test_a_report_that_cannot_be_written_is_an_error(folder: Path) -> None:
    line = f"{COMMAND} warned.json > /dev/full"
    done = subprocess.run(
        ["bash", "-c", line], cwd=folder, capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert "No space left" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("line", "code", "message"),
    [
        ("good.yaml >&-", 2, "Error: standard output is closed"),
        ("- <&-", 2, "pool-lint: -: standard input is closed"),
        ("- 0>out", 2, "pool-lint: -: bad file descriptor"),
        ("good.yaml 2>&-", 0, ""),
        ("missing.yaml 2>&-", 2, ""),
        ("good.yaml 2>/dev/full", 0, ""),
        ("--no-such-option 2>/dev/full", 2, ""),
    ],
)
def test_closed_streams_have_an_exit_code_and_a_message(
    folder: Path, line: str, code: int, message: str
) -> None:
    done = subprocess.run(
        ["bash", "-c", f"{COMMAND} {line}"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == code
    assert done.stderr.partition("\n")[0] == message


def test_explain_accepts_ids_and_names(folder: Path) -> None:
    by_id = run("explain", "RP301", cwd=folder)
    assert by_id.returncode == 0
    assert by_id.stdout.startswith("RP301 max-count-mismatch (error)\n")
    assert all(
        f"\n{word}:\n" in by_id.stdout for word in ("Why", "Bad", "Good", "Source")
    )
    for word in ("rp301", "max-count-mismatch", "max_count_mismatch"):
        assert run("explain", word, cwd=folder).stdout == by_id.stdout


def test_commands_work_without_docstrings(folder: Path) -> None:
    module = [sys.executable, "-OO", "-m", "pool_lint"]
    for words, code in ((["rules"], 0), (["explain", "RP301"], 0), (["bad.yml"], 1)):
        done = subprocess.run(
            [*module, *words], cwd=folder, capture_output=True, text=True, check=False
        )
        assert done.returncode == code, done.stderr


def test_rules_are_listed_as_text_and_json(folder: Path) -> None:
    lines = run("rules", cwd=folder).stdout.splitlines()
    entries = json.loads(run("rules", "-f", "json", cwd=folder).stdout)
    assert [line.split()[0] for line in lines] == [entry["id"] for entry in entries]
    assert set(entries[0]) == {
        "id",
        "name",
        "severity",
        "severities",
        "fields",
        "kinds",
        "summary",
        "why",
        "bad",
        "good",
        "source",
    }


def test_schema_prints_the_schema_file(folder: Path) -> None:
    path = Path(__file__).parent.parent / "schemas/2025-08-20/pool.schema.json"
    assert run("schema", "pool", cwd=folder).stdout == path.read_text()
    request = run("schema", cwd=folder).stdout  # with snippets for editors
    assert "defaultSnippets" in request
    assert run("schema", "create-pool", cwd=folder).stdout == request


def test_help_shows_options_and_commands(folder: Path) -> None:
    done = run("--help", cwd=folder)
    for word in ("--select", "--fail-on", "explain", "rules", "schema", "Exit codes"):
        assert word in done.stdout


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("pool-lint ", "explain"),
        ("pool-lint --sel", "--select"),
        ("pool-lint check --form", "--format"),
        ("pool-lint --select RP1,RP30", "RP1,RP301"),
        ("pool-lint explain RP30", "RP301"),
    ],
)
def test_shell_completion_offers_commands_options_and_rules(
    folder: Path, words: str, expected: str
) -> None:
    env = {
        "_POOL_LINT_COMPLETE": "bash_complete",
        "COMP_WORDS": words,
        "COMP_CWORD": str(len(words.split(" ")) - 1),
    }
    assert f"plain,{expected}\n" in run(cwd=folder, env=env).stdout


@pytest.mark.parametrize(
    "words", ["pool-lint poo", "pool-lint check poo", "pool-lint a b"]
)
def test_shell_completion_offers_files(folder: Path, words: str) -> None:
    env = {
        "_POOL_LINT_COMPLETE": "bash_complete",
        "COMP_WORDS": words,
        "COMP_CWORD": str(words.count(" ")),
    }
    assert (
        f"file,{words.rsplit(' ', maxsplit=1)[-1]}\n" in run(cwd=folder, env=env).stdout
    )


def test_a_removed_working_directory_is_handled(folder: Path) -> None:
    script = f"mkdir gone && cd gone && rmdir ../gone && {COMMAND}"
    for arguments, code in (("- < ../good.yaml", 0), ("x.yaml", 2), (".", 2)):
        line = f"exec < {folder}/good.yaml; {script} {arguments.partition(' <')[0]}"
        done = subprocess.run(
            ["bash", "-c", line],
            cwd=folder,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == code, done.stderr
        assert "internal error" not in done.stderr


def test_config_applies_in_a_removed_working_directory(folder: Path) -> None:
    (folder / "strict.toml").write_text('select = ["nonsense"]\n')
    line = f"mkdir gone && cd gone && rmdir ../gone && exec {COMMAND} - --config"
    done = subprocess.run(
        ["bash", "-c", f"{line} {folder}/strict.toml"],
        cwd=folder,
        input="kind: Pool\n",
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert "strict.toml" in done.stderr


def test_progress_is_erased(monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    stream = Terminal()
    monkeypatch.setattr(sys, "stderr", stream)
    monkeypatch.setattr(Progress, "_PATIENCE", 0)
    took = Progress(3, stream)
    for _ in range(3):
        took()
    assert stream.getvalue() == "\r1 of 3 files\r\x1b[K"


def test_modules_in_the_current_folder_are_not_imported(folder: Path) -> None:
    for name in ("yaml", "click", "json", "re", "typing", "jsonschema", "pool_lint"):
        (folder / f"{name}.py").write_text("raise SystemExit('imported')")
    done = subprocess.run(
        [sys.executable, "-m", "pool_lint", "good.yaml"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        env={k: v for k, v in os.environ.items() if k != "PYTHONPATH"},
    )
    # `python -m` imports the planted pool_lint.py before pool-lint runs. pool-lint
    # cannot prevent this, but it must not import the other modules.
    assert done.stderr.strip() == "imported"
    (folder / "pool_lint.py").unlink()
    assert run("good.yaml", cwd=folder, fresh=True).returncode == 0
    module = [sys.executable, "-m", "pool_lint", "good.yaml"]
    done = subprocess.run(
        module, cwd=folder, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (
        0,
        "1 file: 1 pool checked; no findings\n",
    )


def test_an_interrupt_ends_the_run(folder: Path) -> None:
    with started(
        COMMAND,
        "-",
        cwd=folder,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        stdin = process.stdin
        assert stdin is not None
        stdin.write("# the beginning of a file\n")
        stdin.flush()
        until(lambda: handles_signals(process) and not unread(stdin))
        process.send_signal(signal.SIGINT)
        output, errors = process.communicate(timeout=10)
    assert (process.returncode, output) == (130, "")
    assert "Traceback" not in errors


def broken_rules() -> tuple[Rule, ...]:
    def fails(_pool: Pool) -> list[Problem]:
        raise ZeroDivisionError("\x1b[31mred")

    return tuple(
        one._replace(check=fails) if one.id == "RP301" else one
        for one in builtin_rules()
    )


def test_an_internal_error_is_one_line_with_rule_and_file(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(pool_lint.cli.workspace, "builtin_rules", broken_rules)
    monkeypatch.chdir(folder)
    assert pool_lint.cli.main.run(["good.yaml"]) == 2
    done = capsys.readouterr()
    assert done.out == ""
    assert done.err.splitlines()[0] == (
        "pool-lint: internal error in rule RP301 while linting good.yaml: "
        "ZeroDivisionError: \\u001b[31mred"
    )
    assert "Traceback" not in done.err
    assert pool_lint.cli.main.run(["good.yaml", "-v"]) == 2
    assert "Traceback" in capsys.readouterr().err


def test_an_internal_error_offers_a_traceback_only_with_an_option_for_it(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    monkeypatch.chdir(folder)
    monkeypatch.setattr(click.Command, "invoke", fail)
    group = pool_lint.cli.main.cli
    found = [(name, group.get_command(click.Context(group), name)) for name in COMMANDS]
    commands: list[tuple[list[str], click.Command]] = []
    for name, one in found:
        assert one
        below = one.commands if isinstance(one, click.Group) else {}
        commands += [([name, word], inner) for word, inner in below.items()]
        commands += [] if below else [([name], one)]
    for words, command in commands:
        arguments = [] if words[0] in {"rules", "schema"} else ["good.yaml"]
        assert pool_lint.cli.main.run([*words, *arguments]) == 2
        has_option = any("--verbose" in parameter.opts for parameter in command.params)
        advice = "; -v shows the traceback" if has_option else ""
        assert capsys.readouterr().err == (
            "pool-lint: internal error: ZeroDivisionError: \n"
            f"pool-lint: this is a bug, please report it{advice}\n"
        )


@pytest.mark.parametrize("style", FORMATS)
def test_an_internal_error_in_a_format_names_the_file(
    folder: Path,
    style: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def fail(_: Finding) -> str:
        raise ZeroDivisionError

    monkeypatch.setattr(Finding, "message", property(fail))
    monkeypatch.chdir(folder)
    assert pool_lint.cli.main.run(["-f", style, "bad.yml", "good.yaml"]) == 2
    error = capsys.readouterr().err.splitlines()[0]
    assert error.startswith("pool-lint: internal error while reporting ")
    assert re.search(rf" bad\.yml\S* in format {style}: ZeroDivisionError", error)


@pytest.mark.parametrize("options", [["-f", "json"], ["-q", "-o", "json:out.json"]])
def test_an_os_error_in_a_format_is_an_internal_error(
    folder: Path,
    options: list[str],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def fail(*_: object) -> str:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("pool_lint.reporters.json.escape", fail)
    monkeypatch.chdir(folder)
    (folder / "out.json").write_text("old")
    assert pool_lint.cli.main.run([*options, "bad.yml"]) == 2
    error = capsys.readouterr().err
    assert error.startswith("pool-lint: internal error while reporting RP")
    assert "cannot be written" not in error
    assert (folder / "out.json").read_text() == "old"


def test_validators_that_disagree_are_an_internal_error(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(pool_lint.engine.causes, "failures", lambda *_: iter(()))
    with pytest.raises(pool_lint.model.errors.InternalError, match="disagree"):
        pool_lint.lint_data({})


def test_dots_after_a_linked_folder_are_not_resolved(tmp_path: Path) -> None:
    """`lq/..` is the parent of the link's target, not the current folder."""
    (tmp_path / "p" / "q").mkdir(parents=True)
    (tmp_path / "lq").symlink_to("p/q")
    for name in ("b.yaml", "p/b.yaml", "p/q/c.yaml"):
        (tmp_path / name).write_text(GOOD)
    done = run("lq/..", "--show-files", cwd=tmp_path)
    assert done.stdout == ""


PADDING = "# padding\n" * 320_000
SIGNS = {
    f"{PADDING}kind: Pool\n": True,
    f"{PADDING}kind: ConfigMap\n": False,
    f"kind: Pool\n{PADDING}": True,
    "# padding\n" * 2_600_000: True,  # the rest of the file is unknown
}


@pytest.mark.parametrize(("text", "shows"), SIGNS.items(), ids=range(len(SIGNS)))
def test_a_pool_after_padding_is_reported(folder: Path, text: str, shows: bool) -> None:
    (folder / "large.yaml").write_text(text)
    for done in (
        run("large.yaml", cwd=folder),
        run("-", cwd=folder, stdin=text.encode()),
    ):
        assert done.returncode == int(shows)
        assert ("RP003" in done.stdout) is shows
        assert ("no sign of a pool" in done.stderr) is not shows


def test_access_is_not_checked_before_reading(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """click can check each path with os.access, which may give a wrong answer."""
    monkeypatch.setattr(os, "access", lambda *_: False)
    (folder / "pool.yaml").write_text(as_yaml(REFERENCE))
    assert pool_lint.cli.main.run([str(folder / "pool.yaml")]) == 0
    assert "1 pool checked" in capsys.readouterr().err


def test_empty_standard_input_is_reported_with_kind_request(folder: Path) -> None:
    done = run("-", "--kind", "request", cwd=folder, stdin=b"")
    assert "RP106" in done.stdout
    assert done.stderr.startswith("1 file: 1 pool checked; 1 error")
