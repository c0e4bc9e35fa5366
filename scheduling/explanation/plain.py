"""Days that are the same in every month that has any, in words."""

from __future__ import annotations

import re
from collections.abc import Sequence

from everly.named import NamedTuple
from everly.scheduling.engine.civil import WEEK
from everly.scheduling.explanation.atoms import Atom, Family, cover, union_of
from everly.scheduling.explanation.kinds import EVERY, Bits, in_months, in_weekdays, months_in, weekdays_in
from everly.scheduling.explanation.phrases import date_bits, phrases
from everly.scheduling.explanation.rules import (
    in_month,
    months_text,
    of_months,
    weekday_names,
    weekdays_in_chosen,
    weekdays_text,
)
from everly.scheduling.explanation.words import MONTHS, listed

MOST_ATOMS = 24

EVERY_DAY = "every day"
_DATE = rf"\d+ (?:{'|'.join(MONTHS)})"
_SINGLE_DATES = re.compile(rf"on (?:\d+,? |and )*{_DATE}(?:(?:,|,? and) (?:\d+,? |and )*{_DATE})*")
_SPAN_OF_DATES = re.compile(rf"from (?:\d+|{_DATE}) to {_DATE}")


class Described(NamedTuple):
    """Days in words, and the rule that the words say."""

    text: str
    days: Bits


def plain(rule: Bits, seen: Bits) -> Described | None:
    """The same in every month that has any: `on Mondays from June to August`, `on the last day of the month`."""
    busy = months_in(rule)
    inside = seen & in_months(busy)
    named = busy if seen & ~inside else []
    chosen = cover(rule, inside) if rule != inside else []
    if chosen is None:
        return _on_both(rule, seen, named)
    if len(chosen) > MOST_ATOMS:
        return None
    if union_of(chosen) & seen == rule:
        named = []
    if len(named) == 1 and chosen and all(atom.family is Family.MONTH_DAY for atom in chosen):
        return either(rule, seen)
    held = union_of(chosen) if chosen else EVERY
    return Described(in_months_text(chosen, named), held & in_months(named) if named else held)


def in_months_text(chosen: Sequence[Atom], named: Sequence[int]) -> str:
    """The words for some simple rules, or for every day, within months."""
    if not chosen:
        return f"{EVERY_DAY} {months_text(named)}" if named else EVERY_DAY
    weekdays, groups = weekdays_in_chosen(chosen), in_month(chosen)
    if groups and weekdays:
        either_day = f"{_on_groups(groups, [])} or {weekdays_text(weekdays)}"
        return f"{either_day}, {months_text(named)}" if named else either_day
    if groups:
        return _on_groups(groups, named)
    text = weekdays_text(weekdays)
    return f"{text}{_within(text, named)}" if named else text


def _on_groups(groups: Sequence[str], named: Sequence[int]) -> str:
    """`on the 1st and 15th of the month`, `on the 8th or the third Friday of January and July`."""
    return f"on {listed([f'the {each}' for each in groups], 'or')} {of_months(named)}"


def _within(text: str, named: Sequence[int]) -> str:
    """` in June`; with a comma where the words are of a stretch and so are the months."""
    when = months_text(named)
    return f", {when}" if "from " in text and "from " in when else f" {when}"


def _on_both(rule: Bits, seen: Bits, named: Sequence[int]) -> Described | None:
    """`on Fridays that fall on the 13th of the month`."""
    inside = seen & in_months(named) if named else seen
    weekdays = weekdays_in(rule)
    wanted = in_weekdays(weekdays)
    if len(weekdays) == WEEK:
        return None
    chosen = cover(rule, inside & wanted)
    is_dates = len(named) == 1 and chosen and all(atom.family is Family.MONTH_DAY for atom in chosen)
    if not chosen or is_dates or len(chosen) > MOST_ATOMS or weekdays_in_chosen(chosen):
        return _on_dates(rule, seen, weekdays)
    found = wanted & union_of(chosen)
    return Described(falling(weekdays, chosen, named), found & in_months(named) if named else found)


def _on_dates(rule: Bits, seen: Bits, weekdays: Sequence[int]) -> Described | None:
    """`on Mondays from 20 December to 5 January`, `on Mondays that fall on 25 December`."""
    wanted = in_weekdays(weekdays)
    held = sum(date for date in date_bits() if date & seen & wanted and not date & seen & wanted & ~rule)
    found = phrases(held, held, EVERY) if held & seen & wanted == rule else None
    if found is None:
        return None
    is_single, is_span = _SINGLE_DATES.fullmatch(found.text), _SPAN_OF_DATES.fullmatch(found.text)
    days = weekdays_text(weekdays)
    if is_single:
        text = f"on {_day_names(weekdays)} that fall {found.text.replace(' and ', ' or ')}"
    elif is_span:
        text = f"{days}{',' if days.startswith('from') else ''} {found.text}"
    else:
        text = f"{days}, but only {found.text}"
    return Described(text, wanted & found.days)


def falling(weekdays: Sequence[int], chosen: Sequence[Atom], named: Sequence[int]) -> str:
    """`on Fridays that fall on the 13th of the month`, for days that both sorts of rules hold."""
    groups = listed([f"the {each}" for each in in_month(chosen, "or")], "or")
    return f"on {_day_names(weekdays)} that fall on {groups} {of_months(named, 'or')}"


def _day_names(weekdays: Sequence[int]) -> str:
    """`Fridays`, `days from Monday to Friday`."""
    spans, single = weekday_names(weekdays)
    names = f"days from {listed(spans)}" if spans else ""
    return names + (f"{' and on ' if spans else ''}{listed(single)}" if single else "")


def either(rule: Bits, seen: Bits) -> Described | None:
    """`on 1 January and 25 December`, `on Mondays, on the last Friday of May or on 25 December`."""
    found = phrases(rule, rule, seen)
    return None if found is None else Described(found.text, found.days)
