"""What becomes of the fire times that have come, against a count of all seconds."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from everly.frozen import frozen
from everly.jobs.ledger import Reason
from everly.jobs.runner import catching_up
from everly.jobs.runner.catching_up import LATE, MOST_KEPT, MOST_RUN, fires, is_late, plan
from everly.jobs.settings import CatchUp
from everly.scheduling.engine.nodes import InstantSet, Listed
from everly.scheduling.engine.step import Step


def told(instants: list[int], first: int, now: int, catch_up: CatchUp, paused: bool) -> dict[int, Reason | None]:
    """By the words of the policies: which fire times get a row, and for which reason they are not run."""
    come = [at for at in instants if first <= at and at * 1000 <= now]
    missed = [at for at in come if now - at * 1000 > LATE]
    on_time = [at for at in come if at not in missed]
    match catch_up:
        case CatchUp.SKIP:
            run: list[int] = []
        case CatchUp.ONCE:
            run = [] if on_time else missed[-1:]
        case CatchUp.ALL:
            run = missed[-MOST_RUN:]
    if paused:
        return dict.fromkeys(come, Reason.PAUSED)
    return {at: None if at in on_time or at in run else Reason.MISSED for at in come}


@given(
    members=st.lists(st.integers(0, 400), min_size=1, unique=True).map(sorted),
    start=st.integers(0, 400),
    now=st.integers(-1000, 420_000),
    catch_up=st.sampled_from(CatchUp),
    paused=st.booleans(),
)
def test_each_fire_time_that_has_come_is_told_once_with_its_reason(
    members: list[int], start: int, now: int, catch_up: CatchUp, paused: bool
) -> None:
    instants = Listed(tuple(members))
    first = instants.ceil(start)
    if first is None:
        return
    planned = plan(instants, first, now, catch_up)
    wanted = told(members, first, now, catch_up, paused)
    if planned is None:
        assert wanted == {}
        return
    found = list(fires(instants, planned, paused=paused))
    assert [fire.at for fire in found] == list(wanted)
    assert {fire.at: fire.skipped for fire in found} == wanted
    assert planned.following == min((at for at in members if at * 1000 > now), default=None)


@given(
    members=st.lists(st.integers(0, 60), min_size=1, unique=True).map(sorted),
    times=st.lists(st.integers(0, 90_000), min_size=1, max_size=8),
    size=st.integers(1, 4),
    catch_up=st.sampled_from(CatchUp),
)
def test_in_batches_and_with_any_clock_each_comes_once(
    members: list[int], times: list[int], size: int, catch_up: CatchUp
) -> None:
    instants, seen = Listed(tuple(members)), list[int]()
    following = instants.ceil(0)
    for now in times:
        planned = None if following is None else plan(instants, following, now, catch_up)
        if planned is None:
            continue
        batch = list(islice(fires(instants, planned, paused=False), size))
        seen += [fire.at for fire in batch]
        following = instants.ceil(batch[-1].at + 1)
    assert seen == members[: len(seen)]
    assert all(at * 1000 <= max(times) for at in seen)


@frozen
class Counting(InstantSet):
    """A set that counts how often it is asked."""

    inner: InstantSet
    asked: list[int]

    def ceil(self, instant: int) -> int | None:
        self.asked[0] += 1
        return self.inner.ceil(instant)

    def floor(self, instant: int) -> int | None:
        self.asked[0] += 1
        return self.inner.floor(instant)

    def between(self, first: int, last: int) -> Iterator[int]:
        for each in self.inner.between(first, last):
            self.asked[0] += 1
            yield each


@pytest.mark.parametrize("missed", [1, 100, 100_000, 10_000_000])
@pytest.mark.parametrize("catch_up", CatchUp)
def test_a_plan_takes_bounded_work_however_much_was_missed(missed: int, catch_up: CatchUp) -> None:
    asked = [0]
    instants = Counting(Step(0, 1), asked)
    planned = plan(instants, 1, missed * 1000 + LATE + 1000, catch_up)
    assert planned is not None
    assert asked[0] <= 2 * MOST_KEPT + MOST_RUN + 20
    last_missed = missed
    assert planned.begin == max(1, last_missed - MOST_KEPT + 1)
    run = sum(fire.skipped is None for fire in fires(instants, planned, paused=False))
    assert run == LATE // 1000 + 1 + (min(missed, MOST_RUN) if catch_up is CatchUp.ALL else 0)


def test_after_a_short_time_nothing_is_counted() -> None:
    asked = [0]
    plan(Counting(Step(0, 1), asked), 0, MOST_KEPT * 1000, CatchUp.ONCE)
    assert asked[0] < 10


def test_a_fire_time_is_late_once_it_can_no_more_be_called_on_time() -> None:
    assert not is_late(10, 10_000 + LATE)
    assert is_late(10, 10_000 + LATE + 1)
    assert catching_up.LATE == 5_000
