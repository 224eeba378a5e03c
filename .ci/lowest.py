#!/usr/bin/env python
"""Print the lowest versions of all dependencies that pyproject.toml allows."""

import sys
import tomllib
from pathlib import Path

from packaging.requirements import Requirement

PROJECT = tomllib.loads(
    (Path(__file__).parent.parent / "pyproject.toml").read_text(encoding="utf-8")
)["project"]


def lowest(line: str) -> str:
    """Return a requirement with its lower bound as the only version."""
    requirement = Requirement(line)
    [bound] = [part for part in requirement.specifier if part.operator == ">="]
    return f"{requirement.name}=={bound.version}"


extras = PROJECT["optional-dependencies"]
wanted = (*PROJECT["dependencies"], *extras["html"], *extras["server"], *extras["test"])
wanted = tuple(line for line in wanted if not line.startswith(PROJECT["name"]))
sys.stdout.writelines(f"{lowest(line)}\n" for line in wanted)
