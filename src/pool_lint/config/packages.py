"""Settings of installed distributions: data that is read without importing anything."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from pool_lint.filesystem.paths import working_directory
from pool_lint.model.errors import SettingsError
from pool_lint.model.text import quote, show

if TYPE_CHECKING:
    from importlib.metadata import Distribution

    from pool_lint.config.settings_file import Layer

FILE = "pool-lint.toml"
_NAME = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]{0,98}[A-Za-z0-9])?")


class PackagedSettings(NamedTuple):
    """The settings file of a distribution, with the name and version to show."""

    path: str
    origin: str


def packaged_settings(name: str, layer: Layer) -> PackagedSettings:
    """Return the file ``pool-lint.toml`` of an installed distribution.

    It is looked up in the metadata of the distribution, so no code of it runs. Folders
    such as the current one, from which a program may import, are not searched: a linted
    repository cannot pretend to be a distribution. Raises SettingsError.
    """
    if not _NAME.fullmatch(name):
        raise _error(layer, f"{quote(name)} is not the name of a distribution")
    shown = show(name)
    found = _distribution(name)
    if found is None:
        advice = f"install it with `pip install {shown}`"
        raise _error(layer, f"the distribution {shown} is not installed; {advice}")
    origin = show(f"{found.metadata['Name']} {found.version}")
    paths = list(_files(found))
    if not paths:
        advice = f"install a version of {shown} that contains it"
        raise _error(layer, f"{origin} has no file {FILE}; {advice}")
    if len(paths) > 1:
        raise _error(layer, f"{origin} has several files {FILE}")
    return PackagedSettings(paths[0], origin)


def _error(layer: Layer, reason: str) -> SettingsError:
    return layer.malformed(("extend",), f"extend: {reason}")


def _distribution(name: str) -> Distribution | None:
    from importlib.metadata import distributions  # noqa: PLC0415 - start-up

    here = os.path.realpath(working_directory())
    path = [p for p in sys.path if os.path.isabs(p) and os.path.realpath(p) != here]
    return next(iter(distributions(name=name, path=path)), None)


def _files(distribution: Distribution) -> Iterator[str]:
    root = os.path.realpath(str(distribution.locate_file("")))
    for file in distribution.files or ():
        if file.name == FILE:
            path = os.path.realpath(str(distribution.locate_file(file)))
            if os.path.commonpath([path, root]) == root and os.path.isfile(path):
                yield path
