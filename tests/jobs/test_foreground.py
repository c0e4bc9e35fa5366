"""`everly run` here: the terminal and the signals of its commands, their exit codes, tries and times."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from everly.jobs.places import VARIABLE
from everly.jobs.runs.platform import processes
from tests.jobs.cli.runs import clean_environment
from tests.jobs.live import until

TRAPS = """
import signal, sys, time
def heard(number, _):
    print('heard', signal.Signals(number).name, flush=True)
    if number in {ENDS}: sys.exit(9)
for each in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP): signal.signal(each, heard)
print('ready', flush=True)
while True: time.sleep(0.01)
"""


def python(script: str) -> tuple[str, ...]:
    return (sys.executable, "-u", "-c", script)


def traps(*ends: int) -> tuple[str, ...]:
    return python(TRAPS.replace("{ENDS}", repr([*map(int, ends)])))


def begun(tmp_path: Path, *words: str, before: tuple[str, ...] = ()) -> "subprocess.Popen[str]":
    """`everly run` under way, away from any terminal."""
    return subprocess.Popen(
        [*before, sys.executable, "-m", "everly", "run", *words],
        env=clean_environment(**{VARIABLE: str(tmp_path / "home")}),
        cwd=tmp_path,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
        text=True,
    )


def ended(tmp_path: Path, *words: str, before: tuple[str, ...] = ()) -> tuple[int, str, str]:
    child = begun(tmp_path, *words, before=before)
    out, err = child.communicate(timeout=60)
    return child.returncode, out, err


def ready(child: "subprocess.Popen[str]", word: str = "ready") -> None:
    assert child.stdout is not None
    assert child.stdout.readline() == f"{word}\n"


def test_a_chain_goes_on_while_its_commands_succeed(tmp_path: Path) -> None:
    assert ended(tmp_path, "echo", "a", "+", "echo", "b") == (0, "a\nb\n", "")
    assert ended(tmp_path, "echo", "a", "+", "sh", "-c", "exit 7", "+", "echo", "b") == (7, "a\n", "")
    assert ended(tmp_path, "sh", "-c", "kill -9 $$") == (137, "", "")


def test_what_cannot_be_executed(tmp_path: Path) -> None:
    assert ended(tmp_path, "nosuch") == (127, "", "everly: 'nosuch' cannot be executed: no such file or directory\n")
    (tmp_path / "file").touch()
    assert ended(tmp_path, "./file") == (126, "", "everly: './file' cannot be executed: permission denied\n")


def test_a_folder_that_goes_away_is_told_as_such(tmp_path: Path) -> None:
    (tmp_path / "gone").mkdir()
    code, _, err = ended(tmp_path, "--cwd", "gone", "rmdir", f"{tmp_path}/gone", "+", "true")
    assert (code, err) == (127, f"everly: the folder '{tmp_path}/gone' cannot be entered: no such file or directory\n")


def test_it_is_tried_again(tmp_path: Path) -> None:
    again = "everly: 'false' failed (1); trying again in {} s\n"
    assert ended(tmp_path, "--retries", "2", "--backoff", "10ms", "false") == (
        1,
        "",
        again.format("0.01") + again.format("0.02"),
    )
    script = f"test -e {tmp_path}/there || {{ touch {tmp_path}/there; exit 3; }}"
    assert ended(tmp_path, "--retries", "5", "--backoff", "0", "sh", "-c", script)[0] == 0


def test_its_time_is_limited(tmp_path: Path) -> None:
    told = "everly: 'sleep' took longer than 0.1 s\n"
    assert ended(tmp_path, "--timeout", "100ms", "sleep", "600") == (124, "", told)
    assert ended(tmp_path, "--timeout", "60", "echo", "quick") == (0, "quick\n", "")


def test_an_ignored_end_of_children_does_not_hide_a_failure(tmp_path: Path) -> None:
    assert ended(tmp_path, "false", before=("env", "--ignore-signal=CHLD"))[0] == 1


def test_orphans_are_reaped_and_ended_with_a_stop(tmp_path: Path) -> None:
    script = "(setsid sleep 600 &); (sleep 600 &); echo ready; sleep 600"
    child = begun(tmp_path, "--shell", script)
    ready(child)
    until(lambda: len(_below(child.pid)) >= 3)
    members = _below(child.pid)
    child.terminate()
    child.communicate(timeout=20)
    assert child.returncode == 143
    assert not {pid for pid, each in processes().items() if pid in members and each.state not in {"Z", "X"}}


def _below(pid: int) -> set[int]:
    from everly.jobs.runs.tree import descendants

    return set(descendants(pid, processes()))


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_is_passed_on_and_ends_it(tmp_path: Path, number: signal.Signals) -> None:
    passed = signal.SIGINT if number is signal.SIGINT else signal.SIGTERM
    child = begun(tmp_path, *traps(passed), "+", "echo", "never")
    ready(child)
    child.send_signal(number)
    out, err = child.communicate(timeout=20)
    assert (child.returncode, out, err) == (128 + number, f"heard {passed.name}\n", "")


def test_a_second_interrupt_ends_what_does_not_want_to(tmp_path: Path) -> None:
    child = begun(tmp_path, *traps(signal.SIGTERM))
    ready(child)
    child.send_signal(signal.SIGINT)
    ready(child, "heard SIGINT")
    child.send_signal(signal.SIGINT)
    out, _ = child.communicate(timeout=20)
    assert (child.returncode, out) == (130, "heard SIGTERM\n")


def test_a_third_one_kills_it(tmp_path: Path) -> None:
    child = begun(tmp_path, "--grace", "10m", *traps())
    ready(child)
    for heard in ("SIGINT", "SIGTERM"):
        child.send_signal(signal.SIGINT)
        ready(child, f"heard {heard}")
    child.send_signal(signal.SIGINT)
    child.communicate(timeout=20)
    assert child.returncode == 130


def test_one_who_is_waited_for_is_told_of(tmp_path: Path) -> None:
    child = begun(tmp_path, "--grace", "10m", *traps(signal.SIGTERM))
    ready(child)
    child.send_signal(signal.SIGINT)
    assert child.stderr is not None
    assert child.stderr.readline() == "everly: waiting 600 s for it to end; interrupt again to end it sooner\n"
    child.send_signal(signal.SIGINT)
    child.communicate(timeout=20)
    assert child.returncode == 130


def test_what_was_ignored_from_the_beginning_stays_so(tmp_path: Path) -> None:
    child = begun(tmp_path, *traps(), before=("env", "--ignore-signal=HUP"))
    ready(child)
    child.send_signal(signal.SIGHUP)
    child.send_signal(signal.SIGTERM)
    ready(child, "heard SIGTERM")
    child.send_signal(signal.SIGTERM)
    child.communicate(timeout=20)
    assert child.returncode == 143


def test_a_closed_pipe_ends_a_command_and_not_us(tmp_path: Path) -> None:
    shell = f"'{sys.executable}' -m everly run yes + echo never | head -n 1; echo ${{PIPESTATUS[0]}}"
    settings = {VARIABLE: str(tmp_path / "home")}
    found = subprocess.run(
        ["/bin/bash", "-c", shell], env=clean_environment(**settings), capture_output=True, timeout=60, check=True
    )
    assert (found.stdout, found.stderr) == (b"y\n141\n", b"")


def test_variables_are_read_from_their_files_before_each_command(tmp_path: Path) -> None:
    (tmp_path / "env").write_text("WORD=one\n")
    script = f"echo $WORD; echo WORD=two > {tmp_path}/env"
    words = ("--env-file", "env", "--env", "OTHER=x", "sh", "-c", script, "+", "sh", "-c", "echo $WORD $OTHER")
    assert ended(tmp_path, *words) == (0, "one\ntwo x\n", "")
    code, out, err = ended(tmp_path, "--env-file", "env", "sh", "-c", f"echo broken > {tmp_path}/env", "+", "true")
    assert (code, out) == (126, "")
    assert err == f"everly: {tmp_path}/env:1: found no NAME=VALUE, where NAME is letters, digits and '_'\n"


def test_standard_input_is_the_commands(tmp_path: Path) -> None:
    found = subprocess.run(
        [sys.executable, "-m", "everly", "run", "cat"],
        env=clean_environment(**{VARIABLE: str(tmp_path / "home")}),
        input=b"\xff\n",
        capture_output=True,
        timeout=60,
        check=True,
    )
    assert found.stdout == b"\xff\n"
    assert not os.path.exists(tmp_path / "home"), "nothing of a job is made"  # noqa: PTH110
