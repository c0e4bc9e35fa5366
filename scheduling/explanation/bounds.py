"""The beginning and the end of a schedule in words, where they leave out what would fire otherwise."""

from __future__ import annotations

from everly.frozen import frozen
from everly.scheduling.engine.civil import DAY, MAX_YEAR, MIN_YEAR, year_of, year_start
from everly.scheduling.engine.nodes import InstantSet
from everly.scheduling.engine.zones import Zone
from everly.scheduling.explanation.words import date_text, moment_text


@frozen
class Bounds:
    """The first and the last instant of a set, and the present one, on a zone's clock."""

    first: int
    last: int
    now: int
    zone: Zone
    home: Zone | None = None
    """The zone that goes without saying if it is UTC; None where clocks of several zones are spoken of."""

    @property
    def place(self) -> str:
        """` in Europe/Berlin`, nothing where it goes without saying."""
        if self.zone.fixed == 0:
            return "" if self.home == self.zone else " in UTC"
        return f" in {'' if self.zone.fixed is None else 'UTC'}{self.zone.name}"

    def text(self, whole: InstantSet, *, is_begun: bool) -> str:
        """What to add to the words for a whole set of which these are the bounds: ` in 2024`, ` until 31 May 2024`.

        `is_begun` says that the words name the beginning already.
        """
        ends = whole.ceil(self.last + 1) is not None
        if ends and (years := self._years(whole, is_begun=is_begun)) is not None:
            return f",{years}" if is_begun else years
        beginning = "" if is_begun else self._beginning(whole)
        if ends and beginning:
            return f", from {self._begun(whole)} to {self._ended(whole)}"
        return f", until {self._ended(whole)}" if ends else beginning

    def _years(self, whole: InstantSet, *, is_begun: bool) -> str | None:
        """` in 2024`, ` from 2024 to 2030`, ` until the end of 2030`, where the bounds are those of years."""
        first, last = (year_of(self.zone.reading(each) // DAY) for each in (self.first, self.last))
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
        if self.first < self.now:
            return f", since {self._begun(whole)}"
        begun = self._begun(whole)
        return f", starting {'at' if ' on ' in begun else 'on'} {begun}"

    def _begun(self, whole: InstantSet) -> str:
        """The first day, and the time where the day has an earlier one that is left out."""
        wall = self.zone.reading(self.first)
        midnight = self.zone.first_instant(wall // DAY * DAY)
        return date_text(wall // DAY) if whole.ceil(midnight) == self.first else moment_text(wall)

    def _ended(self, whole: InstantSet) -> str:
        """The last day, and the time where the day has a later one that is left out."""
        wall = self.zone.reading(self.last)
        midnight = self.zone.first_instant((wall // DAY + 1) * DAY)
        return date_text(wall // DAY) if whole.floor(midnight - 1) == self.last else moment_text(wall)
