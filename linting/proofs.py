"""Proofs that a fix keeps the firings, so that it may be made unasked.

What must be proved. A schedule without a beginning floats: it counts from the moment at which it is loaded, which is
not the moment at which its file is mended. `hourly or 0 14 * * *` fires as `hourly` does when it is loaded on the hour,
and at no other time. So to compare two schedules at the subject's `now`, or at any number of moments, proves nothing
about the next; what is proved here holds whatever `now` is:

- Trees that are equal mean the same at every moment. Neither spelling nor place is in a tree.
- Expressions of the same form mean the same if their parts do, one by one, in clauses that say the same.
- Of an expression that is *settled* (`Place.is_settled`), `now` bounds the firings from below and changes nothing else.
  So two of them mean the same if their sets of instants, over all of the calendar, are equal: the engine decides that.
- `simplify` keeps the firings whatever `now` is. So two schedules mean the same if what it makes of them does.

Where these do not reach, a fix is not safe, even if it keeps the firings. Like every answer of the engine, a proof
about zones rests on the clock changes that the zone database of the machine knows.
"""

from __future__ import annotations

from itertools import islice

from everly.frozen import replace
from everly.grammar.diagnostics import Fix, ScheduleError
from everly.grammar.kinds import kind_of
from everly.grammar.tree import And, Calendar, Except, Expr, Or, Schedule
from everly.linting.rule import Subject
from everly.scheduling.compiler import Compiled, compile_schedule
from everly.scheduling.engine.civil import MAX_INSTANT, MIN_INSTANT
from everly.scheduling.instants import utc_datetime
from everly.scheduling.simplify import simplify
from everly.scheduling.simplify.places import Place, days, top

# A proof about a longer text may take long.
_LONGEST = 1000
_TOLD_APART_BY = 3


def proved(fix: Fix, subject: Subject) -> Fix:
    """The fix, safe exactly when the mended schedule is proved to fire at the same instants, whatever `now` is."""
    other = mended(fix, subject)
    return replace(fix, is_safe=other is not None and keeps_firings(subject.compiled, other))


def mended(fix: Fix, subject: Subject) -> Compiled | None:
    """What a fix makes of the schedule; None where that means nothing or never fires."""
    compiled = subject.compiled
    now, zone = utc_datetime(compiled.now), compiled.default_zone.tzinfo
    try:
        return compile_schedule(fix.apply(subject.text), now=now, timezone=zone)
    except ScheduleError:
        return None


def keeps_firings(compiled: Compiled, other: Compiled) -> bool:
    """Whether two schedules that were read alike are proved to fire at the same instants, whatever `now` is."""
    if compiled.schedule == other.schedule:
        return True
    if max(len(compiled.text), len(other.text)) > _LONGEST or _first(compiled) != _first(other):
        return False
    place = top(compiled.default_zone)
    if _is_same(compiled.schedule, other.schedule, place):
        return True
    zone = compiled.default_zone.tzinfo
    return _is_same(simplify(compiled.schedule, timezone=zone), simplify(other.schedule, timezone=zone), place)


def _first(compiled: Compiled) -> list[int]:
    """The first firings; two schedules that differ mostly do so there."""
    return list(islice(compiled.instants.between(MIN_INSTANT, MAX_INSTANT), _TOLD_APART_BY))


def _is_same(one: Expr, other: Expr, place: Place) -> bool:
    """Whether two expressions that stand at a place are proved to mean the same there."""
    return one == other or _have_same_parts(one, other, place) or _have_same_meaning(one, other, place)


def _have_same_parts(one: Expr, other: Expr, place: Place) -> bool:
    match one, other:
        case Schedule(), Schedule():
            return _have_same_clauses(one, other, place)
        case (And(operands), And(others)) | (Or(operands), Or(others)) if len(operands) == len(others):
            return all(_is_same(each, there, place) for each, there in zip(operands, others, strict=True))
        case Except(base, removed), Except(other_base, other_removed):
            return _is_same(base, other_base, place) and _is_same(removed, other_removed, place.removed)
        case Calendar(on=on), Calendar(on=other_on) if on is not None and other_on is not None:
            return replace(one, on=other_on) == other and _is_same(on, other_on, days())
        case _:
            return False


def _have_same_clauses(one: Schedule, other: Schedule, place: Place) -> bool:
    """Whether two schedules have the same ends, in the same zone, and mean the same within them."""
    if (one.starting, one.until) != (other.starting, other.until):
        return False
    inside, there = place.inside(one), place.inside(other)
    if inside is None or there is None or inside.scope.zone != there.scope.zone:
        return False
    return _is_same(one.expr, other.expr, inside)


def _have_same_meaning(one: Expr, other: Expr, place: Place) -> bool:
    if kind_of(one) is not kind_of(other) or not (place.is_settled(one) and place.is_settled(other)):
        return False
    left, right = place.meaning(one), place.meaning(other)
    return place.is_part(left, right) and place.is_part(right, left)
