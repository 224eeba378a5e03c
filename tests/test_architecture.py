"""Imports between packages, and modules that start-up must not load."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
import tomllib
from ast import literal_eval
from functools import cache
from graphlib import TopologicalSorter
from importlib import import_module
from pathlib import Path

import click
import pytest

from architecture import ALLOWED, ENTRY_POINTS, TESTING
from manifests import REFERENCE, as_yaml, changed
from pool_lint.cli.main import cli
from pool_lint.model.errors import PoolLintError

PACKAGE = Path(__file__).parent.parent / "src" / "pool_lint"
PROJECT = PACKAGE.parent.parent / "pyproject.toml"

LIBRARIES = {
    "click": {"cli", "reporters.full"},
    "jinja2": {"reporters.html"},
    "jsonschema": {"validation"},
    "jsonschema_rs": {"validation"},
    "lsprotocol": {"server"},
    "pygls": {"server"},
    "referencing": {"validation"},
    "yaml": {"parsing", "edits"},
}


@cache  # parsing takes half a second
def modules() -> dict[str, ast.Module]:
    return {
        ".".join(path.relative_to(PACKAGE).with_suffix("").parts): ast.parse(
            path.read_text()
        )
        for path in sorted(PACKAGE.rglob("*.py"))
    }


@cache
def imports(tree: ast.Module) -> list[str]:
    """Return every imported module, also of late imports and imports for types."""
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            found.append(node.module or "")
    return found


def own_imports(tree: ast.Module) -> set[str]:
    found = (name.partition(".") for name in imports(tree))
    return {rest for top, _, rest in found if top == "pool_lint" and rest}


def package_of(module: str) -> str:
    """Return the package of a module, or the name of a top-level module."""
    return module.partition(".")[0]


@cache
def arrows() -> frozenset[tuple[str, str]]:
    """Return all pairs of a module and a module that it imports."""
    known = modules()

    def target(name: str) -> str:
        return f"{name}.__init__" if f"{name}.__init__" in known else name

    return frozenset(
        (module, target(name))
        for module, tree in known.items()
        for name in own_imports(tree)
    )


def test_packages_import_only_what_the_table_allows() -> None:
    used: dict[str, set[str]] = {package_of(module): set() for module in modules()}
    for module, target in arrows():
        if package_of(module) != package_of(target):
            used[package_of(module)].add(package_of(target))
    assert used == ALLOWED | TESTING | ENTRY_POINTS


def test_packages_import_only_lower_packages() -> None:
    floors = list(ALLOWED)
    for number, package in enumerate(floors):
        assert ALLOWED[package] <= set(floors[:number])


def test_imports_have_no_cycle() -> None:
    sorter: TopologicalSorter[str] = TopologicalSorter()
    for module, target in arrows():
        sorter.add(module, target)
    sorter.prepare()  # raises CycleError


def test_only_entry_points_lie_outside_of_packages() -> None:
    names = {path.name for path in PACKAGE.iterdir()} - {"__pycache__"}
    packages = set(ALLOWED | TESTING) - {"api"}
    assert names == {*packages, "__init__.py", "__main__.py", "api.py", "py.typed"}


def test_the_wheel_contains_every_package() -> None:
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
def test_a_library_is_imported_only_by_its_packages(library: str) -> None:
    for module, tree in modules().items():
        if library in {name.partition(".")[0] for name in imports(tree)}:
            assert {module, package_of(module)} & LIBRARIES[library], module


def test_only_one_handler_catches_all_exceptions() -> None:
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


def test_all_errors_have_one_base_class() -> None:
    for module in modules():
        if module not in {"__main__", "__init__"}:
            import_module(f"pool_lint.{module.removesuffix('.__init__')}")
    found = subclasses(Exception)
    own = [error for error in found if error.__module__.startswith("pool_lint.")]
    # A signal that ends the program is not an error, and click prints its own errors.
    own = [error for error in own if not error.__module__.startswith("pool_lint.cli")]
    assert [error for error in own if not issubclass(error, PoolLintError)] == []
    assert [error for error in own if not error.__name__.endswith("Error")] == []


def subclasses(kind: type) -> set[type]:
    return {kind}.union(*map(subclasses, kind.__subclasses__()))


def test_rule_ids_are_written_in_rules_only() -> None:
    # Help texts and examples of documentation name rules as a user does.
    texts = [
        (module, re.sub(r"(?m)^ *(?:>>>|\.\.\.|[(\[]).*$", "", node.value))
        for module, tree in modules().items()
        if package_of(module) not in {"rules", "cli"}
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]
    assert [(m, t) for m, t in texts if re.search(r"\bR[DP][0-9]{3}\b", t)] == []


def test_no_pattern_repeats_a_group_possessively() -> None:
    # Up to Python 3.11.4, such a pattern can match wrongly.
    texts = [
        (module, node.value)
        for module, tree in modules().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]
    assert [(m, t) for m, t in texts if re.search(r"\)(?:[*+?]|\{[\d,]+\})\+", t)] == []
    assert [(m, t) for m, t in texts if "(?>" in t] == []


def test_no_module_imports_network_or_subprocess() -> None:
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
    "pool_lint.config.policy_tables",
    "pool_lint.config.docs_url",
    "pool_lint.engine.policies",
    "pool_lint.engine.suppression_report",
    "pool_lint.filesystem.gitignore_automaton",
    "pool_lint.modelarts.text_signs",
    "pool_lint.policies",
    "pool_lint.project.fix_files",
    "pool_lint.project.session",
    "pool_lint.server",
    "pool_lint.reporters.full",
    "pool_lint.reporters.html",
    "pool_lint.model.inventory",
    "jinja2",
    "asyncio",
    "logging",
    "pygls",
]


def loaded(
    manifest: str,
    names: list[str],
    folder: Path,
    code: int = 1,
    file: str = "pool.yaml",
) -> list[str]:
    """Lint a manifest in a new process and return which modules it has loaded."""
    (folder / file).write_text(manifest)
    program = (
        "import sys; from pool_lint.cli.main import run;"
        f"assert run([{file!r}, '--quiet']) == {code};"
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


def test_linting_a_clean_file_loads_no_lazy_module(tmp_path: Path) -> None:
    assert loaded(as_yaml(REFERENCE), LAZY, tmp_path, code=0) == []


def test_linting_a_clean_json_file_does_not_load_pyyaml(tmp_path: Path) -> None:
    text = json.dumps(REFERENCE)
    assert loaded(text, ["yaml"], tmp_path, code=0, file="pool.json") == []


def test_jsonschema_is_loaded_only_for_hard_cases(tmp_path: Path) -> None:
    broken = as_yaml(changed((("spec", "scope"), 2.5), (("spec", "x"), 1)))
    whole_float = as_yaml(changed((("spec", "resources", 0, "count"), 2.0)))
    assert loaded(broken, ["jsonschema"], tmp_path) == []
    assert loaded(broken + "# long\n" * 600, ["jsonschema"], tmp_path) == ["jsonschema"]
    assert loaded(whole_float, ["jsonschema"], tmp_path) == ["jsonschema"]


def test_modules_have_at_most_250_lines() -> None:
    lengths = {
        str(path.relative_to(PACKAGE)): len(path.read_text().splitlines())
        for path in PACKAGE.rglob("*.py")
    }
    assert {n: length for n, length in lengths.items() if length > 250} == {}


@cache
def options_of_all_commands() -> set[str]:
    """Every long option of the command line."""
    context = click.Context(cli)
    commands = [cli.get_command(context, name) for name in cli.list_commands(context)]
    names = {name for c in commands if c for p in c.params for name in p.opts}
    return {name for name in names if name.startswith("--")}


def options_in(text: str) -> set[str]:
    """The options of the command line that a text names."""
    return options_of_all_commands() & {*re.findall(r"--[a-z][-a-z]*", text)}


def test_only_the_command_line_and_its_reports_name_options() -> None:
    """Rules, schemas and errors also reach people in editors and in programs."""
    texts = [
        (f"{name}:{node.lineno}", node.value)
        for name, tree in modules().items()
        if package_of(name) not in {"cli", "reporters"}
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]
    schemas = (PROJECT.parent / "schemas").rglob("*.json")
    texts += [(path.name, path.read_text(encoding="utf-8")) for path in schemas]
    assert [
        (place, options_in(text)) for place, text in texts if options_in(text)
    ] == []
    assert options_in("use --kind response") == {"--kind"}
