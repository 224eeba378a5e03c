"""The ``.gitignore`` files of a repository: which files git ignores."""

# No postponed annotations: named tuples compile each of them at import.
import os
from typing import TYPE_CHECKING, NamedTuple

from pool_lint.filesystem.paths import display
from pool_lint.filesystem.read import read_bytes
from pool_lint.filesystem.repository import is_repository
from pool_lint.model.errors import ReadError, SettingsError

if TYPE_CHECKING:
    from pool_lint.filesystem.gitignore_automaton import Automaton

NAME = ".gitignore"
_MOST_BYTES = 256 * 1024


class Ignores(NamedTuple):
    """What git ignores in a folder: automaton and state of each file above."""

    rules: "tuple[tuple[Automaton, int], ...]" = ()

    def ignores(self, name: str, *, is_folder: bool = False) -> bool:
        """Whether an entry of the folder is ignored: the nearest file decides."""
        return bool(self._decision(name, is_folder)[1])

    def deciding(self, name: str, *, is_folder: bool = False) -> str:
        """Return the .gitignore file that decides on an entry, "" if none does."""
        return self._decision(name, is_folder)[0]

    def _decision(self, name: str, is_folder: bool) -> tuple[str, bool | None]:  # noqa: FBT001
        text = os.fsencode(name)
        for automaton, state in reversed(self.rules):
            after = automaton.after(state, text)
            verdict = automaton.verdict(after, is_folder=is_folder)
            if verdict is not None:
                return automaton.file, verdict
        return "", None

    def entered(self, folder: str) -> "Ignores":
        """Return what is ignored in a subfolder. Raises SettingsError.

        The .gitignore files outside of a repository do not apply inside.
        """
        if is_repository(folder):
            return Ignores().with_file(folder)
        text = os.fsencode(os.path.basename(folder)) + b"/"
        states = [(one, one.after(state, text)) for one, state in self.rules]
        return Ignores(tuple(states)).with_file(folder)

    def with_file(self, folder: str) -> "Ignores":
        """Return the same with the patterns of the folder's own .gitignore file.

        Like git, this does not follow a link. Raises SettingsError.
        """
        path = os.path.join(folder, NAME)
        if os.path.islink(path) or not os.path.isfile(path):
            return self
        from pool_lint.filesystem.gitignore_automaton import automaton_of  # noqa: PLC0415 - start-up

        automaton = automaton_of(_content(path), path)
        return Ignores((*self.rules, (automaton, automaton.start)))


def ignores_of(folder: str, root: str) -> Ignores:
    """Return what the .gitignore files from the root to a folder ignore in it.

    Both paths are absolute; the root contains the folder. Raises SettingsError.
    """
    found = Ignores().with_file(root)
    above = root
    for name in os.path.relpath(folder, root).split(os.sep):
        if name != os.curdir:
            above = os.path.join(above, name)
            found = found.entered(above)
    return found


def _content(path: str) -> bytes:
    try:
        data = read_bytes(path, _MOST_BYTES)
    except ReadError as error:
        raise SettingsError(display(path), error.reason) from None
    if len(data) > _MOST_BYTES:
        why = f"the file is larger than {_MOST_BYTES:,} bytes"
        raise SettingsError(display(path), why)
    return data
