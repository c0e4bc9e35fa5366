"""What a pause holds, and what goes on once it is resumed."""

from __future__ import annotations

import pytest

from everly.jobs.settings import Overlap, Restart, Settings, to_options
from tests.jobs.runner.scenes import Scene, job

TENTH = "every 10 seconds"


def test_a_pause_holds_a_wait_for_another_try_also_over_a_restart(scene: Scene) -> None:
    scene.make("flaky", retries=5, backoff=10.0)
    scene.finish("flaky", 1)
    assert scene.do("pause", "flaky") == ["paused"]
    scene.pass_by(20, step=5)
    scene.restart(after=20)
    assert scene.story("flaky") == ["- paused"]
    assert scene.do("resume", "flaky") == ["resumed"]
    assert scene.story("flaky") == ["- running"]


def test_a_pause_holds_what_follows_a_step_that_somebody_killed_meanwhile(scene: Scene) -> None:
    scene.make("flaky", retries=1, backoff=0.0)
    scene.do("pause", "flaky")
    scene.finish("flaky", None, signal=9)
    assert scene.story("flaky") == ["- paused"]
    scene.do("resume", "flaky")
    assert scene.story("flaky") == ["- running"]


def test_a_pause_waits_for_what_is_just_beginning(scene: Scene) -> None:
    scene.world.starts = False
    scene.ask("create", **job("one"))
    scene.settle()
    made = scene.ask("pause", "one")
    scene.settle()
    assert not made.task.done()
    scene.world.starts = True
    scene.settle()
    assert made.texts == ["paused"]
    assert scene.story("one") == ["- paused"]


def test_who_starts_or_pauses_what_does_not_begin_is_told_and_does_not_wait_for_ever(scene: Scene) -> None:
    scene.world.starts = False
    made = scene.ask("create", **job("one"))
    scene.settle()
    paused = scene.ask("pause", "one")
    scene.pass_by(29, step=1)
    assert not made.task.done()
    scene.pass_by(3, step=1)
    assert made.texts == ["made; it has not begun within 30 seconds, and is tried anew if it does not"]
    assert [(each.ok, each.text) for each in paused.results] == [
        (False, "it has not begun yet, so it cannot be paused")
    ]
    scene.world.starts = True


def test_nothing_to_pause_is_said(scene: Scene) -> None:
    scene.make("one")
    scene.finish("one")
    (result,) = scene.ask("pause", "one").results
    assert (result.ok, result.text) == (True, "it does not run")


def test_a_pause_holds_a_job_that_waits_to_begin_anew_also_over_a_restart(scene: Scene) -> None:
    scene.make("daemon", restart=Restart.ALWAYS, backoff=10.0)
    scene.finish("daemon", 1)
    assert scene.do("pause", "daemon") == ["paused"]
    assert scene.do("pause", "daemon") == ["it is paused already"]
    scene.pass_by(20, step=5)
    scene.restart(after=20)
    assert scene.story("daemon") == ["- code 1", "- paused"]
    assert scene.do("resume", "daemon") == ["resumed"]
    assert scene.story("daemon") == ["- code 1", "- running"], "it does not wait any longer"


def test_a_job_that_is_held_before_it_begins_anew_is_started_stopped_edited_and_deleted(scene: Scene) -> None:
    scene.make("daemon", restart=Restart.ALWAYS, backoff=100.0)
    for verb, told in (("start", "started"), ("restart", "started"), ("stop", "stopped"), ("delete", "deleted")):
        if verb != "start":
            scene.do("start", "daemon")
        scene.finish("daemon", 1)
        scene.do("pause", "daemon")
        scene.do("edit", name="daemon", steps=[[verb]])
        assert scene.ledger.work(scene.ledger.runs(["daemon"])[0]).steps == ((verb,),)
        assert scene.do(verb, "daemon") == [told]


def test_a_unit_that_somebody_starts_of_a_job_that_is_held_begins_it(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene.make("daemon", restart=Restart.ALWAYS, backoff=100.0)
    scene.finish("daemon", 1)
    assert scene.do("pause", "daemon") == ["paused"]
    monkeypatch.setattr(
        type(scene.verbs.core), "rules", lambda *_: Settings(executor="systemd", restart=Restart.ALWAYS)
    )
    assert scene.do("begin", "daemon") == ["started"]
    assert scene.story("daemon") == ["- code 1", "- running"]


def test_what_is_begun_anew_of_a_paused_job_that_somebody_killed_is_held(scene: Scene) -> None:
    scene.make("daemon", restart=Restart.ALWAYS, backoff=0.0)
    scene.do("pause", "daemon")
    scene.finish("daemon", None, signal=9)
    scene.pass_by(20, step=5)
    assert scene.story("daemon") == ["- signal 9", "- paused"]
    scene.do("resume", "daemon")
    assert scene.story("daemon") == ["- signal 9", "- running"]


def test_a_start_by_hand_that_waits_for_a_job_that_is_paused_waits_until_that_is_resumed(scene: Scene) -> None:
    scene.make("tidy", "every hour")
    waits = scene.ask("start", "tidy", now=True)
    scene.settle()
    assert waits.texts == ["started; it begins when the run under way has ended"]
    scene.do("pause", "tidy")
    scene.finish("tidy", None, signal=9)
    assert scene.story("tidy") == ["0 signal 9", "- paused"]
    scene.do("resume", "tidy")
    assert scene.story("tidy") == ["0 signal 9", "- running"]


def test_a_pause_holds_a_fire_time_that_waits_for_its_jitter(scene: Scene) -> None:
    scene.make("tidy", "every minute", jitter=30.0)
    begun = len(scene.story("tidy"))
    scene.do("pause", "tidy")
    scene.pass_by(40, step=5)
    assert begun == 1
    assert scene.story("tidy") == ["0 due"]
    scene.restart(after=1)
    assert scene.story("tidy") == ["0 due"]
    scene.do("resume", "tidy")
    assert scene.story("tidy") == ["0 running"]


def test_a_schedule_that_a_paused_job_gets_is_paused_too(scene: Scene) -> None:
    scene.make("one")
    scene.do("pause", "one")
    allow = to_options(Settings(overlap=Overlap.ALLOW))
    scene.do("edit", name="one", schedule={"text": TENTH, "zone": "UTC"}, options=allow)
    scene.pass_by(20)
    assert set(scene.story("one")) <= {"- paused", "0 paused", "10 paused", "20 paused"}
    assert len(scene.running()) == 1
    scene.do("resume", "one")


@pytest.mark.parametrize("verb", ["resume", "start"])
def test_a_resume_answers_once_the_processes_go_on(scene: Scene, verb: str) -> None:
    scene.make("one")
    scene.do("pause", "one")
    scene.world.thaws = False
    made = scene.ask(verb, "one")
    scene.settle()
    assert not made.task.done()
    for process in scene.world.processes.values():
        process.still = False
    while not made.task.done():
        scene.settle()
    assert made.texts == ["resumed"]


def test_a_resume_of_what_does_not_go_on_says_so(scene: Scene) -> None:
    scene.make("one")
    scene.do("pause", "one")
    scene.world.thaws = False
    made = scene.ask("resume", "one")
    scene.settle()
    scene.time.advance(6)
    while not made.task.done():
        scene.settle()
    assert [(each.ok, each.text) for each in made.results] == [(False, "its processes do not go on")]
