"""``pool-lint schema``: print a JSON Schema."""

from __future__ import annotations

import json
import sys

import click

from pool_lint.cli.help import Command
from pool_lint.cli.options import edition_option, option
from pool_lint.cli.params import Choice
from pool_lint.cli.policy_options import place_of, policies_option
from pool_lint.cli.terminal import write
from pool_lint.cli.workspace import edition_or_default, workspace_of
from pool_lint.validation.editor_schemas import ANY
from pool_lint.validation.schemas import (
    EDITION_SCHEMAS,
    EDITIONS,
    OWN_SCHEMAS,
    Schema,
    SchemaName,
    schema_names,
)

_RESPONSES = (SchemaName.POOL, SchemaName.ERROR)
_NAMES = [*(name.value for name in (*EDITION_SCHEMAS, *OWN_SCHEMAS)), ANY]


@click.command(
    cls=Command,
    examples={
        "pool-lint schema > pool.schema.json": "Save the schema of manifests.",
        "pool-lint schema any": "Print one schema for pools and other files.",
        "pool-lint schema config": "Print the schema of pool-lint.toml.",
        "pool-lint schema --with-policies prod": "Add the policies for a folder.",
    },
)
@click.argument(
    "name",
    type=Choice(_NAMES, "schema"),
    default=SchemaName.CREATE_POOL.value,
    metavar="[NAME]",
)
@policies_option
@option(
    "--annotations-only",
    heading="Selection",
    is_flag=True,
    help="Print titles, descriptions and examples without constraints.",
)
@edition_option
def schema(
    name: str,
    path: str | None,
    annotations_only: bool,  # noqa: FBT001 - click
    edition: str | None,
) -> None:
    """Print a JSON Schema for editors and other validators.

    NAME is create-pool (the request body, the default), or pool or error (responses of
    the API). Edition 2026-01 also has network and node-pool. any selects the schema of
    a request by the content, and accepts other documents. The schemas of pool-lint
    itself are config (settings), report (the json output of check) and list.
    """
    from pool_lint.modelarts.editor_schemas import (  # noqa: PLC0415 - start-up
        editor_schema,
    )

    if path is not None and annotations_only:
        message = "--with-policies and --annotations-only exclude each other"
        raise click.UsageError(message)
    place = None if path is None else _place(name, path)
    edition = edition_or_default(edition, place or ".")
    if name in OWN_SCHEMAS:
        edition = ""
    elif name != ANY and name not in schema_names(edition):
        later = next(e for e in EDITIONS if name in schema_names(e))
        message = f"edition {edition} has no schema for {name}; use --edition {later}"
        raise click.UsageError(message)
    if place is None:
        text = editor_schema(edition, name, is_bare=annotations_only)
    else:
        text = _with_policies(name, edition, place)
    write(sys.stdout, [text])


def _place(name: str, path: str) -> str:
    """Return the file to find policies for; of a folder, any file in it.

    Raises UsageError for a schema or a path that has no policies.
    """
    if name in {*OWN_SCHEMAS, *_RESPONSES, ANY}:
        raise click.UsageError(f"policies do not apply to the schema {name}")
    return place_of(path)


def _with_policies(name: str, edition: str, path: str) -> str:
    """Return the schema of manifests with the policies that run for a file."""
    from pool_lint.config.run_options import RunOptions  # noqa: PLC0415 - start-up
    from pool_lint.policies.combined import combined_schema  # noqa: PLC0415

    workspace = workspace_of(RunOptions(edition=edition))
    linter = workspace.linter(path)
    rules = [rule for rule in workspace.all_rules if linter.runs(rule.id)]
    combined = combined_schema(Schema(edition, name), rules)
    return json.dumps(combined, indent=2, ensure_ascii=False) + "\n"
