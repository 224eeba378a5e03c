"""The built-in rules, and the tools to write your own.

A complete rule of your own:

>>> from collections.abc import Iterator
>>> from pool_lint import lint_text
>>> from pool_lint.rules import Pool, Problem, builtin_rules, rule
>>> @rule("ACME001", "resources[].count")
... def too_many_nodes(pool: Pool) -> Iterator[Problem]:
...     '''More than eight nodes of one flavor.
...
...     Why:
...         A larger pool needs a review by the capacity team.
...     Bad:
...         spec:
...           type: Dedicate
...           scope: [Train]
...           network: {name: net-0123-86c13962597848eeb29c5861153a391f}
...           resources:
...             - flavor: modelarts.vm.gpu.tnt004
...               count: 9  # <-
...     Good:
...         spec:
...           type: Dedicate
...           scope: [Train]
...           network: {name: net-0123-86c13962597848eeb29c5861153a391f}
...           resources:
...             - flavor: modelarts.vm.gpu.tnt004
...               count: 8
...     Source:
...         The capacity plan of ACME.
...     '''
...     for resource in pool.resources:
...         if (resource.count or 0) > 8:
...             message = f"count is {resource.count}; more than 8 need a review"
...             yield Problem(resource.at("count"), message, "ask the capacity team")
>>> from pool_lint.testing import check_example, complete
>>> check_example(too_many_nodes)
>>> text = complete(too_many_nodes.documentation.bad)
>>> [f.message for f in lint_text(text, rules=[*builtin_rules(), too_many_nodes])]
['count is 9; more than 8 need a review']
"""

from pool_lint.model.fix import Applicability, Edit, Fix, Insert, Removal
from pool_lint.model.location import Location, Part
from pool_lint.model.pointer import Pointer
from pool_lint.model.problem import Problem, Related, Severity
from pool_lint.modelarts.pool import Pool
from pool_lint.modelarts.resource import Resource
from pool_lint.rules.registry import builtin_rules
from pool_lint.rules.rule import ANSWERS, POOLS, REQUESTS, Rule, rule

__all__ = [
    "ANSWERS",
    "POOLS",
    "REQUESTS",
    "Applicability",
    "Edit",
    "Fix",
    "Insert",
    "Location",
    "Part",
    "Pointer",
    "Pool",
    "Problem",
    "Related",
    "Removal",
    "Resource",
    "Rule",
    "Severity",
    "builtin_rules",
    "rule",
]
