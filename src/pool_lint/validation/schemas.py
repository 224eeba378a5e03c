"""The schemas of the edition of the API reference that is checked."""

from __future__ import annotations

import os
from functools import cache
from importlib import import_module
from typing import Any

EDITION = "2025-08-20"
CREATE_POOL = "create-pool"
POOL = "pool"
ERROR = "error"
NAMES = (CREATE_POOL, POOL, ERROR)
"""The request, the API's answer, and the body of its errors."""
CONFIG = "config"
REPORT = "report"
OWN = (CONFIG, REPORT)
"""The settings of pool-lint, and its json format."""


def text(name: str = CREATE_POOL) -> str:
    """Return the file of one of the NAMES, or of pool-lint's OWN."""
    folder = import_module("pool_lint.schemas").__path__[0]
    edition = "." if name in OWN else EDITION
    path = os.path.join(folder, edition, f"{name}.schema.json")
    with open(path, encoding="utf-8") as file:
        return file.read()


@cache
def load(name: str = CREATE_POOL) -> dict[str, Any]:
    """Return one of the schemas, parsed."""
    import json  # noqa: PLC0415 - start-up

    schema: dict[str, Any] = json.loads(text(name))
    return schema
