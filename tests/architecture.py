"""The packages of pool-lint: the purpose and the allowed imports of each."""

from __future__ import annotations

from collections.abc import Mapping

# The allowed imports of each package, from the lowest package up. docs/architecture.md
# is generated from this table.
ALLOWED: dict[str, set[str]] = {
    "model": set(),
    "filesystem": {"model"},
    "parsing": {"model"},
    "reporters": {"model"},
    "validation": {"model", "parsing"},
    "edits": {"model", "parsing"},
    "modelarts": {"model", "filesystem", "parsing", "validation"},
    "rules": {"model", "parsing", "validation", "modelarts"},
    "policies": {"model", "parsing", "validation", "modelarts", "rules"},
    "config": {
        "model",
        "filesystem",
        "parsing",
        "validation",
        "modelarts",
        "rules",
        "policies",
    },
    "engine": {
        "model",
        "parsing",
        "validation",
        "edits",
        "modelarts",
        "rules",
        "policies",
        "config",
    },
    "project": {
        "model",
        "filesystem",
        "parsing",
        "modelarts",
        "rules",
        "config",
        "engine",
    },
    "changes": {
        "model",
        "filesystem",
        "parsing",
        "validation",
        "modelarts",
        "rules",
        "config",
        "engine",
        "project",
    },
    "api": {"model", "parsing", "modelarts", "rules", "config", "engine", "project"},
    "server": {
        "model",
        "filesystem",
        "parsing",
        "modelarts",
        "rules",
        "config",
        "engine",
        "project",
    },
    "cli": {
        "server",
        "model",
        "filesystem",
        "parsing",
        "validation",
        "modelarts",
        "rules",
        "policies",
        "config",
        "project",
        "changes",
        "reporters",
        "api",
    },
}
# The package for tests of rules may use the API.
TESTING = {"testing": {"api", "model", "validation", "modelarts", "rules"}}
ENTRY_POINTS = {"__init__": {"api"}, "__main__": {"cli"}}

PURPOSES = {
    "model": "shared data types: pointers, locations, problems, findings",
    "filesystem": "paths → files → bytes, and back; safe with links and devices",
    "parsing": "bytes → text → documents with positions, within limits",
    "reporters": "a report → text, one format a file",
    "validation": "a document → the schema keywords that it fails; the known fields",
    "edits": "a fix → edits of the text",
    "modelarts": "ModelArts: kinds of bodies, pools, flavors, requests, error codes",
    "rules": "the definition of a rule; `rules/*/` has one file for each rule",
    "policies": "rules that settings define → JSON Schema, places, messages",
    "config": "settings files and options → rules to run, how to read documents",
    "engine": "one text → findings: rules, precedence, suppressions, fixing",
    "project": "many files: discovery, processes, baseline, fixed files, workspace",
    "changes": "two sides → matched bodies → what each difference does → findings",
    "api": "the Python API",
    "server": "the language server: messages of an editor in, diagnostics out",
    "cli": "the command line: options in, one call, text out, exit code",
    "testing": "helpers for tests of rules",
}


def packages() -> str:
    """Return the diagram and the table of the packages, as Markdown."""
    allowed = ALLOWED | TESTING
    rows = [
        f"| `{name}{'.py' if name == 'api' else '/'}` | {PURPOSES[name]} "
        f"| {', '.join(sorted(allowed[name], key=list(allowed).index)) or 'nothing'} |"
        for name in sorted(allowed, key=lambda name: (_level(name), name))
    ]
    arrows = [
        f"    {name} --> {target}"
        for name in allowed
        for target in sorted(_direct(name, allowed), key=list(allowed).index)
    ]
    picture = "\n".join(["```mermaid", "flowchart TD", *arrows, "```"])
    head = "| package | purpose | may import |\n| --- | --- | --- |"
    return f"{picture}\n\n{head}\n" + "\n".join(rows) + "\n"


def _level(name: str) -> int:
    """Return the length of the longest chain of imports from a package down."""
    return max((_level(below) + 1 for below in (ALLOWED | TESTING)[name]), default=1)


def _direct(name: str, allowed: Mapping[str, set[str]]) -> set[str]:
    """Return the imports of a package that no other of its imports implies."""
    below = allowed[name]
    return below - {far for near in below for far in allowed[near]}
