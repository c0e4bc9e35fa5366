from __future__ import annotations

import asyncio
import threading
from datetime import datetime
from itertools import pairwise
from pathlib import Path

from apscheduler import AsyncScheduler, Scheduler, current_job
from apscheduler.datastores.sqlalchemy import SQLAlchemyDataStore

from everly import parse_schedule

DEADLINE = 30.0


def scheduled_time() -> datetime:
    time = current_job.get().scheduled_fire_time
    assert time is not None
    return time


def test_an_async_scheduler_fires_a_function() -> None:
    times: list[datetime] = []

    async def run() -> None:
        fired = asyncio.Event()

        async def work() -> None:
            times.append(scheduled_time())
            if len(times) == 2:
                fired.set()

        async with AsyncScheduler() as scheduler:
            await scheduler.configure_task("work", func=work)
            await scheduler.add_schedule("work", parse_schedule("secondly & 2000-9999 & (hourly | secondly)"))
            await scheduler.start_in_background()
            await asyncio.wait_for(fired.wait(), DEADLINE)

    asyncio.run(run())
    assert times[0].microsecond == 0
    assert times[0] < times[1]


def test_a_scheduler_fires_a_function() -> None:
    times: list[datetime] = []
    fired = threading.Event()

    def work() -> None:
        times.append(scheduled_time())
        fired.set()

    with Scheduler() as scheduler:
        scheduler.configure_task("work", func=work)
        scheduler.add_schedule("work", parse_schedule("secondly"))
        scheduler.start_in_background()
        assert fired.wait(DEADLINE)
    assert times[0].microsecond == 0


def test_a_scheduler_that_is_started_again_does_not_fire_again_for_what_it_ran(tmp_path: Path) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path / 'schedules.db'}"
    times: list[datetime] = []

    async def run() -> None:
        fired = asyncio.Event()

        async def work() -> None:
            times.append(scheduled_time())
            fired.set()

        async with AsyncScheduler(SQLAlchemyDataStore(url)) as scheduler:
            await scheduler.configure_task("work", func=work)
            # The default policy keeps a schedule that is in the store already, with its trigger.
            await scheduler.add_schedule("work", parse_schedule("secondly"), id="work")
            await scheduler.start_in_background()
            await asyncio.wait_for(fired.wait(), DEADLINE)

    asyncio.run(run())
    ran = len(times)
    asyncio.run(run())
    assert len(times) > ran
    assert all(earlier < later for earlier, later in pairwise(times))
