"""RP003."""

from __future__ import annotations

from collections.abc import Iterator

from pool_lint.model.problem import Problem
from pool_lint.parsing import Defect, DefectKind
from pool_lint.rules.rule import defect_rule

_WORDS = {
    "directives": "the file has more than {} %TAG directives",
    "depth": "values are nested deeper than {} levels",
    "documents": "the file has more than {} documents",
    "expanded": "aliases and merge keys expand to more than {} values",
    "merges": "merge keys refer to more than {} mappings",
    "mistakes": "the document has {} mistakes or more; the rest is not checked",
    "nodes": "the file has more than {} keys and values",
    "size": "the file is larger than {} bytes",
    "text": "aliases repeat more than {} characters of text",
}


@defect_rule("RP003", DefectKind.LIMIT, always=True)
def limit_exceeded(defect: Defect) -> Iterator[Problem]:
    """A file that exceeds a limit and is not checked.

    Why:
        A request body has a few dozen lines and six levels. A file that is thousands of
        times larger is a mistake or an attack, and checking it could take hours.

        The limits are 3 MiB, 64 levels, 1,000 documents, and 200,000 keys and values.
        Aliases may expand to 200,000 values and 8 MiB of text. A file may have 10,000
        merge sources and 100 %TAG directives. The check of a document stops after 1,000
        mistakes.

    Bad:
        spec:
          scope: [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[  # <-

    Good:
        metadata:
          labels:
            os.modelarts/name: pool-001

    Source:
        The limits are pool-lint's own.
    """
    name, most = defect.detail, int(defect.text)
    advice = f"split the file, simplify it, or raise the limit `{name}` above {most}"
    if name == "mistakes":
        advice = "correct the reported ones first, then check the file again"
    yield Problem(defect.location, _WORDS[name].format(f"{most:,}"), advice)
