"""What is wrong with nodes, noted while they are built: keys, tags, merges."""

from __future__ import annotations

from typing import Any

from yaml import MappingNode, Node, ScalarNode, SequenceNode

from pool_lint.model.location import Part, Place, Span
from pool_lint.model.pointer import Pointer
from pool_lint.parsing.defects import Defect
from pool_lint.parsing.nodes import Alias, is_merge, merge_sources, target
from pool_lint.parsing.tree import Tree
from pool_lint.parsing.yaml_scalars import Scalar

# Far more than are ever shown: a file made of mistakes ends in time.
MOST_DEFECTS = 1_000
# None stands for mere text, in quotes or not.
STRING_TAGS = frozenset({None, "tag:yaml.org,2002:str", "!"})


class Notes:
    """The first thousand RP002, RP007 and RP008 of one document, as they were seen."""

    def __init__(self, tree: Tree) -> None:
        """Take the tree that knows the places."""
        self.defects: list[Defect] = []
        self._tree = tree

    @property
    def _is_full(self) -> bool:
        return len(self.defects) >= MOST_DEFECTS

    def ambiguous(self, node: ScalarNode, pointer: Pointer, readings: str) -> None:
        """Note a scalar that two versions of YAML read differently."""
        if self._is_full:
            return
        place = Place(pointer, span=self._tree.span(node))
        self.defects.append(Defect("RP007", place, node.value, readings))

    def number(self, node: ScalarNode, pointer: Pointer) -> None:
        """Note a number that cannot be sent as it stands."""
        if not self._is_full:
            place = Place(pointer, span=self._tree.span(node))
            self.defects.append(Defect("RP008", place, node.value, "number"))

    def check_keys(self, node: MappingNode, pointer: Pointer) -> None:
        """Note duplicate, foreign and merge keys."""
        seen: dict[tuple[str, bool], Node] = {}
        for key, value in node.value:
            scalar = target(key)
            if not isinstance(scalar, ScalarNode):
                self.forbid(_foreign_key(node, scalar, value), key, pointer)
                continue
            text = scalar.value
            first = seen.setdefault((text, is_merge(key)), key)
            if first is not key:
                self._duplicate(first, key, (*pointer, text))
            if is_merge(key):
                self._check_merge(key, value, pointer)
            else:
                self._check_key(key, scalar, (*pointer, text))

    def _check_key(self, key: Node, scalar: ScalarNode, pointer: Pointer) -> None:
        resolved: Any = scalar.tag
        if not isinstance(resolved, Scalar):
            if resolved not in STRING_TAGS:
                self.forbid("tag", key, pointer, resolved)
        elif not isinstance(resolved.value, str) and not self._tree.has_tag(scalar):
            self.forbid("key", key, pointer, scalar.value)

    def _check_merge(self, key: Node, value: Node, pointer: Pointer) -> None:
        sources = target(value)
        count = len(sources.value) if isinstance(sources, SequenceNode) else 1
        if len(list(merge_sources(value))) != count or target(value).tag:
            wrong = key if self._tree.is_absent(value) else value
            self.forbid("merge", wrong, pointer)

    def _duplicate(self, first: Node, second: Node, pointer: Pointer) -> None:
        if self._is_full:
            return
        place = Place(pointer, Part.KEY, self._written(second))
        earlier = Place(pointer, Part.KEY, self._written(first))
        text = target(second).value
        self.defects.append(Defect("RP002", place, text, first=earlier))

    def forbid(self, detail: str, node: Node, pointer: Pointer, text: str = "") -> None:
        """Note YAML that is not allowed; it hides what else is wrong there."""
        if self._is_full:
            return
        place = Place(pointer, span=self._written(node))
        self.defects.append(Defect("RP008", place, text, detail, hides=True))

    def _written(self, node: Node) -> Span:
        """Return where a node is written: for an alias that is not its anchor.

        A tag is part of what is written, since it may be what is wrong.
        """
        if isinstance(node, Alias):
            return node.span
        span = self._tree.span(node)
        tag: object = node.tag
        tagged = isinstance(tag, str) and tag
        return Span(node.start_mark.index, span.end) if tagged else span


def _foreign_key(mapping: MappingNode, key: Node, value: Node) -> str:
    """Tell `{{ name }}`, a mapping as the key of a mapping, from other such keys."""
    flows = isinstance(key, MappingNode) and key.flow_style and mapping.flow_style
    return "template" if flows and not value.value else "collection"
