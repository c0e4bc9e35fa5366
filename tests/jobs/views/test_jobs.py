"""The status of jobs, and jobs and runs as they are read from a ledger."""

from pathlib import Path

import pytest

from everly.jobs.ledger import Ending, Fire, Reason, Run
from everly.jobs.presence import is_up
from everly.jobs.runs.records import encode
from everly.jobs.views.jobs import JobView, view_jobs
from everly.jobs.views.names import UnknownJobError, chosen
from everly.jobs.views.processes import process_of
from everly.jobs.views.runs import view_runs
from everly.jobs.views.status import Status
from tests.jobs.homes import NOW, OK, SECOND, Home, home
from tests.jobs.runs.shims import Shims, python, until

__all__ = ["home"]


def only(home: Home) -> JobView:
    with home.reader() as reader:
        (found,) = view_jobs(reader, home.now)
    return found


def test_a_job_is_new_until_it_has_run_and_then_as_its_last_run_was(home: Home) -> None:
    home.job("one")
    assert only(home).status is Status.NEW
    for ending, status in (
        (OK, Status.DONE),
        (Ending(Reason.CODE, code=1), Status.FAILED),
        (Ending(Reason.TIMEOUT), Status.FAILED),
        (Ending(Reason.STOPPED), Status.STOPPED),
        (Ending(Reason.UNKNOWN), Status.LOST),
    ):
        home.run("one", ending)
        assert only(home).status is status


def test_a_run_that_has_not_ended_comes_first(home: Home) -> None:
    home.job("one", text="hourly", next_fire=SECOND + 3600)
    assert only(home).status is Status.SCHEDULED
    home.ledger.add_run("one", home.now)
    assert only(home).status is Status.QUEUED
    first, second = home.begin("one"), home.begin("one")
    assert (only(home).status, only(home).status_text) == (Status.RUNNING, "running (2)")
    home.ledger.pause(first.id, home.now)
    assert only(home).status is Status.RUNNING
    home.ledger.pause(second.id, home.now)
    assert only(home).status is Status.PAUSED


def test_a_paused_schedule_says_so_and_has_no_next_run(home: Home) -> None:
    home.job("one", text="hourly", next_fire=SECOND + 3600)
    assert only(home).next_text(home.now) == "in 1 hour (2027-01-15 09:00:00 UTC)"
    home.ledger.pause_schedule("one", home.now)
    assert (only(home).status, only(home).next_fire) == (Status.PAUSED, None)


def test_a_schedule_without_a_next_fire_time_was_stopped_or_is_over(home: Home) -> None:
    home.job("one", text="hourly")
    assert only(home).status is Status.STOPPED
    home.ledger.set_schedule("one", NOW, text="hourly until 2027-02-01", zone="UTC", anchor=SECOND, next_fire=None)
    assert only(home).status is Status.STOPPED
    home.now += 30 * 86_400_000
    assert only(home).status is Status.DONE
    home.run("one", Ending(Reason.CODE, code=2))
    assert only(home).status is Status.FAILED


def test_a_fire_time_that_has_passed_is_due(home: Home) -> None:
    home.job("one", text="hourly", next_fire=SECOND)
    home.now += 120_000
    assert only(home).next_text(home.now, "short") == "due 2 minutes ago, 08:00"
    assert only(home).next_text(home.now, "brief") == "due 2 min ago, 08:00"
    assert only(home).next_text(home.now, "least") == "due 2 min ago"


def test_what_became_of_the_last_run_is_told_with_how_long_ago(home: Home) -> None:
    home.job("one", timeout=5.0)
    assert only(home).last_text(home.now) == ""
    home.run("one", Ending(Reason.TIMEOUT, signal=9))
    home.now += 61_000
    assert only(home).last_text(home.now) == "timeout after 5 s, 1 minute ago"
    assert only(home).last_text(home.now, "brief") == "timeout after 5 s, 1 min ago"


def test_a_run_is_shown_with_the_work_that_it_did(home: Home) -> None:
    home.job("one", timeout=5.0)
    home.run("one", Ending(Reason.TIMEOUT))
    work = home.ledger.the_job("one").work
    home.ledger.edit_job("one", type(work)((("false",),), "/", (), (("timeout", 60.0),)), home.now)
    assert only(home).last_text(home.now) == "timeout after 5 s, now"
    home.run("one", Ending(Reason.TIMEOUT))
    with home.reader() as reader:
        assert [each.result for each in view_runs(reader)] == ["timeout after 1 min", "timeout after 5 s"]


def test_every_fire_time_has_its_story(home: Home) -> None:
    home.job("one", text="every minute", next_fire=SECOND)
    schedule = home.ledger.schedule("one")
    assert schedule is not None
    home.now += 300_000
    skipped = [Reason.MISSED, Reason.OVERLAP, Reason.PAUSED, None]
    fires = [Fire(SECOND + 60 * place, reason) for place, reason in enumerate(skipped)]
    (due,) = home.ledger.record_due(schedule, fires, SECOND + 240, home.now)
    with home.reader() as reader:
        told = [(each.moment, each.result, each.has_failed) for each in view_runs(reader)]
    assert told == [
        (NOW + 180_000, "queued", False),
        (NOW + 120_000, "skipped: paused", False),
        (NOW + 60_000, "skipped: still running", False),
        (NOW, "missed: no runner was up", False),
    ]
    _go_through_the_states(home, due)


def _go_through_the_states(home: Home, due: Run) -> None:
    def told() -> str:
        with home.reader() as reader:
            return next(view_runs(reader)).result

    home.ledger.claim(due.id)
    assert told() == "starting"
    home.ledger.launch(due.id, home.now)
    assert told() == "starting"
    home.ledger.begin(due.id, home.now)
    assert told() == "running"
    home.ledger.end_attempt(due.id, Ending(Reason.CODE, code=1), home.now)
    assert told() == "waiting for the next try"


def test_runs_are_read_back_to_a_time_and_no_further(home: Home) -> None:
    home.job("one")
    for _ in range(450):
        home.run("one", took=1000)
    with home.reader() as reader:
        assert [each.run.id for each in view_runs(reader)] == list(range(450, 0, -1))
        since = home.now - 2000
        assert [each.run.id for each in view_runs(reader, since=since)] == [450, 449]
        assert list(view_runs(reader, ["other"])) == []


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (["b"], "b"),
        (["c", "a", "c"], "a c"),
        (["web-*"], "web-1 web-2"),
        (["web-[2-9]", "a"], "a web-2"),
        (["?"], "a b c"),
    ],
)
def test_names_and_patterns_choose_jobs(wanted: list[str], found: str) -> None:
    assert chosen(["a", "b", "c", "web-1", "web-2"], wanted) == tuple(found.split())


@pytest.mark.parametrize(
    ("wanted", "message", "help"),
    [
        ("web-11", "there is no job 'web-11'", "did you mean 'web-1'?"),
        ("zzz", "there is no job 'zzz'", "'everly show jobs' lists them"),
        ("z*", "no job is called like 'z*'", "'everly show jobs' lists them"),
    ],
)
def test_a_name_that_is_none_is_refused_with_near_ones(wanted: str, message: str, help: str) -> None:
    with pytest.raises(UnknownJobError) as caught:
        chosen(["mail", "web-1"], [wanted])
    assert (str(caught.value), caught.value.help) == (message, help)


def test_a_runner_is_up_while_it_holds_its_lock(home: Home) -> None:
    import fcntl

    assert not is_up(home.places)
    with home.places.lock.open("w") as lock:
        assert not is_up(home.places)
        fcntl.flock(lock, fcntl.LOCK_EX)
        assert is_up(home.places)
    assert not is_up(home.places)


def test_the_process_of_a_run_is_that_of_its_command(home: Home) -> None:
    home.job("one")
    run = home.begin("one")
    shims = Shims(home.places.runs)
    try:
        with home.reader() as reader:
            assert process_of(home.places, reader, run.id) is None
            name = home.places.attempt(home.ledger.identity(), run.id, 1, 1).name
            directory = shims.start(
                shims.launch(*python("import os; print(os.getpid(), flush=True); input()"), name=name, tty=True)
            )
            until(lambda: directory.read("started"))
            started = directory.read("started")
            assert started is not None
            assert process_of(home.places, reader, run.id) == started["pid"]
            path = Path(directory.file("started"))
            path.write_bytes(encode({**started, "boot": "another"}))
            assert process_of(home.places, reader, run.id) is None
            path.write_bytes(b"damaged")
            assert process_of(home.places, reader, run.id) is None
            path.write_bytes(encode(started))
            assert process_of(home.places, reader, run.id) == started["pid"]
            home.ledger.end_run(run.id, OK, home.now)
            assert process_of(home.places, reader, run.id) is None
    finally:
        shims.close()


def test_a_process_that_has_ended_is_none_though_nobody_has_recorded_it(home: Home) -> None:
    home.job("one")
    run = home.begin("one")
    shims = Shims(home.places.runs)
    try:
        name = home.places.attempt(home.ledger.identity(), run.id, 1, 1).name
        shims.end(shims.start(shims.launch("true", name=name)))
        with home.reader() as reader:
            assert process_of(home.places, reader, run.id) is None
    finally:
        shims.close()
