"""`everly run`: at each fire time until interrupted, and with -d as a job."""

import os
import re
import sys
from pathlib import Path

import pytest

from tests.jobs.live import Live, live, live_home
from tests.jobs.terminals import CTRL_C, code_of, terminal

__all__ = ["live", "live_home"]

TIME = r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\+00:00"


def test_it_runs_at_each_fire_time_until_it_is_interrupted(live: Live) -> None:
    with terminal(live, "run", "-s", "secondly", "--shell", "echo ran; exit 3") as child:
        for _ in range(2):
            child.expect(rf"everly: next run at {TIME}\r\n")
            child.expect_exact("ran\r\n")
            child.expect(rf"everly: the run of {TIME} failed \(3\)\r\n")
        child.expect(rf"everly: next run at {TIME}\r\n")
        child.send(CTRL_C)
        assert code_of(child) == 130
        assert str(child.before).endswith("\r\n"), "the prompt follows ^C"


def test_the_prompt_does_not_follow_the_sign_of_ctrl_c(live: Live) -> None:
    live.ok("start", "job", "--name", "web", "--", "sh", "-c", "echo up; sleep 600")
    with terminal(live, "show", "logs", "web") as child:
        child.expect_exact("up\r\n")
        child.send(CTRL_C)
        assert code_of(child) == 130
        assert child.before == "\r\n"


def test_what_passes_while_one_takes_long_is_told(live: Live) -> None:
    with terminal(live, "run", "-s", "secondly", "--", "sleep", "2.2") as child:
        child.expect(rf"everly: fire times from {TIME} passed while it ran, and are skipped\r\n")
        child.send(CTRL_C)
        assert code_of(child) == 130


def test_a_beginning_that_is_past_runs_once_at_once(live: Live) -> None:
    with terminal(live, "run", "-s", "yearly starting 2020-01-01 00:00", "--", "echo", "ran") as child:
        child.expect("next run at [0-9]{4}-01-01 00:00:00")
        child.expect("ran\r\n")
        child.expect("next run at [0-9]{4}-01-01 00:00:00")
        child.send(CTRL_C)
        assert code_of(child) == 130
    result = live.everly("run", "-s", "daily starting 2020-01-01 until 2020-02-02", "--", "echo", "ran")
    assert (result.code, result.out) == (1, "")
    assert "has no fire time left\nhelp: let it end later, or never" in result.err


def test_a_schedule_that_ends_ends_it(live: Live) -> None:
    from datetime import UTC, datetime, timedelta

    soon = datetime.now(UTC).replace(microsecond=0) + timedelta(seconds=2)
    with terminal(live, "run", "-s", f"secondly until {soon:%Y-%m-%d %H:%M:%S}", "--", "echo", "ran") as child:
        code = code_of(child)
        assert code == 0
        assert child.before is not None
        assert "ran\r\n" in child.before
        assert child.before.endswith("everly: the schedule has no fire time left\r\n")


@pytest.mark.parametrize("verb", [("run", "-d"), ("start", "job")])
def test_a_schedule_is_refused_where_it_is_wrong(live: Live, verb: tuple[str, ...]) -> None:
    for words in (("run",), verb):
        result = live.everly(*words, "-s", "every 2 dayz", "true")
        assert (result.code, result.out) == (1, "")
        assert "unknown word 'dayz'" in result.err
        assert "instead: every 2 days" in result.err
    assert live.names() == ()


@pytest.mark.parametrize("verb", [("run",), ("run", "-d"), ("start", "job")])
def test_a_backoff_is_refused_where_nothing_is_tried_again(live: Live, verb: tuple[str, ...]) -> None:
    result = live.everly(*verb, "--backoff", "5s", "--", "true")
    assert (result.code, result.out) == (2, "")
    assert "--backoff is the wait before something is tried again, and nothing is\nhelp: add --retries" in result.err
    assert live.names() == ()
    live.ok(*verb, "--backoff", "5s", "--retries", "1", "--", "true")


def test_with_d_it_is_a_job(live: Live, tmp_path: Path) -> None:
    out = live.ok("run", "-d", "--name", "web", "--cwd", str(tmp_path), "sleep", "600")
    assert out == "web: made\n"
    assert live.status("web") == "running"
    out = live.ok("run", "sleep", "600", "-d")
    assert re.fullmatch(r"[a-z]+-[a-z]+: made\n", out)


def test_ctrl_c_once_lets_a_command_end_in_its_own_way(live: Live) -> None:
    script = "import signal\nsignal.signal(2, lambda *_: exit(print('bye') or 9))\nprint('ready')\nsignal.pause()"
    with terminal(live, "run", sys.executable, "-uc", script) as child:
        child.expect_exact("ready\r\n")
        child.send(CTRL_C)
        child.expect_exact("bye\r\n")
        assert code_of(child) == 130


def test_a_command_in_the_foreground_has_the_terminal(live: Live) -> None:
    with terminal(live, "run", "--", "sh", "-c", "read x; test -t 0 && test -t 1 && echo got $x") as child:
        child.sendline("it")
        child.expect_exact("got it\r\n")
        assert code_of(child) == 0


def test_a_stopped_terminal_stops_all_of_it_and_goes_on(live: Live) -> None:
    with terminal(live, argv=("/bin/bash", "--norc", "-i"), PS1="> ") as shell:
        shell.sendline(f"'{sys.executable}' -m everly run sh -c 'echo ready; read x; echo got $x'")
        shell.expect_exact("ready\r\n")
        shell.send("\x1a")
        shell.expect_exact("Stopped")
        shell.sendline("fg")
        shell.sendline("it")
        shell.expect_exact("got it\r\n")
        shell.sendline("exit $?")
        assert code_of(shell) == 0


def test_a_pipe_is_no_file_of_variables_for_its_second_reader_finds_none(live: Live, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    for words in (("run",), ("start", "job", "--name", "job")):
        refused = live.everly(*words, "--env-file", str(pipe), "--", "true")
        assert refused.code == 1
        assert refused.err == (
            f"error: '{pipe}' is no file that can be read again\n"
            "help: it is read each time that a command starts, so name a file that stays\n"
        )
    live.ok("run", "--env-file", "/dev/null", "--", "true")
