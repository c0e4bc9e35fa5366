"""Pairs of schedules that mean the same and are written differently."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count

from hypothesis import reject
from hypothesis import strategies as st

from everly.grammar.diagnostics import ScheduleError
from everly.grammar.parser import parse
from everly.grammar.printer import print_schedule
from everly.grammar.tree import At, Calendar, Expr, Schedule
from everly.scheduling.compiler import Compiled, compile_tree
from everly.scheduling.simplify import simplify
from everly.scheduling.simplify.trees import parts, with_parts
from everly.scheduling.testing import ClockChange, spellings
from everly.scheduling.zone_names import find_zone
from tests.scheduling.rewriting.fields import CRON_LAWS
from tests.scheduling.rewriting.laws import LAWS, Law
from tests.scheduling.rewriting.places import Place

Path = tuple[int, ...]
"""The way to a node: which part to take, which part of that, and so on."""

_MOST = 4  # so many laws are applied, one after the other


@st.composite
def rewritten(draw: st.DrawFn, schedule: Schedule, zone: str) -> Schedule:
    """The schedule, written in another way."""
    found = schedule.expr
    place = Place(zone).inside(schedule)
    for _ in range(draw(st.integers(1, _MOST))):
        path = draw(st.sampled_from(list(_paths(found))))
        found = _changed(draw, found, place, path)
    whole = Schedule(found, schedule.starting, schedule.until, schedule.zone)
    if draw(st.booleans()):
        whole = simplify(whole, timezone=zone)
    return parse(draw(spellings(whole)) if draw(st.booleans()) else print_schedule(whole))


@st.composite
def pairs_alike(draw: st.DrawFn, trees: st.SearchStrategy[Schedule], near: ClockChange) -> tuple[Compiled, Compiled]:
    """A schedule and the same written otherwise, both as of one moment in one zone; those that never fire are out."""
    tree = draw(trees)
    other = draw(rewritten(tree, near.zone))
    left, right = (_compiled(each, near) for each in (tree, other))
    return left, right


def _compiled(schedule: Schedule, near: ClockChange) -> Compiled:
    try:
        return compile_tree(schedule, print_schedule(schedule), now=near.instant, zone=find_zone(near.zone))
    except ScheduleError:
        reject()


def _paths(expr: Expr) -> Iterator[Path]:
    yield ()
    for index, part in enumerate(parts(expr)):
        yield from ((index, *rest) for rest in _paths(part))


def _changed(draw: st.DrawFn, expr: Expr, place: Place, path: Path) -> Expr:
    """An expression with the node at the end of a path written otherwise."""
    if not path:
        law: Law = draw(st.sampled_from((*LAWS, *CRON_LAWS)))
        return law(draw, expr, place) or expr
    index, *rest = path
    numbers, inside = count(), _inside(expr, place)
    return with_parts(expr, lambda part: _changed(draw, part, inside, (*rest,)) if next(numbers) == index else part)


def _inside(expr: Expr, place: Place) -> Place:
    """The place of the parts of an expression."""
    match expr:
        case Schedule():
            return place.inside(expr)
        case At() | Calendar():
            return place.picking_days
        case _:
            return place
