from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from repositories import Box

# The fuzzer's target is not a test: it needs atheris.
collect_ignore = ["fuzz/target.py"]

# No profile depends on the speed of the machine: no deadline, and slow draws are fine.
settings.register_profile(
    "long",
    deadline=None,
    max_examples=60,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile("quick", settings.get_profile("long"), max_examples=15)
settings.register_profile(
    "mutants",
    deadline=None,
    max_examples=20,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "quick"))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers(config: pytest.Config) -> int | None:
    """Return one worker more than cores: many tests wait for other processes.

    Single tests run without workers, because starting workers takes a second.
    """
    if all("::" in argument for argument in config.args):
        return 0
    has_affinity = hasattr(os, "sched_getaffinity")
    cores = len(os.sched_getaffinity(0)) if has_affinity else os.cpu_count() or 1
    return cores + 1


@pytest.fixture
def box(tmp_path: Path) -> Iterator[Box]:
    """Return a box, and check that the hooks left no temporary file."""
    found = Box(tmp_path)
    found.scratch.mkdir()
    yield found
    assert list(found.scratch.iterdir()) == []
