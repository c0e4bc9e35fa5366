"""Days that keep to the calendar year, in words: every rule that depends on the kind of year only."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache, lru_cache

from everly.grammar.vocabulary import LONGEST_MONTH
from everly.named import NamedTuple
from everly.scheduling.engine import days
from everly.scheduling.engine.dayset import ALL, NONE, DaySet
from everly.scheduling.explanation.atoms import (
    Atom,
    Family,
    atoms,
    both,
    cover,
    either,
    is_part,
    month_parts,
    weekdays_text,
    without,
)
from everly.scheduling.explanation.words import MONTHS, WEEKDAYS, clauses, listed, runs

_MOST_DATES = 6
_MOST_GROUPS = 3
_MOST_PARTS = 8
_FEW_MISSING = 4
_SHORT = 72  # words no longer than this are good enough

EVERY_DAY = "every day"


class Described(NamedTuple):
    """Days in words, and the rule that the words say."""

    text: str
    days: DaySet


@lru_cache(maxsize=256)
def describe(rule: DaySet, seen: DaySet) -> Described | None:
    """Of some days, those that a rule holds; None where there are no few words for them."""
    found = _plain(rule, seen)
    if found is not None and 4 * _size(rule) > 3 * _size(seen) > 0 and rule.masks != seen.masks:
        others = _plain(without(seen, rule), seen)
        return found if others is None else _shorter(found, _taken(Described(EVERY_DAY, ALL), others))
    if found is not None and len(found.text) <= _SHORT:
        return found
    other = _dates(rule, seen) or _all_but(rule, seen) or (_by_month(rule, seen) if found is None else None)
    return found if other is None else other if found is None else _shorter(found, other)


def _shorter(one: Described, other: Described) -> Described:
    return other if len(other.text) < len(one.text) else one


def _plain(rule: DaySet, seen: DaySet) -> Described | None:
    """The same in every month that has any: `on Mondays from June to August`, `on the last day of the month`."""
    busy = _busy_months(rule)
    inside = both(seen, _months(busy))
    named = busy if without(seen, _months(busy)).masks != NONE.masks else ()
    chosen = cover(rule, inside) if rule.masks != inside.masks else ()
    if chosen is None:
        return _on_both(rule, inside, named)
    if both(_union(chosen), seen).masks == rule.masks:
        named = ()
    if len(named) == 1 and chosen and all(atom.family is Family.MONTH_DAY for atom in chosen):
        return _dates(rule, seen)
    text = _in_months(chosen, named)
    within = _months(named) if named else ALL
    return None if text is None else Described(text, both(_union(chosen), within))


def _in_months(chosen: Sequence[Atom], named: Sequence[int]) -> str | None:
    """The words for some simple rules, or for every day, within months."""
    if not chosen:
        return f"every day {months_text(named)}" if named else EVERY_DAY
    weekdays = [atom.number for atom in chosen if atom.family is Family.WEEKDAY]
    parts = month_parts(chosen)
    if len(parts) > _MOST_PARTS:
        return None
    if parts and weekdays:
        either_day = f"on the {_with_articles(parts)} of the month or {weekdays_text(weekdays)}"
        return f"{either_day}, {months_text(named)}" if named else either_day
    if parts:
        return f"on the {_with_articles(parts)} {_of_months(named)}"
    return weekdays_text(weekdays) + (f" {months_text(named)}" if named else "")


def _with_articles(parts: Sequence[str]) -> str:
    """`1st and 15th and the last weekday`; an article stands before the first."""
    first, *others = parts
    return listed([first, *(f"the {each}" for each in others)])


def _on_both(rule: DaySet, inside: DaySet, named: Sequence[int]) -> Described | None:
    """`on Fridays that fall on the 13th of the month`."""
    weekdays = [day for day in range(7) if not _misses(rule, days.weekdays([day]))]
    wanted = days.weekdays(weekdays)
    chosen = cover(rule, both(inside, wanted)) if len(weekdays) < 7 else None
    if not chosen or any(atom.family is Family.WEEKDAY for atom in chosen):
        return None
    parts = month_parts(chosen)
    if len(parts) > _MOST_PARTS:
        return None
    names = listed([f"{WEEKDAYS[day]}s" for day in weekdays])
    text = f"on {names} that fall on the {_with_articles(parts)} {_of_months(named)}"
    found = both(wanted, _union(chosen))
    return Described(text, both(found, _months(named)) if named else found)


def _dates(rule: DaySet, seen: DaySet) -> Described | None:
    """`on 1 January and 25 December`, `from 24 December to 2 January`."""
    chosen = [
        index
        for index, date in enumerate(_all_dates())
        if (part := both(date, seen)).masks != NONE.masks and is_part(part, rule)
    ]
    found = _union_of([_all_dates()[index] for index in chosen])
    spans = runs(chosen, len(_all_dates()))
    if both(found, seen).masks != rule.masks or len(spans) > _MOST_DATES or 2 * len(chosen) > len(_all_dates()):
        return None
    single, ranges = [], []
    for first, last in spans:
        length = (last - first) % len(_all_dates()) + 1
        if length > 2:
            ranges.append(f"from {_date(first)} to {_date(last)}")
        else:
            single += [_date((first + after) % len(_all_dates())) for after in range(length)]
    return Described(listed(([f"on {listed(single)}"] if single else []) + ranges), found)


def _all_but(rule: DaySet, seen: DaySet) -> Described | None:
    """`every day except 25 December`, `from Monday to Friday except the last day of the month`."""
    for whole in _wholes(rule, seen):
        removed = without(both(whole.days, seen), rule)
        if 4 * _size(removed) > _size(both(whole.days, seen)):
            continue
        found = _plain(removed, both(whole.days, seen)) or _dates(removed, both(whole.days, seen))
        if found is not None and is_part(rule, whole.days):
            return _taken(whole, found)
    return None


def _taken(whole: Described, found: Described) -> Described:
    comma = "," if " or " in whole.text else ""
    return Described(f"{whole.text}{comma} except {excepted(found.text)}", without(whole.days, found.days))


def _wholes(rule: DaySet, seen: DaySet) -> Iterator[Described]:
    """What days may be left out of: all of the weekdays and months, or what the rule is but for a month or a day."""
    weekdays = [day for day in range(7) if not _misses(rule, days.weekdays([day]))]
    base = both(days.weekdays(weekdays), seen)
    candidates = [(seen, seen), (base, seen), (both(base, _months(_busy_months(rule))), seen)]
    candidates += [(without(rule, _months([month])), without(seen, _months([month]))) for month in _busy_months(rule)]
    by_number = [atom for atom in atoms() if atom.family in (Family.MONTH_DAY, Family.DAY_FROM_END)]
    among = both(seen, _months(_busy_months(rule)))
    missing = [atom for atom in by_number if _misses(rule, atom.days) and not _misses(among, atom.days)]
    candidates += [(rule, without(seen, atom.days)) for atom in missing] if len(missing) <= _FEW_MISSING else []
    for whole, within in candidates:
        found = _plain(whole, within)
        if found is not None:
            yield found


def _by_month(rule: DaySet, seen: DaySet) -> Described | None:
    """`on Mondays in June and July, and every day in August`."""
    groups: dict[tuple[Atom, ...], list[int]] = {}
    for month in _busy_months(rule):
        inside = both(seen, _months([month]))
        part = both(rule, inside)
        chosen = cover(part, inside) if part.masks != inside.masks else ()
        if chosen is None:
            return None
        groups.setdefault(chosen, []).append(month)
    if len(groups) > _MOST_GROUPS:
        return None
    texts = [_in_months(chosen, named) for chosen, named in groups.items()]
    found = _union_of([both(_union(chosen), _months(named)) for chosen, named in groups.items()])
    return Described(clauses([each for each in texts if each is not None]), found) if None not in texts else None


def excepted(text: str) -> str:
    """Words for days as they stand after `except`: without what goes without saying there."""
    return limited(text) if " or " in text else limited(text).removeprefix("on ")


def limited(text: str) -> str:
    """Words for days as they stand after `but only`: `in June`, not `every day in June`."""
    return text.removeprefix(f"{EVERY_DAY} ").removeprefix(f"{EVERY_DAY}, ")


def months_text(numbers: Sequence[int]) -> str:
    """`in June`, `from June to August`, `in January and July`."""
    return _span_of_months(numbers) or f"in {listed([MONTHS[number - 1] for number in numbers])}"


def _of_months(numbers: Sequence[int]) -> str:
    """`of the month`, `of January and July`, `of the month from June to August`."""
    if not numbers:
        return "of the month"
    span = _span_of_months(numbers)
    return f"of the month {span}" if span else f"of {listed([MONTHS[number - 1] for number in numbers])}"


def _span_of_months(numbers: Sequence[int]) -> str | None:
    spans = runs(numbers, 12)
    if len(spans) > 1 or len(numbers) < 3:
        return None
    ((first, last),) = spans
    return f"from {MONTHS[first - 1]} to {MONTHS[last - 1]}"


def _busy_months(rule: DaySet) -> list[int]:
    return [month for month in range(1, 13) if not _misses(rule, _months([month]))]


def _misses(rule: DaySet, other: DaySet) -> bool:
    return not any(one & two for one, two in zip(rule.masks, other.masks, strict=True))


def _months(numbers: Sequence[int]) -> DaySet:
    return days.months(numbers)


def _union(chosen: Sequence[Atom]) -> DaySet:
    return _union_of([atom.days for atom in chosen]) if chosen else ALL


def _union_of(rules: Sequence[DaySet]) -> DaySet:
    found = NONE
    for rule in rules:
        found = either(found, rule)
    return found


def _size(rule: DaySet) -> int:
    return sum(mask.bit_count() for mask in rule.masks)


@cache
def _all_dates() -> tuple[DaySet, ...]:
    """Every date of a leap year, in order."""
    return tuple(
        both(_months([month]), day.days)
        for month, length in enumerate(LONGEST_MONTH, 1)
        for day in atoms()
        if day.family is Family.MONTH_DAY and day.number <= length
    )


def _date(index: int) -> str:
    """`25 December`, by its place in a leap year."""
    month = 0
    while index >= LONGEST_MONTH[month]:
        index -= LONGEST_MONTH[month]
        month += 1
    return f"{index + 1} {MONTHS[month]}"
