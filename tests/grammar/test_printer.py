from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from everly.grammar.printer import print_schedule
from everly.grammar.tree import (
    WORKDAY,
    After,
    And,
    At,
    Calendar,
    ClockTime,
    Cron,
    Date,
    Dates,
    DayOfMonth,
    Elapsed,
    Except,
    Expr,
    Field,
    FreeDate,
    LastDay,
    LastWorkday,
    Moment,
    MonthDays,
    Months,
    NearDay,
    NearestWorkday,
    NextWeekday,
    Not,
    Now,
    NthWeekday,
    NthWeekdays,
    Or,
    Range,
    RelativeDay,
    Schedule,
    Star,
    Times,
    Unit,
    Weekdays,
    When,
    YearDays,
    Years,
    Zone,
)
from everly.scheduling.testing.cron import cron_lines, rearranged

DAILY = Calendar(1, Unit.DAY)
HOURLY = Elapsed(3600)
MON = Weekdays((0,))
SUN = Weekdays((6,))
JAN = Months((1,))
MAY_DAY = Moment(Date(2024, 5, 1, None))
STAR = Field((Star(),), starred=True)
NINE = 9 * 3600


def value(number: int) -> Range:
    return Range(number, number)


def printed(expr: Expr) -> str:
    return print_schedule(Schedule(expr))


@pytest.mark.parametrize(
    ("firing", "text"),
    [
        (Elapsed(1), "secondly"),
        (Elapsed(60), "minutely"),
        (Elapsed(3600), "hourly"),
        (Elapsed(59), "every 59 seconds"),
        (Elapsed(90), "every 90 seconds"),
        (Elapsed(5400), "every 90 minutes"),
        (Elapsed(129600), "every 36 hours"),
        (Elapsed(86400), "every 24 hours"),
        (DAILY, "daily"),
        (Calendar(1, Unit.WEEK), "weekly"),
        (Calendar(1, Unit.MONTH), "monthly"),
        (Calendar(1, Unit.YEAR), "yearly"),
        (Calendar(2, Unit.WEEK), "every 2 weeks"),
        (Calendar(3, Unit.MONTH), "every 3 months"),
        (Calendar(1, Unit.DAY, at=(NINE, 63000)), "daily at 09:00,17:30"),
        (Calendar(1, Unit.DAY, at=(30, 86399)), "daily at 00:00:30,23:59:59"),
        (Calendar(2, Unit.WEEK, (NINE,), Weekdays((0, 2))), "every 2 weeks on mon,wed at 09:00"),
        (Calendar(1, Unit.MONTH, on=MonthDays((15,))), "monthly on 15th"),
        (Calendar(3, Unit.MONTH, on=NthWeekdays(((-1, 4),))), "every 3 months on last fri"),
        (Calendar(1, Unit.WEEK, on=And((MON, JAN))), "weekly on (mon & jan)"),
        (Calendar(1, Unit.WEEK, on=Not(MON)), "weekly on (!mon)"),
        (At(Weekdays((0, 1, 2, 3, 4)), (NINE,)), "mon-fri at 09:00"),
        (At(And((MON, Months((6,)))), (NINE,)), "(mon & jun) at 09:00"),
        (At(Not(MON), (NINE, NINE + 60)), "(!mon) at 09:00,09:01"),
    ],
)
def test_prints_a_firing(firing: Expr, text: str) -> None:
    assert printed(firing) == text


@pytest.mark.parametrize(
    ("window", "text"),
    [
        (Weekdays((0, 1, 2, 3, 4)), "mon-fri"),
        (Weekdays((5, 6)), "sat,sun"),
        (Weekdays((0, 6)), "mon,sun"),
        (Weekdays((0, 4, 5, 6)), "fri-mon"),
        (Weekdays((0, 2, 5, 6)), "wed,sat-mon"),
        (Weekdays((0, 1, 2, 4, 5, 6)), "fri-wed"),
        (Weekdays((0, 2, 4, 5, 6)), "wed,fri-mon"),
        (Weekdays((0, 1, 2, 3, 4, 5, 6)), "mon-sun"),
        (Months((1, 2, 11, 12)), "nov-feb"),
        (Months((6, 7, 8)), "jun-aug"),
        (Months((1, 7)), "jan,jul"),
        (Months(tuple(range(1, 13))), "jan-dec"),
        (Years(((2024, 2024),)), "2024"),
        (Years(((2024, 2025), (2028, 2030))), "2024,2025,2028-2030"),
        (MonthDays((1, 15)), "1st,15th"),
        (MonthDays((1, 2, 3, 4, 5, 6, 7)), "1st-7th"),
        (MonthDays((2, 3, 11, 12, 13, 21, 22, 31)), "2nd,3rd,11th-13th,21st,22nd,31st"),
        (MonthDays((-1,)), "last day"),
        (MonthDays((-2,)), "2nd-last day"),
        (MonthDays((-2, -1, 1, 15)), "1st,15th,2nd-last,last day"),
        (MonthDays((-7, -3, -2, -1)), "7th-last,3rd-last - last day"),
        (MonthDays((-1,), (2,)), "last day of feb"),
        (MonthDays((13,), (2, 3, 4)), "13th of feb-apr"),
        (NthWeekdays(((2, 1),)), "2nd tue"),
        (NthWeekdays(((-1, 4), (1, 0)), (11,)), "1st mon,last fri of nov"),
        (NthWeekdays(((-1, WORKDAY),)), "last weekday"),
        (NthWeekdays(((-2, 6), (3, WORKDAY))), "2nd-last sun,3rd weekday"),
        (NthWeekdays(((1, 0), (3, 0), (-1, 0), (-1, 4))), "1st,3rd,last mon,last fri"),
        (NthWeekdays(tuple((nth, 2) for nth in (1, 2, 3, -2, -1))), "1st-3rd,2nd-last,last wed"),
        (YearDays((((12, 25), (12, 25)),)), "dec 25"),
        (YearDays((((12, 24), (12, 26)),)), "dec 24-26"),
        (YearDays((((1, 6), (1, 6)), ((12, 24), (1, 2)))), "jan 6,dec 24-jan 2"),
        (YearDays((((12, 24), (12, 23)),)), "dec 24-dec 23"),
        (Dates((((2024, 12, 25), (2024, 12, 25)),)), "2024-12-25"),
        (Dates((((2024, 12, 24), (2025, 1, 2)),)), "2024-12-24 - 2025-01-02"),
        (Times(((NINE, 61200),)), "09:00-17:00"),
        (Times(((79200, 21600),)), "22:00-06:00"),
        (Times(((79200, 86399),)), "22:00-24:00"),
        (Times(((NINE, 43200), (46800, 61230))), "09:00-12:00,13:00-17:00:30"),
    ],
)
def test_prints_a_window(window: Expr, text: str) -> None:
    assert printed(And((DAILY, window))) == f"daily & {text}"


@pytest.mark.parametrize(
    ("expr", "text"),
    [
        (And((DAILY, MON, JAN)), "daily & mon & jan"),
        (And((DAILY, Or((MON, JAN)))), "daily & (mon | jan)"),
        (Or((DAILY, And((HOURLY, MON)))), "daily | hourly & mon"),
        (And((DAILY, Not(And((MON, JAN))))), "daily & !(mon & jan)"),
        (And((DAILY, Not(Or((MON, JAN))))), "daily & !(mon | jan)"),
        (And((DAILY, Not(Not(MON)))), "daily & !!mon"),
        (Except(Or((DAILY, HOURLY)), SUN), "daily | hourly except sun"),
        (Except(DAILY, Or((MON, SUN))), "daily except mon | sun"),
        (Except(Except(DAILY, MON), SUN), "daily except mon except sun"),
        (Except(DAILY, Except(SUN, JAN)), "daily except (sun except jan)"),
        (Or((DAILY, Except(HOURLY, MON))), "daily | (hourly except mon)"),
        (And((DAILY, Except(MON, JAN))), "daily & (mon except jan)"),
        (And((DAILY, Not(Except(MON, JAN)))), "daily & !(mon except jan)"),
        (Or((Schedule(DAILY, starting=MAY_DAY), HOURLY)), "(daily starting 2024-05-01) | hourly"),
        (Except(DAILY, Schedule(HOURLY, zone=Zone("UTC"))), "daily except (hourly in UTC)"),
        (Schedule(DAILY, starting=MAY_DAY), "daily starting 2024-05-01"),
        (And((Schedule(Or((DAILY, HOURLY))), Schedule(MON))), "(daily | hourly) & mon"),
    ],
)
def test_prints_the_fewest_parentheses(expr: Expr, text: str) -> None:
    assert printed(expr) == text


@pytest.mark.parametrize(
    ("when", "text"),
    [
        (Date(2024, 5, 1, None), "2024-05-01"),
        (Date(2024, 5, 1, 0), "2024-05-01 00:00"),
        (Date(2024, 5, 1, 45112), "2024-05-01 12:31:52"),
        (Date(33, 5, 1, None), "0033-05-01"),
        (ClockTime(NINE), "09:00"),
        (NextWeekday(0, None), "mon"),
        (NextWeekday(0, 44100), "mon 12:15"),
        (DayOfMonth(2, None), "2nd"),
        (DayOfMonth(2, 36000), "2nd 10:00"),
        (NearDay(RelativeDay.TODAY, None), "today"),
        (NearDay(RelativeDay.TOMORROW, 36000), "tomorrow 10:00"),
        (Now(), "now"),
        (After(Fraction(5), Unit.MINUTE), "in 5 minutes"),
        (After(Fraction(1), Unit.HOUR), "in 1 hour"),
        (After(Fraction(3, 2), Unit.HOUR), "in 1.5 hours"),
        (After(Fraction(1, 20), Unit.HOUR), "in 0.05 hours"),
        (After(Fraction(12025, 100), Unit.MINUTE), "in 120.25 minutes"),
        (FreeDate("May 2, 2024 at 10 PM"), "May 2, 2024 at 10 PM"),
    ],
)
def test_prints_a_moment(when: When, text: str) -> None:
    assert print_schedule(Schedule(DAILY, starting=Moment(when))) == f"daily starting {text}"


def test_refuses_a_count_that_no_decimal_equals() -> None:
    with pytest.raises(ValueError, match="no decimal equals 1/3"):
        print_schedule(Schedule(DAILY, starting=Moment(After(Fraction(1, 3), Unit.HOUR))))


def test_prints_clauses_in_one_order_and_zones_as_written() -> None:
    until = Moment(Date(2025, 1, 1, None), Zone("Z"))
    starting = Moment(Date(2024, 5, 1, NINE), Zone("+02:00"))
    schedule = Schedule(DAILY, zone=Zone("Europe/Berlin"), until=until, starting=starting)
    assert print_schedule(schedule) == "daily starting 2024-05-01 09:00 +02:00 until 2025-01-01 Z in Europe/Berlin"


@pytest.mark.parametrize(
    ("cron", "text"),
    [
        (Cron(Field((value(30),)), Field((value(4),)), STAR, STAR, STAR), "30 4 * * *"),
        (Cron(STAR, STAR, STAR, STAR, STAR, second=Field((value(0),))), "0 * * * * *"),
        (Cron(STAR, STAR, STAR, STAR, STAR, second=STAR, year=Field((Range(2024, 2026),))), "* * * * * * 2024-2026"),
    ],
)
def test_prints_as_many_cron_fields_as_there_are(cron: Cron, text: str) -> None:
    assert printed(cron) == text


@pytest.mark.parametrize(
    ("field", "text"),
    [
        (STAR, "*"),
        (Field((Star(5),), starred=True), "*/5"),
        (Field((Star(5), value(7), value(2)), starred=True), "*/5,2,7"),
        (Field((value(7), Star(5))), "7,*/5"),
        (Field((Range(0, 59),)), "0-59"),
        (Field((value(5), value(3), value(4), value(0))), "0,3-5"),
        (Field((Range(1, 5), Range(4, 9), value(10))), "1-10"),
        (Field((value(1), value(2))), "1,2"),
        (Field((value(10), value(9))), "9,10"),
        (Field((Range(4, 24, 4), Range(4, 16, 4), Range(4, 20, 2))), "4-20/2,4-16/4,4-24/4"),
        (Field((Range(10, 40, 10),)), "10-40/10"),
        (Field((Range(10, 45, 10),)), "10-40/10"),
        (Field((Range(5, 59, 15),)), "5-50/15"),
        (Field((Range(5, 12, 10),)), "5"),
        (Field((Range(5, 15, 10),)), "5,15"),
        (Field((Range(10, 40, 10), Range(0, 59))), "0-59"),
        (Field((value(3), Range(10, 40, 10), value(20), value(50))), "3,10-40/10,20,50"),
    ],
)
def test_merges_the_numbers_of_a_cron_field(field: Field, text: str) -> None:
    assert printed(Cron(field, STAR, STAR, STAR, STAR)) == f"{text} * * * *"


@pytest.mark.parametrize(
    ("field", "text"),
    [
        (Field((Range(1, 5),)), "mon-fri"),
        (Field((value(0),)), "sun"),
        (Field((value(7),)), "sun"),
        (Field((value(6), value(0))), "sat,sun"),
        (Field((Range(5, 7),)), "fri-sun"),
        (Field((Range(5, 1),)), "fri-mon"),
        (Field((Range(0, 6),)), "mon-sun"),
        (Field((Range(1, 5, 2),)), "mon,wed,fri"),
        (Field((Range(5, 2, 2),)), "tue,fri,sun"),
        (Field((Star(2),), starred=True), "*/2"),
        (Field((NthWeekday(2, 5),)), "fri#2"),
        (Field((NthWeekday(-1, 5),)), "fri#L"),
        (Field((NthWeekday(-1, 5), NthWeekday(1, 0), value(3))), "wed,sun#1,fri#L"),
    ],
)
def test_prints_weekdays_of_a_cron_line_by_name_from_monday_on(field: Field, text: str) -> None:
    assert printed(Cron(STAR, STAR, STAR, STAR, field)) == f"* * * * {text}"


@pytest.mark.parametrize(
    ("field", "text"),
    [
        (Field((Range(6, 8),)), "jun-aug"),
        (Field((Range(11, 2),)), "nov-feb"),
        (Field((Range(1, 12, 3),)), "jan,apr,jul,oct"),
        (Field((Range(11, 4, 2),)), "jan,mar,nov"),
        (Field((Range(1, 12),)), "jan-dec"),
    ],
)
def test_prints_months_of_a_cron_line_by_name(field: Field, text: str) -> None:
    assert printed(Cron(STAR, STAR, STAR, field, STAR)) == f"* * * {text} *"


@pytest.mark.parametrize(
    ("field", "text"),
    [
        (Field((LastDay(),)), "L"),
        (Field((LastDay(2),)), "L-2"),
        (Field((LastWorkday(),)), "LW"),
        (Field((NearestWorkday(15),)), "15W"),
        (Field((NthWeekday(2, 1),)), "2nd mon"),
        (Field((NthWeekday(-1, 0),)), "last sun"),
        (Field((LastWorkday(), LastDay(), LastDay(3), NearestWorkday(15), value(20))), "20,15W,L-3,L,LW"),
    ],
)
def test_prints_the_special_days_of_a_cron_line(field: Field, text: str) -> None:
    assert printed(Cron(STAR, STAR, field, STAR, STAR)) == f"* * {text} * *"


@given(st.data())
def test_prints_a_cron_line_alike_in_whatever_order_its_lists_stand(data: st.DataObject) -> None:
    cron = data.draw(cron_lines())
    mixed = replace(
        cron,
        minute=data.draw(rearranged(cron.minute)),
        hour=data.draw(rearranged(cron.hour)),
        day=data.draw(rearranged(cron.day)),
        month=data.draw(rearranged(cron.month)),
        weekday=data.draw(rearranged(cron.weekday)),
    )
    assert printed(mixed) == printed(cron)
