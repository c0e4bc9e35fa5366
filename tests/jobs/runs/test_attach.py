"""Input reaches the command, with or without a terminal, and no client does any harm."""

import os
import selectors
import signal
import socket
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest

from everly.jobs.runs import frames, lines
from everly.jobs.runs.attach import Attached
from everly.jobs.runs.attaching import CLIENTS, Inlet
from everly.jobs.runs.child import Child
from everly.jobs.runs.directory import RunDirectory
from everly.jobs.runs.errors import RunError
from everly.jobs.runs.shim import FILES
from tests.jobs.runs.shims import Shims, check_bytes, log_of, python, shims, until

__all__ = ["shims"]


class Clients:
    """Clients of one run, all of which are closed at the end."""

    def __init__(self, shims: Shims) -> None:
        self.shims = shims
        self.made: list[Attached] = []

    def start(self, *argv: str, **settings: Any) -> RunDirectory:
        directory = self.shims.start(self.shims.launch(*argv, **settings))
        until(lambda: directory.read("started"))
        return directory

    def attach(self, directory: RunDirectory) -> Attached:
        self.made.append(Attached(directory))
        return self.made[-1]


@pytest.fixture
def clients(shims: Shims) -> Iterator[Clients]:
    made = Clients(shims)
    yield made
    for each in made.made:
        each.close()


def test_input_reaches_the_command_and_ends(clients: Clients) -> None:
    directory = clients.start("cat")
    client = clients.attach(directory)
    data = bytes(range(256)) * 1000
    client.write(data)
    client.end_input()
    assert clients.shims.end(directory)["code"] == 0
    check_bytes(log_of(directory), data)
    until(lambda: client.refusals() is None)
    with pytest.raises(RunError, match="has ended"):
        client.write(bytes(1_000_000))


def test_a_detached_client_leaves_the_run_and_another_writes_on(clients: Clients) -> None:
    directory = clients.start("cat")
    first = clients.attach(directory)
    first.write(b"one\n")
    until(lambda: log_of(directory) == b"one\n")
    first.close()
    second = clients.attach(directory)
    second.take_over()  # the shim may not have seen the first one leave
    second.write(b"two\n")
    until(lambda: log_of(directory) == b"one\ntwo\n")
    second.end_input()
    assert clients.shims.end(directory)["code"] == 0


def test_one_client_writes_until_another_takes_over(clients: Clients) -> None:
    directory = clients.start("cat")
    first, second = clients.attach(directory), clients.attach(directory)
    first.write(b"first\n")
    until(lambda: log_of(directory) == b"first\n")
    second.write(b"second\n")
    assert "another client" in until(second.refusals)[0]
    second.take_over()
    second.write(b"taken\n")
    until(lambda: log_of(directory) == b"first\ntaken\n")
    first.write(b"late\n")
    assert "another client" in until(first.refusals)[0]


def test_a_command_that_does_not_read_holds_its_client_and_nothing_else(clients: Clients) -> None:
    directory = clients.start("sh", "-c", "while ! [ -e go ]; do echo tick; sleep 0.01; done; wc -c")
    client = clients.attach(directory)
    client.connection.setblocking(False)
    sent, raw = 0, lines.pack(frames.INPUT + bytes(frames.PIECE)) * 200
    until(lambda: log_of(directory).count(b"tick") > 3)
    with suppress(BlockingIOError):
        while sent < len(raw):
            sent += client.connection.send(raw[sent:])
    assert sent < len(raw)
    ticks = log_of(directory).count(b"tick")
    until(lambda: log_of(directory).count(b"tick") > ticks + 3)  # output is still kept
    client.connection.setblocking(True)
    (clients.shims.root / "go").touch()
    client.connection.sendall(raw[sent:])
    client.end_input()
    clients.shims.end(directory)
    assert int(log_of(directory).split()[-1]) == frames.PIECE * 200


def test_a_command_that_has_closed_its_input_harms_nobody(clients: Clients) -> None:
    directory = clients.start("sh", "-c", "exec <&-; while ! [ -e go ]; do sleep 0.01; done; exit 4")
    client = clients.attach(directory)
    client.write(bytes(500_000))
    (clients.shims.root / "go").touch()
    assert clients.shims.end(directory)["code"] == 4


def test_a_signal_reaches_the_group_of_a_command_without_a_terminal(clients: Clients) -> None:
    directory = clients.start("sleep", "60")
    clients.attach(directory).signal(signal.SIGINT)
    record = clients.shims.end(directory)
    assert (record["signal"], record["reason"]) == (signal.SIGINT, None)


@pytest.mark.parametrize(
    "raw",
    [
        b"\xff\xff\xff\xff",
        lines.pack(b"?"),
        lines.pack(b""),
        lines.pack(b"s"),
        lines.pack(b"s\x09"),
        lines.pack(b"i" * 40_000),
    ],
)
def test_a_client_that_talks_nonsense_is_sent_away(clients: Clients, raw: bytes) -> None:
    directory = clients.start("cat")
    client = clients.attach(directory)
    client.connection.sendall(raw)
    assert until(client.refusals)
    until(lambda: client.refusals() is None)
    other = clients.attach(directory)
    other.end_input()
    assert clients.shims.end(directory)["code"] == 0


def test_many_clients_that_say_and_read_nothing_change_nothing(clients: Clients) -> None:
    directory = clients.start("sh", "-c", "read line; echo $line; exit 3")
    for _ in range(40):
        clients.attach(directory)
    clients.made[-1].write(b"x\n")
    assert clients.shims.end(directory)["code"] == 3
    assert log_of(directory) == b"x\n"


DEAF = ("/bin/sh", "-c", "trap 'exit 3' INT; echo ready; while :; do sleep 0.01; done")  # it reads no input


def test_more_clients_than_there_is_room_for_are_sent_away(clients: Clients) -> None:
    directory = clients.start("sh", "-c", "read line; exit 3")
    for _ in range(CLIENTS):
        clients.attach(directory)
    late = clients.attach(directory)
    assert f"{CLIENTS} clients are attached" in until(late.refusals)[0]
    clients.made[0].write(b"x\n")
    assert clients.shims.end(directory)["code"] == 3


def test_clients_leave_room_for_the_log_where_files_are_few(clients: Clients) -> None:
    """Half of those who come have left while nobody listened to them, and make room for others."""
    launch = clients.shims.launch(*DEAF, log_bytes=10)
    directory = clients.shims.begin(launch, f"ulimit -n {FILES}")
    until(lambda: log_of(directory))
    for _ in range(3 * FILES):
        client = clients.attach(directory)
        client.take_over()
        client.connection.setblocking(False)
        with suppress(BlockingIOError, RunError):
            client.write(bytes(frames.PIECE * 3))
        client.close()
    last = clients.attach(directory)
    last.take_over()
    last.signal(signal.SIGINT)
    record = clients.shims.end(directory)
    assert (record["code"], record["dropped"], record["left"]) == (3, 0, [])


def test_input_for_a_deaf_command_does_not_pile_up(clients: Clients) -> None:
    directory = clients.start(*DEAF)
    until(lambda: log_of(directory))

    def refused() -> bool:
        client = clients.attach(directory)
        client.connection.setblocking(False)
        client.take_over()
        with suppress(BlockingIOError, RunError):
            client.write(bytes(frames.PIECE))
        return any("enough waits" in each for client in clients.made for each in client.refusals() or [])

    until(refused)


def test_input_after_its_end_is_refused(clients: Clients) -> None:
    directory = clients.start("sh", "-c", "cat; while ! [ -e go ]; do sleep 0.01; done")
    client = clients.attach(directory)
    client.end_input()
    client.write(b"late")
    assert "no more input" in until(client.refusals)[0]
    (clients.shims.root / "go").touch()
    assert clients.shims.end(directory)["bytes"] == 0


def test_a_signal_that_the_system_refuses_ends_nothing() -> None:
    """A command that has become another user's, as by sudo."""
    ours, theirs = socket.socketpair()
    with (
        ours,
        theirs,
        selectors.DefaultSelector() as selector,
        patch("os.killpg", side_effect=PermissionError(1, "no")),
    ):
        inlet = Inlet(selector, Child(1, -1, -1, None, {}), None)
        inlet.clients[theirs] = bytearray()
        ours.send(lines.pack(bytes([*frames.SIGNAL, signal.SIGINT])))
        inlet.receive(theirs)
        assert b"the system refuses: no" in ours.recv(100)
        assert theirs in inlet.clients


def test_a_socket_is_reached_however_long_its_path_is(clients: Clients) -> None:
    deep = clients.shims.root
    for _ in range(4):
        deep = deep / ("d" * 60)
        deep.mkdir(mode=0o700)
    directory = clients.start("cat", name=str((deep / "run").relative_to(clients.shims.root)))
    clients.attach(directory).end_input()
    assert clients.shims.end(directory)["code"] == 0


def test_a_run_that_has_ended_cannot_be_attached_to(shims: Shims) -> None:
    shims.run("true")
    shims.started[0].wait()
    with pytest.raises(RunError, match="cannot attach"):
        Attached(shims.directories[0])


def test_the_socket_is_closed_to_others(clients: Clients) -> None:
    directory = clients.start("cat")
    assert Path(directory.file("sock")).stat().st_mode & 0o777 == 0o600


@pytest.mark.skipif(os.geteuid() != 0, reason="only root becomes another user")
def test_another_user_is_not_served(clients: Clients) -> None:
    """Even with the folder and the socket opened to all, the shim asks who is there."""
    directory = clients.start("cat")
    Path(directory.path).chmod(0o777)
    Path(directory.file("sock")).chmod(0o777)
    pid = os.fork()
    if not pid:
        code = 1
        try:
            os.chdir(directory.path)
            os.setuid(12345)
            stranger = socket.socket(socket.AF_UNIX)
            stranger.settimeout(20)
            stranger.connect("sock")
            code = 3 if stranger.recv(10) == b"" else 4
        finally:
            os._exit(code)
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 3
    Path(directory.path).chmod(0o700)


def test_a_run_with_a_terminal_has_one(clients: Clients) -> None:
    script = "import os\nprint(*map(os.isatty, range(3)), os.get_terminal_size(), os.tcgetpgrp(0) == os.getpid())"
    record = clients.shims.run(*python(script), tty=True)
    assert record["code"] == 0
    told = b"True True True os.terminal_size(columns=80, lines=24) True\r\n"
    assert log_of(clients.shims.directories[0]) == told


def test_a_terminal_takes_input_and_interrupts(clients: Clients) -> None:
    script = (  # a shell may lose an interrupt that comes between two of its commands
        "import signal, time\n"
        "signal.signal(signal.SIGINT, signal.SIG_DFL)\n"
        "print('got', input(), flush=True)\n"
        "time.sleep(60)"
    )
    directory = clients.start(*python(script), tty=True)
    client = clients.attach(directory)
    client.write(b"hello\n")
    until(lambda: b"got hello\r\n" in log_of(directory))
    client.write(b"\x03")
    assert clients.shims.end(directory)["signal"] == signal.SIGINT


def test_a_terminal_takes_the_size_of_the_window(clients: Clients) -> None:
    directory = clients.start("sh", "-c", "read line; stty size", tty=True)
    client = clients.attach(directory)
    client.resize(50, 132)
    client.write(b"\n")
    clients.shims.end(directory)
    assert log_of(directory).endswith(b"50 132\r\n")


def test_a_terminal_has_no_end_of_input(clients: Clients) -> None:
    directory = clients.start("cat", tty=True)
    client = clients.attach(directory)
    client.end_input()
    assert "no end of input" in until(client.refusals)[0]
    client.write(b"\x04")
    assert clients.shims.end(directory)["code"] == 0


def test_a_stop_reaches_a_run_with_a_terminal(clients: Clients) -> None:
    directory = clients.start("sh", "-c", "setsid sleep 60 & sleep 60", tty=True)
    clients.shims.started[0].terminate()
    record = clients.shims.end(directory)
    assert (record["reason"], record["left"]) == ("stopped", [])


def test_without_stdin_the_input_is_empty(shims: Shims) -> None:
    assert shims.run("cat", stdin=False)["code"] == 0


@pytest.mark.parametrize(("rows", "columns"), [(0, 80), (24, 0), (24, 65536)])
def test_a_window_without_size_is_refused(rows: int, columns: int) -> None:
    with pytest.raises(RunError, match="1 to 65535"):
        frames.size_of_window(rows, columns)
