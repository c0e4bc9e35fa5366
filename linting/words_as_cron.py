"""Days at times as the cron line that says the same: the way from words to what other programs read."""

from __future__ import annotations

from functools import reduce
from itertools import product

from everly.grammar.printer.names import listed
from everly.grammar.tree import And, At, Calendar, Expr, MonthDays, Months, Unit, Weekdays, YearDays

_Fields = tuple[str, str, str]
"""Day, month and weekday."""

_EVERY_DAY: _Fields = ("*", "*", "*")


def as_cron(expr: Expr) -> str | None:
    """The cron line of `mon-fri at 09:00` or `daily at noon & jun`, in numbers; None where one line does not say it."""
    operands = expr.operands if isinstance(expr, And) else (expr,)
    firings = [each for each in operands if isinstance(each, At | Calendar)]
    if len(firings) != 1:
        return None
    firing = firings[0]
    times, days = _times_and_days(firing)
    days = reduce(_both, (_days(each) for each in operands if each is not firing), days)
    return None if times is None or days is None else _line(times, days)


def _times_and_days(firing: At | Calendar) -> tuple[tuple[int, ...] | None, _Fields | None]:
    match firing:
        case Calendar(1, Unit.DAY, times, None):
            return times, _EVERY_DAY
        case At(window, times):
            return times, _days(window)
        case _:
            return None, None


def _line(times: tuple[int, ...], days: _Fields) -> str | None:
    minutes = {time % 3600 // 60 for time in times}
    hours = {time // 3600 for time in times}
    if {3600 * hour + 60 * minute for hour, minute in product(hours, minutes)} != set(times):
        return None
    return " ".join((listed(minutes, str), listed(hours, str), *days))


def _days(window: Expr) -> _Fields | None:
    match window:
        case Weekdays(days):
            return "*", "*", listed({(day + 1) % 7 for day in days}, str)
        case MonthDays(days, None) if min(days) > 0:
            return listed(days, str), "*", "*"
        case Months(months):
            return "*", listed(months, str), "*"
        case YearDays(ranges):
            return _year_days([first for first, last in ranges if first == last], len(ranges))
        case And((first, second)):
            return _both(_days(first), _days(second))
        case _:
            return None


def _year_days(days: list[tuple[int, int]], count: int) -> _Fields | None:
    """Days that are the same in each of some months."""
    months, numbers = {month for month, _ in days}, {day for _, day in days}
    same = len(days) == count and set(product(months, numbers)) == set(days)
    return (listed(numbers, str), listed(months, str), "*") if same else None


def _both(left: _Fields | None, right: _Fields | None) -> _Fields | None:
    """Two windows that restrict different fields, but not both day fields: either would do then."""
    if left is None or right is None:
        return None
    pairs = list(zip(left, right, strict=True))
    if any("*" not in pair for pair in pairs):
        return None
    day, month, weekday = (first if second == "*" else second for first, second in pairs)
    return (day, month, weekday) if "*" in (day, weekday) else None
