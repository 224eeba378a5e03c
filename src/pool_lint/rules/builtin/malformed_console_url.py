"""RP605."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pool_lint.model.problem import Problem, Severity
from pool_lint.model.text import quote
from pool_lint.modelarts.pool import Pool
from pool_lint.rules.messages import field
from pool_lint.rules.rule import rule

_URL = r"(?i)https?://(?:[^\s/?#@]*@)?[^\s/?#:@][^\s/?#]*(?:[/?#]\S*)?\Z"


@rule("RP605", "service.console.url", severity=Severity.WARNING)
def malformed_console_url(pool: Pool) -> Iterator[Problem]:
    """A service.console.url that is not a valid URL.

    Why:
        The browser opens this URL after the order is paid. Without http:// or https://
        and a host it shows an error page.

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
        message = f"{field(url.pointer)} {quote(url.value)} is not a valid URL"
        advice = "write a URL with a host, such as https://console.example.com"
        yield Problem(url.location, message, advice)
