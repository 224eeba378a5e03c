"""Which documents are pools: by what they say, never by their file's name."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Any

from pool_lint.parsing import Document
from pool_lint.validation.schemas import CREATE_POOL, ERROR, POOL

_PREFIX = "os.modelarts/"
_SIMILAR = 0.7
_SIGN_OF_POOL = r"""os\.modelarts/|(?:^|[\s{,"'])kind["']?\s*:\s*["']?Pool(?![-\w])"""
_BODY_FIELDS = ("apiVersion", "kind", "metadata")


class Kind(StrEnum):
    """What the documents of a run are taken for."""

    AUTO = "auto"
    REQUEST = "request"
    RESPONSE = "response"
    ERROR = "error"

    @property
    def schema(self) -> str:
        """The name of the schema that documents of the kind are held against."""
        return _SCHEMAS.get(self, CREATE_POOL)

    @property
    def noun(self) -> str:
        """What a document of the kind is called."""
        return {Kind.RESPONSE: "answer", Kind.ERROR: "error body"}.get(self, "pool")


_SCHEMAS = {Kind.RESPONSE: POOL, Kind.ERROR: ERROR}


class Route(StrEnum):
    """What a document is; the ids are the rules that speak alone of it."""

    REQUEST = "request"
    OTHER = "other"
    WRAPPED = "RP004"
    ANSWER = "RP005"


def route(document: Document) -> Route:
    """Return what a document is.

    The document has a value: one that could not be read is judged by its bytes.
    """
    if not isinstance(document.data, dict):
        return Route.OTHER
    found = _route(document.data)
    if found is Route.OTHER and _has_two_kinds(document):
        return _route({**document.data, "kind": None})
    return found


def shows_pool(text: str) -> bool:
    """Whether text that cannot be parsed looks like a pool manifest all the same."""
    # The zeros are those of UTF-16 that is not marked as such.
    return re.search(_SIGN_OF_POOL, text.replace("\0", "")) is not None


def _has_two_kinds(document: Document) -> bool:
    """Whether nobody can tell which kind counts."""
    defects = (d for d in document.defects if d.rule == "RP002")
    return any(defect.location.pointer == ("kind",) for defect in defects)


def _route(data: dict[str, Any]) -> Route:
    if _is_pool(data) or _is_answer_list(data):
        return Route.ANSWER if _is_answer(data) else Route.REQUEST
    if _wraps_pool(data) or _is_patch(data):
        return Route.WRAPPED
    return Route.OTHER


def _is_pool(data: dict[str, Any]) -> bool:
    version, kind = data.get("apiVersion"), data.get("kind")
    grouped = isinstance(version, str) and "/" in version
    if kind == "Pool" and not grouped:
        return True
    return _has_pool_keys(data) and (not isinstance(kind, str) or _like_pool(kind))


def _is_answer_list(data: dict[str, Any]) -> bool:
    return data.get("kind") == "PoolList"


def _is_answer(data: dict[str, Any]) -> bool:
    created = _mapping(data.get("metadata")).get("creationTimestamp")
    return bool(data.get("status") or created) or _is_answer_list(data)


def _like_pool(kind: str) -> bool:
    import difflib  # noqa: PLC0415 - only a wrong kind needs it

    ratio = difflib.SequenceMatcher(None, kind[:100].casefold(), "pool").ratio()
    return ratio >= _SIMILAR


def _has_pool_keys(data: dict[str, Any]) -> bool:
    metadata = _mapping(data.get("metadata"))
    keys = [*_mapping(metadata.get("labels")), *_mapping(metadata.get("annotations"))]
    return any(key.startswith(_PREFIX) for key in keys)


def _wraps_pool(data: dict[str, Any]) -> bool:
    body = data.get("body")
    return isinstance(body, dict) and (_is_pool(body) or _is_patch(body))


def _is_patch(data: dict[str, Any]) -> bool:
    if any(field in data for field in _BODY_FIELDS):
        return False
    resources = _mapping(data.get("spec")).get("resources")
    flavors = [
        _mapping(resource).get("flavor")
        for resource in (resources if isinstance(resources, list) else ())
    ]
    return any(isinstance(f, str) and f.startswith("modelarts.") for f in flavors)


def _mapping(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}
