"""The rules that a run selects by options, some of them policies of settings files."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from pool_lint.config.options import Config
from pool_lint.config.run_options import RunOptions
from pool_lint.config.selectors import is_selector, matching
from pool_lint.rules.rule import Rule


class RunSelectors:
    """The selectors of a run. A policy exists only where settings define it.

    ``rules`` are those that exist everywhere. Raises UnknownRuleError for a selector
    that matches none of them, if the run reads no settings, and MandatoryRuleError.
    """

    def __init__(self, options: RunOptions, rules: Sequence[Rule]) -> None:
        self._options = options
        self._rules = tuple(rules)
        words = (*(options.select or ()), *options.ignore, *options.extend_select)
        foreign = [word for word in words if not is_selector(word, self._rules)]
        self._foreign = frozenset(foreign)
        self._left = dict.fromkeys(foreign)
        wanted = options if not options.use_settings else self.options_for(self._rules)
        config = Config(wanted.select, wanted.ignore, wanted.extend_select)
        config.enabled(self._rules)

    def options_for(self, rules: Iterable[Rule]) -> RunOptions:
        """Return the options without selectors that match none of some rules."""
        options, rules = self._options, tuple(rules)
        if not self._foreign:
            return options
        missing = {word for word in self._foreign if not is_selector(word, rules)}
        for word in self._foreign - missing:
            self._left.pop(word, None)
        return options._replace(
            select=_without(missing, options.select),
            ignore=_without(missing, options.ignore) or (),
            extend_select=_without(missing, options.extend_select) or (),
        )

    def require_known(self, rules: Iterable[Rule]) -> None:
        """Raise UnknownRuleError for a selector that no settings file so far knows.

        ``rules`` are those to suggest.
        """
        for word in self._left:
            matching([word], tuple(rules))


def _without(missing: set[str], words: Sequence[str] | None) -> list[str] | None:
    return None if words is None else [word for word in words if word not in missing]


def with_texts(
    rules: Iterable[Rule], texts: Mapping[str, Mapping[str, str]]
) -> tuple[Rule, ...]:
    """Return rules with the help and the URL that settings give them."""
    found = tuple(rules)
    for selector, text in texts.items():
        ids = matching([selector], found)
        advice, url = text.get("help"), text.get("url")
        found = tuple(
            rule._replace(advice=advice or rule.advice, url=url or rule.url)
            if rule.id in ids
            else rule
            for rule in found
        )
    return found
