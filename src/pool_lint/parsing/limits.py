"""Limits for one file; crossing one is reported as a finding."""

# No postponed annotations: named tuples compile each of them at import.
from typing import NamedTuple

from pool_lint.model.errors import LimitError
from pool_lint.model.location import Span

# A greater depth would overflow the interpreter's stack.
DEEPEST = 150


class Limits(NamedTuple):
    """The budgets of one file; a file that crosses one is not checked.

    ``size`` is in bytes, ``depth`` in nested collections, ``nodes`` in scalars and
    collections in the text. ``expanded`` is in nodes after aliases and merge keys
    are followed, ``text`` in characters of scalars after that. ``merges`` is in
    mappings visited for merge keys. ``directives`` is in ``%TAG`` lines, which
    libyaml compares with each other. ``findings`` is the number of findings shown
    per file.
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
    """The amounts that all documents of one file have used."""

    def __init__(self, limits: Limits) -> None:
        self.depth = limits.depth
        self._most: dict[str, int] = limits._asdict()
        self._spent = dict.fromkeys(self._most, 0)

    def spend(self, limit: str, amount: int = 1) -> bool:
        """Add an amount to a limit, and return whether it is now crossed."""
        spent = self._spent[limit] = self._spent[limit] + amount
        return spent > self._most[limit]

    def crossed(self, limit: str, span: Span) -> LimitError:
        """Return the error for a crossed limit."""
        return LimitError(limit, self._most[limit], span)
