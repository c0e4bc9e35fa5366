from __future__ import annotations

import copy
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import islice, pairwise
from zoneinfo import ZoneInfo

import pytest
from apscheduler.abc import Trigger
from hypothesis import given, settings

from everly import parse_schedule
from everly.scheduling.triggers import ScheduleTrigger
from tests.scheduling.triggers.schedules import EXAMPLES, NOW, trigger, triggers

BERLIN = ZoneInfo("Europe/Berlin")


def local(each: ScheduleTrigger, count: int) -> list[str]:
    return [str(moment) for moment in islice(each, count)]


def test_a_trigger_lists_the_firings_of_the_seed_page() -> None:
    assert local(trigger("daily and mon-fri starting May 2, 2024"), 5) == [
        "2024-05-02 00:00:00+00:00",
        "2024-05-03 00:00:00+00:00",
        "2024-05-06 00:00:00+00:00",
        "2024-05-07 00:00:00+00:00",
        "2024-05-08 00:00:00+00:00",
    ]


def test_the_first_firing_is_now_cut_down_to_the_second() -> None:
    assert trigger("hourly").next() == NOW.replace(microsecond=0)


def test_a_trigger_that_ends_gives_none_and_goes_on_giving_none() -> None:
    each = trigger("every 6 hours & mon-fri & jun-aug & 2024 starting 2024-06-03")
    assert len(list(each)) == 260
    assert [each.next() for _ in range(3)] == [None, None, None]


def test_firings_in_utc_have_the_zone_of_the_datetime_module() -> None:
    for text, timezone in (("hourly", "UTC"), ("hourly in Z", "Europe/Berlin"), ("hourly", "+00:00")):
        first = trigger(text, timezone).next()
        assert first is not None
        assert first.tzinfo is UTC


def test_firings_in_a_zone_carry_it_with_the_fold_of_the_second_pass() -> None:
    each = parse_schedule("every 30 minutes", now=datetime(2024, 10, 27, 1, tzinfo=BERLIN), timezone="Europe/Berlin")
    passes = [(moment.hour, moment.minute, moment.fold) for moment in islice(each, 7)]
    assert passes == [(1, 0, 0), (1, 30, 0), (2, 0, 0), (2, 30, 0), (2, 0, 1), (2, 30, 1), (3, 0, 0)]
    assert all(moment.tzinfo is BERLIN for moment in islice(each, 3))


def test_a_fixed_offset_is_a_zone() -> None:
    assert local(trigger("daily at 09:00 in +05:30"), 1) == ["2024-05-03 09:00:00+05:30"]


@pytest.mark.parametrize(("zone", "count"), [("UTC", 24), ("Asia/Tokyo", 15), ("America/New_York", 24)])
def test_past_the_year_9999_there_is_no_firing_and_no_exception(zone: str, count: int) -> None:
    each = trigger(f"hourly starting 9999-12-31 00:00 UTC in {zone}")
    found = list(each)
    assert len(found) == count
    assert each.next() is None
    assert each.after(found[-1]) is None
    assert list(each.between(found[0], found[-1] + timedelta(minutes=59))) == found


def test_before_the_year_1_on_the_clock_of_the_zone_there_is_no_firing() -> None:
    each = trigger("(hourly starting 0001-01-01 00:00 UTC) | yearly in America/New_York")
    first = each.next()
    assert first is not None
    assert (first.year, first.month, first.day, first.hour) == (1, 1, 1, 0)


@settings(max_examples=60, deadline=None)
@given(triggers())
def test_firings_strictly_increase_and_are_whole_seconds(each: ScheduleTrigger) -> None:
    found = [moment.astimezone(UTC) for moment in islice(each, 8)]
    assert found
    assert all(earlier < later for earlier, later in pairwise(found))
    assert all(moment.microsecond == 0 for moment in found)


@settings(max_examples=60, deadline=None)
@given(triggers())
def test_asking_about_other_times_moves_nothing(each: ScheduleTrigger) -> None:
    found = list(islice(copy.copy(each), 4))
    before = each.__getstate__()
    assert list(each.between(found[0], found[-1])) == found
    assert each.after(found[0] - timedelta(microseconds=1)) == found[0]
    assert [each.after(moment) for moment in found[:-1]] == found[1:]
    assert each.__getstate__() == before


def test_between_has_both_ends_in_and_rounds_fractions_of_a_second_inward() -> None:
    each = trigger("secondly starting 2024-05-02")
    first, last = datetime(2024, 6, 1, 0, 0, 0, 1, tzinfo=UTC), datetime(2024, 6, 1, 0, 0, 2, 999_999, tzinfo=UTC)
    assert [moment.second for moment in each.between(first, last)] == [1, 2]
    assert [moment.second for moment in each.between(first.replace(microsecond=0), last)] == [0, 1, 2]


def test_moments_without_a_zone_are_refused() -> None:
    each, naive = trigger("hourly"), datetime(2024, 6, 1)
    with pytest.raises(ValueError, match=r"2024-06-01T00:00:00 has no zone: pass an aware datetime"):
        each.after(naive)
    with pytest.raises(ValueError, match="has no zone"):
        each.between(naive, NOW)
    with pytest.raises(ValueError, match="has no zone"):
        each.between(NOW, naive)


@pytest.mark.parametrize("copied", [copy.copy, copy.deepcopy])
def test_a_copy_goes_on_alone(copied: Callable[[Trigger], Trigger]) -> None:
    each = trigger("(hourly & mon-fri) | daily")
    each.next()
    twin = copied(each)
    assert [twin.next() for _ in range(3)] == [each.after(NOW + timedelta(hours=hour)) for hour in range(3)]
    assert each.next() == each.after(NOW)


def test_triggers_of_one_schedule_are_equal_wherever_they_stand() -> None:
    each, moved = trigger("daily and MON-FRI"), trigger("daily & mon,tue,wed,thu,fri")
    moved.next()
    assert each == moved
    assert each != trigger("daily & mon-thu")
    assert each != trigger("daily & mon-fri", "Europe/Berlin")
    assert each != parse_schedule("daily & mon-fri", now=NOW + timedelta(seconds=1))
    assert each != "daily & mon-fri"


def test_an_equal_beginning_is_an_equal_schedule_whatever_now_is() -> None:
    later = parse_schedule("daily starting 2024-05-02", now=NOW + timedelta(days=9))
    assert trigger("daily starting today") == later
    assert repr(trigger("daily starting today")) == repr(later)


def test_a_window_that_fires_each_second_is_not_the_schedule_that_spells_it() -> None:
    window = trigger("monthly on (mon & jan)").triggers[0]  # type: ignore[attr-defined]
    spelled = trigger("secondly & mon & jan")
    assert (type(window), window.text) == (type(spelled), spelled.text)
    assert window != spelled
    assert (len(window.triggers), len(spelled.triggers)) == (2, 3)  # type: ignore[attr-defined]


def test_triggers_have_no_hash_since_they_change() -> None:
    with pytest.raises(TypeError, match="unhashable"):
        hash(trigger("daily"))


def test_repr_shows_what_is_stored() -> None:
    each = trigger("daily and MON-FRI in Europe/Berlin")
    shown = "AndTrigger('daily & mon-fri in Europe/Berlin', anchor='2024-05-02T10:30:15Z', timezone='Europe/Berlin'"
    assert repr(each) == f"{shown})"
    each.next()
    assert repr(each) == f"{shown}, last='2024-05-02T10:30:15Z')"


def test_text_tree_and_anchor_are_those_of_the_resolved_schedule() -> None:
    each = trigger("daily starting tomorrow 09:00")
    assert each.text == "daily starting 2024-05-03 09:00"
    assert each.tree.starting is not None
    assert each.anchor == datetime(2024, 5, 3, 9, tzinfo=UTC)


@pytest.mark.parametrize("text", EXAMPLES)
def test_every_trigger_is_one_of_apscheduler_and_iterates(text: str) -> None:
    each = trigger(text)
    assert isinstance(each, Trigger)
    assert isinstance(each, ScheduleTrigger)
    assert iter(each) is each
    assert next(each) == next(copy.copy(trigger(text)))
