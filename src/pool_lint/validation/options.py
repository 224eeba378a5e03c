"""The options of a field: their meanings, and the words that people use for them."""

# No postponed annotations: named tuples compile each of them at import.
import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from pool_lint.model.pointer import Pointer
from pool_lint.model.suggestions import closest_matches
from pool_lint.validation.fields import KEY_PREFIX, field_at
from pool_lint.validation.schemas import Schema

SYNONYMS = "x-synonyms"
_MOST_WITH_MEANING = 2


class Options(NamedTuple):
    """The values that a field accepts.

    ``meanings`` says in words what codes such as "2" mean. ``synonyms`` maps other
    words for the options, such as "monthly", to the option.
    """

    values: tuple[str, ...] = ()
    meanings: Mapping[str, str] = {}
    synonyms: Mapping[str, str] = {}

    def described(self, value: str) -> str:
        """Return an option in quotes, with its meaning: ``"2" (months)``.

        Options explain each other where there are more than two, or just one.
        """
        meaning = self.meanings.get(value)
        if not meaning or len(self.values) != _MOST_WITH_MEANING:
            return f'"{value}"'
        return f'"{value}" ({meaning})'

    def meant_by(self, word: str) -> list[str]:
        """Return the options that a word may mean: a synonym, or a misspelt option.

        >>> options_of(
        ...     {"enum": ["2", "3"], "x-synonyms": {"2": ["month", "monthly"]}}
        ... ).meant_by("Monthly")
        ['2']
        """
        known = self.synonym(word)
        return [known] if known else closest_matches(word, self.values, KEY_PREFIX)

    def synonym(self, word: str) -> str | None:
        """Return the option that a word is a synonym of, or None."""
        return self.synonyms.get(_folded(word))


def options_of(subschema: Mapping[str, Any]) -> Options:
    """Return the options that an object of a schema lists, none if it has no enum."""
    every = subschema.get("enum", ())
    meanings = dict(zip(every, subschema.get("enumDescriptions", ()), strict=False))
    synonyms = {
        _folded(word): option
        for option, words in subschema.get(SYNONYMS, {}).items()
        for word in words
    }
    return Options(tuple(subschema.get("x-offer", every)), meanings, synonyms)


def options_at(pointer: Pointer, schema: Schema) -> Options:
    """Return the options of a field, none if it accepts any value."""
    subschema = field_at(pointer, schema)
    parts = [subschema, *subschema.get("allOf", ())]
    return next((options_of(part) for part in parts if "enum" in part), Options())


def _folded(word: str) -> str:
    """Return a word without the differences in case, spaces and hyphens."""
    return re.sub(r"[\s_/-]+", "", word).casefold()
