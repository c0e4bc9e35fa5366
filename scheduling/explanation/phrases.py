"""Days as a list of simple rules and dates, as they stand after `on` and after `except`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache

from everly.grammar.vocabulary import LONGEST_MONTH
from everly.named import NamedTuple
from everly.scheduling.explanation.atoms import Atom, Family, atoms, covering, union_of
from everly.scheduling.explanation.kinds import Bits, in_months, month, months_in
from everly.scheduling.explanation.rules import (
    in_month,
    months_text,
    of_months,
    weekday_names,
    weekdays_in_chosen,
    weekdays_text,
)
from everly.scheduling.explanation.words import MONTHS, listed, listed_apart, runs

_MOST = 12


class Phrases(NamedTuple):
    """Days in words that follow their times, in words that follow `except`, and the rule that the words say."""

    text: str
    noun: str
    days: Bits


class _Phrase(NamedTuple):
    text: str
    noun: str


def phrases(wanted: Bits, allowed: Bits, seen: Bits) -> Phrases | None:
    """Simple rules, in all months or in some, and dates that hold some days; None where these are too many, or none.

    Of the days seen they hold none that is not allowed.
    """
    chosen, left = covering(wanted, allowed, seen)
    found = _by_months(left, allowed, seen)
    if found is None:
        return None
    limited, dates = found
    parts = [*_in_any_month(chosen), *_in_some_months(limited), *_on_dates(dates)]
    if not 0 < len(parts) <= _MOST:
        return None
    held = union_of(chosen)
    for atom, months in limited.items():
        held |= in_months(months) if atom is None else atom.days & in_months(months)
    for date in dates:
        held |= date_bits()[date]
    return Phrases(_joined(parts), listed_apart([part.noun for part in parts]), held)


def _joined(parts: Sequence[_Phrase]) -> str:
    """`on 1 January and 25 December`; `or` joins what may hold at once."""
    if not all(part.noun[0].isdigit() for part in parts):
        return listed([part.text for part in parts], "or")
    single = [part.noun for part in parts if not part.text.startswith("from")]
    spans = [part.text for part in parts if part.text.startswith("from")]
    return listed(([f"on {listed_apart(single)}"] if single else []) + spans)


Limited = dict[Atom | None, list[int]]
"""Simple rules with the months that they are kept to; None stands for all days."""


def _by_months(left: Bits, allowed: Bits, seen: Bits) -> tuple[Limited, list[int]] | None:
    """What is left, month by month: rules kept to months, and dates by their places in a leap year."""
    limited: Limited = {}
    numbers: dict[tuple[int, ...], list[int]] = {}
    for number in months_in(left):
        inside = month(number)
        if not seen & inside & ~allowed:
            limited.setdefault(None, []).append(number)
            continue
        chosen, rest = covering(left & inside, allowed & inside, seen & inside)
        if rest:
            return None
        numbers.setdefault(tuple(atom.number for atom in chosen if _is_date(atom, number)), []).append(number)
        for atom in chosen:
            if not _is_date(atom, number):
                limited.setdefault(atom, []).append(number)
    return limited, _dates_of(numbers, limited)


def _is_date(atom: Atom, number: int) -> bool:
    return atom.family is Family.MONTH_DAY and atom.number <= LONGEST_MONTH[number - 1]


def _dates_of(numbers: dict[tuple[int, ...], list[int]], limited: Limited) -> list[int]:
    """Days of months as dates, by their places in a leap year; those that several months share become rules."""
    dates: list[int] = []
    by_number = {atom.number: atom for atom in atoms() if atom.family is Family.MONTH_DAY}
    for chosen, months in numbers.items():
        if len(months) > 2 or (len(months) == 2 and len(chosen) > 1):
            for day in chosen:
                limited[by_number[day]] = sorted([*limited.get(by_number[day], []), *months])
        else:
            dates += [sum(LONGEST_MONTH[: number - 1]) + day - 1 for number in months for day in chosen]
    return sorted(dates)


def _in_any_month(chosen: Sequence[Atom]) -> list[_Phrase]:
    return _rules(chosen, [])


def _in_some_months(limited: Limited) -> list[_Phrase]:
    by_months: dict[tuple[int, ...], list[Atom | None]] = {}
    for atom, numbers in limited.items():
        by_months.setdefault(tuple(numbers), []).append(atom)
    found: list[_Phrase] = []
    for months, chosen in sorted(by_months.items(), key=lambda pair: pair[0]):
        if None in chosen:
            found.append(_Phrase(f"every day {months_text(months)}", f"all of {of_months(months)[3:]}"))
        found += _rules([atom for atom in chosen if atom is not None], months)
    return found


def _rules(chosen: Sequence[Atom], months: Sequence[int]) -> list[_Phrase]:
    """Simple rules within some months, all of them if none are named."""
    found: list[_Phrase] = []
    if weekdays := weekdays_in_chosen(chosen):
        when = f" {months_text(months)}" if months else ""
        spans, single = weekday_names(weekdays)
        found.append(_Phrase(weekdays_text(weekdays) + when, listed([*spans, *single]) + when))
    for group in in_month(chosen):
        noun = f"the {group} {of_months(months)}"
        found.append(_Phrase(f"on {noun}", noun))
    return found


def _on_dates(dates: Iterable[int]) -> list[_Phrase]:
    """`on 25 and 26 December`, `from 24 December to 2 January`; dates by their places in a leap year."""
    found: list[_Phrase] = []
    single: dict[int, list[int]] = {}
    for first, last in runs(dates, len(date_bits())):
        length = (last - first) % len(date_bits()) + 1
        if length > 2:
            found += _single_dates(single)
            noun, single = _span(first, last), {}
            found.append(_Phrase(f"from {noun}", noun))
            continue
        for place in range(first, first + length):
            number, day = _month_and_day(place % len(date_bits()))
            single.setdefault(number, []).append(day)
    return [*found, *_single_dates(single)]


def _single_dates(by_month: Mapping[int, Sequence[int]]) -> list[_Phrase]:
    """`on 1 January`, `on 25 and 26 December`."""
    names = (f"{listed(list(map(str, numbers)))} {MONTHS[month]}" for month, numbers in by_month.items())
    return [_Phrase(f"on {name}", name) for name in names]


@cache
def date_bits() -> tuple[Bits, ...]:
    """Every date of a leap year, in order."""
    by_number = {atom.number: atom.days for atom in atoms() if atom.family is Family.MONTH_DAY}
    return tuple(
        month(number) & by_number[day] for number, length in enumerate(LONGEST_MONTH, 1) for day in range(1, length + 1)
    )


def _month_and_day(place: int) -> tuple[int, int]:
    number = 0
    while place >= LONGEST_MONTH[number]:
        place -= LONGEST_MONTH[number]
        number += 1
    return number, place + 1


def _date(place: int) -> str:
    """`25 December`, by its place in a leap year."""
    number, day = _month_and_day(place)
    return f"{day} {MONTHS[number]}"


def _span(first: int, last: int) -> str:
    """`1 to 7 January`, `24 December to 2 January`."""
    (one, day), (other, _) = _month_and_day(first), _month_and_day(last)
    is_short = one == other and first <= last
    return f"{day} to {_date(last)}" if is_short else f"{_date(first)} to {_date(last)}"
