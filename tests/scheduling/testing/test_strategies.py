from __future__ import annotations

import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import fields
from datetime import UTC, datetime, timedelta
from typing import get_args
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from everly.grammar.parser import parse
from everly.grammar.tree import (
    After,
    And,
    At,
    Calendar,
    ClockTime,
    Cron,
    Date,
    DayOfMonth,
    Elapsed,
    Except,
    Field,
    FreeDate,
    LastDay,
    LastWorkday,
    Moment,
    NearDay,
    NearestWorkday,
    NextWeekday,
    Node,
    Not,
    Now,
    NthWeekday,
    Or,
    Range,
    Schedule,
    Star,
    Window,
    Zone,
)
from everly.scheduling.testing import (
    CLOCK_CHANGES,
    ZONES,
    ClockChange,
    clock_changes,
    datetimes_near_changes,
    firings,
    instants_near_changes,
    schedule_texts,
    schedules,
    spellings,
    zones,
)
from everly.scheduling.zone_names import find_zone

NODES: tuple[type, ...] = (
    *(Schedule, And, Or, Except, Not, Elapsed, Calendar, At, Cron, Moment, Zone),
    *(Field, Star, Range, LastDay, LastWorkday, NearestWorkday, NthWeekday),
    *(Date, ClockTime, NextWeekday, DayOfMonth, NearDay, Now, After, FreeDate),
    *get_args(Window),
)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
QUICKLY = settings(max_examples=60, deadline=None, database=None, phases=[Phase.generate])


def nodes_of(value: object) -> Iterator[Node]:
    """The nodes of a tree, each before those it holds."""
    if isinstance(value, tuple):
        for each in value:
            yield from nodes_of(each)
    elif isinstance(value, Node):
        yield value
        for field in fields(value):
            yield from nodes_of(getattr(value, field.name))


def offset(zone: str, instant: int) -> timedelta | None:
    return (EPOCH + timedelta(seconds=instant)).astimezone(ZoneInfo(zone)).utcoffset()


def test_the_nodes_looked_for_are_all_that_the_tree_has() -> None:
    from everly.grammar import tree

    classes = {value for name in tree.__all__ if isinstance(value := getattr(tree, name), type)}
    concrete = {each for each in classes if issubclass(each, Node) and not each.__subclasses__()}
    assert concrete == set(NODES)


def test_trees_hold_every_kind_of_node() -> None:
    """How often one comes up depends on constants that Hypothesis finds in whatever modules were imported before."""
    found: Counter[type] = Counter()

    @settings(max_examples=800, deadline=None, database=None, phases=[Phase.generate], derandomize=True)
    @given(schedules(1))
    def count(schedule: Schedule) -> None:
        found.update({type(node) for node in nodes_of(schedule)})

    count()
    assert [node.__name__ for node in NODES if not found[node]] == []


@pytest.mark.parametrize("depth", [0, 1, 2])
def test_operators_nest_no_deeper_than_asked_for(depth: int) -> None:
    joins = And | Or | Except

    def deepest(value: object) -> int:
        if isinstance(value, tuple):
            return max(map(deepest, value), default=0)
        if not isinstance(value, Node):
            return 0
        inner = max((deepest(getattr(value, field.name)) for field in fields(value)), default=0)
        return inner + isinstance(value, joins)

    @QUICKLY
    @given(firings(depth))
    def check(expr: object) -> None:
        # Days may be joined once more inside `at` and `on`.
        assert deepest(expr) <= depth + 1

    check()


@settings(QUICKLY, suppress_health_check=[HealthCheck.too_slow])
@given(schedule_texts())
def test_generated_texts_can_be_read(text: str) -> None:
    assert isinstance(parse(text), Schedule)


@QUICKLY
@given(st.data())
def test_texts_for_a_tree_are_read_into_it(data: st.DataObject) -> None:
    schedule = data.draw(schedules(1))
    assert parse(data.draw(spellings(schedule))) == schedule


def test_texts_vary_in_spelling() -> None:
    seen: set[str] = set()
    schedule = parse("every 2 weeks on mon at 09:00 & jan-mar")

    @settings(max_examples=50, deadline=None, database=None, phases=[Phase.generate], derandomize=True)
    @given(spellings(schedule))
    def collect(text: str) -> None:
        seen.add(text)

    collect()
    assert len(seen) >= 25


def test_zones_are_known_and_include_the_odd_ones() -> None:
    assert [zone for zone in ZONES if not find_zone(zone).name] == []
    assert {"UTC", "+05:45", "Pacific/Apia", "Australia/Lord_Howe", "Africa/Monrovia", "Europe/Dublin"} <= set(ZONES)
    assert len(set(ZONES)) == len(ZONES)


def test_every_zone_comes_up() -> None:
    seen: set[str] = set()

    @settings(max_examples=400, deadline=None, database=None, phases=[Phase.generate], derandomize=True)
    @given(zones())
    def collect(zone: str) -> None:
        seen.add(zone)

    collect()
    assert seen == set(ZONES)


@pytest.mark.parametrize("change", CLOCK_CHANGES)
def test_a_clock_change_is_one_in_the_zone_database(change: ClockChange) -> None:
    # Editions of the database differ by seconds in what local mean time was.
    assert offset(change.zone, change.instant - 60) != offset(change.zone, change.instant + 60)


def test_clock_changes_are_gaps_and_folds_of_all_sizes() -> None:
    steps = [
        (offset(zone, instant + 60) or timedelta()) - (offset(zone, instant - 60) or timedelta())
        for zone, instant in CLOCK_CHANGES
    ]
    assert {timedelta(hours=1), -timedelta(hours=1), timedelta(minutes=30), timedelta(days=1)} <= set(steps)
    assert any(step % timedelta(minutes=1) for step in steps)


@QUICKLY
@given(clock_changes())
def test_clock_changes_are_those_of_the_list(change: ClockChange) -> None:
    assert change in CLOCK_CHANGES


@settings(QUICKLY, max_examples=200)
@given(instants_near_changes(7200))
def test_instants_surround_a_change(near: ClockChange) -> None:
    distances = [abs(near.instant - change.instant) for change in CLOCK_CHANGES if change.zone == near.zone]
    assert min(distances) <= 7200


def test_instants_lie_on_both_sides_of_a_change_and_right_at_it() -> None:
    sides: Counter[str] = Counter()

    @settings(max_examples=300, deadline=None, database=None, phases=[Phase.generate], derandomize=True)
    @given(instants_near_changes(3600))
    def count(near: ClockChange) -> None:
        away = min((near.instant - at for zone, at in CLOCK_CHANGES if zone == near.zone), key=abs)
        sides["at" if away == 0 else "just before" if away == -1 else "before" if away < 0 else "after"] += 1

    count()
    assert min(sides[side] for side in ("at", "just before", "before", "after")) >= 5


@settings(QUICKLY, max_examples=200)
@given(datetimes_near_changes())
def test_datetimes_near_a_change_are_aware_and_show_what_the_clock_showed(moment: datetime) -> None:
    assert moment.utcoffset() is not None
    assert moment.microsecond == 0
    back = moment.astimezone(UTC).astimezone(moment.tzinfo)
    assert (back.replace(tzinfo=None), back.fold) == (moment.replace(tzinfo=None), moment.fold)


def test_without_hypothesis_the_error_names_the_extra() -> None:
    script = "import sys; sys.modules['hypothesis'] = None; import everly.scheduling.testing"
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert run.returncode == 1
    assert "ImportError: everly.scheduling.testing needs hypothesis: pip install 'everly[testing]'" in run.stderr
