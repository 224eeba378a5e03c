"""The error codes that the API is documented to answer with."""

from __future__ import annotations

from typing import NamedTuple

from pool_lint.model.errors import UnknownCodeError
from pool_lint.model.suggestions import closest_match

_PREFIX = "ModelArts."


class ErrorCode(NamedTuple):
    """A code: its HTTP status, what it says, and what to do."""

    code: str
    status: int
    message: str
    advice: str


# Creating Resource Pools (status codes 400 and 409), and the pages on flavors, networks
# and plugin templates of the same API reference.
CODES = (
    ErrorCode(
        "ModelArts.50001000",
        401,
        "the token is invalid",
        "Fetch a new token: one lasts a day. No manifest can be the cause.",
    ),
    ErrorCode(
        "ModelArts.50004000",
        400,
        "bad request",
        "The body breaks a constraint, and the answer does not say which. Lint the "
        "manifest that was sent: any of these rules may be the reason.",
    ),
    ErrorCode(
        "ModelArts.50005000",
        500,
        "internal error",
        "The service failed. Try again later, then ask its support.",
    ),
    ErrorCode(
        "ModelArts.50005101",
        404,
        "the flavor or the plugin template is not found",
        "The region does not sell the flavor, or has no such driver version. Save the "
        "list of flavors, and lint with that list.",
    ),
    ErrorCode(
        "ModelArts.50015000",
        409,
        "the pool already exists",
        "The workspace has a pool of this name: from another manifest, or from an "
        "earlier run. Names count once in a workspace.",
    ),
    ErrorCode(
        "ModelArts.50015001",
        404,
        "the pool is not found",
        "The address names a pool that is not there, or no longer. A request that "
        "creates pools names none.",
    ),
    ErrorCode(
        "ModelArts.50025001",
        404,
        "the network does not exist",
        "spec.network.name is the metadata.name of a network of this project, which "
        "has to be there before the pool.",
    ),
    ErrorCode(
        "ModelArts.50025002",
        409,
        "the network is in use",
        "Something still needs the network: delete its pools before it.",
    ),
)


def find_code(word: str) -> ErrorCode:
    """Return the error of a code, with or without its prefix.

    Raises UnknownCodeError.
    """
    digits = word.lower().removeprefix(_PREFIX.lower())
    for error in CODES:
        if error.code == _PREFIX + digits:
            return error
    known = [error.code for error in CODES]
    right = closest_match(word, known)
    advice = f'did you mean "{right}"?' if right else f"known: {', '.join(known)}"
    raise UnknownCodeError(f'no error code "{word}" is documented; {advice}')
