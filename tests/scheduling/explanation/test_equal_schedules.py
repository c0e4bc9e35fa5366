"""Equal schedules explain alike, and every explanation is one sentence."""

from __future__ import annotations

import re

from hypothesis import given, reject, settings

from everly.grammar.diagnostics import ScheduleError
from everly.grammar.tree import Schedule
from everly.scheduling.compiler import Compiled, compile_tree
from everly.scheduling.decisions.comparison import Relation, compare
from everly.scheduling.engine.civil import MAX_INSTANT, MIN_INSTANT
from everly.scheduling.explanation.bounds import Bounds
from everly.scheduling.explanation.sentence import closed_text, explain, without_idle
from everly.scheduling.simplify import simplify
from everly.scheduling.testing import ClockChange, instants_near_changes, schedules
from everly.scheduling.zone_names import find_zone
from tests.scheduling.decisions.universes import pairs
from tests.scheduling.simplify import dense


def compiled(schedule: Schedule, near: ClockChange) -> Compiled:
    try:
        return compile_tree(schedule, "", now=near.instant, zone=find_zone(near.zone))
    except ScheduleError:
        reject()


def is_closed(compiled: Compiled) -> bool:
    """Whether the sentence is about one thing, or a few on one clock; else equal schedules may read differently."""
    instants = without_idle(compiled.instants)
    first, last = instants.ceil(MIN_INSTANT), instants.floor(MAX_INSTANT)
    assert first is not None
    assert last is not None
    return closed_text(instants, Bounds(first, last, compiled.now, compiled.zone, compiled.zone)) is not None


@settings(deadline=None, max_examples=60)
@given(pairs())
def test_equal_schedules_of_small_universes_read_alike(pair: tuple[Compiled, Compiled]) -> None:
    left, right = pair
    if compare(left, right).relation is Relation.EQUAL and is_closed(left):
        assert explain(left).sentence == explain(right).sentence


@settings(deadline=None, max_examples=30)
@given(dense.schedules(2) | dense.pairs(), instants_near_changes())
def test_a_schedule_reads_like_what_it_simplifies_to(schedule: Schedule, near: ClockChange) -> None:
    before = compiled(schedule, near)
    after = compiled(simplify(schedule, timezone=near.zone), near)
    if before.zone == after.zone and is_closed(before):
        assert explain(before).sentence == explain(after).sentence


@settings(deadline=None, max_examples=40)
@given(schedules(2), instants_near_changes())
def test_every_explanation_is_one_sentence_and_always_the_same(schedule: Schedule, near: ClockChange) -> None:
    once, again = (explain(compiled(schedule, near)) for _ in range(2))
    assert once == again
    assert re.fullmatch(r"[A-Z][ -~]*[A-Za-z0-9)]\.", once.sentence)
    assert "  " not in once.sentence
    assert not re.search(r"\b(\w+) \1\b", once.sentence), once.sentence
