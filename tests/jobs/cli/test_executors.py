"""`-e`: which jobs are meant by who runs them. A name that it leaves out is refused by every command that takes it."""

import pytest

from tests.jobs.cli.runs import Result, run
from tests.jobs.homes import Home, home
from tests.jobs.live import Live, live, live_home

__all__ = ["home", "live", "live_home"]

COMMANDS = (
    ("show", "jobs"),
    ("show", "job"),
    ("show", "runs"),
    ("show", "logs", "--no-follow"),
    ("attach", "logs", "--no-follow"),
    ("attach", "job"),
    ("start", "jobs", "-e", "systemd"),
    ("stop", "jobs"),
    ("pause", "jobs"),
    ("resume", "jobs"),
    ("restart", "jobs"),
    ("delete", "jobs", "-y"),
)
LISTS = tuple(each for each in COMMANDS if each != ("attach", "job"))


def _of_systemd(command: tuple[str, ...], *names: str) -> Result:
    return run(*command, *names, *(() if "-e" in command else ("-e", "systemd")))


@pytest.mark.parametrize("command", COMMANDS)
def test_a_name_that_is_left_out_is_an_error(home: Home, command: tuple[str, ...]) -> None:
    home.job("mine")
    result = _of_systemd(command, "mine")
    assert (result.code, result.out) == (1, "")
    assert result.err == "error: the job 'mine' is run by 'local', not by 'systemd'\nhelp: leave -e out\n"


@pytest.mark.parametrize("command", [each for each in LISTS if each != ("show", "runs")])  # which goes by each run
def test_one_of_several_that_is_left_out_is_an_error_too_and_nothing_is_done(
    home: Home, command: tuple[str, ...]
) -> None:
    home.job("mine")
    home.job("unit", executor="systemd")
    result = _of_systemd(command, "unit", "mine")
    assert (result.code, result.out) == (1, "")
    assert "'mine' is run by 'local'" in result.err


@pytest.mark.parametrize("command", LISTS)
def test_a_pattern_of_which_nothing_is_left_is_an_error(home: Home, command: tuple[str, ...]) -> None:
    home.job("mine")
    result = _of_systemd(command, "m*")
    assert (result.code, result.out) == (1, "")
    assert result.err == "error: no job that is called like 'm*' is run by 'systemd'\nhelp: leave -e out\n"


def test_a_pattern_means_those_that_are_left(home: Home) -> None:
    home.job("one")
    home.job("other", executor="systemd")
    result = run("show", "jobs", "o*", "-e", "systemd", "--nopretty")
    assert (result.code, result.out.split("\t")[0], result.out.count("\n")) == (0, "other", 1)


def test_where_none_was_named_it_is_told_that_there_are_none(home: Home) -> None:
    home.job("mine")
    for command in (("show", "jobs"), ("show", "logs", "--no-follow"), ("show", "runs")):
        result = _of_systemd(command)
        assert (result.code, result.out) == (0, "")
        assert result.err.startswith("note: there are no such ") or "that systemd runs" in result.err


def test_a_run_of_another_executor_is_refused_by_its_number(home: Home) -> None:
    home.job("mine")
    home.run("mine")
    result = run("show", "run", "1", "-e", "systemd")
    assert (result.code, result.out) == (1, "")
    assert result.err == "error: the run 1 is one of 'local', not of 'systemd'\nhelp: leave -e out\n"
    assert run("show", "run", "1", "-e", "local").code == 0


def test_nothing_is_done_to_the_jobs_that_were_named_beside_it(live: Live) -> None:
    live.ok("start", "job", "--name", "web", "sleep", "600")
    assert live.everly("stop", "jobs", "web", "-e", "systemd").code == 1
    assert live.status("web") == "running"
    assert live.ok("stop", "jobs", "web", "-e", "local") == "web: stopped\n"
