"""What a schedule means, said a second time: whether an instant belongs to it, by the tree and `datetime` alone.

It is slow and short, knows no masks and no search, and shares no code with the engine or the lowering.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from everly.grammar.tree import (
    SECONDS,
    WORKDAY,
    And,
    At,
    Calendar,
    Cron,
    Date,
    Dates,
    Elapsed,
    Except,
    Expr,
    Field,
    LastDay,
    LastWorkday,
    Moment,
    MonthDays,
    Months,
    NearestWorkday,
    Not,
    NthWeekday,
    NthWeekdays,
    Or,
    Range,
    Schedule,
    Star,
    Times,
    Unit,
    Weekdays,
    YearDays,
    Years,
)
from everly.scheduling.zone_names import find_zone

_SECOND = timedelta(seconds=1)


@dataclass(frozen=True)
class Place:
    """A scope: its zone, its anchor, and the default beginning if it holds there."""

    zone: tzinfo
    anchor: datetime
    first: datetime | None


def fires(schedule: Schedule, now: datetime, zone: tzinfo, when: datetime) -> bool:
    """Whether a resolved schedule fires at an instant; all datetimes are in UTC."""
    return _holds(schedule, Place(zone, now, now), when)


def _holds(expr: Expr, place: Place, when: datetime) -> bool:
    match expr:
        case And(operands):
            return all(_holds(operand, place, when) for operand in operands)
        case Or(operands):
            return any(_holds(operand, place, when) for operand in operands)
        case Except(base, removed):
            return _holds(base, place, when) and not _holds(removed, _unbounded(place), when)
        case Not(operand):
            return not _holds(operand, _unbounded(place), when)
        case Schedule():
            return _scope_holds(expr, place, when)
        case Elapsed() | Calendar() | At() | Cron():
            return (place.first is None or when >= place.first) and _fires(expr, place, when)
        case _:
            return _in_window(expr, _wall(when, place.zone))


def _unbounded(place: Place) -> Place:
    return Place(place.zone, place.anchor, None)


def _scope_holds(schedule: Schedule, place: Place, when: datetime) -> bool:
    named = schedule.zone or (schedule.starting.zone if schedule.starting else None)
    zone = place.zone if named is None else find_zone(named.name).tzinfo
    inner = Place(zone, place.anchor, place.first)
    if schedule.starting is not None:
        inner = Place(zone, _instant(schedule.starting, zone), None)
        if when < inner.anchor:
            return False
    if schedule.until is not None and when > _instant(schedule.until, zone):
        return False
    return _holds(schedule.expr, inner, when)


def _instant(moment: Moment, zone: tzinfo) -> datetime:
    assert isinstance(moment.when, Date)
    assert moment.when.time is not None
    home = zone if moment.zone is None else find_zone(moment.zone.name).tzinfo
    midnight = datetime(moment.when.year, moment.when.month, moment.when.day)
    return _first_instant(midnight + moment.when.time * _SECOND, home)


def _wall(when: datetime, zone: tzinfo) -> datetime:
    return when.astimezone(zone).replace(tzinfo=None, fold=0)


def _first_instant(wall: datetime, zone: tzinfo) -> datetime:
    """The first pass of a reading, or the first instant after the gap that it lies in."""
    found = wall.replace(tzinfo=zone).astimezone(UTC)
    if _wall(found, zone) == wall:
        return found
    low, high = found - timedelta(days=2), found + timedelta(days=2)  # the change lies between; halve towards it
    while high - low > _SECOND:
        middle = low + (high - low) // _SECOND // 2 * _SECOND
        low, high = (low, middle) if _wall(middle, zone) > wall else (middle, high)
    return high


def _fires(expr: Elapsed | Calendar | At | Cron, place: Place, when: datetime) -> bool:
    if isinstance(expr, Elapsed):
        return (when - place.anchor) // _SECOND % expr.seconds == 0
    if isinstance(expr, Cron) and (expr.minute.starred or expr.hour.starred):
        return _on_clock(expr, place, _wall(when, place.zone))
    return any(
        _first_instant(wall, place.zone) == when for wall in _readings(when, place.zone) if _on_clock(expr, place, wall)
    )


def _readings(when: datetime, zone: tzinfo) -> list[datetime]:
    """What the clock shows at an instant, and what it skipped just before."""
    wall, before = _wall(when, zone), _wall(when - _SECOND, zone)
    skipped = (wall - before) // _SECOND
    return [wall - back * _SECOND for back in range(max(skipped, 1))]


def _on_clock(expr: Calendar | At | Cron, place: Place, wall: datetime) -> bool:
    second = wall.hour * 3600 + wall.minute * 60 + wall.second
    match expr:
        case At(window, times):
            return second in times and _in_window(window, wall)
        case Calendar():
            anchor = _wall(place.anchor, place.zone)
            at = expr.at or (anchor.hour * 3600 + anchor.minute * 60 + anchor.second,)
            return second in at and _on_day(expr, anchor.date(), wall)
        case Cron():
            return _cron(expr, wall)


def _on_day(expr: Calendar, anchor: date, wall: datetime) -> bool:
    day = wall.date()
    match expr.unit:
        case Unit.MONTH | Unit.YEAR:
            months = expr.count * (12 if expr.unit is Unit.YEAR else 1)
            apart = (day.year - anchor.year) * 12 + day.month - anchor.month
            if expr.on is not None:
                apart = (day.year - anchor.year) * 12 if expr.unit is Unit.YEAR else apart
                return apart % months == 0 and _in_window(expr.on, wall)
            return apart % months == 0 and day.day == min(anchor.day, monthrange(day.year, day.month)[1])
        case Unit.WEEK if expr.on is not None:
            weeks = (day.toordinal() - 1) // 7 - (anchor.toordinal() - 1) // 7
            return weeks % expr.count == 0 and _in_window(expr.on, wall)
        case _:
            return (day - anchor).days % (expr.count * SECONDS[expr.unit] // SECONDS[Unit.DAY]) == 0


def _in_window(expr: Expr, wall: datetime) -> bool:
    match expr:
        case And(operands):
            return all(_in_window(operand, wall) for operand in operands)
        case Or(operands):
            return any(_in_window(operand, wall) for operand in operands)
        case Except(base, removed):
            return _in_window(base, wall) and not _in_window(removed, wall)
        case Not(operand):
            return not _in_window(operand, wall)
        case _:
            return _in_list(expr, wall)


def _in_list(window: Expr, wall: datetime) -> bool:
    day = wall.date()
    match window:
        case Weekdays(days):
            return day.weekday() in days
        case Months(months):
            return day.month in months
        case Years(ranges):
            return any(first <= day.year <= last for first, last in ranges)
        case MonthDays(days, months):
            back = day.day - _length(day) - 1
            return _in_months(day, months) and (day.day in days or back in days)
        case NthWeekdays(pairs, months):
            return _in_months(day, months) and any(_is_nth(day, *pair) for pair in pairs)
        case YearDays(spans):
            return any(_around((day.month, day.day), first, last) for first, last in spans)
        case Dates(dates):
            return any(date(*first) <= day <= date(*last) for first, last in dates)
        case Times(spans):
            second = (datetime.combine(date.min, wall.time()) - datetime.combine(date.min, time())) // _SECOND
            return any(_around((second,), (first,), (last,)) for first, last in spans)
        case _:
            raise AssertionError(f"no window: {window}")


def _around(value: tuple[int, ...], first: tuple[int, ...], last: tuple[int, ...]) -> bool:
    return first <= value <= last if first <= last else value >= first or value <= last


def _length(day: date) -> int:
    return monthrange(day.year, day.month)[1]


def _in_months(day: date, months: tuple[int, ...] | None) -> bool:
    return months is None or day.month in months


def _is_nth(day: date, nth: int, weekday: int) -> bool:
    month = [day.replace(day=number) for number in range(1, _length(day) + 1)]
    same = [each for each in month if (each.weekday() < 5 if weekday == WORKDAY else each.weekday() == weekday)]
    return abs(nth) <= len(same) and same[nth - 1 if nth > 0 else nth] == day


def _cron(cron: Cron, wall: datetime) -> bool:
    second = [0] if cron.second is None else _values(cron.second, 0, 59)
    if wall.second not in second or wall.minute not in _values(cron.minute, 0, 59):
        return False
    if wall.hour not in _values(cron.hour, 0, 23) or wall.month not in _values(cron.month, 1, 12):
        return False
    if cron.year is not None and wall.year not in _years(cron.year):
        return False
    day = wall.date()
    weekdays = {value % 7 for value in _values(cron.weekday, 0, 6)}
    in_month = day.day in _values(cron.day, 1, 31) or _is_special(cron.day, day)
    in_week = (day.weekday() + 1) % 7 in weekdays or _is_special(cron.weekday, day)
    return in_month and in_week if cron.day.starred or cron.weekday.starred else in_month or in_week


def _values(field: Field, low: int, high: int) -> set[int]:
    found: set[int] = set()
    for item in field.items:
        match item:
            case Star(step):
                found |= set(range(low, high + 1, step))
            case Range(first, last, step) if first <= last:
                found |= set(range(first, last + 1, step))
            case Range(first, last, step):
                circle = [*range(first, high + 1), *range(low, last + 1)]
                found |= set(circle[::step])
            case _:
                pass
    return found


def _years(field: Field) -> set[int]:
    """Steps of a star count from 1970, as Quartz and APScheduler have it."""
    plain = Field(tuple(item for item in field.items if isinstance(item, Range)))
    stars = [item.step for item in field.items if isinstance(item, Star)]
    return _values(plain, 1, 9999) | {year for year in range(1, 10_000) for step in stars if (year - 1970) % step == 0}


def _is_special(field: Field, day: date) -> bool:
    return any(_matches(item, day) for item in field.items)


def _matches(item: object, day: date) -> bool:
    match item:
        case LastDay(before):
            return day.day == _length(day) - before
        case LastWorkday():
            return _is_nth(day, -1, WORKDAY)
        case NthWeekday(nth, weekday):
            return _is_nth(day, nth, (weekday - 1) % 7)
        case NearestWorkday(number):
            return number <= _length(day) and day == _nearest(day.replace(day=number))
        case _:
            return False


def _nearest(day: date) -> date:
    """The Monday to Friday least far away within the month; of two it is Friday for a Saturday, Monday for a Sunday."""
    within = [day.replace(day=number) for number in range(1, _length(day) + 1)]
    return min((each for each in within if each.weekday() < 5), key=lambda each: abs((each - day).days))
