"""libyaml's composer: with budgets, or without where a text cannot cross them."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

import yaml
from yaml import Node, ScalarNode
from yaml.cyaml import CParser  # type: ignore[attr-defined]

from pool_lint.model.errors import LimitError
from pool_lint.parsing.limits import Limits
from pool_lint.parsing.yaml_scalars import resolved

_BEFORE = " \t-?:"
_TOO_DEEP = "exceeded maximum nesting depth"


class Composer(CParser):
    """The C composer, which calls these hooks for every node.

    Nothing is counted and no node gets a tag: that is for texts which
    :func:`are_small`, and for :func:`quick_value`. Functions of C that do nothing stand
    in for the hooks, which saves an eighth of the time for a file.
    """

    nodes = 0
    descend_resolver: Any = {}.get
    ascend_resolver: Any = tuple
    resolve: Any = "".format

    def __init__(self, text: str, _limits: Limits, _nodes: int = 0) -> None:
        super().__init__(text)

    def next_node(self) -> Node | None:
        """Return the root of the next document, None after the last."""
        return self.get_node() if self.check_node() else None


class CountingComposer(Composer):
    """The composer for any text.

    A resolved scalar takes the place of the tag of a plain one; of mere text and of
    others that have no tag of their own it is None. Counting in ``descend_resolver`` is
    what keeps deep nesting from overflowing the C stack.
    """

    def __init__(self, text: str, limits: Limits, nodes: int) -> None:
        super().__init__(text, limits)
        self.nodes = nodes
        self._most_nodes = limits.nodes
        self._most_depth = limits.depth
        self._depth = 0

    def next_node(self) -> Node | None:
        """Return the root of the next document, None after the last."""
        try:
            return super().next_node()
        except yaml.MarkedYAMLError as error:
            # libyaml 0.2.6 reads ahead and refuses 1,000 levels before it asks a hook.
            if error.problem != _TOO_DEEP:
                raise
            raise LimitError("depth", self._most_depth) from None

    def descend_resolver(self, _parent: object, _index: object) -> None:
        """Count, before a node is composed."""
        self.nodes += 1
        self._depth += 1
        if self.nodes > self._most_nodes:
            raise LimitError("nodes", self._most_nodes)
        if self._depth > self._most_depth + 1:
            raise LimitError("depth", self._most_depth)

    def ascend_resolver(self) -> None:
        """Count, after a node was composed."""
        self._depth -= 1

    def resolve(self, kind: type[Node], value: str, implicit: tuple[bool, bool]) -> Any:
        """Return what becomes the tag of a node that has none of its own."""
        if kind is not ScalarNode and self._depth > self._most_depth:
            raise LimitError("depth", self._most_depth)
        return resolved(value) if kind is ScalarNode and implicit[0] else None


def are_small(text: str, limits: Limits) -> bool:
    """Whether a text cannot hold more nodes, or deeper ones, than its limits allow.

    It has no tag, no anchor and no alias.
    """
    # `:,` is a mapping with a key and a value that are empty.
    most = 2 * len(text) + 2
    if most > min(limits.nodes, limits.expanded, limits.text):
        return False
    if any(sign in text for sign in "!&*"):
        return False
    # A bracket may hold a pair without brackets of its own. A block begins further to
    # the right than the one around it, but for a list in a mapping, and only blanks
    # and indicators stand before it.
    room = limits.depth // 2 - 1 - text.count("[") - text.count("{")
    # The pattern looks for one kind of line break, which halves its time.
    plain = text.isascii() and "\r" not in text
    lines = text if plain else "\n".join(text.splitlines())
    return room >= 0 and not _wider(room).search(f"\n{lines}")


@cache
def _wider(room: int) -> re.Pattern[str]:
    """Return a pattern for lines on which something begins further to the right."""
    return re.compile(rf"\n[{re.escape(_BEFORE)}]{{{room + 1}}}")
