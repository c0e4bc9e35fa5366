"""Times of day, as explanations write them."""

from __future__ import annotations

import re
from collections.abc import Callable

from tests.scheduling.explanation.reading.words import (
    CLOCK,
    NTH,
    UNITS,
    IncompleteError,
    NotUnderstoodError,
    number_of,
    numbers_of,
    second_of,
    split_list,
)

Times = Callable[[int], bool]
"""Whether a second of the day is among them."""

_NUMBERS = r"\d+(?:(?:, | to | and | and so on to )\d+)*"
_HOURS = (
    rf"every hour(?: from {CLOCK} to {CLOCK})?|every {NTH} hour from {CLOCK} to {CLOCK}|hour \d+|the hours {_NUMBERS}"
)
_PLACES = (
    r"every (?:\d+ )?(?:minute|second)s?(?: from (?:minute|second) \d+ to \d+)?"
    rf"|at (?:minute|second)s? {_NUMBERS}"
)
_INSIDE = re.compile(rf"({_PLACES}) of (?:(minutes? {_NUMBERS}|every minute)(?: of ({_HOURS}))?|({_HOURS}))")


def times_of(text: str) -> Times:
    """Which seconds of the day some words mean.

    Raises:
        NotUnderstoodError: They mean no times.
        IncompleteError: There are too many to be named.
    """
    if " irregular times from " in text:
        raise IncompleteError(text)
    if found := re.fullmatch(rf"(.*) except (at {CLOCK}(?:(?:, | and ){CLOCK})*)", text):
        kept, lost = times_of(found.group(1)), times_of(found.group(2))
        return lambda second: kept(second) and not lost(second)
    return _all_round(text) or _inside_hours(text) or _with_more(text) or _stretches(text)


def _with_more(text: str) -> Times | None:
    """`every 7 minutes from minute 0 to 56 of every hour and at 20:04`."""
    found = re.fullmatch(rf"((?:every|at) .*) and (at {CLOCK}(?:(?:, | and ){CLOCK})*)", text)
    if found is None:
        return None
    regular = _all_round(found.group(1)) or _inside_hours(found.group(1))
    more = times_of(found.group(2))
    return None if regular is None else lambda second: regular(second) or more(second)


def _all_round(text: str) -> Times | None:
    if found := re.fullmatch(r"every (?:(\d+) )?(second|minute|hour)s?", text):
        step = int(found.group(1) or 1) * UNITS[found.group(2)]
        return lambda second: second % step == 0
    if found := re.fullmatch(r"every hour at minute (\d+)(?: and second (\d+))?", text):
        place = int(found.group(1)) * 60 + int(found.group(2) or 0)
        return lambda second: second % 3600 == place
    if found := re.fullmatch(r"every minute at second (\d+)", text):
        place = int(found.group(1))
        return lambda second: second % 60 == place
    return None


def _inside_hours(text: str) -> Times | None:
    """`at minutes 0 and 45 of every hour`, `every second of minute 3 of the hours 9 and 10`; several with `and`."""
    parts = re.split(r",? and (?=every \d* ?(?:minute|second)|at (?:minute|second))|, (?=at (?:minute|second))", text)
    found = [_INSIDE.fullmatch(part) for part in parts]
    if None in found:
        return None
    chosen = [_one_inside(each) for each in found if each is not None]
    return lambda second: any(each(second) for each in chosen)


def _one_inside(found: re.Match[str]) -> Times:
    places, minutes, hours, only_hours = found.groups()
    inside, unit = _places(places)
    chosen = _hours(hours or only_hours or "every hour")
    if unit == "minute":
        return lambda second: second // 3600 in chosen and second % 60 == 0 and second // 60 % 60 in inside
    if minutes is None or minutes == "every minute":
        return lambda second: second // 3600 in chosen and second % 60 in inside
    among = numbers_of(re.sub(r"^minutes? ", "", minutes))
    return lambda second: second // 3600 in chosen and second // 60 % 60 in among and second % 60 in inside


def _places(text: str) -> tuple[set[int], str]:
    if found := re.fullmatch(r"every (?:(\d+) )?(minute|second)s?(?: from \w+ (\d+) to (\d+))?", text):
        step, first, last = int(found.group(1) or 1), int(found.group(3) or 0), int(found.group(4) or 59)
        return set(range(first, last + 1, step)), found.group(2)
    found = re.fullmatch(r"at (minute|second)s? (.*)", text)
    if found is None:
        raise NotUnderstoodError(text)
    return numbers_of(found.group(2)), found.group(1)


def _hours(text: str) -> set[int]:
    if text == "every hour":
        return set(range(24))
    if found := re.fullmatch(rf"every (?:({NTH}) )?hour from (\d\d):00 to (\d\d):59", text):
        return set(range(int(found.group(2)), int(found.group(3)) + 1, number_of(found.group(1) or "first")))
    return numbers_of(re.sub(r"^(?:the )?hours? ", "", text))


def _stretches(text: str) -> Times:
    """`at 09:00 and 17:00`, `every 10 minutes from 09:00 to 12:50 and at 18:00`."""
    found: set[int] = set()
    step = 0
    rest = text
    while rest:
        match = re.match(
            rf"(?:every (?:([\d,]+) )?(second|minute|hour)s? )?from ({CLOCK}) to ({CLOCK})"
            rf"|at ({CLOCK}(?:(?:, | and ){CLOCK})*)",
            rest,
        )
        if match is None:
            raise NotUnderstoodError(f"no times: {text!r}")
        count, unit, first, last, single = match.groups()
        step = int((count or "1").replace(",", "")) * UNITS[unit] if unit else step
        found |= {second_of(each) for each in split_list(single)} if single else set()
        if first:
            assert (second_of(last) - second_of(first)) % step == 0, text
            found |= set(range(second_of(first), second_of(last) + 1, step))
        rest = re.sub(r"^(,| and) ?", "", rest[match.end() :])
    return found.__contains__
