"""The version, once; reading the package's metadata would cost start-up time."""

from __future__ import annotations

__version__ = "0.1.0"


def is_one_of(wanted: str) -> bool | None:
    """Whether this version fits a specifier such as ``>=0.1``; None if it is none."""
    from packaging.specifiers import SpecifierSet  # noqa: PLC0415 - few settings ask

    try:
        return SpecifierSet(wanted).contains(__version__, prereleases=True)
    except ValueError:  # no specifier, or a number of too many digits
        return None
