"""What is answered, and what happens when several ask at the same time."""

from __future__ import annotations

from collections.abc import Sized
from typing import Any

import pytest

from everly.jobs.ledger import RefusedError, UnwritableError
from everly.jobs.runner import falling_due
from everly.jobs.runner.beginning import AT_ONCE, SLOW
from everly.jobs.runner.schedules import instants_of
from everly.jobs.runner.verbs import AskedError
from everly.jobs.runs.launch import Launch
from everly.jobs.settings import Overlap, Restart, SettingsError
from everly.scheduling.engine.nodes import Difference
from everly.scheduling.engine.searched import searched
from everly.scheduling.engine.step import Step
from tests.jobs.runner.scenes import SECOND, Process, Scene, job

TENTH = "every 10 seconds"
MINUTELY = "*/1 * * * *"


def test_the_same_job_again_is_a_start_and_another_is_refused(scene: Scene) -> None:
    assert scene.make("one") == ["made"]
    assert scene.make("one") == ["it runs already"]
    (refused,) = scene.ask("create", **job("one", steps=2)).results
    assert not refused.ok
    assert "everly edit job one" in (refused.help or "")
    scene.finish("one")
    assert scene.make("one") == ["started"]


def test_a_job_without_a_name_gets_one(scene: Scene) -> None:
    scene.do("create", **job(None))
    scene.do("create", **job(None))
    assert len({summary.job.name for summary in scene.ledger.jobs()}) == 2


@pytest.mark.parametrize("name", ["", "A", "-a", "a b", "a" * 64, "../a"])
def test_a_name_that_can_be_none_is_refused_with_the_way_out(scene: Scene, name: str) -> None:
    error = scene.ask("create", **job(name)).task.exception()
    assert isinstance(error, RefusedError)
    assert "lower-case" in (error.help or "")


@pytest.mark.parametrize(
    ("changes", "kind", "words"),
    [
        ({"steps": []}, AskedError, "a job needs a command"),
        ({"steps": [["a\0"]]}, AskedError, "NUL"),
        ({"steps": None}, AskedError, "not iterable"),
        ({"cwd": "here"}, AskedError, "no absolute path"),
        ({"name": 5}, AskedError, "a name is a text"),
        ({"options": [["colour", "red"]]}, SettingsError, "'colour' is unknown"),
        ({"options": [["overlap", "never"]]}, SettingsError, "never"),
        ({"schedule": {"text": "every now and then", "zone": "UTC"}}, AskedError, "'every now and then' is refused"),
        ({"schedule": {"text": "daily", "zone": "Mars"}}, AskedError, "Mars"),
        ({"schedule": {"zone": "UTC"}}, AskedError, "a 'text' and a 'zone'"),
        ({"schedule": {"text": "daily until 2020", "zone": "UTC"}}, AskedError, "daily until 2020"),
    ],
)
def test_what_makes_no_sense_is_refused_whole(
    scene: Scene, changes: dict[str, Any], kind: type[Exception], words: str
) -> None:
    error = scene.ask("create", **{**job("one"), **changes}).task.exception()
    assert isinstance(error, kind)
    assert words in str(error)
    assert scene.ledger.jobs() == ()


def test_a_scheduled_job_is_not_restarted_and_an_edit_cannot_make_it_so(scene: Scene) -> None:
    error = scene.ask("create", **job("one", TENTH, restart=Restart.ALWAYS)).task.exception()
    assert isinstance(error, AskedError)
    scene.make("two", restart=Restart.ALWAYS)
    error = scene.ask("edit", name="two", schedule={"text": TENTH, "zone": "UTC"}).task.exception()
    assert isinstance(error, AskedError)
    assert scene.ledger.schedule("two") is None


@pytest.mark.parametrize("verb", ["start", "stop", "restart", "pause", "resume", "delete"])
def test_an_unknown_name_is_told_beside_what_came_of_the_others(scene: Scene, verb: str) -> None:
    scene.make("one")
    made = scene.ask(verb, "one", "nobody")
    scene.settle()
    assert [result.ok for result in made.results] == [True, False]
    assert made.texts[1] == "there is no job 'nobody'"


def test_a_request_without_names_is_refused(scene: Scene) -> None:
    for names in (None, "one", [5]):
        assert isinstance(scene.ask("stop", names=names).task.exception(), AskedError)


def test_now_starts_a_stopped_schedule_and_runs_besides(scene: Scene) -> None:
    scene.make("tidy", TENTH)
    scene.do("stop", "tidy")
    assert scene.do("start", "tidy", now=True) == ["started"]
    assert scene.story("tidy") == ["0 stopped 15", "- running"]
    schedule = scene.ledger.schedule("tidy")
    assert schedule is not None
    assert schedule.next_fire == SECOND + 10


def test_a_restart_of_a_running_scheduled_job_leaves_its_schedule_on(scene: Scene) -> None:
    scene.make("tidy", TENTH)
    assert scene.do("restart", "tidy") == ["started"]
    scene.finish("tidy")
    scene.pass_by(10)
    assert scene.story("tidy") == ["0 stopped 15", "- code 0", "10 running"]


def test_a_restart_does_not_let_a_job_go_that_goes_when_it_is_done(scene: Scene) -> None:
    scene.make("once", rm=True)
    assert scene.do("restart", "once") == ["started"]
    assert scene.story("once") == ["- stopped 15", "- running"]
    scene.finish("once")
    assert scene.ledger.job("once") is None


def test_a_job_that_goes_when_it_is_done_goes_when_it_is_stopped(scene: Scene) -> None:
    scene.make("one", rm=True)
    scene.make("two", TENTH, rm=True)
    scene.finish("two")
    assert scene.do("stop", "one", "two") == ["stopped", "stopped"]
    assert scene.ledger.jobs() == ()
    scene.make("three", rm=True)
    assert scene.do("delete", "three") == ["deleted"]


def test_a_stop_keeps_a_job_from_beginning_anew_that_just_ended_by_itself(scene: Scene) -> None:
    scene.world.obeys = False
    scene.make("daemon", restart=Restart.ALWAYS)
    made = scene.ask("stop", "daemon")
    scene.finish("daemon", 3)
    assert made.texts == ["stopped"]
    scene.restart(after=5000)
    assert scene.story("daemon") == ["- code 3"]


def test_a_stop_ends_a_job_that_waits_to_begin_anew(scene: Scene) -> None:
    scene.make("daemon", restart=Restart.ALWAYS, backoff=100.0)
    scene.finish("daemon", 1)
    assert scene.do("stop", "daemon") == ["stopped"]
    scene.pass_by(200, step=50)
    assert scene.story("daemon") == ["- code 1", "- stopped"]


def test_a_stop_ends_a_wait_for_another_try(scene: Scene) -> None:
    scene.make("flaky", retries=5, backoff=100.0)
    scene.finish("flaky", 1)
    assert scene.do("stop", "flaky") == ["stopped"]
    scene.restart(after=500)
    assert scene.story("flaky") == ["- stopped"]


def test_a_run_that_waits_to_begin_anew_does_what_the_job_was_edited_to_do(scene: Scene) -> None:
    scene.make("daemon", restart=Restart.ALWAYS, backoff=100.0)
    scene.finish("daemon", 1)
    scene.do("edit", name="daemon", steps=[["other"]])
    scene.do("start", "daemon")
    newest, before = scene.ledger.runs(["daemon"])
    assert [scene.ledger.work(run).steps for run in (newest, before)] == [(("other",),), (("true",),)]


def test_two_stop_start_and_delete_at_the_same_time(scene: Scene) -> None:
    scene.world.obeys = False
    scene.make("one")
    asked = [scene.ask(verb, "one") for verb in ("stop", "start", "delete", "stop", "delete")]
    scene.settle()
    scene.world.obeys = True
    for _ in range(3):
        scene.settle()
    assert all(each.task.done() for each in asked), "a request hangs"
    assert scene.ledger.job("one") is None
    assert list(scene.places.runs.iterdir()) == []
    assert [each.texts for each in asked][2::2] == [["deleted"], ["deleted"]]


def test_a_start_while_a_job_is_stopping_runs_it_again(scene: Scene) -> None:
    scene.world.obeys = False
    scene.make("one")
    stop = scene.ask("stop", "one")
    start = scene.ask("start", "one")
    scene.settle()
    assert start.texts == ["started; it begins when the run under way has ended"]
    scene.world.obeys = True
    scene.settle()
    assert stop.texts == ["stopped"]
    assert scene.story("one") == ["- stopped 15", "- running"]


def test_a_stop_after_a_restart_leaves_the_job_stopped(scene: Scene) -> None:
    scene.world.obeys = False
    scene.make("tidy", TENTH)
    restart, stop = scene.ask("restart", "tidy"), scene.ask("stop", "tidy")
    scene.world.obeys = True
    scene.settle()
    assert restart.texts == ["somebody else stopped it meanwhile"]
    assert stop.texts == ["stopped"]
    scene.pass_by(30, step=10)
    assert scene.story("tidy") == ["0 stopped 15"]


def test_a_delete_takes_nothing_of_another_job_of_the_same_name(scene: Scene) -> None:
    scene.world.obeys = False
    scene.make("one", rm=True)
    first = scene.ask("delete", "one")
    scene.finish("one")
    assert first.texts == ["deleted"]
    scene.make("one")
    assert scene.story("one") == ["- running"]


def test_a_start_of_a_job_that_is_deleted_meanwhile_says_so(scene: Scene) -> None:
    scene.world.starts = False
    made = scene.ask("create", **job("one"))
    scene.settle()
    delete = scene.ask("delete", "one")
    scene.world.starts = True
    scene.settle()
    assert delete.texts == ["deleted"]
    assert made.task.done()


def test_an_edit_leaves_a_stopped_schedule_stopped_and_one_that_ran_out_goes_on(scene: Scene) -> None:
    scene.make("tidy", TENTH)
    scene.do("stop", "tidy")
    scene.do("edit", name="tidy", schedule={"text": "every 7 seconds", "zone": "UTC"})
    scene.restart(after=30)
    assert scene.story("tidy") == ["0 stopped 15"]
    scene.make("few", "every 5 seconds until 2027-01-15 at 08:00:35")
    scene.pass_by(10)
    scene.do("edit", name="few", schedule={"text": TENTH, "zone": "UTC"})
    schedule = scene.ledger.schedule("few")
    assert schedule is not None
    assert schedule.next_fire is not None


def test_an_edit_of_a_schedule_repeats_no_fire_time_and_takes_none_from_the_past(scene: Scene) -> None:
    scene.make("tidy", TENTH, overlap=Overlap.ALLOW)
    scene.pass_by(10)
    scene.do("edit", name="tidy", schedule={"text": "secondly", "zone": "UTC"})
    scene.pass_by(2)
    scene.time.wall -= 8000
    scene.do("edit", name="tidy", schedule={"text": TENTH, "zone": "UTC", "anchor": SECOND})
    scene.pass_by(8)
    assert scene.story("tidy") == [f"{at} running" for at in (0, 10, 11, 12)]


def test_a_clock_that_steps_back_starts_nothing_twice(scene: Scene) -> None:
    scene.make("tidy", TENTH, overlap=Overlap.ALLOW)
    scene.pass_by(30)
    scene.time.wall -= 25_000
    scene.pass_by(25)
    scene.restart()
    assert scene.story("tidy") == [f"{at} running" for at in (0, 10, 20, 30)]


def test_rules_of_a_newer_version_are_told_by_each_run_and_stop_no_other_job(scene: Scene) -> None:
    scene.make("good", TENTH)
    scene.make("newer", TENTH)
    scene.finish("newer")
    newer = scene.ledger.the_job("newer")
    scene.ledger._do("UPDATE revision SET work = replace(work, 'jitter', 'wobble') WHERE job = ?", newer.id)
    scene.finish("good")
    scene.pass_by(10)
    assert scene.story("good") == ["0 code 0", "10 running"]
    assert scene.story("newer") == ["0 code 0", "10 unstarted"]
    ending = scene.runs("newer")[-1].ending
    assert ending is not None
    assert ending.note == "the rule 'wobble' is unknown to this version of everly"


def test_a_fire_time_that_is_none_any_more_as_after_a_change_of_a_zone_is_left_out(scene: Scene) -> None:
    scene.make("tidy", TENTH)
    scene.finish("tidy")
    scene.ledger._do("UPDATE schedule SET next_fire = next_fire + 3")
    scene.pass_by(20)
    assert scene.story("tidy") == ["0 code 0", "20 running"]
    scene.windows[:] = [window for window in scene.windows if window.first != SECOND + 13]


def test_a_schedule_that_cannot_be_read_any_more_is_stopped_and_that_is_told(scene: Scene) -> None:
    scene.make("tidy", TENTH)
    scene.finish("tidy")
    scene.ledger._do("UPDATE schedule SET text = 'every so often'")
    scene.pass_by(10)
    assert scene.ledger.events("tidy")[0].kind == "schedule-refused"
    (result,) = scene.ask("start", "tidy").results
    assert "cannot be read any more" in result.text


def test_a_schedule_whose_next_fire_time_takes_too_much_work_is_stopped_and_others_go_on(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene.make("tidy", TENTH)
    scene.finish("tidy")
    scene.make("good", MINUTELY)
    never = searched(Difference(Step(0, 1), Step(0, 1)))
    monkeypatch.setattr(falling_due, "instants_of", lambda each: never if each.text == TENTH else instants_of(each))
    scene.pass_by(60)
    (told,) = [each for each in scene.ledger.events("tidy") if each.kind == "schedule-refused"]
    assert told.text == "to find the next fire time takes too much work: say the schedule with fewer parts"
    assert scene.story("tidy") == ["0 code 0"]
    assert scene.story("good") == ["0 running", "60 overlap"]


def test_an_attempt_that_nothing_fits_is_lost_and_its_job_goes_on(scene: Scene) -> None:
    scene.make("tidy", TENTH)
    directory = scene.running("tidy")[0]
    scene.ledger._do("UPDATE attempt SET state = 'launching', started = NULL")
    scene.world.processes[directory].began = None
    scene.world.end(directory)
    scene.settle()
    scene.pass_by(10)
    assert scene.story("tidy") == ["0 unknown", "10 running"]


def test_an_attempt_that_began_is_not_made_again_if_its_directory_is_gone(scene: Scene) -> None:
    scene.make("one")
    scene.world.never(scene.running("one")[0])
    scene.settle()
    assert scene.story("one") == ["- unknown"]


def test_what_may_still_begin_is_not_begun_again(scene: Scene) -> None:
    scene.world.starts = False
    scene.ask("create", **job("one"))
    scene.settle()
    (directory,) = scene.world.processes
    scene.world.processes[directory].state = "absent"
    scene.core.told(directory)
    scene.core.tick()
    assert len(scene.world.processes) == 1
    assert scene.world.processes[directory].state == "never", "it was given up before another one"
    scene.settle()
    assert len(scene.world.processes) == 2


def test_a_launch_that_fails_is_followed_until_it_is_known_not_to_have_begun(
    scene: Scene, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    launch, calls = scene.core.executor.launch, [0]

    def failing(asked: Launch) -> None:
        calls[0] += 1
        if calls[0] == 1:
            raise OSError(24, "Too many open files")
        launch(asked)

    monkeypatch.setattr(scene.core.executor, "launch", failing)
    assert scene.make("one") == ["made"]
    assert "its launch failed" in caplog.text
    assert [attempt.number for attempt in scene.ledger.attempts(1)] == [1, 2]


def test_processes_that_do_not_stand_still_are_told(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    scene.make("one")
    monkeypatch.setattr(scene.core.executor, "is_still", lambda _: False)
    made = scene.ask("pause", "one")
    scene.time.advance(6)
    scene.loop.run_until_complete(made.task)
    assert made.texts == ["not all of its processes stand still"]
    monkeypatch.undo()
    assert scene.do("pause", "one") == ["it is paused already"]
    assert scene.do("resume", "one") == ["resumed"]


def test_a_client_that_goes_leaves_what_it_asked_for_to_be_done(scene: Scene) -> None:
    scene.world.obeys = False
    scene.make("one")
    made = scene.ask("stop", "one")
    made.task.cancel()
    scene.world.obeys = True
    scene.settle()
    assert scene.story("one") == ["- stopped 15"]
    assert scene.core._waiting == []


def test_what_never_began_is_made_again_but_not_for_ever(scene: Scene) -> None:
    scene.world.starts = False
    made = scene.ask("create", **job("one"))
    for number in range(1, 6):
        scene.settle()
        scene.world.never(next(name for name in scene.world.processes if name.endswith(f".{number}")))
    scene.settle()
    assert made.texts == ["it could not begin: it never began"]
    assert len(scene.world.processes) == 5


def test_memory_does_not_grow_with_the_runs(scene: Scene) -> None:
    scene.make("tidy", TENTH, keep_runs=3, keep_logs=1, retries=1, backoff=0.0)

    def size() -> int:
        core = scene.core
        kept: list[Sized] = [core.directories, core.stopping, core._runs, core._changed, core._again, core._restarts]
        return sum(map(len, [*kept, core._jobs, core._later, core._waiting, core._then, core.housekeeping._ran]))

    sizes = set()
    for number in range(40):
        scene.finish("tidy", number % 2)
        if number % 2:
            scene.finish("tidy", 0)
        scene.do("start", "tidy")
        sizes.add(size())
        scene.pass_by(10, step=10)
    assert max(sizes) <= 2


@pytest.mark.parametrize(("before", "story"), [(0, ["0 running"]), (3, ["-3 running"]), (11, [])])
def test_a_schedule_that_began_to_count_just_now_fires_then(scene: Scene, before: int, story: list[str]) -> None:
    """A client looks at the clock, and the runner hears of it in a later second."""
    schedule = {"text": "daily", "zone": "UTC", "anchor": SECOND - before}
    assert scene.do("create", **{**job("tidy"), "schedule": schedule}) == ["made"]
    assert scene.story("tidy") == story


def test_an_edit_fires_from_where_the_schedule_counts_too_and_no_fire_time_twice(scene: Scene) -> None:
    scene.make("tidy", "daily")
    scene.finish("tidy")
    scene.time.advance(5)
    for _ in range(2):
        scene.do("edit", name="tidy", schedule={"text": "hourly", "zone": "UTC", "anchor": SECOND})
        scene.do("edit", name="tidy", schedule={"text": "every hour", "zone": "UTC", "anchor": SECOND + 3})
    assert scene.story("tidy") == ["0 code 0", "3 running"]


@pytest.mark.parametrize(
    ("text", "story"),
    [
        ("daily starting 2020-01-01 00:00", [f"{-8 * 3600} running"]),
        ("daily or 0 14 * * * starting 00:00", [f"{-8 * 3600} running"]),
        ("monthly starting 2nd", [f"{-13 * 86_400 - 8 * 3600} running"]),
        ("daily at 07:00", []),
        ("0 7 * * *", []),
        ("daily starting tomorrow 07:00", []),
    ],
)
def test_a_beginning_that_is_past_fires_once_at_once(scene: Scene, text: str, story: list[str]) -> None:
    assert scene.make("tidy", text) == ["made"]
    assert scene.story("tidy") == story
    scene.restart()
    assert scene.story("tidy") == story


def test_who_waits_for_what_the_ledger_does_not_take_is_told(scene: Scene) -> None:
    scene.world.starts = False
    asked = scene.ask("create", **job("one"))
    scene.core.refuse_waiting(UnwritableError("the disk is full", "make room"))
    scene.settle()
    with pytest.raises(UnwritableError, match="the disk is full"):
        asked.task.result()
    scene.world.starts = True
    scene.settle()
    assert scene.story("one") == ["- running"]


def test_who_starts_a_job_by_hand_does_not_wait_for_all_that_fall_due_together(scene: Scene) -> None:
    scene.time.advance(10)
    for number in range(AT_ONCE + 20):
        scene.make(f"many-{number}", MINUTELY)
    scene.make("hand", "daily at 03:00")
    scene.world.starts = False
    scene.time.advance(50)
    scene.settle()
    assert len(_asked(scene)) == AT_ONCE
    hand = scene.ask("start", "hand", now=True)
    scene.settle()
    assert [each for each in _asked(scene) if "hand" in each] == ["hand"]
    assert not hand.task.done()
    for path in [path for path, each in scene.world.processes.items() if _is_asked(each)][:3]:
        scene.world.begin(path)
    scene.settle()
    assert len(scene.world.processes) == AT_ONCE + 3, "as some have begun, others may, in the place of these"


def test_what_takes_long_to_begin_keeps_no_other_waiting(scene: Scene) -> None:
    scene.world.starts = False
    for number in range(AT_ONCE):
        scene.ask("create", **job(f"slow-{number}"))
    scene.settle()
    scene.time.wall += 60_000
    scene.make("timed", MINUTELY)
    scene.time.wall += 60_000
    scene.settle()
    assert "timed" not in _asked(scene)
    assert 0 < scene.turn() <= SLOW
    scene.pass_by(SLOW)
    assert "timed" in _asked(scene)


def _asked(scene: Scene) -> list[str]:
    """The jobs with runs that are about to begin."""
    return [each.launch.env["EVERLY_JOB"] for each in scene.world.processes.values() if _is_asked(each)]


def _is_asked(process: Process) -> bool:
    return process.state == "asked"
