"""Sorted tuples and disjoint ranges, as the tree's lists hold them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from hypothesis import strategies as st

Pair = tuple[int, int]


def subsets(values: Sequence[int], most: int = 7) -> st.SearchStrategy[tuple[int, ...]]:
    """Some of the values, ascending; often neighbours, so that ranges come up."""
    scattered = st.sets(st.sampled_from(values), min_size=1, max_size=most)
    stretch = st.tuples(st.sampled_from(values), st.sampled_from(values)).map(
        lambda ends: set(values[values.index(min(ends)) : values.index(max(ends)) + 1])
    )
    return st.one_of(scattered, stretch, st.tuples(scattered, stretch).map(lambda both: both[0] | both[1])).map(
        lambda found: tuple(sorted(found))
    )


def merged(pairs: Iterable[Pair]) -> tuple[Pair, ...]:
    """Ranges joined where they overlap or touch."""
    found: list[Pair] = []
    for first, last in sorted(pairs):
        if found and first <= found[-1][1] + 1:
            found[-1] = (found[-1][0], max(last, found[-1][1]))
        else:
            found.append((first, last))
    return tuple(found)


def disjoint(low: int, high: int, most: int = 3) -> st.SearchStrategy[tuple[Pair, ...]]:
    """Ranges within low..high, both ends in, of which no two touch."""
    number = st.integers(low, high)
    single = number.map(lambda value: (value, value))
    short = st.tuples(number, st.integers(0, 5)).map(lambda pair: (pair[0], min(high, sum(pair))))
    long = st.tuples(number, number).map(lambda pair: (min(pair), max(pair)))
    return st.lists(st.one_of(single, short, long), min_size=1, max_size=most).map(merged)


def circular(low: int, high: int, most: int = 3) -> st.SearchStrategy[tuple[Pair, ...]]:
    """As `disjoint`, but the last range may run over the end and stop before the first begins."""

    def around(found: tuple[Pair, ...], wraps: bool, number: int) -> tuple[Pair, ...]:
        *before, (last_first, last_end) = found
        first, end = found[0]
        if len(found) > 1 and first == low and last_end == high:
            return (*before[1:], (last_first, end))
        free = first - 1 - low
        return (*before, (last_first, low + number % free)) if wraps and free > 0 else found

    return st.builds(around, disjoint(low, high, most), st.booleans(), st.integers(0, high - low))
