"""The options of one run, whoever asks for it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from pool_lint.config.options import MOST_FOUND, Unparsed
from pool_lint.modelarts.kinds import Kind
from pool_lint.parsing import Limits
from pool_lint.validation.schemas import DEFAULT_EDITION

_LIMITS = Limits()

UNNAMED_STDIN = "<stdin>"
"""What reports call standard input where the run gives it no name."""


class RunOptions(NamedTuple):
    """What a run does, beyond what settings files say; options come first.

    ``select``, ``ignore`` and ``extend_select`` hold rule ids, prefixes and names; with
    ``select`` None the settings decide. ``fail_on`` is the least severity that fails a
    run, None for that of the settings. ``settings_file`` is used for all files in place
    of the files found; without ``use_settings`` none is read. ``exclude`` holds globs
    from the current folder. With ``respect_gitignore``, walks leave out what the
    ``.gitignore`` files of a repository ignore; they are read only where settings files
    are searched for. ``jobs`` is the number of processes, None for as many as pay off.
    ``fix`` writes fixed files, ``diff`` only shows the changes; ``unsafe`` adds the
    fixes that may change what was meant. ``baseline`` and ``write_baseline`` are paths
    of baseline files. ``unparsed`` says which files that cannot be read are errors;
    those that settings exclude never are.
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
    edition: str = DEFAULT_EDITION
    jobs: int | None = 1
    stdin_name: str = UNNAMED_STDIN
    fix: bool = False
    diff: bool = False
    unsafe: bool = False
    baseline: str | None = None
    write_baseline: str | None = None
    unparsed: Unparsed = Unparsed.AUTO

    @property
    def changes_text(self) -> bool:
        """Whether fixes are applied, to files or only to be shown."""
        return self.fix or self.diff

    @property
    def most_findings(self) -> int:
        """How many findings of a file are kept: all if something else needs them."""
        needs_all = self.changes_text or self.baseline or self.write_baseline
        return MOST_FOUND if needs_all else self.limits.findings
