"""What one file may cost; crossing a limit is a finding, never a crash."""

from __future__ import annotations

from typing import NamedTuple

from pool_lint.model.errors import LimitError
from pool_lint.model.location import Span

# The interpreter's own stack would not survive much more.
DEEPEST = 150


class Limits(NamedTuple):
    """The budgets of one file.

    ``size`` is in bytes, ``depth`` in nested collections, ``nodes`` in scalars and
    collections as written, ``expanded`` in the same after aliases and merge keys are
    followed, ``text`` in characters of scalars after that, ``merges`` in mappings
    visited as the source of a merge key, ``directives`` in ``%TAG`` lines, which
    libyaml compares with each other. A file that crosses one is not checked.
    ``findings`` is how many of them are shown of a file.
    """

    size: int = 3 * 1024 * 1024
    depth: int = 64
    nodes: int = 200_000
    expanded: int = 200_000
    text: int = 8 * 1024 * 1024
    merges: int = 10_000
    documents: int = 1_000
    directives: int = 100
    findings: int = 100


class Budget:
    """What the documents of one file have spent of its limits, together."""

    def __init__(self, limits: Limits) -> None:
        self.depth = limits.depth
        self._most: dict[str, int] = limits._asdict()
        self._spent = dict.fromkeys(self._most, 0)

    def spend(self, limit: str, amount: int = 1) -> bool:
        """Count towards a limit, and return whether it is now crossed."""
        spent = self._spent[limit] = self._spent[limit] + amount
        return spent > self._most[limit]

    def crossed(self, limit: str, span: Span) -> LimitError:
        """Return what to raise where a limit is crossed."""
        return LimitError(limit, self._most[limit], span)
