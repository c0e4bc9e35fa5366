"""Where an expression stands, as far as its meaning there does not depend on the time at which it is read."""

from __future__ import annotations

from everly.frozen import frozen, replace
from everly.grammar.fault import Fault
from everly.grammar.kinds import ExprKind, kind_of
from everly.grammar.tree import (
    Calendar,
    ClockTime,
    Date,
    DayOfMonth,
    Elapsed,
    Expr,
    Moment,
    NearDay,
    NextWeekday,
    Schedule,
    Unit,
)
from everly.scheduling.absolute import instant_of, zone_named
from everly.scheduling.decisions.effort import work
from everly.scheduling.engine.algebra import difference
from everly.scheduling.engine.civil import DAY, MAX_INSTANT, MIN_INSTANT
from everly.scheduling.engine.nodes import InstantSet
from everly.scheduling.engine.zones import Zone
from everly.scheduling.lower import Scope, unbounded
from everly.scheduling.simplify.trees import parts
from everly.scheduling.zone_names import find_zone

_SOME_ANCHOR = 0

MOST_WORK = 2000
"""What a proof may take, some tenths of a second at most; beyond it nothing is proved."""


@frozen
class Place:
    """The scope that an expression stands in.

    `is_anchored` says whether the scope's anchor is stated; else intervals count from a `now` that is not known.
    `is_timed` says whether its time of day is known, though not its day, as with `starting 00:00` in UTC.
    `is_begun` says whether that `now` bounds the firings here from below. What lies before `first` or after `last` is
    cut off by the clauses around, so no difference there matters.
    """

    scope: Scope
    is_anchored: bool = False
    is_timed: bool = False
    is_begun: bool = True
    first: int = MIN_INSTANT
    last: int = MAX_INSTANT

    def inside(self, schedule: Schedule) -> Place | None:
        """The place of what a schedule that stands here holds; None where a clause of it means nothing."""
        try:
            return self._inside(schedule)
        except Fault:
            return None

    @property
    def removed(self) -> Place:
        """The place of what is taken away here, which has no beginning but its own."""
        return replace(self, is_begun=False)

    def is_settled(self, expr: Expr) -> bool:
        """Whether `meaning` is what an expression means here whatever `now` is, but for the bound that `now` sets."""
        match expr:
            case Elapsed(seconds):
                return self.is_anchored or (self.is_timed and DAY % seconds == 0)
            case Calendar() if not self.is_anchored:
                has_times = expr.at is not None or (self.is_timed and self.scope.zone.fixed is not None)
                return has_times and expr.count == 1 and (expr.on is not None or expr.unit is Unit.DAY)
            case Schedule():
                return self._is_settled_scope(expr)
            case _:
                return all(map(self.is_settled, parts(expr)))

    def meaning(self, expr: Expr) -> InstantSet:
        """The instants of a settled expression, the bound that `now` sets left aside."""
        return unbounded(expr, self.scope)

    def is_empty(self, instants: InstantSet) -> bool:
        """Whether a set holds nothing that matters here."""
        found = instants.ceil(self.first)
        return found is None or found > self.last

    def is_part(self, instants: InstantSet, others: InstantSet) -> bool:
        """Whether the second set is proved to hold all of the first that matters here, without too much work."""
        return work(instants, others) <= MOST_WORK and self.is_empty(difference(instants, others))

    def _is_settled_scope(self, schedule: Schedule) -> bool:
        """A firing with a beginning of its own may lie before `now`, where those around it do not."""
        if self.is_begun and schedule.starting is not None and kind_of(schedule) is ExprKind.FIRING:
            return False
        inside = self.inside(schedule)
        ends = _with_time(schedule)
        absolute = all(moment is None or _is_absolute(moment) for moment in (ends.starting, ends.until))
        return absolute and inside is not None and inside.is_settled(schedule.expr)

    def _inside(self, schedule: Schedule) -> Place:
        schedule = _with_time(schedule)
        starting, until = schedule.starting, schedule.until
        last = self.last
        if starting is None:
            inside = replace(self, scope=self.scope.inside(schedule))
        elif _is_absolute(starting):
            scope = self.scope.inside(schedule)
            inside = Place(scope, is_anchored=True, is_begun=False, first=max(self.first, scope.anchor), last=last)
        else:  # its beginning is known only once `now` is
            scope = self.scope.inside(Schedule(schedule.expr, zone=schedule.zone or starting.zone))
            inside = _timed(Place(scope, is_begun=False, first=self.first, last=last), starting)
        if until is None or not _is_absolute(until):
            return inside
        return replace(inside, last=min(last, instant_of(until, inside.scope.zone)))


def top(zone: Zone) -> Place:
    """Where a whole schedule stands: in a default zone, with a default beginning."""
    return Place(Scope(zone, _SOME_ANCHOR))


def days() -> Place:
    """Where a window stands that only days are asked of, before `at` and after `on`: on no clock."""
    return Place(Scope(find_zone("UTC"), _SOME_ANCHOR), is_begun=False)


def _is_absolute(moment: Moment) -> bool:
    return isinstance(moment.when, Date) and moment.when.time is not None


def _with_time(schedule: Schedule) -> Schedule:
    """The schedule with the first second of the day where its beginning is a day."""
    match schedule.starting:
        case Moment(Date(time=None) as day) as starting:
            return replace(schedule, starting=replace(starting, when=replace(day, time=0)))
        case _:
            return schedule


def _timed(place: Place, starting: Moment) -> Place:
    """The place with some day's anchor, if its beginning has a time of day on a clock that never changes."""
    match starting.when:
        case ClockTime(time):
            pass
        case NearDay(_, time) | NextWeekday(_, time) | DayOfMonth(_, time):
            time = time or 0
        case _:
            return place
    clock = place.scope.zone if starting.zone is None else zone_named(starting.zone)
    if clock.fixed is None:
        return place
    return replace(place, scope=replace(place.scope, anchor=time - clock.fixed), is_timed=True)
