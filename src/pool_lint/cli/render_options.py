"""The options of the render command that make a body a request."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from pool_lint.cli.options import option
from pool_lint.cli.params import Choice, ParamType
from pool_lint.model.text import quote

_HOST = r"[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?(?::[0-9]{1,5})?"


class _Checked(ParamType):
    """Text that matches a pattern; ``problem`` is the message for other text."""

    def __init__(self, name: str, pattern: str, problem: str) -> None:
        self.name = name
        self._pattern = pattern
        self._problem = problem

    def convert(self, value: Any, _param: object, _ctx: object) -> str:
        if not re.fullmatch(self._pattern, value):
            self.fail(f"{quote(str(value))} {self._problem}")
        return str(value)


_ENDPOINT = _Checked(
    "host",
    rf"(?:https://)?{_HOST}/?",
    "is not a host name, such as modelarts.cn-north-4.myhuaweicloud.com",
)
_PROJECT = _Checked(
    "id", r"[0-9a-f]{32}", "is not a project ID (32 lower-case hex digits)"
)
_USER = _Checked(
    "id", r"[A-Za-z0-9_-]{1,64}", "is not a user ID (letters, digits, - and _)"
)
_POOL = _Checked(
    "id", r"[a-z0-9-]{1,128}", "is not a pool ID (lower-case letters, digits and -)"
)


_OPTIONS = (
    option(
        "--to",
        heading="Output",
        type=Choice(["json", "http", "curl"], "form"),
        metavar="FORM",
        default="json",
        show_default=True,
        help="What to print: the body (json), the whole request (http), or a command "
        "that sends it (curl).",
    ),
    option(
        "--endpoint",
        heading="Output",
        type=_ENDPOINT,
        metavar="HOST",
        help="Host of ModelArts in your region (for http and curl).",
    ),
    option(
        "--project-id",
        heading="Output",
        type=_PROJECT,
        metavar="ID",
        help="Project that gets the pool (for http and curl).",
    ),
    option(
        "--user-id",
        heading="Output",
        type=_USER,
        metavar="ID",
        help="Value of the header X-ModelArts-User-ID.",
    ),
    option(
        "--pool-id",
        heading="Output",
        type=_POOL,
        metavar="ID",
        help="Pool to update, or that gets a node pool (for http and curl).  "
        "[default: {pool_id}]",
    ),
)


def request_options(command: Callable[..., int]) -> Callable[..., int]:
    """Add the options that say where a request is sent, and in which form."""
    for add in reversed(_OPTIONS):
        command = add(command)
    return command
