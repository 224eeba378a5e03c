"""RP002."""

from __future__ import annotations

from collections.abc import Iterator

from pool_lint.model.problem import Problem, Related
from pool_lint.model.text import quote
from pool_lint.parsing import Defect, DefectKind
from pool_lint.rules.rule import defect_rule


@defect_rule("RP002", DefectKind.DUPLICATE_KEY)
def duplicate_key(defect: Defect) -> Iterator[Problem]:
    """A key stands twice in one mapping.

    Why:
        Most readers keep the last of the two in silence, some the first, some refuse
        the file: nobody can tell what is sent. Keys are compared as text, after quotes
        and escapes.

    Bad:
        metadata:
          labels:
            os.modelarts/name: pool-001
            os.modelarts/name: pool-002  # <-

    Good:
        metadata:
          labels:
            os.modelarts/name: pool-001

    Source:
        YAML 1.2.2, section 3.2.1.3; RFC 8259, section 4.
    """
    key = quote(defect.text)
    related = (
        (Related(defect.first, f"{key} first stands here"),) if defect.first else ()
    )
    message = f"the key {key} stands twice in one mapping"
    yield Problem(defect.location, message, "remove one of the two", related)
