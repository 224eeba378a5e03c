"""The table of resource kinds: how each is recognised, its schema and its view."""

# No postponed annotations: named tuples compile each of them at import.
from collections.abc import Callable, Iterable, Iterator
from enum import StrEnum
from typing import NamedTuple

from pool_lint.model.location import DocumentName
from pool_lint.model.pointer import Pointer
from pool_lint.model.text import cut
from pool_lint.modelarts.flavors import Catalog
from pool_lint.modelarts.network import (
    NETWORK,
    NODE_POOL,
    Network,
    is_network,
    is_node_pool,
    networks_in,
)
from pool_lint.modelarts.pool import Pool, pools_in
from pool_lint.modelarts.pool_bodies import KEY_PREFIX, Data, is_pool, may_name_pool
from pool_lint.parsing import Document
from pool_lint.validation.schemas import Schema, SchemaName

_NAME = ("metadata", "labels", f"{KEY_PREFIX}name")
_OWN_NAME = ("metadata", "name")

Subject = Pool | Network
"""What rules look at: a view of a body."""

Views = Callable[[Data, frozenset[Pointer], Catalog | None], Iterator[Subject]]


class Kind(StrEnum):
    """How to treat the documents of a run; AUTO detects pools."""

    AUTO = "auto"
    REQUEST = "request"
    RESPONSE = "response"
    ERROR = "error"


class Misuse(StrEnum):
    """Why a document about a resource is not the body that creates it."""

    NOT_A_CREATE_REQUEST = "not-a-create-request"
    SAVED_RESPONSE = "saved-response"


def _no_signs() -> tuple[str, ...]:
    return ()


class ResourceKind(NamedTuple):
    """A kind of body.

    ``name`` is also the name of its schema in each edition. ``noun`` names it in
    messages. ``editions`` are those that have its schema, none for all. ``recognises``
    returns whether a mapping is such a body. ``signs`` returns
    patterns that find one in text that cannot be parsed. ``may_be`` returns whether a
    body with a given ``kind`` in such text may still be one. ``views`` yields the
    objects that rules check; it takes the data, the pointers of rejected values and
    the known flavors. ``path`` is the URL path that requests are sent to, empty for
    responses; in it ``{project}`` is the project ID and ``{pool}`` the pool ID.
    """

    name: str
    noun: str
    recognises: Callable[[Data], bool]
    views: Views
    signs: Callable[[], tuple[str, ...]] = _no_signs
    path: str = ""
    may_be: Callable[[str], bool] | None = None
    editions: tuple[str, ...] = ()

    def is_in(self, edition: str) -> bool:
        """Whether an edition has a schema of this kind."""
        return not self.editions or edition in self.editions

    @property
    def is_request(self) -> bool:
        """Whether this is the body of a request, which people write."""
        return bool(self.path)

    def schema(self, edition: str) -> Schema:
        """Return the schema of this kind in an edition."""
        return Schema(edition, self.name)


class Body(NamedTuple):
    """A mapping that is checked as one resource, with its schema.

    ``pointer`` is its place in the document of the file, ``()`` for the root.
    ``document`` is the body as a document of its own: its pointers start at the body.
    """

    document: Document
    kind: ResourceKind
    schema: Schema
    pointer: Pointer = ()


class Misused(NamedTuple):
    """A document about pools that is not the body of a create request.

    ``body`` is the document itself. ``inside`` holds the pointers of the bodies in it.
    It is empty for the body of an update and for a response.
    """

    body: Body
    inside: tuple[Pointer, ...] = ()


def resource_kind(kind: Kind) -> ResourceKind:
    """Return the resource kind of all documents if a run sets a kind."""
    return {Kind.RESPONSE: POOL_RESPONSE, Kind.ERROR: ERROR_RESPONSE}.get(
        kind, POOL_REQUEST
    )


def shows_body(text: str | bytes, kinds: Iterable[ResourceKind]) -> bool:
    """Whether text that cannot be parsed looks like a manifest."""
    from pool_lint.modelarts.text_signs import shows  # noqa: PLC0415 - start-up

    return any(
        shows(text, sign, kind.may_be) for kind in kinds for sign in kind.signs()
    )


def document_name(document: Document, body: Pointer = ()) -> DocumentName:
    """Return the index of a document, with the kind and name of a body as strings."""
    kind = document.get(*body, "kind")
    name = document.get(*name_pointer(document, body))
    return DocumentName(
        document.index,
        cut(kind) if isinstance(kind, str) else None,
        cut(name) if isinstance(name, str) else None,
    )


def name_pointer(document: Document, body: Pointer = ()) -> Pointer:
    """Return the pointer of the name of a body."""
    is_node_pool = document.get(*body, "kind") == NODE_POOL
    return (*body, *(_OWN_NAME if is_node_pool else _NAME))


def _never(_data: Data) -> bool:
    return False


def _no_views(*_about: object) -> Iterator[Subject]:
    return iter(())


def _pool_signs() -> tuple[str, ...]:
    from pool_lint.modelarts.text_signs import PLAIN_SIGN, POOL_SIGN  # noqa: PLC0415

    return PLAIN_SIGN, POOL_SIGN


POOL_REQUEST = ResourceKind(
    SchemaName.CREATE_POOL,
    "pool",
    is_pool,
    pools_in,
    _pool_signs,
    "v2/{project}/pools",
    may_name_pool,
)
POOL_RESPONSE = ResourceKind(SchemaName.POOL, "saved response", _never, pools_in)
ERROR_RESPONSE = ResourceKind(SchemaName.ERROR, "error body", _never, _no_views)
NETWORK_REQUEST = ResourceKind(
    SchemaName.NETWORK,
    "network",
    is_network,
    networks_in,
    _pool_signs,
    "v1/{project}/networks",
    NETWORK.__eq__,
    editions=("2026-01",),
)
NODE_POOL_REQUEST = ResourceKind(
    SchemaName.NODE_POOL,
    "node pool",
    is_node_pool,
    pools_in,
    _pool_signs,
    "v2/{project}/pools/{pool}/nodepools",
    NODE_POOL.__eq__,
    editions=("2026-01",),
)

RESOURCE_KINDS = (
    NETWORK_REQUEST,
    NODE_POOL_REQUEST,
    POOL_REQUEST,
    POOL_RESPONSE,
    ERROR_RESPONSE,
)
"""All resource kinds. A new kind needs a row here, a schema and a view for rules."""
