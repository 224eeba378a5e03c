"""RP605."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pool_lint.model.problem import Problem, Severity
from pool_lint.model.text import quote
from pool_lint.modelarts.pool import Pool
from pool_lint.rules.rule import rule

_URL = r"(?i)https?://(?:[^\s/?#@]*@)?[^\s/?#:@][^\s/?#]*(?:[/?#]\S*)?\Z"


@rule("RP605", "service.console.url", severity=Severity.WARNING)
def malformed_console_url(pool: Pool) -> Iterator[Problem]:
    """The page after payment is no web address.

    Why:
        A browser is sent there when the order is paid, and needs http:// or https://
        and a host.

    Bad:
        metadata:
          labels:
            os.modelarts/name: pool-001
          annotations:
            os.modelarts/billing.mode: "1"
            os.modelarts/order.id: CS2508201234567
            os.modelarts/period.type: "3"
            os.modelarts/period.num: "1"
            os.modelarts/service.console.url: console.example.com  # <-

    Good:
        metadata:
          labels:
            os.modelarts/name: pool-001
          annotations:
            os.modelarts/billing.mode: "1"
            os.modelarts/order.id: CS2508201234567
            os.modelarts/period.type: "3"
            os.modelarts/period.num: "1"
            os.modelarts/service.console.url: https://console.example.com

    Source:
        Creating Resource Pools, table 6, service.console.url; RFC 3986.
    """
    url = pool.annotation("service.console.url")
    if url and not re.match(_URL, url.value):
        message = f"{quote(url.value)} is no address of a web page"
        yield Problem(url.location, message, "write http:// or https:// and a host")
