"""What click does not have: a default command, lists of rules, help for both."""

from __future__ import annotations

import os
import re
from importlib import import_module
from typing import TYPE_CHECKING, Any

import click

from pool_lint.model.suggestions import closest_match
from pool_lint.parsing import DEEPEST, Limits
from pool_lint.rules.registry import builtin_rules

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    ParamType = click.ParamType[Any]
else:
    ParamType = click.ParamType  # takes no argument before click 8.4

COMMANDS = ("check", "explain", "init", "render", "rules", "schema")


class Rules(ParamType):
    """Rule ids, id prefixes and names, separated by commas."""

    name = "rules"

    def convert(self, value: Any, _param: object, _ctx: object) -> list[str]:
        return [part.strip() for part in value.split(",") if part.strip()]

    def shell_complete(
        self, _ctx: click.Context, _param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        from click.shell_completion import CompletionItem  # noqa: PLC0415 - start-up

        done, comma, word = incomplete.rpartition(",")
        found = [r for r in builtin_rules() if r.id.startswith(word.upper())]
        return [CompletionItem(done + comma + r.id, help=r.name) for r in found]


class Jobs(ParamType):
    """A number of processes, or auto: None."""

    name = "n|auto"

    def convert(self, value: Any, _param: object, _ctx: object) -> int | None:
        if value in {None, "auto"}:
            return None
        digits = re.fullmatch("[1-9][0-9]{0,3}", str(value))
        if not digits:
            self.fail("write auto, or a number of at least 1")
        return int(digits[0])


class Limit(ParamType):
    """The name of a limit and a number for it: a pair of both."""

    name = "name=n"

    def convert(self, value: Any, _param: object, _ctx: object) -> tuple[str, int]:
        name, _, number = value.partition("=")
        if name not in Limits._fields:
            right = closest_match(name, Limits._fields)
            known = f'did you mean "{right}"?' if right else ", ".join(Limits._fields)
            self.fail(f'no limit is called "{name}"; {known}')
        if not re.fullmatch("[1-9][0-9]{0,9}", number):
            self.fail(f"write {name}=N, with a number of at least 1")
        if name == "depth" and int(number) > DEEPEST:
            self.fail(f"a depth over {DEEPEST} is not safe to read")
        return name, int(number)


class DefaultGroup(click.Group):
    """Commands, each imported when asked for; ``check`` is the word to leave out."""

    def list_commands(self, _ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, _ctx: click.Context, cmd_name: str) -> click.Command | None:
        return _command(cmd_name) if cmd_name in COMMANDS else None

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        completing = ctx.resilient_parsing and not args
        if not completing and (not args or args[0] not in COMMANDS):
            _refuse_slip(args[0] if args else "")
            args = ["check", *args]
        return super().parse_args(ctx, args)

    def shell_complete(
        self, ctx: click.Context, incomplete: str
    ) -> list[CompletionItem]:
        from click.shell_completion import CompletionItem  # noqa: PLC0415 - start-up

        found = super().shell_complete(ctx, incomplete)
        found += _command("check").shell_complete(ctx, incomplete)
        if not incomplete.startswith("-"):
            found.append(CompletionItem(incomplete, "file"))
        return found


def _command(name: str) -> click.Command:
    """Import one of the COMMANDS."""
    module = import_module(f"pool_lint.cli.{name}")
    found: click.Command = getattr(module, name)
    return found


def _refuse_slip(word: str) -> None:
    """Raise UsageError for a first word that is no path and close to a command."""
    if word.isidentifier() and not os.path.lexists(word):
        command = closest_match(word, COMMANDS)
        if command:
            message = f'no path and no command "{word}"; did you mean "{command}"?'
            raise click.UsageError(message)


class Check(click.Command):
    """The help of check lists the other commands too."""

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        others = [name for name in COMMANDS if name != "check"]
        with formatter.section("Other commands"):
            formatter.write_dl(
                [(name, _command(name).get_short_help_str()) for name in others]
            )
        super().format_epilog(ctx, formatter)
