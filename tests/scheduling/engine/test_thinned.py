from hypothesis import given, settings
from hypothesis import strategies as st

from everly.scheduling.engine.civil import MAX_INSTANT, MIN_INSTANT
from everly.scheduling.engine.nodes import EMPTY, InstantSet
from everly.scheduling.engine.step import Step
from everly.scheduling.engine.thinned import Thinned, thinned

FAR = 20_000
small_steps = st.builds(Step, st.integers(0, 60), st.integers(1, 30))


def left_by(step: Step, removed: list[Step]) -> list[int]:
    return [n for n in step.between(-FAR, FAR) if not any(each.contains(n) for each in removed)]


@given(small_steps, st.lists(small_steps, min_size=1, max_size=5), st.integers(-500, 500))
@settings(deadline=None)
def test_what_is_left_of_a_step_is_what_no_other_takes(step: Step, removed: list[Step], point: int) -> None:
    """The numbers repeat well within the range looked at, or are dense in it."""
    wanted, found = left_by(step, removed), thinned(step, removed)
    near = [n for n in wanted if abs(n) <= 900]
    assert [n for n in range(-900, 901) if found.contains(n)] == near
    assert found.ceil(point) == next((n for n in wanted if n >= point), None) or found.ceil(point) > FAR  # type: ignore[operator]
    assert found.floor(point) == next((n for n in reversed(wanted) if n <= point), None) or found.floor(point) < -FAR  # type: ignore[operator]
    if isinstance(found, Thinned):
        classes = found.classes()
        assert all(any(each.contains(n) for each in classes) for n in near)


def test_classes_are_exact_when_few_and_else_the_step() -> None:
    few = thinned(Step(0, 5), [Step(0, 10), Step(5, 20)])
    assert isinstance(few, Thinned)
    assert few.classes() == [Step(15, 20)]
    many = thinned(Step(0, 1), [Step(0, 11), Step(0, 13)])
    assert isinstance(many, Thinned)
    assert many.classes() == [Step(0, 1)]


def test_a_long_run_of_taken_members_is_crossed_at_once() -> None:
    """All but every 2**24th second is taken: one at a time, the next would be sixteen million steps away."""
    left: InstantSet = thinned(Step(0, 1), [Step(2**n, 2 ** (n + 1)) for n in range(24)])
    assert left.ceil(1) == 2**24
    assert left.floor(2**24 - 1) == 0
    assert left.ceil(MAX_INSTANT - 5) is None
    assert left.floor(MIN_INSTANT + 5) is None


def test_nothing_is_left_when_others_take_it_all_or_the_step_itself() -> None:
    assert thinned(Step(3, 7), [Step(3, 7)]) == EMPTY
    assert thinned(Step(0, 2), [Step(0, 4), Step(2, 4)]) == EMPTY
    assert thinned(Step(0, 2), [Step(1, 2)]) == Step(0, 2)
    assert thinned(Step(0, 10**9), [Step(0, 2 * 10**9), Step(10**9, 3 * 10**9)]).ceil(0) == 3 * 10**9
