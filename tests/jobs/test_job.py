"""Jobs from Python: the examples of the seed page, and all that `Job` can do."""

import asyncio
import os
import sys
from datetime import UTC, datetime, timedelta
from threading import Event, Thread
from typing import Any

import pytest

import everly
from everly.jobs.commands import CommandError
from everly.jobs.ledger.errors import UnnamableError
from everly.jobs.settings import SettingsError
from tests.jobs.live import Live, live, live_home, until

__all__ = ["live", "live_home"]

pytestmark = pytest.mark.usefixtures("live")

READS = [sys.executable, "-u", "-c", "import sys\nfor line in sys.stdin: print('heard', line, end='')\nprint('end')"]

CHANGED = "changed; the run under way goes on as it was"


def ended(job: everly.Job) -> datetime | None:
    return job.ended


@pytest.mark.parametrize("name", ["Bad!", "", "a b", "-x", "x" * 64])
def test_a_job_that_can_never_be_is_refused_at_once(name: str) -> None:
    with pytest.raises(UnnamableError, match="is no name of a job") as refused:
        everly.Job(name, "true")
    assert isinstance(refused.value, ValueError)
    assert "up to 63 lower-case letters" in (refused.value.help or "")


def test_the_examples_of_the_seed_page(capsys: pytest.CaptureFixture[str]) -> None:
    before = datetime.now(UTC) - timedelta(milliseconds=1)
    job = everly.Job("syncing-engine", f"{sys.executable} -u -c 'print(1); import time; time.sleep(600)'")
    success, msg = job.start()
    assert success, msg
    assert isinstance(job.pid, int)
    os.kill(job.pid, 0)
    assert job.began is not None
    assert before <= job.began <= datetime.now(UTC)
    assert ended(job) is None
    until(lambda: job.logs() == "1\n")
    assert job.pause()
    paused = job.paused
    assert paused is not None
    assert job.began <= paused <= datetime.now(UTC)
    assert job.stop()
    end = ended(job)
    assert end is not None
    assert paused <= end <= datetime.now(UTC)
    assert (job.status, how(job)[2]) == ("stopped", False)
    job.monitor_logs()
    assert capsys.readouterr().out == "1\n"
    assert job.delete()
    assert not job.exists


def test_an_outcome_unpacks_and_is_true_when_it_succeeded() -> None:
    refused = everly.Job("nosuch").start()
    success, message = refused
    assert (success, bool(refused)) == (False, False)
    assert message == "there is no job 'nosuch'; 'everly show jobs' lists them"
    assert everly.Job("there", "true").start()


def test_nothing_is_there_before_it_is_started() -> None:
    job = everly.Job("later", "sleep 600", "daily at 03:00")
    facts = (job.status, job.pid, job.began, job.ended, job.paused, job.result, job.exit_code, job.next_run)
    assert facts == ("missing", None, None, None, None, None, None, None)
    assert (job.runs(), job.logs(), job.exists, everly.list_jobs()) == ([], "", False, [])
    assert repr(job) == "Job('later', 'sleep 600', 'daily at 03:00')"
    assert repr(everly.Job("x", ["printf", "a b", "+", "true"])) == """Job('x', "printf 'a b' + true")"""
    assert repr(everly.Job("x", "a | b", shell=True)) == "Job('x', 'a | b')"  # noqa: S604 - nothing runs
    assert repr(everly.Job("x")) == "Job('x')"


def test_a_job_can_be_waited_for() -> None:
    job = everly.Job("fails", [sys.executable, "-c", "print('no'); raise SystemExit(3)"])
    assert job.start()
    assert job.wait(20) == (False, "exit 3")
    assert (job.exit_code, job.status, job.logs()) == (3, "failed", "no\n")
    slow = everly.Job("slow", "sleep 600")
    slow.start()
    assert slow.wait(0.01) == (False, "'slow' runs on after 0.01 seconds")
    assert everly.Job("nosuch").wait() == (False, "there is no job 'nosuch'")


def test_what_is_there_is_started_again_and_another_of_its_name_is_refused() -> None:
    job = everly.Job("twice", "echo x")
    assert job.start().message == "made"
    job.wait(20)
    assert everly.Job("twice", "echo x").start() == (True, "started")
    assert everly.Job("twice").wait(20)
    refused = everly.Job("twice", "echo y").start()
    assert not refused
    assert refused.message.startswith("there is a job 'twice' already, which does something else; ")
    assert [run.result for run in job.runs()] == ["exit 0", "exit 0"]


def test_the_zone_of_a_schedule_tells_jobs_apart() -> None:
    assert everly.Job("zoned", "true", "daily at 03:00", timezone="Europe/Berlin").start()
    assert not everly.Job("zoned", "true", "daily at 03:00").start()
    assert everly.Job("zoned", "true", "daily at 03:00", timezone="Europe/Berlin").start()


def test_a_job_that_reads() -> None:
    job = everly.Job("reads", READS)
    job.start()
    assert job.write_stdin("one\n") == (True, "written")
    until(lambda: job.logs() == "heard one\n")
    assert job.write_stdin(b"two\n", end=True)
    assert job.wait(20)
    assert job.logs() == "heard one\nheard two\nend\n"
    assert job.logs(lines=1) == "end\n"
    assert job.logs(lines=0) == ""
    assert job.write_stdin("three") == (False, "the job 'reads' does not run")


def test_input_that_is_not_read_is_told() -> None:
    job = everly.Job("deaf", "sleep 600")
    job.start()
    assert job.write_stdin(b"x" * (1 << 21), timeout=0.3) == (
        False,
        "'deaf' has not taken all of it within 0.3 seconds",
    )


def test_input_after_its_end_is_refused() -> None:
    job = everly.Job("once", [sys.executable, "-c", "import sys, time; sys.stdin.read(); time.sleep(600)"])
    job.start()
    assert job.write_stdin("a", end=True)
    assert job.write_stdin("b") == (False, "this run takes no more input")


def test_the_output_of_a_chain_is_handed_on_from_its_beginning() -> None:
    wait = "import sys; sys.stdin.read(1)"
    job = everly.Job("chain", ["echo", "first", "+", sys.executable, "-uc", f"print('second'); {wait}; print('é')"])
    job.start()
    until(lambda: "second" in job.logs())
    heard: list[str] = []
    thread = Thread(target=job.monitor_logs, args=[heard.append])
    thread.start()
    until(lambda: "".join(heard) == "first\nsecond\n")
    job.write_stdin("x")
    thread.join(20)
    assert "".join(heard) == "first\nsecond\né\n"


def test_following_ends_when_it_is_told_to() -> None:
    job = everly.Job("long", "sleep 600")
    job.start()
    stop = Event()
    thread = Thread(target=job.monitor_logs, kwargs={"stop": stop})
    thread.start()
    stop.set()
    thread.join(20)
    assert not thread.is_alive()
    assert job.status == "running"


def test_its_runs_say_what_became_of_them() -> None:
    job = everly.Job("ran", ["sh", "-c", "exit 7"])
    job.start()
    job.wait(20)
    (run,) = job.runs()
    assert (run.job, run.state, run.result, run.succeeded, run.exit_code) == ("ran", "finished", "exit 7", False, 7)
    assert run.fire_time is None
    assert run.began is not None
    assert run.ended is not None
    assert run.duration == run.ended - run.began
    assert run.created <= run.began <= run.ended <= datetime.now(UTC)
    assert f"JobRun(number={run.number}, job='ran', state='finished', result='exit 7'" in repr(run)
    assert job.runs(limit=0) == []


def how(job: everly.Job) -> tuple[str, datetime | None, bool]:
    return job.status, job.next_run, job.paused is not None


def test_a_scheduled_job_says_when_it_runs_next() -> None:
    job = everly.Job("nightly", "true", "daily at 03:00 in Europe/Berlin")
    job.start()
    assert job.next_run is not None
    assert (job.next_run.hour, str(job.next_run.tzinfo)) == (3, "Europe/Berlin")
    assert (job.status, job.schedule, job.command) == ("scheduled", "daily at 03:00 in Europe/Berlin", "true")
    assert job.pause()
    assert how(job) == ("paused", None, True)
    assert job.resume() == (True, "resumed")
    assert how(job)[::2] == ("scheduled", False)
    assert job.stop()
    assert how(job) == ("stopped", None, False)
    assert [each.name for each in everly.list_jobs()] == ["nightly"]


def test_a_job_can_be_edited() -> None:
    job = everly.Job("edited", "sleep 600", env={"A": "1", "B": "2"}, timeout=5.0)
    assert not job.edit("true")
    job.start()
    assert job.edit("echo new", "daily at 03:00", timezone="Europe/Berlin", env={"A": None, "C": "3"}, retries=2) == (
        True,
        CHANGED,
    )
    assert (job.command, job.schedule) == ("echo new", "daily at 03:00")
    view = job._view()
    assert view is not None
    assert dict(view.job.work.options)["retries"] == 2
    assert dict(view.job.work.options)["timeout"] == 5.0
    assert {"B": "2", "C": "3"}.items() <= dict(view.job.work.env).items()
    assert "A" not in dict(view.job.work.env)
    assert view.schedule is not None
    assert view.schedule.zone == "Europe/Berlin"
    assert job.start(), "it is what it was edited to"
    assert job.edit(timezone="UTC")
    assert (job.schedule, job.edit(schedule=None), job.schedule) == ("daily at 03:00", (True, CHANGED), None)
    assert job.edit(schedule="daily at 25:00").message.startswith("the schedule 'daily at 25:00' is refused: ")
    with pytest.raises(SettingsError, match="retries"):
        job.edit(retries=-1)


def test_what_makes_no_sense_is_refused_at_once() -> None:
    with pytest.raises(CommandError, match="no command stands after"):
        everly.Job("x", "true +")
    with pytest.raises(CommandError, match="no folder"):
        everly.Job("x", "true", cwd="/nosuch")
    with pytest.raises(SettingsError, match="unknown"):
        everly.Job("x", "true", retires=3)


@pytest.mark.parametrize(
    ("rules", "words"),
    [
        ({"timeout": "soon"}, "a timeout is a number of seconds, found 'soon'"),
        ({"retries": "often"}, "the retries are a whole number, found 'often'"),
        ({"keep_runs": 1.5}, "the runs kept are a whole number, found 1.5"),
    ],
)
def test_a_rule_of_another_kind_is_refused_by_its_name(rules: dict[str, Any], words: str) -> None:
    with pytest.raises(SettingsError, match=words):
        everly.Job("web", "true", **rules)


def test_a_job_that_is_held_before_it_begins_anew_says_how_its_last_run_was() -> None:
    job = everly.Job("daemon", "sh -c 'exit 4'", restart="always", backoff=600)
    assert job.start()
    until(lambda: job.status == "queued")
    began, ended_at = job.began, job.ended
    assert job.pause()
    assert (job.status, job.began, job.ended) == ("paused", began, ended_at)
    assert began is not None
    assert ended_at is not None
    assert job.paused is not None


def test_every_action_has_a_twin_that_does_not_block() -> None:
    job = everly.Job("async", READS)

    async def tour() -> list[everly.Outcome]:
        heard: list[str] = []
        done = [await job.start_async(), await job.pause_async(), await job.resume_async()]
        done += [await job.write_stdin_async("x\n"), await job.restart_async(), await job.edit_async(retries=1)]
        done.append(await job.write_stdin_async("y\n", end=True))
        await job.monitor_logs_async(heard.append)
        assert "".join(heard) == "heard y\nend\n"
        done += [await job.wait_async(20), await job.stop_async(), await job.delete_async()]
        return done

    assert all(asyncio.run(tour()))
    waits = {name for name in dir(everly.Job) if name.endswith("_async")}
    assert {name.removesuffix("_async") for name in waits} == {
        "start",
        "stop",
        "pause",
        "resume",
        "restart",
        "delete",
        "edit",
        "wait",
        "write_stdin",
        "monitor_logs",
    }


def test_a_job_does_not_start_the_runner_that_would_end_with_it(live_home: Live) -> None:
    script = "import everly; print(everly.Job('inner', 'true').start().message)"
    gate = live_home.root.parent / "gate"
    wait = f"import os, time\nwhile not os.path.exists({str(gate)!r}): time.sleep(0.01)\n"
    everly.Job("outer", [sys.executable, "-c", wait + script], env={"EVERLY_HOME": str(live_home.root)}).start()
    live_home.kill_runner()
    gate.touch()
    wanted = "no runner is up, and one that is started by a job would end with it; "
    wanted += "'everly start runner', outside of a job, starts one\n"
    until(lambda: everly.Job("outer").logs() == wanted)


def test_a_job_makes_files_as_whoever_made_it_would(live: Live) -> None:
    before = os.umask(0o027)
    try:
        assert everly.Job("one", "umask", shell=True).start()  # noqa: S604 - it is what is tried
        assert live.ok("start", "job", "--name", "two", "--shell", "umask")
    finally:
        os.umask(before)
    assert everly.Job("one").wait()
    assert everly.Job("two").wait()
    assert (everly.Job("one").logs(), everly.Job("two").logs()) == ("0027\n", "0027\n")


def test_a_job_whose_command_is_not_there_is_not_made() -> None:
    job = everly.Job("slip", "nosuchcommand --flag")
    assert job.start() == (False, "there is no command 'nosuchcommand' in the PATH")
    assert not job.exists


def test_a_rule_that_is_none_is_refused_with_those_there_are() -> None:
    with pytest.raises(SettingsError, match=r"^the catch-up is once or skip or all, found 'bogus'$"):
        everly.Job("one", "true", catch_up="bogus")


def test_a_backoff_is_refused_where_nothing_is_tried_again() -> None:
    outcome = everly.Job("one", "true", backoff=5).start()
    assert not outcome
    assert "--backoff is the wait before something is tried again, and nothing is" in outcome.message
    assert not everly.Job("one").exists
    assert everly.Job("one", "true", backoff=5, on_lost="rerun").start()
    assert everly.Job("one").edit(on_lost="keep")


def test_a_rule_for_fire_times_is_refused_without_a_schedule() -> None:
    outcome = everly.Job("one", "true", jitter=5).start()
    assert not outcome
    assert "--jitter says what becomes of the fire times of a schedule, and the job has none" in outcome.message
    assert not everly.Job("one").exists
    assert everly.Job("one", "true", "daily", jitter=5).start()
    assert not everly.Job("one").edit(schedule=None)
    assert everly.Job("one").edit(schedule=None, jitter=0)
