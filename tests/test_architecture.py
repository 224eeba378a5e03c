"""The house as code: what imports what, and what start-up leaves alone."""

from __future__ import annotations

import ast
import subprocess
import sys
import tomllib
from ast import literal_eval
from collections.abc import Iterator
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

from architecture import ALLOWED, DOORS, TESTING
from manifests import REFERENCE, as_yaml, changed

PACKAGE = Path(__file__).parent.parent / "src" / "pool_lint"
PROJECT = PACKAGE.parent.parent / "pyproject.toml"

LIBRARIES = {
    "click": {"cli", "reporters.full"},
    "jsonschema": {"validation"},
    "jsonschema_rs": {"validation"},
    "referencing": {"validation"},
    "yaml": {"parsing", "edits"},
}


@cache  # to parse them takes half a second
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


def package_of(module: str) -> str:
    """The package of a module, or the module itself where it lies at the top."""
    return module.partition(".")[0]


def arrows() -> set[tuple[str, str]]:
    """Every pair of modules of which the first imports the second."""
    known = modules()

    def target(name: str) -> str:
        return f"{name}.__init__" if f"{name}.__init__" in known else name

    return {
        (module, target(name)) for module, tree in known.items() for name in own(tree)
    }


def test_the_table_names_every_package_and_what_it_imports() -> None:
    used: dict[str, set[str]] = {package_of(module): set() for module in modules()}
    for module, target in arrows():
        if package_of(module) != package_of(target):
            used[package_of(module)].add(package_of(target))
    assert used == ALLOWED | TESTING | DOORS


def test_packages_import_those_above_them_never() -> None:
    floors = list(ALLOWED)
    for number, package in enumerate(floors):
        assert ALLOWED[package] <= set(floors[:number])


def test_no_modules_import_each_other_in_a_circle() -> None:
    sorter: TopologicalSorter[str] = TopologicalSorter()
    for module, target in arrows():
        sorter.add(module, target)
    sorter.prepare()  # raises CycleError


def test_only_doors_lie_outside_of_packages() -> None:
    names = {path.name for path in PACKAGE.iterdir()} - {"__pycache__"}
    packages = set(ALLOWED | TESTING) - {"api"}
    assert names == {*packages, "__init__.py", "__main__.py", "api.py", "py.typed"}


def test_the_wheel_gets_every_package() -> None:
    listed = tomllib.loads(PROJECT.read_text())["tool"]["setuptools"]["packages"]
    folders = {path.parent.relative_to(PACKAGE) for path in PACKAGE.rglob("*.py")}
    packages = {".".join(("pool_lint", *folder.parts)) for folder in folders}
    assert set(listed) == {*packages, "pool_lint.schemas"}


def test_rules_do_not_import_each_other() -> None:
    for module, target in arrows():
        assert not module.startswith("rules.builtin") or not target.startswith(
            "rules.builtin"
        )


@pytest.mark.parametrize("library", LIBRARIES)
def test_a_library_is_imported_where_it_belongs_alone(library: str) -> None:
    for module, tree in modules().items():
        if library in {name.partition(".")[0] for name in imports(tree)}:
            assert {module, package_of(module)} & LIBRARIES[library], module


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
    assert [module for module, _ in broad] == ["cli.main"]


def test_nothing_can_reach_the_network_or_start_a_program() -> None:
    forbidden = {
        "subprocess",
        "urllib",
        "http",
        "requests",
        "pickle",
        "shelve",
    }
    for module, tree in modules().items():
        names = {name.partition(".")[0] for name in imports(tree)}
        assert not forbidden & names, module


LAZY = [
    "jsonschema",
    "referencing",
    "difflib",
    "multiprocessing",
    "concurrent.futures",
    "importlib.metadata",
    "importlib.resources",
    "click.shell_completion",
    "json",
    "shutil",
    "tempfile",
    "tomllib",
    "unicodedata",
    "pool_lint.api",
    "pool_lint.cli.explain",
    "pool_lint.cli.check_fix",
    "pool_lint.edits",
    "pool_lint.engine.fixer",
    "pool_lint.config.settings_file",
    "pool_lint.project.fix_files",
]


def loaded(manifest: str, names: list[str], folder: Path, code: int = 1) -> list[str]:
    """Which of some modules are loaded when a manifest has been linted."""
    (folder / "pool.yaml").write_text(manifest)
    program = (
        "import sys; from pool_lint.cli.main import run;"
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
    assert {n: length for n, length in lengths.items() if length > 250} == {}
