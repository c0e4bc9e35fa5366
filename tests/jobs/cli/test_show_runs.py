"""`everly show runs`: the history, one run, lines for programs, and the document."""

import json
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from everly.jobs.ledger import Ending, Fire, Reason
from tests.jobs.cli.runs import ROOT, Result, run
from tests.jobs.homes import OK, SECOND, Home, home

__all__ = ["home"]

VALIDATOR = Draft202012Validator(json.loads((ROOT / "docs/schemas/show-runs.json").read_text(encoding="utf-8")))
BROKEN = Ending(Reason.CODE, code=2)


def show(home: Home, *arguments: str, word: str = "runs", columns: int = 120) -> Result:
    settings = {"EVERLY_HOME": str(home.places.root), "COLUMNS": str(columns)}
    return run("show", word, *arguments, settings=settings)


def numbers(home: Home, *arguments: str) -> list[int]:
    result = show(home, *arguments, "--nopretty")
    assert result.code == 0
    return [int(line.split("\t")[0]) for line in result.out.splitlines()]


def history(home: Home) -> None:
    """A fire time that was missed, one that ran, and a run by hand of two steps, the second of which took two tries."""
    home.job("hourly", text="hourly in Europe/Berlin", next_fire=SECOND)
    schedule = home.ledger.schedule("hourly")
    assert schedule is not None
    home.now += 3_600_000
    fires = [Fire(SECOND, Reason.MISSED), Fire(SECOND + 3600)]
    (due,) = home.ledger.record_due(schedule, fires, SECOND + 7200, home.now)
    home.ledger.claim(due.id)
    home.ledger.launch(due.id, home.now)
    home.ledger.begin(due.id, home.now)
    home.now += 65_000
    home.ledger.end_run(due.id, OK, home.now)
    home.job("chain", ("make",), ("make", "test"))
    began = home.begin("chain")
    home.now += 2000
    for ending in (OK, BROKEN):
        home.ledger.end_attempt(began.id, ending, home.now)
        home.ledger.launch(began.id, home.now)
        home.ledger.begin(began.id, home.now)
        home.now += 1000
    home.ledger.end_run(began.id, BROKEN, home.now)


def test_a_terminal_of_80_columns_shows_what_became_of_each_fire_time(home: Home) -> None:
    history(home)
    assert [line.rstrip() for line in show(home, columns=80).out.splitlines()] == [
        "RUN  JOB     FIRE TIME     STARTED       TOOK       RESULT",
        "3    chain   by hand       09:01:05      4 s        exit 2",
        "2    hourly  10:00:00 CET  10:00:00 CET  1 min 5 s  exit 0",
        "1    hourly  09:00:00 CET                           missed: no runner was up",
    ]


def test_every_fire_time_has_a_line_that_says_what_became_of_it(home: Home) -> None:
    history(home)
    result = show(home)
    assert (result.code, result.err) == (0, "")
    assert [line.rstrip() for line in result.out.splitlines()] == [
        "RUN  JOB     FIRE TIME                STARTED                  TOOK       RESULT",
        "3    chain   by hand                  2027-01-15 09:01:05 UTC  4 s        exit 2",
        "2    hourly  2027-01-15 10:00:00 CET  2027-01-15 10:00:00 CET  1 min 5 s  exit 0",
        "1    hourly  2027-01-15 09:00:00 CET                                      missed: no runner was up",
    ]


def test_the_steps_and_tries_of_a_run_are_shown_beneath_it_when_wanted(home: Home) -> None:
    history(home)
    assert show(home, "chain", "--attempts").out.splitlines()[2:] == [
        "    step 1, try 1: exit 0, 2 s: make",
        "    step 2, try 1: exit 2, 1 s: make test",
        "    step 2, try 2: exit 2, 1 s: make test",
    ]


def test_the_number_of_a_run_shows_all_about_it(home: Home) -> None:
    history(home)
    result = show(home, "3", word="run")
    assert result.out.splitlines() == [
        "run 3 of chain: exit 2",
        "  fire time  none, it was started by hand",
        "  recorded   2027-01-15 09:01:05 UTC",
        "  started    2027-01-15 09:01:05 UTC",
        "  ended      2027-01-15 09:01:09 UTC",
        "  took       4 s",
        "  revision   1",
        "  output     is no longer kept",
        "  step 1, try 1: exit 0, 2 s: make",
        "  step 2, try 1: exit 2, 1 s: make test",
        "  step 2, try 2: exit 2, 1 s: make test",
    ]
    home.directory(home.ledger.run(3))
    assert "  output     'everly show logs --run 3'\n" in show(home, "3").out
    missing = show(home, "9")
    assert (missing.code, missing.err) == (1, "error: there is no run 9\nhelp: 'everly show runs' lists them\n")


def test_a_run_that_was_begun_anew_is_not_told_as_one_by_hand(home: Home) -> None:
    home.job("web")
    home.run("web", BROKEN)
    home.ledger.add_run("web", home.now, restarts=True)
    history(home)
    told = {line.split()[0]: line for line in show(home).out.splitlines()}
    assert "restart  " in told["2"]
    assert "by hand" not in told["2"]
    assert "by hand" in told["1"]
    assert "  fire time  none, it was begun anew after the run before it (--restart)\n" in show(home, "2").out
    begun = {each["run"]: each["begun_by"] for each in document(home)["runs"]}
    assert begun == {1: "hand", 2: "restart", 3: "schedule", 4: "schedule", 5: "hand"}
    assert document(home, "2")["runs"][0]["begun_by"] == "restart"


def test_a_job_whose_name_is_a_number_is_that_job(home: Home) -> None:
    history(home)
    home.job("3")
    home.run("3")
    assert numbers(home, "3") == [4]


def test_a_run_that_goes_on_is_told_with_what_it_took_so_far(home: Home) -> None:
    home.job("one")
    home.begin("one")
    home.now += 5000
    assert show(home).out.splitlines()[1].split()[-3:] == ["5", "s", "running"]
    assert "step 1, try 1: running, 5 s: true" in show(home, "1").out


def test_names_failures_numbers_and_times_choose(home: Home) -> None:
    home.job("a")
    home.job("b")
    for ending in (OK, BROKEN, Ending(Reason.STOPPED), Ending(Reason.UNKNOWN), Ending(Reason.TIMEOUT)):
        home.run("a", ending)
        home.now += 60_000
    home.run("b")
    assert numbers(home) == [6, 5, 4, 3, 2, 1]
    assert numbers(home, "b") == [6]
    assert numbers(home, "a", "-n", "2") == [5, 4]
    assert numbers(home, "--failed") == [5, 4, 2]
    assert numbers(home, "--failed", "-n", "2") == [5, 4]
    assert numbers(home, "--since", "2m") == [6, 5]
    assert numbers(home, "--since", "2 minutes ago") == [6, 5]
    assert numbers(home, "--since", "2027-01-15 08:02:00") == [6, 5, 4, 3]
    assert numbers(home, "-e", "systemd") == []


def test_twenty_are_shown_unless_more_are_wanted(home: Home) -> None:
    home.job("a")
    for _ in range(25):
        home.run("a")
    assert len(numbers(home)) == 20
    assert len(numbers(home, "-n", "23")) == 23
    assert len(numbers(home, "--since", "1d")) == 25


def test_lines_for_programs(home: Home) -> None:
    history(home)
    rows = [line.split("\t") for line in show(home, "--nopretty").out.splitlines()]
    assert rows[0] == [
        *("3", "chain", "", "2027-01-15T09:01:05.000+00:00", "2027-01-15T09:01:09.000+00:00", "finished", "exit 2")
    ]
    assert rows[2] == [
        *("1", "hourly", "2027-01-15T08:00:00.000+00:00", "", "2027-01-15T09:00:00.000+00:00"),
        *("skipped", "missed: no runner was up"),
    ]


def document(home: Home, *arguments: str) -> Any:
    result = show(home, "--json", *arguments)
    assert (result.code, result.err) == (0, "")
    read = json.loads(result.out)
    VALIDATOR.validate(read)
    return read


def test_the_document_holds_runs_with_their_attempts(home: Home) -> None:
    history(home)
    read = document(home)
    assert [each["run"] for each in read["runs"]] == [3, 2, 1]
    chain, hourly, missed = read["runs"]
    assert [(each["step"], each["try"], each["code"]) for each in chain["attempts"]] == [
        (1, 1, 0),
        (2, 1, 2),
        (2, 2, 2),
    ]
    assert (hourly["fire"], hourly["started"]) == ("2027-01-15T09:00:00.000+00:00", "2027-01-15T09:00:00.000+00:00")
    assert (missed["state"], missed["reason"], missed["attempts"]) == ("skipped", "missed", [])
    assert [each["run"] for each in document(home, "2")["runs"]] == [2]


@pytest.mark.parametrize("ending", [None, *Reason])
def test_every_ending_stands_in_the_schema(home: Home, ending: Reason | None) -> None:
    home.job("one", text="every minute", next_fire=SECOND)
    schedule = home.ledger.schedule("one")
    assert schedule is not None
    if ending in {Reason.OVERLAP, Reason.MISSED, Reason.PAUSED}:
        home.ledger.record_due(schedule, [Fire(SECOND, ending)], SECOND + 60, home.now)
    elif ending is Reason.UNSTARTED:
        added = home.ledger.add_run("one", home.now)
        home.ledger.claim(added.id)
        home.ledger.end_run(added.id, Ending(ending, note="no such file"), home.now)
    else:
        code, signal = (1 if ending is Reason.CODE else None), (9 if ending is Reason.SIGNAL else None)
        began = home.begin("one")
        if ending is not None:
            home.ledger.end_run(began.id, Ending(ending, code, signal), home.now)
    assert len(document(home)["runs"]) == 1


def test_where_there_are_none_it_says_so(home: Home) -> None:
    assert show(home).err.startswith("note: there are no jobs; ")
    home.job("one")
    assert (show(home).out, show(home).err) == ("", "note: there are no such runs\n")
    assert show(home, "two").code == 1


def test_options_that_say_nothing_together_and_bad_times_are_refused(home: Home) -> None:
    assert "--nopretty and --json exclude each other" in show(home, "--json", "--nopretty").err
    assert "--nopretty and --attempts exclude each other" in show(home, "--attempts", "--nopretty").err
    refused = show(home, "--since", "yesterdya")
    assert refused.code == 2
    assert "--since: " in refused.err
