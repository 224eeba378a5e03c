"""The documentation of a rule: the docstring of its check, by its headings."""

# No postponed annotations: named tuples compile each of them at import.
import inspect
import re
from typing import NamedTuple

EXAMPLES = ("Bad", "Good")
"""The headings of the two examples of a rule about manifests."""
CHANGE_EXAMPLES = ("Before", "After")
"""The headings of the two examples of a rule about changes."""


class Documentation(NamedTuple):
    """The sections of a rule's docstring: plain text, and examples as YAML.

    ``headings`` are those of the two examples.
    """

    summary: str
    why: str
    bad: str
    good: str
    source: str
    headings: tuple[str, str] = EXAMPLES


def documentation_of(check: object, rule_id: str) -> Documentation:
    """Split the docstring of a check at its headings.

    Raises ValueError if one is missing. With ``python -OO`` all sections are empty.
    """
    if check.__doc__ is None:
        return Documentation("", "", "", "", "")
    text = inspect.cleandoc(check.__doc__)
    headings = CHANGE_EXAMPLES if "\nBefore:\n" in text else EXAMPLES
    names = ("Why", *headings, "Source")
    parts = re.split(rf"(?m)^({'|'.join(names)}):$", text)
    sections = dict(zip(parts[1::2], parts[2::2], strict=True))
    missing = [name for name in names if name not in sections]
    if missing:
        message = f"{rule_id}: the docstring has no section {missing[0]}"
        raise ValueError(message)
    why, *examples, source = (inspect.cleandoc("\n" + sections[n]) for n in names)
    first, second = examples
    return Documentation(parts[0].strip(), why, first, second, source, headings)
