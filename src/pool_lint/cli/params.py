"""Types of options, and the group of all commands, with ``check`` as default."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from importlib import import_module
from typing import TYPE_CHECKING, Any

import click

from pool_lint.cli.help import Command, write_commands
from pool_lint.cli.terminal import tell
from pool_lint.model.suggestions import closest_match
from pool_lint.model.text import escape, quote
from pool_lint.parsing import DEEPEST, Limits
from pool_lint.rules.registry import every_rule

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    ParamType = click.ParamType[Any]
else:
    ParamType = click.ParamType  # takes no argument before click 8.4

COMMANDS = (
    "check",
    "changes",
    "list",
    "explain",
    "rules",
    "init",
    "render",
    "schema",
    "policy",
    "config",
    "server",
)
# Functions that cannot have the name of their command.
_FUNCTIONS = {"list": "list_pools"}

# What other tools call the commands and options of this one.
_OTHER_WORDS = {
    "ci": "check",
    "lint": "check",
    "run": "check",
    "scan": "check",
    "test": "check",
    "validate": "check",
    "verify": "check",
    "fix": "check --fix",
    "format": "check --fix",
    "diff": "check --diff",
    "breaking": "changes",
    "compare": "changes",
    "plan": "changes",
    "create": "init",
    "generate": "init",
    "new": "init",
    "template": "init",
    "curl": "render",
    "request": "render",
    "ls": "list",
    "inventory": "list",
    "pools": "list",
    "policies": "policy",
    "show": "config show",
    "settings": "config show",
    "files": "config files",
    "help": "--help",
    "version": "--version",
}


class Choice(ParamType):
    """One of a few words, with the closest one suggested for any other."""

    def __init__(self, words: Iterable[str], name: str = "word") -> None:
        self.words = tuple(words)
        self.name = name

    def convert(self, value: Any, _param: object, _ctx: object) -> str:
        if value not in self.words:
            close = closest_match(str(value), self.words)
            known = ", ".join(self.words)
            advice = f'did you mean "{close}"?' if close else f"choose from {known}"
            self.fail(f"unknown {self.name} {quote(str(value))}; {advice}")
        return str(value)

    def shell_complete(
        self, _ctx: click.Context, _param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        from click.shell_completion import CompletionItem  # noqa: PLC0415 - start-up

        return [CompletionItem(w) for w in self.words if w.startswith(incomplete)]


class Rules(ParamType):
    """Rule IDs, prefixes of IDs and names, separated by commas."""

    name = "rules"

    def convert(self, value: Any, _param: object, _ctx: object) -> list[str]:
        return [part.strip() for part in value.split(",") if part.strip()]

    def shell_complete(
        self, _ctx: click.Context, _param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        from click.shell_completion import CompletionItem  # noqa: PLC0415 - start-up

        done, comma, word = incomplete.rpartition(",")
        found = [r for r in every_rule() if r.id.startswith(word.upper())]
        return [CompletionItem(done + comma + r.id, help=r.name) for r in found]


class Jobs(ParamType):
    """A number of processes; ``auto`` becomes None."""

    name = "n"

    def convert(self, value: Any, _param: object, _ctx: object) -> int | None:
        if value in {None, "auto"}:
            return None
        digits = re.fullmatch("[1-9][0-9]{0,3}", str(value))
        if not digits:
            self.fail(f'{quote(str(value))} is not "auto" or a number from 1 to 9999')
        return int(digits[0])


class Limit(ParamType):
    """``NAME=N``, which becomes the pair of both."""

    name = "name=n"

    def convert(self, value: Any, _param: object, _ctx: object) -> tuple[str, int]:
        name, _, number = value.partition("=")
        if name not in Limits._fields:
            right = closest_match(name, Limits._fields)
            known = f"choose from {', '.join(Limits._fields)}"
            advice = f'did you mean "{right}"?' if right else known
            self.fail(f"unknown limit {quote(name)}; {advice}")
        if not re.fullmatch("[1-9][0-9]{0,9}", number):
            self.fail(f"{name} needs a number of at least 1, such as {name}=1000")
        if name == "depth" and int(number) > DEEPEST:
            self.fail(f"depth can be at most {DEEPEST}")
        return name, int(number)


class DefaultGroup(click.Group):
    """All commands, imported on demand; ``check`` may be left out."""

    def list_commands(self, _ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, _ctx: click.Context, cmd_name: str) -> click.Command | None:
        return _command(cmd_name) if cmd_name in COMMANDS else None

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        completing = ctx.resilient_parsing and not args
        if not completing and (not args or args[0] not in COMMANDS):
            _refuse_slip(args)
            args = ["check", *args]
        elif not ctx.resilient_parsing:
            _note_folder(args)
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
    found: click.Command = getattr(module, _FUNCTIONS.get(name, name))
    return found


def _refuse_slip(args: list[str]) -> None:
    """Raise UsageError for a first word that is not a path but close to a command."""
    word = next(iter(args), "")
    if word.isidentifier() and not os.path.lexists(word):
        command = _OTHER_WORDS.get(word.lower()) or closest_match(word, COMMANDS)
        paths = [arg for arg in args[1:] if not arg.startswith("--")]
        if word.lower() == "diff" and len(paths) > 1:
            command = "changes"
        if command:
            message = f'"{word}" is neither a file nor a command'
            raise click.UsageError(f'{message}; did you mean "{command}"?')


def _note_folder(args: list[str]) -> None:
    """Print how to lint a folder whose name is a command, if that may be meant."""
    name = args[0]
    others_exist = all(os.path.lexists(word) for word in args[1:])
    if others_exist and os.path.isdir(name):
        advice = f"lint the folder with `pool-lint check ./{escape(name)}`"
        tell([f'note: "{name}" is read as a command; {advice}\n'])


class Check(Command):
    """The default command: its help is that of the whole program."""

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        pieces = " ".join(self.collect_usage_pieces(ctx))
        formatter.write_usage("pool-lint", f"[check] {pieces}")

    def format_options(
        self, ctx: click.Context, formatter: click.HelpFormatter
    ) -> None:
        write_commands(map(_command, COMMANDS), formatter)
        super().format_options(ctx, formatter)
