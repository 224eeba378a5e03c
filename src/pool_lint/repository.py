"""Settings files: found from a linted file upwards, and followed where they inherit."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from functools import cache

from pool_lint.layer import Layer, check
from pool_lint.paths import display, relative, working_directory
from pool_lint.rule import Rule
from pool_lint.settings import Settings, joined
from pool_lint.toml import Malformed, read_toml

# In one folder the first of these counts.
NAMES = (".pool-lint.toml", "pool-lint.toml", "pyproject.toml")
_TABLE = ("tool", "pool-lint")
_MOST_LAYERS = 10


class Repository:
    """The settings for files: the closest settings file above each of them."""

    def __init__(self, rules: Iterable[Rule], file: str | None = None) -> None:
        """Take the rules there are, and the one settings file that holds for all."""
        self._rules = tuple(rules)
        self._given = file
        self._in_folder = cache(self._search)
        self._file_in = cache(_settings_file)
        self._load = cache(self._loaded)

    def settings(self, path: str) -> Settings:
        """Return what holds for a file or a folder. Raises Malformed."""
        here = working_directory()
        if self._given:
            file = os.path.join(here, self._given)
            return self._load(self._given, os.path.dirname(file), here)
        file = os.path.normpath(os.path.join(here, path))
        return self._in_folder(os.path.dirname(file))

    def _search(self, folder: str) -> Settings:
        root = root_of(folder)
        for file in filter(None, map(self._file_in, _upwards(folder, root))):
            _refuse_link(file, root)
            return self._load(file, root)
        return Settings()

    def _loaded(self, file: str, root: str, start: str | None = None) -> Settings:
        layers = list(self._layers(file, root))
        return joined(reversed(layers), start)

    def _layers(self, file: str, root: str) -> Iterator[Layer]:
        """Yield a settings file and those it inherits from, the closest first."""
        for _ in range(_MOST_LAYERS):
            layer = _layer(file)
            check(layer, self._rules)
            yield layer
            if "extend" not in layer.values:
                return
            file = layer.inside("extend", root)
            if not os.path.isfile(file):
                raise layer.malformed(("extend",), f"there is no file {file}")
        raise layer.malformed(("extend",), "the settings inherit from each other")


def root_of(folder: str) -> str:
    """Return how far up settings are looked for.

    That is the root of the repository; without one the current folder, or the folder
    itself where it lies elsewhere: nothing beyond is anybody's to decide with.
    """
    for above in _upwards(folder, os.path.abspath(os.sep)):
        if os.path.lexists(os.path.join(above, ".git")):
            return above
    here = working_directory()
    return here if os.path.commonpath([here, folder]) == here else folder


def _upwards(folder: str, last: str) -> Iterator[str]:
    yield folder
    while folder not in {last, os.path.dirname(folder)}:
        folder = os.path.dirname(folder)
        yield folder


def _settings_file(folder: str) -> str | None:
    """Return the settings file of a folder; a pyproject.toml may be long to read."""
    files = (os.path.join(folder, name) for name in NAMES)
    return next((f for f in files if os.path.isfile(f) and _has_settings(f)), None)


def _refuse_link(file: str, root: str) -> None:
    """Raise Malformed where a link would have us read, and tell of, another file."""
    real, root = os.path.realpath(file), os.path.realpath(root)
    if os.path.commonpath([real, root]) != root:
        raise Malformed(display(file), "it is a link that leads out of the repository")


def _layer(path: str) -> Layer:
    file = read_toml(relative(path))
    table = _TABLE if os.path.basename(path) == "pyproject.toml" else ()
    if table and not _holds(file.data):
        raise Malformed(file.path, "it has no table [tool.pool-lint]")
    layer = Layer(file, table)
    if not isinstance(layer.value, dict):
        raise layer.malformed((), "it must be a table")
    return layer


def _has_settings(path: str) -> bool:
    """Whether a file is ours: a pyproject.toml is by its table alone."""
    if os.path.basename(path) != "pyproject.toml":
        return True
    try:
        return _holds(read_toml(path).data)
    except Malformed:
        return _mentions(path)


def _holds(data: object) -> bool:
    tool = data.get("tool") if isinstance(data, dict) else None
    return isinstance(tool, dict) and "pool-lint" in tool


def _mentions(path: str) -> bool:
    """Whether a broken file was meant for us: then it is not passed over."""
    try:
        with open(path, "rb") as file:
            return b"tool.pool-lint" in file.read(1 << 18)
    except OSError:
        return False
