"""Promises 9 and 13: the log is what the job wrote, whoever is killed and whoever looks on."""

import os
import signal
import subprocess
import sys
from contextlib import ExitStack

from everly.jobs.attachment import Attachment
from tests.jobs.processes.worlds import World, code_of
from tests.jobs.runs.shims import check_bytes, log_of, within
from tests.jobs.systemd.worlds import world

__all__ = ["world"]

CLIENTS, STOPPED = 100, 3
LINES = 20_000
WRITER = ("/bin/sh", "-c", f"while [ ! -e go ]; do sleep 0.02; done; seq {LINES}; exit 7")
WRITTEN = "".join(f"{number}\n" for number in range(1, LINES + 1)).encode()


def test_promise_9_the_log_is_whole_when_the_runner_is_killed_while_it_is_written(world: World) -> None:
    world.make("job", WRITER)
    run, _ = world.begun("job")
    directory = world.directory(run)
    (world.folder / "go").touch()
    world.kill()
    (ended,) = world.ended("job")
    assert code_of(ended) == 7
    record = directory.read("exit")
    assert record
    assert (record["bytes"], record["dropped"]) == (len(WRITTEN), 0)
    check_bytes(log_of(directory), WRITTEN)


def test_promise_13_a_hundred_attached_clients_slow_or_stopped_change_nothing(world: World) -> None:
    """Most of them never read; some are processes that stand still; one reads as it comes."""
    world.make("job", WRITER)
    run, _ = world.begun("job")
    follow = (
        "from everly.jobs.attachment import Attachment; from everly.jobs.places import places\n"
        "attached = Attachment(places(), 'job'); print('attached', flush=True)\n"
        "while attached.code() is None: attached.read()\n"
    )
    with ExitStack() as stack, within("the clients keep the run from going on, or from being read"):
        others = [
            subprocess.Popen([sys.executable, "-c", follow], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
            for _ in range(STOPPED)
        ]
        for other in others:
            stack.callback(other.wait)
            stack.callback(other.kill)
            assert other.stdout
            assert other.stdout.readline() == b"attached\n"
            other.stdout.close()
            os.kill(other.pid, signal.SIGSTOP)
        reader, *_idle = [stack.enter_context(Attachment(world.places, "job")) for _ in range(CLIENTS - STOPPED)]
        (world.folder / "go").touch()
        read, code = bytearray(), None
        while code is None:
            data = reader.read()
            read += data
            code = None if data else reader.code()
    assert code == 7
    check_bytes(bytes(read), WRITTEN)
    (ended,) = world.ended("job")
    assert code_of(ended) == 7
    check_bytes(log_of(world.directory(run)), WRITTEN)
