"""Facts about the pools that the service already has, for the files of a workspace."""

from __future__ import annotations

from collections.abc import Iterable

from pool_lint.config.saved_lists import KNOWN_POOLS, load_known_pools
from pool_lint.config.settings import Settings
from pool_lint.engine.known_pools import known_facts
from pool_lint.model.problem import Fact
from pool_lint.rules.rule import Rule


class KnownFacts:
    """Reads the saved lists of pools that settings name, each once."""

    def __init__(self) -> None:
        self._read: dict[tuple[str, str], list[Fact]] = {}

    def clear(self) -> None:
        """Drop all facts, so lists are read again when needed."""
        self._read.clear()

    def of(self, every: Iterable[Settings], rules: Iterable[Rule]) -> list[Fact]:
        """Return the facts of all lists that settings name. Raises SettingsError.

        ``rules`` are the rules across documents.
        """
        named = {}
        for settings in every:
            if layer := settings.layer_of(KNOWN_POOLS):
                named[layer.file.path, settings.config.target] = layer
        for key in named.keys() - self._read.keys():
            document, target = load_known_pools(named[key]), key[1]
            self._read[key] = list(known_facts(document, target, rules))
        return [fact for key in sorted(named) for fact in self._read[key]]
