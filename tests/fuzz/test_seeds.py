"""All promises hold for the fuzzer's seeds and for the inputs that it has found."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from promise import check

SEEDS = sorted((Path(__file__).parent / "seeds").iterdir())


@pytest.mark.parametrize("seed", SEEDS, ids=lambda path: path.name)
def test_promises_hold_for_each_seed(seed: Path) -> None:
    check(seed.read_bytes())


@given(st.binary(max_size=200))
def test_promises_hold_for_any_bytes(data: bytes) -> None:
    check(data)
    check(b"\x0a" + b"kind: Pool\napiVersion: v2\n" + data)


@given(st.sampled_from(SEEDS), st.binary(min_size=1, max_size=4), st.integers(0, 999))
def test_promises_hold_for_changed_seeds(seed: Path, data: bytes, at: int) -> None:
    known = seed.read_bytes()
    check(known[:at] + data + known[at:])
