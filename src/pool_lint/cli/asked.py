"""The settings of files, with what the command line asks for on top."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import click

from pool_lint.config.settings import Settings
from pool_lint.config.settings_search import Repository
from pool_lint.filesystem.globs import Glob
from pool_lint.filesystem.paths import working_directory
from pool_lint.model.errors import CatalogFileError
from pool_lint.modelarts.flavor_catalog import load_catalog
from pool_lint.modelarts.flavors import Catalog
from pool_lint.parsing import Limits
from pool_lint.rules.rule import Rule


def limits_of(options: Mapping[str, Any]) -> Limits:
    """Return what a file may cost."""
    return Limits(**dict(options["limits"]))


class Asked:
    """The settings of paths, with the options of the command line on top."""

    def __init__(self, options: Mapping[str, Any], rules: Sequence[Rule]) -> None:
        self._options = options
        self._repository = Repository(rules, options["config"])
        self._catalog = _catalog(options["flavor_catalog"])
        self._level = options["fail_on"] or ("warning" if options["strict"] else None)
        self._made: dict[str | None, Settings] = {}

    def of(self, path: str) -> Settings:
        """Return what holds for a path."""
        free = self._options["no_config"]
        base = Settings() if free else self._repository.settings(path)
        if base.file not in self._made:
            self._made[base.file] = self._on_top_of(base)
        return self._made[base.file]

    def _on_top_of(self, base: Settings) -> Settings:
        config, options = base.config, self._options
        names = ("select", "ignore", "extend_select")
        config = config.asked(*(options[name] for name in names))._replace(
            flavors=self._catalog or config.flavors,
            suppressions=not options["no_suppressions"],
            limits=limits_of(options),
        )
        globs = [Glob(working_directory(), glob) for glob in options["exclude"]]
        return base._replace(
            config=config,
            fail_on=self._level or base.fail_on,
            force_exclude=options["force_exclude"] or base.force_exclude,
            exclude=(*base.exclude, *globs),
        )


def _catalog(file: str | None) -> Catalog | None:
    try:
        return None if file is None else load_catalog(file, Limits())
    except CatalogFileError as error:
        raise click.UsageError(f"--flavor-catalog {error}") from None
