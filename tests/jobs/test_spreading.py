from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from everly.jobs.spreading import jitter_of


@given(st.text("0123456789abcdef", min_size=16, max_size=16), st.integers(1, 1 << 40), st.floats(0, 1e8))
def test_a_jitter_is_always_the_same_and_below_its_bound(ledger: str, job: int, jitter: float) -> None:
    found = jitter_of(ledger, job, jitter)
    assert 0 <= found < max(int(jitter * 1000), 1)
    assert found == jitter_of(ledger, job, jitter)


def test_jitters_are_spread_evenly() -> None:
    tenths = [0] * 10
    for job in range(10_000):
        tenths[jitter_of("0123456789abcdef", job, 10.0) // 1000] += 1
    assert min(tenths) > 880
    assert max(tenths) < 1120


def test_another_ledger_spreads_otherwise() -> None:
    assert jitter_of("a" * 16, 1, 1000.0) != jitter_of("b" * 16, 1, 1000.0)


def test_it_stays_what_it_was() -> None:
    """A newer version that spread jobs otherwise would move all of them at once."""
    assert [jitter_of("0123456789abcdef", job, 60.0) for job in (1, 2, 3)] == [48810, 13399, 25050]
