"""What --help prints: the purpose, options under headings, examples, exit codes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from inspect import cleandoc
from typing import Any

import click

from pool_lint.model.suggestions import closest_match

HEADINGS = (
    "Selection",
    "Output",
    "Fixes",
    "Baseline",
    "Files",
    "Limits",
    "General",
)
EXIT_CODES = {
    "0": "No findings at or above the fail level.",
    "1": "Findings at or above the fail level.",
    "2": "The run failed: an invalid option or setting, an unreadable file.",
}

# A longer name of an option has its help on the next line.
_WIDEST_OPTION = 26
_WIDEST_EXAMPLE = 44
_WIDEST_SUMMARY = 200


class Option(click.Option):
    """An option that ``--help`` lists under a heading.

    ``aliases`` are further names that are accepted and not shown.
    """

    def __init__(
        self,
        names: Iterable[str],
        heading: str = "General",
        aliases: Iterable[str] = (),
        **settings: Any,
    ) -> None:
        super().__init__([*names, *aliases], **settings)
        self.heading = heading
        self._aliases = frozenset(aliases)

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        shown = self.opts
        self.opts = [name for name in shown if name not in self._aliases]
        try:
            return super().get_help_record(ctx)
        finally:
            self.opts = shown


class Command(click.Command):
    """A command with headings and examples in its help.

    ``examples`` maps a command line to what it does. ``hides`` are parameters that are
    accepted and not shown. ``lints`` adds the exit codes of a run.
    """

    def __init__(
        self,
        *names: Any,
        examples: Mapping[str, str] | None = None,
        hides: Iterable[str] = (),
        lints: bool = False,
        **settings: Any,
    ) -> None:
        super().__init__(*names, **settings)
        self.examples = examples or {}
        self._hides = frozenset(hides)
        self._lints = lints

    def get_short_help_str(self, limit: int = _WIDEST_SUMMARY) -> str:
        del limit  # click cuts at 45 characters
        return super().get_short_help_str(_WIDEST_SUMMARY)

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        write_text(self, ctx, formatter)
        self.format_options(ctx, formatter)
        if self.examples:
            with formatter.section("Examples"):
                formatter.write_dl([*self.examples.items()], col_max=_WIDEST_EXAMPLE)
        if self._lints:
            with formatter.section("Exit codes"):
                formatter.write_dl([*EXIT_CODES.items()])

    def format_options(
        self, ctx: click.Context, formatter: click.HelpFormatter
    ) -> None:
        rows: dict[str, list[tuple[str, str]]] = {name: [] for name in HEADINGS}
        for param in self.get_params(ctx):
            shown = isinstance(param, click.Option) and param.name not in self._hides
            if shown and (record := param.get_help_record(ctx)):
                rows[getattr(param, "heading", HEADINGS[-1])].append(record)
        names = [name for records in rows.values() for name, _ in records]
        width = max(len(name) for name in names if len(name) <= _WIDEST_OPTION)
        used = {heading: records for heading, records in rows.items() if records}
        for heading, records in used.items():
            title = heading if len(used) > 1 else "Options"
            # Equal widths align the texts of all headings.
            padded = [(f"{name:<{width}}", text) for name, text in records]
            with formatter.section(title):
                formatter.write_dl(padded, col_max=_WIDEST_OPTION)


class Group(click.Group):
    """A command with commands of its own."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if not args and not ctx.resilient_parsing:
            raise click.UsageError(f"missing command: {self._names(ctx)}", ctx)
        return super().parse_args(ctx, args)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args[0] not in self.commands and not ctx.resilient_parsing:
            close = closest_match(args[0], self.commands)
            advice = f'did you mean "{close}"?' if close else self._names(ctx)
            raise click.UsageError(f'unknown command "{args[0]}"; {advice}', ctx)
        return super().resolve_command(ctx, args)

    def _names(self, ctx: click.Context) -> str:
        *others, last = self.list_commands(ctx)
        return f"choose {', '.join(others)} or {last}"

    def list_commands(self, _ctx: click.Context) -> list[str]:
        return list(self.commands)

    def get_short_help_str(self, limit: int = _WIDEST_SUMMARY) -> str:
        del limit
        return super().get_short_help_str(_WIDEST_SUMMARY)

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        write_text(self, ctx, formatter)
        write_commands(self.commands.values(), formatter)
        with formatter.section("Options"):
            formatter.write_dl(
                [r for p in self.get_params(ctx) if (r := p.get_help_record(ctx))]
            )


def write_text(
    command: click.Command, ctx: click.Context, formatter: click.HelpFormatter
) -> None:
    """Write the purpose of a command, its usage, and the rest of its text."""
    purpose, *rest = cleandoc(command.help or "").split("\n\n")
    formatter.write_text(purpose)
    formatter.write_paragraph()
    command.format_usage(ctx, formatter)
    for text in rest:
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(text)


def write_commands(
    commands: Iterable[click.Command], formatter: click.HelpFormatter
) -> None:
    """Write a list of commands, each with its whole purpose."""
    with formatter.section("Commands"):
        formatter.write_dl([(c.name or "", c.get_short_help_str()) for c in commands])
