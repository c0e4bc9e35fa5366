"""Sets whose parts are asked in turn: their questions are bounded, and what they answer is what there is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import islice, takewhile

import pytest

from everly import TooMuchWorkError, compile_schedule, parse_schedule
from everly.scheduling.engine import searched as searching
from everly.scheduling.engine.civil import MAX_INSTANT, MIN_INSTANT
from everly.scheduling.engine.nodes import Difference, InstantSet, Intersection, Union
from everly.scheduling.engine.searched import Searched, searched
from everly.scheduling.engine.step import Step
from everly.scheduling.engine.thinned import thinned
from everly.scheduling.triggers import ScheduleTrigger

NOW = datetime(2024, 5, 2, tzinfo=UTC)  # a Thursday
# From Friday to Thursday the removed ones are asked about one by one: more than 20.
PARTS = "every 122 minutes & mon | every 183 minutes & tue | every 244 minutes & wed | every 305 minutes & thu"
LEFT = f"({PARTS} | 9 * * * fri) except every 61 minutes & mon-wed"
ASKS: tuple[Callable[[InstantSet], object], ...] = (
    lambda each: each.ceil(0),
    lambda each: each.floor(0),
    lambda each: each.meets(MIN_INSTANT, MAX_INSTANT),
    lambda each: next(each.between(0, MAX_INSTANT)),
    lambda each: next(iter(next(each.blocks(0, MAX_INSTANT)))),
)
"""Questions of which each searches a set, however it is put together."""


def test_what_folds_into_one_set_is_not_searched() -> None:
    for text in (
        "daily & mon-fri",
        "every 7 minutes & mon",
        "every 7 hours except mon",
        "0 9 * * mon in Europe/Berlin",
    ):
        assert not isinstance(compile_schedule(text, now=NOW).instants, Searched)
    assert isinstance(compile_schedule(LEFT, now=NOW).instants, Searched)
    step = Step(0, 5)
    assert searched(step) is step
    assert isinstance(searched(Union((step, Difference(step, Step(0, 10))))), Searched)


def test_a_searched_set_has_the_members_of_the_set_that_it_is() -> None:
    both = Intersection((Step(0, 6), thinned(Step(0, 4), [Step(0, 16)])))
    each = searched(both)
    members = list(takewhile(lambda found: found < 500, both.between(0, MAX_INSTANT)))
    assert isinstance(each, Searched)
    assert members
    assert list(each.between(0, 499)) == members
    assert [list(block) for block in each.blocks(0, 499)] == [members]
    for instant in range(500):
        assert each.ceil(instant) == both.ceil(instant)
        assert each.floor(instant) == both.floor(instant)
        assert each.contains(instant) == (instant in members)
    assert each.meets(members[0], members[0])
    assert not each.meets(members[0] + 1, members[1] - 1)


@pytest.mark.parametrize("ask", ASKS)
def test_a_search_in_vain_ends_after_so_many_steps_and_says_what_to_do(ask: Callable[[InstantSet], object]) -> None:
    never = searched(Difference(Step(0, 1), Step(0, 1)))
    with pytest.raises(TooMuchWorkError, match="next fire time takes too much work: say the schedule with fewer parts"):
        ask(never)


def test_a_trigger_that_is_refused_its_next_firing_has_not_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    def trigger() -> ScheduleTrigger:
        return parse_schedule(LEFT, now=NOW)

    expected = list(islice(trigger(), 100))
    monkeypatch.setattr(searching, "MOST_STEPS", 80)
    each = trigger()
    fridays_last = NOW.replace(hour=23, minute=9) + timedelta(days=1)
    given = [each.next() for _ in range(expected.index(fridays_last) + 1)]
    assert given == expected[: len(given)]
    for _ in range(3):
        with pytest.raises(TooMuchWorkError):
            each.next()
    with pytest.raises(TooMuchWorkError):
        each.after(fridays_last)
    monkeypatch.undo()
    assert [each.next() for _ in range(20)] == expected[len(given) : len(given) + 20]
    assert expected[len(given)] - fridays_last > timedelta(days=5)


def test_a_trigger_that_was_stored_is_bounded_too() -> None:
    each = parse_schedule(LEFT, now=NOW)
    stored = each.__class__.__new__(each.__class__)
    stored.__setstate__(each.__getstate__())
    assert isinstance(stored._plan.instants, Searched)
