"""Files and folders that a walk skips, with the reasons."""

# No postponed annotations: named tuples compile each of them at import.
from enum import StrEnum
from typing import NamedTuple

ENDINGS = (".yaml", ".yml", ".json")


class Omission(StrEnum):
    """Why something in a folder is not linted."""

    NAME = "the name does not end in .yaml, .yml or .json"
    SPECIAL = "not a regular file"
    LINKED_FOLDER = "links to folders are not followed"
    OUTSIDE = "links that lead out of the folder are not followed"
    ALWAYS = "version control, environments and packages are always skipped"
    GITIGNORE = "ignored by git"
    EXCLUDED = "excluded"


class Omitted(NamedTuple):
    """A file or folder that is not linted; ``by`` is the .gitignore file, or ""."""

    path: str
    reason: Omission
    is_folder: bool = False
    by: str = ""


def unheard(_omitted: Omitted) -> None:
    """Drop the report of an omitted path."""
