"""What compares equal is alike in all it does: hashes, previews, triggers and decisions."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from everly.grammar.diagnostics import ScheduleError
from everly.grammar.parser import parse
from everly.grammar.printer import print_schedule
from everly.grammar.tree import Schedule
from everly.scheduling.compiler import Compiled, compile_schedule
from everly.scheduling.decisions.comparison import Relation, compare
from everly.scheduling.decisions.frequency import frequency
from everly.scheduling.decisions.gaps import gaps
from everly.scheduling.preview import Mark, preview
from everly.scheduling.testing import schedules, spellings, zones
from everly.scheduling.triggers import trigger_of
from tests.scheduling.decisions.universes import listed, pairs, quickly

NOW = datetime(2024, 2, 28, 12, 31, 52, tzinfo=UTC)

examples = settings(quickly, max_examples=100)


def compiled(text: str, zone: str) -> Compiled | None:
    try:
        return compile_schedule(text, now=NOW, timezone=zone)
    except ScheduleError:
        return None


@st.composite
def spelt_twice(draw: st.DrawFn) -> tuple[str, str]:
    """Two texts of one schedule."""
    tree = draw(schedules())
    return print_schedule(tree), draw(spellings(tree))


def marks(schedule: Compiled) -> list[Mark | None]:
    """What clock changes did to the first firings."""
    return [firing.mark for firing in preview(schedule, count=20).firings]


@given(spelt_twice(), zones())
@examples
def test_equal_trees_have_equal_hashes_sets_previews_and_triggers(texts: tuple[str, str], zone: str) -> None:
    left, right = map(parse, texts)
    assert left == right
    assert hash(left) == hash(right)
    one, other = (compiled(text, zone) for text in texts)
    if one is None or other is None:
        assert one is other
        return
    assert one.instants == other.instants
    assert hash(one.instants) == hash(other.instants)
    assert one == other
    assert hash(one) == hash(other)
    assert preview(one, count=20) == preview(other, count=20)
    assert marks(one) == marks(other)
    assert preview(one, count=5, reverse=True) == preview(other, count=5, reverse=True)
    assert trigger_of(one) == trigger_of(other)
    assert frequency(one) == frequency(other)


@given(schedules(), zones())
@examples
def test_a_schedule_that_was_asked_equals_one_that_was_not(tree: Schedule, zone: str) -> None:
    text = print_schedule(tree)
    asked = compiled(text, zone)
    if asked is not None:
        preview(asked, count=20)
        fresh = compiled(text, zone)
        assert asked == fresh
        assert hash(asked) == hash(fresh)


@given(pairs())
@examples
def test_equal_sets_have_equal_hashes_previews_and_decisions(pair: tuple[Compiled, Compiled]) -> None:
    left, right = pair
    if left.instants != right.instants:
        return
    assert hash(left.instants) == hash(right.instants)
    assert listed(left) == listed(right)
    assert preview(left, count=50) == preview(right, count=50)
    assert compare(left, right).relation is Relation.EQUAL
    assert (frequency(left), gaps(left)) == (frequency(right), gaps(right))


def test_sets_compare_equal_often_enough() -> None:
    equal: list[bool] = []

    @settings(examples, phases=[Phase.generate])
    @given(pairs())
    def look(pair: tuple[Compiled, Compiled]) -> None:
        equal.append(pair[0].instants == pair[1].instants)

    look()
    assert 5 <= sum(equal) < len(equal)
