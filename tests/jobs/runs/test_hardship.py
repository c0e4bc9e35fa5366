"""What a shim meets when the system, a killer or whoever started it is unkind; the end is kept all the same."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch

import pytest

from everly.jobs.exit_record import ending_of_record
from everly.jobs.ledger import Ending, Reason
from everly.jobs.runs import platform, records
from everly.jobs.runs.adoption import look
from everly.jobs.runs.launch import dump
from everly.jobs.runs.shim import CANNOT, FILES, TAKEN
from everly.jobs.runs.spawning import interpreter
from everly.jobs.runs.supervisor import Supervisor
from tests.jobs.runs.shims import Shims, log_of, shims, state, until

__all__ = ["shims"]


def test_a_command_may_have_months(shims: Shims) -> None:
    """More than the system waits at once."""
    assert shims.run("sh", "-c", "exit 3", timeout=90 * 86400.0)["code"] == 3


def test_the_time_of_a_command_is_not_that_of_what_it_leaves(shims: Shims) -> None:
    """It is up while the output is still read that the ones left hold open."""
    record = shims.run("sh", "-c", "sleep 60 & exit 3", timeout=0.5)
    assert (record["code"], len(record["left"])) == (3, 1)


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_a_command_that_was_killed_at_its_gate_is_reaped(shims: Shims, number: int) -> None:
    """And what it was told is not told to the shim."""
    directory = shims.start(shims.launch("sh", "-c", "echo x > ran"), "shim.started=stop")
    child = until(lambda: directory.read("started"))["pid"]
    until(lambda: state(shims.started[0].pid) == "T")
    os.kill(child, number)
    until(lambda: state(child) == "Z")
    shims.started[0].send_signal(signal.SIGCONT)
    record = shims.end(directory)
    assert (record["signal"], record["failed"], record["reason"]) == (number, None, None)
    assert ending_of_record(record) == Ending(Reason.SIGNAL, signal=number, note="before its command was executed")
    assert not (shims.root / "ran").exists()


def test_who_reaps_a_command_that_never_ran_finds_no_exit_code(shims: Shims) -> None:
    """The shim is killed when the start is on disk and the gate is closed; a subreaper takes in its child."""
    launch = shims.launch("sh", "-c", "echo x > ran")
    shims.watch(launch)
    script = (
        "import os, sys\n"
        "from everly.jobs.runs import platform, spawning\n"
        "from everly.jobs.runs.launch import load\n"
        "assert platform.become_subreaper()\n"
        "shim = spawning.start(load(sys.stdin.buffer.read()), {'EVERLY_FAILPOINTS': 'shim.started=kill'})\n"
        "found = dict(os.wait() for _ in range(2))\n"
        "print(sorted(found.values()), shim.pid in found)"
    )
    environment = {"PYTHONPATH": str(Path(__file__).parents[3])}
    command = [sys.executable, "-c", script]
    made = subprocess.run(command, input=dump(launch), env=environment, capture_output=True, check=True, timeout=60)
    assert made.stdout == b"[9, 9] True\n"
    assert look(shims.directories[0]).state == "lost"


def test_a_signal_before_the_start_ends_no_shim(shims: Shims) -> None:
    directory = shims.start(shims.launch("sh", "-c", "exit 4"), "shim.locked=stop")
    until(lambda: state(shims.started[0].pid) == "T")
    for number in (signal.SIGUSR2, signal.SIGHUP, signal.SIGCONT):
        shims.started[0].send_signal(number)
    assert shims.end(directory)["code"] == 4


def test_a_stop_before_the_start_is_kept(shims: Shims) -> None:
    directory = shims.start(shims.launch("sleep", "60"), "shim.locked=stop")
    until(lambda: state(shims.started[0].pid) == "T")
    shims.started[0].terminate()
    shims.started[0].send_signal(signal.SIGCONT)
    assert shims.end(directory)["reason"] == "stopped"


def test_why_a_run_never_began_is_told(shims: Shims) -> None:
    directory = shims.start(shims.launch("true"), "shim.forked=error")
    assert shims.started[0].wait() == CANNOT
    found = until(lambda: (found := look(directory)).state != "running" and found)  # the child at the gate is leaving
    assert (found.state, found.problem) == ("never", "Input/output error")


def test_too_few_open_files_are_told_and_nothing_begins(shims: Shims) -> None:
    directory = shims.begin(shims.launch("sh", "-c", "echo x > ran"), f"ulimit -n {FILES - 1}")
    assert shims.started[0].wait() == CANNOT
    found = look(directory)
    assert (found.state, found.problem) == ("never", f"a run needs {FILES} open files, the limit is 63 (ulimit -n)")
    assert not (shims.root / "ran").exists()


def test_no_file_of_a_run_takes_the_place_of_a_closed_one(shims: Shims) -> None:
    """What a shim complains of goes to the third file, which would be its lock."""
    directory = shims.begin(shims.launch("true"), "exec 1>&- 2>&-", "shim.locked=error")
    assert shims.started[0].wait() == CANNOT
    assert directory.read("lock")
    directory = shims.begin(shims.launch("sh", "-c", "echo out; echo err >&2; exit 3", name="b"), "exec 1>&- 2>&-")
    assert shims.end(directory)["code"] == 3
    assert sorted(log_of(directory).split()) == [b"err", b"out"]


@pytest.mark.parametrize("raw", [b"", b"nonsense", b'{"argv": ["x"], "directory": 5}'])
def test_a_launch_that_is_none_is_told_in_one_line(raw: bytes) -> None:
    made = subprocess.run(interpreter("everly.jobs.runs.shim"), input=raw, capture_output=True, check=False)
    assert made.returncode == CANNOT
    assert made.stderr.startswith(b"everly: this is no launch")
    assert made.stderr.count(b"\n") == 1


def test_a_name_that_the_system_cannot_have_is_told_in_one_line(shims: Shims) -> None:
    launch = shims.launch("true", name="\ud800")
    made = subprocess.run(interpreter("everly.jobs.runs.shim"), input=dump(launch), capture_output=True, check=False)
    assert (made.returncode, made.stderr.count(b"\n")) == (CANNOT, 1)


def test_a_lock_that_the_disk_takes_in_part_begins_nothing(shims: Shims) -> None:
    """Whoever comes later could not tell whose it is."""
    from everly.jobs.runs.directory import claim, lock

    with patch("everly.jobs.runs.directory.os.pwrite", return_value=100), pytest.raises(OSError, match="no space"):
        lock(claim(str(shims.root / "run")))


def test_who_writes_without_end_keeps_no_other_output_from_the_log() -> None:
    said: list[int] = []
    fake: Any = SimpleNamespace(outputs={1: 1, 2: 2}, child=SimpleNamespace(report=9), _reap=lambda: None)
    fake.selector = SimpleNamespace(get_map=lambda: {9: None})
    fake._read_report = lambda: said.append(9)

    def read(handle: int) -> bool:
        said.append(handle)
        return handle == 1

    fake.read = read
    with patch("everly.jobs.runs.supervisor.DRAIN", 0.02):
        Supervisor._drain(fake)
    assert said[:2] == [1, 2]
    assert said[-1] == 9  # why there was no command, if that came with its end


def test_a_python_without_ctypes_runs_too(tmp_path: Path) -> None:
    with patch.dict(sys.modules, {"ctypes": None}), patch.object(platform, "libc", platform.libc.__wrapped__):
        assert not platform.become_subreaper()
        with pytest.raises(OSError, match="nothing here renames"):
            platform.rename_new(str(tmp_path), f"{tmp_path}.new")


@pytest.mark.parametrize("kind", ["nothing", "empty", "full", "file", "link"])
def test_a_rename_takes_the_place_of_nothing(tmp_path: Path, kind: str) -> None:
    before, after = tmp_path / "before", tmp_path / "after"
    before.mkdir()
    match kind:
        case "file":
            after.touch()
        case "link":
            after.symlink_to("nowhere")
        case "empty" | "full":
            after.mkdir()
    if kind == "full":
        (after / "file").touch()
    if kind == "nothing":
        platform.rename_new(str(before), str(after))
        assert [each.name for each in tmp_path.iterdir()] == ["after"]
    else:
        there = after.lstat().st_ino
        with pytest.raises(FileExistsError):
            platform.rename_new(str(before), str(after))
        assert (before.is_dir(), after.lstat().st_ino) == (True, there)


def test_a_link_in_the_place_of_a_run_is_not_followed(shims: Shims) -> None:
    (shims.root / "real").mkdir(mode=0o700)
    (shims.root / "run").symlink_to("real")
    shims.begin(shims.launch("true"), ":")
    assert shims.started[0].wait() == TAKEN
    assert list((shims.root / "real").iterdir()) == []
    assert look(shims.directories[0]).state == "damaged"


@pytest.mark.parametrize("name", ["lock", "started"])
def test_a_pipe_in_the_place_of_a_file_holds_nobody(shims: Shims, name: str) -> None:
    shims.end(shims.start(shims.launch("true")))
    shims.started[0].wait()
    file = Path(shims.directories[0].file(name))
    file.unlink()
    os.mkfifo(file)
    assert look(shims.directories[0]).state in ({"ended", "damaged"} if name == "lock" else {"damaged"})


def test_a_record_says_where_a_problem_is_however_long_it_is() -> None:
    from everly.jobs.runs.child import failure

    fields = failure("environment", ValueError("\U0001f600" * 5000)).as_fields()
    assert len(records.encode({"failed": fields, "left": [2**22] * 100})) == records.SIZE
