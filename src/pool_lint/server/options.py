"""The ``initializationOptions`` that an editor sends."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from pool_lint.config.run_options import RunOptions
from pool_lint.model.suggestions import closest_match
from pool_lint.model.text import quote

LEVELS = ("debug", "info", "warning", "error")


class ServerOptions(NamedTuple):
    """The options of the server.

    ``run`` are those that ``pool-lint check`` has too. ``ignore_action`` is set if
    editors offer to ignore a finding with a comment.
    """

    run: RunOptions = RunOptions()
    log_level: str = "warning"
    log_file: str | None = None
    ignore_action: bool = True


def parse_options(given: object) -> tuple[ServerOptions, list[str]]:
    """Return the options, and a message for each key that is ignored."""
    if given is None:
        return ServerOptions(), []
    if not isinstance(given, dict):
        return ServerOptions(), ["initializationOptions must be an object"]
    values: dict[str, Any] = {}
    problems = []
    for key, value in given.items():
        if problem := _problem(key, value):
            problems.append(problem)
        elif value is not None:
            values[key] = value
    if values.get("config") and values.pop("noConfig", False):
        problems.append("noConfig is ignored: config names a settings file")
    return _options(values), problems


def _options(values: dict[str, Any]) -> ServerOptions:
    run = RunOptions(
        select=values.get("select"),
        ignore=values.get("ignore", ()),
        settings_file=values.get("config"),
        use_settings=not values.get("noConfig", False),
        baseline=values.get("baseline"),
    )
    return ServerOptions(
        run,
        values.get("logLevel", "warning"),
        values.get("logFile"),
        values.get("ignoreAction", True),
    )


def _problem(key: str, value: object) -> str:
    """Return why a key is ignored, "" if it is valid. null means the default."""
    if key not in _KEYS:
        close = closest_match(key, _KEYS)
        advice = f'did you mean "{close}"?' if close else f"known: {', '.join(_KEYS)}"
        return f"unknown key {quote(key)} in initializationOptions; {advice}"
    is_valid, expected = _KEYS[key]
    if value is None or is_valid(value):
        return ""
    return f"{key} in initializationOptions must be {expected}"


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value) and "\0" not in value


def _is_flag(value: object) -> bool:
    return isinstance(value, bool)


def _are_rules(value: object) -> bool:
    return isinstance(value, list) and all(map(_is_text, value))


def _is_selection(value: object) -> bool:
    return _are_rules(value) and bool(value)


def _is_level(value: object) -> bool:
    return isinstance(value, str) and value in LEVELS


_KEYS: dict[str, tuple[Callable[[object], bool], str]] = {
    "config": (_is_text, "the path of a settings file"),
    "noConfig": (_is_flag, "true or false"),
    "select": (_is_selection, "a list of rules with at least one entry"),
    "ignore": (_are_rules, "a list of rules"),
    "baseline": (_is_text, "the path of a baseline file"),
    "logLevel": (_is_level, f"one of {', '.join(LEVELS)}"),
    "logFile": (_is_text, "the path of a file"),
    "ignoreAction": (_is_flag, "true or false"),
}
