from __future__ import annotations

import base64
import json
import pickle
from contextlib import suppress
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from apscheduler import DeserializationError
from apscheduler.serializers.json import JSONSerializer
from hypothesis import given, settings

from everly import ScheduleError, parse_schedule
from everly.grammar.parser import MAX_LENGTH
from everly.scheduling import triggers as package
from everly.scheduling.triggers import ScheduleTrigger
from tests.scheduling.triggers.schedules import NOW, trigger, triggers, with_operands

STORED = sorted((Path(__file__).parent / "states").glob("v*/*.json"))
CLASSES = [name for name in package.__all__ if name.endswith("Trigger")]

STATE = {
    "version": 1,
    "schedule": "daily & mon-fri in Europe/Berlin",
    "anchor": "2024-05-02T10:30:15Z",
    "timezone": "Europe/Berlin",
    "last": "2024-05-03T10:30:15Z",
}


def restored(state: dict[str, Any], name: str = "AndTrigger") -> ScheduleTrigger:
    kind = getattr(package, name)
    each: ScheduleTrigger = kind.__new__(kind)
    each.__setstate__(state)
    return each


def test_the_state_is_small_and_readable() -> None:
    each = trigger("daily and MON-FRI in Europe/Berlin")
    assert each.__getstate__() == STATE | {"last": None}
    each.next()
    each.next()
    assert each.__getstate__() == STATE


def test_the_state_of_a_window_says_that_it_is_one() -> None:
    window = trigger("daily & mon-fri").triggers[1]  # type: ignore[attr-defined]
    assert window.__getstate__() == {
        "version": 1,
        "schedule": "secondly & mon-fri",
        "anchor": "2024-05-02T10:30:15Z",
        "timezone": "UTC",
        "last": None,
        "window": True,
    }


def test_moments_in_the_state_are_absolute() -> None:
    each = trigger("hourly starting tomorrow 09:00 until in 3 days", "Europe/Berlin")
    state = each.__getstate__()
    assert state["schedule"] == "hourly starting 2024-05-03 09:00 until 2024-05-05 12:30:15"
    assert (state["anchor"], state["timezone"]) == ("2024-05-03T07:00:00Z", "Europe/Berlin")


def test_the_state_of_an_operand_stands_alone() -> None:
    each = trigger("(daily at 09:00 & mon-fri) | hourly starting 2024-06-01 in Europe/Berlin")
    part = each.triggers[0]  # type: ignore[attr-defined]
    alone = parse_schedule(part.text, now=NOW)
    assert alone.__getstate__() == part.__getstate__()
    assert restored(part.__getstate__()).next() == alone.next()


@settings(max_examples=80, deadline=None)
@given(triggers())
def test_every_trigger_goes_on_where_its_state_stood(each: ScheduleTrigger) -> None:
    for member in with_operands(each):
        for _ in range(3):
            state = json.loads(json.dumps(member.__getstate__()))
            again = restored(state, type(member).__name__)
            assert again == member
            assert again.__getstate__() == state
            assert again.next() == member.next()


@settings(max_examples=60, deadline=None)
@given(triggers())
def test_a_restored_trigger_has_the_same_operands(each: ScheduleTrigger) -> None:
    again = restored(each.__getstate__(), type(each).__name__)
    assert [(type(part), part) for part in with_operands(again)] == [(type(part), part) for part in with_operands(each)]


def test_restored_triggers_of_one_state_are_independent() -> None:
    first, second = restored(STATE), restored(STATE)
    first.next()
    assert second.__getstate__() == STATE


@pytest.mark.parametrize("name", CLASSES)
def test_the_name_by_which_data_stores_find_a_class(name: str) -> None:
    """Stored schedules hold these names: changing one makes them unreadable."""
    kind = getattr(package, name)
    assert f"{kind.__module__}:{kind.__qualname__}" == f"everly.scheduling.triggers:{name}"


def test_no_class_that_was_ever_stored_is_gone() -> None:
    assert set(CLASSES) >= {
        "AndTrigger",
        "AtTrigger",
        "CalendarIntervalTrigger",
        "CronTrigger",
        "ExceptTrigger",
        "IntervalTrigger",
        "NotTrigger",
        "OnTrigger",
        "OrTrigger",
        "ScheduleTrigger",
        "WindowTrigger",
    }


@pytest.mark.parametrize("path", STORED, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_what_was_ever_stored_still_loads(path: Path) -> None:
    sample = json.loads(path.read_text("utf-8"))
    from_json = JSONSerializer().deserialize(json.dumps(sample["json"]).encode())
    from_pickle = pickle.loads(base64.b64decode(sample["pickle"]))
    for each in (from_json, from_pickle):
        assert isinstance(each, ScheduleTrigger)
        assert [str(moment) for moment in islice(each, len(sample["next"]))] == sample["next"]


def test_every_class_was_stored_once() -> None:
    assert {path.parent.name for path in STORED} == {"v1"}
    stored = {json.loads(path.read_text("utf-8"))["json"]["_apscheduler_json"][0] for path in STORED}
    assert stored == {f"everly.scheduling.triggers:{name}" for name in CLASSES if name != "CompositeTrigger"}


def test_a_newer_state_is_refused_by_its_version() -> None:
    with pytest.raises(DeserializationError, match="of version 2, where this everly reads version 1: a newer everly"):
        restored(STATE | {"version": 2})


@pytest.mark.parametrize(
    ("state", "reason"),
    [
        ({}, "'version'"),
        (None, "subscriptable"),
        ({"version": 1}, "'last'"),
        (STATE | {"schedule": "daily adn mon-fri"}, "adn"),
        (STATE | {"schedule": "mon-fri"}, "says when, not how often"),
        (STATE | {"schedule": ["daily"]}, "unhashable"),
        (STATE | {"schedule": "daily starting tomorrow"}, "not an absolute moment"),
        (STATE | {"schedule": "daily in Europe/Berln"}, "unknown time zone 'Europe/Berln'"),
        (STATE | {"timezone": "Europe/Berln"}, "unknown time zone 'Europe/Berln'"),
        (STATE | {"anchor": "yesterday"}, "Invalid isoformat"),
        (STATE | {"anchor": "2024-05-02T10:30:15"}, "offset-naive"),
        (STATE | {"last": 5}, "must be str"),
        (STATE | {"window": True}, "not every second of a window"),
    ],
)
def test_a_damaged_state_is_an_error_that_says_what_is_wrong(state: Any, reason: str) -> None:
    with pytest.raises(DeserializationError, match=f"unreadable state of a trigger.*{reason}"):
        restored(state)


@pytest.mark.parametrize("name", ["IntervalTrigger", "CalendarIntervalTrigger", "CronTrigger"])
def test_a_state_of_another_class_is_an_error(name: str) -> None:
    with pytest.raises(DeserializationError, match=r"^not a"):
        restored(STATE, name)


def test_a_schedule_that_absolute_moments_make_too_long_to_write_is_stored_all_the_same() -> None:
    each = trigger(" | ".join(["(hourly starting now)"] * 400))
    assert len(each.text) > MAX_LENGTH
    assert restored(each.__getstate__(), "OrTrigger").next() == each.next()


@pytest.mark.parametrize(
    "text",
    [
        "every 999999999999999 fortnights",
        "every 999999999999999 quarters",
        "every 999999999999999.5 days",
        "daily & " + "(" * 50 + "!mon between 09:00 and 10:00" + " until 2030-01-01)" * 50,
    ],
)
def test_a_schedule_at_the_limits_of_what_may_be_written_is_stored_all_the_same(text: str) -> None:
    trigger = parse_schedule(text, now=datetime(2024, 5, 1, tzinfo=UTC))
    assert pickle.loads(pickle.dumps(trigger)).next() == trigger.next()


@pytest.mark.parametrize("text", ["monthly | hourly", "yearly | secondly", "daily | 0 * * * *", "monthly", "0 * * * *"])
@pytest.mark.parametrize("now", [datetime.max.replace(tzinfo=UTC), datetime.min.replace(tzinfo=UTC)])
@pytest.mark.parametrize("zone", ["Asia/Tokyo", "America/New_York", "+23:59", "-23:59"])
def test_the_ends_of_the_calendar_raise_nothing_but_that_nothing_fires(text: str, now: datetime, zone: str) -> None:
    firings: list[datetime] = []
    with suppress(ScheduleError):
        firings = list(islice(parse_schedule(text, now=now, timezone=zone), 3))
    assert firings == sorted(set(firings))
