"""Settings files: parsing, validation against the schema, and inheritance."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from pool_lint.config.options import Config
from pool_lint.config.schema_errors import reason_of
from pool_lint.config.selectors import find_injected
from pool_lint.config.toml import TomlFile, read_toml
from pool_lint.filesystem.globs import why_useless
from pool_lint.filesystem.paths import display, relative
from pool_lint.model.errors import (
    GlobError,
    MandatoryRuleError,
    SettingsError,
    UnknownFieldError,
    UnknownRuleError,
)
from pool_lint.model.pointer import Pointer
from pool_lint.model.text import quote, show
from pool_lint.model.version import __version__, is_one_of
from pool_lint.parsing import Document
from pool_lint.rules.rule import Rule
from pool_lint.validation.failures import failures, is_valid
from pool_lint.validation.schemas import CONFIG, DEFAULT_EDITION

_SELECTORS = ("select", "ignore", "extend-select")


class Layer(NamedTuple):
    """A settings file, the pointer to its table, and the rules that it can name."""

    file: TomlFile
    table: Pointer
    rules: tuple[Rule, ...]

    @property
    def folder(self) -> str:
        """The folder that paths and globs in the file are relative to."""
        return os.path.dirname(os.path.abspath(self.file.path))

    @property
    def value(self) -> Any:
        """The value at the pointer, which should be a table."""
        value: Any = self.file.data
        for step in self.table:
            value = value[step]
        return value

    @property
    def values(self) -> dict[str, Any]:
        """The keys that the file sets."""
        return dict(self.value)

    def malformed(self, pointer: Pointer, reason: str) -> SettingsError:
        """Return the error to raise for a value."""
        return self.file.malformed((*self.table, *pointer), reason)

    def place(self, pointer: Pointer) -> str:
        """Return the place of a value, as ``file:line``."""
        return self.file.place((*self.table, *pointer))

    def inside(self, key: str, root: str) -> str:
        """Return the path that a key names. Raises SettingsError outside the root."""
        file = os.path.join(self.folder, self.values[key])
        root = os.path.realpath(root)
        if "\0" in file or os.path.commonpath([os.path.realpath(file), root]) != root:
            raise self.malformed(
                (key,), f"{key} must be a path inside {show(display(root))}"
            )
        return relative(os.path.normpath(file))


def check(layer: Layer) -> None:
    """Raise SettingsError for an unknown key or an invalid value.

    The published schema is checked first. Then follows what it cannot express: known
    rules and fields, useful globs, and the required version.
    """
    try:
        document = Document(_as_json(layer.values))
    except RecursionError:
        raise layer.malformed((), "the values are nested too deeply") from None
    if not is_valid(document, CONFIG):
        for failure in failures(document, CONFIG):
            raise layer.malformed(failure.pointer, reason_of(failure))
    for pointer, config in _selections(layer.values):
        try:
            config.enabled(layer.rules)
        except (UnknownRuleError, MandatoryRuleError) as error:
            raise layer.malformed(pointer, str(error)) from None
    for index, name in enumerate(layer.values.get("injected", ())):
        try:
            find_injected(name, layer.values.get("edition", DEFAULT_EDITION))
        except UnknownFieldError as error:
            raise layer.malformed(("injected", index), str(error)) from None
    for pointer, glob in _globs(layer.values):
        if reason := why_useless(glob):
            raise layer.malformed(pointer, str(GlobError(glob, reason)))
    _check_docs_url(layer)
    _check_version(layer)


def _globs(values: Mapping[str, Any]) -> Iterable[tuple[Pointer, str]]:
    for key in ("exclude", "protected"):
        for index, glob in enumerate(values.get(key, ())):
            yield (key, index), glob
    for key in ("per-file-ignores", "kinds"):
        for glob in values.get(key, {}):
            yield (key, glob), glob


def _as_json(value: Any) -> Any:
    """Return a value with 0 in place of dates and times, which no key accepts."""
    if isinstance(value, dict):
        return {key: _as_json(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_as_json(inner) for inner in value]
    return value if isinstance(value, (bool, int, str)) else 0


def _selections(values: Mapping[str, Any]) -> Iterable[tuple[Pointer, Config]]:
    """Yield the pointer of each selector with a Config that fails if it is invalid."""
    for key in _SELECTORS:
        for index, rule in enumerate(values.get(key, ())):
            kept = {"ignore": Config(ignore=[rule])}.get(key, Config(select=[rule]))
            yield (key, index), kept
    for rule, severity in values.get("severity", {}).items():
        yield ("severity", rule), Config(severity={rule: severity})
    for glob, ignored in values.get("per-file-ignores", {}).items():
        for rule in ignored:
            yield ("per-file-ignores", glob), Config(ignore=[rule])


def _check_docs_url(layer: Layer) -> None:
    template = layer.values.get("docs-url")
    if template is None:
        return
    from pool_lint.config.docs_url import why_invalid  # noqa: PLC0415 - few settings

    if reason := why_invalid(template):
        raise layer.malformed(("docs-url",), f"docs-url: {reason}")


def _check_version(layer: Layer) -> None:
    wanted = layer.values.get("required-version")
    if wanted is None:
        return
    fits = is_one_of(wanted)
    if not fits:
        message = f"these settings require pool-lint {show(wanted)}"
        reason = f"{message}, but this is {__version__}"
        wrong = f"required-version {quote(wanted)} is not a version specifier"
        wrong += ', such as ">=0.1"'
        raise layer.malformed(("required-version",), wrong if fits is None else reason)


_TABLE = ("tool", "pool-lint")
_MOST_LAYERS = 10


def layers(
    file: str, root: str, rules: Sequence[Rule], known: dict[str, Layer]
) -> Iterator[Layer]:
    """Yield a settings file and those it inherits from, the nearest first.

    Inherited files must lie inside ``root``. ``known`` caches files between calls.
    Raises SettingsError.
    """
    seen = set[str]()
    for _ in range(_MOST_LAYERS):
        seen.add(os.path.realpath(file))
        if file not in known:
            known[file] = _layer(file, rules)
        layer = known[file]
        yield layer
        if "extend" not in layer.values:
            return
        file = layer.inside("extend", root)
        if not os.path.isfile(file):
            named = layer.values["extend"]
            raise layer.malformed(("extend",), f"extend: {quote(named)} does not exist")
        if os.path.realpath(file) in seen:
            raise layer.malformed(
                ("extend",), "extend: these settings files inherit from each other"
            )
    reason = f"extend: settings can inherit through at most {_MOST_LAYERS} files"
    raise layer.malformed(("extend",), reason)


def _layer(path: str, rules: Sequence[Rule]) -> Layer:
    file = read_toml(relative(path))
    table = _TABLE if os.path.basename(path) == "pyproject.toml" else ()
    if table and not _holds(file.data):
        raise SettingsError(file.path, "missing table [tool.pool-lint]")
    layer = Layer(file, table, tuple(rules))
    if not isinstance(layer.value, dict):
        raise layer.malformed((), "tool.pool-lint must be a table")
    check(layer)
    return layer


def has_table(path: str) -> bool:
    """Whether a pyproject.toml has the table [tool.pool-lint]."""
    try:
        return _holds(read_toml(path).data)
    except SettingsError:
        return _mentions(path)


def _holds(data: object) -> bool:
    tool = data.get("tool") if isinstance(data, dict) else None
    return isinstance(tool, dict) and "pool-lint" in tool


def _mentions(path: str) -> bool:
    """Whether an unparsable file mentions our table: then it must not be skipped."""
    try:
        with open(path, "rb") as file:
            return b"tool.pool-lint" in file.read(1 << 18)
    except OSError:
        return False
