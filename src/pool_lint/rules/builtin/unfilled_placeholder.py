"""RP006."""

from __future__ import annotations

from collections.abc import Iterator

from pool_lint.model.problem import Problem
from pool_lint.model.text import quote
from pool_lint.parsing import DefectKind
from pool_lint.rules.messages import field, fill_in
from pool_lint.rules.rule import field_defect_rule
from pool_lint.validation.failures import FieldDefect


@field_defect_rule("RP006", DefectKind.PLACEHOLDER)
def unfilled_placeholder(found: FieldDefect) -> Iterator[Problem]:
    """A placeholder that was not filled in.

    Why:
        The API receives the placeholder as it is. These are placeholders:

        - anywhere in a value: `{{ name }}`, `${NAME}`, `$(NAME)`, `<name>`, `{name}`
          and `<%= name %>`
        - as a separate part: `$NAME`, `%NAME%`, `@NAME@`, `__NAME__`, `((name))`, `xxx`
        - at the start: `your_name`
        - as the whole value: TODO, TBD, FIXME, CHANGEME, REPLACEME

        In free text, only `${NAME}`, `{{ name }}` and `<% name %>` are placeholders.

    Bad:
        metadata:
          labels:
            os.modelarts/name: "{{ pool_name }}"  # <-

    Good:
        metadata:
          labels:
            os.modelarts/name: pool-001

    Source:
        pool-lint's own list, with the forms of Jinja, Helm, shells, ERB, OpenAPI and
        manuals.
    """
    defect = found.defect
    pointer = defect.location.pointer
    message = f"{field(pointer)} contains the placeholder {quote(defect.text)}"
    yield Problem(defect.location, message, fill_in(pointer, found.schema))
