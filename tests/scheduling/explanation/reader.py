"""Reads explanations back: a second, plain understanding of their English, to hold them against the engine.

It knows sentences of one group of times and days in UTC, without a beginning or an end.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta

Days = Callable[[date], bool]
Times = Callable[[int], bool]

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
COUNTED = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
UNITS = {"second": 1, "minute": 60, "hour": 3600}

_CLOCK = r"\d\d:\d\d(?::\d\d)?"
_WEEKDAY, _MONTH = "|".join(WEEKDAYS), "|".join(MONTHS)
_DAYS = re.compile(rf",? ((?:every day|on |from (?:{_WEEKDAY}|\d+ (?:{_MONTH}))).*)$")


def reads(sentence: str) -> Callable[[datetime], bool]:
    """When a schedule fires, as its explanation says.

    Raises:
        ValueError: The sentence holds what is not understood.
    """
    text = sentence.removesuffix(".")
    text = text[0].lower() + text[1:]
    found = _DAYS.search(text)
    days = _days(found.group(1)) if found else (lambda _: True)
    times = _times(text[: found.start()] if found else text)
    return lambda at: days(at.date()) and times(at.hour * 3600 + at.minute * 60 + at.second)


def _times(text: str) -> Times:
    if found := re.fullmatch(rf"at ({_CLOCK}(?:(?:, | and ){_CLOCK})*)", text):
        return {_second(each) for each in re.findall(_CLOCK, found.group(1))}.__contains__
    if found := re.fullmatch(r"every (?:(\d+) )?(second|minute|hour)s?", text):
        step = int(found.group(1) or 1) * UNITS[found.group(2)]
        return lambda second: second % step == 0
    if found := re.fullmatch(r"every (hour|minute) at (?:minute|second) (\d+)", text):
        unit = UNITS[found.group(1)]
        place = int(found.group(2)) * unit // 60
        return lambda second: second % unit == place
    if found := re.fullmatch(
        r"every (\d+) (\w+)s from \w+ (\d+) to (\d+), starting again each \w+(?:, (from .*))?", text
    ):
        inside = set(range(int(found.group(3)), int(found.group(4)) + 1, int(found.group(1))))
        return _within(found.group(2), inside, found.group(5))
    if found := re.fullmatch(r"at (minute|second)s? ([\d, and]+) of every \w+(?: (from .*))?", text):
        return _within(found.group(1), {int(each) for each in re.findall(r"\d+", found.group(2))}, found.group(3))
    return _stretches(text)


def _within(part: str, inside: set[int], spans: str | None) -> Times:
    """So many minutes of an hour or seconds of a minute, within spans of the clock."""
    pairs = re.findall(rf"from ({_CLOCK}) to ({_CLOCK})", spans or "from 00:00 to 23:59")
    hours = [(_second(first), _second(last) + 59) for first, last in pairs]
    unit = UNITS[part]
    return lambda second: (
        any(first <= second <= last for first, last in hours) and second % unit == 0 and second // unit % 60 in inside
    )


def _stretches(text: str) -> Times:
    """`every 10 minutes from 09:00 to 12:50 and at 18:00`."""
    found: set[int] = set()
    step = 0
    rest = text
    while rest:
        match = re.match(
            rf"(?:every (?:(\d+) )?(second|minute|hour)s? )?from ({_CLOCK}) to ({_CLOCK})"
            rf"|at ({_CLOCK}(?: and {_CLOCK})*)",
            rest,
        )
        if match is None:
            raise ValueError(f"not understood: {rest!r}")
        count, unit, first, last, single = match.groups()
        step = int(count or 1) * UNITS[unit] if unit else step
        found |= {_second(each) for each in re.findall(_CLOCK, single or "")}
        if first:
            assert (_second(last) - _second(first)) % step == 0
            found |= set(range(_second(first), _second(last) + 1, step))
        rest = re.sub(r"^(,| and) ?", "", rest[match.end() :])
    return found.__contains__


def _second(text: str) -> int:
    hour, minute, *rest = map(int, text.split(":"))
    return hour * 3600 + minute * 60 + sum(rest)


def _days(text: str) -> Days:
    text, _, removed = text.replace(", except ", " except ").partition(" except ")
    if removed:
        kept, taken = _days(text), _days(removed if removed.startswith(("on ", "from ", "every ")) else f"on {removed}")
        return lambda day: kept(day) and not taken(day)
    months: Days | None = None
    if found := re.search(rf",? from ({_MONTH}) to ({_MONTH})$", text):
        months = _in_months(_around(MONTHS, *found.groups()))
    elif found := re.search(rf",? in ((?:{_MONTH}|, | and )+)$", text):
        months = _in_months(_named(MONTHS, found.group(1)))
    if found and months:
        inner, confined = _days(text[: found.start()]), months
        return lambda day: confined(day) and inner(day)
    if text == "every day":
        return lambda _: True
    if " or " in text:
        return _either([_days(part) for part in text.split(" or ")])
    if found := re.fullmatch(r"on (.*) that fall (on the .*)", text):
        one, other = _weekdays(found.group(1)), _days(found.group(2))
        return lambda day: one(day) and other(day)
    if found := re.fullmatch(rf"on the (.*) of (the month|(?:{_MONTH}|, | and )+)", text):
        names = MONTHS if found.group(2) == "the month" else None
        inside = _in_months(range(12) if names else _named(MONTHS, found.group(2)))
        parts = _in_month(found.group(1))
        return lambda day: inside(day) and parts(day)
    return _dates(text) if re.search(_MONTH, text) else _weekdays(text)


def _either(parts: Iterable[Days]) -> Days:
    given = list(parts)
    return lambda day: any(part(day) for part in given)


def _weekdays(text: str) -> Days:
    """`from Monday to Thursday and on Saturdays`."""
    chosen: set[int] = set()
    for first, last in re.findall(rf"from ({_WEEKDAY}) to ({_WEEKDAY})", text):
        chosen |= set(_around(WEEKDAYS, first, last))
    text = re.sub(rf"from ({_WEEKDAY}) to ({_WEEKDAY})", "", text)
    chosen |= {WEEKDAYS.index(name) for name in re.findall(rf"({_WEEKDAY})s", text)}
    if re.sub(rf"(?:{_WEEKDAY})s|on|and|,| ", "", text) or not chosen:
        raise ValueError(f"not understood: {text!r}")
    return lambda day: day.weekday() in chosen


def _in_month(text: str) -> Days:
    """`1st and 15th`, `first and third Monday`, `last day`, `1st and the last weekday`."""
    if " and the " in text:
        return _either([_in_month(part) for part in re.split(r"(?:, the | and the )", text)])
    if found := re.fullmatch(r"weekday nearest to the (\d+)\w\w", text):
        wanted = int(found.group(1))
        return lambda day: day == _nearest(day, wanted)
    if found := re.fullmatch(r"last (\d+) days", text):
        most = int(found.group(1))
        return lambda day: _left(day) <= most
    if found := re.fullmatch(rf"(.*) (day|weekday|{_WEEKDAY})", text):
        numbers = [_place(word) for word in re.split(r", | and ", found.group(1))]
        kind = range(7) if found.group(2) == "day" else range(5)
        chosen = {WEEKDAYS.index(found.group(2))} if found.group(2) in WEEKDAYS else set(kind)
        return lambda day: day.weekday() in chosen and any(_is_nth(day, number, chosen) for number in numbers)
    if found := re.fullmatch(r"(\d+)\w\w, (\d+)\w\w, \d+\w\w and so on to the (\d+)\w\w", text):
        first, second, last = map(int, found.groups())
        return lambda day: day.day in range(first, last + 1, second - first)
    spans = [
        re.fullmatch(r"(\d+)(?:st|nd|rd|th)(?: to (\d+)(?:st|nd|rd|th))?", each) for each in re.split(r", | and ", text)
    ]
    if None in spans:
        raise ValueError(f"not understood: {text!r}")
    pairs = [(int(each[1]), int(each[2] or each[1])) for each in spans if each]
    return lambda day: any(first <= day.day <= last for first, last in pairs)


def _place(word: str) -> int:
    """Which one a word means; from the end when negative."""
    if word == "last":
        return -1
    number = word.removesuffix("-last")
    place = COUNTED.index(number) + 1 if number in COUNTED else int(number[:-2])
    return place if number == word else -place


def _is_nth(day: date, number: int, weekdays: set[int]) -> bool:
    length = monthrange(day.year, day.month)[1]
    alike = [each for each in range(1, length + 1) if day.replace(day=each).weekday() in weekdays]
    return abs(number) <= len(alike) and alike[number - 1 if number > 0 else number] == day.day


def _nearest(day: date, number: int) -> date | None:
    if number > monthrange(day.year, day.month)[1]:
        return None
    there = day.replace(day=number)
    near = sorted((there + timedelta(days=each) for each in range(-2, 3)), key=lambda each: abs(each - there))
    return next(each for each in near if each.month == day.month and each.weekday() < 5)


def _left(day: date) -> int:
    return monthrange(day.year, day.month)[1] - day.day + 1


def _dates(text: str) -> Days:
    """`on 1 January and 25 December`, `from 24 December to 2 January`."""
    single, spans = set[tuple[int, int]](), []
    for first, last in re.findall(rf"from (\d+ (?:{_MONTH})) to (\d+ (?:{_MONTH}))", text):
        spans.append((_date(first), _date(last)))
    text = re.sub(rf"from (\d+ (?:{_MONTH})) to (\d+ (?:{_MONTH}))", "", text)
    single |= {_date(each) for each in re.findall(rf"\d+ (?:{_MONTH})", text)}
    if re.sub(rf"\d+ (?:{_MONTH})|on|and|,| ", "", text):
        raise ValueError(f"not understood: {text!r}")

    def holds(day: date) -> bool:
        here = (day.month, day.day)
        inside = (a <= here <= b if a <= b else here >= a or here <= b for a, b in spans)
        return here in single or any(inside)

    return holds


def _date(text: str) -> tuple[int, int]:
    day, month = text.split(" ")
    return MONTHS.index(month) + 1, int(day)


def _in_months(numbers: Iterable[int]) -> Days:
    chosen = set(numbers)
    return lambda day: day.month - 1 in chosen


def _named(names: tuple[str, ...], text: str) -> list[int]:
    return [names.index(name) for name in re.split(r", | and ", text)]


def _around(names: tuple[str, ...], first: str, last: str) -> list[int]:
    one, two = names.index(first), names.index(last)
    return [(one + step) % len(names) for step in range((two - one) % len(names) + 1)]
