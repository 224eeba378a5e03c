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

_WIDEST_SUMMARY = 200
_NARROWEST_TEXT = 12


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
                _write_rows(formatter, self.examples.items())
        if self._lints:
            with formatter.section("Exit codes"):
                _write_rows(formatter, EXIT_CODES.items())

    def format_options(
        self, ctx: click.Context, formatter: click.HelpFormatter
    ) -> None:
        rows: dict[str, list[tuple[str, str]]] = {name: [] for name in HEADINGS}
        for param in self.get_params(ctx):
            shown = isinstance(param, click.Option) and param.name not in self._hides
            if shown and (record := param.get_help_record(ctx)):
                rows[getattr(param, "heading", HEADINGS[-1])].append(record)
        # Equal widths align the texts of all headings.
        width = max(len(name) for records in rows.values() for name, _ in records)
        used = {heading: records for heading, records in rows.items() if records}
        for heading, records in used.items():
            title = heading if len(used) > 1 else "Options"
            with formatter.section(title):
                _write_rows(formatter, records, width)


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
        return f"choose {', '.join(others)} or {last}" if others else f"choose {last}"

    def list_commands(self, _ctx: click.Context) -> list[str]:
        return list(self.commands)

    def get_short_help_str(self, limit: int = _WIDEST_SUMMARY) -> str:
        del limit
        return super().get_short_help_str(_WIDEST_SUMMARY)

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        write_text(self, ctx, formatter)
        write_commands(self.commands.values(), formatter)
        rows = [r for p in self.get_params(ctx) if (r := p.get_help_record(ctx))]
        with formatter.section("Options"):
            _write_rows(formatter, rows)


def write_text(
    command: click.Command, ctx: click.Context, formatter: click.HelpFormatter
) -> None:
    """Write the purpose of a command, its usage, and the rest of its text."""
    purpose, *rest = cleandoc(command.help or "").split("\n\n")
    _write_wrapped(formatter, purpose)
    formatter.write_paragraph()
    command.format_usage(ctx, formatter)
    for text in rest:
        formatter.write_paragraph()
        with formatter.indentation():
            _write_wrapped(formatter, text)


def write_commands(
    commands: Iterable[click.Command], formatter: click.HelpFormatter
) -> None:
    """Write a list of commands, each with its whole purpose."""
    with formatter.section("Commands"):
        rows = [(c.name or "", c.get_short_help_str()) for c in commands]
        _write_rows(formatter, rows)


def _write_rows(
    formatter: click.HelpFormatter, rows: Iterable[tuple[str, str]], width: int = 0
) -> None:
    """Write a table of names and texts; the names are at least ``width`` wide."""
    rows = list(rows)
    width = max(width, *(len(name) for name, _ in rows))
    for name, text in rows:
        _write_wrapped(formatter, text, f"{name:<{width}}  ")


def _write_wrapped(formatter: click.HelpFormatter, text: str, head: str = "") -> None:
    """Write a text beside its head, without breaks at hyphens: names have many."""
    import textwrap  # noqa: PLC0415 - start-up

    indent = " " * formatter.current_indent
    width = max(formatter.width - len(indent) - len(head), _NARROWEST_TEXT)
    for line in textwrap.wrap(" ".join(text.split()), width, break_on_hyphens=False):
        formatter.write(f"{indent}{head}{line}\n")
        head = " " * len(head)
