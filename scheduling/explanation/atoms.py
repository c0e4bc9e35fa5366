"""The simple rules that days are described by: weekdays, days of the month, nth weekdays."""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum
from functools import cache

from everly.frozen import field, frozen
from everly.scheduling.engine import days
from everly.scheduling.engine.dayset import Days
from everly.scheduling.explanation.kinds import Bits, packed
from everly.scheduling.explanation.words import runs

_FEW, _MOST = 2, 24  # so few rules are good enough, and so many are too many


class Family(IntEnum):
    """What kind of rule it is; of two that do as well, the one of the first family is taken."""

    WEEKDAY = 0
    MONTH_DAY = 1
    DAY_FROM_END = 2
    NTH_WEEKDAY = 3
    LAST_WEEKDAY = 4
    NTH_WORKDAY = 5
    LAST_WORKDAY = 6
    NEAREST_WORKDAY = 7


@frozen
class Atom:
    """One simple rule: its family, its number (counted from the end in some families), and for some a weekday."""

    family: Family
    number: int
    weekday: int = 0
    days: Bits = field(default=0, compare=False, repr=False)


@cache
def atoms() -> tuple[Atom, ...]:
    """All simple rules, in the order of their families."""
    return tuple(
        [_atom(Family.WEEKDAY, day, days.weekdays([day])) for day in range(7)]
        + [_atom(Family.MONTH_DAY, day, days.month_days([day])) for day in range(1, 32)]
        + [_atom(Family.DAY_FROM_END, day, days.days_from_end([day])) for day in range(1, 32)]
        + [_atom(Family.NTH_WEEKDAY, n, days.nth_weekday(n, day), day) for n in range(1, 6) for day in range(7)]
        + [_atom(Family.LAST_WEEKDAY, n, days.nth_weekday(-n, day), day) for n in range(1, 6) for day in range(7)]
        + [_atom(Family.NTH_WORKDAY, n, days.nth_working_day(n)) for n in range(1, 24)]
        + [_atom(Family.LAST_WORKDAY, n, days.nth_working_day(-n)) for n in range(1, 24)]
        + [_atom(Family.NEAREST_WORKDAY, day, days.nearest_weekday(day)) for day in range(1, 32)]
    )


def _atom(family: Family, number: int, rule: Days, weekday: int = 0) -> Atom:
    return Atom(family, number, weekday, packed(rule))


def covering(wanted: Bits, allowed: Bits, seen: Bits) -> tuple[list[Atom], Bits]:
    """Simple rules for as many of some days as can be, and the days that are left over.

    Of the days seen, the rules hold none that is not allowed. They are taken in the order of their families, or by how
    many of the days that are left they hold, whichever takes fewer words.
    """
    parts = [(atom, part) for atom in atoms() if (part := atom.days & seen) and not part & ~allowed and part & wanted]
    chosen = _needed(_in_order(parts, wanted), wanted)
    if _cost(chosen) > _FEW:
        other = _needed(_largest_first(parts, wanted), wanted)
        if _left(other, wanted) == _left(chosen, wanted) and _cost(other) < _cost(chosen):
            chosen = other
    return sorted((atom for atom, _ in chosen), key=_place), _left(chosen, wanted)


_Part = tuple[Atom, Bits]


def _in_order(parts: Sequence[_Part], wanted: Bits) -> list[_Part]:
    chosen: list[_Part] = []
    for atom, part in parts:
        if part & wanted:
            chosen.append((atom, part))
            wanted &= ~part
    return chosen


def _largest_first(parts: Sequence[_Part], wanted: Bits) -> list[_Part]:
    chosen: list[_Part] = []
    while wanted and parts and len(chosen) < _MOST:
        best = max(parts, key=lambda each: (each[1] & wanted).bit_count())
        if not best[1] & wanted:
            break
        chosen.append(best)
        wanted &= ~best[1]
    return chosen


def _needed(chosen: Sequence[_Part], wanted: Bits) -> list[_Part]:
    """Some rules without those that the others make up for."""
    kept = list(chosen)
    for each in chosen:
        others = 0
        for other in kept:
            others |= 0 if other is each else other[1]
        if not each[1] & wanted & ~others:
            kept.remove(each)
    return kept


def _left(chosen: Sequence[_Part], wanted: Bits) -> Bits:
    """The days that some rules leave over."""
    for _, part in chosen:
        wanted &= ~part
    return wanted


def _cost(chosen: Sequence[_Part]) -> int:
    """How many things are named: numbers in a row count once where they are said to run from one to another."""
    numbers: dict[tuple[Family, int], list[int]] = {}
    for atom, _ in sorted(chosen, key=lambda part: _place(part[0])):
        numbers.setdefault((atom.family, atom.weekday), []).append(atom.number)
    in_runs = (Family.WEEKDAY, Family.MONTH_DAY, Family.DAY_FROM_END)
    return sum(len(runs(found)) if family in in_runs else len(found) for (family, _), found in numbers.items())


def cover(rule: Bits, seen: Bits) -> list[Atom] | None:
    """Simple rules that together hold of the days seen just those of a rule; None where there are none."""
    chosen, left = covering(rule, rule, seen)
    return None if left else chosen


def union_of(chosen: Sequence[Atom]) -> Bits:
    """All days that some rules hold."""
    found = 0
    for atom in chosen:
        found |= atom.days
    return found


def _place(atom: Atom) -> tuple[int, int, int]:
    return atom.family, atom.number, atom.weekday
