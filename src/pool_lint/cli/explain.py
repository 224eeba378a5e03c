"""``pool-lint explain``: explain a rule, an API error code, or a field in a file."""

from __future__ import annotations

import os
import re
import sys
from contextlib import suppress

import click

from pool_lint.cli.help import Command
from pool_lint.cli.options import edition_option
from pool_lint.cli.params import Rules
from pool_lint.cli.terminal import write
from pool_lint.cli.workspace import edition_or_default, workspace_of
from pool_lint.config.selectors import find_fields, find_rule
from pool_lint.filesystem.paths import file_in
from pool_lint.filesystem.read import read_bytes
from pool_lint.model.errors import (
    DecodeError,
    FieldNotFoundError,
    ReadError,
    UnknownCodeError,
    UnknownFieldError,
    UnknownRuleError,
)
from pool_lint.model.location import Position
from pool_lint.model.text import quote, show
from pool_lint.modelarts.error_codes import find_code
from pool_lint.modelarts.kinds import RESOURCE_KINDS
from pool_lint.parsing import Limits
from pool_lint.parsing.encoding import decode
from pool_lint.parsing.source import Source
from pool_lint.rules import reference
from pool_lint.rules.lookup import field_in
from pool_lint.rules.named_fields import fields_named, is_path
from pool_lint.rules.registry import builtin_rules, rules_of
from pool_lint.rules.rule import Rule
from pool_lint.validation.schemas import EDITIONS, Schema, SchemaName

_CODE = r"(?i)modelarts\.\w*|[0-9]{8}"
_PLACE = r"(?s)(.+):([0-9]{1,4000})"  # Python limits the digits of an integer


@click.command(
    cls=Command,
    examples={
        "pool-lint explain RP301": "Explain a rule.",
        "pool-lint explain ModelArts.50015000": "Explain an error code of the API.",
        "pool-lint explain spec.network.name": "Explain a field, and its changes.",
        "pool-lint explain pools/train.yaml:12": "Explain the field at line 12.",
    },
)
@click.argument("topic", metavar="TOPIC", shell_complete=Rules().shell_complete)
@edition_option
def explain(topic: str, edition: str | None) -> None:
    """Explain a rule, an error code of the API, or a field of a manifest.

    TOPIC is the ID or name of a rule, an error code of the ModelArts API, or a field.
    A field is given by its name, or by its place: FILE:LINE or FILE:LINE:COLUMN. The
    policies that apply to the current folder are rules too.
    """
    place = _place(topic)
    try:
        if place:
            file, line, column = place
            limits = Limits()
            position = Position(line, column)
            source = _source(file, limits)
            edition = edition_or_default(edition, file)
            kinds = [kind for kind in RESOURCE_KINDS if kind.is_in(edition)]
            field = field_in(source, position, limits, edition, kinds)
            rules = rules_of(edition, builtin_rules())
            text = reference.field_explanation(field, rules)
        elif re.fullmatch(_CODE, topic):
            found = rules_of(edition, builtin_rules()) if edition else builtin_rules()
            text = reference.code_explanation(find_code(topic), found)
        elif os.path.isfile(topic):
            message = f"{show(topic)} is a file; add a line, such as {show(topic)}:1"
            raise click.UsageError(message)
        else:
            text = _named(topic, edition)
    except (
        FieldNotFoundError,
        UnknownCodeError,
        UnknownFieldError,
        UnknownRuleError,
    ) as error:
        raise click.ClickException(str(error)) from None
    write(sys.stdout, [text])


def _named(topic: str, edition: str | None) -> str:
    """Return the explanation of a rule or a field."""
    try:
        return reference.explanation(_rule(topic, edition))
    except UnknownRuleError:
        edition = edition_or_default(edition)
        fields = fields_named(topic, edition)
        if not fields:
            _refuse_other_edition(topic, edition)
            if is_path(topic):
                find_fields(topic, Schema(edition, SchemaName.CREATE_POOL))
            raise
    rules = rules_of(edition, builtin_rules())
    return "\n".join(reference.field_explanation(field, rules) for field in fields)


def _rule(topic: str, edition: str | None) -> Rule:
    """Return a built-in rule, or a policy of the settings of the current folder.

    Raises UnknownRuleError.
    """
    with suppress(UnknownRuleError):
        return find_rule(topic, builtin_rules())
    from pool_lint.config.run_options import RunOptions  # noqa: PLC0415 - start-up

    workspace = workspace_of(RunOptions(edition=edition))
    workspace.settings(file_in("."))
    return find_rule(topic, workspace.all_rules)


def _refuse_other_edition(name: str, edition: str) -> None:
    for other in EDITIONS:
        if fields_named(name, other):
            message = f"edition {edition} has no field {quote(name)}"
            raise click.UsageError(f"{message}; use --edition {other}")


def _source(file: str, limits: Limits) -> Source:
    try:
        data = read_bytes(file, limits.size)
        text = decode(data[: limits.size])
    except (ReadError, DecodeError) as error:
        raise FieldNotFoundError(f"{file}: {error.reason}") from None
    if len(data) > limits.size:
        raise FieldNotFoundError(
            f"{file}: the file is larger than {limits.size:,} bytes"
        )
    return Source(file, text)


def _place(topic: str) -> tuple[str, int, int] | None:
    """Return file, line and column (0: none), or None if the topic is not a place.

    The name of a file can contain colons.
    """
    last = re.fullmatch(_PLACE, topic)
    if not last:
        return None
    both = re.fullmatch(_PLACE, last[1])
    if both and not os.path.lexists(last[1]):
        return both[1], int(both[2]), int(last[2])
    return last[1], int(last[2]), 0
