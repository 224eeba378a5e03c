"""Requests rendered from manifests, as JSON, HTTP or curl."""

from __future__ import annotations

import json
import shlex
from collections.abc import Collection, Iterable, Iterator
from typing import Any, NamedTuple

from pool_lint.model.pointer import Pointer
from pool_lint.model.text import escape_lines
from pool_lint.modelarts.kinds import Body
from pool_lint.validation.fields import step_into
from pool_lint.validation.schemas import Schema

POOL = "{pool}"
"""The part of a URL path that :class:`Target` fills with the ID of a pool."""

_LONG = 20_000
_MOST_DIGITS = 19
_RESOURCES = ("spec", "resources")


class Target(NamedTuple):
    """The target of a request: endpoint, project and user; None if unknown."""

    endpoint: str | None = None
    project_id: str | None = None
    user_id: str | None = None
    pool_id: str | None = None

    @property
    def pool(self) -> str:
        """The ID of the pool that a node pool joins, or a placeholder."""
        return self.pool_id or "{pool_id}"

    def url(self, path: str) -> str:
        """Return the URL of a path below the project."""
        host = (self.endpoint or "").removeprefix("https://").rstrip("/")
        return f"https://{host}/{path.format(project=self.project_id, pool=self.pool)}"

    def headers(self, media_type: str) -> list[str]:
        """Return the HTTP headers. The token is the shell variable ``$TOKEN``."""
        user = [f"X-ModelArts-User-ID: {self.user_id}"] if self.user_id else []
        return [f"Content-Type: {media_type}", "X-Auth-Token: $TOKEN", *user]


class Request(NamedTuple):
    """A body to send, the URL path below the project, and how it is sent."""

    body: Any
    path: str
    method: str = "POST"
    media_type: str = "application/json"


def request_of(body: Body) -> Request:
    """Return the request for a valid body, with its fields in schema order."""
    ordered = _in_order(body.document.data, body.schema.data, body.schema)
    return Request(ordered, body.kind.path)


def update_of(
    data: dict[str, Any], schema: Schema, changed: Iterable[Pointer], path: str
) -> Request:
    """Return the request that updates a resource to valid data.

    ``changed`` are the pointers of the fields that differ; one that the data lacks is
    null in the request, which removes it (RFC 7396). Lists are replaced as a whole, so
    they have all their entries. ``path`` is the URL path of the resource.
    """
    ordered = _in_order(data, schema.data, schema)
    patch = _chosen(ordered, {_up_to_list(pointer) for pointer in changed})
    return Request(patch, path, "PATCH", "application/merge-patch+json")


def _up_to_list(pointer: Pointer) -> Pointer:
    """Return the pointer of the outermost list around a value.

    The resources of a node pool are a mapping, but the service replaces them too
    (official SDK 3.1.219, update of a node pool).
    """
    end = next((n for n, step in enumerate(pointer) if isinstance(step, int)), None)
    return _RESOURCES if pointer[: len(_RESOURCES)] == _RESOURCES else pointer[:end]


def _chosen(value: Any, pointers: Collection[Pointer]) -> Any:
    """Return the part of a value that pointers lead to; null for missing fields."""
    if () in pointers:
        return value
    given = value if isinstance(value, dict) else {}
    below: dict[Any, set[Pointer]] = {}
    for first, *rest in pointers:
        below.setdefault(first, set()).add(tuple(rest))
    names = [*(name for name in given if name in below), *sorted(below)]
    return {name: _chosen(given.get(name), below[name]) for name in names}


def _in_order(value: Any, subschema: dict[str, Any], schema: Schema) -> Any:
    """Return a value with its fields in the order of the schema; unknown ones last.

    Fields with the value null are left out. Values of fields that the schema does not
    know are not changed.
    """
    if not subschema:
        return value
    if isinstance(value, list):
        below = step_into(subschema, 0, schema)
        return [_in_order(item, below, schema) for item in value]
    if not isinstance(value, dict):
        return value
    known = subschema.get("properties", {})
    names = dict.fromkeys([*(name for name in known if name in value), *value])
    return {
        name: _in_order(value[name], step_into(subschema, name, schema), schema)
        for name in names
        if value[name] is not None
    }


def rendered(form: str, requests: Iterable[Request], target: Target) -> Iterator[str]:
    """Yield the text of requests in the form ``json``, ``http`` or ``curl``.

    Raises ValueError for a number that JSON cannot represent or that is too long.
    """
    for number, request in enumerate(requests):
        # Escaped to ASCII, which is valid JSON in every output encoding.
        text = escape_lines(_body_text(request.body))
        if number:
            yield _BETWEEN[form]
        yield _FORMS[form](text, target, request)


def _body_text(body: Any) -> str:
    """Return indented JSON, or compact JSON if it is very long."""
    short = json.dumps(body, allow_nan=False)
    json.loads(short, parse_int=_sendable)
    return short if len(short) > _LONG else json.dumps(body, indent=2, allow_nan=False)


def _sendable(digits: str) -> int:
    """Return an integer. Raises ValueError if the reader has shortened it."""
    if len(digits.lstrip("-")) > _MOST_DIGITS:
        raise ValueError(digits)
    return int(digits)


def _json(body: str, _target: Target, _request: Request) -> str:
    return f"{body}\n"


def _http(body: str, target: Target, request: Request) -> str:
    line = f"{request.method} {target.url(request.path)}"
    return "\n".join([line, *target.headers(request.media_type), "", body, ""])


def _curl(body: str, target: Target, request: Request) -> str:
    # In double quotes the shell expands $TOKEN. No other header contains a `$`.
    headers = [f'  --header "{line}"' for line in target.headers(request.media_type)]
    url = target.url(request.path)
    literal = "--globoff " if "{" in url else ""  # curl would drop the braces
    options = f"{literal}--fail-with-body --request {request.method}"
    first = f"curl {options} {shlex.quote(url)}"
    lines = " \\\n".join([first, *headers, "  --data-binary @- <<'BODY'"])
    return f"{lines}\n{body}\nBODY\n"


_FORMS = {"json": _json, "http": _http, "curl": _curl}
_BETWEEN = {"json": "", "http": "\n###\n\n", "curl": "\n"}
