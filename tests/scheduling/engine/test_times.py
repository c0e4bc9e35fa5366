from collections.abc import Callable
from functools import reduce
from itertools import chain
from operator import or_

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from everly.scheduling.engine.times import ALL_DAY, NEVER, Times, at, clock, progression, span, spans

DAY = 86_400
seconds = st.integers(0, DAY - 1)
sparse = st.frozensets(seconds, max_size=6)


@given(sparse, seconds, seconds)
@settings(deadline=None)
def test_search_and_count_of_sparse_times(members: frozenset[int], second: int, other: int) -> None:
    held = at(members)
    low, high = sorted((second, other))
    assert held.first(second) == min((each for each in members if each >= second), default=None)
    assert held.last(second) == max((each for each in members if each <= second), default=None)
    assert held.has(second) == (second in members)
    assert held.count == len(members)
    assert held.count_between(low, high) == sum(low <= each <= high for each in members)
    assert list(held) == sorted(members)


@given(sparse, st.integers(1, 2 * DAY))
@settings(deadline=None)
def test_folded_times_are_the_remainders(members: frozenset[int], period: int) -> None:
    assert list(at(members).folded(period)) == sorted({each % period for each in members})


@given(st.sets(st.integers(0, 23)), st.sets(st.integers(0, 59)), st.sets(st.integers(0, 59)))
@settings(max_examples=30, deadline=None)
def test_clock_is_the_product_of_its_fields(hours: set[int], minutes: set[int], parts: set[int]) -> None:
    wanted = {3600 * hour + 60 * minute + second for hour in hours for minute in minutes for second in parts}
    assert clock(hours, minutes, parts) == at(wanted)


@given(seconds, seconds, seconds)
@settings(deadline=None)
def test_span_holds_both_ends_and_wraps(first: int, last: int, second: int) -> None:
    inside = first <= second <= last if first <= last else second >= first or second <= last
    assert span(first, last).has(second) == inside
    assert span(first, last).count == (last - first) % DAY + 1


@given(st.lists(st.tuples(seconds, seconds).map(sorted).map(tuple), max_size=5))
@settings(deadline=None)
def test_spans_are_what_each_span_holds(runs: list[tuple[int, int]]) -> None:
    assert spans(runs) == reduce(or_, (span(*run) for run in runs), NEVER)


@given(st.integers(1, 200_000), st.integers(-200_000, 200_000), seconds)
@settings(deadline=None)
def test_progression_holds_one_remainder(period: int, phase: int, second: int) -> None:
    assert progression(period, phase).has(second) == ((second - phase) % period == 0)


@given(sparse, sparse, st.integers(0, DAY - 1))
@settings(deadline=None)
def test_the_algebra_of_times_is_that_of_their_members(left: frozenset[int], right: frozenset[int], by: int) -> None:
    a, b = at(left), at(right)
    assert a & b == at(left & right)
    assert a | b == at(left | right)
    assert a - b == at(left - right)
    assert ~~a == a
    assert a | ~a == ALL_DAY
    same, after = a.moved(by)
    assert same == at(each + by for each in left if each + by < DAY)
    assert after == at(each + by - DAY for each in left if each + by >= DAY)


def test_only_never_is_false() -> None:
    assert not NEVER
    assert ALL_DAY
    assert span(0, DAY - 1) == ALL_DAY


@pytest.mark.parametrize(
    "make",
    [lambda: at([DAY]), lambda: clock([24], [0], [0]), lambda: clock([0], [60], [0]), lambda: span(-1, 5)],
)
def test_values_out_of_range_are_refused(make: Callable[[], Times]) -> None:
    with pytest.raises(ValueError, match="is outside 0 to"):
        make()


def test_blocks_hold_all_seconds_in_order_and_none_is_empty() -> None:
    for each in (span(3600, 9000), at([1, 2, 4]), progression(7, 3), span(0, 86_399) - span(40_000, 50_000), at([])):
        assert [*chain.from_iterable(each.blocks)] == [second for second in range(86_400) if each.has(second)]
        assert all(each.blocks)
