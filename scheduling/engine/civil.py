"""The calendar in integers: proleptic Gregorian, years 1 to 9999.

A *day number* counts days since 1970-01-01. An *instant* counts seconds since 1970-01-01T00:00:00Z, and a *wall
second* is the same count read off a wall clock as if it showed UTC. All three may be negative.
"""

from datetime import date

DAY = 86_400
WEEK = 7
MIN_YEAR = 1
MAX_YEAR = 9999
_EPOCH = date(1970, 1, 1).toordinal()
FIRST_DAY = date.min.toordinal() - _EPOCH
LAST_DAY = date.max.toordinal() - _EPOCH
ALL_DAYS = LAST_DAY - FIRST_DAY + 1
MIN_INSTANT = FIRST_DAY * DAY
MAX_INSTANT = LAST_DAY * DAY + DAY - 1

COMMON_MONTHS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
LEAP_MONTHS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def is_leap(year: int) -> bool:
    """Whether a Gregorian year has 29 February."""
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def _start(year: int) -> int:
    before = year - 1
    return 365 * before + before // 4 - before // 100 + before // 400 + FIRST_DAY


_CYCLE = 146_097  # days in 400 years
_STARTS = tuple(map(_start, range(400)))


def year_start(year: int) -> int:
    """The day number of 1 January, for any year (also beyond 1 to 9999)."""
    return _STARTS[year % 400] + year // 400 * _CYCLE


def year_of(day: int) -> int:
    """The year of a day number; the day must lie in years 1 to 9999."""
    return date.fromordinal(day + _EPOCH).year


def weekday_of(day: int) -> int:
    """The weekday of a day number, 0 for Monday to 6 for Sunday."""
    return (day + 3) % WEEK


def _kind(year: int) -> int:
    return WEEK * is_leap(year) + weekday_of(year_start(year))


# There are 14 kinds of year: WEEK * leap + weekday of 1 January. They repeat every 400 years.
KINDS = tuple(_kind(400 + year) for year in range(400))
YEAR_LENGTHS = tuple(365 + is_leap(year) for year in range(400))
FULL_YEARS = ((1 << 365) - 1,) * WEEK + ((1 << 366) - 1,) * WEEK


def kind_of(year: int) -> int:
    """Which of the 14 kinds of year this is: 7 if leap, plus the weekday of 1 January."""
    return KINDS[year % 400]
