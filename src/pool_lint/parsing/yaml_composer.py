"""libyaml's composer with budgets."""

from __future__ import annotations

from typing import Any

import yaml
from yaml import Node, ScalarNode
from yaml.cyaml import CParser  # type: ignore[attr-defined]

from pool_lint.model.errors import LimitError
from pool_lint.parsing.limits import Limits
from pool_lint.parsing.yaml_scalars import resolved

_TOO_DEEP = "exceeded maximum nesting depth"


class Composer(CParser):
    """The composer of libyaml, which calls these hooks for each node.

    The resolved scalar of a plain scalar takes the place of its tag; it is None for
    text and for nodes without a tag. Counting in ``descend_resolver`` prevents deep
    nesting from overflowing the C stack.
    """

    def __init__(self, text: str, limits: Limits, nodes: int) -> None:
        """Create a composer; ``nodes`` counts those of earlier documents."""
        super().__init__(text)
        self.nodes = nodes
        self._most_nodes = limits.nodes
        self._most_depth = limits.depth
        self._depth = 0
        self._error: yaml.MarkedYAMLError | None = None

    def next_error(self) -> yaml.MarkedYAMLError | None:
        """Return the error at the start of the next document, None without one.

        :meth:`next_node` raises it then.
        """
        try:
            self.check_node()
        except yaml.MarkedYAMLError as error:
            self._error = error
        return self._error

    def next_node(self) -> Node | None:
        """Return the root of the next document, None after the last one."""
        try:
            if self._error:
                raise self._error
            return self.get_node() if self.check_node() else None
        except yaml.MarkedYAMLError as error:
            # libyaml 0.2.6 reads ahead and stops at 1,000 levels before any hook.
            if error.problem != _TOO_DEEP:
                raise
            raise LimitError("depth", self._most_depth) from None

    def descend_resolver(self, _parent: object, _index: object) -> None:
        """Count a node before it is composed."""
        self.nodes += 1
        self._depth += 1
        if self.nodes > self._most_nodes:
            raise LimitError("nodes", self._most_nodes)
        if self._depth > self._most_depth + 1:
            raise LimitError("depth", self._most_depth)

    def ascend_resolver(self) -> None:
        """Count a node after it is composed."""
        self._depth -= 1

    def resolve(self, kind: type[Node], value: str, implicit: tuple[bool, bool]) -> Any:
        """Return the value for the tag of a node without its own tag."""
        if kind is not ScalarNode and self._depth > self._most_depth:
            raise LimitError("depth", self._most_depth)
        return resolved(value) if kind is ScalarNode and implicit[0] else None
