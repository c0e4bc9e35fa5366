"""Promises 7 and 10: signals reach all processes of a run, and none of others; also of a run that lost its shim."""

import os
import signal
import subprocess
from pathlib import Path

import pytest

from everly.jobs.ledger import Reason
from everly.jobs.runs import platform, records
from tests.jobs.processes.worlds import World, code_of, hoarder, script, stands_still
from tests.jobs.runs.shims import state, until
from tests.jobs.systemd.worlds import world

__all__ = ["hoarder", "world"]

DEAF = "trap '' TERM; while :; do sleep 0.1; done"
TREE = f"""
setsid sh -c 'echo $$ >> pids; {DEAF.replace("'", '"')}' &
( ( sh -c 'echo $$ >> pids; {DEAF.replace("'", '"')}' & ) & )
env -i sh -c 'echo $$ >> pids; {DEAF.replace("'", '"')}' &
while [ "$(wc -l < pids)" != 3 ]; do sleep 0.02; done 2> /dev/null
echo $$ >> pids
sleep 60
"""


def pids(world: World) -> list[int]:
    """The four processes of a tree, once all of them are there."""
    path = world.folder / "pids"
    lines: list[str] = until(
        lambda: found if len(found := path.read_text().split() if path.exists() else []) == 4 else None, "no tree"
    )
    return [int(line) for line in lines]


def live(numbers: list[int]) -> list[int]:
    return [pid for pid in numbers if platform.started_at(pid) and state(pid) != "Z"]


def test_promise_10_after_a_stop_nothing_of_it_lives_whoever_began_it(world: World) -> None:
    world.make("tree", script(TREE), grace=0.3)
    found = pids(world)
    world.kill()
    (answer,) = world.do("stop", "tree")
    assert live(found) == []
    assert answer.text == "stopped"
    (run,) = world.ended("tree")
    assert run.ending
    assert run.ending.reason is Reason.STOPPED


def test_promise_10_a_run_that_lost_its_shim_is_stopped_to_the_last_process(world: World) -> None:
    """The one without an environment can be told only by its parent, which ends before it does."""
    world.make("tree", script(TREE), grace=0.3)
    found = pids(world)
    _, started = world.begun("tree")
    os.kill(started["shim"]["pid"], signal.SIGKILL)
    until(lambda: not platform.started_at(started["shim"]["pid"]))
    world.do("stop", "tree")
    assert live(found) == []
    (run,) = world.ended("tree")
    assert run.ending
    assert run.ending.reason is Reason.STOPPED


def test_a_run_that_lost_its_shim_can_be_paused_and_resumed(world: World) -> None:
    world.make("job", script("while [ ! -e go ]; do sleep 0.02; done; exit 7"))
    _, started = world.begun("job")
    os.kill(started["shim"]["pid"], signal.SIGKILL)
    until(lambda: not platform.started_at(started["shim"]["pid"]))
    world.do("pause", "job")
    assert stands_still(started["pid"])
    world.do("start", "job")
    (world.folder / "go").touch()
    (run,) = world.ended("job")
    assert code_of(run) == 7


def test_a_shim_that_somebody_suspended_is_stopped_all_the_same(world: World) -> None:
    world.make("job", ("sleep", "60"))
    _, started = world.begun("job")
    os.kill(started["shim"]["pid"], signal.SIGSTOP)
    until(lambda: state(started["shim"]["pid"]) == "T")
    world.do("stop", "job")
    assert not platform.started_at(started["pid"])


def test_promise_7_a_stranger_with_the_number_of_a_command_gets_no_signal(world: World) -> None:
    """As after numbers were used anew: what is written down is another process's by now."""
    stranger = subprocess.Popen(["/bin/sleep", "60"])
    try:
        world.make("job", ("sleep", "60"))
        run, started = world.begun("job")
        world.kill()
        for pid in (started["shim"]["pid"], started["pid"]):
            os.kill(pid, signal.SIGKILL)
        until(lambda: not live([started["pid"], started["shim"]["pid"]]))
        path = Path(world.directory(run).file("started"))
        told = {**started, "pid": stranger.pid, "shim": {**started["shim"], "pid": stranger.pid}}
        path.write_bytes(records.encode(told))
        Path(world.directory(run).file("lock")).write_bytes(records.encode(told["shim"]))
        world.do("stop", "job")
        assert stranger.poll() is None
    finally:
        stranger.kill()
        stranger.wait()


@pytest.mark.usefixtures("hoarder")
def test_a_command_that_nobody_reaps_is_over(world: World) -> None:
    world.make("job", script("while [ ! -e go ]; do sleep 0.02; done; exit 7"))
    if world.executor == "systemd":
        pytest.skip("the parent of a unit's shim reaps")
    run, started = world.begun("job")
    world.kill()  # its shim comes to this process
    world.come_up()
    os.kill(started["shim"]["pid"], signal.SIGKILL)  # and now its command
    (world.folder / "go").touch()
    (ended,) = world.ended("job")
    assert ended.ending
    assert ended.ending.reason is Reason.UNKNOWN
    for pid in (started["shim"]["pid"], started["pid"]):
        assert os.waitpid(pid, 0)[0] == pid, "it was still there"
    assert run.id == ended.id
