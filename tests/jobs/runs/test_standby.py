"""The shim that a spawner forks ahead of its launch: it saves time, and nothing depends on it."""

from __future__ import annotations

import errno
import os
import signal
import socket
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from everly.jobs.runs import ahead, launch, lines, platform, room, shim, signals
from everly.jobs.runs.child import Child
from everly.jobs.runs.directory import AHEAD, is_locked
from everly.jobs.runs.shim import DONE
from everly.jobs.runs.spawner import Spawner
from everly.jobs.runs.standby import Standby, stand_by
from tests.jobs.runs.shims import Shims, is_gone, log_of, python, shims, state, until
from tests.jobs.runs.test_spawner import Talk

__all__ = ["shims"]

Ready = Callable[[], int]


@pytest.fixture
def talk() -> Iterator[Talk]:
    made = Talk()
    yield made
    made.close()


def below(pid: int) -> list[int]:
    """The children of a process."""
    return [each.pid for each in platform.processes().values() if each.parent == pid and each.state != "Z"]


def standing_by(talk: Talk) -> int:
    """The process that stands by, once it has forked ahead what will be its command."""
    (pid,) = until(lambda: len(found := below(talk.warm.process.pid)) == 1 and below(found[0]) and found)
    return int(pid)


def command_of(pid: int) -> int:
    """What will be the command of one that stands by."""
    (found,) = below(pid)
    return found


@pytest.fixture
def ready(shims: Shims, talk: Talk) -> Ready:
    """The process that stands by, after a launch that has ended."""

    def found() -> int:
        first = shims.launch("true", name="first")
        shims.watch(first)
        talk.warm.ask(first)
        talk.heard("ended")
        pid = standing_by(talk)
        talk.said.clear()
        return pid

    return found


def test_the_next_launch_is_run_by_the_shim_that_stands_by(shims: Shims, talk: Talk, ready: Ready) -> None:
    pid, next_one = ready(), shims.launch("sh", "-c", "echo out; exit 7", name="next")
    directory = shims.watch(next_one)
    talk.warm.ask(next_one)
    assert talk.heard("ended") == [{"ended": pid, "status": DONE}]
    assert talk.heard("forked") == [{"forked": pid, "directory": next_one.directory}]
    assert shims.end(directory)["code"] == 7
    assert log_of(directory) == b"out\n"


def test_what_its_command_leaves_behind_comes_to_it(shims: Shims, talk: Talk, ready: Ready) -> None:
    pid, left = ready(), shims.root / "left"
    asked = shims.launch("sh", "-c", f"(sleep 60 & echo $! > {left}); exec sleep 60", name="next")
    shims.watch(asked)
    talk.warm.ask(asked)
    orphan = int(until(lambda: left.exists() and left.read_text()))
    until(lambda: orphan in below(pid), "it went to another")


def test_each_launch_is_followed_by_another_that_stands_by(shims: Shims, talk: Talk, ready: Ready) -> None:
    seen = {ready()}
    for name in "abc":
        talk.warm.ask(shims.launch("true", name=name))
        talk.heard("ended", len(seen))
        seen.add(standing_by(talk))
    assert len(seen) == 4
    assert {each["forked"] for each in talk.heard("forked", 3)} <= seen


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_one_that_is_killed_while_it_stands_by_is_nobodys_run(
    shims: Shims, talk: Talk, ready: Ready, number: int
) -> None:
    pid = ready()
    ahead = command_of(pid)
    os.kill(pid, number)
    until(lambda: is_gone(pid))
    until(lambda: is_gone(ahead), "what was forked for it stays")
    next_one = shims.launch("sh", "-c", "echo x >> ran; exit 7", name="next")
    talk.warm.ask(next_one)
    assert shims.end(shims.watch(next_one))["code"] == 7
    told = talk.heard("ended")
    assert [each["ended"] for each in told] == [each["forked"] for each in talk.heard("forked")] != [pid]
    assert (shims.root / "ran").read_text() == "x\n"


def test_what_was_forked_for_one_that_is_gone_takes_no_launch_in_its_place(
    shims: Shims, talk: Talk, ready: Ready
) -> None:
    pid = ready()
    ahead = command_of(pid)
    os.kill(ahead, signal.SIGSTOP)  # so it does not leave, and holds what it has
    until(lambda: state(ahead) == "T")
    os.kill(pid, signal.SIGKILL)
    until(lambda: is_gone(pid))
    next_one = shims.launch("sh", "-c", "exit 7", name="next")
    talk.warm.ask(next_one)
    assert shims.end(shims.watch(next_one))["code"] == 7
    os.kill(ahead, signal.SIGCONT)


def test_one_that_has_ended_is_given_no_launch_though_its_pipe_is_open(monkeypatch: pytest.MonkeyPatch) -> None:
    """As it is for a moment by what it forked ahead; the launch would be nobody's, and its end told to nobody."""
    ours, theirs = socket.socketpair()
    reading, writing = os.pipe()
    endings = iter([(4711, signal.SIGKILL), (0, 0)])
    monkeypatch.setattr(os, "waitpid", lambda *_: next(endings))
    spawner = Spawner(theirs)
    spawner.standby = Standby(4711, writing)
    spawner._idle.add(4711)
    spawner._rooms[4711] = "/nowhere"
    spawner.report()
    assert spawner._give(b"x") is None
    assert os.read(reading, 1) == b"", "its pipe is left open"
    for handle in (reading, spawner.wakes, spawner.woken):
        os.close(handle)
    ours.close()
    theirs.close()


def test_a_launch_that_its_pipe_does_not_hold_is_run_by_another(shims: Shims, talk: Talk, ready: Ready) -> None:
    pid = ready()
    long = shims.launch("sh", "-c", "echo $#; exit 7", *("x" * 1000 for _ in range(300)), name="next")
    directory = shims.watch(long)
    talk.warm.ask(long)
    assert talk.heard("ended")[0]["ended"] == talk.heard("forked")[0]["forked"] != pid
    assert shims.end(directory)["code"] == 7
    assert log_of(directory) == b"299\n"
    until(lambda: is_gone(pid))


def test_it_leaves_with_its_spawner(talk: Talk, ready: Ready) -> None:
    pid = ready()
    ahead = command_of(pid)
    talk.warm.process.kill()
    until(lambda: is_gone(pid) and is_gone(ahead))


def test_it_leaves_when_nobody_needs_its_spawner(talk: Talk, ready: Ready) -> None:
    pid = ready()
    ahead = command_of(pid)
    talk.warm.close()
    until(lambda: is_gone(pid) and is_gone(ahead))


def test_the_command_is_what_was_forked_ahead(shims: Shims, talk: Talk, ready: Ready) -> None:
    """It is as one that is forked for its launch: in a session of its own, with no file but its three, and marked."""
    ahead = command_of(ready())
    script = (
        "import os; print(os.getsid(0) == os.getpid(), *sorted(os.listdir('/proc/self/fd')), "
        "*sorted({*os.environ} - {'LC_CTYPE'}))"
    )
    launch = shims.launch(*python(script), name="next", env={"A": "1"})
    directory = shims.watch(launch)
    talk.warm.ask(launch)
    assert shims.end(directory)["code"] == 0
    assert (directory.read("started") or {})["pid"] == ahead
    assert log_of(directory) == b"True 0 1 2 3 A EVERLY_RUN\n"  # the fourth is that of the listing


@pytest.mark.parametrize("rules", [{"tty": True}, {"stdin": False}])
def test_a_command_that_needs_other_files_is_forked_anew(
    shims: Shims, talk: Talk, ready: Ready, rules: dict[str, bool]
) -> None:
    ahead = command_of(ready())
    launch = shims.launch("sh", "-c", "[ -t 0 ] && echo tty; read line; exit 7", name="next", **rules)
    directory = shims.watch(launch)
    talk.warm.ask(launch)
    started = until(lambda: directory.read("started"))
    assert started["pid"] != ahead
    until(lambda: is_gone(ahead), "it stays")
    if "tty" in rules:
        until(lambda: log_of(directory) == b"tty\r\n")
        os.kill(started["pid"], signal.SIGKILL)
    assert shims.end(directory)["code"] == (None if "tty" in rules else 7)


def test_a_command_that_was_killed_while_it_stood_by_is_forked_anew(shims: Shims, talk: Talk, ready: Ready) -> None:
    ahead = command_of(ready())
    os.kill(ahead, signal.SIGKILL)
    until(lambda: state(ahead) == "Z")
    launch = shims.launch("sh", "-c", "echo x >> ran; exit 7", name="next")
    talk.warm.ask(launch)
    assert shims.end(shims.watch(launch))["code"] == 7
    assert (shims.root / "ran").read_text() == "x\n"


@pytest.mark.parametrize(
    ("point", "executed"), [("shim.forked", False), ("shim.started", False), ("shim.opened", True)]
)
def test_it_holds_the_lock_of_a_shim_that_was_killed_until_it_is_executed_or_has_left(
    shims: Shims, point: str, executed: bool
) -> None:
    """Else a command that bears no mark yet would be nobody's. Where the gate is closed it never is executed.

    It stands still, so what it was told, and what opened the gate, is on its way when the shim is killed.
    """
    talk = Talk(EVERLY_FAILPOINTS=f"{point}=kill")
    try:
        (shims.root / "first").mkdir()
        talk.warm.ask(shims.launch("true", name="first"))  # which is turned away, and does not come so far
        talk.heard("ended")
        pid = standing_by(talk)
        ahead = command_of(pid)
        os.kill(ahead, signal.SIGSTOP)
        until(lambda: state(ahead) == "T")
        launch = shims.launch("sh", "-c", "echo x >> ran; exec sleep 60", name="next")
        directory = shims.watch(launch)
        talk.warm.ask(launch)
        until(lambda: is_gone(pid), "the shim is not killed")
        assert is_locked(directory)
        os.kill(ahead, signal.SIGCONT)
        until(lambda: not is_locked(directory), "the lock is not given back")
        assert until((shims.root / "ran").exists) if executed else not (shims.root / "ran").exists()
    finally:
        talk.close()


def test_what_the_system_refuses_of_a_rehearsal_is_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its process may have a launch already."""

    def refuse(*_: object) -> None:
        raise OSError(errno.EMFILE, "refused")

    for module, name in ((signals, "rehearse"), (platform, "started_at"), (socket, "socketpair")):
        monkeypatch.setattr(module, name, refuse)
    shim.rehearse()


def test_it_ignores_what_a_shim_ignores_and_ends_by_the_rest(shims: Shims, ready: Ready) -> None:
    """A limit on the size of files, for one, is to keep it from a room, and not to kill it with a launch."""
    pid = ready()
    until(lambda: list(shims.root.glob(f"{AHEAD}*/sock")))
    status = dict(line.split(":\t") for line in Path(f"/proc/{pid}/status").read_text().splitlines())
    ignored, caught = (int(status[name], 16) for name in ("SigIgn", "SigCgt"))
    assert all(ignored >> (number - 1) & 1 for number in signals.IGNORED)
    assert not any((ignored | caught) >> (number - 1) & 1 for number in signals.HANDLED)
    assert int(status["Umask"], 8) == 0o077, "its socket is open to others until that is closed"


@pytest.mark.parametrize("what", ["a launch", "an end"])
def test_it_makes_no_room_where_somebody_waits_for_it(shims: Shims, monkeypatch: pytest.MonkeyPatch, what: str) -> None:
    monkeypatch.setattr(ahead, "fork", lambda _: Child(0, -1, -1, None, {}))
    monkeypatch.setattr(room, "make", lambda _: pytest.fail("it makes one"))
    monkeypatch.setattr(shim, "rehearse", lambda: None)
    monkeypatch.setattr(platform, "become_subreaper", lambda: True)
    monkeypatch.setattr(os, "umask", lambda _: 0)
    monkeypatch.setattr(shim, "run", lambda *_, **given: 7 if given["room"] is None else 8)
    reading, writing = os.pipe()
    other = os.dup(writing)
    if what == "a launch":
        os.write(writing, lines.pack(launch.dump(shims.launch("true"))))
    os.close(writing)
    assert stand_by(reading, other, f"{shims.root}/room") == (7 if what == "a launch" else DONE)


def test_half_a_launch_is_none(shims: Shims, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ahead, "fork", lambda _: None)
    monkeypatch.setattr(shim, "rehearse", lambda: None)  # nothing is to change what this process is
    monkeypatch.setattr(platform, "become_subreaper", lambda: True)
    monkeypatch.setattr(os, "umask", lambda _: 0)
    monkeypatch.setattr(shim, "run", lambda *_, **__: pytest.fail("it runs"))
    raw = lines.pack(launch.dump(shims.launch("true")))
    for length in range(len(raw)):
        reading, writing = os.pipe()
        other = os.dup(writing)
        os.write(writing, raw[:length])
        os.close(writing)
        assert stand_by(reading, other, f"{shims.root}/room") == DONE


def test_a_pipe_that_is_full_or_that_nobody_reads_takes_no_launch() -> None:
    reading, writing = os.pipe()
    os.set_blocking(writing, False)
    os.write(writing, bytes(1 << 20))
    assert not Standby(0, writing).give(b"x")
    os.close(reading)
    reading, writing = os.pipe()
    os.close(reading)
    assert not Standby(0, writing).give(b"x")


def test_it_holds_no_more_files_than_it_needs(shims: Shims, ready: Ready) -> None:
    """Its pipe; of its command the input, two outputs, the report and the gate; of its room the lock and the socket."""
    pid = ready()
    (lock,) = until(lambda: [each for each in shims.root.glob(f"{AHEAD}*/lock") if each.with_name("sock").exists()])

    def names() -> list[str]:
        return [str(each.readlink()) for each in Path(f"/proc/{pid}/fd").iterdir()]

    until(lambda: sum(name.startswith("socket:") for name in names()) == 2)
    assert sum(name.startswith("pipe:") for name in names()) == 5
    assert names().count(str(lock)) == 1
