"""Recognition of pools by their data: keys, flavors, kind and spec."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from pool_lint.model.pointer import Pointer
from pool_lint.modelarts.placeholders import find_placeholder

Data = dict[str, Any]

KEY_PREFIX = "os.modelarts/"
_FLAVOR_PREFIX = "modelarts."
_NAME_KEY = f"{KEY_PREFIX}name"
_POOL = "Pool"
_SIMILAR = 0.7
_LONGEST_KIND = 100

# Other kinds of this API, and their lists, in lower case. Such bodies are never pools.
_OTHER_KINDS = frozenset(
    {
        "network",
        "networklist",
        "nodepool",
        "nodepoollist",
        "poollist",
        "resourceflavorlist",
        "list",
    }
)
_SPEC_FIELDS = ("resources", "scope", "network", "driver", "jobFlavors")
_IDENTITY_FIELDS = ("type", "scope", "network")
_TYPES = frozenset({"dedicate", "logical"})
_JOB_TYPES = frozenset({"train", "infer", "notebook"})
_VERSION = r"v[0-9][0-9a-z]*"

_WRAPPERS = frozenset({"body", "Body", "request", "pool", "cli_input"})
_COLLECTIONS = frozenset({"items", "pools", "Pools"})
_DEEPEST = 3


def is_pool(data: Data) -> bool:
    """Whether a mapping is a pool, as a request or as a response."""
    return is_declared_pool(data) or is_likely_pool(data)


def is_declared_pool(data: Data) -> bool:
    """Whether a mapping has ``kind: Pool`` and a field of a ModelArts pool."""
    version, spec = data.get("apiVersion"), data.get("spec")
    if data.get("kind") != _POOL or is_grouped(version):
        return False
    if has_sign(data) or _is_pool_spec(spec):
        return True
    if isinstance(version, bool) or not isinstance(version, (str, int, float)):
        return False
    fields = _mapping(spec)
    return not fields or any(field in fields for field in _SPEC_FIELDS)


def is_likely_pool(data: Data) -> bool:
    """Whether a mapping looks like a pool although ``kind`` is missing or wrong."""
    has_key, spec = _has_pool_key(data), data.get("spec")
    if not has_key and (is_grouped(data.get("apiVersion")) or not _is_pool_spec(spec)):
        return False
    return may_name_pool(data.get("kind")) or _is_swapped(data)


def is_grouped(version: object) -> bool:
    """Whether an ``apiVersion`` has a group, which means another API."""
    return isinstance(version, str) and "/" in version


def may_name_pool(kind: object) -> bool:
    """Whether ``kind`` may mean Pool: missing, not text, misspelt or a placeholder."""
    return not isinstance(kind, str) or _resembles_pool(kind)


# Cached, because aliases can repeat one wrong kind 200,000 times.
@lru_cache(256)
def _resembles_pool(kind: str) -> bool:
    if kind.casefold() in _OTHER_KINDS:
        return False
    if "pool" in kind.casefold() or not kind.isascii():
        return True
    if find_placeholder(kind, ("kind",)):
        return True
    import difflib  # noqa: PLC0415 - only a wrong kind needs it

    word = kind[:_LONGEST_KIND].casefold()
    return difflib.SequenceMatcher(None, word, "pool").ratio() >= _SIMILAR


def _is_swapped(data: Data) -> bool:
    """Whether the values of ``kind`` and ``apiVersion`` are swapped."""
    kind, version = data.get("kind"), data.get("apiVersion")
    return (
        isinstance(kind, str)
        and isinstance(version, str)
        and re.fullmatch(_VERSION, kind.strip().lower()) is not None
        and _resembles_pool(version)
    )


def has_sign(data: Data) -> bool:
    """Whether a mapping has a ModelArts label, annotation or flavor."""
    return _has_pool_key(data) or _has_pool_flavor(data)


def is_update(data: Data) -> bool:
    """Whether a mapping is the body of an update (PATCH) without a pool name.

    With two of type, scope and network it is a create body without kind and version.
    """
    if "kind" in data or "apiVersion" in data or not has_sign(data):
        return False
    spec = _mapping(data.get("spec"))
    identity = sum(field in spec for field in _IDENTITY_FIELDS)
    return identity < 2 and _NAME_KEY not in set(_metadata_keys(data))  # noqa: PLR2004


def is_answer(data: Data) -> bool:
    """Whether a pool contains fields that only the service adds."""
    created = _mapping(data.get("metadata")).get("creationTimestamp")
    return bool(data.get("status") or created) or is_answer_list(data)


def is_error(data: object) -> bool:
    """Whether a value is the body of an error response of the API."""
    mapping = _mapping(data)
    return not {"error_code", "error_msg"}.isdisjoint(mapping) and "kind" not in mapping


def is_answer_list(data: Data) -> bool:
    """Whether a mapping is a list of pools as the API returns it."""
    return data.get("kind") == "PoolList" and not is_grouped(data.get("apiVersion"))


def bodies_inside(
    value: object, pointer: Pointer = (), *, any_key: bool = False
) -> Iterator[Pointer]:
    """Yield the pointers of the bodies in a list, a wrapper or a collection.

    With ``any_key``, the keys of a mapping are the names of bodies. An update is a body
    only below a wrapper key.
    """
    if len(pointer) == _DEEPEST:
        return
    for step, inner in _members(value, any_key=any_key):
        here = (*pointer, step)
        if isinstance(inner, dict) and _is_body(inner, step):
            yield here
        else:
            named = step in _COLLECTIONS
            yield from bodies_inside(inner, here, any_key=named)


def _members(value: object, *, any_key: bool) -> Iterator[tuple[str | int, Any]]:
    if isinstance(value, list):
        yield from enumerate(value)
    elif isinstance(value, dict):
        for key, inner in value.items():
            if any_key or key in _WRAPPERS or key in _COLLECTIONS:
                yield key, inner


def _is_body(data: Data, step: str | int) -> bool:
    return is_pool(data) or (step in _WRAPPERS and is_update(data))


def _is_pool_spec(spec: object) -> bool:
    """Whether a ``spec`` alone shows a pool: a flavor, or two typical fields.

    The typical fields are a pool type, a job type in the scope and a network name.
    """
    if not isinstance(spec, dict):
        return False
    if isinstance(spec.get("resources"), list) and _has_flavor(spec):
        return True
    scope = spec.get("scope")
    jobs = scope if isinstance(scope, list) else [scope]
    network = _mapping(spec.get("network")).get("name")
    fields = (
        _lower(spec.get("type")) in _TYPES,
        any(_lower(job) in _JOB_TYPES for job in jobs),
        isinstance(network, str),
    )
    return sum(fields) > 1


def _has_pool_key(data: Data) -> bool:
    return any(_lower(key).startswith(KEY_PREFIX) for key in _metadata_keys(data))


def _metadata_keys(data: Data) -> Iterator[str]:
    """Yield all keys in ``metadata`` and in the mappings below it."""
    metadata = _mapping(data.get("metadata"))
    yield from metadata
    for value in metadata.values():
        yield from _mapping(value)


def _has_pool_flavor(data: Data) -> bool:
    return _has_flavor(_mapping(data.get("spec")))


def _has_flavor(spec: Data) -> bool:
    resources = spec.get("resources")
    entries = resources if isinstance(resources, list) else [resources]
    flavors = (_mapping(entry).get("flavor") for entry in entries)
    return any(_lower(flavor).startswith(_FLAVOR_PREFIX) for flavor in flavors)


def _lower(value: object) -> str:
    return value.strip().lower() if isinstance(value, str) else ""


def _mapping(value: object) -> Data:
    return value if isinstance(value, dict) else {}
