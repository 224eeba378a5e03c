"""Settings files that inherit from each other."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence

from pool_lint.config.layer import Layer, check
from pool_lint.config.toml import read_toml
from pool_lint.filesystem.paths import relative
from pool_lint.model.errors import Malformed
from pool_lint.rules.rule import Rule

_TABLE = ("tool", "pool-lint")
_MOST_LAYERS = 10


def layers(
    file: str, root: str, rules: Sequence[Rule], known: dict[str, Layer]
) -> Iterator[Layer]:
    """Yield a settings file and those it inherits from, the closest first.

    ``root`` is how far up those may lie; ``known`` is kept between calls, for those
    that many inherit from. Raises Malformed.
    """
    for _ in range(_MOST_LAYERS):
        if file not in known:
            known[file] = _layer(file, rules)
        layer = known[file]
        yield layer
        if "extend" not in layer.values:
            return
        file = layer.inside("extend", root)
        if not os.path.isfile(file):
            named = layer.values["extend"]
            raise layer.malformed(("extend",), f"there is no file {named}")
    raise layer.malformed(("extend",), "the settings inherit from each other")


def _layer(path: str, rules: Sequence[Rule]) -> Layer:
    file = read_toml(relative(path))
    table = _TABLE if os.path.basename(path) == "pyproject.toml" else ()
    if table and not _holds(file.data):
        raise Malformed(file.path, "it has no table [tool.pool-lint]")
    layer = Layer(file, table)
    if not isinstance(layer.value, dict):
        raise layer.malformed((), "it must be a table")
    check(layer, rules)
    return layer


def has_table(path: str) -> bool:
    """Whether a pyproject.toml, which may be long to read, has a table of ours."""
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
