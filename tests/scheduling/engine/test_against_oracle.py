from bisect import bisect_left

from hypothesis import given, settings
from hypothesis import strategies as st

from everly.scheduling.engine.nodes import InstantSet
from tests.scheduling.engine.oracle import QUARTER, Term, points, scenes


@settings(max_examples=80, deadline=None)
@given(scenes())
def test_membership_and_search_agree_with_datetime_around_clock_changes(scene: tuple[int, Term]) -> None:
    centre, term = scene
    built = term.build()
    asked = points(centre)
    members = [point for point in asked if term.has(point)]
    assert [point for point in asked if built.contains(point)] == members
    for point in asked[::13]:
        check_ceil(built, term, point, members)
        check_floor(built, term, point, members)


def check_ceil(built: InstantSet, term: Term, point: int, members: list[int]) -> None:
    found, index = built.ceil(point), bisect_left(members, point)
    if index < len(members):
        assert found is not None
        assert found <= members[index]
    if found is not None and found < 200_000_000_000:
        assert found >= point
        assert term.has(found)
        assert built.contains(found)
        assert built.floor(found) == found


def check_floor(built: InstantSet, term: Term, point: int, members: list[int]) -> None:
    found, index = built.floor(point), bisect_left(members, point + 1)
    if index:
        assert found is not None
        assert found >= members[index - 1]
    if found is not None and found > -60_000_000_000:
        assert found <= point
        assert term.has(found)
        assert built.contains(found)
        assert built.ceil(found) == found


@settings(max_examples=50, deadline=None)
@given(scenes(), st.integers(-100, 100), st.integers(0, 20))
def test_between_lists_what_count_counts(scene: tuple[int, Term], start: int, length: int) -> None:
    centre, term = scene
    built = term.build()
    first = centre + start * QUARTER
    last = first + length * 97
    listed = list(built.between(first, last))
    assert listed == [each for each in range(first, last + 1) if term.has(each)]
    assert built.count(first, last) == len(listed)
