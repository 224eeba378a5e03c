"""All settings that apply to a file, each with its value and where it is set."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from pool_lint.config.settings import Settings
from pool_lint.validation.schemas import CONFIG

_GLOBS = ("per-file-ignores", "kinds")
_EMPTY: dict[str, Any] = {"array": [], "object": {}}


class Setting(NamedTuple):
    """One setting, or one entry of a table: its value and where it is set.

    ``value`` is None for a setting that has no default. ``place`` is ``file:line``, ""
    for a default. ``matches`` is set for an entry whose key is a glob: whether the glob
    matches the file.
    """

    key: str
    entry: str | None
    value: Any
    place: str = ""
    matches: bool | None = None


def effective(settings: Settings, path: str) -> Iterator[Setting]:
    """Yield all settings for a path, in the order of the schema of settings files."""
    for key, schema in CONFIG.data["properties"].items():
        if key in _GLOBS:
            found = [*_glob_entries(settings, key, path)]
        elif schema["type"] == "object":
            found = [*_entries(settings, key)]
        else:
            found = [_plain(settings, key)]
        yield from found or [Setting(key, None, {})]


def default_of(key: str) -> Any:
    """Return the default of a setting, None if it has none."""
    schema = CONFIG.data["properties"][key]
    if "minItems" in schema:
        return None
    return schema.get("default", _EMPTY.get(schema["type"]))


def _plain(settings: Settings, key: str) -> Setting:
    layer = settings.layer_of(key)
    if layer is None:
        return Setting(key, None, default_of(key))
    return Setting(key, None, layer.values[key], layer.place((key,)))


def _entries(settings: Settings, key: str) -> Iterator[Setting]:
    for name, value in settings.values.get(key, {}).items():
        if layer := settings.layer_of(key, name):
            yield Setting(key, name, value, layer.place((key, name)))


def _glob_entries(settings: Settings, key: str, path: str) -> Iterator[Setting]:
    """Yield the entries of each file: one glob can match differently in two folders."""
    rows = settings.ignores if key == "per-file-ignores" else settings.kinds
    globs = iter(rows)
    for layer in settings.layers:
        for name, value in layer.values.get(key, {}).items():
            fits = next(globs)[0].fits(path)
            yield Setting(key, name, value, layer.place((key, name)), fits)
