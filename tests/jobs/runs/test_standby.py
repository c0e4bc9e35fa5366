"""The shim that a spawner forks ahead of its launch: it saves time, and nothing depends on it."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from everly.jobs.runs import launch, lines, tree
from everly.jobs.runs.shim import DONE
from everly.jobs.runs.standby import Standby, await_launch
from tests.jobs.runs.shims import Shims, log_of, shims, until
from tests.jobs.runs.test_spawner import Talk

__all__ = ["shims"]

Ready = Callable[[], int]


@pytest.fixture
def talk() -> Iterator[Talk]:
    made = Talk()
    yield made
    made.close()


@pytest.fixture
def ready(shims: Shims, talk: Talk) -> Ready:
    """The process that stands by, after a launch that has ended."""

    def found() -> int:
        first = shims.launch("true", name="first")
        shims.watch(first)
        talk.warm.ask(first)
        talk.heard("ended")
        (pid,) = until(lambda: len(found := tree.below(talk.warm.process.pid)()) == 1 and found)
        talk.said.clear()
        return int(pid)

    return found


def test_the_next_launch_is_run_by_the_shim_that_stands_by(shims: Shims, talk: Talk, ready: Ready) -> None:
    pid, next_one = ready(), shims.launch("sh", "-c", "echo out; exit 7", name="next")
    directory = shims.watch(next_one)
    talk.warm.ask(next_one)
    assert talk.heard("ended") == [{"ended": pid, "status": DONE}]
    assert talk.heard("forked") == [{"forked": pid, "directory": next_one.directory}]
    assert shims.end(directory)["code"] == 7
    assert log_of(directory) == b"out\n"


def test_each_launch_is_followed_by_another_that_stands_by(shims: Shims, talk: Talk, ready: Ready) -> None:
    seen = {ready()}
    for name in "abc":
        talk.warm.ask(shims.launch("true", name=name))
        talk.heard("ended", len(seen))
        (pid,) = until(lambda: len(found := tree.below(talk.warm.process.pid)()) == 1 and found)
        seen.add(pid)
    assert len(seen) == 4
    assert {each["forked"] for each in talk.heard("forked", 3)} <= seen


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_one_that_is_killed_while_it_stands_by_is_nobodys_run(
    shims: Shims, talk: Talk, ready: Ready, number: int
) -> None:
    pid = ready()
    os.kill(pid, number)
    until(lambda: not Path(f"/proc/{pid}").exists())
    next_one = shims.launch("sh", "-c", "echo x >> ran; exit 7", name="next")
    talk.warm.ask(next_one)
    assert shims.end(shims.watch(next_one))["code"] == 7
    told = talk.heard("ended")
    assert [each["ended"] for each in told] == [each["forked"] for each in talk.heard("forked")] != [pid]
    assert (shims.root / "ran").read_text() == "x\n"


def test_a_launch_that_its_pipe_does_not_hold_is_run_by_another(shims: Shims, talk: Talk, ready: Ready) -> None:
    pid = ready()
    long = shims.launch("sh", "-c", "echo $#; exit 7", *("x" * 1000 for _ in range(300)), name="next")
    directory = shims.watch(long)
    talk.warm.ask(long)
    assert talk.heard("ended")[0]["ended"] == talk.heard("forked")[0]["forked"] != pid
    assert shims.end(directory)["code"] == 7
    assert log_of(directory) == b"299\n"
    until(lambda: not Path(f"/proc/{pid}").exists())


def test_it_leaves_with_its_spawner(talk: Talk, ready: Ready) -> None:
    pid = ready()
    talk.warm.process.kill()
    until(lambda: not Path(f"/proc/{pid}").exists())


def test_it_leaves_when_nobody_needs_its_spawner(talk: Talk, ready: Ready) -> None:
    pid = ready()
    talk.warm.close()
    until(lambda: not Path(f"/proc/{pid}").exists())


def test_half_a_launch_is_none(shims: Shims) -> None:
    raw = lines.pack(launch.dump(shims.launch("true")))
    for length in range(len(raw)):
        reading, writing = os.pipe()
        other = os.dup(writing)
        os.write(writing, raw[:length])
        os.close(writing)
        assert await_launch(reading, other) is None


def test_a_pipe_that_is_full_or_that_nobody_reads_takes_no_launch() -> None:
    reading, writing = os.pipe()
    os.set_blocking(writing, False)
    os.write(writing, bytes(1 << 20))
    assert not Standby(0, writing).give(b"x")
    os.close(reading)
    reading, writing = os.pipe()
    os.close(reading)
    assert not Standby(0, writing).give(b"x")
