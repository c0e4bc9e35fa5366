"""Schedules: every fire time has one run, whenever the writer was killed and whatever its clock did."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from everly.jobs.ledger import Ending, Fire, Reason, RefusedError, Schedule, State
from tests.jobs.ledger.made import CHAIN, NOW, SECOND, WORK, due, opened, running, scheduled

TIMES = range(SECOND, SECOND + 300, 60)


def test_all_that_is_due_has_a_run_and_the_schedule_goes_on(tmp_path: Path) -> None:
    with opened(tmp_path) as ledger:
        scheduled(ledger)
        assert ledger.schedules_due(SECOND - 1) == ()
        (schedule,) = ledger.schedules_due(SECOND)
        assert schedule == Schedule(1, "every minute", "UTC", SECOND, SECOND, paused=False)
        fires = [Fire(TIMES[0], Reason.MISSED), Fire(TIMES[1])]
        (run,) = ledger.record_due(schedule, fires, TIMES[2], NOW + 60_000)
        newest, oldest = ledger.runs()
        assert run == newest
        assert (newest.fire, newest.state, newest.ending, newest.ended) == (TIMES[1], State.DUE, None, None)
        assert (oldest.fire, oldest.ending, oldest.ended) == (TIMES[0], Ending(Reason.MISSED), NOW + 60_000)
        assert ledger.next_fire() == TIMES[2]


def test_it_does_nothing_when_done_again(tmp_path: Path) -> None:
    with opened(tmp_path) as ledger:
        scheduled(ledger)
        schedule = ledger.schedule("tidy")
        assert schedule is not None
        once = ledger.record_due(schedule, map(Fire, TIMES[:3]), TIMES[3], TIMES[3] * 1000)
        assert ledger.record_due(schedule, map(Fire, TIMES[:3]), TIMES[3], TIMES[3] * 1000) == ()
        assert ledger.record_due(schedule, map(Fire, TIMES[:1]), TIMES[1], TIMES[3] * 1000) == ()
        assert ledger.runs() == once[::-1]
        assert ledger.next_fire() == TIMES[3]
        (new,) = ledger.record_due(schedule, map(Fire, TIMES[:4]), None, TIMES[3] * 1000)
        assert new.fire == TIMES[3]
        assert ledger.next_fire() is None


@settings(max_examples=30)  # each makes a ledger, which takes longer than what is tried
@given(st.lists(st.tuples(st.integers(0, 19), st.integers(0, 19)), max_size=8))
def test_calls_that_overlap_leave_nothing_out_and_double_nothing(calls: list[tuple[int, int]]) -> None:
    times = range(SECOND, SECOND + 1200, 60)
    with TemporaryDirectory() as folder, opened(Path(folder)) as ledger:
        scheduled(ledger)
        schedule = ledger.schedule("tidy")
        assert schedule is not None
        reached = 0
        for first, last in calls:
            if first > last or first > reached:
                continue
            ledger.record_due(schedule, map(Fire, times[first : last + 1]), times[last] + 60, times[last] * 1000)
            reached = max(reached, last + 1)
        assert [run.fire for run in reversed(ledger.runs())] == [*times[:reached]]
        assert ledger.next_fire() == SECOND + 60 * reached


@pytest.mark.parametrize(
    ("fires", "next_fire", "now", "message"),
    [
        ([60], 120, 600, "the next fire time is"),
        ([0, 0], 60, 600, "is not after"),
        ([0, 120, 60], 180, 600, "is not after"),
        ([0, 60], 60, 600, "is not after"),
        ([0, 60], 0, 600, "is not after"),
        ([0, 60], 120, 59, "has not come yet"),
    ],
)
def test_what_would_leave_a_gap_is_refused_whole(
    tmp_path: Path, fires: list[int], next_fire: int, now: int, message: str
) -> None:
    with opened(tmp_path) as ledger:
        scheduled(ledger)
        schedule = ledger.schedule("tidy")
        assert schedule is not None
        with pytest.raises(RefusedError, match=message):
            ledger.record_due(schedule, [Fire(SECOND + each) for each in fires], SECOND + next_fire, NOW + now * 1000)
        assert ledger.runs() == ()
        assert ledger.schedule("tidy") == schedule


def test_only_some_reasons_skip(tmp_path: Path) -> None:
    with opened(tmp_path) as ledger:
        scheduled(ledger)
        schedule = ledger.schedule("tidy")
        assert schedule is not None
        with pytest.raises(RefusedError, match="is not skipped for 'stopped'"):
            ledger.record_due(schedule, [Fire(SECOND, Reason.STOPPED)], None, NOW)


def test_fire_times_of_another_schedule_are_refused(tmp_path: Path) -> None:
    with opened(tmp_path) as ledger:
        scheduled(ledger)
        schedule = ledger.schedule("tidy")
        assert schedule is not None
        ledger.set_schedule("tidy", NOW, text="hourly", zone="UTC", anchor=SECOND, next_fire=SECOND)
        with pytest.raises(RefusedError, match="'every minute' was changed meanwhile"):
            ledger.record_due(schedule, [Fire(SECOND)], SECOND + 60, NOW)
        ledger.remove_schedule("tidy", NOW)
        with pytest.raises(RefusedError, match="was changed meanwhile"):
            ledger.record_due(schedule, [Fire(SECOND)], SECOND + 60, NOW)


def test_a_clock_that_steps_back_starts_nothing_twice(tmp_path: Path) -> None:
    with opened(tmp_path) as ledger:
        scheduled(ledger)
        due(ledger, "tidy", TIMES)
        ledger.arm_schedule("tidy", TIMES[0], NOW)
        assert due(ledger, "tidy", TIMES[:3]) == ()
        ledger.remove_schedule("tidy", NOW)
        ledger.set_schedule("tidy", NOW, text="every 30 seconds", zone="UTC", anchor=SECOND, next_fire=SECOND)
        again = due(ledger, "tidy", range(SECOND, SECOND + 60, 30))
        assert [run.fire for run in again] == [SECOND + 30]
        assert len(ledger.runs()) == len(TIMES) + 1


def test_a_stopped_schedule_fires_no_more_until_it_is_armed(tmp_path: Path) -> None:
    with opened(tmp_path) as ledger:
        scheduled(ledger)
        schedule = ledger.schedule("tidy")
        assert schedule is not None
        ledger.arm_schedule("tidy", None, NOW)
        assert ledger.next_fire() is None
        assert ledger.schedules_due(SECOND * 2) == ()
        assert ledger.record_due(schedule, [Fire(SECOND)], SECOND + 60, NOW) == ()
        ledger.arm_schedule("tidy", TIMES[2], NOW)
        assert [run.fire for run in due(ledger, "tidy", TIMES[2:3])] == [TIMES[2]]
        assert [each.kind for each in ledger.events()] == ["armed", "unarmed", "scheduled", "created"]


def test_a_schedule_is_paused_and_resumed_once(tmp_path: Path) -> None:
    with opened(tmp_path) as ledger:
        scheduled(ledger)
        with pytest.raises(RefusedError, match="is not paused"):
            ledger.pause_schedule("tidy", NOW, paused=False)
        ledger.pause_schedule("tidy", NOW)
        (schedule,) = ledger.schedules_due(SECOND)
        assert schedule.paused
        with pytest.raises(RefusedError, match="paused already"):
            ledger.pause_schedule("tidy", NOW)
        ledger.set_schedule("tidy", NOW, text="hourly", zone="UTC", anchor=SECOND, next_fire=None)
        (summary,) = ledger.jobs()
        assert summary.schedule == Schedule(1, "hourly", "UTC", SECOND, None, paused=True)


def test_a_fire_time_gets_the_revision_of_its_moment(tmp_path: Path) -> None:
    with opened(tmp_path) as ledger:
        scheduled(ledger)
        (first,) = due(ledger, "tidy", TIMES[:1], TIMES[1])
        ledger.edit_job("tidy", CHAIN, NOW)
        (second,) = due(ledger, "tidy", TIMES[1:2])
        assert [ledger.work(first), ledger.work(second)] == [WORK, CHAIN]


def test_runs_at_fire_times_and_by_hand_stand_beside_each_other(tmp_path: Path) -> None:
    with opened(tmp_path) as ledger:
        scheduled(ledger)
        by_hand = [running(ledger).id for _ in range(3)]
        (fired,) = due(ledger, "tidy", TIMES[:1])
        assert [(run.id, run.fire) for run in ledger.runs(["tidy"])] == [
            (fired.id, SECOND),
            *((number, None) for number in by_hand[::-1]),
        ]
