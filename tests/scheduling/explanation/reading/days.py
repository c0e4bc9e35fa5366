"""Days, as explanations write them."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Iterable
from datetime import date, timedelta

from tests.scheduling.explanation.reading.words import (
    DATE,
    MONTH,
    MONTHS,
    NTH,
    WEEKDAY,
    WEEKDAYS,
    NotUnderstoodError,
    around,
    date_of,
    number_of,
    span_of,
    split_list,
)

Days = Callable[[date], bool]

_YEARS = r"\d{4}(?:(?:, | and )\d{4})*"
_MONTHS_IN = rf"in (?:{MONTH})(?:(?:, | and )(?:{MONTH}))*"
_MONTHS_FROM = rf"from (?:{MONTH}) to (?:{MONTH})"
_MONTHS = rf"{_MONTHS_FROM}(?:(?:, | and ){_MONTHS_FROM})*(?: and {_MONTHS_IN})?|{_MONTHS_IN}"


def days_of(text: str) -> Days:
    """Which days some words mean.

    Raises:
        NotUnderstoodError: They mean no days.
    """
    for read in _READERS:
        found = read(text)
        if found is not None:
            return found
    return _dates(text) if re.search(MONTH, text) else _weekdays(text)


def _all(text: str) -> Days | None:
    return (lambda _: True) if text == "every day" else None


def _limited(text: str) -> Days | None:
    """`on every third day, counted from 1 May 2024, but only from Monday to Friday`."""
    base, found, limit = text.partition(", but only ")
    if not found:
        return None
    kept, inside = days_of(base), days_of(opened(limit))
    return lambda day: kept(day) and inside(day)


def opened(limit: str) -> str:
    """Words as they stand after `but only`, as they would stand alone: `in June` is `every day in June`."""
    if limit.startswith("but "):
        return f"every day, {limit}"
    return f"every day {limit}" if re.match(rf"in |{_MONTHS}$|except ", limit) else limit


def _excepted(text: str) -> Days | None:
    """`every day except 25 December, and except in 2028`."""
    base, *removed = re.split(r"(?:,? and|,)? except ", text)
    if not removed:
        return None
    kept, taken = days_of(base), _any(map(left_out_of, removed))
    return lambda day: kept(day) and not taken(day)


def _excepted_when(text: str) -> Days | None:
    """`every day except on 25 December`, `… except on the 1st of every fifth month, counted from May 2024`."""
    if cycle := re.fullmatch(rf"(.* counted from [^,]*), (?:and )?except ((?:{_NOUN}).*)", text):
        kept, taken = days_of(cycle[1]), _any(map(left_out_of, cycle[2].split(", and except ")))
        return lambda day: kept(day) and not taken(day)
    return _excepted(text) if re.fullmatch(r"(?:.*?),? except (?:on|from) .*", text) else None


def left_out_of(text: str) -> Days:
    """Days after `except`: `25 December and Mondays`, or `on 25 December`, as they would stand alone.

    Raises:
        NotUnderstoodError: They mean no days.
    """
    for read, words in ((days_of, text), (nouns_of, text), (nouns_of, re.sub("^(?:on|from) ", "", text))):
        try:
            return read(words)
        except NotUnderstoodError as error:
            refused = error
    raise refused


_FROM_DATES = rf"from {DATE} on|from \d+(?: (?:{MONTH}))?(?: \d{{4}})? to {DATE}"
_WHEN = rf"in {_YEARS}|from \d{{4}} to \d{{4}}|{_FROM_DATES}"
_NOT = re.compile(rf", (?:but|and) (?:not (?P<whole>in {_YEARS}|from \d{{4}} to \d{{4}})|(?P<when>{_WHEN}) not )")


def _not_in_years(text: str) -> Days | None:
    """`every day except 25 December, and in 2027 not on Mondays, and not in 2028`, `…, but from 1 May 2027 on not`."""
    found = list(_NOT.finditer(text))
    if not found:
        return None
    kept, taken = days_of(text[: found[0].start()]), list[Days]()
    for match, end in zip(found, [*(each.start() for each in found[1:]), len(text)], strict=True):
        what, when = text[match.end() : end], match["whole"] or match["when"]
        if match["whole"] and what:
            raise NotUnderstoodError(f"after years: {what!r}")
        if date := re.fullmatch(f"from ({DATE}) on", when):
            what = what.replace("counted from that day", f"counted from {date[1]}")
        taken.append(days_of(f"{opened(what) if what else 'every day'}, {when}"))
    return lambda day: kept(day) and not any(each(day) for each in taken)


def nouns_of(text: str) -> Days:
    """`25 December, the 1st and 15th of the month, and Mondays in June`, as they stand after `except`."""
    rest, found = text, list[Days]()
    while rest:
        match = re.match(rf"(?:{_NOUN})(?=$|, |,? and )", rest)
        if match is None:
            raise NotUnderstoodError(f"no days left out: {rest!r} of {text!r}")
        found.append(_noun(match.group()))
        rest = re.sub(r"^(?:,? (?:and|or) |, )", "", rest[match.end() :])
    return _any(found)


_IN_MONTH = rf"the (?:(?!of ).)*? of (?:the month(?: (?:{_MONTHS}))?|(?:{MONTH})(?:(?:, | and )(?:{MONTH})(?! \d))*)"
_YEAR_SPAN = (
    rf"\d+(?: (?:{MONTH}))?(?: \d{{4}})? to \d+ (?:{MONTH})(?: \d{{4}})?"
    rf"|\d+(?:(?:, | and | or )\d+)* (?:{MONTH})(?: \d{{4}})?"
)
_IN_MONTHS = rf"in (?:{MONTH})(?: and (?:{MONTH}))? \d{{4}}|from (?:{MONTH})(?: \d{{4}})? to (?:{MONTH}) \d{{4}}"
_WEEKDAY_SPAN = rf"(?:(?:{WEEKDAY}) to (?:{WEEKDAY})|(?:{WEEKDAY})s)"
_WEEKDAYS_FALLING = rf"(?:days from )?{_WEEKDAY_SPAN}(?:(?:, | and )(?:on )?{_WEEKDAY_SPAN})*"
_NOUN = "|".join(
    [
        rf"{_WEEKDAYS_FALLING} that fall on (?:{_IN_MONTH}|{_YEAR_SPAN})",
        rf"{_WEEKDAY_SPAN}(?:(?:, | and ){_WEEKDAY_SPAN})*(?: (?:{_MONTHS}))?",
        rf"all of (?:the month (?:{_MONTHS})|(?:{MONTH})(?:(?:, | and )(?:{MONTH}))*)",
        _IN_MONTH,
        _YEAR_SPAN,
        rf"in {_YEARS}|from \d{{4}} to \d{{4}}",
        _IN_MONTHS,
        rf"every day (?:{_MONTHS})",
        rf"(?:{_MONTHS})",
    ]
)


def _noun(text: str) -> Days:
    if found := re.fullmatch(r"from (\d{4}) to (\d{4})", text):
        return lambda day: int(found.group(1)) <= day.year <= int(found.group(2))
    if re.fullmatch(_IN_MONTHS, text):
        return _of_years(text)
    if re.match(r"in \d{4}", text):
        years = set(map(int, re.findall(r"\d{4}", text)))
        return lambda day: day.year in years
    if text.startswith("all of "):
        return _months(text.removeprefix("all of the month ").replace("all of ", "in "))
    if text.startswith("the ") or " that fall on " in text:
        return days_of(f"on {text}")
    if re.match(rf"{_WEEKDAY_SPAN}", text):
        spans = re.sub(rf"(?<!from )({WEEKDAY}) to", r"from \1 to", text)
        return days_of(spans if spans.startswith("from") else f"on {spans}")
    if re.match(r"\d", text):
        return days_of(f"from {text}" if " to " in text else f"on {text}")
    return days_of(opened(text))


def _of_years(text: str) -> Days:
    """`in August 2027`, `in July and August 2027`, `from July to September 2027`."""
    first, _, last = re.sub("^(?:in|from) ", "", text).replace(" and ", " to ").partition(" to ")
    end = last or first
    begin = first if re.search(r"\d", first) else f"{first} {end[-4:]}"
    (one, two) = ((int(each[-4:]), MONTHS.index(each[:-5])) for each in (begin, end))
    return lambda day: one <= (day.year, day.month - 1) <= two


def _of_each(text: str) -> Days:
    """Days that `of every second week` is said of: one thing, for of several it would be said of the last alone."""
    head = re.sub(r"^on [^,]* that fall (?=on the )", "", text)
    if " except " in head or re.search(r"\bon\b", head[2:]):
        raise NotUnderstoodError(f"several things, and which of them are of each is not said: {text!r}")
    is_short = head.startswith("on the ") and " of " not in text
    return days_of(f"{text} of the month" if is_short else text)


def _in_years(text: str) -> Days | None:
    """`every day in 2025`, `on Mondays from 2024 to 2026`, `…, from 1 May 2025 on`, `…, from 1 to 14 July 2024`."""
    if found := re.fullmatch(rf"(.*?)(?<! except)(?<! and),? in ({_YEARS})", text):
        if re.search(r" or every day$", found.group(1)) and not text.rpartition(" in ")[0].endswith(","):
            return None  # the years belong to the last of several
        years = set(map(int, split_list(found.group(2))))
        kept = days_of(found.group(1))
        return lambda day: day.year in years and kept(day)
    if found := re.fullmatch(r"(.*?)(?<! except)(?<! and),? from (\d{4}) to (\d{4})", text):
        kept, first, last = days_of(found.group(1)), int(found.group(2)), int(found.group(3))
        return lambda day: first <= day.year <= last and kept(day)
    if found := re.fullmatch(rf"(.*), from ({DATE}) on", text):
        kept, begin = days_of(found.group(1)), date_of(found.group(2))
        return lambda day: begin <= day and kept(day)
    if found := re.fullmatch(rf"(.*), from ([^,]*? to {DATE})", text):
        kept, (start, end) = days_of(found.group(1)), span_of(found.group(2))
        return lambda day: start <= day <= end and kept(day)
    return None


def _cycled(text: str) -> Days | None:
    if found := re.fullmatch(rf"on every ({NTH}) (day|{WEEKDAY}), counted from ({DATE})", text):
        start = date_of(found.group(3))
        period = number_of(found.group(1)) * (1 if found.group(2) == "day" else 7)
        assert found.group(2) in ("day", WEEKDAYS[start.weekday()])
        return lambda day: (day - start).days % period == 0
    if found := re.fullmatch(rf"(.*?)( of|, in| in) every ({NTH}) week, counted from that of ({DATE})", text):
        kept = _of_each(found.group(1)) if found.group(2) == " of" else days_of(found.group(1))
        number, start = number_of(found.group(3)), date_of(found.group(4))
        monday = start - timedelta(days=start.weekday())
        return lambda day: kept(day) and (day - monday).days // 7 % number == 0
    if found := re.fullmatch(rf"(.*?)( of|, in| in) every ({NTH}) month, counted from ({MONTH}) (\d{{4}})", text):
        kept = _of_each(found.group(1)) if found.group(2) == " of" else days_of(found.group(1))
        number, origin = number_of(found.group(3)), 12 * int(found.group(5)) + MONTHS.index(found.group(4))
        return lambda day: kept(day) and (12 * day.year + day.month - 1 - origin) % number == 0
    if found := re.fullmatch(rf"(.*?),? (?:of|in) every ({NTH}) year, counted from (\d{{4}})", text):
        kept, number, year = days_of(found.group(1)), number_of(found.group(2)), int(found.group(3))
        return lambda day: kept(day) and (day.year - year) % number == 0
    return None


def _by_month(text: str) -> Days | None:
    """`on Mondays in June, and every day in August`."""
    parts = re.split(r"(?:,|;)(?: and)? (?=on |every day|from (?:" + WEEKDAY + "))", text)
    return None if len(parts) < 2 or any(" or " in part for part in parts) else _any(map(days_of, parts))


def _either(text: str) -> Days | None:
    """`on the 1st or the second Sunday of the month or on Mondays, in June`."""
    if found := re.fullmatch(rf"(.* or .*), ({_MONTHS})", text):
        kept, inside = days_of(found.group(1)), _months(found.group(2))
        return lambda day: inside(day) and kept(day)
    parts = re.split(r",? or (?=on |from |every day)|, (?=on |every day|from )(?=.* or )", text)
    return _any(map(days_of, parts)) if len(parts) > 1 else None


def _between_dates(text: str) -> Days | None:
    """`from Monday to Friday, from 20 December to 5 January`, `on Mondays from 2 February to 2 March`."""
    only_weekdays = rf"on (?:{WEEKDAY})s(?:(?:, | and )(?:{WEEKDAY})s)*"
    span = rf"\d+(?: (?:{MONTH}))? to \d+ (?:{MONTH})"
    found = re.fullmatch(rf"(.*), from ({span})", text) or re.fullmatch(rf"({only_weekdays}) from ({span})", text)
    if not found:
        return None
    kept, inside = days_of(found.group(1)), _span(found.group(2))
    return lambda day: kept(day) and inside(day)


def _in_months(text: str) -> Days | None:
    if text.startswith("on the ") or not (found := re.fullmatch(rf"(.*?),? ({_MONTHS})", text)):
        return None
    kept, inside = days_of(found.group(1)), _months(found.group(2))
    return lambda day: inside(day) and kept(day)


def _months(text: str) -> Days:
    chosen = {each for span in re.findall(rf"from ({MONTH}) to ({MONTH})", text) for each in around(MONTHS, *span)}
    rest = re.sub(rf"from (?:{MONTH}) to (?:{MONTH})", "", text)
    chosen |= {MONTHS.index(name) for name in re.findall(MONTH, rest)}
    return lambda day: day.month - 1 in chosen


def _falling(text: str) -> Days | None:
    """`on Fridays that fall on the 13th of the month`, `on days from Monday to Friday that fall on …`."""
    if not (found := re.fullmatch(r"on (.*) that fall (on .*)", text)):
        return None
    names = re.sub(r"^days ", "", found.group(1))
    one, other = _weekdays(names if names.startswith("from") else f"on {names}"), days_of(found.group(2))
    return lambda day: one(day) and other(day)


def _in_month(text: str) -> Days | None:
    """`on the 1st, 15th or the last day of January and July`."""
    found = re.fullmatch(
        rf"on the (.*) of (?:the month(?: ({_MONTHS}))?|((?:{MONTH})(?:(?:, | and | or )(?:{MONTH}))*))", text
    )
    if found is None:
        return None
    inside = _months(found.group(2) or found.group(3) or "from January to December")
    parts = _any(map(_group, re.split(r",? (?:and|or) the |, the ", found.group(1))))
    return lambda day: inside(day) and parts(day)


def _group(text: str) -> Days:
    """`1st, 4th to 10th`, `first and third Monday`, `last day`, `last 7 days`, `weekday nearest to the 15th`."""
    if found := re.fullmatch(r"weekday nearest to the (.*)", text):
        wanted = [int(each[:-2]) for each in split_list(found.group(1))]
        return lambda day: any(day == _nearest(day, each) for each in wanted)
    if found := re.fullmatch(r"last (\d+) days", text):
        most = int(found.group(1))
        return lambda day: _left(day) <= most
    if found := re.fullmatch(rf"(.*) (day|weekday|{WEEKDAY})", text):
        numbers = [number for words in split_list(found.group(1)) for number in _places(words)]
        kind = range(7) if found.group(2) == "day" else range(5)
        chosen = {WEEKDAYS.index(found.group(2))} if found.group(2) in WEEKDAYS else set(kind)
        return lambda day: day.weekday() in chosen and any(_is_nth(day, number, chosen) for number in numbers)
    if found := re.fullmatch(r"(\d+)\w\w, (\d+)\w\w, \d+\w\w and so on to the (\d+)\w\w", text):
        first, second, last = map(int, found.groups())
        return lambda day: day.day in range(first, last + 1, second - first)
    spans = [
        re.fullmatch(r"(\d+)(?:st|nd|rd|th)(?: to (\d+)(?:st|nd|rd|th))?", each)
        for each in split_list(text.rstrip(","))
    ]
    if None in spans:
        raise NotUnderstoodError(f"no days of a month: {text!r}")
    pairs = [(int(each[1]), int(each[2] or each[1])) for each in spans if each]
    return lambda day: any(first <= day.day <= last for first, last in pairs)


def _places(words: str) -> Iterable[int]:
    """Which ones `14th to 16th` or `16th-last` means."""
    first, is_span, last = words.partition(" to ")
    return range(_place(first), _place(last) + 1) if is_span else [_place(first)]


def _place(word: str) -> int:
    """Which one a word means; from the end when negative."""
    if word == "last":
        return -1
    number = word.removesuffix("-last")
    return number_of(number) if number == word else -number_of(number)


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


def _weekdays(text: str) -> Days:
    """`from Monday to Thursday and on Saturdays`."""
    spans = re.findall(rf"from ({WEEKDAY}) to ({WEEKDAY})", text)
    chosen = {each for span in spans for each in around(WEEKDAYS, *span)}
    text = re.sub(rf"from ({WEEKDAY}) to ({WEEKDAY})", "", text)
    chosen |= {WEEKDAYS.index(name) for name in re.findall(rf"({WEEKDAY})s", text)}
    if re.sub(rf"(?:{WEEKDAY})s|\bon\b|\band\b|,| ", "", text) or not chosen:
        raise NotUnderstoodError(f"no weekdays: {text!r}")
    return lambda day: day.weekday() in chosen


def _dates(text: str) -> Days:
    """`on 1 January and 25 December`, `from 24 December to 2 January`, `on 25 December 2024`."""
    rest, found = text, list[Days]()
    while rest:
        match = re.match(rf"(?:on |from )?({_YEAR_SPAN})", rest)
        if match is None:
            raise NotUnderstoodError(f"no dates: {rest!r} of {text!r}")
        found.append(_span(match.group(1)))
        rest = re.sub(r"^(?:,? (?:and|or) |, )", "", rest[match.end() :])
    return _any(found)


def _span(text: str) -> Days:
    if several := re.fullmatch(r"(\d+(?:(?:, | and | or )\d+)+) (.*)", text):
        return _any(_span(f"{number} {several.group(2)}") for number in split_list(several.group(1)))
    if re.search(r"\d{4}$", text):
        first, last = span_of(text)
        return lambda day: first <= day <= last
    start, _, end = text.partition(" to ")
    end = end or start
    start = start if " " in start else f"{start} {end.partition(' ')[2]}"
    a, b = _month_day(start), _month_day(end)
    return lambda day: a <= (day.month, day.day) <= b if a <= b else not b < (day.month, day.day) < a


def _month_day(text: str) -> tuple[int, int]:
    day, month = text.split(" ")
    return MONTHS.index(month) + 1, int(day)


def _any(parts: Iterable[Days]) -> Days:
    given = list(parts)
    return lambda day: any(part(day) for part in given)


_READERS = (
    *(_all, _limited, _not_in_years, _excepted_when, _cycled, _in_years, _excepted, _by_month, _either),
    *(_between_dates, _in_months, _falling, _in_month),
)
