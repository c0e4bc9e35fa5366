"""Days that keep to the calendar year, in words: every rule that depends on the kind of year only."""

from __future__ import annotations

import re
from functools import lru_cache

from everly.scheduling.explanation.atoms import Atom, cover, union_of
from everly.scheduling.explanation.excluding import all_but
from everly.scheduling.explanation.kinds import (
    EVERY,
    Bits,
    in_months,
    in_weekdays,
    month,
    months_in,
    weekday,
    weekdays_in,
)
from everly.scheduling.explanation.plain import (
    EVERY_DAY,
    MOST_ATOMS,
    Described,
    either,
    falling,
    in_months_text,
    plain,
)
from everly.scheduling.explanation.rules import months_text, weekdays_in_chosen, weekdays_text
from everly.scheduling.explanation.words import clauses, listed

_MOST_GROUPS = 3
_EXCEPTED = re.compile(r"except (?P<nouns>.*?)(?=, and (?:except|not|in \d|from \d)|$)")
_OF_ALL = re.compile(", (?:from|in) |counted from")
_SPAN, _DATES = re.compile(r"[A-Z]\w+ to "), re.compile(r"\d+(?: [A-Z]\w+)?(?: \d{4})? to \d+ [A-Z]\w+(?: \d{4})?")
_SHORT = 72  # words no longer than this are good enough
_CLUMSY = re.compile(", but only |(?:(?:, | and | or ).*){3}")
_YEARS_LAST = re.compile(
    r"(?P<days>(?:on|from|every day (?:in|from)) .*?),? (?P<years>in \d{4}(?:(?:, | and )\d{4})*|from \d{4} to \d{4})"
)


@lru_cache(maxsize=512)
def describe(rule: Bits, seen: Bits) -> Described | None:
    """Of the days seen, those that a rule holds, in the fewest words; None where there are no few words for them."""
    found = plain(rule, seen)
    is_most = 4 * rule.bit_count() > 3 * seen.bit_count() and rule != seen
    is_clumsy = found is not None and _CLUMSY.search(found.text) is not None
    if found is not None and len(found.text) <= _SHORT and not is_most and not is_clumsy:
        return found
    less = all_but(rule, seen)
    if less is not None and (is_most or is_clumsy) and len(less.text) <= _SHORT:
        return less if found is None else min(found, less, key=_length)
    others = (found, less, _by_month(rule, seen), _by_weekday(rule, seen), either(rule, seen))
    return min((each for each in others if each is not None), key=_length, default=None)


def _length(found: Described) -> int:
    return len(found.text)


def _by_weekday(rule: Bits, seen: Bits) -> Described | None:
    """`on Mondays that fall on the 1st or 13th of the month or on Sundays that fall on the 1st of the month`."""
    busy = months_in(rule)
    inside = seen & in_months(busy)
    named = busy if seen & ~inside else []
    groups: dict[tuple[Atom, ...], list[int]] = {}
    for number in weekdays_in(rule):
        part, among = rule & weekday(number), inside & weekday(number)
        chosen = cover(part, among) if part != among else []
        if chosen is None or len(chosen) > MOST_ATOMS or weekdays_in_chosen(chosen):
            return None
        groups.setdefault(tuple(chosen), []).append(number)
    if not 1 < len(groups) <= _MOST_GROUPS:
        return None
    texts, found = [], 0
    for chosen_there, numbers in groups.items():
        texts.append(falling(numbers, chosen_there, []) if chosen_there else weekdays_text(numbers))
        found |= in_weekdays(numbers) & (union_of(chosen_there) if chosen_there else EVERY)
    within = f", {months_text(named)}" if named else ""
    return Described(listed(texts, "or") + within, found & in_months(named) if named else found)


def _by_month(rule: Bits, seen: Bits) -> Described | None:
    """`on Mondays in June and July, and every day in August`."""
    groups: dict[tuple[Atom, ...], list[int]] = {}
    for number in months_in(rule):
        inside = seen & month(number)
        part = rule & inside
        chosen = cover(part, inside) if part != inside else []
        if chosen is None or len(chosen) > MOST_ATOMS:
            return None
        groups.setdefault(tuple(chosen), []).append(number)
    if not 1 < len(groups) <= _MOST_GROUPS:
        return None
    found = 0
    for chosen_there, named in groups.items():
        found |= (union_of(chosen_there) if chosen_there else EVERY) & in_months(named)
    return Described(clauses([in_months_text(each, named) for each, named in groups.items()]), found)


def limited(text: str) -> str:
    """Words for days as they stand after `but only`: `in June`, not `every day in June`."""
    return text.removeprefix(f"{EVERY_DAY} ").removeprefix(f"{EVERY_DAY}, ")


def alone(text: str) -> str:
    """Words for days as they stand after an interval, `every day` without itself: `except on 25 December`."""
    text = limited(text)
    is_clear = text.startswith("except ") and not is_of_all(text)
    return _EXCEPTED.sub(_except_on, text) if is_clear else text


def is_of_all(text: str) -> bool:
    """Whether words end in what is said of all before, and not of the last part: `…, in 2027`, `…, counted from …`."""
    return _OF_ALL.search(text) is not None


def _except_on(found: re.Match[str]) -> str:
    nouns = found["nouns"]
    if re.match(r"(?:in|from|all|every|on) ", nouns):
        return found[0]
    return f"except {'from' if _SPAN.match(nouns) or _DATES.fullmatch(nouns) else 'on'} {nouns}"


def left_out(text: str) -> str:
    """Words for days as they stand behind what is without them: `except on Mondays`, `but in 2027 not on Mondays`.

    Years at the end would be said of what is left, too.
    """
    found = _YEARS_LAST.fullmatch(text)
    return f"but {found['years']} not {limited(found['days'])}" if found else f"except {limited(text)}"
