"""RP002."""

from __future__ import annotations

from collections.abc import Iterator

from pool_lint.model.problem import Problem, Related
from pool_lint.model.text import quote
from pool_lint.parsing import Defect, DefectKind
from pool_lint.rules.messages import inside
from pool_lint.rules.rule import defect_rule


@defect_rule("RP002", DefectKind.DUPLICATE_KEY)
def duplicate_key(defect: Defect) -> Iterator[Problem]:
    """A duplicate key in a mapping.

    Why:
        Most parsers silently keep the last value, some keep the first, and some reject
        the file. The request is unpredictable. Keys are compared as text, without
        quotes and escapes.

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
    related = (Related(defect.first, "first defined here"),) if defect.first else ()
    message = f"duplicate key {key}{inside(defect.location.pointer)}"
    yield Problem(defect.location, message, "keep only one of the two", related)
