"""A clock that was far ahead keeps no job from running once it is right again, and has none run twice."""

from __future__ import annotations

import pytest

from tests.jobs.runner.scenes import SECOND, Scene

DAY = 86_400


def test_a_job_goes_on_when_the_clock_was_years_ahead(scene: Scene) -> None:
    scene.make("tidy", "daily")
    scene.finish("tidy")
    scene.time.wall += 1000 * DAY * 1000
    scene.settle()
    scene.finish("tidy")
    scene.time.wall -= 1000 * DAY * 1000
    scene.settle()
    schedule = scene.ledger.schedule("tidy")
    assert schedule is not None
    assert schedule.next_fire == SECOND + DAY
    assert [event.text for event in scene.ledger.events("tidy") if event.kind == "clock-set-back"] == [
        f"from fire time {SECOND + 1001 * DAY}"
    ]


def test_also_when_no_runner_was_up_meanwhile(scene: Scene) -> None:
    scene.make("tidy", "daily")
    scene.finish("tidy")
    scene.time.wall += 1000 * DAY * 1000
    scene.settle()
    scene.finish("tidy")
    scene.down()
    scene.time.wall -= 1000 * DAY * 1000
    scene.up()
    scene.settle()
    schedule = scene.ledger.schedule("tidy")
    assert schedule is not None
    assert schedule.next_fire == SECOND + DAY


def test_what_ran_at_a_fire_time_that_is_to_come_does_not_run_again(scene: Scene) -> None:
    scene.make("tidy", "daily")
    scene.finish("tidy")
    scene.time.wall += 3 * DAY * 1000
    scene.settle()
    scene.finish("tidy")
    before = scene.story("tidy")
    scene.time.wall -= 3 * DAY * 1000
    scene.settle()
    scene.pass_by(3 * DAY, step=3600)
    assert scene.story("tidy") == before
    scene.pass_by(DAY, step=3600)
    assert scene.story("tidy")[len(before) :] == [f"{4 * DAY} running"]


@pytest.mark.parametrize("hours", [1, 23])
def test_a_clock_that_goes_back_a_little_is_waited_for(scene: Scene, hours: int) -> None:
    scene.make("tidy", "hourly")
    scene.finish("tidy")
    schedule = scene.ledger.schedule("tidy")
    scene.time.wall -= hours * 3600 * 1000
    scene.settle()
    scene.pass_by(hours * 3600 - 1, step=600)
    assert scene.ledger.schedule("tidy") == schedule
    assert scene.story("tidy") == ["0 code 0"]
