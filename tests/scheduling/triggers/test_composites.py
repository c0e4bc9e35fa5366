from __future__ import annotations

import copy
from datetime import timedelta
from itertools import islice

import pytest
from apscheduler.triggers import combining
from hypothesis import given, settings

from everly.scheduling.triggers import (
    AndTrigger,
    AtTrigger,
    CompositeTrigger,
    ExceptTrigger,
    NotTrigger,
    OnTrigger,
    OrTrigger,
    ScheduleTrigger,
)
from tests.scheduling.triggers.schedules import NOW, trigger, triggers


def operands(each: ScheduleTrigger) -> list[tuple[str, str]]:
    assert isinstance(each, CompositeTrigger)
    return [(type(part).__name__, part.text) for part in each.triggers if isinstance(part, ScheduleTrigger)]


def test_and_is_an_and_trigger_of_apscheduler_over_its_operands() -> None:
    each = trigger("every 6 hours & mon-fri & jun-aug starting 2024-06-03")
    assert isinstance(each, combining.AndTrigger)
    assert operands(each) == [
        ("IntervalTrigger", "every 6 hours starting 2024-06-03 00:00"),
        ("WindowTrigger", "secondly & mon-fri starting 2024-06-03 00:00"),
        ("WindowTrigger", "secondly & jun-aug starting 2024-06-03 00:00"),
    ]


def test_and_has_no_tolerance_and_gives_up_nothing() -> None:
    each = trigger("daily & mon-fri")
    assert isinstance(each, combining.AndTrigger)
    assert each.threshold == timedelta(0)
    assert each.max_iterations is None


def test_or_is_an_or_trigger_of_apscheduler_over_its_operands() -> None:
    each = trigger("(daily at 9am & mon-fri) | hourly in Europe/Berlin")
    assert isinstance(each, combining.OrTrigger)
    assert operands(each) == [
        ("AndTrigger", "daily at 09:00 & mon-fri in Europe/Berlin"),
        ("IntervalTrigger", "hourly in Europe/Berlin"),
    ]


def test_the_repr_of_the_apscheduler_class_shows_the_operands() -> None:
    each = trigger("hourly | daily")
    assert combining.OrTrigger.__repr__(each) == f"OrTrigger({each.triggers})"  # type: ignore[arg-type, attr-defined]


def test_clauses_of_a_part_stay_with_the_part() -> None:
    each = trigger("(daily & mon starting 2024-01-01) | hourly")
    assert operands(each)[0] == ("AndTrigger", "daily & mon starting 2024-01-01 00:00")
    part = each.triggers[0]  # type: ignore[attr-defined]
    assert operands(part)[0] == ("CalendarIntervalTrigger", "daily starting 2024-01-01 00:00")


def test_a_part_with_a_beginning_and_a_zone_of_its_own_counts_and_fires_in_them() -> None:
    part = trigger("(daily starting 2024-01-01 in Europe/Berlin) | hourly").triggers[0]  # type: ignore[attr-defined]
    assert str(part.anchor) == "2023-12-31 23:00:00+00:00"
    assert str(part.next()) == "2024-01-01 00:00:00+01:00"


def test_clauses_of_parts_within_clauses_are_kept_apart() -> None:
    each = trigger("((daily | hourly) starting 2024-01-01) & mon starting 2024-03-01")
    part = each.triggers[0]  # type: ignore[attr-defined]
    assert operands(part) == [
        ("CalendarIntervalTrigger", "(daily starting 2024-01-01 00:00) starting 2024-03-01 00:00"),
        ("IntervalTrigger", "(hourly starting 2024-01-01 00:00) starting 2024-03-01 00:00"),
    ]
    assert next(part.triggers[1]) == trigger("hourly starting 2024-03-01").next()


@pytest.mark.parametrize(
    ("text", "kind", "parts"),
    [
        (
            "daily except mon",
            ExceptTrigger,
            [("CalendarIntervalTrigger", "daily"), ("WindowTrigger", "secondly & mon")],
        ),
        ("mon at 09:00, 10:00", AtTrigger, [("WindowTrigger", "secondly & mon")]),
        ("daily at 09:00, 10:00", AtTrigger, []),
        ("monthly on (mon & 1st) at noon", OnTrigger, [("AndTrigger", "secondly & mon & 1st")]),
    ],
)
def test_operators_that_apscheduler_lacks_have_classes_of_their_own(
    text: str, kind: type[ScheduleTrigger], parts: list[tuple[str, str]]
) -> None:
    each = trigger(text)
    assert type(each) is kind
    assert operands(each) == parts


def test_windows_keep_their_operators() -> None:
    whole = trigger("hourly & !(mon & jan | 2nd)").triggers[1]  # type: ignore[attr-defined]
    assert type(whole) is NotTrigger
    (union,) = whole.triggers
    assert type(union) is OrTrigger
    assert operands(union) == [("AndTrigger", "secondly & mon & jan"), ("WindowTrigger", "secondly & 2nd")]
    assert type(union.triggers[0]) is AndTrigger
    assert operands(union.triggers[0]) == [
        ("WindowTrigger", "secondly & mon"),
        ("WindowTrigger", "secondly & jan"),
    ]


def test_a_window_fires_at_each_of_its_seconds() -> None:
    window = trigger("minutely & 09:00-09:02").triggers[1]  # type: ignore[attr-defined]
    assert [str(moment.time()) for moment in islice(window, 3)] == ["09:00:00", "09:00:01", "09:00:02"]
    assert len(list(window.between(NOW, NOW + timedelta(days=1)))) == 121


def test_an_operand_that_never_fires_gives_none() -> None:
    never = trigger("(hourly until 2020-01-01) | daily").triggers[0]  # type: ignore[attr-defined]
    assert type(never) is ScheduleTrigger
    assert never.next() is None


def test_operands_move_alone() -> None:
    each = trigger("hourly | daily")
    first = each.triggers[0]  # type: ignore[attr-defined]
    assert first is each.triggers[0]  # type: ignore[attr-defined]
    assert len(list(islice(first, 5))) == 5
    assert each.next() == NOW.replace(microsecond=0)


@settings(max_examples=60, deadline=None)
@given(triggers())
def test_a_trigger_fires_where_its_operands_say(each: ScheduleTrigger) -> None:
    parts = getattr(each, "triggers", [])
    for moment in islice(each, 6):
        held = [moment in part.between(moment, moment) for part in parts]
        # What stands without a beginning of its own has no firings before the anchor.
        if isinstance(each, AndTrigger) and moment >= each.anchor:
            assert all(held)
        if isinstance(each, OrTrigger):
            assert any(held)
        if isinstance(each, ExceptTrigger):
            assert held in ([True, False], [True])


@settings(max_examples=60, deadline=None)
@given(triggers())
def test_each_firing_of_an_operand_of_or_is_one_of_the_whole(each: ScheduleTrigger) -> None:
    if isinstance(each, OrTrigger):
        for part in each.triggers:
            assert all(moment in each.between(moment, moment) for moment in islice(copy.copy(part), 4))
