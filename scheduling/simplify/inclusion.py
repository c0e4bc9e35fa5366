"""Whether one expression holds no instant but those of another, as far as their form tells.

It must hold wherever both stand side by side: for every beginning and in every zone. A firing in a gap of the clock
happens after it, perhaps on the next day, so no firing is taken to lie within a window that names its days.
"""

from __future__ import annotations

from everly.grammar.tree import And, At, Calendar, Elapsed, Except, Expr, Not, Or, Unit, Window
from everly.scheduling.simplify.numbers import is_same_list, ranges_of, shared


def is_within(expr: Expr, other: Expr) -> bool:
    """Whether `other` surely holds all that `expr` holds."""
    match expr, other:
        case _ if expr == other:
            return True
        case Or(operands), _:
            return all(is_within(operand, other) for operand in operands)
        case _, And(operands):
            return all(is_within(expr, operand) for operand in operands)
        case _, Or(operands) if any(is_within(expr, operand) for operand in operands):
            return True
        case And(operands), _:
            return any(is_within(operand, other) for operand in operands)
        case Except(base), _:
            return is_within(base, other)
        case Not(operand), Not(excluded):
            return is_within(excluded, operand)
        case _:
            return _is_leaf_within(expr, other)


def _is_leaf_within(expr: Expr, other: Expr) -> bool:
    match expr, other:
        case Elapsed(seconds), Elapsed(longer_or_equal):
            return seconds % longer_or_equal == 0
        case Calendar(), Calendar():
            return _are_times_within(expr.at, other.at) and _are_days_within(expr, other)
        case At(window, times), At(days, others):
            return set(times) <= set(others) and is_within(window, days)
        case At(_, times), Calendar(count=1, unit=Unit.DAY, at=others):
            return _are_times_within(times, others)
        case _:
            return isinstance(expr, Window) and isinstance(other, Window) and _is_list_within(expr, other)


def _is_list_within(window: Window, other: Window) -> bool:
    return is_same_list(window, other) and shared(ranges_of(window), ranges_of(other)) == ranges_of(window)


def _are_times_within(times: tuple[int, ...] | None, others: tuple[int, ...] | None) -> bool:
    """Times of day; None stands for the anchor's."""
    return times == others if times is None or others is None else set(times) <= set(others)


def _are_days_within(expr: Calendar, other: Calendar) -> bool:
    """Days and periods count from the same anchor, so every 4th is a 2nd; every day is any day."""
    if other.on is not None:
        picked = expr.on is not None and is_within(expr.on, other.on)
        return picked and (other.count == 1 or (expr.unit is other.unit and expr.count % other.count == 0))
    (unit, count), (other_unit, other_count) = _pace(expr), _pace(other)
    if (other_unit, other_count) == (Unit.DAY, 1):
        return True
    return expr.on is None and unit is other_unit and count % other_count == 0


def _pace(firing: Calendar) -> tuple[Unit, int]:
    """An interval in days or in months."""
    match firing.unit:
        case Unit.WEEK:
            return Unit.DAY, 7 * firing.count
        case Unit.YEAR:
            return Unit.MONTH, 12 * firing.count
        case _:
            return firing.unit, firing.count
