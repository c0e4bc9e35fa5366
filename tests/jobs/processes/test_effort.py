"""Promise 12, counted: what a due run costs does not grow with the schedules that are not due, and nothing waits.

How late runs are is measured by the benchmarks. Here are counted the statements and the transactions, each of which
waits for the disk, until a due run is asked for, and the bytes that a slow spawner leaves unread.
"""

import asyncio
import os
import signal
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from everly.jobs.ledger import Ledger, Work
from everly.jobs.places import Places, prepare
from everly.jobs.runner.beginning import AT_ONCE
from everly.jobs.runner.core import Core
from everly.jobs.runner.warming import Warming
from everly.jobs.runs.launch import Launch
from tests.jobs.runner.scenes import NOW, SECOND, Executor, Time
from tests.jobs.runner.scenes import World as Imagined
from tests.jobs.runs.shims import PATIENCE, state, until

FAR = 10_000_000  # seconds


class Counted:
    """A core that counts what it asks of the ledger."""

    def __init__(self, root: Path, schedules: int, due: int) -> None:
        self.time = Time()
        places = Places(root)
        prepare(places)
        self.ledger = Ledger(places.ledger)
        with self.ledger.change():
            for number in range(schedules):
                name, first = f"job-{number}", SECOND + 1 if number < due else SECOND + FAR + number
                self.ledger.create_job(name, Work((("true",),), "/"), NOW)
                self.ledger.set_schedule(name, NOW, text="every hour", zone="UTC", anchor=first, next_fire=first)
        self.core = Core(self.ledger, places, self.time)
        self.asked = Imagined(self.time)
        self.core.executor = Executor(self.asked, self.core.told)
        self.core.adopt()
        self.core.tick()

    def count(self) -> Counter[str]:
        """The statements of all turns from the moment that something is due until all of it has begun."""
        found = Counter[str]()
        self.time.advance(1)
        self.ledger._connection.set_trace_callback(lambda text: found.update([text.split()[0]]))
        while self.core.tick() == 0 or self.asked.step():
            pass
        self.ledger._connection.set_trace_callback(None)
        self.ledger.close()
        return found


def test_promise_12_a_due_run_costs_the_same_among_ten_schedules_and_a_thousand(tmp_path: Path) -> None:
    few, many = Counted(tmp_path / "few", 10, 1), Counted(tmp_path / "many", 1000, 1)
    assert few.count() == many.count()
    assert (len(few.asked.processes), len(many.asked.processes)) == (1, 1)


def test_promise_12_a_thousand_runs_at_once_share_their_transactions(tmp_path: Path) -> None:
    all_due = Counted(tmp_path / "home", 1000, 1000)
    found = all_due.count()
    assert len(all_due.asked.processes) == 1000
    assert all(each.state == "running" for each in all_due.asked.processes.values())
    assert found["BEGIN"] <= 2 * 1000 / AT_ONCE + 1000 / 200 + 10


@pytest.mark.parametrize("count", [300])
def test_promise_12_a_slow_spawner_keeps_nobody_waiting(tmp_path: Path, count: int) -> None:
    heard: list[dict[str, Any]] = []
    pids: list[int] = []

    async def ask() -> None:
        loop = asyncio.get_running_loop()
        done = asyncio.Event()

        def hear(answer: dict[str, Any]) -> None:
            heard.append(answer)
            if len(heard) == 2 * count:
                done.set()

        warming = Warming(loop, {}, hear, lambda _: None)
        warm = warming.warm_up()
        assert warm
        os.kill(warm.process.pid, signal.SIGSTOP)
        until(lambda: state(warm.process.pid) == "T")
        launches = [_launch(tmp_path, number) for number in range(count)]
        assert {warming.ask(each) for each in launches} == {warm}
        assert len(warming._unsent) > 100_000
        os.kill(warm.process.pid, signal.SIGCONT)
        async with asyncio.timeout(PATIENCE):
            await done.wait()
        warming.close()
        pids.append(warm.process.pid)

    asyncio.run(ask())
    os.waitpid(pids[0], 0)
    assert [each["directory"] for each in heard if "forked" in each] == [
        _launch(tmp_path, number).directory for number in range(count)
    ]


def _launch(folder: Path, number: int) -> Launch:
    """One that is long, and that no shim can begin."""
    return Launch(directory=f"{folder}/nowhere/{number}", argv=("true", "x" * 2000), cwd="/")
