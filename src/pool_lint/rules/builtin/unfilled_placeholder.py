"""RP006."""

from __future__ import annotations

from collections.abc import Iterator

from pool_lint.model.problem import Problem, Severity
from pool_lint.model.text import show
from pool_lint.parsing import Defect, DefectKind
from pool_lint.rules.messages import FILL_IN, field
from pool_lint.rules.rule import defect_rule


@defect_rule("RP006", DefectKind.PLACEHOLDER, Severity.WARNING)
def unfilled_placeholder(defect: Defect) -> Iterator[Problem]:
    """A value still holds a placeholder.

    Why:
        What was to be filled in is sent as it stands: `{{ name }}`, `${NAME}`,
        `{name}`, `<name>`, `your_name` and `xxx` are what templates and examples leave
        behind.

    Bad:
        metadata:
          labels:
            os.modelarts/name: "{{ pool_name }}"  # <-

    Good:
        metadata:
          labels:
            os.modelarts/name: pool-001

    Source:
        The signs are pool-lint's own choice: those of Jinja, shells, OpenAPI and
        manuals.
    """
    name = field(defect.location.pointer)
    message = f"{name} still holds the placeholder {show(defect.text)}"
    yield Problem(defect.location, message, FILL_IN)
