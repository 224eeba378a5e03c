"""``--fix`` and ``--diff`` with files: output, atomic writes, links and faults."""

from __future__ import annotations

import codecs
import json
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from command import COMMAND, run
from manifests import GOOD, RESOURCE, as_yaml, changed
from pool_lint import fix_text
from processes import ENVIRONMENT, children, is_gone, linter, until

WORKSPACE = ("metadata", "labels", "os.modelarts/workspace.id")
BARE = "# a pool\n" + as_yaml(changed((WORKSPACE, 0)))
FIXED = BARE.replace("workspace.id: 0", 'workspace.id: "0"')
UNSAFE = as_yaml(changed(((*RESOURCE, "maxCount"), 5)))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "pool.yaml"
    path.write_text(BARE)
    return path


def apply(diff: bytes, folder: Path) -> None:
    subprocess.run(["git", "apply", "-p0"], input=diff, cwd=folder, check=True)


def piped(
    data: bytes, *arguments: str, cwd: Path
) -> subprocess.CompletedProcess[bytes]:
    """Run the command with bytes as input and output, so line ends are kept."""
    return subprocess.run(
        [COMMAND, *arguments], input=data, capture_output=True, cwd=cwd, check=False
    )


def names_in(folder: Path) -> list[str]:
    """Return the names in a folder."""
    return sorted(path.name for path in folder.iterdir())


# --- Options and exit codes


def test_fix_applies_safe_fixes(file: Path) -> None:
    done = run("--fix", ".", cwd=file.parent)
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr == (
        'pool.yaml: fixed: RP102 at metadata.labels["os.modelarts/workspace.id"]: '
        'put it in quotes: "0"\n'
        "1 file: 1 pool checked; 1 fixed\n"
    )
    assert file.read_text() == FIXED
    again = run("--fix", ".", cwd=file.parent)
    assert again.stderr == "1 file: 1 pool checked; no findings\n"
    assert names_in(file.parent) == ["pool.yaml"]


def test_remaining_findings_are_reported(file: Path) -> None:
    file.write_text(UNSAFE)
    done = run("--fix", "-f", "concise", file.name, cwd=file.parent)
    assert done.returncode == 1
    assert done.stdout.startswith("pool.yaml:19:15: error RP301")
    assert done.stderr.endswith("; 1 error\nfixable: up to 1 with --unsafe-fixes\n")
    assert file.read_text() == UNSAFE
    done = run("--fix", "--unsafe-fixes", file.name, cwd=file.parent)
    assert done.returncode == 0
    assert file.read_text() == UNSAFE.replace("maxCount: 5", "maxCount: 2")


def test_a_clean_file_is_not_written(file: Path) -> None:
    file.write_text(GOOD)
    before = file.stat()
    assert run("--fix", "--unsafe-fixes", ".", cwd=file.parent).returncode == 0
    assert (file.stat().st_ino, file.stat().st_mtime_ns) == (
        before.st_ino,
        before.st_mtime_ns,
    )


def test_a_diff_can_be_applied_and_changes_no_file(file: Path) -> None:
    (file.parent / "good.yaml").write_text(GOOD)
    done = run("--diff", ".", cwd=file.parent)
    assert done.returncode == 1
    assert done.stdout.startswith("--- pool.yaml\n+++ pool.yaml\n@@ -")
    assert "-    os.modelarts/workspace.id: 0\n+    os" in done.stdout
    assert "pool.yaml: would fix: RP102" in done.stderr
    assert "1 would be fixed" in done.stderr
    assert file.read_text() == BARE
    apply(done.stdout.encode(), file.parent)
    assert file.read_text() == FIXED
    assert run("--diff", ".", cwd=file.parent).returncode == 0


@pytest.mark.parametrize("end", ["\r\n", "\n"])
@pytest.mark.parametrize("last", [True, False])
def test_a_diff_keeps_line_breaks(tmp_path: Path, end: str, *, last: bool) -> None:
    file = tmp_path / "pool.yaml"
    text = BARE.replace("\n", end)
    wanted = FIXED.replace("\n", end)
    if not last:
        text, wanted = text.removesuffix(end), wanted.removesuffix(end)
    file.write_bytes(text.encode())
    done = subprocess.run(
        [COMMAND, "--diff", "."], cwd=tmp_path, capture_output=True, check=False
    )
    apply(done.stdout, tmp_path)
    assert file.read_bytes() == wanted.encode()


def test_a_diff_marks_a_last_line_without_line_break(file: Path) -> None:
    text = as_yaml(changed((("spec", "driver"), {"updateStrategy": "IDLE"})))
    file.write_text(text.removesuffix("\n"))
    done = run("--diff", ".", cwd=file.parent)
    assert done.stdout.count("\\ No newline at end of file\n") == 2
    apply(done.stdout.encode(), file.parent)
    assert file.read_text() == text.replace("IDLE", "idle").removesuffix("\n")


NAMES = {
    "a b.yaml": "a b.yaml\t",
    " a.yaml": " a.yaml\t",
    "a\tb.yaml": r'"a\tb.yaml"',
    "a\nb c.yaml": r'"a\nb c.yaml"' + "\t",
    "a\r.yaml": r'"a\r.yaml"',
    "\a\b\v\f.yaml": r'"\a\b\v\f.yaml"',
    "a\x01\x7f.yaml": r'"a\001\177.yaml"',
    'a"b.yaml': r'"a\"b.yaml"',
    "a\\b.yaml": r'"a\\b.yaml"',
    "\u00e9.yaml": r'"\303\251.yaml"',
    "a\u00a0b.yaml": r'"a\302\240b.yaml"',
    "a\u202eb.yaml": r'"a\342\200\256b.yaml"',
    "a\udcff.yaml": r'"a\377.yaml"',
    "::error::a.yaml": "::error::a.yaml",
}


@pytest.mark.parametrize("name", NAMES)
def test_a_diff_quotes_odd_file_names_like_git(tmp_path: Path, name: str) -> None:
    """The name is quoted as git quotes it."""
    (tmp_path / name).write_text(BARE)
    done = run("--diff", ".", cwd=tmp_path)
    assert done.stdout.splitlines()[0] == f"--- {NAMES[name]}"
    apply(done.stdout.encode(), tmp_path)
    assert (tmp_path / name).read_text() == FIXED
    git = ["git", "-c", "core.quotePath=true", "diff", "--no-index", "--no-prefix"]
    names = ["--", "/dev/null", name]
    written = subprocess.run(
        [*git, *names], cwd=tmp_path, capture_output=True, check=False
    )
    assert f"+++ {NAMES[name]}\n".encode() in written.stdout


def test_a_diff_of_a_file_outside_the_folder_has_a_warning(file: Path) -> None:
    (file.parent / "sub").mkdir()
    done = run("--diff", "../pool.yaml", cwd=file.parent / "sub")
    assert done.stdout.startswith("--- ../pool.yaml\n")
    assert done.stdout.endswith(
        "is outside the current folder; `git apply` refuses it\n"
    )


def test_a_diff_keeps_a_byte_order_mark(tmp_path: Path) -> None:
    text = "kind: pool\n" + as_yaml(changed((("kind",), ...)))
    (tmp_path / "a.yaml").write_text(text, encoding="utf-8-sig")
    done = run("--diff", ".", cwd=tmp_path)
    apply(done.stdout.encode(), tmp_path)
    fixed = (tmp_path / "a.yaml").read_text(encoding="utf-8")
    assert fixed == text.replace("kind: pool", "\ufeffkind: Pool")


def test_a_diff_keeps_tabs(tmp_path: Path) -> None:
    file = tmp_path / "a.json"
    data = json.dumps(changed((WORKSPACE, 0)), indent="\t")
    file.write_text(data)
    for env in ({}, {"PYTHONIOENCODING": "ascii"}):
        done = run("--diff", ".", cwd=tmp_path, env=env)
        assert "-\t\t\t" in done.stdout
    apply(done.stdout.encode(), tmp_path)
    assert json.loads(file.read_text()) == changed()


@pytest.mark.parametrize(
    "data",
    [
        BARE.replace("\n", "\r").encode(),
        BARE.encode("utf-16"),
        BARE.replace("  annotations:", "  # a \u202e\u202c\n  annotations:").encode(),
        BARE.replace("os.modelarts/name", "x:\n      ::error::\n    os.modelarts/name")
        .replace("x:", "os.modelarts/node.prefix: |")
        .encode(),
    ],
)
def test_a_file_that_patch_cannot_change_is_left_out_of_the_diff(
    file: Path, data: bytes
) -> None:
    """The diff of the other files can still be applied."""
    file.write_bytes(data)
    other = BARE.replace("pool-001", "pool-002")
    (file.parent / "other.yaml").write_text(other)
    done = run("--diff", ".", cwd=file.parent)
    assert done.returncode == 1
    assert "because a patch would not work" in done.stdout
    assert "pool.yaml: not in the diff: " in done.stderr
    apply(done.stdout.encode(), file.parent)
    assert file.read_bytes() == data
    assert (file.parent / "other.yaml").read_text() != other
    assert not any(
        line.strip(" +-").startswith("::") for line in done.stdout.split("\n")
    )
    assert "\r" not in done.stdout


def test_diff_overrides_fix(file: Path) -> None:
    assert run("--fix", "--diff", ".", cwd=file.parent).returncode == 1
    assert file.read_text() == BARE


def test_exit_non_zero_on_fix_fails_the_run(file: Path) -> None:
    command = ("--fix", "--exit-non-zero-on-fix", ".")
    assert run(*command, cwd=file.parent).returncode == 1
    assert run(*command, cwd=file.parent).returncode == 0
    file.write_text(BARE)
    assert run(*command, "--exit-zero", cwd=file.parent).returncode == 0


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--unsafe-fixes"], "--unsafe-fixes needs --fix or --diff"),
        (["--exit-non-zero-on-fix"], "--exit-non-zero-on-fix needs --fix or"),
        (["--diff", "-o", "json:x"], "--diff cannot be combined with"),
        (["--diff", "-f", "json"], "--diff cannot be combined with"),
        (
            ["--fix", "--write-baseline", "x"],
            "cannot be combined with --write-baseline",
        ),
    ],
)
def test_conflicting_options_are_rejected(
    file: Path, options: list[str], words: str
) -> None:
    done = run(*options, ".", cwd=file.parent)
    assert done.returncode == 2
    assert words in done.stderr
    assert file.read_text() == BARE


def test_refused_fixes_are_printed(file: Path) -> None:
    mode = ("metadata", "annotations", "os.modelarts/billing.mode")
    text = as_yaml(changed((mode, "1"))).replace("billing.mode", "billing.mdoe")
    file.write_text(text)
    done = run("--fix", "--unsafe-fixes", ".", cwd=file.parent)
    assert done.returncode == 1
    assert file.read_text() == text
    assert "not fixed: RP103 at " in done.stderr
    assert "this would introduce RP201, RP202" in done.stderr
    quiet = run("--fix", "--unsafe-fixes", "-q", ".", cwd=file.parent)
    assert quiet.stderr == ""


def test_only_the_first_twenty_fixes_are_printed(file: Path) -> None:
    entry = {"flavor": "modelarts.vm.gpu.tnt004", "count": 1, "maxCount": 2}
    file.write_text(as_yaml(changed((("spec", "resources"), [entry] * 30))))
    done = run("--fix", "--unsafe-fixes", ".", cwd=file.parent)
    assert done.stderr.count("fixed: RP301 at ") == 20
    assert "pool.yaml: fixed: 10 more\n" in done.stderr


def test_excluded_files_are_not_fixed(file: Path) -> None:
    (file.parent / "pool-lint.toml").write_text('exclude = ["pool.yaml"]\n')
    run("--fix", ".", "--allow-empty", cwd=file.parent)
    run("--fix", "--force-exclude", "pool.yaml", cwd=file.parent)
    assert file.read_text() == BARE


def test_several_workers_fix_all_files(tmp_path: Path) -> None:
    for number in range(40):
        (tmp_path / f"{number}.yaml").write_text(
            BARE.replace("pool-001", f"pool-{number}")
        )
    done = run("--fix", "--jobs", "4", ".", cwd=tmp_path)
    assert done.returncode == 0
    assert "40 files: 40 pools checked; 40 fixed" in done.stderr
    assert not any("id: 0\n" in path.read_text() for path in tmp_path.iterdir())


# --- Standard input


def test_fixed_standard_input_goes_to_standard_output(tmp_path: Path) -> None:
    text = "\ufeff" + BARE.replace("\n", "\r\n")
    done = piped(
        text.encode(), "--fix", "-", "--stdin-filename", "a.yaml", cwd=tmp_path
    )
    assert done.returncode == 0
    assert done.stdout.decode() == "\ufeff" + FIXED.replace("\n", "\r\n")
    assert b"a.yaml: fixed: RP102" in done.stderr


@pytest.mark.parametrize(
    "data",
    [GOOD.encode(), b"", b"a: [", UNSAFE.encode(), b"\xff\x00kind: Pool", b"\0" * 9],
)
def test_standard_input_without_fixes_is_copied(tmp_path: Path, data: bytes) -> None:
    done = piped(data, "--fix", "-", cwd=tmp_path)
    assert done.stdout == data
    assert b"Traceback" not in done.stderr


def test_the_report_of_fixed_standard_input_goes_to_stderr(tmp_path: Path) -> None:
    done = run("--fix", "-f", "concise", "-", cwd=tmp_path, stdin=UNSAFE)
    assert done.returncode == 1
    assert done.stdout == UNSAFE
    assert done.stderr.startswith("<stdin>:19:15: error RP301")


def test_a_diff_of_standard_input_uses_its_file_name(tmp_path: Path) -> None:
    done = run("--diff", "-", "--stdin-filename", "a.yaml", cwd=tmp_path, stdin=BARE)
    assert done.returncode == 1
    assert done.stdout.startswith("--- a.yaml\n+++ a.yaml\n")


def test_standard_input_over_the_limit_is_not_copied(tmp_path: Path) -> None:
    large = BARE + "#" * (3 << 20)
    done = run("--fix", "-", cwd=tmp_path, stdin=large)
    assert done.returncode == 2
    assert done.stdout == ""
    assert "<stdin>: cannot be written: it exceeds the size limit" in done.stderr


def test_standard_input_with_two_byte_order_marks_is_copied(tmp_path: Path) -> None:
    data = codecs.BOM_UTF16_LE * 2 + BARE.encode("utf-16-le")
    done = piped(data, "--fix", "-", cwd=tmp_path)
    assert done.stdout == data


def test_a_full_output_device_is_an_error(tmp_path: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [COMMAND, "--fix", "-"],
            input=(BARE + "# more\n" * 9_000).encode(),
            stdout=full,
            stderr=subprocess.PIPE,
            cwd=tmp_path,
            check=False,
        )
    assert done.returncode == 2
    assert b"the output cannot be written: No space left" in done.stderr


# --- Encodings, links, modes


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (b"", "utf-8"),
    ],
)
def test_fix_keeps_the_encoding(file: Path, mark: bytes, encoding: str) -> None:
    sign = "# \U0001f600 ü\n"
    file.write_bytes(mark + (sign + BARE).encode(encoding))
    assert run("--fix", ".", cwd=file.parent).returncode == 0
    assert file.read_bytes() == mark + (sign + FIXED).encode(encoding)


@pytest.mark.parametrize(
    "data",
    [
        b"# \xe4\n" + BARE.encode(),
        codecs.BOM_UTF16_LE * 2 + BARE.encode("utf-16-le"),
        BARE.encode("utf-16-le"),
        BARE.encode() + b"\0",
    ],
)
def test_fix_keeps_a_file_that_is_not_text(file: Path, data: bytes) -> None:
    file.write_bytes(data)
    done = run("--fix", "--unsafe-fixes", ".", cwd=file.parent)
    assert done.returncode in {1, 2}
    assert file.read_bytes() == data


@pytest.mark.parametrize("mode", [0o600, 0o644, 0o755, 0o2664])
def test_fix_keeps_the_mode(file: Path, mode: int) -> None:
    file.chmod(mode)
    run("--fix", ".", cwd=file.parent)
    assert file.read_text() == FIXED
    assert file.stat().st_mode & 0o7777 == mode


def test_fix_keeps_a_link(file: Path) -> None:
    inner = file.parent / "inner"
    inner.mkdir()
    target = file.rename(inner / "real.yaml")
    (file.parent / "link.yaml").symlink_to("inner/real.yaml")
    done = run("--fix", "link.yaml", cwd=file.parent)
    assert done.returncode == 0
    assert (file.parent / "link.yaml").is_symlink()
    assert target.read_text() == FIXED
    assert names_in(inner) == ["real.yaml"]


@pytest.mark.parametrize("repository", [True, False])
def test_no_file_outside_the_repository_is_changed(
    tmp_path: Path, *, repository: bool
) -> None:
    tree, outside = tmp_path / "tree", tmp_path / "outside"
    tree.mkdir()
    outside.mkdir()
    if repository:
        (tree / ".git").mkdir()
        (outside / ".git").mkdir()
    secret = outside / "pool.yaml"
    secret.write_text(BARE)
    (tree / "link.yaml").symlink_to(secret)
    (tree / "folder").symlink_to(outside)
    (tree / "inner").mkdir()
    (tree / "inner" / "link.yaml").symlink_to("../link.yaml")
    for path in ("link.yaml", "folder/pool.yaml", "inner/link.yaml", "folder"):
        done = run("--fix", path, cwd=tree)
        assert done.returncode == 2, path
        assert "links to files outside the repository are not changed" in done.stderr
        assert "1 error" in done.stderr
    inner = run("--fix", "link.yaml", str(tree / "link.yaml"), cwd=tree / "inner")
    assert inner.returncode == 2
    absolute = run("--fix", str(tree / "link.yaml"), cwd=outside)
    assert absolute.returncode == 2
    assert secret.read_text() == BARE


def linked(tmp_path: Path) -> Path:
    """Create a repository with links to files outside, and return such a file."""
    project, outside = tmp_path / "project", tmp_path / "outside"
    for folder in (project / ".git", project / "sub", outside / ".git"):
        folder.mkdir(parents=True)
    (outside / "x.yaml").write_text(BARE)
    (project / "l.yaml").symlink_to("../outside/x.yaml")
    (project / "linked").symlink_to("../outside")
    (tmp_path / "alias").symlink_to("project")
    return outside / "x.yaml"


@pytest.mark.parametrize(
    ("here", "path"),
    [
        (".", "project/l.yaml"),
        (".", "project/linked/x.yaml"),
        (".", "project/linked"),
        ("/", "{}/project/l.yaml"),
        ("project", "../alias/linked/x.yaml"),
        ("project", "{}/alias/linked/x.yaml"),
        ("outside", "{}/project/linked/x.yaml"),
        ("project/sub", "../linked/x.yaml"),
        ("project/sub", "../linked"),
        ("project/sub", "../l.yaml"),
    ],
)
def test_no_link_leads_outside_the_repository(
    tmp_path: Path, here: str, path: str
) -> None:
    target = linked(tmp_path)
    for option in ("--fix", "--diff"):
        done = run(option, path.format(tmp_path), cwd=tmp_path / here)
        assert done.returncode == 2, done.stderr
        assert "outside the repository" in done.stderr
    assert target.read_text() == BARE


@pytest.mark.parametrize("path", ["../linked/x.yaml", "../linked", "../l.yaml"])
def test_no_link_leads_outside_the_current_folder(tmp_path: Path, path: str) -> None:
    target = linked(tmp_path)
    (tmp_path / "project" / ".git").rmdir()
    done = run("--fix", path, cwd=tmp_path / "project" / "sub")
    assert done.returncode == 2, done.stderr
    assert target.read_text() == BARE


def test_a_link_to_an_excluded_file_is_refused(file: Path) -> None:
    (file.parent / "pool-lint.toml").write_text('exclude = ["vendor/"]\n')
    (file.parent / ".git").mkdir()
    for folder in ("vendor", ".git"):
        (file.parent / folder).mkdir(exist_ok=True)
        hidden = file.parent / folder / "v.yaml"
        hidden.write_text(BARE)
        (file.parent / "l.yaml").unlink(missing_ok=True)
        (file.parent / "l.yaml").symlink_to(f"{folder}/v.yaml")
        done = run("--fix", "l.yaml", cwd=file.parent)
        assert done.returncode == 2
        assert "links to excluded files are not changed" in done.stderr
        assert hidden.read_text() == BARE


@pytest.mark.parametrize("start", ["//", "///", "/./"])
def test_paths_with_repeated_slashes_are_fixed(file: Path, start: str) -> None:
    other = file.with_name("other.yaml")
    other.write_text(BARE.replace("pool-001", "pool-002"))
    done = run("--fix", start + str(file)[1:], str(other), cwd=Path("/"))
    assert done.returncode == 0
    assert "2 files: 2 pools checked; 2 fixed" in done.stderr
    assert file.read_text() == FIXED


def test_a_named_file_in_another_folder_is_fixed(file: Path, tmp_path: Path) -> None:
    here = tmp_path / "here"
    here.mkdir()
    assert run("--fix", "../pool.yaml", cwd=here).returncode == 0
    assert file.read_text() == FIXED
    file.write_text(BARE)
    assert run("--fix", str(file), cwd=here).returncode == 0
    assert file.read_text() == FIXED


# --- Faults: the file has the old or the new content, never a mixture


def limit_file_size() -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100))


def test_a_full_disk_keeps_the_old_file(file: Path) -> None:
    done = subprocess.run(
        [COMMAND, "--fix", "."],
        cwd=file.parent,
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=limit_file_size,
    )
    assert done.returncode == 2
    assert "pool.yaml: cannot be written: file too large" in done.stderr
    assert "error[RP102]" in done.stdout
    assert file.read_text() == BARE
    assert names_in(file.parent) == ["pool.yaml"]


# Steps of writing a file. The program fails at one of them.
STEPS = ["mkstemp", "fsync", "chmod", "read", "replace", "settled"]
FAULTY = """
import os, signal, sys, tempfile
from pathlib import Path

step, fault, *arguments = sys.argv[1:]
def broken(*_arguments, **_options):
    if fault == "kill":
        os.kill(os.getpid(), signal.SIGKILL)
    if fault == "interrupt":
        raise KeyboardInterrupt
    raise OSError(28, "No space left on device")
def second(self):
    data = first(self)
    return broken() if step == "read" and self.name == "pool.yaml" else data
first = Path.read_bytes
if step == "mkstemp":
    tempfile.mkstemp = broken
elif step == "fsync":
    os.fsync = broken
elif step == "chmod":
    Path.chmod = broken
elif step == "read":
    Path.read_bytes = second
elif step == "replace":
    Path.replace = broken
else:
    real = Path.replace
    def replaced(self, target):
        real(self, target)
        broken()
    Path.replace = replaced
from pool_lint.cli.main import run
sys.exit(run(arguments))
"""


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("fault", ["kill", "fail", "interrupt"])
def test_a_fault_at_any_step_keeps_the_old_or_the_new_file(
    file: Path, step: str, fault: str
) -> None:
    done = subprocess.run(
        [sys.executable, "-c", FAULTY, step, fault, "--fix", "."],
        cwd=file.parent,
        capture_output=True,
        text=True,
        check=False,
    )
    codes = {"kill": -signal.SIGKILL, "interrupt": 130, "fail": 2}
    assert "Traceback" not in done.stderr
    assert done.returncode == codes[fault], done.stderr
    assert file.read_text() == (FIXED if step == "settled" else BARE)
    if fault != "kill":
        assert names_in(file.parent) == ["pool.yaml"]
    if fault == "fail":
        assert "cannot be written: no space left on device" in done.stderr


def test_a_kill_at_any_time_keeps_the_old_or_the_new_file(file: Path) -> None:
    texts = set()
    for number in range(12):
        file.write_text(BARE)
        with subprocess.Popen(
            [COMMAND, "--fix", "."],
            cwd=file.parent,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        ) as process:
            time.sleep(number * 0.033)
            process.kill()
        texts.add(file.read_text())
    assert texts <= {BARE, FIXED}


def test_eight_runs_at_once_fix_the_file_once(file: Path) -> None:
    for _ in range(3):
        file.write_text(BARE)
        several = [
            subprocess.Popen(
                [linter() / "pool-lint", "--fix", "."],
                cwd=file.parent,
                env=ENVIRONMENT,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
            )
            for _ in range(8)
        ]
        seen = set()
        while any(process.poll() is None for process in several):
            seen.add(file.read_text())
        for process in several:
            output = process.communicate()[0].decode()
            assert process.returncode == 0, output
        assert seen <= {BARE, FIXED}
        assert file.read_text() == FIXED
        assert names_in(file.parent) == ["pool.yaml"]


# Changes the file while it is fixed, like another process.
MEANWHILE = """
import sys
from pathlib import Path
from pool_lint.project import fix_files

name, often, *arguments = sys.argv[1:]
times = int(often)
real = fix_files.fix_source
def slow(source, linter, *, unsafe):
    global times
    done = real(source, linter, unsafe=unsafe)
    if times:
        times -= 1
        with open(name, "a") as file:
            file.write("# more\\n")
    return done
fix_files.fix_source = slow
from pool_lint.cli.main import run
sys.exit(run(arguments))
"""


@pytest.mark.parametrize(("often", "code"), [(1, 0), (99, 2)])
def test_changes_by_another_process_are_kept(file: Path, often: int, code: int) -> None:
    done = subprocess.run(
        [sys.executable, "-c", MEANWHILE, file.name, str(often), "--fix", "."],
        cwd=file.parent,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == code, done.stderr
    start = BARE if code else FIXED
    lines = "# more\n" * (5 if code else 1)
    assert file.read_text() == start + lines
    if code:
        assert "cannot be written: another process keeps changing it" in done.stderr


@pytest.mark.parametrize(
    "options", [["--baseline", "nope.json"], ["-o", "json:/nowhere/x"], ["--fixx"]]
)
def test_invalid_options_are_reported_before_files_change(
    file: Path, options: list[str]
) -> None:
    done = run("--fix", ".", *options, cwd=file.parent)
    assert done.returncode == 2
    assert file.read_text() == BARE


def test_fixes_are_printed_even_if_the_report_fails(file: Path) -> None:
    done = run("--fix", ".", "-o", "json:/proc/nope", cwd=file.parent)
    assert done.returncode == 2
    assert "pool.yaml: fixed: RP102" in done.stderr
    assert file.read_text() == FIXED


def test_parallel_runs_with_different_rules_make_all_fixes(file: Path) -> None:
    text = as_yaml(
        changed((WORKSPACE, 0), (("spec", "type"), "dedicate"), (("spec", "scope"), []))
    ).replace("scope: []", "scope: [Train, Train]")
    for _ in range(5):
        file.write_text(text)
        several = [
            subprocess.Popen(
                [linter() / "pool-lint", "--fix", "--select", rule, "."],
                cwd=file.parent,
                env=ENVIRONMENT,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
            for rule in ("RP102", "RP105", "RP405")
        ]
        assert [process.wait() for process in several] == [0, 0, 0]
        assert run("--fix", ".", cwd=file.parent).stderr.endswith("no findings\n")


def test_workers_end_with_their_parent(tmp_path: Path) -> None:
    for number in range(1_500):
        (tmp_path / f"{number}.yaml").write_text(BARE.replace("-001", f"-{number}"))

    def fixed() -> int:
        texts = (path.read_text() for path in tmp_path.glob("*.yaml"))
        return sum("id: 0\n" not in text for text in texts)

    with subprocess.Popen(
        [COMMAND, "--fix", "--jobs", "4", "."],
        cwd=tmp_path,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as process:
        until(fixed)
        workers = [int(worker) for worker in children(process)]
        process.kill()
    assert workers
    until(lambda: all(map(is_gone, workers)))
    assert fixed() < 1_500, "the run ended too early"


def test_an_internal_error_names_the_file(file: Path) -> None:
    code = (
        "import sys; from pool_lint.engine import fixer;"
        "fixer.non_overlapping = lambda *_: 1 / 0;"
        "from pool_lint.cli.main import run; sys.exit(run(['--fix', '.']))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=file.parent,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert "internal error while fixing pool.yaml: ZeroDivisionError" in done.stderr
    assert "Traceback" not in done.stderr
    assert file.read_text() == BARE


# --- Fixes in reports


def edited(text: str, edits: list[Any], places: Callable[[Any], Any]) -> str:
    lines = text.splitlines(keepends=True)
    starts = [sum(map(len, lines[:number])) for number in range(len(lines) + 1)]
    for edit in reversed(edits):
        (line, column), (end_line, end_column), content = places(edit)
        start = starts[line - 1] + column - 1
        end = starts[end_line - 1] + end_column - 1
        text = text[:start] + content + text[end:]
    return text


def test_json_and_sarif_carry_the_edits(file: Path) -> None:
    text = UNSAFE.replace("- Train", "- Train\n  - Train")
    file.write_text(text)
    outputs = ("-o", "json:out.json", "-o", "sarif:out.sarif")
    run(*outputs, "-q", ".", cwd=file.parent)
    wanted = fix_text(text, unsafe=True).text
    found = json.loads((file.parent / "out.json").read_text())
    assert found["summary"]["fixable"] == 2
    fixes = [one["fix"] for one in found["diagnostics"]]
    assert [fix["applicability"] for fix in fixes] == ["safe", "unsafe"]

    def of_json(edit: Any) -> Any:
        start, end = (tuple(edit["range"][key].values()) for key in ("start", "end"))
        return start, end, edit["content"]

    edits = [edit for fix in fixes for edit in fix["edits"]]
    assert edited(text, edits, of_json) == wanted

    def of_sarif(edit: Any) -> Any:
        region = edit["deletedRegion"]
        start = region["startLine"], region["startColumn"]
        content = edit["insertedContent"]["text"]  # deletions have one too
        return start, (region["endLine"], region["endColumn"]), content

    [log] = json.loads((file.parent / "out.sarif").read_text())["runs"]
    replaced = [
        replacement
        for result in log["results"]
        for fix in result["fixes"]
        for change in fix["artifactChanges"]
        for replacement in change["replacements"]
    ]
    in_order = sorted(replaced, key=lambda edit: edit["deletedRegion"]["startLine"])
    assert edited(text, in_order, of_sarif) == wanted
