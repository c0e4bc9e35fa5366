"""An independent reading of the same sets: membership of one instant, asked of datetime and zoneinfo alone."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from everly.scheduling.engine import algebra, days, times
from everly.scheduling.engine.dayset import ALL, Days
from everly.scheduling.engine.nodes import InstantSet
from everly.scheduling.engine.step import Step
from everly.scheduling.engine.times import Times
from everly.scheduling.engine.wall import wall_set
from everly.scheduling.engine.zoned import wall_firing, window
from everly.scheduling.engine.zones import Zone
from everly.scheduling.testing import CLOCK_CHANGES, ClockChange

QUARTER = 900
DAY = 86_400
EPOCH = date(1970, 1, 1)

# Where clocks change, and for comparison two zones where they do not.
CHANGES = [
    *CLOCK_CHANGES,
    ClockChange("UTC", 1_709_164_800),  # 2024-02-29
    ClockChange("Asia/Kolkata", 1_704_047_400),  # New Year 2024
]
ZONES = {name: Zone(name, ZoneInfo(name)) for name, _ in CHANGES}


def instant(text: str) -> int:
    """The instant of an ISO date and time in UTC."""
    return (datetime.fromisoformat(text).replace(tzinfo=UTC) - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(seconds=1)


@dataclass(frozen=True)
class DayRule:
    name: str
    days: Days
    has: Callable[[date], bool]

    def __repr__(self) -> str:
        return self.name


@dataclass(frozen=True)
class Clock:
    """A wall set in a zone: `firing` or window."""

    zone: str
    seconds: frozenset[int] | tuple[int, int]
    rule: DayRule
    firing: bool

    def times(self) -> Times:
        return times.span(*self.seconds) if isinstance(self.seconds, tuple) else times.at(self.seconds)

    def build(self) -> InstantSet:
        make = wall_firing if self.firing else window
        return make(wall_set(self.times(), self.rule.days), ZONES[self.zone])

    def reads(self, wall: datetime) -> bool:
        second = wall.hour * 3600 + wall.minute * 60 + wall.second
        if isinstance(self.seconds, frozenset):
            return second in self.seconds and self.rule.has(wall.date())
        first, last = self.seconds
        inside = first <= second <= last if first <= last else second >= first or second <= last
        return inside and self.rule.has(wall.date())

    def has(self, at: int) -> bool:
        here = self.wall(at)
        if not self.firing:
            return self.reads(here.replace(tzinfo=None))
        if here.fold:
            return False
        before = self.wall(at - 1)
        first, last = before.replace(tzinfo=None), here.replace(tzinfo=None)
        dates = {first.date(), (first + timedelta(hours=12)).date(), last.date()}
        clock = [
            datetime.combine(each, time()) + timedelta(seconds=second) for each in dates for second in self.seconds
        ]
        return any(first < each <= last and self.reads(each) for each in clock)

    def wall(self, at: int) -> datetime:
        return (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=at)).astimezone(ZoneInfo(self.zone))


@dataclass(frozen=True)
class Every:
    anchor: int
    period: int

    def build(self) -> InstantSet:
        return Step(self.anchor, self.period)

    def has(self, at: int) -> bool:
        return (at - self.anchor) % self.period == 0


@dataclass(frozen=True)
class Between:
    base: "Term"
    first: int | None
    last: int | None

    def build(self) -> InstantSet:
        return algebra.bounded(self.base.build(), self.first, self.last)

    def has(self, at: int) -> bool:
        late = self.first is None or at >= self.first
        return late and (self.last is None or at <= self.last) and self.base.has(at)


@dataclass(frozen=True)
class Both:
    left: "Term"
    right: "Term"

    def build(self) -> InstantSet:
        return algebra.intersection([self.left.build(), self.right.build()])

    def has(self, at: int) -> bool:
        return self.left.has(at) and self.right.has(at)


@dataclass(frozen=True)
class Either:
    left: "Term"
    right: "Term"

    def build(self) -> InstantSet:
        return algebra.union([self.left.build(), self.right.build()])

    def has(self, at: int) -> bool:
        return self.left.has(at) or self.right.has(at)


@dataclass(frozen=True)
class Without:
    left: "Term"
    right: "Term"

    def build(self) -> InstantSet:
        return algebra.difference(self.left.build(), self.right.build())

    def has(self, at: int) -> bool:
        return self.left.has(at) and not self.right.has(at)


Term = Clock | Every | Between | Both | Either | Without


def day_rules(centre: int) -> st.SearchStrategy[DayRule]:
    """Day rules of every kind, anchored or bounded near a day number."""
    near = st.integers(centre - 40, centre + 40)
    return st.one_of(
        st.just(DayRule("all", ALL, lambda _: True)),
        st.sets(st.integers(0, 6), min_size=1).map(_weekdays),
        st.sets(st.integers(1, 31), min_size=5).map(_month_days),
        st.sets(st.integers(1, 12), min_size=4).map(_months),
        st.tuples(st.integers(2, 9), near).map(lambda pair: _every_nth(*pair)),
        st.tuples(st.integers(1, 3), near).map(lambda pair: _week_periods(*pair)),
        st.tuples(near, st.integers(0, 40)).map(lambda pair: _range(*pair)),
    )


def number(day: date) -> int:
    return (day - EPOCH).days


def _weekdays(chosen: set[int]) -> DayRule:
    return DayRule(f"weekdays {chosen}", days.weekdays(chosen), lambda day: day.weekday() in chosen)


def _month_days(chosen: set[int]) -> DayRule:
    return DayRule(f"days {chosen}", days.month_days(chosen), lambda day: day.day in chosen)


def _months(chosen: set[int]) -> DayRule:
    return DayRule(f"months {chosen}", days.months(chosen), lambda day: day.month in chosen)


def _every_nth(n: int, anchor: int) -> DayRule:
    return DayRule(
        f"every {n} from {anchor}", days.every_nth_day(n, anchor), lambda day: (number(day) - anchor) % n == 0
    )


def _week_periods(n: int, anchor: int) -> DayRule:
    monday = anchor - (EPOCH + timedelta(days=anchor)).weekday()
    return DayRule(
        f"every {n} weeks from {anchor}",
        days.week_periods(n, anchor),
        lambda day: (number(day) - monday) // 7 % n == 0,
    )


def _range(first: int, length: int) -> DayRule:
    return DayRule(
        f"{length} days from {first}",
        days.date_range(first, first + length),
        lambda day: first <= number(day) <= first + length,
    )


@st.composite
def clocks(draw: st.DrawFn, centre: int, zones: list[str]) -> Clock:
    """A firing at quarter hours, or a window of quarter hours or a stretch of the day."""
    rule = draw(day_rules(centre // DAY))
    zone = draw(st.sampled_from(zones))
    quarters = st.integers(0, 95).map(lambda n: n * QUARTER)
    if draw(st.booleans()):
        return Clock(zone, draw(st.frozensets(quarters, min_size=1, max_size=6)), rule, draw(st.booleans()))
    return Clock(zone, (draw(quarters), draw(quarters)), rule, firing=False)


def steps(centre: int) -> st.SearchStrategy[Every]:
    """Steps of some quarters, from an hour fraction to days; a few are too crooked to fold."""
    anchors = st.integers(-200, 200).map(lambda n: (centre // QUARTER + n) * QUARTER)
    return st.builds(
        Every, anchors, st.sampled_from([1, 2, 4, 7, 28, 37, 96, 101, 192, 293]).map(lambda n: n * QUARTER)
    )


@st.composite
def scenes(draw: st.DrawFn) -> tuple[int, Term]:
    """A clock change and an expression of up to five sets near it, mostly in the zone that changes."""
    name, centre = draw(st.sampled_from(CHANGES))
    others = st.sampled_from([name for name, _ in CHANGES if name not in ("Asia/Manila", "America/Juneau")])
    zones = [name, name, name, draw(others)]
    ends = st.none() | st.integers(-200, 200).map(lambda n: centre + n * QUARTER)

    def extend(inner: st.SearchStrategy[Term]) -> st.SearchStrategy[Term]:
        return st.one_of(
            st.builds(Both, inner, inner),
            st.builds(Either, inner, inner),
            st.builds(Without, inner, inner),
            st.builds(Between, inner, ends, ends),
        )

    leaves: st.SearchStrategy[Term] = st.one_of(clocks(centre, zones), clocks(centre, zones), steps(centre))
    return centre, draw(st.recursive(leaves, extend, max_leaves=5))


def points(centre: int) -> list[int]:
    """Every quarter hour for a day and a half each way, and the seconds around the change and its neighbours."""
    grid = range(centre // QUARTER * QUARTER - 3 * DAY // 2, centre + 3 * DAY // 2, QUARTER)
    close = [centre + hours * 3600 + second for hours in (-24, -1, 0, 1, 24) for second in (-2, -1, 0, 1, 2)]
    odd = [each + shift for each in range(centre - DAY, centre + DAY, 11 * QUARTER) for shift in (-1, 1, 37)]
    return sorted({*grid, *close, *odd})
