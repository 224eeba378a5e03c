"""Which resource a document is: by what it says, never by the name of its file."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from enum import StrEnum
from typing import Any, NamedTuple

from pool_lint.model.location import DocumentName
from pool_lint.model.pointer import Pointer
from pool_lint.model.text import cut
from pool_lint.modelarts.flavors import Catalog
from pool_lint.modelarts.pool import Pool, pools_in
from pool_lint.parsing import DefectKind, Document
from pool_lint.validation.schemas import Schema, SchemaName

_PREFIX = "os.modelarts/"
_NAME = ("metadata", "labels", f"{_PREFIX}name")
_SIMILAR = 0.7
_POOL_SIGN = r"""os\.modelarts/|(?:^|[\s{,"'])kind["']?\s*:\s*["']?Pool(?![-\w])"""
_BODY_FIELDS = ("apiVersion", "kind", "metadata")

Data = dict[str, Any]
Views = Callable[[Data, frozenset[Pointer], Catalog | None], Iterator[Pool]]


class Kind(StrEnum):
    """What the documents of a run are taken for."""

    AUTO = "auto"
    REQUEST = "request"
    RESPONSE = "response"
    ERROR = "error"


class Misuse(StrEnum):
    """Why a document about a resource is not the body that creates it."""

    NOT_A_CREATE_REQUEST = "not-a-create-request"
    SAVED_RESPONSE = "saved-response"


class ResourceKind(NamedTuple):
    """A kind of body: how it is recognised, its schema, its view and its noun.

    ``name`` is also the name of its schema in each edition. ``recognises`` says whether
    a mapping is such a body; ``sign`` is a pattern that finds one in text which cannot
    be parsed. ``views`` yields what rules look at: given the data, the pointers of
    rejected values and the known flavors. ``is_request`` says that people write such
    bodies and send them to ``path``, below the project; it is empty for answers.
    """

    name: str
    noun: str
    recognises: Callable[[Data], bool]
    views: Views
    sign: str = ""
    path: str = ""

    @property
    def is_request(self) -> bool:
        """Whether people write such bodies, and a request sends them."""
        return bool(self.path)

    def schema(self, edition: str) -> Schema:
        """Return the schema of the kind in an edition."""
        return Schema(edition, self.name)


class Body(NamedTuple):
    """A document that is judged as one resource, and the schema that it must keep."""

    document: Document
    kind: ResourceKind
    schema: Schema


class Recognition(NamedTuple):
    """What a document is: a resource, one that is misused, or neither."""

    kind: ResourceKind | None = None
    misuse: Misuse | None = None


def recognise(document: Document, kinds: Iterable[ResourceKind]) -> Recognition:
    """Return what a document is. It has a value: broken text shows signs at most."""
    if not isinstance(document.data, dict):
        return Recognition()
    kinds = tuple(kinds)
    found = _recognition(document.data, kinds)
    if found == Recognition() and _has_two_kinds(document):
        return _recognition({**document.data, "kind": None}, kinds)
    return found


def resource_kind(kind: Kind) -> ResourceKind:
    """Return what all documents are taken for where a run asks for a kind."""
    return {Kind.RESPONSE: POOL_RESPONSE, Kind.ERROR: ERROR_RESPONSE}.get(
        kind, POOL_REQUEST
    )


def has_sign(text: str, kinds: Iterable[ResourceKind]) -> bool:
    """Whether text that cannot be parsed looks like a manifest all the same."""
    # The zeros are those of UTF-16 that is not marked as such.
    text = text.replace("\0", "")
    return any(kind.sign and re.search(kind.sign, text) for kind in kinds)


def document_name(document: Document) -> DocumentName:
    """Return the index, the kind and the name, the latter two where they are text."""
    kind, name = document.get("kind"), document.get(*_NAME)
    return DocumentName(
        document.index,
        cut(kind) if isinstance(kind, str) else None,
        cut(name) if isinstance(name, str) else None,
    )


def _has_two_kinds(document: Document) -> bool:
    """Whether nobody can tell which kind counts."""
    doubled = (d for d in document.defects if d.kind is DefectKind.DUPLICATE_KEY)
    return any(defect.location.pointer == ("kind",) for defect in doubled)


def _recognition(data: Data, kinds: Iterable[ResourceKind]) -> Recognition:
    if _is_pool(data) or _is_answer_list(data):
        if _is_answer(data):
            return Recognition(misuse=Misuse.SAVED_RESPONSE)
        return Recognition(POOL_REQUEST)
    if _wraps_pool(data) or _is_update(data):
        return Recognition(misuse=Misuse.NOT_A_CREATE_REQUEST)
    return Recognition(next((kind for kind in kinds if kind.recognises(data)), None))


def _is_pool(data: Data) -> bool:
    version, kind = data.get("apiVersion"), data.get("kind")
    grouped = isinstance(version, str) and "/" in version
    if kind == "Pool" and not grouped:
        return True
    return _has_pool_keys(data) and (not isinstance(kind, str) or _like_pool(kind))


def _is_answer_list(data: Data) -> bool:
    return data.get("kind") == "PoolList"


def _is_answer(data: Data) -> bool:
    created = _mapping(data.get("metadata")).get("creationTimestamp")
    return bool(data.get("status") or created) or _is_answer_list(data)


def _like_pool(kind: str) -> bool:
    import difflib  # noqa: PLC0415 - only a wrong kind needs it

    ratio = difflib.SequenceMatcher(None, kind[:100].casefold(), "pool").ratio()
    return ratio >= _SIMILAR


def _has_pool_keys(data: Data) -> bool:
    metadata = _mapping(data.get("metadata"))
    keys = [*_mapping(metadata.get("labels")), *_mapping(metadata.get("annotations"))]
    return any(key.startswith(_PREFIX) for key in keys)


def _wraps_pool(data: Data) -> bool:
    body = data.get("body")
    return isinstance(body, dict) and (_is_pool(body) or _is_update(body))


def _is_update(data: Data) -> bool:
    if any(field in data for field in _BODY_FIELDS):
        return False
    resources = _mapping(data.get("spec")).get("resources")
    flavors = [
        _mapping(resource).get("flavor")
        for resource in (resources if isinstance(resources, list) else ())
    ]
    return any(isinstance(f, str) and f.startswith("modelarts.") for f in flavors)


def _mapping(value: Any) -> Data:
    return value if isinstance(value, dict) else {}


def _never(_data: Data) -> bool:
    return False


def _no_views(*_about: object) -> Iterator[Pool]:
    return iter(())


POOL_REQUEST = ResourceKind(
    SchemaName.CREATE_POOL, "pool", _is_pool, pools_in, _POOL_SIGN, "pools"
)
POOL_RESPONSE = ResourceKind(SchemaName.POOL, "answer", _never, pools_in)
ERROR_RESPONSE = ResourceKind(SchemaName.ERROR, "error body", _never, _no_views)

RESOURCE_KINDS = (POOL_REQUEST, POOL_RESPONSE, ERROR_RESPONSE)
"""All kinds of bodies. A new one is a row here, a schema, and a view for its rules."""
