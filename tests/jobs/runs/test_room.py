"""The directory that is made before there is a launch for it: it saves time, and nothing depends on it."""

from __future__ import annotations

import errno
import fcntl
import os
import shutil
import signal
import socket
import stat
import time
from contextlib import suppress
from pathlib import Path

import pytest

from everly.jobs.runs import entering, platform, shim
from everly.jobs.runs import room as rooms
from everly.jobs.runs.adoption import find
from everly.jobs.runs.child import Child
from everly.jobs.runs.directory import AHEAD, RunDirectory, TakenError, claim, give_up_before, is_locked
from everly.jobs.runs.errors import RunError
from everly.jobs.runs.removal import remove
from everly.jobs.runs.room import Room
from everly.jobs.runs.shim import TAKEN
from tests.jobs.runs.shims import Shims, log_of, shims, state, until
from tests.jobs.runs.test_spawner import Talk
from tests.jobs.runs.test_standby import Ready, ready, standing_by, talk

__all__ = ["ready", "shims", "talk"]


@pytest.fixture
def room(shims: Shims) -> Room:
    return rooms.make(rooms.path_in(str(shims.root)))


def rooms_in(folder: Path) -> list[Path]:
    return [each for each in folder.iterdir() if each.name.startswith(AHEAD)]


def test_it_has_all_that_a_run_needs_closed_to_others_and_locked(room: Room, shims: Shims) -> None:
    path = Path(room.path)
    files = {"lock", "launch", "started", "exit", "sock"}
    assert stat.S_IMODE(path.stat().st_mode) == 0o700
    assert {each.name for each in path.iterdir()} == files
    assert {stat.S_IMODE(each.stat().st_mode) for each in path.iterdir()} == {0o600}
    assert is_locked(RunDirectory(room.path))
    assert (RunDirectory(room.path).read("lock") or {})["pid"] == os.getpid()
    assert [RunDirectory(room.path).read(name) for name in ("started", "exit")] == [None, None]
    assert list(find(str(shims.root))) == [], "it is nobody's run"


def test_a_launch_takes_it(room: Room, shims: Shims) -> None:
    asked, before = shims.launch("true"), Path(room.path).stat().st_ino
    inside = entering.enter(asked, room)
    assert (inside.directory.path, inside.held, inside.is_kept) == (asked.directory, room.held, True)
    assert Path(asked.directory).stat().st_ino == before
    assert rooms_in(shims.root) == []
    assert Path(asked.directory, "launch").read_bytes()
    with socket.socket(socket.AF_UNIX) as client:
        client.connect(f"{asked.directory}/sock")
    with pytest.raises(TakenError):
        entering.enter(asked, rooms.make(rooms.path_in(str(shims.root))))
    assert rooms_in(shims.root) == []


@pytest.mark.parametrize("kind", ["empty", "full", "file", "link"])
def test_whoever_was_first_keeps_the_name(room: Room, shims: Shims, monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    """Also a shim that has only just made an empty directory, which a rename would take away."""
    asked, place = shims.launch("true"), shims.root / "run"
    match kind:
        case "file":
            place.touch()
        case "link":
            place.symlink_to("nowhere")
        case _:
            place.mkdir()
    if kind == "full":
        (place / "lock").touch()
    before = place.lstat()
    monkeypatch.setattr(os.path, "lexists", lambda _: False)  # no look before is what keeps it
    with pytest.raises(TakenError):
        entering.enter(asked, room)
    assert place.lstat().st_ino == before.st_ino
    assert rooms_in(shims.root) == []


@pytest.mark.parametrize("is_ahead", [True, False])
def test_a_launch_that_stands_still_until_its_fence_is_taken_away_leaves_nothing(
    room: Room, shims: Shims, monkeypatch: pytest.MonkeyPatch, is_ahead: bool
) -> None:
    """So that it is too late is seen after its directory is there."""
    asked = shims.launch("true", until=time.monotonic() + 3600)
    passed = time.monotonic() + 3601
    rename = platform.rename_new

    def stand_still() -> None:
        assert give_up_before(asked.directory) == "never"
        remove(RunDirectory(asked.directory))
        monkeypatch.setattr(time, "monotonic", lambda: passed)

    def claim_late(path: str) -> RunDirectory:
        stand_still()
        return claim(path)

    def rename_late(before: str, after: str) -> None:
        stand_still()
        rename(before, after)

    monkeypatch.setattr("everly.jobs.runs.entering.claim", claim_late)
    monkeypatch.setattr(platform, "rename_new", rename_late)
    with pytest.raises(TakenError, match="too old"):
        entering.enter(asked, room if is_ahead else None)
    if not is_ahead:
        room.give_up()
    assert list(shims.root.iterdir()) == []


def test_one_that_is_given_up_before_does_not_begin(room: Room, shims: Shims) -> None:
    asked = shims.launch("true")
    assert give_up_before(asked.directory) == "never"
    with pytest.raises(TakenError):
        entering.enter(asked, room)
    assert [each.name for each in shims.root.glob("*/*")] == ["lock"]


@pytest.mark.parametrize("why", ["no ctypes", "no call"])
def test_where_nothing_renames_without_taking_a_place_a_directory_is_made(
    room: Room, shims: Shims, monkeypatch: pytest.MonkeyPatch, why: str
) -> None:
    monkeypatch.setattr(platform, "libc", lambda: None if why == "no ctypes" else object())
    inside = entering.enter(shims.launch("true"), room)
    assert not inside.is_kept
    assert is_locked(inside.directory)
    assert rooms_in(shims.root) == []


def test_where_another_was_first_its_room_is_taken_away(shims: Shims, talk: Talk, ready: Ready) -> None:
    ready()
    (made,) = until(lambda: rooms_in(shims.root))
    asked = shims.launch("true", name="next")
    (place := Path(asked.directory)).mkdir()
    talk.warm.ask(asked)
    assert talk.heard("ended")[0]["status"] == TAKEN
    assert not made.exists()
    assert list(place.iterdir()) == []


@pytest.mark.parametrize("number", [errno.EXDEV, errno.ENOSPC, errno.ENOTEMPTY])
def test_where_it_cannot_be_taken_a_directory_is_made(
    room: Room, shims: Shims, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    def refuse(*_: str) -> None:
        raise OSError(number, "refused")

    monkeypatch.setattr(platform, "rename_new", refuse)
    inside = entering.enter(shims.launch("true"), room)
    assert room.server is not None
    assert room.server.fileno() == -1, "it is left open"
    assert not inside.is_kept
    assert is_locked(inside.directory)
    assert rooms_in(shims.root) == []


def test_one_that_was_taken_away_by_hand_is_made_anew(room: Room, shims: Shims) -> None:
    shutil.rmtree(room.path)
    assert not entering.enter(shims.launch("true"), room).is_kept


def test_a_folder_that_was_opened_to_others_meanwhile_is_refused(room: Room, shims: Shims) -> None:
    shims.root.chmod(0o755)
    with pytest.raises(RunError, match="open to other users"):
        entering.enter(shims.launch("true"), room)
    assert list(shims.root.iterdir()) == []


def test_none_is_made_in_a_folder_that_is_open_to_others(shims: Shims) -> None:
    shims.root.chmod(0o755)
    with pytest.raises(RunError, match="open to other users"):
        rooms.make(rooms.path_in(str(shims.root)))
    assert list(shims.root.iterdir()) == []


def test_a_launch_that_is_too_old_takes_none_and_leaves_nothing(room: Room, shims: Shims) -> None:
    with pytest.raises(TakenError, match="too old"):
        entering.enter(shims.launch("true", until=time.monotonic() - 0.1), room)
    assert list(shims.root.iterdir()) == []


@pytest.mark.parametrize("name", ["mkdir", "open", "write", "rename", "fsync"])
@pytest.mark.parametrize("before", range(6))
def test_one_that_cannot_be_made_leaves_nothing(
    shims: Shims, monkeypatch: pytest.MonkeyPatch, name: str, before: int
) -> None:
    """However far it got; `before` of such calls succeed."""
    real, left, files = getattr(os, name), iter(range(before)), len(list(Path("/dev/fd").iterdir()))

    def refuse(*given: object, **more: object) -> object:
        if next(left, None) is None:
            raise OSError(errno.ENOSPC, "refused")
        return real(*given, **more)

    monkeypatch.setattr(os, name, refuse)
    with suppress(OSError):  # or it had no such call any more
        rooms.make(rooms.path_in(str(shims.root))).give_up()
    monkeypatch.undo()
    assert list(shims.root.iterdir()) == []
    assert len(list(Path("/dev/fd").iterdir())) == files


def _order(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is had on the disk from now on, one after the other, each by its name."""
    said = list[str]()

    def said_by(module: str, name: str) -> None:
        monkeypatch.setattr(f"everly.jobs.runs.{module}.{name}", lambda path, *_: said.append(Path(path).name))

    for module, name in (("entering", "sync"), ("room", "sync"), ("records", "keep"), ("records", "write")):
        said_by(module, name)
    monkeypatch.setattr("everly.jobs.runs.cgroup.make", lambda _: None)
    monkeypatch.setattr("everly.jobs.runs.child.fork", lambda *_: Child(os.getpid(), -1, -1, None, {}))
    return said


@pytest.mark.parametrize("is_ahead", [True, False])
def test_all_is_on_the_disk_before_the_start_is(shims: Shims, monkeypatch: pytest.MonkeyPatch, is_ahead: bool) -> None:
    """Here no command was forked ahead, which would see to the name."""
    said, asked = _order(monkeypatch), shims.launch("true")
    inside = entering.enter(asked, rooms.make(rooms.path_in(str(shims.root))) if is_ahead else None)
    if is_ahead:
        assert said[:2] == ["started", "exit"]
        assert said.pop(2).startswith(AHEAD)
    begun = shim._begin(asked, inside, None)
    of_room, of_run = ["started", "exit"], ["exit", "run"]
    assert said == [*(of_room if is_ahead else of_run), shims.root.name, "started"]
    assert begun.server is not None
    if is_ahead:
        assert begun.server is inside.server


def test_those_that_a_kill_has_left_are_swept_and_no_other(room: Room, shims: Shims) -> None:
    for name in (f"{AHEAD}empty", "0123456789abcdef-1.1.1", "notes", ".hidden"):
        (shims.root / name).mkdir(mode=0o700)
    left = rooms.make(f"{shims.root}/{AHEAD}left")
    os.close(left.held)
    (shims.root / f"{AHEAD}file").touch()
    rooms.sweep(str(shims.root))
    there = {each.name for each in shims.root.iterdir()}
    assert there == {Path(room.path).name, "0123456789abcdef-1.1.1", "notes", ".hidden", f"{AHEAD}file"}


def test_what_is_only_like_one_is_not_touched(shims: Shims) -> None:
    """As a link to something else, or a folder that is open to others."""
    (other := shims.root / "other").mkdir(mode=0o700)
    (shims.root / f"{AHEAD}link").symlink_to(other)
    (shims.root / f"{AHEAD}open").mkdir(mode=0o755)
    for folder in (other, shims.root / f"{AHEAD}open"):
        (folder / "kept").touch()
    rooms.sweep(str(shims.root))
    assert len(list(shims.root.glob("*/kept"))) == 3


@pytest.mark.parametrize("call", ["os.mkdir", "os.open", "fcntl.flock", "os.pwrite", "os.close"])
@pytest.mark.parametrize("when", ["before", "after"])
def test_one_that_is_swept_while_it_is_made_is_none(
    shims: Shims, monkeypatch: pytest.MonkeyPatch, call: str, when: str
) -> None:
    """Or it is not swept: never does a part of it go, as its lock, and another stay."""
    module, name = {"os": os, "fcntl": fcntl}[call.partition(".")[0]], call.partition(".")[2]
    real, left = getattr(module, name), iter([True])

    def sweep_once(*given: object, **more: object) -> object:
        now = next(left, False)
        if now and when == "before":
            rooms.sweep(str(shims.root))
        found = real(*given, **more)
        if now and when == "after":
            rooms.sweep(str(shims.root))
        return found

    monkeypatch.setattr(module, name, sweep_once)
    with suppress(OSError, RunError):
        made = rooms.make(rooms.path_in(str(shims.root)))
        assert is_locked(RunDirectory(made.path))
        made.give_up()
    assert list(shims.root.iterdir()) == []


def test_one_without_its_lock_is_none(shims: Shims, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who sweeps may be killed after it has taken the lock away, and before the rest."""
    real, place = fcntl.flock, rooms.path_in(str(shims.root))

    def take_away(handle: int, kind: int) -> None:
        os.unlink(f"{place}/lock")  # noqa: PTH108
        real(handle, kind)

    monkeypatch.setattr(fcntl, "flock", take_away)
    with pytest.raises(TakenError):
        rooms.make(place)
    assert list(shims.root.iterdir()) == []


def test_no_run_has_the_name_of_one(shims: Shims) -> None:
    with pytest.raises(RunError, match="does not begin with"):
        claim(rooms.path_in(str(shims.root)))


def test_one_that_is_killed_with_its_launch_leaves_none(shims: Shims, talk: Talk, ready: Ready) -> None:
    """What is asked for may stand in it, and is nobody's to keep."""
    pid = ready()
    until(lambda: rooms_in(shims.root))
    os.kill(pid, signal.SIGSTOP)
    until(lambda: state(pid) == "T")
    talk.warm.ask(shims.launch("true", name="next"))
    talk.heard("forked")
    os.kill(pid, signal.SIGKILL)
    talk.heard("ended")
    standing_by(talk)
    (made,) = until(lambda: [each for each in rooms_in(shims.root) if is_locked(RunDirectory(str(each)))])
    assert rooms_in(shims.root) == [made]


def test_the_next_launch_gets_what_was_made_ahead(shims: Shims, talk: Talk, ready: Ready) -> None:
    pid = ready()
    (made,) = until(lambda: [each for each in rooms_in(shims.root) if (each / "sock").exists()])
    number = made.stat().st_ino
    asked = shims.launch("sh", "-c", "echo out; exit 7", name="next")
    directory = shims.watch(asked)
    talk.warm.ask(asked)
    assert shims.end(directory)["code"] == 7
    assert log_of(directory) == b"out\n"
    assert Path(asked.directory).stat().st_ino == number
    lock = directory.read("lock") or {}
    assert lock["pid"] == pid
    talk.heard("ended")
    again = standing_by(talk)
    (other,) = until(lambda: rooms_in(shims.root))
    assert again != pid
    assert other.stat().st_ino != number


@pytest.mark.parametrize("victim", ["shim", "spawner", "both"])
def test_whoever_is_killed_leaves_none(shims: Shims, talk: Talk, ready: Ready, victim: str) -> None:
    """But where the spawner and the one that stands by are killed together: the next runner sweeps."""
    pid, spawner = ready(), talk.warm.process.pid
    until(lambda: rooms_in(shims.root))
    for each in {"shim": [pid], "spawner": [spawner], "both": [spawner, pid]}[victim]:
        os.kill(each, signal.SIGKILL)

    def are_gone() -> bool:
        if victim == "both":
            rooms.sweep(str(shims.root))
        return not rooms_in(shims.root)

    until(are_gone, "a room is left")


def test_a_launch_for_another_folder_leaves_none_behind(shims: Shims, talk: Talk, ready: Ready) -> None:
    ready()
    until(lambda: rooms_in(shims.root))
    (shims.root / "other").mkdir(mode=0o700)
    asked = shims.launch("sh", "-c", "exit 7", name="other/run")
    talk.warm.ask(asked)
    assert shims.end(shims.watch(asked))["code"] == 7
    until(lambda: not rooms_in(shims.root))
    until(lambda: len(rooms_in(shims.root / "other")) == 1, "the next is made where the last launch was")
