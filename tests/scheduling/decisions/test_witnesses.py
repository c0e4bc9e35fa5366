"""A short walk shows what comes first of each kind, and says from where on it has not looked."""

from hypothesis import given
from hypothesis import strategies as st

from everly.scheduling.decisions.witnesses import first_witnesses
from everly.scheduling.engine.civil import MIN_INSTANT
from everly.scheduling.engine.nodes import EMPTY, Listed, Union
from everly.scheduling.engine.step import Step

few = st.frozensets(st.integers(0, 60), max_size=40)


def listed(members: frozenset[int]) -> Listed:
    return Listed(tuple(sorted(members)))


@given(few, few)
def test_what_is_seen_comes_first_and_what_is_not_comes_later_or_never(
    left: frozenset[int], right: frozenset[int]
) -> None:
    found = first_witnesses(listed(left), listed(right))
    parts = (left - right, right - left, left & right)
    for seen, part in zip(found[:3], parts, strict=True):
        if seen is not None or found.start is None:
            assert seen == min(part, default=None)
        else:
            assert min(part, default=found.start) >= found.start


def test_sets_that_come_to_an_end_are_told_apart_for_good() -> None:
    assert first_witnesses(EMPTY, Step(3, 10)) == (None, Step(3, 10).ceil(MIN_INSTANT), None, None)
    assert first_witnesses(Listed((3, 4)), Listed((4,))) == (3, None, 4, None)


def test_equal_sets_without_end_are_left_to_a_proof() -> None:
    seen = first_witnesses(Step(0, 10), Union((Step(0, 20), Step(10, 20))))
    assert (seen.only_left, seen.only_right, seen.shared) == (None, None, Step(0, 10).ceil(MIN_INSTANT))
    assert seen.start is not None
    assert seen.start > MIN_INSTANT


def test_what_a_jump_leaves_out_is_of_a_kind_that_was_seen() -> None:
    """Every second meets every million: the walk does not visit the seconds between."""
    seen = first_witnesses(Step(0, 1), Step(500_000, 1_000_000))
    first = Step(500_000, 1_000_000).ceil(MIN_INSTANT)
    assert seen[:3] == (MIN_INSTANT, None, first)
