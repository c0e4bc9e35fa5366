"""What clients can do to the runner: those that are slow, mistaken, hostile, or of another user."""

import os
import random
import socket
import struct
import threading
from pathlib import Path
from typing import Any

import pytest

from everly.jobs import protocol
from everly.jobs.client import RunnerError, ping, request, shut_down
from everly.jobs.client.connection import open_connection
from everly.jobs.presence import is_up
from everly.jobs.runs import lines
from tests.jobs.processes.worlds import World, world
from tests.jobs.runs.shims import as_stranger, until

__all__ = ["world"]

ASKED: list[Any] = [
    [],
    {},
    {"version": 1},
    {"version": 1, "verb": []},
    {"version": 1, "verb": "explode"},
    {"version": 1, "verb": "__init__"},
    {"version": 2, "verb": "stop", "names": ["job"]},
    {"version": 1, "verb": "stop"},
    {"version": 1, "verb": "stop", "names": "job"},
    {"version": 1, "verb": "stop", "names": [None, 3, {}]},
    {"version": 1, "verb": "create", "name": "../x", "steps": [["true"]], "cwd": "/", "env": [], "options": []},
    {"version": 1, "verb": "create", "name": "x", "steps": [], "cwd": "/", "env": [], "options": []},
    {"version": 1, "verb": "create", "name": "x", "steps": [["true"]], "cwd": "/", "env": [], "options": [["a", {}]]},
    {"version": 1, "verb": "create", "name": "x", "steps": [["true"]], "cwd": 7, "env": [], "options": []},
    {
        "version": 1,
        "verb": "create",
        "name": "x",
        "steps": [["true"]],
        "cwd": "/",
        "env": [],
        "options": [],
        "schedule": {"text": "sat & sun", "zone": "Mars/Base", "anchor": "x"},
    },
]
RAW = [
    b"GET / HTTP/1.1\r\n\r\n",
    b"\xff\xff\xff\xff",
    lines.pack(b"[" * 100_000),
    lines.pack(b"\xff\xfe"),
    lines.pack(b"3"),
    b"\x00\x00\x00\x00" * 1000,
    random.Random(1).randbytes(100_000),
]


def say(world: World, raw: bytes) -> list[dict[str, Any]]:
    """What the runner answers to some bytes, up to the last word."""
    heard = bytearray()
    with socket.socket(socket.AF_UNIX) as client:
        client.connect(str(world.places.socket))
        client.settimeout(20)
        client.sendall(raw)
        client.shutdown(socket.SHUT_WR)
        while data := client.recv(1 << 16):
            heard += data
    return protocol.unpack(heard)


def test_what_makes_no_sense_is_refused_in_words_and_harms_nobody(world: World) -> None:
    pid = world.come_up()
    world.make("job", ("sleep", "60"))
    for asked in ASKED:
        (hello, *answers) = say(world, protocol.pack(asked))
        assert hello["pid"] == pid
        assert answers, asked
        assert "error" in answers[-1] or not answers[-1]["ok"], asked
        assert "has a fault" not in str(answers), (asked, answers)
    for raw in RAW:
        assert all("done" not in each for each in say(world, raw)), raw
    with world.ledger() as reader:
        assert reader.names() == ("job",)
        assert reader.jobs()[0].active == 1
    assert ping(world.places)["pid"] == pid
    assert "Traceback" not in world.log()


def test_clients_that_say_nothing_or_hear_nothing_keep_nobody_waiting(world: World) -> None:
    pid = world.come_up()
    world.make("job", ("true",))
    clients = [socket.socket(socket.AF_UNIX) for _ in range(150)]
    try:
        for number, client in enumerate(clients):
            client.connect(str(world.places.socket))
            if number % 2:  # half a message, or many whose answers are never read
                client.sendall(struct.pack("<I", 1000) + b"{")
            else:
                client.setblocking(False)
                asked = protocol.pack({"version": 1, "verb": "start", "names": ["nobody"] * 1000})
                client.send(asked * 10)
        assert ping(world.places)["pid"] == pid
        assert world.make("other", ("true",)).ok
    finally:
        for client in clients:
            client.close()
    until(lambda: len(list(Path(f"/proc/{pid}/fd").iterdir())) < 100, "their connections stay open")


def test_who_waits_for_a_runner_that_is_ended_is_told_and_brings_up_no_other(world: World) -> None:
    world.make("job", ("/bin/sh", "-c", "trap '' TERM; echo ready; sleep 60"), grace=60.0)
    world.begun("job")
    told: list[str] = []

    def ask() -> None:
        with pytest.raises(RunnerError, match="the runner was ended before this was done") as refused:
            request(world.places, "stop", lambda _, text: told.append(text), names=["job"])
        told.append(refused.value.help or "")

    asking = threading.Thread(target=ask)
    asking.start()
    until(lambda: told, "it does not wait")
    shut_down(world.places)
    asking.join()
    assert told == [
        "stopping it",
        "'everly show jobs' shows how far it got; 'everly start runner' starts one that goes on",
    ]
    assert not is_up(world.places)


def test_a_client_that_leaves_does_not_end_what_it_asked_for(world: World) -> None:
    world.come_up()
    with socket.socket(socket.AF_UNIX) as client:
        client.connect(str(world.places.socket))
        assert client.recv(1000)
        asked = {
            "version": 1,
            "verb": "create",
            "name": "job",
            "steps": [["true"]],
            "cwd": "/",
            "env": [],
            "options": [],
        }
        client.sendall(protocol.pack(asked))
    until(lambda: "job" in names(world), "it was not made")
    world.ended("job")


def names(world: World) -> tuple[str, ...]:
    with world.ledger() as reader:
        return reader.names()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can act as another user")
def test_another_user_is_not_heard_even_where_the_folder_lets_it_in(world: World, tmp_path: Path) -> None:
    world.come_up()
    heard = tmp_path / "heard"
    heard.touch()
    heard.chmod(0o666)

    def ask() -> None:
        with socket.socket(socket.AF_UNIX) as client:
            client.connect(str(world.places.socket))
            client.settimeout(20)
            client.sendall(protocol.pack({"version": 1, "verb": "stop", "names": []}))
            found = client.recv(1000)
            os.write(handle, found or b"nothing")

    assert as_stranger(ask) in {1, 13}, "the folder is closed to others"
    for folder in (*reversed(tmp_path.parents), tmp_path, world.places.root):
        if folder.is_relative_to(tmp_path.parent.parent.parent):
            folder.chmod(folder.stat().st_mode | 0o011)
    world.places.socket.chmod(0o777)
    handle = os.open(heard, os.O_WRONLY)
    assert as_stranger(ask) in {0, 32, 104}
    os.close(handle)
    assert heard.read_bytes() in {b"", b"nothing"}
    assert ping(world.places)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can act as another user")
def test_a_runner_of_another_user_is_not_asked(world: World) -> None:
    """As if somebody had put a socket of theirs in the place of the runner's."""
    world.come_up()
    world.kill()
    world.places.socket.unlink()
    listening, ready = os.pipe()
    pid = os.fork()
    if not pid:
        server = socket.socket(socket.AF_UNIX)
        server.bind(str(world.places.socket))
        os.setresuid(12345, 12345, 12345)
        server.listen()  # from here on its credentials are those of the stranger
        os.write(ready, b"x")
        server.accept()
        os._exit(0)
    os.read(listening, 1)
    with pytest.raises(RunnerError, match="is served by another user"):
        open_connection(world.places)
    os.kill(pid, 9)
    os.waitpid(pid, 0)
