"""RP001."""

from __future__ import annotations

from collections.abc import Iterator

from pool_lint.model.problem import Problem, Related
from pool_lint.parsing import Defect, DefectKind
from pool_lint.rules.rule import defect_rule


@defect_rule("RP001", DefectKind.SYNTAX, always=True)
def syntax_error(defect: Defect) -> Iterator[Problem]:
    """The file is not valid YAML or JSON.

    Why:
        The request cannot be sent, or another parser reads the file differently. JSON
        is parsed strictly: no comments, no trailing commas, no NaN and no unpaired
        surrogates. YAML is parsed as libyaml does, which rejects duplicate anchors.

    Bad:
        metadata:
          labels:
            os.modelarts/name: pool-001
          annotations:
            os.modelarts/description: nightly: from ten to six  # <-

    Good:
        metadata:
          labels:
            os.modelarts/name: pool-001
          annotations:
            os.modelarts/description: "nightly: from ten to six"

    Source:
        YAML 1.2.2; RFC 8259.
    """
    first, help_text = defect.first, defect.text or None
    related = (Related(first, defect.first_message),) if first else ()
    note = defect.note or None
    yield Problem(defect.location, defect.detail, help_text, related, note=note)
