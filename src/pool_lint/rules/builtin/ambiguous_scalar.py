"""RP007."""

from __future__ import annotations

from collections.abc import Iterator

from pool_lint.model.problem import Problem
from pool_lint.model.text import quote
from pool_lint.parsing import DefectKind
from pool_lint.rules.messages import choices, field, meant_option, such_as
from pool_lint.rules.rule import field_defect_rule
from pool_lint.rules.schema_fixes import option_fix, quoting_fix
from pool_lint.validation.failures import FieldDefect
from pool_lint.validation.options import options_at


@field_defect_rule("RP007", DefectKind.AMBIGUOUS)
def ambiguous_scalar(found: FieldDefect) -> Iterator[Problem]:
    """A value that YAML 1.1 and 1.2 parsers read differently.

    Why:
        The request depends on the parser that the pipeline uses. `on` is a boolean in
        PyYAML and text in other parsers, `010` is 8 or 10, and `2025-08-20` is a date
        or text.

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
    defect, place = found.defect, found.defect.location.pointer
    options = options_at(place, found.schema)
    is_tagged = defect.text.startswith("!")
    what = f"{'' if is_tagged else 'unquoted '}{quote(defect.text)} is {defect.detail}"
    fix = quoting_fix(found) or option_fix(place, defect.text, options)
    advice = meant_option(defect.text, options) or (fix and fix.message)
    if not advice and options.values:
        advice = f"write {choices(options)}"
    elif not advice and is_tagged:
        advice = "remove the tag; to make the value a string, put it in quotes"
    elif not advice and found.subschema.get("type", "string") != "string":
        advice = f"write {such_as(found.subschema)}"
    advice = advice or "put it in quotes if it is text"
    yield Problem(defect.location, f"{field(place)}: {what}", advice, fix=fix)
