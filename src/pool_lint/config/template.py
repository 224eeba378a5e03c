"""A settings file to start with, made from the schema of settings files."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping

from pool_lint.config.effective import default_of
from pool_lint.config.toml import toml_key, toml_value
from pool_lint.validation.schemas import CONFIG

_WIDTH = 80
_HEAD = """\
# Settings of pool-lint for the manifests in this folder and below.
#
# Each setting is shown with its default, or with an example if it has no default.
# To change a setting, remove the # in front of it. Keep the tables at the end of
# the file, as TOML requires.
"""


def template(values: Mapping[str, str]) -> str:
    """Return a settings file with some values; the other settings are commented out."""
    fields = CONFIG.data["properties"]
    plain = [key for key, field in fields.items() if field["type"] != "object"]
    tables = [key for key in fields if key not in plain]
    sections = (_section(key, values.get(key)) for key in (*plain, *tables))
    return "\n".join([_HEAD, *sections])


def _section(key: str, value: str | None) -> str:
    field = CONFIG.data["properties"][key]
    text = textwrap.wrap(field["description"], _WIDTH - 2, break_on_hyphens=False)
    code = [f"{key} = {toml_value(value)}"] if value else []
    code = code or [f"#{line}" for line in _code(key)]
    lines = [*(f"# {line}" for line in text), *code]
    return "\n".join(lines) + "\n"


def _code(key: str) -> Iterator[str]:
    """Yield the lines that set a key to its default, or to an example."""
    example = CONFIG.data["properties"][key]["examples"][0]
    default = default_of(key)
    if isinstance(example, dict) and all(isinstance(v, dict) for v in example.values()):
        for name, table in example.items():
            yield f"[{key}.{toml_key(name)}]  # example"
            yield from (f"{toml_key(k)} = {toml_value(v)}" for k, v in table.items())
    elif isinstance(example, dict):
        yield f"[{key}]"
        for name, value in example.items():
            yield f"{toml_key(name)} = {toml_value(value)}  # example"
    elif default is None:
        yield f"{key} = {toml_value(example)}  # example"
    else:
        note = "" if example == default else f"  # example: {toml_value(example)}"
        yield f"{key} = {toml_value(default)}{note}"
