"""The documented error codes of the API, with advice."""

from __future__ import annotations

from typing import NamedTuple

from pool_lint.model.errors import UnknownCodeError
from pool_lint.model.suggestions import closest_match

_PREFIX = "ModelArts."


class ErrorCode(NamedTuple):
    """An error code with its HTTP status, its message and advice."""

    code: str
    status: int
    message: str
    advice: str


# Source: Creating Resource Pools (status codes 400 and 409), and the pages about
# flavors, networks and plugin templates of the same API reference.
CODES = (
    ErrorCode(
        "ModelArts.50001000",
        401,
        "invalid token",
        "Get a new token: tokens expire after 24 hours. The manifest is not the cause.",
    ),
    ErrorCode(
        "ModelArts.50004000",
        400,
        "bad request",
        "The request body is invalid. The response does not name the invalid field. "
        "Lint the manifest that you sent: any of the rules below may apply.",
    ),
    ErrorCode(
        "ModelArts.50005000",
        500,
        "internal error",
        "The service failed. Try again later. If it fails again, contact support.",
    ),
    ErrorCode(
        "ModelArts.50005101",
        404,
        "flavor or plugin template not found",
        "The region does not offer the flavor or the driver version. To find unknown "
        "flavors before sending, save the list of flavors that the API returns and "
        "set `flavor-catalog` in pool-lint.toml to that file.",
    ),
    ErrorCode(
        "ModelArts.50015000",
        409,
        "pool already exists",
        "The workspace already has a pool with this name. Another manifest or an "
        "earlier run created it. Use a different name, or do not send the manifest "
        "again.",
    ),
    ErrorCode(
        "ModelArts.50015001",
        404,
        "pool not found",
        "The URL names a pool that does not exist or was deleted. The URL of a create "
        "request ends in /pools, without a pool ID.",
    ),
    ErrorCode(
        "ModelArts.50025001",
        404,
        "network does not exist",
        "Create the network before the pool. Set spec.network.name to the "
        "metadata.name of a network in the same project.",
    ),
    ErrorCode(
        "ModelArts.50025002",
        409,
        "network is in use",
        "Pools still use the network. Delete them before the network.",
    ),
)


def find_code(word: str) -> ErrorCode:
    """Return the entry of an error code, with or without the prefix ``ModelArts.``.

    Raises UnknownCodeError if the code is not documented.
    """
    digits = word.lower().removeprefix(_PREFIX.lower())
    for error in CODES:
        if error.code == _PREFIX + digits:
            return error
    known = [error.code for error in CODES]
    right = closest_match(word, known)
    advice = f'did you mean "{right}"?' if right else f"known: {', '.join(known)}"
    raise UnknownCodeError(f'unknown error code "{word}"; {advice}')
