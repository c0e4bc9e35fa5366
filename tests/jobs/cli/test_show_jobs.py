"""`everly show jobs`: the table, the details of one, lines for programs, and the document."""

import fcntl
import json
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from everly.jobs.cli.tables import width_of
from everly.jobs.ledger import Ending, Reason
from tests.jobs.cli.runs import ROOT, Result, run
from tests.jobs.homes import SECOND, Home, home

__all__ = ["home"]

VALIDATOR = Draft202012Validator(json.loads((ROOT / "docs/schemas/show-jobs.json").read_text(encoding="utf-8")))
WAITS = "nothing that is due or scheduled begins"
RUNS = "what is shown as running may have ended"


def down(*what: str) -> str:
    return f"note: no runner is up, so {' and '.join(what)}; 'everly start runner' starts one\n"


FAILED = Ending(Reason.CODE, code=3)


def show(home: Home, *arguments: str, columns: int = 130) -> Result:
    settings = {"EVERLY_HOME": str(home.places.root), "COLUMNS": str(columns)}
    return run("show", "jobs", *arguments, settings=settings)


def three(home: Home) -> None:
    """One that is scheduled and failed, one that runs, and one that is new."""
    home.job("backup", ("tar", "czf", "a file.tgz", "/srv"), text="daily at 09:00", next_fire=SECOND + 3600)
    home.run("backup", FAILED)
    home.now += 300_000
    home.job("web-1", ("python", "-m", "http.server"), ("echo", "end"))
    home.begin("web-1")
    home.job("web-2")


def test_without_a_ledger_there_are_no_jobs_and_it_says_how_to_make_one(home: Home) -> None:
    for root in (home.places.root, home.places.root / "elsewhere"):
        result = run("show", "jobs", settings={"EVERLY_HOME": str(root)})
        assert (result.code, result.out) == (0, "")
        assert result.err == (
            "note: there are no jobs; 'everly start job -s \"daily at 09:00\" -- COMMAND' makes one\n"
        )


def test_the_table_holds_what_each_does_and_how_it_is(home: Home) -> None:
    three(home)
    result = show(home)
    assert (result.code, result.err) == (0, down(WAITS, RUNS))
    failed = "exit 3, 5 minutes ago"
    assert [line.rstrip() for line in result.out.splitlines()] == [
        "NAME    COMMAND                           SCHEDULE        STATUS     LAST RUN               NEXT RUN",
        f"backup  tar czf 'a file.tgz' /srv         daily at 09:00  scheduled  {failed}  in 54 minutes, 09:00",
        "web-1   python -m http.server + echo end                  running",
        "web-2   true                                              new",
    ]


@pytest.mark.parametrize("columns", [60, 80, 100, 120])
def test_the_table_fits_and_never_cuts_a_name(home: Home, columns: int) -> None:
    three(home)
    home.job("quite-a-long-name", ("echo", "ünï", "x" * 300), text=f"daily & {' & '.join(['mon-fri'] * 20)}")
    lines = show(home, columns=columns).out.splitlines()
    assert max(map(width_of, lines)) <= columns
    assert [line.split()[0] for line in lines[1:]] == ["backup", "quite-a-long-name", "web-1", "web-2"]
    assert "…" in lines[2]


def test_a_wide_terminal_shows_the_time_of_the_next_run(home: Home) -> None:
    three(home)
    assert "in 54 minutes (2027-01-15 09:00:00 UTC)" in show(home, columns=200).out
    assert "2027" not in show(home, columns=100).out


def test_a_terminal_of_80_columns_shows_how_far_off_the_runs_are_that_were_and_come(home: Home) -> None:
    three(home)
    home.job("some-name", ("echo", "x" * 300), text=f"daily & {' & '.join(['mon-fri'] * 20)}", next_fire=SECOND + 3600)
    out = show(home, columns=80).out
    assert "exit 3, 5 min ago  in 54 min" in out
    assert "exit 3, 5 min ago  in 54 min, 09:00" in show(home, columns=88).out


def test_several_names_and_patterns_are_a_table_and_one_name_is_everything_about_it(home: Home) -> None:
    three(home)
    for arguments in (["web-1", "web-2"], ["web-*"]):
        assert [line.split()[0] for line in show(home, *arguments).out.splitlines()] == ["NAME", "web-1", "web-2"]
    result = show(home, "backup")
    assert result.err == down(WAITS)
    assert result.out.splitlines() == [
        "backup: scheduled",
        "  command   tar czf 'a file.tgz' /srv",
        "  folder    /srv",
        "  executor  local",
        "  schedule  daily at 09:00 (in UTC)",
        "  next run  in 54 minutes (2027-01-15 09:00:00 UTC)",
        "  last run  1: exit 3, 5 minutes ago, took 3 s",
        "  made      2027-01-15 08:00:00 UTC",
    ]


def test_the_details_name_steps_processes_and_rules_that_are_not_the_usual(home: Home) -> None:
    home.job("chain", ("one",), ("two",), timeout=5.0, grace=10.0, overlap="queue", shell=False, unheard_of=1)
    home.begin("chain")
    home.ledger.add_run("chain", home.now)
    home.now += 65_000
    lines = show(home, "chain").out.splitlines()
    assert lines[:3] == ["chain: running", "  command 1   one", "  command 2   two"]
    assert lines[5:] == [
        "  running     run 1, 1 min 5 s",
        "  queued      run 2, due 1 minute ago",
        "  made        2027-01-15 08:00:00 UTC",
        "  timeout     5 s",
        "  overlap     queue",
        "  unheard-of  1",
    ]


def test_the_rules_are_told_as_their_options_take_them(home: Home) -> None:
    files = '["/a.env", "/b.env"]'
    home.job("web", env_files=files, log_bytes=5 << 20, memory_max=1000, umask=0o077, rm=True)
    lines = show(home, "web").out.splitlines()
    assert lines[-5:] == [
        "  env-file    /a.env, /b.env",
        "  log-size    5M",
        "  memory-max  1000",
        "  umask       0077",
        "  rm          yes",
    ]
    (job,) = json.loads(show(home, "web", "--json").out)["jobs"]
    assert job["rules"]["env_files"] == ["/a.env", "/b.env"]


def test_a_run_between_two_tries_says_so(home: Home) -> None:
    home.job("flaky")
    began = home.begin("flaky")
    home.ledger.end_attempt(began.id, FAILED, home.now)
    assert "  waiting for the next try  run 1, 0 s\n" in show(home, "flaky").out


def test_lines_for_programs_are_never_cut_and_have_tabs(home: Home) -> None:
    three(home)
    home.job("tabs", ("echo", "a\tb\nc", "x" * 300))
    result = show(home, "--nopretty", columns=40)
    rows = [line.split("\t") for line in result.out.splitlines()]
    assert rows[0] == [
        *("backup", "tar czf 'a file.tgz' /srv", "daily at 09:00", "scheduled"),
        *("exit 3", "2027-01-15T08:00:03.000+00:00", "2027-01-15T09:00:00.000+00:00"),
    ]
    assert [row[0] for row in rows] == ["backup", "tabs", "web-1", "web-2"]
    assert {len(row) for row in rows} == {7}
    assert "x" * 300 in result.out
    assert show(home, "--nopretty", "web-2").out == "web-2\ttrue\t\tnew\t\t\t\n"


def test_the_note_about_the_runner_comes_only_where_something_waits_and_none_is_up(home: Home) -> None:
    home.job("one")
    assert show(home).err == ""
    home.ledger.add_run("one", home.now)
    assert show(home).err == down(WAITS)
    home.begin("one")
    assert show(home).err == down(WAITS, RUNS)
    home.job("two")
    home.begin("two")
    assert show(home, "two").err == down(RUNS)
    home.job("both", text="hourly", next_fire=SECOND + 3600)
    home.begin("both")
    assert show(home, "both").err == down(WAITS, RUNS)
    with home.places.lock.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        assert show(home).err == ""


def test_a_name_that_is_none_ends_it_with_1_and_near_names(home: Home) -> None:
    three(home)
    result = show(home, "bakup")
    assert (result.code, result.out) == (1, "")
    assert result.err == "error: there is no job 'bakup'\nhelp: did you mean 'backup'?\n"
    assert run("show", "job", "x", settings={"EVERLY_HOME": str(home.places.root / "no")}).code == 1


def test_an_executor_filters(home: Home) -> None:
    three(home)
    home.job("unit", executor="systemd")
    assert [line.split()[0] for line in show(home, "-e", "systemd").out.splitlines()] == ["NAME", "unit"]
    assert "unit" not in show(home, "--executor", "local").out
    home.ledger.delete_job("unit", home.now)
    assert show(home, "-e", "systemd").err == "note: there are no jobs that systemd runs\n"
    assert show(home, "-e", "cron").code == 2


def document(home: Home, *arguments: str) -> Any:
    result = show(home, "--json", *arguments)
    assert (result.code, result.err) == (0, "")
    read = json.loads(result.out)
    VALIDATOR.validate(read)
    return read


def test_the_document_says_all_of_it(home: Home) -> None:
    three(home)
    read = document(home)
    assert (read["version"], read["runner"], read["now"]) == (1, "down", "2027-01-15T08:05:03.000+00:00")
    backup, web, new = read["jobs"]
    assert (backup["name"], backup["status"], backup["steps"]) == (
        *("backup", "scheduled"),
        [["tar", "czf", "a file.tgz", "/srv"]],
    )
    assert backup["schedule"] == {
        "schedule": "daily at 09:00",
        "timezone": "UTC",
        "paused": False,
        "next": {"time": "2027-01-15T09:00:00+00:00", "instant": SECOND + 3600},
    }
    assert (backup["last_run"]["result"], backup["last_run"]["code"]) == ("exit 3", 3)
    assert web["running"] == [{"run": 2, "pid": None, "result": "running", "waits_until": None}]
    assert (new["schedule"], new["last_run"]) == (None, None)
    assert [job["name"] for job in document(home, "web-2")["jobs"]] == ["web-2"]


def test_the_document_of_no_jobs_is_one_too(home: Home) -> None:
    assert document(home)["jobs"] == []
    home.ledger.close()
    for left in home.places.root.glob("ledger.db*"):
        left.unlink()
    assert document(home)["jobs"] == []


def test_the_schema_refuses_what_is_no_such_document(home: Home) -> None:
    three(home)
    read = document(home)
    read["jobs"][0]["status"] = "asleep"
    assert not VALIDATOR.is_valid(read)


def test_what_cannot_be_read_is_told_with_the_way_out(home: Home) -> None:
    home.ledger.close()
    home.places.ledger.write_bytes(b"not a ledger" * 100)
    result = show(home)
    assert (result.code, result.out) == (4, "")
    assert result.err.startswith(f"error: '{home.places.ledger}' is damaged, or no ledger\nhelp: ")
    result = run("show", "jobs", settings={"EVERLY_HOME": "here"})
    assert (result.code, result.err) == (
        2,
        "error: EVERLY_HOME is 'here', which is no absolute path\nhelp: set EVERLY_HOME to one\n",
    )


def test_two_forms_at_once_are_refused(home: Home) -> None:
    assert "--nopretty and --json exclude each other" in show(home, "--json", "--nopretty").err


def test_colour_marks_how_a_job_is(home: Home) -> None:
    three(home)
    assert "\x1b[32mrunning\x1b[0m" in show(home, "--color", "always").out
    assert "\x1b" not in show(home).out


def test_what_has_ended_without_a_runner_is_shown_so(home: Home) -> None:
    from everly.jobs.runs import records

    home.job("web")
    run = home.begin("web")
    ended = home.directory(run) / "exit"
    records.reserve(str(ended))
    assert show(home, "web").out.startswith("web: running\n")
    fields = {"status": 0, "code": 3, "signal": None, "reason": None, "failed": None, "time": home.now, "dropped": 0}
    records.write(str(ended), {**fields, "left": [], "left_count": 0, "bytes": 0})
    shown = show(home, "web")
    assert shown.out.startswith("web: ended\n")
    assert "run 1, exit 3, now; the ledger has not taken it\n" in shown.out
    assert shown.err == (
        "note: no runner is up, so what has ended is not in the history yet; 'everly start runner' starts one\n"
    )
