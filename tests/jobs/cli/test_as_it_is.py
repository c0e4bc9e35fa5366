"""What is shown of runs that have not ended, beyond what the ledger says of them: ends that it lacks, and waits."""

import json
from typing import Any

import pytest

from everly.jobs.ledger import Ending, Fire, Reason, Run
from everly.jobs.runs import records
from everly.jobs.spreading import jitter_of
from tests.jobs.cli.runs import run as run_line
from tests.jobs.homes import NOW, SECOND, Home, home

__all__ = ["home"]

FAILED = Ending(Reason.CODE, code=1)


def show(*arguments: str) -> str:
    return run_line("show", *arguments, settings={"COLUMNS": "200"}).out


def shown_run(number: int) -> Any:
    (found,) = json.loads(show("run", str(number), "--json"))["runs"]
    return found


def leave(home: Home, run: Run, code: int) -> None:
    """The exit record of an attempt of which the ledger does not know."""
    path = home.directory(run) / "exit"
    records.reserve(str(path))
    fields = {"status": code << 8, "code": code, "signal": None, "reason": None, "failed": None, "dropped": 0}
    records.write(str(path), {**fields, "time": home.now, "left": [], "left_count": 0, "bytes": 0})


def restarting(home: Home, **rules: Any) -> None:
    """A job that has failed twice at its beginning, and waits to begin anew."""
    home.job("daemon", **{"restart": "always", "backoff": 8.0, **rules})
    for _ in range(2):
        home.run("daemon", FAILED, took=1000)
    home.ledger.add_run("daemon", home.now, restarts=True)


def test_the_history_says_what_has_ended_though_the_ledger_does_not(home: Home) -> None:
    home.job("web")
    run = home.begin("web")
    home.now += 2000
    leave(home, run, 9)
    home.now += 60_000
    assert show("runs").splitlines()[1].split()[-5:] == ["2", "s", "ended:", "exit", "9"]
    assert show("runs", "--failed") == show("runs"), "it has failed"
    one = show("run", "1")
    assert one.startswith("run 1 of web: ended: exit 9\n")
    assert "  ended      2027-01-15 08:00:02 UTC\n  took       2 s\n" in one
    assert "  step 1, try 1: exit 9, 2 s: true\n" in one
    fields = show("runs", "--nopretty").rstrip("\n").split("\t")
    assert fields[-3:] == ["2027-01-15T08:00:02.000+00:00", "finished", "ended: exit 9"]
    one, ended = shown_run(1), "2027-01-15T08:00:02.000+00:00"
    assert one["result"] == "ended: exit 9"
    for each in (one, *one["attempts"]):
        assert (each["state"], each["reason"], each["code"], each["ended"]) == ("finished", "code", 9, ended)
    assert show("jobs", "--nopretty").split("\t")[3] == "ended"
    (shown,) = json.loads(show("jobs", "--json"))["jobs"]
    assert (shown["status"], shown["running"][0]["result"]) == ("ended", "ended: exit 9")


@pytest.mark.parametrize(("code", "rules"), [(0, {}), (3, {"retries": 1})])
def test_a_run_of_which_another_attempt_follows_is_not_said_to_have_ended(home: Home, code: int, rules: Any) -> None:
    home.job("chain", ("one",), ("two",), **rules)
    run = home.begin("chain")
    leave(home, run, code)
    home.now += 5000
    assert show("runs").rstrip().endswith(f"between two tries: exit {code}")
    assert show("runs", "--failed") == ""
    detail = show("job", "chain")
    assert detail.startswith("chain: running\n")
    assert f"  between two tries  run 1, exit {code}, 5 seconds ago; the ledger has not taken it" in detail


def test_when_a_job_begins_anew_is_told(home: Home) -> None:
    restarting(home)
    home.now += 3000
    assert "  queued    run 3, begins in 13 seconds\n" in show("job", "daemon")
    assert show("jobs").splitlines()[1].endswith("in 13 seconds (2027-01-15 08:00:18 UTC)")
    assert show("jobs", "--nopretty").rstrip("\n").endswith("\t2027-01-15T08:00:18.000+00:00")
    assert show("runs", "-n", "1").rstrip().endswith("queued, begins in 13 seconds")
    assert show("run", "3").startswith("run 3 of daemon: queued, begins in 13 seconds\n")
    assert shown_run(3)["waits_until"] == "2027-01-15T08:00:18.000+00:00"
    home.now += 20_000
    assert "  queued    run 3, due 23 seconds ago\n" in show("job", "daemon"), "nobody was there to begin it"
    assert show("jobs").splitlines()[1].rstrip().endswith("ago")


def test_what_is_held_waits_for_nothing_else(home: Home) -> None:
    restarting(home)
    home.ledger.pause(3, home.now)
    assert show("job", "daemon").startswith("daemon: paused\n")
    assert "  paused    run 3, begins when it is resumed\n" in show("job", "daemon")
    assert shown_run(3)["waits_until"] is None


def test_when_the_next_try_comes_is_told(home: Home) -> None:
    home.job("flaky", retries=3, backoff=10.0)
    home.ledger.end_attempt(home.begin("flaky").id, FAILED, home.now)
    home.now += 4000
    assert "  waiting for the next try  run 1, 4 s, goes on in 6 seconds\n" in show("job", "flaky")
    assert show("runs").rstrip().endswith("waiting for the next try, goes on in 6 seconds")
    assert json.loads(show("jobs", "--json"))["jobs"][0]["running"][0]["waits_until"] == "2027-01-15T08:00:10.000+00:00"


def test_when_a_fire_time_that_waits_for_its_jitter_begins_is_told(home: Home) -> None:
    home.job("tidy", text="hourly", next_fire=SECOND, jitter=600.0)
    schedule = home.ledger.schedule("tidy")
    assert schedule is not None
    home.ledger.record_due(schedule, [Fire(SECOND)], SECOND + 3600, home.now)
    at = NOW + jitter_of(home.ledger.identity(), 1, 600.0)
    home.now = at - 5000
    assert "  queued    run 1, begins in 5 seconds\n" in show("job", "tidy")
    home.ledger.pause_schedule("tidy", home.now)
    assert "run 1, due" in show("job", "tidy")
