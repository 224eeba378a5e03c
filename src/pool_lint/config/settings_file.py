"""One settings file: its keys, and the checks of their values."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from pool_lint.config.options import Config
from pool_lint.config.schema_errors import place_of, reason_of
from pool_lint.config.selectors import find_injected
from pool_lint.config.toml import TomlFile, read_toml
from pool_lint.filesystem.globs import why_useless
from pool_lint.filesystem.paths import absolute, display, relative
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

if TYPE_CHECKING:
    from pool_lint.policies.policy import Policy

_SELECTORS = ("select", "ignore", "extend-select")


class Layer(NamedTuple):
    """A settings file, the pointer to its table, and the rules that it can name.

    ``policies`` are those that it defines. A file of an installed distribution has an
    ``origin`` with its name and version; ``scope`` is then the folder of its globs.
    """

    file: TomlFile
    table: Pointer
    rules: tuple[Rule, ...]
    policies: tuple[Policy, ...] = ()
    origin: str = ""
    scope: str = ""

    @property
    def folder(self) -> str:
        """The folder that paths in the file are relative to."""
        return os.path.dirname(absolute(self.file.path))

    @property
    def globs_start(self) -> str:
        """The folder that globs in the file are relative to."""
        return self.scope or self.folder

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


def check_keys(layer: Layer) -> None:
    """Raise SettingsError for an unknown key, or a value that the schema rejects."""
    try:
        document = Document(_as_json(layer.values))
    except RecursionError:
        raise layer.malformed((), "the values are nested too deeply") from None
    if not is_valid(document, CONFIG):
        for failure in failures(document, CONFIG):
            raise layer.malformed(place_of(failure), reason_of(failure))


def check_values(layer: Layer, more_rules: Sequence[Rule] = ()) -> None:
    """Raise SettingsError for a value that the schema cannot check.

    These are unknown rules and fields, useless globs, and the required version.
    ``more_rules`` are the policies that the settings can name.
    """
    rules = (*layer.rules, *more_rules)
    for pointer, config in _selections(layer.values):
        try:
            config.enabled(rules)
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
    _check_urls(layer)
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
    for rule in values.get("rule", {}):
        yield ("rule", rule), Config(select=[rule])
    for glob, ignored in values.get("per-file-ignores", {}).items():
        for rule in ignored:
            yield ("per-file-ignores", glob), Config(ignore=[rule])


def _check_urls(layer: Layer) -> None:
    template, texts = layer.values.get("docs-url"), layer.values.get("rule", {})
    if template is None and not texts:
        return
    from pool_lint.config import docs_url  # noqa: PLC0415 - few settings

    if template is not None and (reason := docs_url.why_invalid(template)):
        raise layer.malformed(("docs-url",), f"docs-url: {reason}")
    for rule, text in texts.items():
        if "url" in text and (reason := docs_url.why_invalid_url(text["url"])):
            raise layer.malformed(("rule", rule, "url"), f"url: {reason}")


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


def has_table(path: str) -> bool:
    """Whether a pyproject.toml has the table [tool.pool-lint]."""
    try:
        return holds_table(read_toml(path).data)
    except SettingsError:
        return _mentions(path)


def holds_table(data: object) -> bool:
    """Whether the data of a pyproject.toml has the table [tool.pool-lint]."""
    tool = data.get("tool") if isinstance(data, dict) else None
    return isinstance(tool, dict) and "pool-lint" in tool


def _mentions(path: str) -> bool:
    """Whether an unparsable file mentions our table: then it must not be skipped."""
    try:
        with open(path, "rb") as file:
            return b"tool.pool-lint" in file.read(1 << 18)
    except OSError:
        return False
