"""The settings of a repository: what its files say, joined."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from pool_lint.config.options import Config
from pool_lint.filesystem.globs import Glob
from pool_lint.filesystem.paths import resolve, working_directory
from pool_lint.model.errors import CatalogFileError
from pool_lint.model.text import show
from pool_lint.modelarts.flavor_catalog import catalog_of, load_catalog
from pool_lint.modelarts.flavors import Catalog
from pool_lint.modelarts.kinds import Kind
from pool_lint.parsing import Limits
from pool_lint.rules.registry import rule_for_defect
from pool_lint.rules.rule import Rule

if TYPE_CHECKING:
    from pool_lint.config.run_options import RunOptions
    from pool_lint.config.settings_file import Layer

T = TypeVar("T")

_TARGET = "target"


class Settings(NamedTuple):
    """What holds for the files below one settings file, or where there is none.

    ``file`` is the settings file, None where there is none; ``values`` are its keys as
    they are written, with those that it inherits, to be shown.
    """

    file: str | None = None
    values: Mapping[str, Any] = {}
    config: Config = Config()
    fail_on: str | None = None
    force_exclude: bool = False
    exclude: tuple[Glob, ...] = ()
    ignores: tuple[tuple[Glob, tuple[str, ...]], ...] = ()
    kinds: tuple[tuple[Glob, Kind], ...] = ()

    def with_target_of(self, above: Settings) -> Settings:
        """Return the same with the target of settings above, unless these set one."""
        if _TARGET in self.values or _TARGET not in above.values:
            return self
        target = above.values[_TARGET]
        return self._replace(
            values={**self.values, _TARGET: target},
            config=self.config._replace(target=target),
        )

    def excludes(self, path: str) -> bool:
        """Whether a file or a folder is left out."""
        full = resolve(path) if self.exclude else path
        return any(glob.fits(full) for glob in self.exclude)

    def ignored(self, path: str) -> tuple[str, ...]:
        """Return the rules that do not run for a file, in the order of the settings."""
        return tuple(rule for rules in _fitting(self.ignores, path) for rule in rules)

    def kind(self, path: str) -> Kind:
        """Return what a file is taken for: the last glob that fits decides."""
        return [self.config.kind, *_fitting(self.kinds, path)][-1]


def _fitting(rows: Sequence[tuple[Glob, T]], path: str) -> list[T]:
    """Return what is said of the globs that a path fits."""
    if not rows:
        return []
    full = resolve(path)
    return [said for glob, said in rows if glob.fits(full)]


def joined(layers: Iterable[Layer], start: str | None = None) -> Settings:
    """Return the settings of files that inherit from each other, the closest last.

    Globs start from the folder of their file, or from ``start``: a file that holds for
    whatever is linted stands anywhere.
    """
    settings = Settings()
    for layer in layers:
        settings = _extended(settings, layer, start or layer.folder)
    return settings


def with_options(
    base: Settings, options: RunOptions, flavors: Catalog | None
) -> Settings:
    """Return settings with the options of a run on top, and its list of flavors."""
    config = base.config.with_selection(
        options.select, options.ignore, options.extend_select
    )
    config = config._replace(
        flavors=flavors or config.flavors,
        suppressions=options.suppressions,
        limits=options.limits,
        edition=options.edition,
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
    """Return the flavors of a file. Raises CatalogFileError, which names rules."""
    rules = tuple(rules)
    return load_catalog(file, Limits(), lambda kind: rule_for_defect(kind, rules).id)


def _extended(base: Settings, layer: Layer, folder: str) -> Settings:
    values = layer.values
    config = base.config
    config = config._replace(
        select=values.get("select", config.select),
        ignore=values.get("ignore", config.ignore),
        extend_select=values.get("extend-select", config.extend_select),
        severity={**config.severity, **values.get("severity", {})},
        injected=values.get("injected", config.injected),
        target=values.get("target", config.target),
        flavors=_flavors(layer, config.flavors),
    )
    globs = [Glob(folder, pattern) for pattern in values.get("exclude", ())]
    ignores = values.get("per-file-ignores", {}).items()
    kinds = values.get("kinds", {}).items()
    return Settings(
        file=layer.file.path,
        values=_shown(base.values, values),
        config=config,
        fail_on=values.get("fail-on", base.fail_on),
        force_exclude=values.get("force-exclude", base.force_exclude),
        exclude=tuple(globs) if "exclude" in values else base.exclude,
        ignores=(*base.ignores, *((Glob(folder, g), tuple(r)) for g, r in ignores)),
        kinds=(*base.kinds, *((Glob(folder, g), Kind(k)) for g, k in kinds)),
    )


def _shown(base: Mapping[str, Any], values: Mapping[str, Any]) -> dict[str, Any]:
    joined = dict(base)
    for key, value in values.items():
        table = isinstance(value, dict)
        joined[key] = {**joined.get(key, {}), **value} if table else value
    joined.pop("extend", None)
    return joined


def _flavors(layer: Layer, base: Mapping[str, Any] | None) -> Catalog | None:
    listed = dict(base or {})
    table = layer.values.get("flavors")
    if "flavor-catalog" in layer.values:
        file = layer.inside("flavor-catalog", layer.folder)
        try:
            listed |= load_flavors(file, layer.rules)
        except CatalogFileError as error:
            reason = f"{show(error.place)}: {error.reason}"
            raise layer.malformed(("flavor-catalog",), reason) from None
    if table:
        listed |= catalog_of(table)
    return listed or None
