"""The options of one run."""

# No postponed annotations: named tuples compile each of them at import.
from collections.abc import Sequence
from typing import NamedTuple

from pool_lint.config.options import MOST_FOUND, Unparsed
from pool_lint.modelarts.kinds import Kind
from pool_lint.parsing import Limits

_LIMITS = Limits()

UNNAMED_STDIN = "<stdin>"
"""The name of standard input in reports if the run gives none."""


class RunOptions(NamedTuple):
    """The options of a run; they override settings files.

    ``select``, ``ignore`` and ``extend_select`` hold rule IDs, prefixes and names; with
    ``select`` None the settings apply. ``fail_on`` is the lowest severity that fails
    the run, None for that of the settings. ``settings_file`` replaces the files that
    would be found; without ``use_settings`` no settings are read. ``exclude`` holds
    globs relative to the current folder.

    With ``respect_gitignore``, files ignored by the ``.gitignore`` files of a
    repository are skipped. These are only read if settings files are searched for.
    ``jobs`` is the number of processes, None for automatic. ``fix`` writes fixed files,
    ``diff`` only shows the changes; ``unsafe`` adds unsafe fixes. ``baseline`` and
    ``write_baseline`` are paths of baseline files. ``edition`` is the edition of the
    API reference, None for that of the settings. ``unparsed`` determines which
    unreadable files are errors; excluded files never are. ``settings_root`` is the last
    folder to search for settings, for files outside of repositories and the current
    folder.
    """

    select: Sequence[str] | None = None
    ignore: Sequence[str] = ()
    extend_select: Sequence[str] = ()
    kind: Kind = Kind.AUTO
    fail_on: str | None = None
    settings_file: str | None = None
    use_settings: bool = True
    exclude: Sequence[str] = ()
    respect_gitignore: bool = True
    force_exclude: bool = False
    suppressions: bool = True
    flavor_catalog: str | None = None
    limits: Limits = _LIMITS
    edition: str | None = None
    jobs: int | None = 1
    stdin_name: str = UNNAMED_STDIN
    fix: bool = False
    diff: bool = False
    unsafe: bool = False
    baseline: str | None = None
    write_baseline: str | None = None
    unparsed: Unparsed = Unparsed.AUTO
    inventory: bool = False
    settings_root: str | None = None

    @property
    def changes_text(self) -> bool:
        """Whether fixes are applied, to files or only for a diff."""
        return self.fix or self.diff

    @property
    def most_findings(self) -> int:
        """The limit per file: fixes, baselines and inventories need all findings."""
        needs_all = self.changes_text or self.baseline or self.write_baseline
        return MOST_FOUND if needs_all or self.inventory else self.limits.findings
