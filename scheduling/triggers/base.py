"""The trigger that all others are: everly's engine says when it fires."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from apscheduler.abc import Trigger

from everly.grammar.tree import Schedule
from everly.scheduling.engine.civil import MAX_INSTANT, MIN_INSTANT
from everly.scheduling.engine.effort import TooMuchWorkError
from everly.scheduling.engine.nodes import Bounded
from everly.scheduling.instants import instant_at, utc_datetime
from everly.scheduling.triggers.datetimes import datetimes
from everly.scheduling.triggers.plan import Plan
from everly.scheduling.triggers.state import dump_state, iso, load_state


class ScheduleTrigger(Trigger):
    """An APScheduler trigger for a schedule, made by `parse_schedule`.

    It gives the schedule's firings in order, from the beginning, as aware datetimes in the schedule's zone. Where an
    APScheduler class means the same, the trigger is an instance of that too.
    """

    # Stored states name `module:qualname` of each class: the two are a file format, whichever file holds the class.
    __module__ = "everly.scheduling.triggers"

    # The bases' own, made by attrs, would look for converters at every step.
    __setattr__ = object.__setattr__

    def __init__(self, plan: Plan) -> None:
        self._begin(plan, None)

    def _begin(self, plan: Plan, stood: int | None) -> None:
        self._plan = plan
        # Before and after these instants the zone's clock shows a year that no datetime has.
        self._first = MIN_INSTANT - min(0, plan.zone.offset(MIN_INSTANT))
        self._end = MAX_INSTANT - max(0, plan.zone.offset(MAX_INSTANT))
        self._stood = stood
        self._last: datetime | None = None
        self._ahead = self._from(stood)
        self._describe()

    def _describe(self) -> None:
        """Set what the APScheduler class that this is an instance of shows of itself."""

    def _ends(self) -> list[datetime]:
        """The first firing, or the anchor if there is none, and the end if one is set."""
        first = next(self._moments(self._first, self._end), self.anchor)
        match self._plan.instants:
            case Bounded(last=int(last)) if instant_at(first) <= last <= self._end:
                return [first, utc_datetime(last).astimezone(self._plan.zone.tzinfo)]
            case _:
                return [first]

    def next(self) -> datetime | None:
        """The next firing, or None when there is no more.

        Raises:
            TooMuchWorkError: To find it takes too much work. That is no end: asked again the trigger searches again.
        """
        try:
            for moment in self._ahead:
                self._last = moment
                return moment
        except TooMuchWorkError:
            self._ahead = self._from(self._stands)
            raise
        return None

    def after(self, moment: datetime) -> datetime | None:
        """The first firing later than a moment, or None; the trigger stays where it is.

        Raises:
            ValueError: The moment has no zone.
        """
        return next(self._moments(_floor(moment) + 1, self._end), None)

    def between(self, first: datetime, last: datetime) -> Iterator[datetime]:
        """The firings from one moment to another, both ends in; the trigger stays where it is.

        Raises:
            ValueError: A moment has no zone.
        """
        return self._moments(_ceil(first), _floor(last))

    def _moments(self, first: int, last: int) -> Iterator[datetime]:
        """The firings from one instant to another, both ends in."""
        blocks = self._plan.instants.blocks(max(first, self._first), min(last, self._end))
        return datetimes(blocks, self._plan.zone)

    def _from(self, stood: int | None) -> Iterator[datetime]:
        """The firings after the last one given; all of them if none was."""
        return self._moments(self._first if stood is None else stood + 1, self._end)

    @property
    def _stands(self) -> int | None:
        """The last firing given, here or before the trigger was stored."""
        return self._stood if self._last is None else instant_at(self._last)

    @property
    def text(self) -> str:
        """The schedule in canonical text, every moment absolute."""
        return self._plan.text

    @property
    def tree(self) -> Schedule:
        """The schedule as a tree, every moment absolute."""
        return self._plan.tree

    @property
    def anchor(self) -> datetime:
        """What intervals count from where the schedule states no beginning, in UTC."""
        return utc_datetime(self._plan.anchor)

    def __getstate__(self) -> dict[str, Any]:
        return dump_state(self._plan, self._stands)

    def __setstate__(self, state: dict[str, Any]) -> None:
        self._begin(*load_state(state))

    def __eq__(self, other: object) -> bool:
        """Whether both follow the same schedule, wherever they stand in it; so APScheduler's triggers compare."""
        if type(self) is not type(other) or not isinstance(other, ScheduleTrigger):
            return NotImplemented
        return _identity(self._plan) == _identity(other._plan)

    __hash__ = None  # type: ignore[assignment]  # as APScheduler's triggers: they change

    def __repr__(self) -> str:
        last = "" if (stands := self._stands) is None else f", last='{iso(stands)}'"
        anchor, zone = iso(self._plan.anchor), self._plan.zone.name
        return f"{type(self).__name__}({self._plan.text!r}, anchor='{anchor}', timezone='{zone}'{last})"


def _identity(plan: Plan) -> tuple[str, int, str, bool]:
    return plan.text, plan.anchor, plan.zone.name, plan.is_window


def _floor(moment: datetime) -> int:
    if moment.utcoffset() is None:
        raise ValueError(f"{moment.isoformat()} has no zone: pass an aware datetime")
    return instant_at(moment)


def _ceil(moment: datetime) -> int:
    whole = _floor(moment)
    return whole + 1 if moment.microsecond else whole
