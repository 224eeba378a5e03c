"""The settings that apply to a file: its settings files merged, then the options."""

# No postponed annotations: named tuples compile each of them at import.
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from pool_lint.config.options import Config
from pool_lint.config.saved_lists import FLAVOR_CATALOG, KNOWN_POOLS, flavors_of
from pool_lint.filesystem.globs import Glob
from pool_lint.filesystem.paths import absolute, resolve, working_directory
from pool_lint.modelarts.flavors import Catalog
from pool_lint.modelarts.kinds import Kind

if TYPE_CHECKING:
    from pool_lint.config.run_options import RunOptions
    from pool_lint.config.settings_file import Layer
    from pool_lint.policies.policy import Policy

T = TypeVar("T")

_TARGET = "target"


class ScopedPolicy(NamedTuple):
    """A policy, the settings file that defines it, and the globs of its files."""

    policy: "Policy"
    layer: "Layer"
    globs: tuple[Glob, ...] = ()

    def applies_to(self, path: str) -> bool:
        """Whether the policy applies to a file, by its name."""
        return not self.globs or any(glob.fits(path) for glob in self.globs)


class Settings(NamedTuple):
    """The settings for the files below one settings file, or the defaults.

    ``file`` is the settings file, or None. ``values`` are its keys as written,
    inherited ones included. ``layers`` are the files they come from, the nearest last.
    ``target_layer`` is the file above that sets the target, if these files do not.
    ``policies`` hold those of the files, and those of files above that cannot be
    suppressed. Changes of ``protected`` files cannot be accepted if they harm what
    runs.
    """

    file: str | None = None
    values: Mapping[str, Any] = {}
    config: Config = Config()
    fail_on: str | None = None
    force_exclude: bool = False
    exclude: tuple[Glob, ...] = ()
    ignores: tuple[tuple[Glob, tuple[str, ...]], ...] = ()
    kinds: tuple[tuple[Glob, Kind], ...] = ()
    layers: "tuple[Layer, ...]" = ()
    target_layer: "Layer | None" = None
    protected: tuple[Glob, ...] = ()
    policies: tuple[ScopedPolicy, ...] = ()

    def with_target_of(self, above: "Settings") -> "Settings":
        """Return these settings with the target of others, unless they set one."""
        if _TARGET in self.values or _TARGET not in above.values:
            return self
        target = above.values[_TARGET]
        return self._replace(
            values={**self.values, _TARGET: target},
            config=self.config._replace(target=target),
            target_layer=above.layer_of(_TARGET),
        )

    def with_policies_of(self, above: "Settings") -> "Settings":
        """Return these settings with the policies above that cannot be suppressed."""
        own = {one.policy.id for one in self.policies}
        strict = (one for one in above.policies if not one.policy.suppressible)
        more = [one for one in strict if one.policy.id not in own]
        return self._replace(policies=(*more, *self.policies)) if more else self

    def idle_policies(self, path: str) -> frozenset[str]:
        """Return the IDs of the policies that do not apply to a file."""
        limited = [one for one in self.policies if one.globs]
        if not limited:
            return frozenset()
        full = resolve(path)
        idle = (one for one in limited if not one.applies_to(full))
        return frozenset(one.policy.id for one in idle)

    def layer_of(self, key: str, inner: str | None = None) -> "Layer | None":
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
            yield absolute(layer.file.path)
            for key in (KNOWN_POOLS, FLAVOR_CATALOG):
                if key in layer.values:
                    yield absolute(os.path.join(layer.folder, layer.values[key]))

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


def joined(layers: "Iterable[Layer]", start: str | None = None) -> Settings:
    """Return the merged settings of files that inherit from each other, nearest last.

    Globs are relative to the folder of their file, or to ``start`` if given: a file
    named on the command line can lie anywhere.
    """
    settings = Settings()
    for layer in layers:
        settings = _extended(settings, layer, start or layer.globs_start)
    return settings


def with_options(
    base: Settings, options: "RunOptions", flavors: Catalog | None
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


def _extended(base: Settings, layer: "Layer", folder: str) -> Settings:
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
        flavors=flavors_of(layer, config.flavors),
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
        policies=(*base.policies, *_scoped(layer, folder)),
    )


def _scoped(layer: "Layer", folder: str) -> Iterable[ScopedPolicy]:
    for policy in layer.policies:
        globs = tuple(Glob(folder, pattern) for pattern in policy.files)
        yield ScopedPolicy(policy, layer, globs)


def _shown(base: Mapping[str, Any], values: Mapping[str, Any]) -> dict[str, Any]:
    joined = dict(base)
    for key, value in values.items():
        table = isinstance(value, dict)
        joined[key] = {**joined.get(key, {}), **value} if table else value
    joined.pop("extend", None)
    return joined
