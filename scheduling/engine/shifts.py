"""Days moved earlier or later, as the calendar of another zone sees them."""

from __future__ import annotations

from collections.abc import Callable

from everly.frozen import frozen
from everly.scheduling.engine.civil import ALL_DAYS, FULL_YEARS, KINDS, MAX_YEAR, MIN_YEAR, is_leap
from everly.scheduling.engine.dayrules import rows_of, woven
from everly.scheduling.engine.daysearch import DaySearch
from everly.scheduling.engine.dayset import ALL, NONE, Changed, Days
from everly.scheduling.engine.rows import EVERY_YEAR, moved


def shifted(rule: Days, days: int) -> Days:
    """The days of a rule moved later by whole days (earlier when negative)."""
    step = 1 if days > 0 else -1
    for _ in range(abs(days)):
        rule = _shifted_once(rule, step)
    return rule


def _shifted_once(rule: Days, step: int) -> Days:
    if rule in (ALL, NONE):
        return rule
    found = rows_of(rule)
    return Shifted(rule, step) if found is None else woven(found[0], moved(*found, step))


@frozen
class Shifted(Changed):
    """A rule moved by one day, later (step 1) or earlier (step -1)."""

    step: int

    def worked_out(self, year: int) -> int:
        full = FULL_YEARS[KINDS[year % 400]]
        if self.step > 0:
            entering = self.rule.mask(year - 1) >> (364 + is_leap(year - 1)) if year > MIN_YEAR else 0
            return (self.rule.mask(year) << 1 | entering) & full
        entering = self.rule.mask(year + 1) & 1 if year < MAX_YEAR else 0
        return self.rule.mask(year) >> 1 | entering << (364 + is_leap(year))

    def calendar_from(self, find: Callable[[DaySearch], int]) -> int:
        days = find(self.rule)
        return (days << 1 if self.step > 0 else days >> 1) & (1 << ALL_DAYS) - 1

    @property
    def years(self) -> int:
        years = self.rule.years
        return (years | (years << 1 if self.step > 0 else years >> 1)) & EVERY_YEAR

    def next_year(self, year: int) -> int | None:
        found = self.rule.next_year(year - (self.step > 0))
        return None if found is None or year > MAX_YEAR else max(year, found - (self.step < 0))

    def previous_year(self, year: int) -> int | None:
        found = self.rule.previous_year(year + (self.step < 0))
        return None if found is None or year < MIN_YEAR else min(year, found + (self.step > 0))
