"""What plain scalars mean, remembered."""

from __future__ import annotations

from pool_lint.parsing.yaml_scalars import Scalar, plain

_LONGEST_WORD = len("false")
_LONGEST = 64
_MOST = 4096


class _Known(dict[str, Scalar | None]):
    """What scalars without quotes and without tag mean, None for mere text.

    Short ones are remembered as they are asked for: of thousands of keys and values
    most come again, and nothing takes less time than to look one up in a dictionary.
    """

    def __missing__(self, text: str) -> Scalar | None:
        scalar = _resolved(text)
        if len(text) <= _LONGEST and len(self) < _MOST:
            self[text] = scalar
        return scalar


def _resolved(text: str) -> Scalar | None:
    # No longer word means anything in any version of YAML.
    if text[:1].isalpha() and len(text) > _LONGEST_WORD:
        return None
    scalar = plain(text)
    return None if scalar.is_usual and isinstance(scalar.value, str) else scalar


resolved = _Known()
