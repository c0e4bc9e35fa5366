"""Where an expression stands, as far as it matters to how it may be written."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache

from hypothesis import strategies as st

from everly.grammar.parser import parse, parse_window
from everly.grammar.tree import Expr, Schedule
from everly.scheduling.absolute import zone_named
from everly.scheduling.zone_names import find_zone

_DAYS = ("mon", "mon-fri", "fri-sun", "jun-aug", "1st,15th", "last day", "2nd tue", "dec 24-jan 2", "2026", "13th")
_TIMES = ("09:00-17:00", "22:00-06:00", "00:00-12:30")
_FIRINGS = ("daily at 09:00", "every 7 hours", "0 12 1 * mon", "monthly", "*/20 * * * *", "every 90 minutes", "hourly")


@dataclass(frozen=True)
class Place:
    """The zone that an expression reads, and whether it picks days for an `at` or an `on`."""

    zone: str
    days_only: bool = False

    @property
    def is_fixed(self) -> bool:
        """Whether no clock changes there."""
        return find_zone(self.zone).fixed is not None

    @property
    def windows(self) -> st.SearchStrategy[Expr]:
        """Windows that may stand beside it."""
        return _windows(_DAYS if self.days_only else (*_DAYS, *_TIMES))

    @property
    def firings(self) -> st.SearchStrategy[Expr]:
        """Firings that may stand beside it."""
        return _firings()

    @property
    def picking_days(self) -> Place:
        """The place of the days that stand here."""
        return replace(self, days_only=True)

    def inside(self, schedule: Schedule) -> Place:
        """The place of what a schedule that stands here holds."""
        begun = schedule.starting.zone if schedule.starting is not None else None
        zone = schedule.zone or begun
        return self if zone is None else replace(self, zone=zone_named(zone).name)


@cache
def _windows(texts: tuple[str, ...]) -> st.SearchStrategy[Expr]:
    return st.sampled_from(texts).map(lambda text: parse_window(text).expr)


@cache
def _firings() -> st.SearchStrategy[Expr]:
    return st.sampled_from(_FIRINGS).map(lambda text: parse(text).expr)
