"""Requests rendered from manifests, as JSON, HTTP or curl."""

from __future__ import annotations

import json
import shlex
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from pool_lint.model.text import escape_lines
from pool_lint.modelarts.kinds import Body
from pool_lint.validation.fields import step_into
from pool_lint.validation.schemas import Schema

_LONG = 20_000
_MOST_DIGITS = 19


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

    @property
    def headers(self) -> list[str]:
        """The HTTP headers. The token is the shell variable ``$TOKEN``."""
        user = [f"X-ModelArts-User-ID: {self.user_id}"] if self.user_id else []
        return ["Content-Type: application/json", "X-Auth-Token: $TOKEN", *user]


class Request(NamedTuple):
    """A body to send, and the URL path below the project."""

    body: Any
    path: str


def request_of(body: Body) -> Request:
    """Return the request for a valid body, with its fields in schema order."""
    ordered = _in_order(body.document.data, body.schema.data, body.schema)
    return Request(ordered, body.kind.path)


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
    for number, (body, path) in enumerate(requests):
        # Escaped to ASCII, which is valid JSON in every output encoding.
        text = escape_lines(_written(body))
        if number:
            yield _BETWEEN[form]
        yield _FORMS[form](text, target, path)


def _written(body: Any) -> str:
    """Return indented JSON, or compact JSON if it is very long."""
    short = json.dumps(body, allow_nan=False)
    json.loads(short, parse_int=_sendable)
    return short if len(short) > _LONG else json.dumps(body, indent=2, allow_nan=False)


def _sendable(digits: str) -> int:
    """Return an integer. Raises ValueError if the reader has shortened it."""
    if len(digits.lstrip("-")) > _MOST_DIGITS:
        raise ValueError(digits)
    return int(digits)


def _json(body: str, _target: Target, _path: str) -> str:
    return f"{body}\n"


def _http(body: str, target: Target, path: str) -> str:
    return "\n".join([f"POST {target.url(path)}", *target.headers, "", body, ""])


def _curl(body: str, target: Target, path: str) -> str:
    # In double quotes the shell expands $TOKEN. No other header contains a `$`.
    headers = [f'  --header "{header}"' for header in target.headers]
    url = target.url(path)
    literal = "--globoff " if "{" in url else ""  # curl would drop the braces
    first = f"curl {literal}--fail-with-body --request POST {shlex.quote(url)}"
    lines = " \\\n".join([first, *headers, "  --data-binary @- <<'BODY'"])
    return f"{lines}\n{body}\nBODY\n"


_FORMS = {"json": _json, "http": _http, "curl": _curl}
_BETWEEN = {"json": "", "http": "\n###\n\n", "curl": "\n"}
