"""Schedules that fire within a few days, so that all they do can be listed: universes to hold decisions against."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice, pairwise

from hypothesis import HealthCheck, assume, settings
from hypothesis import strategies as st

from everly.grammar.diagnostics import ScheduleError
from everly.grammar.printer import print_schedule
from everly.grammar.tree import Expr, Schedule
from everly.scheduling.compiler import Compiled, compile_schedule
from everly.scheduling.engine.bits import Gap
from everly.scheduling.engine.civil import MAX_INSTANT, MIN_INSTANT
from everly.scheduling.instants import utc_datetime
from everly.scheduling.testing import CLOCK_CHANGES, ClockChange, firings, windows

# The same examples each time: some sets are slow to tell empty, and a suite should take as long each time.
quickly = settings(
    max_examples=80,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow, HealthCheck.data_too_large],
)

MOST = 1500
"""A schedule that fires more often is not looked at."""

_PLAIN = (ClockChange("UTC", 1_709_164_800), ClockChange("UTC", 1_735_689_600))  # 29 February, and New Year
_LATE = tuple(change for change in CLOCK_CHANGES if change.instant > 1_000_000_000)

_OFTEN = (
    *("hourly", "every 7 hours", "every 90 minutes", "every 100 minutes & 01:00-15:00", "every 12347 seconds"),
    *("daily", "daily at 02:30", "mon-fri at 09:00,17:00", "every 2 days at 02:00", "0 */3 * * *", "30 1,2 * * *"),
)


@dataclass(frozen=True)
class Universe:
    """A zone, and a stretch of time to which schedules in it are confined; both ends are instants."""

    zone: str
    start: int
    end: int

    def compiled(self, text: str) -> Compiled | None:
        """The schedule within the stretch; None if it fires never there, or too often."""
        confined = f"({text}) starting {_iso(self.start)} until {_iso(self.end)} in {self.zone}"
        try:
            compiled = compile_schedule(confined, now=utc_datetime(self.start))
        except ScheduleError:
            return None
        return compiled if len(listed(compiled)) <= MOST else None


@st.composite
def universes(draw: st.DrawFn) -> Universe:
    """Some days, mostly around a clock change."""
    zone, centre = draw(st.sampled_from(_PLAIN) | st.sampled_from(_LATE))
    start = centre - draw(st.integers(0, 96)) * 3600
    return Universe(zone, start, start + draw(st.integers(24, 200)) * 3600)


@st.composite
def texts(draw: st.DrawFn) -> str:
    """A firing of any kind; those that fire within any few days are as frequent as all others."""
    often = st.sampled_from(_OFTEN)
    return draw(often | firings(1).map(as_text))


def window_texts() -> st.SearchStrategy[str]:
    """A window of any kind; those that leave something within any few days are as frequent as all others."""
    often = st.sampled_from(["mon-fri", "01:00-13:00", "sat", "22:00-03:00", "1st-10th", "2024"])
    return often | windows(0).map(as_text)


SHAPES = (
    ("{one}", "{other}"),
    ("{one} | every 50 minutes | daily at 01:01:01", "{other} | every 50 minutes | daily at 23:02:02"),
    ("{one}", "{one} & {window}"),
    ("{one}", "{one} | {other}"),
    ("{one}", "{one} except {other}"),
    ("{one} & {window}", "{one} except {window}"),
    ("{one} | {other}", "{other} | {one}"),
    ("{one}", "{one} & {window} | {one} & !{window}"),
    ("{one} | ({other} & {window})", "({one} | {other}) & ({one} | {other} & {window})"),
)
"""Pairs of schedules made of the same parts, so that every relation comes up."""


@st.composite
def pairs(draw: st.DrawFn, shapes: Sequence[tuple[str, str]] = SHAPES) -> tuple[Compiled, Compiled]:
    """Two schedules in one universe, of one of some shapes."""
    universe = draw(universes())
    parts = {"one": f"({draw(texts())})", "other": f"({draw(texts())})", "window": f"({draw(window_texts())})"}
    left, right = draw(st.sampled_from(shapes))
    first, second = universe.compiled(left.format(**parts)), universe.compiled(right.format(**parts))
    assume(first is not None and second is not None)
    assert first is not None
    assert second is not None
    return first, second


@st.composite
def singles(draw: st.DrawFn) -> Compiled:
    """One schedule in a universe."""
    universe, one, other, window = draw(universes()), draw(texts()), draw(texts()), draw(window_texts())
    text = st.sampled_from(
        [
            one,
            f"({one}) | ({other})",
            f"({one}) & ({window})",
            f"({one}) except ({other}) | ({other}) & ({window})",
        ]
    )
    compiled = universe.compiled(draw(text))
    assume(compiled is not None)
    assert compiled is not None
    return compiled


def listed(compiled: Compiled) -> list[int]:
    """All its firings in order, or one more than the most."""
    return list(islice(compiled.instants.between(MIN_INSTANT, MAX_INSTANT), MOST + 1))


def neighbours(members: list[int]) -> list[Gap]:
    """Each member with the distance to the next."""
    return [Gap(other - one, one) for one, other in pairwise(members)]


def as_text(expr: Expr) -> str:
    """An expression as canonical text."""
    return print_schedule(expr if isinstance(expr, Schedule) else Schedule(expr))


def _iso(instant: int) -> str:
    return f"{utc_datetime(instant).replace(tzinfo=None).isoformat()}Z"
