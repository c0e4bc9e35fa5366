"""What the runner tells the manager that began it."""

from __future__ import annotations

import asyncio
import os
import socket
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from everly.jobs.ledger import LedgerReader
from everly.jobs.ledger.errors import UnreadableError
from everly.jobs.runner.notifying import Heartbeat, Manager, status_text
from tests.jobs.homes import NOW, Home, home

__all__ = ["home"]


@pytest.fixture(params=["path", "abstract"])
def listener(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[str, socket.socket]]:
    """A socket as a manager has one, and its name as it tells it."""
    if request.param == "abstract" and not Path("/proc/net/unix").exists():
        pytest.skip("only Linux has names of sockets that stand in no folder")
    name = str(tmp_path / "notify") if request.param == "path" else f"@everly-test-{os.getpid()}"
    with closing(socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)) as listening:
        listening.bind(f"\0{name[1:]}" if name.startswith("@") else name)
        listening.settimeout(5)
        yield name, listening


def told(listening: socket.socket) -> list[str]:
    return listening.recv(4096).decode().splitlines()


def environment(name: str, **more: str) -> dict[str, str]:
    return {"NOTIFY_SOCKET": name, "EVERLY_SERVICE": "user", "PATH": "/bin", **more}


def test_it_tells_what_it_is_to_tell_and_leaves_nothing_for_others_to_tell_by(
    listener: tuple[str, socket.socket],
) -> None:
    name, listening = listener
    variables = environment(name, WATCHDOG_USEC="60000000", WATCHDOG_PID=str(os.getpid()))
    manager = Manager(variables)
    assert variables == {"PATH": "/bin"}
    assert (manager.scope, manager.patience) == ("user", 60.0)
    manager.tell("READY=1", "STATUS=one\ntwo")
    assert told(listening) == ["READY=1", "STATUS=one two"]


@pytest.mark.parametrize("more", [{}, {"WATCHDOG_USEC": "x"}, {"WATCHDOG_USEC": "5000000", "WATCHDOG_PID": "1"}])
def test_nobody_waits_for_a_sign_of_life_that_was_not_asked_for(more: dict[str, str]) -> None:
    assert Manager(environment("", **more)).patience is None


def test_a_manager_that_is_gone_or_hears_nothing_holds_nobody_up(listener: tuple[str, socket.socket]) -> None:
    name, listening = listener
    manager = Manager(environment(name))
    for _ in range(10_000):  # more than fit into any queue
        manager.tell("STATUS=x")
    listening.close()
    manager.tell("STATUS=x")
    Manager(environment("/no/such/socket")).tell("READY=1")


def test_a_runner_that_is_no_service_says_nothing(listener: tuple[str, socket.socket]) -> None:
    """Also where whoever started it is one, and left its own address in the environment."""
    name, listening = listener
    manager = Manager({"NOTIFY_SOCKET": name})
    assert manager.scope is None
    manager.tell("READY=1")
    listening.setblocking(False)
    with pytest.raises(BlockingIOError):
        listening.recv(1)


def test_it_says_that_it_is_up_then_that_it_turns_and_at_last_that_it_ends(
    listener: tuple[str, socket.socket],
) -> None:
    name, listening = listener
    manager = Manager(environment(name, WATCHDOG_USEC="30000"))
    words = iter(["first", "second"])

    async def beat() -> None:
        over = asyncio.Event()

        def word() -> str:
            found = next(words, "")
            if not found:
                over.set()
            return found

        heartbeat = Heartbeat(asyncio.get_running_loop(), manager, word)
        assert heartbeat.every == pytest.approx(0.01)
        heartbeat.begin()
        await asyncio.wait_for(over.wait(), 10)
        heartbeat.end()

    asyncio.run(beat())
    assert told(listening) == ["READY=1"]
    assert told(listening) == ["WATCHDOG=1", "STATUS=first"]
    assert told(listening) == ["WATCHDOG=1", "STATUS=second"]
    assert told(listening) == ["WATCHDOG=1", "STATUS="]
    assert told(listening) == ["STOPPING=1", "STATUS=ends; what runs goes on"]


def test_how_it_is_is_told_on_one_line(home: Home) -> None:
    reader: LedgerReader = home.ledger
    assert status_text(reader) == "0 jobs, 0 running"
    home.job("nightly", text="daily at 09:00", next_fire=NOW // 1000 + 3600)
    assert status_text(reader) == "1 job, 0 running, next at 2027-01-15 09:00:00 UTC"
    home.job("web")
    home.begin("web")
    assert status_text(reader) == "2 jobs, 1 running, next at 2027-01-15 09:00:00 UTC"


def test_a_ledger_that_cannot_be_read_is_told_in_its_place(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> None:
        raise UnreadableError("the ledger cannot be read")

    monkeypatch.setattr(home.ledger, "next_fire", fail)
    assert status_text(home.ledger) == "the ledger cannot be read"
