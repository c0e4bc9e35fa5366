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

from everly.jobs.runs import ahead, child, signals
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


def _close_all(forked: Child) -> None:
    for handle in (forked.report, forked.stdin, *forked.outputs):
        if handle is not None:
            os.close(handle)


def _status_of(forked: Child) -> int:
    return os.waitstatus_to_exitcode(os.waitpid(forked.pid, 0)[1])


def test_one_that_is_killed_after_it_was_told_is_known_to_have_executed_nothing(forked: Child) -> None:
    ahead.tell(forked, _launch("true"), _TOKEN, 0)
    os.kill(forked.pid, signal.SIGKILL)
    os.waitpid(forked.pid, 0)
    assert not child.release(forked)
    _close_all(forked)


def test_one_that_is_killed_just_before_it_is_told_is_known_to_have_executed_nothing(forked: Child) -> None:
    os.kill(forked.pid, signal.SIGKILL)
    os.waitpid(forked.pid, 0)
    ahead.tell(forked, _launch("true"), _TOKEN, 0)
    assert not child.release(forked)
    _close_all(forked)


def test_it_is_told_all_where_a_signal_cut_off_what_it_is_told(forked: Child, monkeypatch: pytest.MonkeyPatch) -> None:
    """A system that holds little of a message waits for who reads it, and a signal ends the wait in the middle."""

    def cut_off(gate: socket.socket, words: list[bytes], held: list[int]) -> int:
        return _send_fds(gate, [words[0][:50]], held)

    monkeypatch.setattr(socket, "send_fds", cut_off)
    held = os.open(os.devnull, os.O_RDONLY)
    ahead.tell(forked, _launch("sh", "-c", "exit 7"), _TOKEN, held)
    os.close(held)
    assert child.release(forked)
    assert _status_of(forked) == 7
    _close_all(forked)


def test_it_is_not_executed_before_its_gate_opens_nor_where_that_closes(forked: Child, tmp_path: Path) -> None:
    ahead.tell(forked, _launch("touch", str(tmp_path / "ran")), _TOKEN, 0)
    os.close(forked.gate)
    assert _status_of(forked) == -signal.SIGKILL
    assert not (tmp_path / "ran").exists()
    _close_all(forked)


def test_it_has_the_name_of_its_directory_on_the_disk_before_it_executes(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """For its shim, which may be long done with what it writes itself, does not see to that."""

    def refuse(path: str) -> None:
        raise OSError(errno.EIO, f"not {path}")

    reading, writing = os.pipe()
    monkeypatch.setattr(ahead, "sync", refuse)
    forked = ahead.fork(reading)
    ahead.tell(forked, _launch("touch", str(tmp_path / "ran")), _TOKEN, 0)
    assert child.release(forked)
    assert _status_of(forked) == 127
    assert (failure := child.told(forked)) is not None
    assert (failure.stage, failure.errno) == ("shim", errno.EIO)
    assert not (tmp_path / "ran").exists()
    os.close(reading)
    os.close(writing)
    for handle in (forked.stdin, *forked.outputs):
        os.close(handle or 0)


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
