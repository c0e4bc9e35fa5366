"""Numbers in order: the same numbers, whether they are a range or not."""

from itertools import accumulate, pairwise

from hypothesis import given
from hypothesis import strategies as st

from everly.scheduling.engine.numbers import Numbers, members, moved, spaced, up_to

ordered = st.lists(st.integers(0, 500), max_size=20, unique=True).map(lambda found: tuple(sorted(found)))
even = st.builds(lambda first, step, count: range(first, first + step * count, step), *[st.integers(1, 40)] * 3)
numbers: st.SearchStrategy[Numbers] = ordered | even | even.map(tuple)


@given(numbers)
def test_bits_are_told_as_their_numbers_and_as_a_range_where_they_are_evenly_spaced(given_: Numbers) -> None:
    found = members(sum(1 << number for number in given_), 7)
    assert tuple(found) == tuple(number + 7 for number in given_)
    gaps = {two - one for one, two in pairwise(given_)}
    assert isinstance(found, range) is (len(gaps) == 1)
    assert tuple(spaced(tuple(given_))) == tuple(given_)
    assert isinstance(spaced(tuple(given_)), range) is (len(gaps) == 1)


@given(numbers, st.integers(-1000, 1000), st.integers(1, 90))
def test_each_number_is_moved(given_: Numbers, distance: int, factor: int) -> None:
    assert [*moved(given_, distance)] == [number + distance for number in given_]
    assert [*moved(given_, distance, factor)] == [number * factor + distance for number in given_]
    assert isinstance(moved(given_, distance, factor), type(given_))


@given(numbers, st.integers(-1, 2000))
def test_numbers_end_with_the_last(given_: Numbers, last: int) -> None:
    assert [*up_to(given_, last)] == [number for number in given_ if number <= last]
    assert not up_to((), last)


def test_evenly_spaced_numbers_but_for_one_are_no_range() -> None:
    assert spaced(tuple(accumulate([5, 3, 3, 4, 2, 3]))) == (5, 8, 11, 15, 17, 20)
