"""One run from its fence to its exit record."""

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from everly.jobs.runs import records
from everly.jobs.runs.directory import give_up, is_locked
from everly.jobs.runs.launch import dump
from everly.jobs.runs.shim import CANNOT, DONE, TAKEN
from everly.jobs.runs.spawning import interpreter
from tests.jobs.runs.shims import Shims, log_of, python, shims, state, until

__all__ = ["shims"]


@pytest.mark.parametrize("code", [0, 1, 7, 127, 255])
def test_an_exit_code_is_kept(shims: Shims, code: int) -> None:
    record = shims.run("sh", "-c", f"exit {code}")
    assert (record["code"], record["signal"], record["reason"], record["failed"]) == (code, None, None, None)
    assert record["status"] == code << 8


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL, signal.SIGUSR1])
def test_a_death_by_signal_is_kept_as_a_parent_reaps_it(shims: Shims, number: int) -> None:
    record = shims.run("sh", "-c", f"kill -{int(number)} $$")
    plain = subprocess.run(["/bin/sh", "-c", f"kill -{int(number)} $$"], check=False)
    assert (record["signal"], record["code"], -record["signal"]) == (number, None, plain.returncode)


def test_output_is_kept_byte_for_byte(shims: Shims) -> None:
    record = shims.run(*python("import os; [os.write(1, bytes(range(256)) * 16) for _ in range(200)]"))
    assert record["code"] == 0
    assert log_of(shims.directories[0]) == bytes(range(256)) * 16 * 200
    assert (record["bytes"], record["dropped"]) == (256 * 16 * 200, 0)


@pytest.mark.parametrize(
    ("argv", "stage", "errno"),
    [
        (("/nowhere/at-all",), "command", 2),
        (("no-such-command-here",), "command", 2),
        (("/etc/passwd",), "command", 13),
    ],
)
def test_a_command_that_cannot_be_executed_is_told_from_one_that_fails(
    shims: Shims, argv: tuple[str, ...], stage: str, errno: int
) -> None:
    assert shims.run(*argv)["failed"] == {"stage": stage, "errno": errno, "problem": os.strerror(errno)}


def test_a_directory_that_is_not_there_is_told(shims: Shims) -> None:
    assert shims.run("true", cwd="/nowhere/at-all")["failed"] == {
        "stage": "directory",
        "errno": 2,
        "problem": "No such file or directory",
    }


def test_the_command_finds_nothing_of_its_shim(shims: Shims) -> None:
    script = (
        "import os, signal; fds = sorted(map(int, os.listdir('/proc/self/fd')))\n"
        "status = dict(l.split(':\\t') for l in open('/proc/self/status').read().splitlines())\n"
        "print(fds[:3], len(fds), sorted(k for k in os.environ if k != 'LC_CTYPE'), os.getsid(0) == os.getpid())\n"
        "print(status['SigBlk'], os.umask(0), os.getcwd())"
    )
    shims.run(*python(script), umask=0o027)
    first, second = log_of(shims.directories[0]).decode().splitlines()
    assert first == "[0, 1, 2] 4 ['EVERLY_RUN', 'PATH'] True"  # the fourth file is the listed folder
    assert second == f"0000000000000000 {0o027} {shims.root}"


def test_no_signal_is_ignored_in_the_command(shims: Shims) -> None:
    shims.run("grep", "SigIgn", "/proc/self/status")
    assert log_of(shims.directories[0]).split() == [b"SigIgn:", b"0000000000000000"]


def test_what_was_ignored_around_a_shim_is_not_in_the_command(shims: Shims) -> None:
    launch = shims.launch("grep", "-h", "-E", "SigIgn|SigBlk", "/proc/self/status")
    directory = shims.begin(launch, "trap '' TTOU WINCH HUP QUIT USR1 TERM")
    shims.end(directory)
    assert log_of(directory).split() == [b"SigBlk:", b"0" * 16, b"SigIgn:", b"0" * 16]


def test_a_directory_is_passed_by_one_shim_only(shims: Shims) -> None:
    launch = shims.launch("sh", "-c", "echo x >> ran")
    for _ in range(4):
        shims.start(launch)
    assert sorted(shim.wait() for shim in shims.started) == [DONE, TAKEN, TAKEN, TAKEN]
    assert (shims.root / "ran").read_text() == "x\n"


def test_a_run_that_was_given_up_never_begins(shims: Shims) -> None:
    launch = shims.launch("sh", "-c", "echo x >> ran")
    directory = shims.start(launch, "shim.claimed=stop")
    until(lambda: Path(directory.path).exists())
    until(lambda: state(shims.started[0].pid) == "T")
    assert give_up(directory)
    shims.started[0].send_signal(signal.SIGCONT)
    assert shims.started[0].wait() == TAKEN
    assert not (shims.root / "ran").exists()
    assert not is_locked(directory)


def test_a_live_run_cannot_be_given_up(shims: Shims) -> None:
    directory = shims.start(shims.launch("sleep", "60"))
    until(lambda: directory.read("started"))
    assert not give_up(directory)
    assert is_locked(directory)


def test_files_are_closed_to_others(shims: Shims) -> None:
    shims.run("echo", "x")
    run = Path(shims.directories[0].path)
    assert run.stat().st_mode & 0o777 == 0o700
    assert {each.name for each in run.iterdir()} >= {"lock", "launch", "started", "exit", "log.0", "index.0"}
    assert {each.stat().st_mode & 0o777 for each in run.iterdir()} == {0o600}


@pytest.mark.parametrize("mode", [0o755, 0o770, 0o701])
def test_a_folder_that_is_open_to_others_is_refused(shims: Shims, mode: int) -> None:
    shims.root.chmod(mode)
    shims.start(shims.launch("true"))
    assert shims.started[0].wait() == CANNOT
    assert list(shims.root.iterdir()) == []


def test_a_folder_that_is_a_link_is_refused(shims: Shims) -> None:
    (shims.root / "real").mkdir(mode=0o700)
    (shims.root / "link").symlink_to("real")
    shims.start(shims.launch("true", name="link/run"))
    assert shims.started[0].wait() == CANNOT
    assert list((shims.root / "real").iterdir()) == []


def test_the_end_does_not_wait_for_those_who_keep_the_output_open(shims: Shims) -> None:
    record = shims.run("sh", "-c", "sleep 60 & echo $!; exit 3")
    assert record["code"] == 3
    assert record["left"] == [int(log_of(shims.directories[0]))]


def test_a_stop_after_the_end_ends_what_is_left_and_keeps_the_end(shims: Shims) -> None:
    directory = shims.start(shims.launch("sh", "-c", "sleep 60 & echo $$; exit 3"))
    leader = int(until(lambda: log_of(directory)))
    until(lambda: not Path(f"/proc/{leader}").exists())
    shims.started[0].terminate()
    record = shims.end(directory)
    assert (record["code"], record["left"]) == (3, [])
    assert record["reason"] is None


def test_much_output_is_kept_whole(shims: Shims) -> None:
    script = "import os\nblock = bytes(range(256)) * 256\nfor _ in range(100):\n os.write(1, block)"
    record = shims.run(*python(script), log_bytes=1_000_000, log_files=100)
    data = log_of(shims.directories[0])
    assert (record["bytes"], len(data)) == (6_553_600, 6_553_600)
    assert data == bytes(range(256)) * 25_600


UNSHARE = shutil.which("unshare")


@pytest.mark.skipif(os.geteuid() != 0 or UNSHARE is None, reason="only root mounts a small disk")
def test_the_exit_record_is_written_on_a_full_disk(shims: Shims) -> None:
    """The disk is a small one of its own, which only this shim sees; the command fills it before it ends."""
    script = "head -c 1000000 /dev/zero > filler 2> /dev/null; echo lost; head -c 100000 /dev/zero; exit 5"
    launch = shims.launch("sh", "-c", script, name="small/run", cwd=str(shims.root / "small"))
    (shims.root / "small").mkdir(mode=0o700)
    (shims.root / "asked").write_bytes(dump(launch))
    steps = (
        "mount -t tmpfs -o size=128k,mode=700 tmpfs small\n"
        '"$@" < asked || exit 1\n'
        "cp small/run/exit small/run/started kept"
    )
    (shims.root / "kept").mkdir()
    command = [UNSHARE or "", "--mount", "/bin/sh", "-c", steps, "sh", *interpreter("everly.jobs.runs.shim")]
    subprocess.run(command, cwd=shims.root, check=True, timeout=60)
    record = records.read(str(shims.root / "kept" / "exit"))
    assert record is not None
    assert (record["code"], record["bytes"] + record["dropped"]) == (5, 100_005)
    assert record["dropped"] > 0
    assert records.read(str(shims.root / "kept" / "started"))


def test_a_shim_imports_little() -> None:
    script = "import sys; before = set(sys.modules); import everly.jobs.runs.shim; print(*set(sys.modules) - before)"
    environment = {"PYTHONPATH": str(Path(__file__).parents[3])}
    made = subprocess.run(
        [sys.executable, "-S", "-c", script], env=environment, capture_output=True, text=True, check=True
    )
    found = set(made.stdout.split())
    assert not found & {"subprocess", "pathlib", "dataclasses", "asyncio", "ctypes", "logging", "tempfile", "typing"}
    assert len(found) <= 75, sorted(found)


def test_a_launch_that_is_too_old_leaves_nothing(shims: Shims) -> None:
    assert shims.run("true", until=time.monotonic() + 60.0)["code"] == 0
    late = shims.launch("touch", "ran", name="late", until=time.monotonic() - 0.1)
    shims.start(late)
    assert shims.started[-1].wait() == TAKEN
    assert not (shims.root / "late").exists()
    assert not (shims.root / "ran").exists()
