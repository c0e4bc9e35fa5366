"""Each policy as a story: what happens, and what the history says of it."""

from __future__ import annotations

import pytest

from everly.jobs.settings import CatchUp, Overlap, Restart
from tests.jobs.runner.scenes import SECOND, Scene

TENTH = "every 10 seconds"


def test_a_job_runs_at_each_fire_time(scene: Scene) -> None:
    assert scene.make("tidy", TENTH) == ["made"]
    for _ in range(3):
        scene.finish("tidy")
        scene.pass_by(10)
    assert scene.story("tidy") == ["0 code 0", "10 code 0", "20 code 0", "30 running"]


@pytest.mark.parametrize(
    ("overlap", "story"),
    [
        (Overlap.FORBID, ["0 code 0", "10 overlap", "20 overlap", "30 running"]),
        (Overlap.QUEUE, ["0 code 0", "10 running", "20 overlap", "30 due"]),
        (Overlap.QUEUE_ALL, ["0 code 0", "10 running", "20 due", "30 due"]),
        (Overlap.ALLOW, ["0 code 0", "10 running", "20 running", "30 running"]),
    ],
)
def test_a_job_that_takes_longer_than_its_period(scene: Scene, overlap: Overlap, story: list[str]) -> None:
    scene.make("slow", TENTH, overlap=overlap)
    scene.pass_by(25)
    scene.finish("slow")
    scene.pass_by(5)
    assert scene.story("slow") == story


def test_one_run_replaces_another_and_leaves_it_its_grace(scene: Scene) -> None:
    scene.world.obeys = False
    scene.make("slow", TENTH, overlap=Overlap.REPLACE)
    scene.pass_by(35)
    (first,) = scene.running("slow")
    scene.restart()
    scene.pass_by(1)
    assert scene.world.processes[first].stops == 1, "stopped again, it would be killed at once"
    assert scene.story("slow") == ["0 running", "10 overlap", "20 overlap", "30 due"]
    scene.world.obeys = True
    scene.settle()
    assert scene.story("slow") == ["0 stopped 15", "10 overlap", "20 overlap", "30 running"]
    ending = scene.runs("slow")[0].ending
    assert ending is not None
    assert ending.note == "for a later run, by the job's rule of overlap"


def test_a_stop_is_asked_of_a_run_once_whatever_becomes_of_the_runner(scene: Scene) -> None:
    scene.world.obeys = False
    scene.make("slow", None, retries=3, restart=Restart.ALWAYS)
    request = {"token": "one", "again": False}
    scene.ask("stop", "slow", **request)
    scene.settle()
    (run,) = scene.running("slow")
    for _ in range(2):
        scene.restart()
        scene.ask("stop", "slow", **request | {"again": True})
        scene.settle()
        assert scene.world.processes[run].stops == 1
    scene.ask("stop", "slow", **request | {"token": "another"})
    scene.settle()
    assert scene.world.processes[run].stops == 2, "who asks anew wants it to end now"
    scene.world.obeys = True
    scene.settle()
    assert scene.story("slow") == ["- stopped 15"]


def test_a_stop_that_a_runner_was_killed_before_it_gave_is_given_by_the_next(scene: Scene) -> None:
    scene.make("slow", None, retries=3)
    (run,) = scene.running("slow")
    job = scene.ledger.the_job("slow")
    scene.core.keep_stops(job, [each.id for each in scene.runs("slow")], "one")
    scene.restart()
    assert scene.story("slow") == ["- stopped 15"]
    assert scene.world.processes[run].stops == 1


@pytest.mark.parametrize(
    ("catch_up", "story"),
    [
        (CatchUp.ONCE, ["0 code 0", "10 missed", "20 missed", "30 running", "40 overlap"]),
        (CatchUp.SKIP, ["0 code 0", "10 missed", "20 missed", "30 missed", "40 running"]),
        (CatchUp.ALL, ["0 code 0", "10 running", "20 due", "30 due", "40 overlap"]),
    ],
)
def test_fire_times_that_were_missed(scene: Scene, catch_up: CatchUp, story: list[str]) -> None:
    scene.make("tidy", TENTH, catch_up=catch_up)
    scene.finish("tidy")
    scene.restart(after=36)
    scene.pass_by(5)
    assert scene.story("tidy") == story


def test_one_on_time_serves_for_those_that_were_missed(scene: Scene) -> None:
    scene.make("tidy", TENTH, catch_up=CatchUp.ONCE)
    scene.finish("tidy")
    scene.restart(after=31)
    assert scene.story("tidy") == ["0 code 0", "10 missed", "20 missed", "30 running"]


def test_retries_wait_longer_each_time_also_over_a_restart_of_the_runner(scene: Scene) -> None:
    scene.make("flaky", retries=3, backoff=4.0)
    scene.finish("flaky", 1)
    scene.pass_by(3)
    assert not scene.running("flaky")
    scene.restart()
    assert not scene.running("flaky")
    scene.pass_by(1)
    scene.finish("flaky", 1)
    scene.restart(after=7)
    assert not scene.running("flaky")
    scene.pass_by(1)
    scene.finish("flaky", 0)
    assert scene.story("flaky") == ["- code 0"]
    assert len(scene.world.executed) == 3


def test_a_next_step_waits_for_nothing_after_a_restart_of_the_runner(scene: Scene) -> None:
    scene.make("chain", steps=2, retries=1, backoff=60.0)
    scene.world.end(scene.running("chain")[0])
    scene.core._take_changes()
    scene.restart()
    assert len(scene.running("chain")) == 1
    scene.finish("chain")
    assert scene.story("chain") == ["- code 0"]


@pytest.mark.parametrize(
    ("restart", "code", "again"),
    [
        *((Restart.NO, 1, False), (Restart.ON_FAILURE, 1, True), (Restart.ON_FAILURE, 0, False)),
        *((Restart.ALWAYS, 0, True), (Restart.ALWAYS, 1, True)),
    ],
)
def test_restart(scene: Scene, restart: Restart, code: int, again: bool) -> None:
    scene.make("daemon", restart=restart)
    scene.pass_by(70, step=10)
    scene.finish("daemon", code)
    assert bool(scene.running("daemon")) == again
    assert len(scene.runs("daemon")) == 1 + again
    assert scene.ledger.restarted(scene.runs("daemon")) == {run.id for run in scene.runs("daemon")[1:]}


def test_a_job_that_ends_at_its_beginning_waits_longer_each_time_also_over_a_restart(scene: Scene) -> None:
    scene.make("daemon", restart=Restart.ALWAYS, backoff=4.0)
    scene.finish("daemon", 1)
    scene.pass_by(4)
    scene.finish("daemon", 1)
    scene.restart(after=7)
    assert not scene.running("daemon")
    scene.pass_by(1)
    assert scene.running("daemon")


def test_a_start_does_not_wait_for_that(scene: Scene) -> None:
    scene.make("daemon", restart=Restart.ALWAYS, backoff=400.0)
    scene.finish("daemon", 1)
    assert scene.do("start", "daemon") == ["started"]
    assert scene.story("daemon") == ["- code 1", "- running"]
    scene.make("tidy")
    scene.finish("tidy")
    assert scene.do("restart", "tidy") == ["started"]
    assert not scene.ledger.restarted(scene.runs("tidy"))


def test_jitter_begins_a_run_later_and_always_by_as_much(scene: Scene) -> None:
    scene.make("tidy", "every minute", jitter=30.0)
    begun = []
    for _ in range(3):
        while not scene.running("tidy"):
            scene.pass_by(0.25, step=0.25)
        run = scene.runs("tidy")[-1]
        assert run.fire is not None
        begun.append((run.started or 0) - run.fire * 1000)
        scene.finish("tidy")
        scene.restart()
    assert max(begun) - min(begun) <= 250
    assert 0 < max(begun) < 30_250


def test_a_job_goes_when_it_is_done(scene: Scene) -> None:
    scene.make("once", rm=True)
    (directory,) = scene.running("once")
    scene.finish("once")
    assert scene.ledger.job("once") is None
    assert directory not in [str(path) for path in scene.places.runs.iterdir()]


def test_a_scheduled_job_goes_when_no_fire_time_is_left(scene: Scene) -> None:
    scene.make("few", "every 5 seconds until 2027-01-15 at 08:00:05", rm=True)
    scene.pass_by(3)
    scene.finish("few")
    assert scene.ledger.job("few") is not None
    scene.pass_by(6)
    scene.finish("few")
    assert scene.ledger.job("few") is None


def test_old_runs_and_their_output_go(scene: Scene) -> None:
    scene.make("tidy", TENTH, keep_runs=5, keep_logs=2)
    for _ in range(60):
        scene.finish("tidy")
        scene.pass_by(10)
    scene.pass_by(60, step=5)
    ended = [run for run in scene.runs("tidy") if run.ending is not None]
    assert len(ended) <= 5 + 6
    assert len(list(scene.places.runs.iterdir())) <= 2 + 7


def test_a_timeout_ends_a_try_and_is_tried_again(scene: Scene) -> None:
    scene.make("slow", timeout=5.0, retries=1, backoff=0.0)
    assert scene.world.processes[scene.running("slow")[0]].launch.timeout == 5.0
    scene.finish("slow", reason="timeout", code=None, signal=15)
    scene.finish("slow", reason="timeout", code=None, signal=15)
    assert scene.story("slow") == ["- timeout 15"]


def test_a_paused_schedule_says_what_it_left_out(scene: Scene) -> None:
    scene.make("tidy", TENTH)
    scene.finish("tidy")
    assert scene.do("pause", "tidy") == ["paused"]
    scene.pass_by(15)
    assert scene.do("pause", "tidy") == ["it is paused already"]
    assert scene.do("resume", "tidy") == ["resumed"]
    scene.pass_by(10)
    assert scene.story("tidy") == ["0 code 0", "10 paused", "20 running"]


def test_a_paused_run_stands_still_also_over_a_restart(scene: Scene) -> None:
    scene.make("long")
    assert scene.do("pause", "long") == ["paused"]
    scene.restart()
    assert scene.story("long") == ["- paused"]
    assert scene.do("pause", "long") == ["it is paused already"]
    assert scene.do("resume", "long") == ["resumed"]
    assert scene.story("long") == ["- running"]
    assert scene.do("resume", "long") == ["it is not paused"]


def test_an_edit_lets_the_run_under_way_go_on_as_it_was(scene: Scene) -> None:
    scene.make("tidy", TENTH)
    assert scene.do("edit", name="tidy", steps=[["other"]]) == ["changed; the run under way goes on as it was"]
    assert scene.do("edit", name="tidy", steps=[["other"]]) == ["it does so already"]
    scene.finish("tidy")
    scene.pass_by(10)
    assert [run.revision for run in scene.runs("tidy")] == [1, 2]
    assert scene.world.processes[scene.running("tidy")[0]].launch.argv == ("other",)


def test_of_far_too_many_missed_fire_times_the_oldest_are_left_out_and_that_is_told(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("everly.jobs.runner.catching_up.MOST_KEPT", 50)
    scene.make("tidy", "secondly", catch_up=CatchUp.SKIP)
    scene.finish("tidy")
    scene.restart(after=100)
    told = [event.text for event in scene.ledger.events("tidy") if event.kind == "left-out"]
    assert told == [f"too many fire times were missed before {SECOND + 45}"]
    assert [run.fire - SECOND for run in scene.runs("tidy") if run.fire][1] == 45
