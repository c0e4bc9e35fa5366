from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from pathlib import Path

import pytest
from apscheduler import AsyncScheduler
from apscheduler.abc import DataStore, Serializer
from apscheduler.datastores.memory import MemoryDataStore
from apscheduler.datastores.sqlalchemy import SQLAlchemyDataStore
from apscheduler.serializers.cbor import CBORSerializer
from apscheduler.serializers.json import JSONSerializer
from apscheduler.serializers.pickle import PickleSerializer

from everly.scheduling.triggers import ScheduleTrigger
from tests.scheduling.triggers.schedules import EXAMPLES, trigger, with_operands

ROOT = Path(__file__).parents[3]
SERIALIZERS = [PickleSerializer, CBORSerializer, JSONSerializer]


@pytest.mark.parametrize("serializer", SERIALIZERS)
@pytest.mark.parametrize("text", EXAMPLES)
def test_every_serializer_takes_every_trigger_and_its_operands(text: str, serializer: type[Serializer]) -> None:
    kept = serializer()
    for each in with_operands(trigger(text)):
        each.next()
        again = kept.deserialize(kept.serialize(each))
        assert type(again) is type(each)
        assert again == each
        assert again.__getstate__() == each.__getstate__()
        assert [again.next() for _ in range(3)] == [each.next() for _ in range(3)]


async def stored(store: DataStore, texts: list[str]) -> None:
    """Put schedules in a store; APScheduler asks each trigger for its first firing as it does so."""
    async with AsyncScheduler(store) as scheduler:
        for text in texts:
            await scheduler.add_schedule(print, trigger(text), id=text)


async def following(store: DataStore) -> dict[str, str]:
    """What the triggers in a store give next."""
    async with AsyncScheduler(store) as scheduler:
        return {schedule.id: str(schedule.trigger.next()) for schedule in await scheduler.get_schedules()}


def expected(texts: list[str]) -> dict[str, str]:
    def second(each: ScheduleTrigger) -> str:
        each.next()
        return str(each.next())

    return {text: second(trigger(text)) for text in texts}


def test_a_memory_store_keeps_triggers_where_they_stand() -> None:
    async def both() -> dict[str, str]:
        store = MemoryDataStore()
        async with AsyncScheduler(store) as scheduler:
            for text in EXAMPLES:
                await scheduler.add_schedule(print, trigger(text), id=text)
            return {schedule.id: str(schedule.trigger.next()) for schedule in await scheduler.get_schedules()}

    assert asyncio.run(both()) == expected(list(EXAMPLES))


@pytest.mark.parametrize("serializer", SERIALIZERS)
def test_a_database_keeps_triggers_where_they_stand(tmp_path: Path, serializer: type[Serializer]) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path / 'schedules.db'}"
    texts = list(EXAMPLES)
    asyncio.run(stored(SQLAlchemyDataStore(url, serializer=serializer()), texts))
    assert asyncio.run(following(SQLAlchemyDataStore(url, serializer=serializer()))) == expected(texts)


OTHER_PROCESS = """
import asyncio, json, sys
from apscheduler import AsyncScheduler
from apscheduler.datastores.sqlalchemy import SQLAlchemyDataStore

async def following():
    async with AsyncScheduler(SQLAlchemyDataStore(sys.argv[1])) as scheduler:
        for schedule in await scheduler.get_schedules():
            print(schedule.trigger.next())

asyncio.run(following())
"""


def test_another_process_goes_on_from_the_database(tmp_path: Path) -> None:
    text = "(daily & mon-fri) | monthly at 02:30 in America/New_York"
    url = f"sqlite+aiosqlite:///{tmp_path / 'schedules.db'}"
    asyncio.run(stored(SQLAlchemyDataStore(url), [text]))
    run = subprocess.run(
        [sys.executable, "-c", OTHER_PROCESS, url],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert run.stdout.splitlines() == list(expected([text]).values())
