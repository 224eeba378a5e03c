"""The seeds of the fuzzer, and what it has found, keep every promise."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from promise import judge

SEEDS = sorted((Path(__file__).parent / "seeds").iterdir())


@pytest.mark.parametrize("seed", SEEDS, ids=lambda path: path.name)
def test_a_seed_keeps_the_promises(seed: Path) -> None:
    judge(seed.read_bytes())


@given(st.binary(max_size=200))
def test_any_bytes_keep_the_promises(data: bytes) -> None:
    judge(data)
    judge(b"\x0a" + b"kind: Pool\napiVersion: v2\n" + data)


@given(st.sampled_from(SEEDS), st.binary(min_size=1, max_size=4), st.integers(0, 999))
def test_seeds_with_other_bytes_keep_the_promises(
    seed: Path, data: bytes, at: int
) -> None:
    known = seed.read_bytes()
    judge(known[:at] + data + known[at:])
