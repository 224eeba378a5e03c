"""RP003."""

from __future__ import annotations

from collections.abc import Iterator

from pool_lint.model.problem import Problem
from pool_lint.parsing import Defect, DefectKind
from pool_lint.rules.rule import defect_rule

_WORDS = {
    "directives": "the file holds more than {} %TAG directives",
    "depth": "values are nested deeper than {} levels",
    "documents": "the file holds more than {} documents",
    "expanded": "aliases and merge keys expand to more than {} values",
    "merges": "merge keys take from more than {} mappings",
    "mistakes": "the document has {} mistakes or more, and the rest is not looked at",
    "nodes": "the file holds more than {} keys and values",
    "size": "the file is larger than {} bytes",
    "text": "aliases repeat more than {} characters of text",
}


@defect_rule("RP003", DefectKind.LIMIT, always=True)
def limit_exceeded(defect: Defect) -> Iterator[Problem]:
    """The file crosses a limit of size, nesting or expansion, and is not checked.

    Why:
        A request body is a few dozen lines and six levels deep. A file that is
        thousands of times larger is a mistake or an attack, and reading on could take
        hours. The limits: 3 MiB, 64 levels, 200,000 keys and values, the same with
        aliases expanded (and 8 MiB of text), 10,000 merge sources, 1,000 documents, 100
        %TAG directives, 1,000 mistakes.

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
    advice = "write it more plainly, or in several files"
    if name != "mistakes":
        advice += f"; --limit {name}=N allows more than {most}"
    yield Problem(defect.location, _WORDS[name].format(f"{most:,}"), advice)
