"""What will be a command, where the system tells less or takes less at once than Linux does."""

from __future__ import annotations

import errno
import os
import select
import signal
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from everly.jobs.runs import ahead, signals
from everly.jobs.runs.child import Child
from everly.jobs.runs.launch import Launch

_TOKEN = "0" * 32
_send_fds = socket.send_fds


class _Poll:
    """A `poll` that tells who asks for no event of no end either, as that of macOS."""

    def __init__(self) -> None:
        self.real, self.asked = select.epoll(), False

    def register(self, handle: int, events: int) -> None:
        self.real.register(handle, events)
        self.asked = bool(events)

    def poll(self, timeout: float) -> list[tuple[int, int]]:
        return self.real.poll(timeout) if self.asked else []


@pytest.fixture
def forked() -> Iterator[Child]:
    """What was forked ahead; whoever lets it execute closes its files."""
    reading, writing = os.pipe()
    made = ahead.fork(reading)
    yield made
    os.close(reading)
    os.close(writing)


def _launch(*argv: str) -> Launch:
    return Launch(directory="/nowhere", argv=argv, cwd="/", env=dict(os.environ))


def test_one_that_was_killed_is_of_no_use_where_the_end_must_be_asked_for(
    forked: Child, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(select, "poll", _Poll)
    launch = _launch("true")
    assert ahead.serves(forked, launch)
    os.kill(forked.pid, signal.SIGKILL)
    os.waitpid(forked.pid, 0)
    assert not ahead.serves(forked, launch)
    ahead.dismiss(forked)


def test_one_that_is_executed_at_once_is_known_to_be(forked: Child, monkeypatch: pytest.MonkeyPatch) -> None:
    """By the time that it has been told all, its end of the gate may be closed."""

    def told_and_done(gate: socket.socket, words: list[bytes], held: list[int]) -> int:
        sent = _send_fds(gate, words, held)
        os.waitpid(forked.pid, 0)
        return sent

    monkeypatch.setattr(socket, "send_fds", told_and_done)
    held = os.open(os.devnull, os.O_RDONLY)
    assert ahead.release(forked, _launch("true"), _TOKEN, held)
    os.close(held)
    for handle in (forked.report, forked.stdin, *forked.outputs):
        if handle is not None:
            os.close(handle)


def test_one_that_is_killed_just_before_its_gate_is_opened_is_known_to_have_executed_nothing(forked: Child) -> None:
    os.kill(forked.pid, signal.SIGKILL)
    os.waitpid(forked.pid, 0)
    assert not ahead.release(forked, _launch("true"), _TOKEN, 0)
    for handle in (forked.report, forked.stdin, *forked.outputs):
        if handle is not None:
            os.close(handle)


def test_it_is_told_all_where_a_signal_cut_off_what_it_is_told(forked: Child, monkeypatch: pytest.MonkeyPatch) -> None:
    """A system that holds little of a message waits for who reads it, and a signal ends the wait in the middle."""

    def cut_off(gate: socket.socket, words: list[bytes], held: list[int]) -> int:
        return _send_fds(gate, [words[0][:50]], held)

    monkeypatch.setattr(socket, "send_fds", cut_off)
    held = os.open(os.devnull, os.O_RDONLY)
    assert ahead.release(forked, _launch("sh", "-c", "exit 7"), _TOKEN, held)
    os.close(held)
    _, status = os.waitpid(forked.pid, 0)
    assert os.waitstatus_to_exitcode(status) == 7
    for handle in (forked.report, forked.stdin, *forked.outputs):
        if handle is not None:
            os.close(handle)


@pytest.mark.parametrize(("refused", "before"), [("pipe", 0), ("pipe", 1), ("pipe", 2), ("pipe", 3), ("fork", 0)])
def test_where_there_can_be_none_no_file_is_left_and_no_signal_waits(
    monkeypatch: pytest.MonkeyPatch, refused: str, before: int
) -> None:
    """Whoever was to have one forked ahead serves without it; `before` pipes are there when the system refuses."""
    taken, given = iter(range(before)), getattr(os, refused)

    def refuse() -> object:
        if next(taken, None) is None:
            raise OSError(errno.EMFILE, "no more")
        return given()

    reading, writing = os.pipe()
    files = sorted(Path("/dev/fd").iterdir())
    monkeypatch.setattr(os, refused, refuse)
    with pytest.raises(OSError, match="no more"):
        ahead.fork(reading)
    assert sorted(Path("/dev/fd").iterdir()) == files
    assert not signal.pthread_sigmask(signal.SIG_BLOCK, ()) & {*signals.HANDLED}
    os.close(reading)
    os.close(writing)
