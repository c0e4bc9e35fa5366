"""Calendar days by the names people give them: weekdays, days of the month, dates, and every nth day, week or month.

Weekdays count from 0 (Monday) to 6 (Sunday), months from 1 to 12. A progression runs both ways from its anchor. An
argument outside its range raises `ValueError`.
"""

from collections.abc import Callable, Iterable
from functools import cache, reduce
from math import gcd
from operator import or_

from everly.scheduling.engine.bits import repeated
from everly.scheduling.engine.civil import (
    COMMON_MONTHS,
    FIRST_DAY,
    FULL_YEARS,
    LAST_DAY,
    LEAP_MONTHS,
    MAX_YEAR,
    MIN_YEAR,
    WEEK,
    weekday_of,
    year_of,
    year_start,
)
from everly.scheduling.engine.dayrules import in_each_year, residues, year_rule
from everly.scheduling.engine.dayset import ALL, NONE, Days, DaySet
from everly.scheduling.engine.rows import Masks
from everly.scheduling.engine.weeks import by_weekday


def any_of(parts: Iterable[Days]) -> Days:
    """The days that at least one part holds; none when there is no part."""
    return reduce(or_, parts, NONE)


def weekdays(days: Iterable[int]) -> DaySet:
    """Every week on the given weekdays, 0 (Monday) to 6 (Sunday)."""
    turns = 0
    for weekday in days:
        _check("weekday", weekday, 0, 6)
        turns |= 1 << (weekday - weekday_of(0)) % WEEK
    return by_weekday(turns)


def months(numbers: Iterable[int]) -> DaySet:
    """All days of the given months, 1 to 12."""
    return _any_of(_month, numbers, 1, 12)


def month_days(numbers: Iterable[int]) -> Days:
    """The days of the month with the given numbers, 1 to 31; a month without that day has none."""
    return _any_of(_month_day, numbers, 1, 31)


def days_from_end(numbers: Iterable[int]) -> Days:
    """Days of the month counted back from its end, 1 (the last day) to 31."""
    return _any_of(_day_from_end, numbers, 1, 31)


def nth_weekday(n: int, weekday: int) -> Days:
    """The nth such weekday of each month: n from 1 to 5, or from -1 (the last) to -5; months without it have none."""
    _check("weekday", weekday, 0, 6)
    _check_nth(n, 5)
    return _nth_weekday(n, weekday)


def nth_working_day(n: int) -> Days:
    """The nth day from Monday to Friday of each month: n from 1 to 23, or from -1 (the last) to -23."""
    _check_nth(n, 23)
    return _nth_working_day(n)


def last_weekday_of_month() -> Days:
    """The last day from Monday to Friday of each month, which cron writes LW."""
    return _nth_working_day(-1)


def nearest_weekday(day: int) -> Days:
    """The day from Monday to Friday nearest to a day of the month, 1 to 31, in the same month: Quartz's `15W`.

    A Saturday gives way to Friday and a Sunday to Monday, unless that is in another month: then it is the other side.
    A month without that day has none.
    """
    _check("day", day, 1, 31)
    return _nearest_weekday(day)


def month_date(month: int, day: int) -> Days:
    """The same date every year: month 1 to 12, day 1 to 31; a year without it (29 February) has none."""
    return months([month]) & month_days([day])


def years(first: int, last: int) -> Days:
    """All days of the years from first to last, both ends in, 1 to 9999; none when last is before first."""
    _check("year", first, MIN_YEAR, MAX_YEAR)
    _check("year", last, MIN_YEAR, MAX_YEAR)
    return year_rule((2 << last) - (1 << first) if first <= last else 0)


def in_years(numbers: Iterable[int]) -> Days:
    """All days of the given years, 1 to 9999."""
    chosen = 0
    for year in numbers:
        _check("year", year, MIN_YEAR, MAX_YEAR)
        chosen |= 1 << year
    return year_rule(chosen)


def date_range(first: int, last: int) -> Days:
    """The days from one day number to another, both ends in; none when last is before first."""
    first, last = max(first, FIRST_DAY), min(last, LAST_DAY)
    if first > last:
        return NONE
    one, other = year_of(first), year_of(last)
    if one == other:
        return in_each_year([(1 << one, _between(first - year_start(one), last - year_start(one)))])
    inside = (1 << other) - (2 << one)
    ends = [(1 << one, _between(first - year_start(one), 365)), (1 << other, _between(0, last - year_start(other)))]
    return in_each_year([*ends, (inside, ALL.masks)])


def dates(numbers: Iterable[int]) -> Days:
    """The days with some day numbers."""
    by_year: dict[int, int] = {}
    for number in numbers:
        if FIRST_DAY <= number <= LAST_DAY:
            year = year_of(number)
            by_year[year] = by_year.get(year, 0) | 1 << number - year_start(year)
    return in_each_year((1 << year, (bits,) * 14) for year, bits in by_year.items())


def every_nth_day(n: int, anchor: int) -> Days:
    """The anchor's day number and every nth day before and after it; n is at least 1."""
    return _every(n, anchor, 1)


def week_periods(n: int, anchor: int) -> Days:
    """All days, Monday to Sunday, of the anchor's week and every nth week before and after it; n is at least 1."""
    return _every(WEEK * n, anchor - (anchor + 3) % WEEK, WEEK)


def month_periods(n: int, year: int, month: int) -> Days:
    """All days of the given month (1 to 12) and every nth month before and after it; n is at least 1."""
    _check_period(n)
    _check("month", month, 1, 12)
    if 12 % n == 0:
        return months(range((month - 1) % n + 1, 13, n))
    return in_each_year(
        (_years_apart(n // gcd(12, n), first), months(range(number, 13, n)).masks)
        for number in range(1, min(12, n) + 1)
        if (first := _first_year(n, 12 * year + month - number)) is not None
    )


def year_periods(n: int, year: int) -> Days:
    """All days of the given year and every nth year before and after it; n is at least 1."""
    _check_period(n)
    return year_rule(_years_apart(n, year % n))


def every_nth_month(n: int, year: int, month: int, day: int) -> Days:
    """A day of the given month and every nth month both ways: day 1 to 31, or the month's last if it has fewer.

    A year is 12 months: `every_nth_month(12, 2024, 2, 29)` is 28 February in common years.
    """
    _check("day", day, 1, 31)
    return month_periods(n, year, month) & _clamped_day(day)


def _first_year(n: int, months: int) -> int | None:
    """The least year whose 12 months from year 0 leave what some months leave when divided by n; None if none does."""
    common = gcd(12, n)
    return None if months % common else months // common * pow(12 // common, -1, n // common) % (n // common)


def _years_apart(n: int, first: int) -> int:
    """Every nth year from the first, as bits."""
    return repeated(1 << first, n, MAX_YEAR + 1) if first <= MAX_YEAR else 0


def _between(first: int, last: int) -> Masks:
    """The days of a year from one to another, counted from 0, both ends in."""
    return tuple((2 << last) - (1 << first) & full for full in FULL_YEARS)


def _monthly(pick: Callable[[int, int], int]) -> DaySet:
    """The DaySet that `pick(weekday of the 1st, days in the month)` gives each month, as bits from the 1st."""
    masks = []
    for kind in range(14):
        mask = start = 0
        for length in LEAP_MONTHS if kind >= WEEK else COMMON_MONTHS:
            mask |= pick((kind + start) % WEEK, length) << start
            start += length
        masks.append(mask)
    return DaySet(tuple(masks))


def _every(period: int, start: int, length: int) -> Days:
    """Runs of `length` days: one from `start`, and so on every `period` days both ways."""
    _check_period(period)
    return residues(period, {(start + day) % period for day in range(min(length, period))})


def _any_of(rule: Callable[[int], DaySet], numbers: Iterable[int], low: int, high: int) -> DaySet:
    """The days of a rule for several numbers; it asks of a year only whether it is leap, not how its weeks lie."""
    if numbers == range(low, high + 1):
        return ALL
    chosen = sorted(set(numbers))
    for number in (*chosen[:1], *chosen[-1:]):
        _check("value", number, low, high)
    if len(chosen) == high - low + 1:
        return ALL
    if len(chosen) < 2:
        return rule(chosen[0]) if chosen else NONE
    common, leap = (reduce(or_, [rule(number).masks[kind] for number in chosen]) for kind in (0, WEEK))
    return DaySet((common,) * WEEK + (leap,) * WEEK)


def _check(what: str, value: int, low: int, high: int) -> None:
    if not low <= value <= high:
        raise ValueError(f"{what} {value} is outside {low} to {high}")


def _check_nth(n: int, most: int) -> None:
    if not 1 <= abs(n) <= most:
        raise ValueError(f"n {n} is outside 1 to {most} and -1 to -{most}")


def _check_period(n: int) -> None:
    if n < 1:
        raise ValueError(f"period {n} is less than 1")


@cache
def _month(month: int) -> DaySet:
    spans = [(1 << each[month - 1]) - 1 << sum(each[: month - 1]) for each in (COMMON_MONTHS, LEAP_MONTHS)]
    return DaySet((spans[0],) * WEEK + (spans[1],) * WEEK)


@cache
def _month_day(day: int) -> DaySet:
    return _monthly(lambda _weekday, length: 1 << day - 1 if day <= length else 0)


@cache
def _day_from_end(day: int) -> DaySet:
    return _monthly(lambda _weekday, length: 1 << length - day if day <= length else 0)


@cache
def _clamped_day(day: int) -> DaySet:
    return _monthly(lambda _weekday, length: 1 << min(day, length) - 1)


@cache
def _nth_weekday(n: int, wanted: int) -> DaySet:
    def pick(weekday: int, length: int) -> int:
        return _nth(n, list(range((wanted - weekday) % WEEK, length, WEEK)))

    return _monthly(pick)


@cache
def _nth_working_day(n: int) -> DaySet:
    def pick(weekday: int, length: int) -> int:
        return _nth(n, [day for day in range(length) if (weekday + day) % WEEK < 5])

    return _monthly(pick)


@cache
def _nearest_weekday(day: int) -> DaySet:
    def pick(weekday: int, length: int) -> int:
        if day > length:
            return 0
        match (weekday + day - 1) % WEEK:
            case 5:
                return 1 << (day - 2 if day > 1 else 2)
            case 6:
                return 1 << (day if day < length else day - 3)
            case _:
                return 1 << day - 1

    return _monthly(pick)


def _nth(n: int, candidates: list[int]) -> int:
    """The bit of the nth candidate, counted from 1, or from the end when negative; none when there are fewer."""
    return 1 << candidates[n - 1 if n > 0 else n] if abs(n) <= len(candidates) else 0
