"""How a runner comes up and ends: once, whoever starts it, and with a word to who cannot have it."""

import fcntl
import json
import os
import resource
import shutil
import signal
import socket
import subprocess
import sys
import threading
from pathlib import Path

import pytest

import everly
from everly.jobs import protocol
from everly.jobs.client import RunnerError, connection, ping, shut_down, starting
from everly.jobs.presence import is_up, runner_of
from everly.jobs.runs.launch import TOKEN
from everly.jobs.runs.spawning import interpreter
from tests.jobs.processes.worlds import World, code_of, command_line, script, world
from tests.jobs.runs.shims import PATIENCE, state, until

__all__ = ["world"]


def test_many_clients_at_once_start_one_runner(world: World) -> None:
    ask = "from everly.jobs.client import ping; from everly.jobs.places import places; print(ping(places())['pid'])"
    clients = [subprocess.Popen([sys.executable, "-c", ask], stdout=subprocess.PIPE) for _ in range(6)]
    pids = {int(client.communicate()[0]) for client in clients}
    world.note()
    assert pids == {world.runner}
    assert [client.returncode for client in clients] == [0] * 6


def test_who_looks_whether_a_runner_is_up_keeps_none_from_coming_up(world: World) -> None:
    world.come_up()
    world.kill()
    handle = os.open(world.places.lock, os.O_RDONLY)
    fcntl.flock(handle, fcntl.LOCK_SH)
    process = subprocess.Popen(
        [*interpreter("everly.jobs.runner.main", site=True)], env={"EVERLY_HOME": str(world.places.root)}
    )
    until(lambda: b"runner.main" in command_line(process.pid))
    threading.Timer(0.3, os.close, [handle]).start()
    until(lambda: runner_of(world.places) == process.pid or process.poll() is not None)
    world.scripts.append(process)
    assert process.poll() is None


def test_a_second_runner_says_who_is_up_and_leaves(world: World) -> None:
    first = world.come_up()
    command = interpreter("everly.jobs.runner.main", site=True)
    second = subprocess.run(
        command, env={"EVERLY_HOME": str(world.places.root)}, capture_output=True, text=True, check=False
    )
    assert second.returncode == protocol.HELD
    assert second.stderr == f"everly: another runner is up: process {first}, everly {everly.__version__}\n"
    assert world.come_up() == first


def test_a_runner_that_does_not_get_the_lock_says_how_to_see_who_has_it(world: World) -> None:
    world.come_up()
    world.kill()
    with world.places.lock.open() as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        command = interpreter("everly.jobs.runner.main", site=True)
        second = subprocess.run(
            command, env={"EVERLY_HOME": str(world.places.root)}, capture_output=True, text=True, check=False
        )
    assert second.returncode == protocol.HELD
    assert f"see who: fuser {world.places.lock}\n" in second.stderr


def test_a_runner_of_an_earlier_version_is_known_by_its_number_and_ended(world: World) -> None:
    """It wrote down of itself neither when it began nor of which boot it is."""
    early = world.run_script("from everly.jobs.runner import main; main.identity = lambda pid: {'pid': pid}")
    assert "began" not in json.loads(world.places.lock.read_text())
    assert runner_of(world.places) == early.pid
    shut_down(world.places)
    assert early.wait(PATIENCE) == 0
    assert runner_of(world.places) is None


def test_a_socket_that_a_dead_runner_left_is_no_hindrance(world: World) -> None:
    first = world.come_up()
    world.kill()
    assert world.places.socket.is_socket()
    assert world.come_up() != first


def test_a_runner_that_stands_still_is_told_of_and_can_be_ended(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    pid = world.come_up()
    os.kill(pid, signal.SIGSTOP)
    until(lambda: state(pid) == "T")
    monkeypatch.setattr(connection, "_WAIT", 0.1)
    monkeypatch.setattr(starting, "PATIENCE", 0.3)
    with pytest.raises(RunnerError, match=f"the runner {pid} is up, but does not answer") as refused:
        ping(world.places)
    assert "everly stop runner" in (refused.value.help or "")
    monkeypatch.setattr(starting, "PATIENCE", 20.0)
    monkeypatch.setattr("everly.jobs.client.asking.GRACE", 0.1)
    shut_down(world.places)
    assert not is_up(world.places)


def test_a_runner_ends_though_clients_stay(world: World) -> None:
    world.come_up()
    with socket.socket(socket.AF_UNIX) as client:
        client.connect(str(world.places.socket))
        assert client.recv(100)
        shut_down(world.places)
        assert client.recv(100) == b""


def test_a_runner_whose_folder_was_taken_away_ends_and_runs_nothing_more(world: World) -> None:
    world.make("tick", script("exit 0"), schedule="secondly")
    pid = world.come_up()
    world.ended("tick")
    gone = world.places.root.rename(world.folder / "gone")  # at once, for a shim may just make a directory in it
    until(lambda: state_or_none(pid) in {None, "Z"}, "it goes on")
    shutil.rmtree(gone, ignore_errors=True)
    assert not world.places.root.exists()
    assert world.come_up() != pid
    with world.ledger() as reader:
        assert reader.names() == ()


def state_or_none(pid: int) -> str | None:
    try:
        return state(pid)
    except OSError:
        return None


def test_a_job_starts_no_runner_but_asks_one_that_is_up(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(TOKEN, "x")
    with pytest.raises(RunnerError, match="one that is started by a job would end with it"):
        world.come_up()
    monkeypatch.delenv(TOKEN)
    pid = world.come_up()
    monkeypatch.setenv(TOKEN, "x")
    assert world.come_up() == pid


@pytest.mark.parametrize("how", ["{}", "({} &)"], ids=["a child", "an orphan"])
def test_a_job_that_emptied_its_environment_starts_none_either(world: World, how: str) -> None:
    """Neither the mark of the run nor its own parent tells whose it is: the shim above it does."""
    home = f"EVERLY_HOME={world.places.root}"
    inner = f"env -i PATH=$PATH {home} {sys.executable} -m everly start runner > said 2>&1"
    wait = "while [ ! -e go ]; do sleep 0.05; done"
    world.make("inner", ("/bin/sh", "-c", f"{wait}; {how.format(inner)}; sleep 60"))
    world.begun("inner")
    world.kill()
    (world.folder / "go").touch()
    said = world.folder / "said"
    until(lambda: said.exists() and b"help: " in said.read_bytes(), "it says nothing")
    assert b"one that is started by a job would end with it" in said.read_bytes()
    assert not is_up(world.places)
    world.come_up()
    (answer,) = world.do("stop", "inner")
    assert answer.text == "stopped"


def test_a_runner_outlives_its_terminal_and_hears_what_its_starter_did_not(world: World) -> None:
    """Signals that a client blocks or ignores are not blocked or ignored by the runner that it starts."""
    numbers = {signal.SIGTERM, signal.SIGCHLD}
    before = signal.pthread_sigmask(signal.SIG_BLOCK, numbers)
    ignored = signal.signal(signal.SIGUSR1, signal.SIG_IGN)
    try:
        pid = world.come_up()
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
        signal.signal(signal.SIGUSR1, ignored)
    for number in (signal.SIGHUP, signal.SIGPIPE):
        os.kill(pid, number)
    world.make("job", script("exit 7"))
    (run,) = world.ended("job")
    assert code_of(run) == 7
    assert world.runner == pid
    os.kill(pid, signal.SIGTERM)
    until(lambda: not is_up(world.places), "it does not end")


def test_a_runner_has_room_for_files_and_its_jobs_have_what_the_user_had(world: World) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    few = len(list(Path("/proc/self/fd").iterdir())) + 100  # this process needs some, too
    resource.setrlimit(resource.RLIMIT_NOFILE, (few, hard))
    try:
        pid = world.come_up()
        world.make("job", ("sh", "-c", "ulimit -Sn > limit; ulimit -Hn >> limit"))
        world.ended("job")
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    assert (world.folder / "limit").read_text().split() == [str(few), str(hard)]
    assert resource.prlimit(pid, resource.RLIMIT_NOFILE) == (hard, hard)


def test_what_is_said_after_the_runner_is_up_goes_to_its_log(world: World) -> None:
    world.come_up()
    for pid in (world.runner, world.spawner()):
        assert Path(f"/proc/{pid}/fd/2").readlink() == world.places.log
