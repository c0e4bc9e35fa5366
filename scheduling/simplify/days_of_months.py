"""Days of the month within months are days of those months."""

from __future__ import annotations

from everly.frozen import replace
from everly.grammar.tree import And, Expr, MonthDays, Months, NthWeekdays, Window, YearDays
from everly.grammar.vocabulary import LONGEST_MONTH
from everly.scheduling.simplify.numbers import ranges_of, with_ranges
from everly.scheduling.simplify.trees import folded, joined


def days_of_months(expr: Expr) -> Expr:
    """`last fri & nov` is `last fri of nov`, and `1st & jan,jul` is `1st of jan,jul`."""
    return joined(expr, folded(expr.operands, _either_way)) if isinstance(expr, And) else expr


def _either_way(left: Expr, right: Expr) -> Expr | None:
    named = _of(left, right) or _of(right, left)
    return None if named is None else replace(named, span=left.span.join(right.span))


def _of(days: Expr, months: Expr) -> Window | None:
    match days, months:
        case NthWeekdays(months=None), Months(names):
            return replace(days, months=names)
        case MonthDays(numbers, None), Months(names) if _are_there(numbers, names):
            return replace(days, months=names) if min(numbers) < 0 else _year_days(numbers, names)
        case _:
            return None


def _are_there(numbers: tuple[int, ...], names: tuple[int, ...]) -> bool:
    """Whether one of the months is ever long enough; else the days stay, so that the contradiction can be explained."""
    return min(map(abs, numbers)) <= max(LONGEST_MONTH[month - 1] for month in names)


def _year_days(numbers: tuple[int, ...], names: tuple[int, ...]) -> Window:
    days = [(month, day) for month in names for day in numbers if day <= LONGEST_MONTH[month - 1]]
    single = YearDays(tuple((day, day) for day in days))
    return with_ranges(single, ranges_of(single))
