"""The schemas that ``pool-lint schema`` prints for editors."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import count
from typing import Any

from pool_lint.modelarts.network import NETWORK, NODE_POOL
from pool_lint.modelarts.placeholders import find_placeholder
from pool_lint.modelarts.pool_bodies import KEY_PREFIX
from pool_lint.modelarts.starter import ACCELERATORS, BILLINGS, SMALLEST, Starter
from pool_lint.parsing import Limits, Source, read
from pool_lint.validation.editor_schemas import (
    ANY,
    Data,
    annotations_only,
    as_text,
    dispatcher,
    for_editors,
)
from pool_lint.validation.schemas import Schema, SchemaName, request_schemas

_NAMES = ("os.modelarts/name", "name")
_NAMED = {
    SchemaName.NETWORK: "ModelArts network",
    SchemaName.NODE_POOL: "ModelArts node pool",
}

_NO_GROUP = {"not": {"type": "string", "pattern": "/"}}
_UNGROUPED = {"properties": {"apiVersion": _NO_GROUP}}
_WITH_KEY = {"not": {"propertyNames": {"not": {"pattern": f"^{KEY_PREFIX}"}}}}
_FLAVOR = {
    "type": "object",
    "required": ["flavor"],
    "properties": {"flavor": {"type": "string", "pattern": r"^modelarts\."}},
}
_SIGNS = [
    *(
        {
            "required": ["metadata"],
            "properties": {
                "metadata": {
                    "type": "object",
                    "required": [name],
                    "properties": {name: {"type": "object", **_WITH_KEY}},
                }
            },
        }
        for name in ("labels", "annotations")
    ),
]


def _in_spec(*names: str, **fields: Data) -> Data:
    """Return a condition on fields of ``spec``."""
    spec = {"type": "object", "required": [*names], "properties": fields}
    return {"required": ["spec"], "properties": {"spec": spec}}


def _condition(kind: str, *signs: Data) -> Data:
    """Return the condition for a body of a kind without an API group."""
    return {
        "type": "object",
        "required": ["kind"],
        "properties": {"kind": {"const": kind}},
        "allOf": [_UNGROUPED, {"anyOf": [*_SIGNS, *signs]}],
    }


_CONDITIONS: Mapping[str, Data] = {
    SchemaName.CREATE_POOL: _condition(
        "Pool",
        {"required": ["apiVersion"], "not": {"required": ["spec"]}},
        {
            "required": ["apiVersion"],
            "anyOf": [
                _in_spec(name)
                for name in ("resources", "scope", "network", "driver", "jobFlavors")
            ],
        },
        _in_spec("resources", resources={"type": "array", "contains": _FLAVOR}),
    ),
    SchemaName.NETWORK: _condition(
        NETWORK,
        {
            **_in_spec("cidr"),
            "allOf": [
                {
                    "required": ["apiVersion"],
                    "properties": {"apiVersion": {"const": "v1"}},
                }
            ],
        },
    ),
    SchemaName.NODE_POOL: _condition(NODE_POOL, _in_spec("resources")),
}


def editor_schema(edition: str, name: str, *, is_bare: bool = False) -> str:
    """Return the text of a schema for editors.

    The edition is ``""`` for pool-lint's own schemas. ANY names the schema that looks
    at the content. With ``is_bare``, the schema has no constraints.
    """
    schema = Schema(edition, name)
    if name == ANY:
        offered = {s.name: [*_snippets(s.name)] for s in request_schemas(edition)}
        data = dispatcher(edition, _CONDITIONS, offered)
    elif schema in request_schemas(edition):
        data = for_editors(schema, _snippets(name))
    elif is_bare:
        data = schema.data
    else:
        return schema.text
    return as_text(annotations_only(data) if is_bare else data)


def _snippets(name: str) -> Iterator[Data]:
    """Yield the entries of ``defaultSnippets`` for whole bodies of one kind."""
    if name != SchemaName.CREATE_POOL:
        text = "".join(SMALLEST[name].values())
        yield _snippet(_NAMED[SchemaName(name)], text)
        return
    for accelerator in ACCELERATORS:
        for billing in BILLINGS:
            label = f"ModelArts pool: {accelerator.upper()}, {billing}"
            yield _snippet(label, Starter("pool-001", billing, accelerator).text)


def _snippet(label: str, text: str) -> Data:
    (document,) = read(Source(label, text), Limits())
    return {
        "label": label,
        "description": "A whole manifest. Tab moves to the next value to fill in.",
        "body": _with_stops(document.data, count(1)),
    }


def _with_stops(value: Any, numbers: count[int], name: str = "") -> Any:
    """Return a body with a tab stop for each name and each placeholder.

    Editors insert what follows ``^`` as it is. Without it, the YAML language server
    inserts the string "0" without quotes.
    """
    if isinstance(value, dict):
        return {k: _with_stops(v, numbers, k) for k, v in value.items()}
    if isinstance(value, list):
        return [_with_stops(one, numbers) for one in value]
    if name in _NAMES or find_placeholder(value, (name,)):
        return f'^"${{{next(numbers)}:{value}}}"'
    is_word = not isinstance(value, str) or (value.isalnum() and value[0].isalpha())
    return value if is_word and value not in {"true", "false"} else f'^"{value}"'
