"""Validators for schemas of settings: linear-time patterns, and no other files."""

from __future__ import annotations

from typing import Any, Protocol

from pool_lint.model.errors import PoolLintError
from pool_lint.model.pointer import Pointer

_MOST_BYTES = 1 << 20  # of a compiled pattern


class Validator(Protocol):
    """What policies use of a compiled schema."""

    def is_valid(self, instance: Any) -> bool:
        """Whether the schema accepts a value."""


class SchemaError(PoolLintError, ValueError):
    """A schema is invalid at ``pointer``, for ``reason``."""

    def __init__(self, pointer: Pointer, reason: str) -> None:
        super().__init__(pointer, reason)
        self.pointer = pointer
        self.reason = reason


def linear_validator(schema: dict[str, Any]) -> Validator:
    """Return a validator that needs time linear in the length of each text.

    It uses only the engine without backtracking, and opens no file and no connection.
    Raises SchemaError for an invalid schema, for a pattern that needs backtracking or
    too much memory, and for a reference to another file.
    """
    import jsonschema_rs  # noqa: PLC0415 - start-up

    sizes = {"size_limit": _MOST_BYTES, "dfa_size_limit": _MOST_BYTES}
    engine = jsonschema_rs.RegexOptions(**sizes)
    try:
        return jsonschema_rs.Draft202012Validator(
            schema, pattern_options=engine, retriever=_refused
        )
    except jsonschema_rs.ValidationError as error:
        pointer = tuple(error.instance_path)
        if pointer[-1:] == ("pattern",) and '"regex"' in error.message:
            reason = "the pattern is invalid, too large, or needs backtracking"
            raise SchemaError(pointer, reason) from None
        word = next((step for step in reversed(pointer) if isinstance(step, str)), "")
        reason = f"the value of {word} is not valid in JSON Schema"
        raise SchemaError(pointer, reason) from None
    except (ValueError, RecursionError) as error:
        raise SchemaError((), str(error)) from None


def _refused(_address: str) -> Any:
    raise ValueError("references to other files are not supported")
