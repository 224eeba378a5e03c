"""The settings that apply to a file: its settings files merged, then the options."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from pool_lint.config.options import Config
from pool_lint.filesystem.globs import Glob
from pool_lint.filesystem.paths import resolve, working_directory
from pool_lint.model.errors import SavedFileError
from pool_lint.model.location import Location
from pool_lint.model.text import show
from pool_lint.modelarts.flavor_catalog import catalog_of, load_catalog
from pool_lint.modelarts.flavors import Catalog
from pool_lint.modelarts.kinds import Kind
from pool_lint.modelarts.pool_bodies import is_answer_list
from pool_lint.modelarts.saved_file import error_at, load_document
from pool_lint.parsing import Defect, Document, Limits
from pool_lint.rules.registry import rule_for_defect
from pool_lint.rules.rule import Rule

if TYPE_CHECKING:
    from pool_lint.config.run_options import RunOptions
    from pool_lint.config.settings_file import Layer

T = TypeVar("T")

_TARGET = "target"
KNOWN_POOLS = "known-pools"
"""The key that names a saved list of the pools that the service already has."""
FLAVOR_CATALOG = "flavor-catalog"
"""The key that names a file with the known flavors."""


class Settings(NamedTuple):
    """The settings for the files below one settings file, or the defaults.

    ``file`` is the settings file, or None. ``values`` are its keys as written,
    inherited ones included. ``layers`` are the files they come from, the nearest last.
    ``target_layer`` is the file above that sets the target, if these files do not.
    Changes of ``protected`` files cannot be accepted if they harm what runs.
    """

    file: str | None = None
    values: Mapping[str, Any] = {}
    config: Config = Config()
    fail_on: str | None = None
    force_exclude: bool = False
    exclude: tuple[Glob, ...] = ()
    ignores: tuple[tuple[Glob, tuple[str, ...]], ...] = ()
    kinds: tuple[tuple[Glob, Kind], ...] = ()
    layers: tuple[Layer, ...] = ()
    target_layer: Layer | None = None
    protected: tuple[Glob, ...] = ()

    def with_target_of(self, above: Settings) -> Settings:
        """Return these settings with the target of others, unless they set one."""
        if _TARGET in self.values or _TARGET not in above.values:
            return self
        target = above.values[_TARGET]
        return self._replace(
            values={**self.values, _TARGET: target},
            config=self.config._replace(target=target),
            target_layer=above.layer_of(_TARGET),
        )

    def layer_of(self, key: str, inner: str | None = None) -> Layer | None:
        """Return the settings file that decides on a key, or on an entry of a table."""
        for layer in self.layers[::-1]:
            value = layer.values.get(key)
            if value is not None and (inner is None or inner in value):
                return layer
        return self.target_layer if key == _TARGET else None

    @property
    def files(self) -> Iterator[str]:
        """The settings files and the lists that they name, as absolute paths."""
        for layer in (*self.layers, *filter(None, [self.target_layer])):
            yield os.path.abspath(layer.file.path)
            for key in (KNOWN_POOLS, FLAVOR_CATALOG):
                if key in layer.values:
                    yield os.path.abspath(os.path.join(layer.folder, layer.values[key]))

    def excludes(self, path: str) -> bool:
        """Whether a file or a folder is excluded."""
        return self.excluded_by(path) is not None or self.lists_pools(path)

    def protects(self, path: str) -> bool:
        """Whether changes of a file that harm what runs cannot be accepted."""
        full = resolve(path) if self.protected else path
        return any(glob.fits(full) for glob in self.protected)

    def lists_pools(self, path: str) -> bool:
        """Whether a file is the list of known pools, which is not a manifest."""
        layer = self.layer_of(KNOWN_POOLS)
        file = layer and os.path.join(layer.folder, layer.values[KNOWN_POOLS])
        return bool(file) and os.path.normpath(str(file)) == resolve(path)

    def excluded_by(self, path: str) -> int | None:
        """Return the index of the first glob that excludes a path, or None."""
        full = resolve(path) if self.exclude else path
        fitting = (n for n, glob in enumerate(self.exclude) if glob.fits(full))
        return next(fitting, None)

    def ignored(self, path: str) -> tuple[str, ...]:
        """Return the rules that per-file settings ignore for a file, in order."""
        return tuple(rule for rules in _fitting(self.ignores, path) for rule in rules)

    def kind(self, path: str) -> Kind:
        """Return the kind of the documents in a file: the last match decides."""
        return [self.config.kind, *_fitting(self.kinds, path)][-1]


def _fitting(rows: Sequence[tuple[Glob, T]], path: str) -> list[T]:
    """Return the values of the globs that match a path."""
    if not rows:
        return []
    full = resolve(path)
    return [value for glob, value in rows if glob.fits(full)]


def joined(layers: Iterable[Layer], start: str | None = None) -> Settings:
    """Return the merged settings of files that inherit from each other, nearest last.

    Globs are relative to the folder of their file, or to ``start`` if given: a file
    named on the command line can lie anywhere.
    """
    settings = Settings()
    for layer in layers:
        settings = _extended(settings, layer, start or layer.folder)
    return settings


def with_options(
    base: Settings, options: RunOptions, flavors: Catalog | None
) -> Settings:
    """Return settings with the options and the list of flavors of a run on top."""
    config = base.config.with_selection(
        options.select, options.ignore, options.extend_select
    )
    config = config._replace(
        flavors=flavors or config.flavors,
        suppressions=options.suppressions,
        limits=options.limits,
        edition=options.edition or config.edition,
        unparsed=options.unparsed,
    )
    globs = [Glob(working_directory(), glob) for glob in options.exclude]
    return base._replace(
        config=config,
        fail_on=options.fail_on or base.fail_on,
        force_exclude=options.force_exclude or base.force_exclude,
        exclude=(*base.exclude, *globs),
    )


def load_flavors(file: str, rules: Iterable[Rule]) -> Catalog:
    """Return the flavors in a file. Raises SavedFileError."""
    return load_catalog(file, Limits(), _describer(tuple(rules)))


def _extended(base: Settings, layer: Layer, folder: str) -> Settings:
    values = layer.values
    config = base.config
    config = config._replace(
        select=values.get("select", config.select),
        ignore=values.get("ignore", config.ignore),
        extend_select=values.get("extend-select", config.extend_select),
        severity={**config.severity, **values.get("severity", {})},
        injected=values.get("injected", config.injected),
        edition=values.get("edition", config.edition),
        target=values.get("target", config.target),
        docs_url=values.get("docs-url", config.docs_url),
        flavors=_flavors(layer, config.flavors),
    )
    globs = [Glob(folder, pattern) for pattern in values.get("exclude", ())]
    ignores = values.get("per-file-ignores", {}).items()
    kinds = values.get("kinds", {}).items()
    guards = [Glob(folder, pattern) for pattern in values.get("protected", ())]
    return Settings(
        file=layer.file.path,
        values=_shown(base.values, values),
        config=config,
        fail_on=values.get("fail-on", base.fail_on),
        force_exclude=values.get("force-exclude", base.force_exclude),
        exclude=tuple(globs) if "exclude" in values else base.exclude,
        ignores=(*base.ignores, *((Glob(folder, g), tuple(r)) for g, r in ignores)),
        kinds=(*base.kinds, *((Glob(folder, g), Kind(k)) for g, k in kinds)),
        layers=(*base.layers, layer),
        protected=tuple(guards) if "protected" in values else base.protected,
    )


def _shown(base: Mapping[str, Any], values: Mapping[str, Any]) -> dict[str, Any]:
    joined = dict(base)
    for key, value in values.items():
        table = isinstance(value, dict)
        joined[key] = {**joined.get(key, {}), **value} if table else value
    joined.pop("extend", None)
    return joined


def load_known_pools(layer: Layer) -> Document:
    """Return the saved list of pools that settings name. Raises SettingsError."""
    file = layer.inside(KNOWN_POOLS, layer.folder)
    try:
        document = load_document(file, Limits(), _describer(layer.rules))
        listed = document.data if isinstance(document.data, dict) else {}
        if not is_answer_list(listed) or not isinstance(listed.get("items"), list):
            reason = "expected a saved list of pools (kind: PoolList)"
            raise error_at(document, Location(()), reason)
    except SavedFileError as error:
        reason = f"{KNOWN_POOLS}: {show(error.place)}: {error.reason}"
        raise layer.malformed((KNOWN_POOLS,), reason) from None
    return document


def _describer(rules: tuple[Rule, ...]) -> Callable[[Defect], str]:
    """Return a function that describes a defect with the message of its rule."""

    def describe(defect: Defect) -> str:
        rule = rule_for_defect(defect.kind, rules)
        message = next(iter(rule.check(defect))).message
        return f"{message}; see `pool-lint explain {rule.id}`"

    return describe


def _flavors(layer: Layer, base: Mapping[str, Any] | None) -> Catalog | None:
    listed = dict(base or {})
    table = layer.values.get("flavors")
    if FLAVOR_CATALOG in layer.values:
        file = layer.inside(FLAVOR_CATALOG, layer.folder)
        try:
            listed |= load_flavors(file, layer.rules)
        except SavedFileError as error:
            reason = f"{FLAVOR_CATALOG}: {show(error.place)}: {error.reason}"
            raise layer.malformed((FLAVOR_CATALOG,), reason) from None
    if table:
        listed |= catalog_of(table)
    return listed or None
