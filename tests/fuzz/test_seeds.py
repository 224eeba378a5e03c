"""The seeds of the fuzzer, and what it has found, keep every promise."""

from __future__ import annotations

from pathlib import Path

import pytest
from promise import judge

SEEDS = sorted((Path(__file__).parent / "seeds").iterdir())


@pytest.mark.parametrize("seed", SEEDS, ids=lambda path: path.name)
def test_a_seed_keeps_the_promises(seed: Path) -> None:
    judge(seed.read_bytes())
