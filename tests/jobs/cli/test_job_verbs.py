"""`everly stop | pause | resume | restart | delete jobs`, and the runner behind them."""

import sys

import pytest

from everly.jobs.presence import is_up
from everly.jobs.runs.platform import processes
from tests.jobs.live import Live, live, live_home, until
from tests.jobs.terminals import code_of, terminal

__all__ = ["live", "live_home"]


@pytest.fixture
def two(live: Live) -> Live:
    for name in ("web", "etl"):
        live.ok("start", "job", "--name", name, "sleep", "600")
    return live


def test_each_verb_does_what_it_says_and_says_so(two: Live) -> None:
    assert two.ok("pause", "jobs", "web", "etl") == "etl: paused\nweb: paused\n"
    assert two.ok("pause", "job", "web") == "web: it is paused already\n"
    assert two.status("web") == "paused"
    assert two.ok("resume", "job", "web") == "web: resumed\n"
    assert two.ok("resume", "job", "web") == "web: it is not paused\n"
    assert two.ok("start", "job", "etl") == "etl: resumed\n"
    assert two.ok("restart", "job", "web") == "web: started\n"
    assert two.ok("stop", "jobs", "web", "etl") == "etl: stopped\nweb: stopped\n"
    assert two.ok("stop", "job", "web") == "web: it does not run\n"
    assert two.status("web") == "stopped"
    assert two.ok("pause", "job", "web") == "web: it does not run\n"
    assert two.ok("delete", "job", "web", "-y") == "web: deleted\n"
    assert two.names() == ("etl",)


def test_patterns_name_jobs_and_slips_name_none(two: Live) -> None:
    assert two.ok("stop", "jobs", "w*") == "web: stopped\n"
    refused = two.everly("stop", "jobs", "x*")
    assert (refused.code, refused.err.splitlines()[0]) == (1, "error: no job is called like 'x*'")
    refused = two.everly("stop", "jobs", "etl", "wbe")
    assert (refused.code, refused.err) == (1, "error: there is no job 'wbe'\nhelp: did you mean 'web'?\n")
    assert two.status("etl") == "running", "where one name is wrong, nothing is done"


@pytest.mark.parametrize("verb", ["stop", "pause", "resume", "restart", "delete"])
def test_all_of_them_must_be_asked_for(two: Live, verb: str) -> None:
    result = two.everly(verb, "jobs")
    assert (result.code, result.err.splitlines()[-1]) == (
        2,
        "error: name the jobs, or take --all of them; 'everly show jobs' lists them",
    )
    assert two.everly(verb, "jobs", "web", "--all").code == 2
    assert two.everly(verb, "jobs", "--all", "-y").code == 0


def test_who_cannot_be_asked_must_say_yes(two: Live) -> None:
    for verb in ("stop", "restart", "delete"):
        result = two.everly(verb, "jobs", "--all")
        theirs = " with their history and output" if verb == "delete" else ""
        assert (result.code, result.err) == (
            1,
            f"error: this would {verb} etl and web{theirs}, and there is nobody to ask\nhelp: add -y\n",
        )
    assert two.status("web") == two.status("etl") == "running"


def test_where_there_are_none(live: Live) -> None:
    assert live.ok("stop", "jobs", "--all") == "there are no such jobs\n"
    assert live.ok("delete", "jobs", "--all") == "there are no such jobs\n"
    assert live.ok("stop", "jobs", "--all", "-e", "systemd") == "there are no such jobs\n"


def test_a_stop_ends_the_whole_tree(live: Live) -> None:
    live.ok("start", "job", "--name", "tree", "--shell", "setsid sleep 600 & sleep 600 & echo ready; sleep 600")
    until(lambda: live.output("tree") == b"ready\n")
    live.ok("stop", "job", "tree")
    assert not [each for each in processes().values() if _is_of(each.pid, "tree")]


def _is_of(pid: int, job: str) -> bool:
    from everly.jobs.runs.platform import environment

    return f"EVERLY_JOB={job}".encode() in environment(pid).split(b"\0")


def test_what_takes_a_while_is_told_to_who_looks_on(live: Live) -> None:
    script = "import signal, time; signal.signal(15, lambda *_: exit(time.sleep(1.5))); print('ready'); signal.pause()"
    live.ok("start", "job", "--name", "slow", sys.executable, "-uc", script)
    until(lambda: live.output("slow") == b"ready\n")
    with terminal(live, "stop", "job", "slow") as child:
        child.expect_exact("slow: stopping it …\r\n")
        child.expect_exact("slow: stopped\r\n")
        assert code_of(child) == 0


def test_the_runner_comes_and_goes_and_what_runs_goes_on(two: Live) -> None:
    assert two.ok("stop", "runner") == "runner: stopped; what runs goes on\n"
    assert two.ok("stop", "runner") == "runner: it is not up\n"
    assert not is_up(two.places)
    assert two.status("web") == "running"
    assert two.ok("start", "runner").startswith("runner: up, process ")
    assert two.ok("start", "job", "web") == "web: it runs already\n"
    two.kill_runner()
    assert two.ok("stop", "job", "web") == "web: stopped\n"
