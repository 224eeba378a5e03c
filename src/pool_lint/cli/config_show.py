"""The output of ``pool-lint config show``: settings, values and their sources."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from typing import Any

import click

from pool_lint.cli.terminal import idle_policy_lines, tell, write
from pool_lint.config.effective import Setting, effective
from pool_lint.config.run_options import RunOptions
from pool_lint.config.saved_lists import KNOWN_POOLS, load_known_pools
from pool_lint.config.settings import Settings
from pool_lint.config.toml import toml_key, toml_value
from pool_lint.filesystem.paths import display, file_in, resolve
from pool_lint.filesystem.read import is_stdin
from pool_lint.model.text import escape
from pool_lint.modelarts.kinds import Kind
from pool_lint.project.idle_policies import idle_in_settings
from pool_lint.project.workspace import Workspace
from pool_lint.reporters.json import ascii_json

_DEFAULT = "default"
_ANY_FILE = "**"
_UNSET = {"select": ": all rules run except those of severity info"}


def show_settings(workspace: Workspace, path: str, format_: str = "text") -> int:
    """Print the settings that apply to a path; return the exit code.

    Raises UsageError for an empty path, and SettingsError for settings that a run would
    refuse.
    """
    if not path:
        raise click.UsageError("the path is empty; name a file or a folder")
    is_folder = os.path.isdir(path)
    name = workspace.options.stdin_name if is_stdin(path) else path
    one = file_in(name)
    settings = workspace.settings(one)
    if layer := settings.layer_of(KNOWN_POOLS):
        load_known_pools(layer)
    tell(idle_policy_lines(idle_in_settings(workspace, one)))
    every = effective(settings, resolve(one))
    found = list(_with_options(every, settings, workspace.options))
    if is_folder:  # whether a glob matches depends on the file
        found = [setting._replace(matches=None) for setting in found]
    if format_ == "json":
        write(sys.stdout, [ascii_json(_as_data(settings, found))])
        return 0
    source = f"from {settings.file}" if settings.file else "no settings file found"
    write(sys.stdout, [escape(f"# settings for {display(name)}: {source}") + "\n"])
    write(sys.stdout, (f"{_line(setting)}\n" for setting in found))
    return 0


def _line(setting: Setting) -> str:
    """Return a line of TOML, with the source as a comment."""
    name = toml_key(setting.key)
    if setting.entry is not None:
        name += f".{toml_key(setting.entry)}"
    if setting.value is None:
        return f"# {name} is not set{_UNSET.get(name, '')}"
    matches = {True: " (matches)", False: " (does not match)", None: ""}
    source = f"{setting.place or _DEFAULT}{matches[setting.matches]}"
    return f"{name} = {toml_value(setting.value)}  # {escape(source)}"


def _as_data(settings: Settings, found: Iterable[Setting]) -> dict[str, Any]:
    """Return the settings and their sources as nested dicts, for JSON."""
    values: dict[str, Any] = {}
    sources: dict[str, Any] = {}
    for key, entry, value, place, _ in found:
        if entry is None:
            values[key], sources[key] = value, place or _DEFAULT
        else:
            values.setdefault(key, {})[entry] = value
            sources.setdefault(key, {})[entry] = place
    return {"file": settings.file, "settings": values, "sources": sources}


def _with_options(
    every: Iterable[Setting], settings: Settings, options: RunOptions
) -> Iterator[Setting]:
    """Yield the settings with the options of the run on top."""
    given = {key: value for key, *value in _given(settings, options)}
    done = set()
    for setting in every:
        if setting.key not in given:
            yield setting
        elif setting.key not in done:
            done.add(setting.key)
            value, option, kept = given[setting.key]
            place = f"{setting.place}, {option}" if kept and setting.place else option
            yield Setting(setting.key, None, value, place)


def _given(
    settings: Settings, options: RunOptions
) -> Iterator[tuple[str, Any, str, bool]]:
    """Yield key, value and option of each setting that an option changes.

    The last element is true if the option adds to the value of the settings file.
    """
    config, selects = settings.config, options.select is not None
    if selects:
        yield "select", options.select, "--select", False
    ignored = settings.values.get("ignore", [])
    if list(config.ignore) != ignored:  # selecting a rule removes it from ignore
        other = "--select" if selects else "--extend-select"
        option = "--ignore" if options.ignore else other
        yield (
            "ignore",
            config.ignore,
            option,
            not set(ignored).isdisjoint(config.ignore),
        )
    if options.extend_select:
        yield "extend-select", config.extend_select, "--extend-select", True
    if options.exclude:
        globs = [glob.pattern for glob in settings.exclude]
        yield "exclude", globs, "--exclude", True
    if options.force_exclude:
        yield "force-exclude", True, "--force-exclude", False
    if options.fail_on:
        yield "fail-on", options.fail_on, "--fail-on", False
    if options.kind is not Kind.AUTO:
        yield "kinds", {_ANY_FILE: options.kind.value}, "--kind", False
    if options.edition:
        yield "edition", options.edition, "--edition", False
    if options.flavor_catalog:
        yield "flavor-catalog", options.flavor_catalog, "--flavor-catalog", False
        yield "flavors", {}, "--flavor-catalog", False
