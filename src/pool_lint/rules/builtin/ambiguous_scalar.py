"""RP007."""

from __future__ import annotations

from collections.abc import Iterator

from pool_lint.model.problem import Problem
from pool_lint.model.text import show
from pool_lint.parsing import DefectKind
from pool_lint.rules.messages import choices
from pool_lint.rules.rule import field_defect_rule
from pool_lint.rules.schema_fixes import quoting_fix
from pool_lint.validation.failures import FieldDefect
from pool_lint.validation.fields import options_at


@field_defect_rule("RP007", DefectKind.AMBIGUOUS)
def ambiguous_scalar(found: FieldDefect) -> Iterator[Problem]:
    """Readers of YAML 1.1 and of YAML 1.2 take a value for different things.

    Why:
        What is sent depends on the reader that the pipeline happens to use: `on` is a
        boolean in PyYAML and text elsewhere, `010` is 8 or 10, `2025-08-20` a date.

    Bad:
        metadata:
          labels:
            os.modelarts/name: pool-001
            os.modelarts/node.prefix: on  # <-

    Good:
        metadata:
          labels:
            os.modelarts/name: pool-001
            os.modelarts/node.prefix: "on"

    Source:
        YAML 1.1 types, https://yaml.org/type/; YAML 1.2.2, section 10.3.2.
    """
    defect = found.defect
    message = f"{show(defect.text)} is {defect.detail}"
    options = choices(options_at(defect.location.pointer, found.schema))
    otherwise = "put it in quotes if it is text, else write what all readers agree on"
    if defect.text.startswith("!"):
        otherwise = "remove the tag, and put the value in quotes if it is text"
    advice, fix = f"write {options}" if options else otherwise, quoting_fix(found)
    yield Problem(defect.location, message, fix.message if fix else advice, fix=fix)
