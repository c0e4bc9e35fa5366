"""All passes in order, and the fixed point of them all."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import tzinfo
from functools import reduce

from everly.frozen import frozen, replace
from everly.grammar.tree import And, At, Calendar, Except, Expr, Not, Or, Schedule
from everly.scheduling.engine.effort import TooMuchWorkError, at_most
from everly.scheduling.engine.zones import Zone
from everly.scheduling.simplify.absorb import absorb
from everly.scheduling.simplify.daily_on_days import daily_on_days
from everly.scheduling.simplify.days_of_months import days_of_months
from everly.scheduling.simplify.drop_clauses import drop_clauses
from everly.scheduling.simplify.drop_duplicates import drop_duplicates
from everly.scheduling.simplify.drop_redundant import drop_redundant
from everly.scheduling.simplify.exceptions import exceptions
from everly.scheduling.simplify.flatten import flatten
from everly.scheduling.simplify.merge_cron import merge_cron
from everly.scheduling.simplify.merge_intervals import merge_intervals
from everly.scheduling.simplify.merge_times import merge_times
from everly.scheduling.simplify.merge_windows import merge_windows
from everly.scheduling.simplify.picked_days import picked_days
from everly.scheduling.simplify.places import Place, days, top
from everly.scheduling.simplify.push_negation import push_negation
from everly.scheduling.simplify.trees import ExprT, with_parts
from everly.scheduling.zone_names import zone_from

# Some tenths of a second for one proof.
_MOST_STEPS = 20_000

Law = Callable[[Expr], Expr]
Proof = Callable[[Expr, Place], Expr]


@frozen
class Pass:
    """One idea, applied once to every part of a schedule, from the inside out."""

    name: str
    apply: Callable[[Schedule, Zone], Schedule]


def _proved(proof: Proof, expr: Expr, place: Place) -> Expr:
    """What a proof makes of an expression: nothing else where it takes too many counted steps."""
    try:
        with at_most(_MOST_STEPS):
            return proof(expr, place)
    except TooMuchWorkError:
        return expr


def _law(law: Law) -> Pass:
    def everywhere(expr: Expr) -> Expr:
        return law(with_parts(expr, everywhere))

    return Pass(law.__name__, lambda schedule, _: _whole(with_parts(schedule, everywhere)))


def _proof(proof: Proof) -> Pass:
    def at(place: Place) -> Callable[[Expr], Expr]:
        return lambda expr: _proved(proof, _with_parts_in_place(expr, place, at), place)

    return Pass(proof.__name__, lambda schedule, zone: _whole(_with_parts_in_place(schedule, top(zone), at)))


LAWS = (
    _law(flatten),
    _law(drop_duplicates),
    _law(push_negation),
    _law(exceptions),
    _law(merge_windows),
    _law(days_of_months),
    _law(picked_days),
    _law(merge_times),
    _law(merge_cron),
    _law(merge_intervals),
    _law(absorb),
)
"""Passes that hold of any schedule, whatever its default zone is."""

PROOFS = (
    _proof(drop_clauses),
    _proof(daily_on_days),
    _proof(drop_redundant),
)
"""Passes that ask the engine whether the firings stay the same in the zone at hand."""

PASSES = LAWS + PROOFS
"""All passes, in the order in which they are applied."""


def simplify(schedule: Schedule, *, timezone: str | tzinfo = "UTC", passes: Iterable[Pass] = PASSES) -> Schedule:
    """A schedule of no more parts with the same firings, whatever `now` is.

    `timezone` is the zone that is meant where the schedule names none. Moments stay as they are, and of those that
    depend on `now`, such as `tomorrow`, no more is assumed than their time of day where
    the clock never changes. Simplifying the result again changes nothing.

    Raises:
        ValueError: `timezone` is the name of no zone (a ZoneError).
        TypeError: `timezone` is neither a name nor a tzinfo.
    """
    zone, passes = zone_from(timezone), tuple(passes)
    while True:
        simpler = reduce(lambda each, step: step.apply(each, zone), passes, schedule)
        if simpler == schedule:
            return schedule
        schedule = simpler


def _whole(schedule: Schedule) -> Schedule:
    """Parentheses around the whole are the whole."""
    inner = schedule.expr
    return _whole(replace(inner, span=schedule.span)) if schedule.is_bare and isinstance(inner, Schedule) else schedule


def _with_parts_in_place(expr: ExprT, place: Place, at: Callable[[Place], Callable[[Expr], Expr]]) -> ExprT:
    """The same node with each of its parts changed as it stands there."""
    match expr:
        case Except(base, removed):
            return replace(expr, base=at(place)(base), removed=at(place.removed)(removed))
        case Not():
            return with_parts(expr, at(place.removed))
        case Schedule():
            inside = place.inside(expr)
            return expr if inside is None else with_parts(expr, at(inside))
        case At() | Calendar():
            return with_parts(expr, at(days()))
        case And() | Or():
            return with_parts(expr, at(place))
        case _:
            return expr
