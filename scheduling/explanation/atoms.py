"""The simple rules that days are described by: weekdays, days of the month, nth weekdays."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import IntEnum
from functools import cache, reduce
from operator import and_, or_

from everly.frozen import field, frozen
from everly.scheduling.engine import days
from everly.scheduling.engine.dayset import NONE, Days, DaySet
from everly.scheduling.explanation.words import WEEKDAYS, Run, counted, from_end, listed, numbered, runs

_NAMED = 5  # so many numbers evenly apart are named one by one


class Family(IntEnum):
    """What kind of rule it is, in the order in which they are tried."""

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
    days: DaySet = field(default=NONE, compare=False, repr=False)


@cache
def atoms() -> tuple[Atom, ...]:
    """All simple rules, in the order in which they are tried."""
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
    if not isinstance(rule, DaySet):
        raise TypeError("simple rules depend on the kind of year only")
    return Atom(family, number, weekday, rule)


def cover(rule: DaySet, seen: DaySet) -> tuple[Atom, ...] | None:
    """Simple rules that together hold of some days just those of a rule; None where there are none.

    A rule that the others make up for is left out.
    """
    chosen: list[tuple[Atom, DaySet]] = []
    covered, left = NONE, rule
    for atom in atoms():
        part = both(atom.days, seen)
        if part.masks != NONE.masks and is_part(part, rule) and not is_part(part, covered):
            chosen.append((atom, part))
            covered = either(covered, part)
            left = without(rule, covered)
            if left.masks == NONE.masks:
                break
    if left.masks != NONE.masks:
        return None
    for pair in tuple(chosen):
        others = [part for atom, part in chosen if atom is not pair[0]]
        if others and is_part(pair[1], reduce(either, others)):
            chosen.remove(pair)
    return tuple(atom for atom, _ in chosen)


def both(left: DaySet, right: DaySet) -> DaySet:
    """The days of two rules that both hold."""
    return DaySet(tuple(map(and_, left.masks, right.masks)))


def either(left: DaySet, right: DaySet) -> DaySet:
    """The days that one of two rules holds."""
    return DaySet(tuple(map(or_, left.masks, right.masks)))


def without(left: DaySet, right: DaySet) -> DaySet:
    """The days that the first rule holds and the second does not."""
    return DaySet(tuple(one & ~other for one, other in zip(left.masks, right.masks, strict=True)))


def is_part(left: DaySet, right: DaySet) -> bool:
    """Whether the second rule holds all days of the first."""
    return tuple(map(or_, left.masks, right.masks)) == right.masks


def weekdays_text(numbers: Sequence[int]) -> str:
    """`on Mondays`, `from Monday to Friday`, `from Monday to Thursday and on Saturdays`."""
    spans: list[str] = []
    single: list[str] = []
    for first, last in runs(numbers, 7):
        length = (last - first) % 7 + 1
        if length > 2:
            spans.append(f"from {WEEKDAYS[first]} to {WEEKDAYS[last]}")
        else:
            single += [f"{WEEKDAYS[(first + after) % 7]}s" for after in range(length)]
    return listed(spans + ([f"on {listed(single)}"] if single else []))


def numbers_text(spans: Iterable[Run]) -> str:
    """`1st and 15th`, `1st to 7th and 15th`."""
    parts: list[str] = []
    for first, last in spans:
        if last - first > 1:
            parts.append(f"{numbered(first)} to {numbered(last)}")
        else:
            parts += [numbered(number) for number in range(first, last + 1)]
    return listed(parts)


def month_parts(chosen: Sequence[Atom]) -> list[str]:
    """What of a month some rules name, without weekdays: `1st and 15th`, `last day`, `first and third Monday`."""
    by_family: dict[tuple[Family, int], list[int]] = {}
    for atom in chosen:
        if atom.family is not Family.WEEKDAY:
            by_family.setdefault((atom.family, atom.weekday), []).append(atom.number)
    return [_month_part(family, weekday, numbers) for (family, weekday), numbers in by_family.items()]


def _month_part(family: Family, weekday: int, numbers: Sequence[int]) -> str:
    match family:
        case Family.MONTH_DAY:
            return _month_days(numbers)
        case Family.DAY_FROM_END:
            return _last_days(numbers)
        case Family.NTH_WEEKDAY:
            return f"{listed([counted(number) for number in numbers])} {WEEKDAYS[weekday]}"
        case Family.LAST_WEEKDAY:
            return f"{listed([from_end(number) for number in numbers])} {WEEKDAYS[weekday]}"
        case Family.NTH_WORKDAY:
            return f"{listed([counted(number) for number in numbers])} weekday"
        case Family.LAST_WORKDAY:
            return f"{listed([from_end(number) for number in numbers])} weekday"
        case _:
            return f"weekday nearest to the {numbers_text(runs(numbers))}"


def _month_days(numbers: Sequence[int]) -> str:
    """`1st and 15th`, `1st to 7th`, `1st, 3rd, 5th and so on to the 31st`."""
    apart = numbers[1] - numbers[0] if len(numbers) > _NAMED else 1
    if apart > 1 and list(numbers) == list(range(numbers[0], numbers[-1] + 1, apart)):
        first = ", ".join(numbered(number) for number in numbers[:3])
        return f"{first} and so on to the {numbered(numbers[-1])}"
    return numbers_text(runs(numbers))


def _last_days(numbers: Sequence[int]) -> str:
    """`last day`, `last 7 days`, `last and third-last day`."""
    if len(numbers) > 1 and list(numbers) == list(range(1, len(numbers) + 1)):
        return f"last {len(numbers)} days"
    return f"{listed([from_end(number) for number in numbers])} day"
