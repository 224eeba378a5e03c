"""The version of pool-lint, and the address of its documentation.

They are not read from the package metadata, which would make the start slower.
"""

from __future__ import annotations

__version__ = "0.1.0"
DOCUMENTATION = "https://git.example.com/pool-lint/blob/main/docs/README.md"


def is_one_of(wanted: str) -> bool | None:
    """Return whether this version matches a specifier such as ``>=0.1``.

    None if the specifier is invalid.
    """
    from packaging.specifiers import SpecifierSet  # noqa: PLC0415 - few settings ask

    try:
        return SpecifierSet(wanted).contains(__version__, prereleases=True)
    except ValueError:  # an invalid specifier, or a number with too many digits
        return None
