"""Days of a simple rule without some of them, in words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from everly.scheduling.explanation.atoms import Family, atoms
from everly.scheduling.explanation.kinds import Bits, in_months, in_weekdays, month, months_in, weekdays_in
from everly.scheduling.explanation.phrases import date_bits, phrases
from everly.scheduling.explanation.plain import Described, either, plain

_FALLING = re.compile("on (?:days from )?[A-Z].* that fall on ")
_NTH = re.compile("[a-z] [A-Z][a-z]+day of ")
_FEW_MISSING = 4
_MOST_OF_ALL = 8  # one day of so many may be missing
_SHORT = 72  # words no longer than this are good enough


def all_but(rule: Bits, seen: Bits) -> Described | None:
    """`every day except 25 December`, `from Monday to Friday except the last day of the month`."""
    found: list[Described] = []
    for whole in _wholes(rule, seen):
        removed = whole.days & seen & ~rule
        if rule & ~whole.days or not removed or 3 * removed.bit_count() > (whole.days & seen).bit_count():
            continue
        less = _removed(removed, whole.days & seen, seen)
        if less is not None:
            found.append(_taken(whole, *less))
            if len(found[-1].text) <= _SHORT:
                break
    return min(found, key=lambda each: len(each.text), default=None)


def _removed(removed: Bits, within: Bits, seen: Bits) -> tuple[str, Bits] | None:
    """Days in words that follow `except`, and the rule that they say, among those that they are left out of."""
    if (
        len(weekdays_in(within)) == 1
        and (alone := phrases(removed, removed, seen)) is not None
        and _NTH.search(alone.noun)
    ):
        return alone.noun, alone.days  # the last Friday, and not some dates that come to the same on Fridays
    less = phrases(removed, removed, within)
    if less is not None:
        return less.noun, less.days
    both = plain(removed, within)
    return (both.text.removeprefix("on "), both.days) if both is not None and _FALLING.match(both.text) else None


def _taken(whole: Described, noun: str, days: Bits) -> Described:
    comma = "," if " or " in whole.text or ", " in whole.text else ""
    return Described(f"{whole.text}{comma} except {noun}", whole.days & ~days)


def _wholes(rule: Bits, seen: Bits) -> Iterator[Described]:
    """What days may be left out of: all of the weekdays and months, or what the rule is but for a month or a day."""
    base, among = seen & in_weekdays(weekdays_in(rule)), seen & in_months(months_in(rule))
    candidates = [(each, seen) for each in (base & among, base, among, seen, _mostly(rule, among))]
    candidates += [(rule & ~month(number), seen & ~month(number)) for number in months_in(rule)]
    around = (atom.days & among for atom in atoms() if not rule & ~atom.days)
    candidates += [(each, seen) for each in islice(around, _FEW_MISSING)]
    by_number = (atom.days for atom in atoms() if atom.family in (Family.MONTH_DAY, Family.DAY_FROM_END))
    missing = [each for each in by_number if not each & rule and each & among]
    candidates += [(rule, seen & ~each) for each in missing] if len(missing) <= _FEW_MISSING else []
    for whole, within in dict.fromkeys(candidates):
        found = plain(whole, within) if whole else None
        if found is not None:
            yield found
    dates = _held_dates(rule, seen)
    if dates != rule and (on_dates := either(dates, seen)) is not None:
        yield on_dates


def _held_dates(rule: Bits, seen: Bits) -> Bits:
    """All dates of which the rule holds more than half."""
    found = 0
    for date in date_bits():
        if 2 * (date & rule).bit_count() > (date & seen).bit_count():
            found |= date & seen
    return found


def _mostly(rule: Bits, seen: Bits) -> Bits:
    """The days of all simple rules of whose days most are held."""
    found = 0
    for atom in atoms():
        there = atom.days & seen
        if _MOST_OF_ALL * (there & ~rule).bit_count() < there.bit_count():
            found |= there
    return found
