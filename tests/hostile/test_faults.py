"""Special files, unreadable folders, lost outputs, signals and planted modules."""

from __future__ import annotations

import json
import os
import resource
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from runner import COMMAND, ENVIRONMENT, MIB, drop_root_privileges, run

from manifests import REFERENCE, as_json, as_yaml, changed
from processes import handles_signals, started, until

GOOD = as_yaml(REFERENCE)
BAD = as_yaml(changed((("spec", "type"), "Dedicated")))
LINE = "bad.yaml:11:9: error RP105 not-an-option"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "bad.yaml").write_text(BAD)
    return tmp_path


# --- Special and missing files: exit 2, one line for each; other files are linted


def special_files(folder: Path) -> Iterator[tuple[str, str]]:
    """Create special files and yield names that cannot be read, with the reason."""
    os.mkfifo(folder / "fifo.yaml")
    yield "fifo.yaml", "not a regular file"
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(str(folder / "s.yaml"))
    listener.close()
    yield "s.yaml", "no such device or address"
    (folder / "dangling.yaml").symlink_to("nowhere")
    yield "dangling.yaml", "no such file or folder"
    (folder / "loop.yaml").symlink_to("loop.yaml")
    yield "loop.yaml", "too many levels of symbolic links"
    yield "missing.yaml", "no such file or folder"
    yield "x" * 300, "file name too long"
    yield "", "no such file or folder"
    yield "/dev/zero", "not a regular file"
    yield "/dev/full", "not a regular file"
    yield "/proc/self/mem", "input/output error"
    (folder / "device.yaml").symlink_to("/dev/zero")
    yield "device.yaml", "not a regular file"
    yield "bad.yaml/x", "not a directory"


def test_special_and_missing_files_are_errors(folder: Path) -> None:
    for name, reason in special_files(folder):
        done = run("-f", "concise", name, "bad.yaml", cwd=folder, seconds=3)
        assert done.code == 2
        assert done.out.startswith(LINE), name
        shown = name or '""'
        assert f"pool-lint: {shown}: {reason}\n" in done.err


def test_a_walk_skips_special_files(folder: Path) -> None:
    list(special_files(folder))
    done = run("-f", "concise", ".", cwd=folder)
    assert done.code == 1
    assert done.out.startswith(LINE)
    assert done.err.startswith("1 file: 1 pool checked; 1 error\n")


@pytest.mark.parametrize("size", [64 * MIB, 1024 * MIB])
def test_a_file_over_the_size_limit_is_reported(folder: Path, size: int) -> None:
    with (folder / "large.yaml").open("wb") as file:
        file.write(b"kind: Pool\n" + (b"# " + b"x" * MIB) * (size <= 64 * MIB) * 63)
        file.truncate(size)
    done = run("-f", "json", "large.yaml", cwd=folder, seconds=3)
    assert done.code == 1
    [finding] = json.loads(done.out)["diagnostics"]
    assert (finding["rule"], finding["message"]) == (
        "RP003",
        "the file is larger than 3,145,728 bytes",
    )


def test_a_growing_file_does_not_stop_the_run(folder: Path) -> None:
    stop = threading.Event()

    def grow() -> None:
        with (folder / "growing.yaml").open("a") as file:
            while not stop.is_set():
                file.write("# more and more\n" * 10_000)

    thread = threading.Thread(target=grow)
    thread.start()
    try:
        for _ in range(3):
            done = run("growing.yaml", "bad.yaml", cwd=folder)
            assert done.code == 1
    finally:
        stop.set()
        thread.join()


@pytest.mark.parametrize("name", ["-", "/dev/stdin"])
def test_standard_input_has_the_same_limit(folder: Path, name: str) -> None:
    text = b"kind: Pool\n" + b"#" * 4 * MIB
    done = run("-f", "concise", name, cwd=folder, stdin=text)
    assert done.out.startswith("<stdin>:2:3145718: error RP003")


def test_endless_standard_input_is_reported_as_too_large(folder: Path) -> None:
    with Path("/dev/zero").open("rb") as zero:
        done = subprocess.run(
            [COMMAND, "-"],
            stdin=zero,
            capture_output=True,
            cwd=folder,
            timeout=20,
            check=False,
        )
    assert done.returncode == 1
    assert b"RP003" in done.stdout, "the rest of the input is unknown"


# --- Links


def test_links_out_of_the_folder_are_not_followed(tmp_path: Path) -> None:
    tree, secret = tmp_path / "tree", tmp_path / "secret.yaml"
    tree.mkdir()
    secret.write_text(BAD.replace("pool-001", "top-secret"))
    (tree / "good.yaml").write_text(GOOD)
    (tree / "link.yaml").symlink_to(secret)
    (tree / "folder").symlink_to(tmp_path)
    (tree / "environ.yaml").symlink_to("/proc/self/environ")
    done = run("-f", "json", ".", cwd=tree)
    assert done.code == 0
    assert "secret" not in done.out + done.err
    assert json.loads(done.out)["summary"]["files"] == 1


def test_a_file_behind_several_links_is_linted_once(folder: Path) -> None:
    (folder / "again.yaml").symlink_to("bad.yaml")
    (folder / "itself").symlink_to(".")
    done = run("-f", "concise", ".", cwd=folder)
    assert done.out.count("RP105") == 1
    assert done.err.startswith("1 file: ")


# --- Folders and many files


def test_unreadable_folders_and_files_are_errors(folder: Path) -> None:
    (folder / "closed").mkdir()
    (folder / "unreadable.yaml").write_text(GOOD)
    for name in ("closed", "unreadable.yaml"):
        (folder / name).chmod(0)
    done = run("-f", "concise", ".", cwd=folder, prepare=drop_root_privileges)
    (folder / "closed").chmod(0o700)
    assert done.code == 2
    assert done.out.startswith(LINE)
    assert "pool-lint: closed: permission denied\n" in done.err
    assert "pool-lint: unreadable.yaml: permission denied\n" in done.err


def test_fix_reports_a_folder_that_is_not_writable(folder: Path) -> None:
    folder.chmod(0o500)
    for options in (("-f", "concise"), ("-f", "concise", "--fix", "--unsafe-fixes")):
        done = run(*options, ".", cwd=folder, prepare=drop_root_privileges)
        assert done.out.startswith(LINE)
        assert done.code == (2 if "--fix" in options else 1)
    folder.chmod(0o700)
    assert "bad.yaml: cannot be written: permission denied" in done.err
    assert (folder / "bad.yaml").read_text() == BAD


def limit_open_files() -> None:
    resource.setrlimit(resource.RLIMIT_NOFILE, (48, 48))


@pytest.mark.parametrize("jobs", ["1", "4"])
def test_many_files_need_few_open_files(folder: Path, jobs: str) -> None:
    for number in range(1_500):
        text = GOOD.replace("pool-001", f"pool-{number}")
        (folder / f"{number}.yaml").write_text(text)
    done = run("--jobs", jobs, ".", cwd=folder, prepare=limit_open_files, seconds=30)
    assert done.err.startswith("1501 files: 1501 pools checked; 1 error\n")
    assert done.code == 1


def test_a_file_named_many_times_is_linted_once(folder: Path) -> None:
    names = ["bad.yaml", "./bad.yaml", str(folder / "bad.yaml")] * 500
    done = run(
        "-f", "concise", *names, cwd=folder, prepare=limit_open_files, seconds=10
    )
    assert done.out.count("RP105") == 1


# --- Where the report goes


def test_closed_standard_output_is_an_error(folder: Path) -> None:
    command = ("sh", "-c", f'"{COMMAND}" bad.yaml >&-')
    done = run(cwd=folder, command=command)
    assert done.code == 2
    assert "standard output is closed" in done.err


def test_a_full_device_is_an_error(folder: Path) -> None:
    for options in ("", "-f json", "--diff", "-f sarif"):
        command = ("sh", "-c", f'"{COMMAND}" {options} bad.yaml >/dev/full')
        done = run(cwd=folder, command=command)
        assert done.code == 2 or (options == "--diff" and done.code == 0)
        assert "Exception ignored" not in done.err


def test_a_closed_pipe_prints_no_error(folder: Path) -> None:
    for number in range(300):
        (folder / f"{number}.yaml").write_text(BAD)
    command = ("sh", "-c", f'"{COMMAND}" . | head -1')
    done = run(cwd=folder, command=command, seconds=10)
    assert done.out.startswith("error[RP")
    assert "Exception ignored" not in done.err


EACH_FORMAT = """
import sys
from pool_lint.cli.main import run

for style in sys.argv[1:]:
    print("EXIT", run(["-f", style, "."]), flush=True)
"""


@pytest.mark.parametrize(
    "env",
    [
        {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        {"PYTHONIOENCODING": "ascii"},
        {"PYTHONIOENCODING": "cp1252"},
        {"TERM": ""},
        {"COLUMNS": "0"},
        {"TMPDIR": "/nonexistent"},
        {"NO_COLOR": "1"},
        {"PYTHONUNBUFFERED": "1"},
    ],
)
def test_reports_work_in_any_locale_and_terminal(
    folder: Path, env: dict[str, str]
) -> None:
    text = GOOD.replace("Train", "\U0001f600 \u017e")
    (folder / "bad.yaml").write_text(text, encoding="utf-8")
    styles = ("full", "concise", "json", "sarif", "junit", "gitlab", "github")
    command = (sys.executable, "-c", EACH_FORMAT)
    done = run(*styles, cwd=folder, env=env, command=command)
    assert "\x1b" not in done.out
    for style, report in zip(styles, done.out.split("EXIT 1\n"), strict=False):
        assert "RP105" in report, style
    assert done.out.count("EXIT 1\n") == len(styles)


def test_a_missing_home_variable_does_not_matter(folder: Path) -> None:
    done = run(
        "env", "-u", "HOME", COMMAND, "-f", "concise", ".", cwd=folder, command=()
    )
    assert done.out.startswith(LINE)


def test_files_are_linted_from_a_removed_working_directory(folder: Path) -> None:
    script = 'mkdir gone && cd gone && rmdir ../gone && "$0" -f concise "$1"'
    command = ("sh", "-c", script, COMMAND, str(folder / "bad.yaml"))
    done = run(cwd=folder, command=command)
    assert done.code == 1
    assert LINE in done.out


# --- Signals


@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)]
)
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_signal_ends_the_run_and_keeps_the_old_report(
    folder: Path, number: signal.Signals, code: int, jobs: str
) -> None:
    unknown = "".join(f"  k{n}: a\n" for n in range(3_000))
    for count in range(60):
        (folder / f"{count}.yaml").write_text(
            f"{GOOD}  x:\n  {unknown}".replace("x:", "")
        )
    (folder / "report.json").write_text("old")
    arguments = ("--jobs", jobs, "-o", "json:report.json", ".")
    with started(
        COMMAND,
        *arguments,
        cwd=folder,
        env=ENVIRONMENT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        until(lambda: handles_signals(process))
        time.sleep(0.2)  # files are linted now
        assert process.poll() is None, "the run ended before the signal"
        process.send_signal(number)
        start = time.monotonic()
        out, err = process.communicate(timeout=20)
    assert time.monotonic() - start < 10
    assert process.returncode == code
    assert (out, err.strip()) == (b"", b"")
    assert (folder / "report.json").read_text() == "old"
    assert not list(folder.glob(".pool-lint-*"))


# Interrupts the process at its Nth import and swallows the exception. An `except`
# clause or an extension can do the same.
INTERRUPTED_IMPORT = """
import os, signal, sys

class Finder:
    left = int(sys.argv.pop(1))

    def find_spec(self, *_):
        self.left -= 1
        if self.left == 0:
            try:
                os.kill(os.getpid(), signal.SIGINT)
                print(end="")  # here the exception is raised
            except BaseException:
                pass
            sys.stderr.write("interrupted")

from pool_lint.__main__ import start
sys.meta_path.insert(0, Finder())
start()
"""


def test_an_interrupt_during_an_import_is_not_lost(folder: Path) -> None:
    numbers, reached = iter([1, 2, 3, 5, 8, 12, *range(20, 1_000, 30)]), True
    while reached:
        command = (sys.executable, "-c", INTERRUPTED_IMPORT, str(next(numbers)))
        done = run("-f", "concise", "bad.yaml", cwd=folder, command=command)
        # While modules are loaded it ends at once, later at the next file.
        reached = done.code == 130
        assert reached or (done.code == 1 and LINE in done.out), done
        assert reached == (not done.out), done


def test_an_interrupt_during_start_up_ends_the_run(folder: Path) -> None:
    codes = set()
    for moment in range(13):
        with started(
            COMMAND,
            "-",
            cwd=folder,
            env=ENVIRONMENT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        ) as process:
            time.sleep(0.02 * moment)
            if moment == 12:  # however slow the machine is
                until(lambda: handles_signals(process))
            process.send_signal(signal.SIGINT)
            out, err = process.communicate(timeout=20)
        codes.add(process.returncode)
        assert out == b""
        # Before the command begins, Python handles the signal in its own ways.
        assert (
            process.returncode in {130, -signal.SIGINT}
            or b"Fatal" in err
            or (process.returncode == 1 and b"pool_lint/" not in err)
        )
    assert 130 in codes


def test_an_interrupted_fix_keeps_the_old_file(folder: Path) -> None:
    code = (
        "import os, signal, sys; real = os.fsync;"
        "os.fsync = lambda f: os.kill(os.getpid(), signal.SIGTERM) or real(f);"
        "from pool_lint.cli.main import main;"
        "sys.exit(main(['--fix', '--unsafe-fixes', 'bad.yaml']))"
    )
    done = run(cwd=folder, command=(sys.executable, "-c", code))
    assert done.code == 143
    assert (folder / "bad.yaml").read_text() == BAD
    assert [path.name for path in folder.iterdir()] == ["bad.yaml"]


# --- Code and references in the linted folder must have no effect

PLANTED = ("yaml", "click", "json", "pool_lint", "sitecustomize", "usercustomize", "re")


@pytest.mark.parametrize("way", ["script", "module"])
def test_modules_in_the_linted_folder_are_not_imported(folder: Path, way: str) -> None:
    for name in PLANTED:
        (folder / f"{name}.py").write_text("raise SystemExit('planted')\n")
        (folder / name).mkdir()
        (folder / name / "__init__.py").write_text("raise SystemExit('planted')\n")
    command = (COMMAND,) if way == "script" else (sys.executable, "-m", "pool_lint")
    if way == "module":
        # `python -m` imports a package of that name first; pool-lint cannot prevent it.
        (folder / "pool_lint.py").unlink()
        (folder / "pool_lint" / "__init__.py").unlink()
        (folder / "pool_lint").rmdir()
    for options in (("-f", "sarif"), ("--fix",), ("--jobs", "2")):
        done = run(*options, ".", cwd=folder, command=command)
        assert done.code == 1
        assert "planted" not in done.out + done.err


WATCHED = """
import os, sys

allowed = sys.argv[1]
seen = []
def hook(event, arguments):
    if event == "open":
        name, mode, flags = arguments
        writes = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
        if flags & writes and not str(name).endswith((".pyc", "/dev/null")):
            seen.append((event, str(name)))
    elif event.partition(".")[0] in {"socket", "subprocess", "urllib", "http"} or (
        event in {"os.system", "os.exec", "os.posix_spawn", "os.spawn", "os.fork",
                  "os.remove", "os.rename", "os.mkdir", "os.rmdir", "os.truncate",
                  "os.link", "os.symlink", "os.chmod", "os.chown", "shutil.move"}
    ):
        if not (event == "os.remove" or ".pyc" in str(arguments)):
            seen.append((event, str(arguments)))
from pool_lint.cli.main import run
sys.addaudithook(hook)
code = run(sys.argv[2:])
here = os.getcwd()
loaded = [m.__file__ for m in sys.modules.values() if getattr(m, "__file__", None)]
seen += [("import", name) for name in loaded if name.startswith(here + os.sep)]
print("SEEN", [one for one in seen if allowed not in one[0]], file=sys.stderr)
sys.exit(code)
"""


@pytest.mark.parametrize(
    ("allowed", "options"),
    [
        ("nothing", ()),
        ("nothing", ("-f", "sarif", "--strict")),
        ("nothing", ("--diff", "--unsafe-fixes")),
        ("nothing", ("--kind", "response")),
        ("nothing", ("--show-settings",)),
        ("fork", ("--jobs", "2")),
    ],
)
def test_a_check_writes_no_file_and_starts_no_program(
    folder: Path, allowed: str, options: tuple[str, ...]
) -> None:
    (folder / "good.json").write_text(as_json(REFERENCE))
    (folder / "refers.yaml").write_text(
        f"# yaml-language-server: $schema=https://localhost:1/x.json\n{GOOD}"
        '$ref: https://localhost:1/y.json\n"$schema": https://localhost:1/z.json\n'
    )
    (folder / "pool-lint.toml").write_text('fail-on = "never"\n')
    command = (sys.executable, "-c", WATCHED, allowed)
    env = {"PYTHONDONTWRITEBYTECODE": "1"}  # else Python itself writes what it compiles
    done = run(*options, ".", cwd=folder, command=command, env=env)
    seen = done.err[done.err.index("SEEN ") :]
    if allowed == "fork":
        # Workers return their results through pipes and locks.
        assert "http" not in seen
        assert str(folder) not in seen
    else:
        assert seen == "SEEN []\n"


@pytest.mark.parametrize("group", [False, True], ids=["parent", "group"])
def test_a_signal_stops_fixing_workers_between_files(
    folder: Path, *, group: bool
) -> None:
    (folder / "other.yaml").write_text(BAD.replace("pool-001", "pool-002"))
    code = (
        "import os, signal, sys, time; real = os.fsync\n"
        "def fsync(file):\n"
        "    os.kill(WHO, signal.SIGTERM)\n"
        "    time.sleep(0.5)\n"
        "    real(file)\n"
        "os.fsync = fsync\n"
        "from pool_lint.cli.main import main\n"
        "sys.exit(main(['--fix', '--unsafe-fixes', '--jobs', '2', '.']))"
    ).replace("WHO", "0" if group else "os.getppid()")
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=folder,
        env=ENVIRONMENT,
        capture_output=True,
        start_new_session=True,
        timeout=20,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (143, b"", b"")
    assert {path.name for path in folder.iterdir()} == {"bad.yaml", "other.yaml"}
    for path in folder.iterdir():
        assert path.read_text().count("\n") == BAD.count("\n"), (
            "the file must be complete"
        )
