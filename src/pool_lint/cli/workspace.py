"""The workspace that options ask for, and its errors as those of options."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from pool_lint.filesystem.paths import file_in
from pool_lint.model.errors import (
    GlobError,
    MandatoryRuleError,
    SavedFileError,
    UnknownRuleError,
)
from pool_lint.rules.registry import builtin_rules

if TYPE_CHECKING:
    from pool_lint.config.run_options import RunOptions
    from pool_lint.project.workspace import Workspace


def workspace_of(options: RunOptions) -> Workspace:
    """Return the workspace of a run. Raises ClickException for invalid options."""
    from pool_lint.project.workspace import Workspace  # noqa: PLC0415 - start-up

    with option_errors():
        return Workspace(options, rules=builtin_rules())


@contextmanager
def option_errors() -> Iterator[None]:
    """Raise errors of a workspace as ClickExceptions that name the option."""
    try:
        yield
    except SavedFileError as error:
        raise click.ClickException(f"--flavor-catalog: {error}") from None
    except GlobError as error:
        raise click.UsageError(f"--exclude: {error}") from None
    except (UnknownRuleError, MandatoryRuleError) as error:
        raise click.UsageError(str(error)) from None


def edition_or_default(edition: str | None, path: str = ".") -> str:
    """Return an edition, or else the one of the settings for a file or a folder."""
    from pool_lint.config.settings_search import SettingsFinder  # noqa: PLC0415 - start-up

    if edition:
        return edition
    return SettingsFinder(builtin_rules()).settings(file_in(path)).config.edition
