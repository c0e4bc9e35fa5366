"""Absolute moments: a date and a time that give one instant, whatever the time is now."""

from __future__ import annotations

from everly.grammar.diagnostics.model import Edit, Fix
from everly.grammar.fault import Fault
from everly.grammar.span import Span
from everly.grammar.tree import Date, Moment
from everly.grammar.tree import Zone as ZoneName
from everly.scheduling.dates import check_day, date_of, day_number
from everly.scheduling.engine.civil import DAY
from everly.scheduling.engine.zones import Zone
from everly.scheduling.zone_names import ZoneError, find_zone


def zone_named(name: ZoneName) -> Zone:
    """The zone of a name in the tree.

    Raises:
        Fault: There is no such zone, or several; the nearest names are offered as fixes.
    """
    try:
        return find_zone(name.name)
    except ZoneError as error:
        fixes = tuple(Fix("instead", (Edit(name.span, meant),)) for meant in error.names)
        raise Fault(error.kind, name.span, error.message, help=error.help, fixes=fixes) from None


def absolute(instant: int, zone: Zone, span: Span) -> Moment:
    """The moment in the wall clock of `zone`; in UTC at the second pass of a fold, which the wall clock cannot tell.

    Raises:
        Fault: OUT_OF_RANGE when the wall clock shows a year that no date has.
    """
    wall = zone.reading(instant)
    if zone.first_instant(wall) != instant:
        return Moment(_date(instant, span), ZoneName("UTC", span=span), span=span)
    return Moment(_date(wall, span), span=span)


def instant_of(moment: Moment, zone: Zone) -> int:
    """The instant of an absolute moment that stands in a scope of `zone`.

    Raises:
        ValueError: The moment is not absolute: it has no date or no time.
    """
    match moment.when:
        case Date(year, month, day, int(time)):
            home = zone if moment.zone is None else zone_named(moment.zone)
            return home.first_instant(day_number(year, month, day, moment.span) * DAY + time)
        case _:
            raise ValueError(f"not an absolute moment: {moment.when}")


def _date(wall: int, span: Span) -> Date:
    there = date_of(check_day(wall // DAY, span))
    return Date(there.year, there.month, there.day, wall % DAY, span=span)
