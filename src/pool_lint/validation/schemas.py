"""Load the JSON Schemas of the API editions, and those of pool-lint itself."""

# No postponed annotations: named tuples compile each of them at import.
import os
from collections.abc import Iterator
from enum import StrEnum
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from jsonschema_rs import Draft202012Validator

EDITIONS = ("2025-08-20", "2026-01")
"""The supported editions of the API reference. Each is a folder in ``schemas/``."""
DEFAULT_EDITION = EDITIONS[0]

# The keywords that do not check the value itself, but its fields or items, or nothing.
_NOT_ITS_OWN = {"$defs", "properties", "additionalProperties", "items", "x-change"}


class SchemaName(StrEnum):
    """The names of the schemas of an edition, and of pool-lint's own schemas."""

    CREATE_POOL = "create-pool"
    POOL = "pool"
    ERROR = "error"
    NETWORK = "network"
    NODE_POOL = "node-pool"
    CONFIG = "config"
    REPORT = "report"
    LIST = "list"


EDITION_SCHEMAS = (
    SchemaName.CREATE_POOL,
    SchemaName.POOL,
    SchemaName.ERROR,
    SchemaName.NETWORK,
    SchemaName.NODE_POOL,
)
"""The requests, the response and the error body of the API, in any edition."""
_LATER_SCHEMAS = (SchemaName.NETWORK, SchemaName.NODE_POOL)
_REQUESTS = (SchemaName.CREATE_POOL, *_LATER_SCHEMAS)
OWN_SCHEMAS = (SchemaName.CONFIG, SchemaName.REPORT, SchemaName.LIST)
"""The settings file and the JSON output of two commands, for all editions."""


class Schema(NamedTuple):
    """One JSON Schema, identified by its edition and its name.

    All caches are keyed by both, so schemas never share cached data. The edition of
    pool-lint's own schemas is ``""``.
    """

    edition: str
    name: str

    @property
    def text(self) -> str:
        """The text of the file. Raises FileNotFoundError if there is no such file."""
        return _text(self)

    @property
    def data(self) -> dict[str, Any]:
        """The parsed schema. It is cached, so do not change it."""
        return _data(self)

    @property
    def validator(self) -> "Draft202012Validator":
        """The compiled validator.

        It accepts 2.0 as an integer, as JSON Schema does. pool-lint rejects that.
        """
        return _compiled(self)

    def validator_of(self, subschema: dict[str, Any]) -> "Draft202012Validator":
        """Return a validator for one object of this schema.

        It checks only the value itself, not its fields or items.
        """
        known = _compiled_parts(self)
        if id(subschema) not in known:
            own = {k: v for k, v in subschema.items() if k not in _NOT_ITS_OWN}
            if "if" in own:  # conditions may refer to definitions
                own["$defs"] = self.data.get("$defs", {})
            known[id(subschema)] = subschema, _compile(own)
        return known[id(subschema)][1]

    def beside(self, name: str) -> "Schema":
        """Return another schema of the same edition."""
        return Schema(self.edition, name)


def schema_names(edition: str) -> tuple[SchemaName, ...]:
    """Return the names of the schemas that an edition has."""
    has_later = edition in EDITIONS[1:]
    return tuple(n for n in EDITION_SCHEMAS if has_later or n not in _LATER_SCHEMAS)


def request_schemas(edition: str) -> list[Schema]:
    """Return the schemas of the bodies that people write."""
    return [Schema(edition, n) for n in schema_names(edition) if n in _REQUESTS]


CONFIG = Schema("", SchemaName.CONFIG)
REPORT = Schema("", SchemaName.REPORT)
LIST = Schema("", SchemaName.LIST)


@cache
def _text(schema: Schema) -> str:
    paths = list(_candidates(schema))
    path = next((path for path in paths if os.path.exists(path)), paths[0])
    with open(path, encoding="utf-8") as file:
        return file.read()


def _candidates(schema: Schema) -> Iterator[str]:
    for folder in import_module("pool_lint.schemas").__path__:
        yield os.path.join(folder, schema.edition, f"{schema.name}.schema.json")


@cache
def _data(schema: Schema) -> dict[str, Any]:
    import json  # noqa: PLC0415 - start-up

    data: dict[str, Any] = json.loads(schema.text)
    return data


@cache
def _compiled(schema: Schema) -> "Draft202012Validator":
    return _compile(schema.text)


@cache
def _compiled_parts(
    _schema: Schema,
) -> "dict[int, tuple[dict[str, Any], Draft202012Validator]]":
    """Return a cache of compiled objects by ``id()``.

    It keeps the objects, because IDs of deleted objects are reused.
    """
    return {}


def _compile(schema: str | dict[str, Any]) -> "Draft202012Validator":
    import jsonschema_rs  # noqa: PLC0415 - a run without a pool does not need it

    return jsonschema_rs.Draft202012Validator(schema)
