"""A stop ends the whole tree, or names who is left, and touches nobody else."""

import os
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from everly.jobs.runs import platform, tree
from everly.jobs.runs.platform import Process
from everly.jobs.runs.shim import FILES
from everly.jobs.runs.signals import STOP_ONCE
from everly.jobs.runs.stopping import CALM, PATIENCE, Stop
from tests.jobs.runs.shims import Shims, as_stranger, log_of, python, shims, until

__all__ = ["shims"]

IGNORE = (
    "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('ready', flush=True); time.sleep(60)"
)
AWAY = (
    "import os, sys, time\n"
    "if os.fork(): os.wait(); print('ready', flush=True); time.sleep(60)\n"
    "os.setsid()\n"
    "if os.fork(): os._exit(0)\n"
    "os.execve('/bin/sleep', ['sleep', '60'], {})"  # no parent, no group, no session, no mark
)


@pytest.fixture
def stranger() -> Iterator[subprocess.Popen[bytes]]:
    """A process that belongs to nobody, in the same session as the tests."""
    process = subprocess.Popen(["/bin/sleep", "60"])
    yield process
    process.kill()
    process.wait()


def members(shims: Shims) -> dict[int, Process]:
    return tree.below(shims.started[0].pid)()


def test_a_stop_is_kept_with_its_reason(shims: Shims, stranger: subprocess.Popen[bytes]) -> None:
    directory = shims.start(shims.launch("sleep", "60"))
    until(lambda: directory.read("started"))
    shims.started[0].terminate()
    record = shims.end(directory)
    assert (record["signal"], record["reason"], record["left"]) == (signal.SIGTERM, "stopped", [])
    assert stranger.poll() is None


def test_a_command_may_end_in_its_own_way_when_it_is_stopped(shims: Shims) -> None:
    directory = shims.start(
        shims.launch("sh", "-c", "trap 'echo bye; exit 5' TERM; echo ready; while :; do sleep 0.01; done")
    )
    until(lambda: log_of(directory))
    shims.started[0].terminate()
    assert shims.end(directory)["code"] == 5
    assert b"bye" in log_of(directory)


def test_who_ignores_term_is_killed_after_the_grace(shims: Shims) -> None:
    directory = shims.start(shims.launch(*python(IGNORE), grace=0.1))
    until(lambda: log_of(directory))
    shims.started[0].terminate()
    record = shims.end(directory)
    assert (record["signal"], record["reason"]) == (signal.SIGKILL, "stopped")


def test_one_that_may_come_twice_leaves_the_grace_alone(shims: Shims) -> None:
    """As the next runner asks, which does not know whether the one before has."""
    directory = shims.start(shims.launch(*python(IGNORE), grace=1.0))
    until(lambda: log_of(directory))
    begun = time.monotonic()
    until(lambda: directory.read("exit") or _again(shims, STOP_ONCE))
    assert time.monotonic() - begun > 0.9
    record = shims.end(directory)
    assert (record["signal"], record["reason"]) == (signal.SIGKILL, "stopped")


def test_a_second_stop_ends_the_grace(shims: Shims) -> None:
    directory = shims.start(shims.launch(*python(IGNORE), grace=1000))
    until(lambda: log_of(directory))
    shims.started[0].terminate()
    until(lambda: directory.read("exit") or _again(shims))
    assert shims.end(directory)["signal"] == signal.SIGKILL


def _again(shims: Shims, number: int = signal.SIGTERM) -> bool:
    shims.started[0].send_signal(number)
    return False


@pytest.mark.parametrize(
    "script", ["setsid sleep 60 & sleep 60", "(sleep 60 &) ; sleep 60", "env -i sleep 60 & sleep 60"]
)
def test_a_stop_reaches_every_kind_of_descendant(shims: Shims, script: str) -> None:
    directory = shims.start(shims.launch("sh", "-c", script))
    found = until(lambda: (found := members(shims)) and _names(found).count("sleep") == 2 and found)
    shims.started[0].terminate()
    assert shims.end(directory)["left"] == []
    assert not set(found) & set(platform.processes())


def test_a_stop_reaches_who_left_session_group_parent_and_environment(shims: Shims) -> None:
    directory = shims.start(shims.launch(*python(AWAY)))
    found = until(lambda: log_of(directory) and (found := members(shims)) and "sleep" in _names(found) and found)
    shims.started[0].terminate()
    assert shims.end(directory)["left"] == []
    assert not set(found) & set(platform.processes())


def test_a_run_that_takes_too_long_is_stopped(shims: Shims) -> None:
    record = shims.run("sleep", "60", timeout=0.2)
    assert (record["signal"], record["reason"]) == (signal.SIGTERM, "timeout")


def test_a_paused_tree_stands_still_and_goes_on(shims: Shims) -> None:
    directory = shims.start(
        shims.launch("sh", "-c", "sleep 60 & while :; do echo x; read -t 1 line || :; sleep 0.01; done")
    )
    until(lambda: log_of(directory))
    shims.started[0].send_signal(signal.SIGUSR1)
    until(lambda: all(each.state == "T" for each in members(shims).values()))
    kept = until(lambda: len(log_of(directory)))
    shims.started[0].send_signal(signal.SIGUSR2)
    until(lambda: len(log_of(directory)) > kept)


def test_a_paused_tree_can_be_stopped(shims: Shims) -> None:
    directory = shims.start(shims.launch("sleep", "60"))
    until(lambda: "sleep" in _names(members(shims)))
    shims.started[0].send_signal(signal.SIGUSR1)
    until(lambda: all(each.state == "T" for each in members(shims).values()))
    shims.started[0].terminate()
    assert shims.end(directory)["signal"] == signal.SIGTERM


def test_a_run_without_a_shim_is_found_by_its_mark(shims: Shims, stranger: subprocess.Popen[bytes]) -> None:
    directory = shims.start(shims.launch("sh", "-c", "setsid sleep 60 & sleep 60"))
    found = until(lambda: (found := members(shims)) and _names(found).count("sleep") == 2 and found)
    token = until(lambda: directory.read("started"))["token"]
    shims.started[0].kill()
    shims.started[0].wait()
    assert set(tree.marked(token)()) == set(found)
    assert tree.marked("0" * 32)() == {}
    until(lambda: not tree.signal_all(tree.marked(token), signal.SIGKILL))
    assert stranger.poll() is None


def test_a_number_that_went_to_a_stranger_is_not_signalled(stranger: subprocess.Popen[bytes]) -> None:
    """The member was there when it was looked for; when it is looked at again, its number is another's."""
    looks = iter([{stranger.pid: Process(stranger.pid, 1, "S")}, {}])
    assert tree.signal_all(lambda: next(looks), signal.SIGKILL) == {}
    assert stranger.poll() is None


def test_descendants_are_those_below_and_alive() -> None:
    rows = [(1, 0, "S"), (2, 1, "S"), (3, 2, "Z"), (4, 2, "S"), (5, 4, "T"), (6, 1, "S"), (7, 6, "S")]
    table = {pid: Process(pid, parent, state) for pid, parent, state in rows}
    assert set(tree.descendants(2, table)) == {4, 5}
    assert set(tree.descendants(1, table)) == {2, 4, 5, 6, 7}
    assert tree.descendants(7, table) == {}


def test_the_table_of_ps_says_the_same() -> None:
    assert platform.parse_ps("    1     0 Ss\n  12     1 S+\n 13 12 Z\n") == {
        1: Process(1, 0, "S"),
        12: Process(12, 1, "S"),
        13: Process(13, 12, "Z"),
    }


def _names(found: dict[int, Process]) -> list[str]:
    return [path.read_text().strip() for pid in found if (path := Path(f"/proc/{pid}/comm")).exists()]


def test_who_is_born_while_a_tree_is_stopped_is_told_too() -> None:
    """The first look sees the parent, the next ones a child that was forked in between."""
    parent, child = (subprocess.Popen(["/bin/sleep", "60"]) for _ in range(2))
    alive = {parent.pid: Process(parent.pid, 1, "S")}
    stop = Stop(lambda: alive, "stopped", 1000.0, 0.0)
    assert parent.wait() == -signal.SIGTERM
    alive = {child.pid: Process(child.pid, 1, "S")}
    assert not stop.advance(0.0)
    assert child.wait() == -signal.SIGTERM
    alive = {}
    assert stop.advance(0.0)


def test_one_who_was_missed_by_a_look_is_found_by_the_next() -> None:
    """Its parent had ended when it was looked for, and it was not yet seen below another one."""
    child = {2**22 + 1: Process(2**22 + 1, 1, "S")}
    looks = iter([*[{}] * 2, {}, child])  # two of the first TERM, then one that misses it
    stop = Stop(lambda: next(looks, child), "stopped", 1000.0, 0.0)
    assert not stop.advance(0.0)
    assert stop.survivors == (2**22 + 1,)


def test_a_long_grace_is_waited_for_in_peace() -> None:
    stop = Stop(lambda: {2**22 + 1: Process(2**22 + 1, 1, "S")}, "stopped", 1000.0, 0.0)
    stop.advance(0.0)
    assert stop.due == CALM
    stop.advance(999.9)
    assert stop.due == 1000.0
    stop.hurry(500.0)
    assert stop.due == 500.0


def test_a_tree_of_more_processes_than_a_shim_may_open_files_is_stopped(shims: Shims) -> None:
    script = f"n=0; while [ $n -lt {FILES + 40} ]; do sleep 60 & n=$((n + 1)); done; echo ready; wait"
    directory = shims.begin(shims.launch("/bin/sh", "-c", script), f"ulimit -n {FILES}")
    until(lambda: log_of(directory))
    shims.started[0].terminate()
    record = shims.end(directory)
    assert (record["reason"], record["left"]) == ("stopped", [])


@pytest.mark.skipif(os.geteuid() != 0, reason="only root becomes another user")
def test_one_who_may_not_be_signalled_ends_no_stop(stranger: subprocess.Popen[bytes]) -> None:
    member = {stranger.pid: Process(stranger.pid, 1, "S")}
    assert as_stranger(lambda: tree.signal_all(lambda: member, signal.SIGKILL)) == 0
    assert stranger.poll() is None


def test_who_does_not_die_is_named() -> None:
    """No process can be made to survive KILL, so the members are numbers that none has."""
    stop = Stop(lambda: {2**22 + 1: Process(2**22 + 1, 1, "D")}, "stopped", 10.0, 0.0)
    assert not stop.advance(10.0)
    assert stop.advance(10.0 + PATIENCE)
    assert stop.survivors == (2**22 + 1,)
