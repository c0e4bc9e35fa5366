"""The beginning and the end of a schedule in words, where they leave out what would fire otherwise."""

from __future__ import annotations

from everly.frozen import frozen, replace
from everly.scheduling.engine.civil import DAY, FIRST_DAY, LAST_DAY, MAX_YEAR, MIN_YEAR, year_of, year_start
from everly.scheduling.engine.nodes import InstantSet
from everly.scheduling.engine.zones import Phase, Zone
from everly.scheduling.explanation.words import clock, date_text, dates_text


@frozen
class Bounds:
    """The first and the last instant of a set, and the present one, on a zone's clock."""

    first: int
    last: int
    now: int
    zone: Zone
    home: Zone | None = None
    """The zone that goes without saying if it is UTC; None where clocks of several zones are spoken of."""

    def clock(self, instant: int) -> str:
        """The time of day at an instant: `09:00`, `the second 02:30` where the clock shows it again."""
        again = FIRST_DAY < instant // DAY < LAST_DAY and self.zone.piece(instant).phase is Phase.REPEATED
        return f"{'the second ' if again else ''}{clock(self.zone.reading(instant) % DAY)}"

    def moment(self, instant: int) -> str:
        """`09:00 on 1 May 2024`."""
        return f"{self.clock(instant)} on {date_text(self._day(instant))}"

    def on(self, zone: Zone) -> Bounds:
        """The same on another zone's clock, which is then named."""
        return self if zone == self.zone else replace(self, zone=zone, home=None)

    @property
    def place(self) -> str:
        """` in Europe/Berlin`, ` in UTC+02:00`, nothing where it goes without saying."""
        if self.zone.fixed == 0:
            return "" if self.home == self.zone else " in UTC"
        return f" in {'UTC' if self.zone.name[0] in '+-' else ''}{self.zone.name}"

    def text(self, whole: InstantSet, *, is_begun: bool) -> str:
        """What to add to the words for a whole set of which these are the bounds: ` in 2024`, `, until 31 May 2024`.

        `is_begun` says that the words name the beginning already.
        """
        after = whole.ceil(self.last + 1)
        ends = after is not None and self._day(after) <= LAST_DAY  # beyond, the calendar ends and not the schedule
        if ends and (years := self._years(whole, is_begun=is_begun)) is not None:
            return f",{years}" if is_begun else years
        beginning = "" if is_begun else self._beginning(whole)
        if ends and beginning:
            return f", from {self._both(whole)}"
        return f", until {self._ended(whole)}" if ends else beginning

    def _years(self, whole: InstantSet, *, is_begun: bool) -> str | None:
        """` in 2024`, ` from 2024 to 2030`, ` until the end of 2030`, where the bounds are those of years."""
        first, last = (year_of(self._day(each)) for each in (self.first, self.last))
        after = whole.ceil(self.last + 1)
        if last == MAX_YEAR or after is None or after < self._new_year(last + 1):
            return None
        if not is_begun and first > MIN_YEAR and whole.ceil(self._new_year(first)) == self.first:
            return f" in {first}" if first == last else f" from {first} to {last}"
        return f" until the end of {last}" if is_begun or not self._beginning(whole) else None

    def _new_year(self, year: int) -> int:
        return self.zone.first_instant(year_start(year) * DAY)

    def _beginning(self, whole: InstantSet) -> str:
        if self.first >= self.now and whole.ceil(self.now) == self.first:
            return ""
        begun = self._begun(whole)
        if self.first < self.now:
            return f", since {begun}"
        return f", starting {'at' if ' on ' in begun else 'on'} {begun}"

    def _both(self, whole: InstantSet) -> str:
        """`1 to 14 July 2024`, `07:00 on 1 July 2024 to 14 July 2024`."""
        begun, ended = self._begun(whole), self._ended(whole)
        on_days = " on " not in begun + ended and self._day(self.first) < self._day(self.last)
        return dates_text(self._day(self.first), self._day(self.last)) if on_days else f"{begun} to {ended}"

    def _begun(self, whole: InstantSet) -> str:
        """The first day, and the time where the day has an earlier one that is left out."""
        midnight = self.zone.first_instant(self._day(self.first) * DAY)
        if whole.ceil(midnight) == self.first:
            return date_text(self._day(self.first))
        return self.moment(self.first)

    def _ended(self, whole: InstantSet) -> str:
        """The last day, and the time where the day has a later one that is left out."""
        midnight = self.zone.first_instant((self._day(self.last) + 1) * DAY)
        if whole.floor(midnight - 1) == self.last:
            return date_text(self._day(self.last))
        return self.moment(self.last)

    def _day(self, instant: int) -> int:
        return self.zone.reading(instant) // DAY
