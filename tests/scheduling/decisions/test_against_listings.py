"""Every decision against the listings of schedules that fire within a few days."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from hypothesis import Phase, given, seed, settings
from hypothesis import strategies as st

from everly.grammar.tree import And, Except, Expr, Or, Schedule
from everly.scheduling.compiler import Compiled
from everly.scheduling.decisions.comparison import Relation, compare
from everly.scheduling.decisions.frequency import count_between, frequency
from everly.scheduling.decisions.gaps import gaps
from everly.scheduling.decisions.meetings import meetings
from everly.scheduling.decisions.redundancy import redundancies
from everly.scheduling.engine.civil import MIN_INSTANT
from everly.scheduling.lower import lower
from everly.scheduling.preview import preview
from tests.scheduling.decisions.universes import SHAPES, listed, neighbours, pairs, quickly, singles


def first(members: set[int]) -> int | None:
    return min(members, default=None)


def relation(left: set[int], right: set[int]) -> Relation:
    if left == right:
        return Relation.EQUAL
    if not left & right:
        return Relation.DISJOINT
    return Relation.SUBSET if left < right else Relation.SUPERSET if right < left else Relation.OVERLAPPING


@given(pairs())
@quickly
def test_relations_and_what_proves_them(pair: tuple[Compiled, Compiled]) -> None:
    left, right = (set(listed(each)) for each in pair)
    found = compare(*pair)
    assert found.relation is relation(left, right)
    assert (found.only_left, found.only_right, found.shared) == (
        first(left - right),
        first(right - left),
        first(left & right),
    )


@given(pairs())
@quickly
def test_meetings_are_those_of_the_listings(pair: tuple[Compiled, Compiled]) -> None:
    shared = sorted(set(listed(pair[0])) & set(listed(pair[1])))
    found = meetings(*pair)
    if found is None:
        assert shared == []
        return
    assert (found.first, found.last, found.total, found.yearly) == (shared[0], shared[-1], len(shared), None)


def test_every_relation_comes_up() -> None:
    seen: Counter[Relation] = Counter()

    @settings(quickly, max_examples=20, phases=[Phase.generate])
    @given(data=st.data())
    def look(shape: tuple[str, str], data: st.DataObject) -> None:
        seen[compare(*data.draw(pairs([shape]))).relation] += 1

    for number, shape in enumerate(SHAPES):
        seed(number)(look)(shape)  # else all shapes would be drawn alike where examples are the same each time
    assert {relation for relation in Relation if seen[relation] < 3} == set()


@given(pairs())
@quickly
def test_equal_schedules_have_equal_previews_and_counts(pair: tuple[Compiled, Compiled]) -> None:
    left, right = pair
    if compare(left, right).relation is not Relation.EQUAL:
        return
    one, other = preview(left, count=50), preview(right, count=50)
    assert [firing.instant for firing in one.firings] == [firing.instant for firing in other.firings]
    assert [firing.local for firing in one.firings] == [firing.local for firing in other.firings]
    assert one.complete == other.complete
    assert frequency(left).total == frequency(right).total
    assert (gaps(left) is None) == (gaps(right) is None)


@given(singles(), st.integers(-1000, 500_000), st.integers(-1, 500_000))
@quickly
def test_counts_are_those_of_the_listing(compiled: Compiled, start: int, length: int) -> None:
    members = listed(compiled)
    begin = members[0] + start
    assert count_between(compiled, begin, begin + length) == sum(begin <= each <= begin + length for each in members)
    assert count_between(compiled, MIN_INSTANT, members[-1]) == len(members)


@given(singles())
@quickly
def test_the_frequency_is_that_of_the_listing(compiled: Compiled) -> None:
    members, found = listed(compiled), frequency(compiled)
    assert (found.first, found.last, found.total, found.yearly) == (members[0], members[-1], len(members), None)


@given(singles())
@quickly
def test_the_gaps_are_those_of_the_listing_up_to_where_they_hold(compiled: Compiled) -> None:
    members, found = listed(compiled), gaps(compiled)
    if len(members) == 1:
        assert found is None
        return
    assert found is not None
    told = neighbours([each for each in members if found.until is None or each <= found.until])
    assert {found.shortest, found.longest} <= set(told)
    assert (found.shortest.length, found.longest.length) == (min(told).length, max(told).length)


@given(singles())
@quickly
def test_leaving_out_all_that_is_redundant_keeps_the_listing(compiled: Compiled) -> None:
    redundant = {id(each.operand) for each in redundancies(compiled)}
    tree = without(compiled.resolved, redundant)
    assert isinstance(tree, Schedule)
    left = replace(compiled, instants=lower(tree, anchor=compiled.now, zone=compiled.zone))
    assert listed(left) == listed(compiled)


@given(singles())
@quickly
def test_leaving_out_anything_else_changes_the_listing(compiled: Compiled) -> None:
    redundant = {id(each.operand) for each in redundancies(compiled)}
    inner = compiled.resolved.expr
    kept = [each for each in inner.operands if id(each) not in redundant] if isinstance(inner, Or) else []
    for operand in kept if len(kept) > 1 else []:
        tree = without(compiled.resolved, {*redundant, id(operand)})
        assert isinstance(tree, Schedule)
        dropped = replace(compiled, instants=lower(tree, anchor=compiled.now, zone=compiled.zone))
        assert listed(dropped) != listed(compiled)


def without(expr: Expr, dropped: set[int]) -> Expr:
    """A tree without some of its operands, given by identity."""
    match expr:
        case And(operands) | Or(operands):
            kept = [without(each, dropped) for each in operands if id(each) not in dropped]
            return replace(expr, operands=tuple(kept)) if len(kept) > 1 else kept[0]
        case Except(base, removed):
            inner = without(base, dropped)
            return inner if id(removed) in dropped else replace(expr, base=inner)
        case Schedule():
            return replace(expr, expr=without(expr.expr, dropped))
        case _:
            return expr
