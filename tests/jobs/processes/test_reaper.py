"""Ends of children are kept for the process that they are of, and for no later one with its number."""

import os
import subprocess
import sys
from unittest.mock import patch

from everly.jobs.runner.reaper import Reaper
from everly.jobs.runs import platform
from tests.jobs.runs.shims import state, until

SCRIPT = """
import os, subprocess, sys
from everly.jobs.runner.reaper import Reaper
from everly.jobs.runs import platform
child = subprocess.Popen(["/bin/sh", "-c", "exit 7"])
began = platform.started_at(child.pid)
reaper = Reaper()
while not (found := reaper.reap()):
    pass
child.returncode = 7
later = str(int(began) + 1)
print(found == [child.pid], reaper.take(child.pid, later), reaper.take(child.pid, began), reaper.take(child.pid, began))
print(reaper.reap())
"""


def test_an_end_is_believed_only_of_the_process_that_began_then() -> None:
    told = subprocess.run([sys.executable, "-c", SCRIPT], capture_output=True, text=True, check=True)
    assert told.stdout.splitlines() == ["True None 1792 None", "[]"]


def test_a_status_is_noted_before_the_child_is_taken_in() -> None:
    """So that whoever comes after, if this process is killed in between, finds the one or the other."""
    child = os.fork()
    if not child:
        os._exit(7)
    seen: list[str] = []
    until(lambda: state(child) == "Z")
    with (
        patch("everly.jobs.runs.endings._peek", side_effect=[(child, 7 << 8), None]),
        patch.object(platform, "started_at", side_effect=lambda pid: _seen(seen, pid)),
    ):
        reaper = Reaper()
        assert reaper.reap() == [child]
    assert seen == ["Z"]
    assert reaper.take(child, "then") == 7 << 8


def _seen(seen: list[str], pid: int) -> str:
    seen.append(state(pid))
    return "then"


def test_a_process_has_ended_when_it_waits_to_be_reaped() -> None:
    child = os.fork()
    if not child:
        os.read(0, 1)
        os._exit(0)
    held = platform.hold(child)
    assert held is not None
    os.kill(child, 9)
    until(lambda: platform.has_ended(held))
    assert state(child) == "Z"
    os.waitpid(child, 0)
    platform.release(held)
    running = platform.hold(os.getpid())
    assert running is not None
    assert not platform.has_ended(running)
    platform.release(running)
