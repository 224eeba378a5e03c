"""Find fields by the names that policies use: ``spec.resources[].count``."""

from __future__ import annotations

from functools import cache, lru_cache

from pool_lint.model.suggestions import closest_match
from pool_lint.policies.policy import PolicyFaultError
from pool_lint.validation.fields import (
    KEY_PREFIX,
    PREFIX,
    FieldPath,
    field_paths,
    format_field_path,
    short_name,
)
from pool_lint.validation.schemas import Schema

FILE_STEM = "$file.stem"
"""The name of the file without its ending, in place of a field in ``x-equal``."""

_METADATA = ("labels", "annotations")


def find_field(name: str, core: Schema) -> FieldPath:
    """Return the path of the only field with a short name.

    The end of the name is enough if it names one field. Raises PolicyFaultError.

    >>> find_field("billing.mode", Schema("2025-08-20", "create-pool"))
    ('metadata', 'annotations', 'os.modelarts/billing.mode')
    """
    wanted = _plain(name)
    known = _named(core)
    exact = known.get(wanted)
    if exact is not None:
        return exact
    found = [path for short, path in known.items() if short.endswith(f".{wanted}")]
    if len(found) == 1:
        return found[0]
    if found:
        names = ", ".join(short for short in known if short.endswith(f".{wanted}"))
        raise PolicyFaultError((), f"{name} names several fields: {names}")
    raise PolicyFaultError((), unknown_field(name, wanted, tuple(known), core))


def unknown_field(name: str, wanted: str, known: tuple[str, ...], core: Schema) -> str:
    """Return the message for a name that no field has, with the closest field."""
    close = closest_match(wanted, known, KEY_PREFIX)
    if close is None:  # a mistake in the name of a parent
        head, dot, tail = wanted.rpartition(".")
        parent = closest_match(head, known) if dot else None
        close = f"{parent}.{tail}" if parent and f"{parent}.{tail}" in known else parent
    advice = f"; did you mean {close}?" if close else ""
    return f"{name} is not a field of edition {core.edition}{advice}"


@lru_cache(maxsize=1_000)
def relative_field(name: str, around: FieldPath, core: Schema) -> FieldPath | None:
    """Return the path of a field below a mapping, None if there is none."""
    return _below(around, core).get(_plain(name))


def relative_names(around: FieldPath, core: Schema) -> list[str]:
    """Return the names of the fields below a mapping that are in no list."""
    return list(_below(around, core))


def open_field(name: str) -> FieldPath:
    """Return the path that a name means, whether or not a field has this name.

    >>> open_field("annotations.product.id")
    ('metadata', 'annotations', 'os.modelarts/product.id')
    """
    wanted = _plain(name)
    table, _, key = wanted.partition(".")
    if table in _METADATA and key:
        full = key if "/" in key else f"{PREFIX}{key}"
        return ("metadata", table, full)
    steps: list[str] = []
    for step in wanted.split("."):
        base = step.removesuffix("[]")
        steps += [base, "[]"] if base != step else [base]
    return tuple(steps)


def shown_name(path: FieldPath) -> str:
    """Return the short name of a path, as messages show it."""
    return short_name(_pointer(path)) if path else "the document"


def _plain(name: str) -> str:
    wanted = name.replace(PREFIX, "")
    for table in _METADATA:
        wanted = wanted.replace(f'metadata.{table}["', f"{table}.").removesuffix('"]')
    return wanted.removeprefix("metadata.") if _is_entry(wanted) else wanted


def _is_entry(name: str) -> bool:
    return name.startswith(tuple(f"metadata.{table}." for table in _METADATA))


@cache
def _named(core: Schema) -> dict[str, FieldPath]:
    return {short_name(_pointer(path)): path for path in field_paths(core)}


@cache
def _below(around: FieldPath, core: Schema) -> dict[str, FieldPath]:
    found: dict[str, FieldPath] = {}
    for path in field_paths(core):
        below = path[len(around) :]
        if path[: len(around)] != around or not below or "[]" in below:
            continue
        found[format_field_path(below)] = below
        found[".".join(below).replace(PREFIX, "")] = below
        if not around:
            found[short_name(path)] = below
    return found


def _pointer(path: FieldPath) -> tuple[str | int, ...]:
    return tuple(0 if step == "[]" else step for step in path)
