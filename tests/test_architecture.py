"""The house as code: what imports what, and what start-up leaves alone."""

from __future__ import annotations

import ast
import subprocess
import sys
from ast import literal_eval
from collections.abc import Iterator
from pathlib import Path

import pytest

from manifests import REFERENCE, as_yaml, changed

PACKAGE = Path(__file__).parent.parent / "src" / "pool_lint"

# From the ground up: a room imports from the rows below it, and from its own row never.
# A name stands for a module or for a package with all that is in it.
STOREYS = [
    [
        "version",
        "pointer",
        "escaping",
        "flavor",
        "edition",
        "files",
        "piecework",
        "malformed",
        "writing",
        "steps",
        "style",
        "starter",
        "glob",
        "paths",
        "lean",
        "decoding",
    ],
    ["finding", "validators", "difference", "target", "forks"],
    ["report", "source", "discovery", "workers"],
    ["document"],
    [
        "view",
        "routing",
        "placeholder",
        "catalog",
        "toml",
        "extent",
        "directive",
        "edits",
    ],
    ["resource", "vocabulary"],
    ["pool", "api_error", "injection", "naming", "schema"],
    ["rule"],
    ["repair", "wording", "precedence", "across", "selecting"],
    ["rules", "config", "silence", "causes"],
    ["suppression", "layer"],
    ["checking", "settings", "layers"],
    ["stamping", "repository"],
    ["collecting"],
    ["filerun"],
    ["linter"],
    ["plan", "batch"],
    ["trial"],
    ["fixing"],
    ["project", "reporters", "lookup", "terminal", "baseline"],
    ["texts"],
    ["api", "arguments", "reference", "rendering", "outputs", "patch", "progress"],
    ["mending"],
    ["commands"],
    ["cli"],
    ["__init__", "__main__"],
]
FLOOR = {room: floor for floor, rooms in enumerate(STOREYS) for room in rooms}

DOCUMENT = [
    ["limits", "scalar", "defect", "json_error", "yaml_error"],
    ["nodes", "known"],
    ["tree", "composer", "events", "json_tree"],
    ["notes", "written", "quick"],
    ["document"],
    ["builder", "unread"],
    ["data"],
    ["json", "yaml"],
    ["__init__"],
]

LIBRARIES = {
    "click": {"arguments", "cli", "commands", "terminal", "reporters"},
    "jsonschema": {"schema", "validators"},
    "jsonschema_rs": {"lean", "validators"},
    "referencing": {"validators"},
    "yaml": {"document", "edits"},
}


def modules() -> dict[str, ast.Module]:
    return {
        ".".join(path.relative_to(PACKAGE).with_suffix("").parts): ast.parse(
            path.read_text()
        )
        for path in sorted(PACKAGE.rglob("*.py"))
    }


def imports(tree: ast.Module) -> Iterator[str]:
    """Every module that is imported anywhere, also late and for types."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            yield node.module or ""


def own(tree: ast.Module) -> set[str]:
    found = (name.partition(".") for name in imports(tree))
    return {rest for top, _, rest in found if top == "pool_lint" and rest}


def room(module: str) -> str:
    return module.partition(".")[0]


def arrows() -> set[tuple[str, str]]:
    return {
        (room(module), room(target))
        for module, tree in modules().items()
        for target in own(tree)
        if room(module) != room(target)
    }


def test_every_module_has_its_storey() -> None:
    assert {room(module) for module in modules()} == set(FLOOR)


def test_imports_point_down() -> None:
    upward = [(a, b) for a, b in arrows() if FLOOR[b] >= FLOOR[a]]
    assert upward == []


def test_imports_point_down_inside_document_too() -> None:
    floor = {name: number for number, row in enumerate(DOCUMENT) for name in row}
    inside = {
        (module.partition(".")[2], target.partition(".")[2])
        for module, tree in modules().items()
        for target in own(tree)
        if room(module) == "document" and target.startswith("document.")
    }
    assert {name for pair in inside for name in pair} <= set(floor)
    assert [(a, b) for a, b in inside if floor[b] >= floor[a]] == []


def test_reporters_know_findings_only() -> None:
    known = {target for source, target in arrows() if source == "reporters"}
    assert known <= {"escaping", "finding", "pointer", "report", "style", "version"}


def test_the_linter_is_handed_its_rules() -> None:
    users = {source for source, target in arrows() if target == "rules"}
    assert users <= {"api", "arguments", "commands", "texts"}


def test_rules_do_not_import_each_other() -> None:
    for module, tree in modules().items():
        if room(module) == "rules":
            assert not {name for name in own(tree) if room(name) == "rules"}


@pytest.mark.parametrize("library", LIBRARIES)
def test_a_library_is_known_in_its_rooms_alone(library: str) -> None:
    users = {
        room(module)
        for module, tree in modules().items()
        if library in {name.partition(".")[0] for name in imports(tree)}
    }
    # Reading a plain scalar is also asked of PyYAML's resolver, inside document.
    assert users <= LIBRARIES[library]


def test_one_boundary_catches_everything() -> None:
    broad = [
        (module, handler.lineno)
        for module, tree in modules().items()
        for handler in ast.walk(tree)
        if isinstance(handler, ast.ExceptHandler)
        and (
            handler.type is None
            or ast.unparse(handler.type) in {"Exception", "BaseException"}
        )
        and not any(isinstance(node, ast.Raise) for node in ast.walk(handler))
    ]
    assert [module for module, _ in broad] == ["cli"]


def test_nothing_can_reach_the_network_or_start_a_program() -> None:
    forbidden = {
        "socket",
        "subprocess",
        "urllib",
        "http",
        "requests",
        "pickle",
        "shelve",
    }
    for module, tree in modules().items():
        # Processes send what they found to the one that has started them.
        allowed = {"pickle"} if module in {"forks", "piecework"} else set()
        names = {name.partition(".")[0] for name in imports(tree)}
        assert not forbidden & names - allowed, module


LAZY = [
    "jsonschema",
    "referencing",
    "difflib",
    "email.utils",
    "socket",
    "multiprocessing",
    "concurrent.futures",
    "importlib.metadata",
    "importlib.resources",
    "click.shell_completion",
    "dataclasses",
    "json",
    "shutil",
    "tempfile",
    "tomllib",
    "unicodedata",
    "pool_lint.api",
    "pool_lint.commands.explain",
    "pool_lint.commands.fix",
    "pool_lint.edits",
    "pool_lint.fixing",
    "pool_lint.forks",
    "pool_lint.layer",
    "pool_lint.mending",
]


def loaded(manifest: str, names: list[str], folder: Path, code: int = 1) -> list[str]:
    """Which of some modules are loaded when a manifest has been linted."""
    (folder / "pool.yaml").write_text(manifest)
    program = (
        "import sys; from pool_lint.cli import run;"
        f"assert run(['pool.yaml', '--quiet']) == {code};"
        f"print([m for m in {names} if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-I", "-c", program],
        cwd=folder,
        capture_output=True,
        text=True,
        check=True,
    )
    found: list[str] = literal_eval(done.stdout.splitlines()[-1])
    return found


def test_a_clean_file_loads_nothing_it_does_not_need(tmp_path: Path) -> None:
    assert loaded(as_yaml(REFERENCE), LAZY, tmp_path, code=0) == []


@pytest.mark.parametrize("case", ["alone", "loaded", "threads"])
def test_nobody_notices_that_a_module_was_replaced(case: str) -> None:
    program = f"""
import sys, threading
from pool_lint.lean import import_compiler
if "{case}" == "loaded":
    import email.utils
if "{case}" == "threads":  # one of them may be about to import it
    threading.Thread(target=threading.Event().wait, daemon=True).start()
assert import_compiler().Draft202012Validator({{"type": "null"}}).is_valid(None)
assert ("email.utils" in sys.modules) == ("{case}" != "alone")
from email.utils import parsedate_to_datetime
assert parsedate_to_datetime("Thu, 26 Nov 2026 10:00:00 +0000").year == 2026
"""
    subprocess.run([sys.executable, "-I", "-c", program], check=True)


def test_a_stand_in_makes_room() -> None:
    """Somebody may need more of the module while the library is imported."""
    program = """
import sys
from pool_lint.lean import import_compiler
class Finder:
    def find_spec(self, name, path, target=None):
        if name == "decimal":
            stand_in = sys.modules["email.utils"]
            assert not hasattr(stand_in, "__path__")
            assert stand_in.parseaddr("A <a@b>") == ("A", "a@b")
            Finder.real = sys.modules["email.utils"]
            assert Finder.real is not stand_in
sys.meta_path.insert(0, Finder())
import_compiler()
assert sys.modules["email.utils"] is Finder.real
"""
    subprocess.run([sys.executable, "-I", "-c", program], check=True)


def test_hard_cases_alone_load_the_careful_validator(tmp_path: Path) -> None:
    broken = as_yaml(changed((("spec", "scope"), 2.5), (("spec", "x"), 1)))
    whole = as_yaml(changed((("spec", "resources", 0, "count"), 2.0)))
    assert loaded(broken, ["jsonschema"], tmp_path) == []
    assert loaded(broken + "# long\n" * 600, ["jsonschema"], tmp_path) == ["jsonschema"]
    assert loaded(whole, ["jsonschema"], tmp_path) == ["jsonschema"]


def test_files_stay_small() -> None:
    lengths = {
        str(path.relative_to(PACKAGE)): len(path.read_text().splitlines())
        for path in PACKAGE.rglob("*.py")
    }
    tables = {"finding.py"}  # declarations
    assert {n for n, length in lengths.items() if length > 250} <= tables
