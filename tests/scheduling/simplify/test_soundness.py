"""Every pass alone, and all in order, keep what a schedule means, judged by the engine and by a second reading."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import islice

import pytest
from hypothesis import given, reject, settings
from hypothesis import strategies as st

from everly.grammar.diagnostics import ScheduleError
from everly.grammar.kinds import kind_of
from everly.grammar.parser import parse
from everly.grammar.printer import print_schedule
from everly.grammar.tree import Calendar, Except, Expr, Not, Schedule
from everly.scheduling.decisions.comparison import Relation, compare_sets
from everly.scheduling.engine.civil import MAX_INSTANT
from everly.scheduling.engine.nodes import InstantSet
from everly.scheduling.engine.zones import Zone
from everly.scheduling.lower import lower
from everly.scheduling.resolver import resolve
from everly.scheduling.simplify import LAWS, PASSES, Pass, simplify
from everly.scheduling.simplify.trees import parts, size
from everly.scheduling.testing import ClockChange, instants_near_changes, schedules, zones
from everly.scheduling.zone_names import find_zone
from tests.scheduling.oracle import fires
from tests.scheduling.simplify import dense

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_DAY = 86400
_IN_UTC = st.integers(1_200_000_000, 1_900_000_000).map(partial(ClockChange, "UTC"))
_SAFE = range(-50_000_000_000, 200_000_000_000)
"""Instants at which `datetime` can be asked in any zone."""

ANY = schedules(2) | dense.schedules(2) | dense.schedules(3)
SMALL = dense.pairs() | dense.schedules(2)


def resolved(schedule: Schedule, near: ClockChange) -> tuple[Schedule, Zone, int]:
    """The schedule with its moments absolute, its default zone, and `now`."""
    zone = find_zone(near.zone)
    try:
        return resolve(schedule, "", now=near.instant, zone=zone).schedule, zone, near.instant
    except ScheduleError:
        reject()


def listed(instants: InstantSet, begin: int) -> list[int]:
    return list(islice(instants.between(begin, MAX_INSTANT), 12))


def check_same(before: Schedule, after: Schedule, now: int, zone: Zone) -> None:
    if after == before:
        return
    left, right = (lower(each, anchor=now, zone=zone) for each in (before, after))
    assert compare_sets(left, right).relation is Relation.EQUAL
    firings = listed(left, now - _DAY)
    assert listed(right, now - _DAY) == firings
    asked = (now, *firings[:3], *(each + 3600 for each in firings[:1]), *range(now - 9000, now + 90_000, 45_000))
    for instant in filter(_SAFE.__contains__, asked):
        assert holds(after, now, zone, instant) == holds(before, now, zone, instant)


def holds(schedule: Schedule, now: int, zone: Zone, instant: int) -> bool:
    here, there = (_EPOCH + timedelta(seconds=each) for each in (now, instant))
    return fires(schedule, here, zone.tzinfo, there)


def weight(schedule: Schedule) -> tuple[int, int, int, int, int]:
    """What every pass makes less: nodes, then complements and differences, what is in them, intervals, and clauses."""
    nodes = list(below(schedule))
    complements = [each.operand for each in nodes if isinstance(each, Not)]
    removed = [each.removed for each in nodes if isinstance(each, Except)]
    clauses = [(each.until, each.zone) for each in nodes if isinstance(each, Schedule)]
    return (
        size(schedule),
        2 * len(complements) + len(removed),
        sum(map(size, (*complements, *removed))),
        sum(isinstance(each, Calendar) for each in nodes),
        sum(clause is not None for pair in clauses for clause in pair),
    )


def below(expr: Expr) -> list[Expr]:
    return [expr, *(each for part in parts(expr) for each in below(part))]


@pytest.mark.parametrize("each", PASSES, ids=lambda each: each.name)
@settings(deadline=None, max_examples=40)
@given(schedule=SMALL, near=instants_near_changes())
def test_a_pass_alone_keeps_the_instants_and_the_kind(each: Pass, schedule: Schedule, near: ClockChange) -> None:
    before, zone, now = resolved(schedule, near)
    after = each.apply(before, zone)
    assert kind_of(after) is kind_of(before)
    check_same(before, after, now, zone)


@pytest.mark.parametrize("each", PASSES, ids=lambda each: each.name)
@settings(deadline=None, max_examples=60)
@given(schedule=dense.schedules(3), zone=zones().map(find_zone))
def test_a_pass_makes_a_schedule_less_or_leaves_it(each: Pass, schedule: Schedule, zone: Zone) -> None:
    after = each.apply(schedule, zone)
    assert after == schedule or weight(after) < weight(schedule)


@settings(deadline=None, max_examples=50)
@given(ANY, instants_near_changes())
def test_all_passes_keep_the_instants_of_a_resolved_schedule(schedule: Schedule, near: ClockChange) -> None:
    before, zone, now = resolved(schedule, near)
    check_same(before, simplify(before, timezone=zone.tzinfo), now, zone)


@settings(deadline=None, max_examples=100)
@given(dense.pairs() | SMALL, instants_near_changes() | _IN_UTC, st.integers(-400 * _DAY, 400 * _DAY))
def test_what_is_simplified_as_it_was_written_holds_whatever_the_time_is(
    schedule: Schedule, near: ClockChange, later: int
) -> None:
    simpler = simplify(schedule, timezone=near.zone)
    for now in (near.instant, near.instant + later):
        before, zone, _ = resolved(schedule, near._replace(instant=now))
        after, _, _ = resolved(simpler, near._replace(instant=now))
        check_same(before, after, now, zone)


@settings(deadline=None, max_examples=30)
@given(ANY, instants_near_changes())
def test_the_laws_hold_in_every_zone(schedule: Schedule, near: ClockChange) -> None:
    before, zone, now = resolved(schedule, near)
    check_same(before, simplify(before, passes=LAWS), now, zone)


@settings(deadline=None, max_examples=60)
@given(ANY, zones().map(find_zone))
def test_the_result_is_simple_of_the_same_kind_and_reads_back(schedule: Schedule, zone: Zone) -> None:
    simpler = simplify(schedule, timezone=zone.tzinfo)
    assert simplify(simpler, timezone=zone.tzinfo) == simpler
    assert size(simpler) <= size(schedule)
    assert kind_of(simpler) is kind_of(schedule)
    assert parse(print_schedule(simpler), limited=False) == simpler
