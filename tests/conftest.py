from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

# The fuzzer is no part of the tests; it is run by itself.
collect_ignore = ["fuzz/target.py"]

settings.register_profile(
    "long",
    deadline=None,
    max_examples=150,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile("quick", settings.get_profile("long"), max_examples=25)
settings.register_profile(
    "mutants",
    deadline=None,
    max_examples=20,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "quick"))
