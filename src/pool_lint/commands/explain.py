"""``pool-lint explain``: a rule, an error code of the API, or a place in a file."""

from __future__ import annotations

import re
import sys

import click

from pool_lint import reference
from pool_lint.api_error import UnknownCode, find_code
from pool_lint.arguments import Rules
from pool_lint.config import UnknownRule, find_rule
from pool_lint.document import Limits
from pool_lint.lookup import NoField, field_in
from pool_lint.rules import all_rules
from pool_lint.terminal import write

_CODE = r"(?i)modelarts\.\w*|[0-9]{8}"
_PLACE = r"(?s)(?P<file>.+?):(?P<line>[0-9]{1,9})(?::(?P<column>[0-9]{1,9}))?"


@click.command()
@click.argument("topic", metavar="TOPIC", shell_complete=Rules().shell_complete)
def explain(topic: str) -> None:
    """Explain a rule, an error code of the API, or what stands in a file.

    TOPIC is the id or the name of a rule (RP301), a code that the API answers with
    (ModelArts.50015000), or a place as findings give it (pools/train.yaml:24:17).
    """
    place = re.fullmatch(_PLACE, topic)
    try:
        if place:
            line, column = int(place["line"]), int(place["column"] or 0)
            field = field_in(place["file"], line, column, Limits())
            said = reference.field_explanation(field, all_rules())
        elif re.fullmatch(_CODE, topic):
            said = reference.code_explanation(find_code(topic), all_rules())
        else:
            said = reference.explanation(find_rule(topic, all_rules()))
    except (NoField, UnknownCode, UnknownRule) as error:
        raise click.UsageError(str(error)) from None
    write(sys.stdout, [said])
