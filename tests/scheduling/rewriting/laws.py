"""Laws of schedules: other ways to write an expression that mean the same wherever it stands."""

from __future__ import annotations

from collections.abc import Callable

from hypothesis import strategies as st

from everly.frozen import replace
from everly.grammar.kinds import ExprKind, kind_of
from everly.grammar.tree import And, At, Calendar, Elapsed, Except, Expr, Months, Not, Or, Times, Unit, Weekdays
from everly.scheduling.simplify.trees import joined
from tests.scheduling.rewriting.places import Place

DAY, WEEK = 86_400, 604_800

Law = Callable[[st.DrawFn, Expr, Place], Expr | None]
"""Another way to write an expression that stands somewhere, or None where the law says nothing of it."""


def shuffled(draw: st.DrawFn, expr: Expr, _: Place) -> Expr | None:
    """`a & b` is `b & a`."""
    if not isinstance(expr, And | Or):
        return None
    return replace(expr, operands=tuple(draw(st.permutations(expr.operands))))


def doubled(draw: st.DrawFn, expr: Expr, _: Place) -> Expr:
    """`a` is `a & a`, and `a | a`."""
    return _and(expr, expr) if draw(st.booleans()) else _or(expr, expr)


def absorbed(draw: st.DrawFn, expr: Expr, place: Place) -> Expr:
    """`a` is `a | (a & b)`, and `a & (a | b)`."""
    if draw(st.booleans()):
        return _or(expr, _and(expr, draw(place.windows)))
    other = place.firings if kind_of(expr) is ExprKind.FIRING else place.windows
    return _and(expr, _or(expr, draw(other)))


def cut_in_two(draw: st.DrawFn, expr: Expr, place: Place) -> Expr:
    """`a` is `(a & b) | (a & !b)`, and `(a & b) | (a except b)`."""
    window = draw(place.windows)
    rest = _and(expr, Not(window)) if draw(st.booleans()) else Except(expr, window)
    return _or(_and(expr, window), rest)


def kept_to_all(draw: st.DrawFn, expr: Expr, place: Place) -> Expr:
    """`a` is `a & mon-sun`, and `a except mon & !mon`."""
    if draw(st.booleans()):
        whole = (Weekdays(tuple(range(7))), Months(tuple(range(1, 13))), Times(((0, DAY - 1),)))
        return _and(expr, draw(st.sampled_from(whole[: 2 if place.days_only else 3])))
    window = draw(place.windows)
    return Except(expr, And((window, Not(window))))


def taken_as_complement(_: st.DrawFn, expr: Expr, __: Place) -> Expr | None:
    """`a except b` is `a & !b`, where `b` is a window."""
    match expr:
        case Except(base, removed) if kind_of(removed) is ExprKind.WINDOW:
            return _and(base, Not(removed))
        case _:
            return None


def kept_by_exception(_: st.DrawFn, expr: Expr, __: Place) -> Expr | None:
    """`a & b` is `a except !b`, where `b` is a window."""
    match expr:
        case And((*others, last)) if kind_of(last) is ExprKind.WINDOW:
            return Except(joined(expr, others), Not(last))
        case _:
            return None


def de_morgan(_: st.DrawFn, expr: Expr, __: Place) -> Expr | None:
    """`!(a | b)` is `!a & !b`, `!(a & b)` is `!a | !b`, and the other way round for windows."""
    match expr:
        case Not(Or(operands)):
            return And(tuple(map(Not, operands)))
        case Not(And(operands)):
            return Or(tuple(map(Not, operands)))
        case Or(operands) if kind_of(expr) is ExprKind.WINDOW:
            return Not(And(tuple(map(Not, operands))))
        case And(operands) if kind_of(expr) is ExprKind.WINDOW:
            return Not(Or(tuple(map(Not, operands))))
        case _:
            return None


def spread(_: st.DrawFn, expr: Expr, __: Place) -> Expr | None:
    """`a & (b | c)` is `a & b | a & c`."""
    if not isinstance(expr, And):
        return None
    for index, each in enumerate(expr.operands):
        if isinstance(each, Or):
            rest = (*expr.operands[:index], *expr.operands[index + 1 :])
            return Or(tuple(_and(joined(expr, rest), one) for one in each.operands))
    return None


def one_by_one(draw: st.DrawFn, expr: Expr, __: Place) -> Expr | None:
    """`mon-fri` is `mon,wed | tue,thu,fri`, `mon at 09:00,17:00` is `mon at 09:00 | mon at 17:00`."""
    match expr:
        case Weekdays(days) if len(days) > 1:
            return Or(tuple(Weekdays(part) for part in _parted(draw, days)))
        case Months(months) if len(months) > 1:
            return Or(tuple(Months(part) for part in _parted(draw, months)))
        case At(window, times) if len(times) > 1:
            return Or(tuple(At(window, part) for part in _parted(draw, times)))
        case Calendar(at=times) if times is not None and len(times) > 1:
            return Or(tuple(replace(expr, at=part) for part in _parted(draw, times)))
        case At(Or(windows), times):
            return Or(tuple(At(window, times) for window in windows))
        case _:
            return None


def by_the_others(_: st.DrawFn, expr: Expr, __: Place) -> Expr | None:
    """`mon-fri` is `!sat,sun`."""
    match expr:
        case Weekdays(days) if len(days) < 7:
            return Not(Weekdays(tuple(each for each in range(7) if each not in days)))
        case Months(months) if len(months) < 12:
            return Not(Months(tuple(each for each in range(1, 13) if each not in months)))
        case _:
            return None


def elapsed_or_calendar(_: st.DrawFn, expr: Expr, place: Place) -> Expr | None:
    """`daily` is `every 24 hours` where no clock changes, and `weekly` is `every 7 days` wherever."""
    match expr:
        case Calendar(count, Unit.WEEK, at, None):
            return Calendar(7 * count, Unit.DAY, at)
        case Calendar(count, Unit.DAY, None, None) if place.is_fixed:
            return Elapsed(count * DAY)
        case Calendar(count, Unit.DAY, at, None) if count % 7 == 0:
            return Calendar(count // 7, Unit.WEEK, at)
        case Elapsed(seconds) if place.is_fixed and seconds % DAY == 0:
            return Calendar(seconds // DAY, Unit.DAY)
        case _:
            return None


def daily_on_days(_: st.DrawFn, expr: Expr, place: Place) -> Expr | None:
    """`mon at 09:00` is `daily at 09:00 & mon` where no clock changes."""
    match expr:
        case At(window, times) if place.is_fixed:
            return _and(Calendar(1, Unit.DAY, times), window)
        case _:
            return None


def common_interval(draw: st.DrawFn, expr: Expr, _: Place) -> Expr | None:
    """`every 6 hours` is `every 2 hours & every 3 hours`, and `every 6 hours | every 12 hours`."""
    if not isinstance(expr, Elapsed):
        return None
    factor = draw(st.integers(2, 7))
    if expr.seconds % (6 * factor) == 0 and draw(st.booleans()):
        return _and(Elapsed(expr.seconds // 2), Elapsed(expr.seconds // 3), expr)
    return _or(expr, Elapsed(expr.seconds * factor))


def thinned(draw: st.DrawFn, expr: Expr, _: Place) -> Expr | None:
    """`every 6 hours` is `every 6 hours except every 4 hours` with what that takes put back: `every 12 hours`."""
    if not isinstance(expr, Elapsed):
        return None
    factor = draw(st.integers(2, 5))
    return _or(Except(expr, Elapsed(expr.seconds * factor)), Elapsed(expr.seconds * factor))


def _parted(draw: st.DrawFn, values: tuple[int, ...]) -> list[tuple[int, ...]]:
    """Some values dealt into two hands, none of them empty."""
    first = draw(st.sets(st.sampled_from(values), min_size=1, max_size=len(values) - 1))
    return [tuple(each for each in values if (each in first) is wanted) for wanted in (True, False)]


def _and(*operands: Expr) -> And:
    return And(tuple(part for each in operands for part in (each.operands if isinstance(each, And) else (each,))))


def _or(*operands: Expr) -> Or:
    return Or(tuple(part for each in operands for part in (each.operands if isinstance(each, Or) else (each,))))


LAWS: tuple[Law, ...] = (
    *(shuffled, doubled, absorbed, cut_in_two, kept_to_all, taken_as_complement, kept_by_exception, de_morgan, spread),
    *(one_by_one, by_the_others, elapsed_or_calendar, daily_on_days, common_interval, thinned),
)
