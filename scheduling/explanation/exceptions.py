"""Days that come round but for some, in words: those left out are named by their dates, or by what comes round."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache, reduce
from operator import or_

from everly.frozen import replace
from everly.named import NamedTuple
from everly.scheduling.engine import days as rules
from everly.scheduling.engine.civil import year_of, year_start
from everly.scheduling.engine.dayset import ALL, Days
from everly.scheduling.explanation.atoms import Family, atoms
from everly.scheduling.explanation.cycles import (
    Counted,
    every_nth_day,
    every_nth_day_within,
    every_nth_month,
    some_years,
    whole_weeks,
)
from everly.scheduling.explanation.forms import CYCLES, Form, first_true, shortest, yearly
from everly.scheduling.explanation.kinds import EVERY, Bits, in_months, in_weekdays, months_in, unpacked, weekdays_in
from everly.scheduling.explanation.phrases import date_bits
from everly.scheduling.explanation.plain import EVERY_DAY, Described, either
from everly.scheduling.explanation.spans import but_spans, days_of_spans, on_spans, rounded, spans_left, split_pairs
from everly.scheduling.explanation.stretches import Stretch
from everly.scheduling.explanation.words import listed, opened, runs
from everly.scheduling.explanation.yearly import describe, left_out, limited

_FEW_DAYS = 3
_MOST_DATES = 24  # the holidays of two years, which a sentence has room for
_SHORT, _LONG = 72, 144
_MOST_YEARS, _MOST_RULES = 8, 3
# Without a second exception in it, a second thing, or dates from which on or to which all might be meant.
_MAY_BE_LEFT_OUT = re.compile(
    r"(?:on|from|every day (?:in|from)) (?:(?! except |, and |, but |, from (?!\d{4} to \d{4})).)*"
)
_FOR_A_TIME = re.compile(r"(.*), (from (?:(\d+ \w+ \d{4}) on|(?!\d{4} )[^,]* to \d+ \w+ \d{4}))")
_EXCEPT = re.compile(" except |, but only ")
_OF_THE_MONTH = (Family.MONTH_DAY, Family.DAY_FROM_END, Family.NTH_WEEKDAY, Family.LAST_WEEKDAY)
_OFTEN = 3
_FAR = 40  # years after which exceptions by date are over


def but_for_some(stretch: Stretch, whole: Stretch) -> Counted | None:
    """The shortest words for a stretch but for some of its days; `whole` is all that is asked of."""
    found = first_true((_but_for_dates,), stretch, whole)
    others = (first_true((form,), stretch, whole) for form in (_cycle_but_for_dates, _but_for_turns))
    found = shortest([found, *others])
    if found is None or len(found.text) > _SHORT:
        found = shortest([found, first_true((_but_for_years,), stretch, whole)])
    return found


def _but_for_dates(stretch: Stretch) -> Counted | None:
    """`every day except 24 December 2024 to 2 January 2025`, `on Mondays or on 25 December 2024`."""
    found = (_with_dates(stretch, *base) for base in _bases(stretch))
    return shortest(each for each in found if each is not None and stretch.is_like(each.days))


def _with_dates(stretch: Stretch, rule: Bits, seen: Bits) -> Counted | None:
    found = describe(rule, seen) if rule else None
    if found is None:
        return None
    whole = unpacked(found.days)
    less = spans_left(stretch, whole, stretch.days, _MOST_DATES)
    more = spans_left(stretch, stretch.days, whole, _FEW_DAYS)
    if less is None or more is None or not (less or more) or (more and " except " in found.text):
        return None
    less, more = rounded(less, whole), split_pairs(more, stretch.days)
    text = f"{opened(found.text)} or {on_spans(more)}" if more else found.text
    if less:
        text = f"{text}, and" if " except " in text else opened(text)
        text = f"{text} except {but_spans(less)}"
    return Counted(text, whole - days_of_spans(less) | days_of_spans(more))


def _cycle_but_for_dates(stretch: Stretch) -> Counted | None:
    """`on 1 May of every second year, counted from 2026, except in 2030`, `…, except Sundays, and except in 2030`."""
    return shortest(_cycle_with_dates(stretch, each) for each in _cycles(stretch))


def _cycle_with_dates(stretch: Stretch, found: Counted) -> Counted | None:
    less = spans_left(stretch, found.days, stretch.days, _MOST_DATES)
    if not less:
        return None
    less = rounded(less, found.days)
    text = f"{found.text}, and" if _EXCEPT.search(found.text) else opened(found.text)
    return found._replace(text=f"{text} except {but_spans(less)}", days=found.days - days_of_spans(less))


def _cycles(stretch: Stretch) -> Iterator[Counted]:
    """Cycles that have all days of a stretch, and more."""
    for form in (every_nth_day, whole_weeks, every_nth_month, some_years, every_nth_day_within):
        found = form(stretch)
        if found is not None and (stretch.days - found.days).next_day(stretch.first, stretch.last) is None:
            yield found


def _but_for_turns(stretch: Stretch) -> Counted | None:
    """`every day, but in 2027 not on Mondays`, `… except on the 1st of every fifth month, counted from May 2024`."""
    simple = yearly(stretch)
    if simple is not None and len(simple.text) <= _SHORT:  # then it is said when, not when not
        return None
    forms = CYCLES if simple is not None else (*CYCLES, yearly)
    found = (_with_turns(stretch, *base, forms) for base in _bases(stretch))
    return shortest(each for each in found if each is not None and stretch.is_like(each.days))


def _with_turns(stretch: Stretch, rule: Bits, seen: Bits, forms: Iterable[Form]) -> Counted | None:
    found = describe(rule, seen) if rule else None
    if found is None or " except " in found.text:
        return None
    kept = unpacked(found.days)
    missing = _missing(stretch, kept, stretch.first, stretch.last)
    if missing is None:
        return None
    less = _turns(missing, forms, stretch)
    later = None if less is None else _FOR_A_TIME.fullmatch(less.text)
    said = "" if less is None else later[1] if later else less.text
    if less is None or len(said) > _LONG or not _MAY_BE_LEFT_OUT.fullmatch(said):
        return None
    if later:
        said = said.replace(f"counted from {later[3]}", "counted from that day") if later[3] else said
        return Counted(f"{found.text}, but {later[2]} not {limited(said)}", kept - less.days)
    out = left_out(said)
    text = f"{found.text}, {out}" if out.startswith("but ") else f"{opened(found.text)} {out}"
    return Counted(text, kept - less.days)


def _turns(missing: Stretch, forms: Iterable[Form], stretch: Stretch) -> Counted | None:
    """Which turns are missing; counted from the first of them where they are missing for a time only."""
    whole = missing.reaching(stretch.first, stretch.last)
    found = first_true(forms, missing, whole)
    if found is None or not (_FOR_A_TIME.fullmatch(found.text) or left_out(found.text).startswith("but ")):
        return found
    return first_true(forms, replace(missing, since=missing.first), whole)


def _missing(stretch: Stretch, kept: Days, first: int, last: int) -> Stretch | None:
    """What a rule has from one day to another and a stretch has not; it is said of the days of the rule only."""
    lost = kept - stretch.days - stretch.free
    start, end = lost.next_day(first, last), lost.previous_day(last, first)
    return None if start is None or end is None else Stretch(lost, start, end, stretch.since, stretch.free | ~kept)


class _Out(NamedTuple):
    """Years, and the days that are left out in each of them: in words, and as a rule."""

    years: list[int]
    text: str
    days: Days


def _but_for_years(stretch: Stretch) -> Counted | None:
    """`every day except 25 December, and in 2027 not on Mondays`, `every day, but in 2027 not …, and in 2028 not …`."""
    rules_of_years = (describe(rule, seen) if rule else None for rule, seen in _bases(stretch))
    bases = [Counted(each.text, unpacked(each.days)) for each in rules_of_years if each is not None]
    found = (
        _with_years(stretch, each) for each in (*(each for each in bases if ", " not in each.text), *_cycles(stretch))
    )
    return shortest(each for each in found if each is not None and stretch.is_like(each.days))


def _with_years(stretch: Stretch, found: Counted) -> Counted | None:
    kept = found.days
    out = _out_by_year(stretch, kept)
    if not out:
        return None
    word = "and" if _EXCEPT.search(found.text) else "but"
    lost = rules.any_of(rules.any_of(rules.years(each, each) for each in years) & days for years, _, days in out)
    return found._replace(text=f"{found.text}, {word} {', and '.join(map(_out_text, out))}", days=kept - lost)


def _out_by_year(stretch: Stretch, kept: Days) -> list[_Out] | None:
    """What a stretch has not of a rule, by the years in which it is alike; None where that is too much."""
    missing = _missing(stretch, kept, stretch.first, stretch.last)
    left = [] if missing is None else [year for year, mask, here in missing.years() if mask & here]
    if missing is None or len(left) > _MOST_YEARS:
        return None
    found: list[_Out] = []
    while left:
        less = _left_out_in(_in_year(missing, stretch, left[0]), kept)
        if less is None or len(found) == _MOST_RULES or not _is_said_of_years(less.text):
            return None
        days = unpacked(less.days)
        years = [year for year in left if _in_year(missing, stretch, year).is_like(days)]
        if left[0] not in years:
            return None
        found.append(_Out(years, limited(less.text), days))
        left = [year for year in left if year not in years]
    return found


def _left_out_in(year: Stretch, kept: Days) -> Described | None:
    """What is left out of a rule in a year, by what comes round or by a few dates."""
    spans = spans_left(year, kept, kept - year.days, _FEW_DAYS) or []
    days = reduce(or_, (Stretch(ALL, *span, span[0]).hull()[0] for span in spans), 0)
    dates = reduce(or_, (date for date in date_bits() if date & days), 0)
    options = (describe(*year.hull()), either(dates, EVERY) if dates else None)
    return min((each for each in options if each is not None), key=lambda each: len(each.text), default=None)


def _in_year(missing: Stretch, stretch: Stretch, year: int) -> Stretch:
    return missing.reaching(max(stretch.first, year_start(year)), min(stretch.last, year_start(year + 1) - 1))


def _is_said_of_years(text: str) -> bool:
    return text == EVERY_DAY or (_MAY_BE_LEFT_OUT.fullmatch(text) is not None and EVERY_DAY not in text[1:])


def _out_text(out: _Out) -> str:
    """`in 2027 not on Mondays`, `from 2027 to 2030 not in August`, `not in 2028`."""
    spans = runs(out.years)
    is_long = len(spans) == 1 and len(out.years) > 2
    when = f"from {out.years[0]} to {out.years[-1]}" if is_long else f"in {listed(list(map(str, out.years)))}"
    return f"not {when}" if out.text == EVERY_DAY else f"{when} not {out.text}"


def _bases(stretch: Stretch) -> Iterator[tuple[Bits, Bits]]:
    """Rules that a stretch may follow but for some days.

    They are that of its later years; and its weekdays and months, also without the simple rules and the dates of which
    it has no day whenever they come.
    """
    far = max(stretch.first, min(year_start(year_of(stretch.first) + _FAR), stretch.last))
    yield stretch.reaching(far, stretch.last).hull()
    rule, seen = stretch.hull()
    around = seen & in_weekdays(weekdays_in(rule)) & in_months(months_in(rule))
    yield around, seen
    missing = {each: not each & rule and (each & around).bit_count() >= least for each, least in _comings().items()}
    by_number = {atom.days for atom in atoms() if atom.family is Family.MONTH_DAY}
    for chosen in (missing.keys() & by_number, missing.keys()):
        less = reduce(or_, (each for each in chosen if missing[each]), 0)
        if less & around:
            yield around & ~less, seen


@cache
def _comings() -> dict[Bits, int]:
    """Simple rules and dates, and how often one has come before it is said to be left out."""
    rules_of_months = {atom.days: _OFTEN for atom in atoms() if atom.family in _OF_THE_MONTH}
    return rules_of_months | dict.fromkeys(date_bits(), _OFTEN - 1)
