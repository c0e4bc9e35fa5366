"""Lengths of time in other forms than one number and one unit, and how often something happens in words."""

from __future__ import annotations

import re

from everly.grammar.diagnostics.catalogue import UNKNOWN_WORD
from everly.grammar.fault import Fault
from everly.grammar.syntax_errors.idiom import UNIT, UNIT_CUES, Meant, counted, idiom, instead, opening, spoken
from everly.grammar.syntax_errors.lazy_pattern import lazy
from everly.grammar.syntax_errors.situation import Situation
from everly.grammar.tree import SECONDS, Unit
from everly.grammar.vocabulary import ADVERBS, FULL_WEEKDAYS, unit_of

_ONES = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "ninety": 90}
_TEENS = {"ten": 10, "eleven": 11, "twelve": 12, "fifteen": 15, "eighteen": 18}
_NUMBERS = {word: number for number, word in enumerate(_ONES, 1)} | _TEENS | _TENS
_NUMERAL = rf"(?:(?:{'|'.join(_TENS)})[\s-]+(?:{'|'.join(_ONES)})|{'|'.join(_NUMBERS)})"
_COUNT = rf"(?:[0-9]+|{_NUMERAL})"
_NTH = {"second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "eighth": 8, "tenth": 10, "twelfth": 12}

_SHORT = {"s": "seconds", "h": "hours", "d": "days", "w": "weeks", "y": "years", "mo": "months"}
_PART = rf"[0-9]+\s*(?:{UNIT}|mo|[smhdwy])"
_PARTS = lazy(rf"([0-9]+)\s*({UNIT}|mo|[smhdwy])", re.IGNORECASE)
_UNIT_CUES = f"{UNIT_CUES} mo s m h d w y"
_ONE_UNIT = "an interval is one number and one unit"
_DAY = SECONDS[Unit.DAY]
_NAMES = {_DAY * 7: "weeks", _DAY: "days", 3600: "hours", 60: "minutes", 1: "seconds"}


def _number(word: str) -> int:
    """The number that digits or words such as `forty-five` stand for."""
    return int(word) if word.isdigit() else sum(_NUMBERS[part] for part in re.split(r"[\s-]+", word.lower()))


def _compound(found: re.Match[str]) -> Meant | None:
    """`every 1 hour 30 minutes`, `every 2 weeks and 3 days`, `1h30m`."""
    said = found["parts"]
    parts = [(int(number), unit.lower()) for number, unit in _PARTS().findall(said)]
    message = f"'{said}' is {len(parts)} lengths of time: {_ONE_UNIT}"
    units = [_unit(unit, [other for _, other in parts]) for _, unit in parts]
    total = _total([number for number, _ in parts], units) if None not in units else None
    if total is None:
        return Meant(message, "write one number and one unit, such as 'every 90 minutes'")
    written = (found["before"] or ("" if found["in"] else "every ")) + total
    return instead(message, f"write '{total}'", (found["in"] or "") + written)


def _unit(word: str, beside: list[str]) -> str | None:
    """The unit of a short form; `m` is minutes beside hours or seconds, months beside years."""
    if word != "m":
        return _SHORT.get(word, word)
    letters = {other[0] for other in beside}
    return "minutes" if letters & {"h", "s", "d"} else "months" if "y" in letters else None


def _total(numbers: list[int], units: list[str | None]) -> str | None:
    """All of them in the smaller unit, if both kinds of unit do not occur: months are not equally long."""
    sizes = [unit_of(unit or "") for unit in units]
    if len(set(units)) < len(units):
        return None
    if all(unit in (Unit.MONTH, Unit.YEAR) for _, unit in sizes):
        months = [size * (12 if unit is Unit.YEAR else 1) for size, unit in sizes]
        return counted(sum(n * each for n, each in zip(numbers, months, strict=True)), "months")
    if any(unit in (Unit.MONTH, Unit.YEAR) for _, unit in sizes):
        return None
    lengths = [size * SECONDS[unit] for size, unit in sizes]
    seconds = sum(n * length for n, length in zip(numbers, lengths, strict=True))
    # Days are time of the calendar and hours are elapsed time, which clock changes tell apart.
    largest = 3600 if min(lengths) < _DAY else 7 * _DAY
    return next(
        counted(seconds // each, name) for each, name in _NAMES.items() if each <= largest and seconds % each == 0
    )


def _and_a_half(found: re.Match[str]) -> Meant | None:
    """`every hour and a half`, `every 2 and a half days`."""
    number = _number(found["count"]) if found["count"] else 1
    size, unit = unit_of(found["unit"])
    if unit in (Unit.MONTH, Unit.YEAR):
        return None
    seconds = (2 * number + 1) * size * SECONDS[unit] // 2
    smaller = next(counted(seconds // length, name) for length, name in _NAMES.items() if seconds % length == 0)
    return instead(f"'{found[0]}' is no number and unit", f"write '{smaller}'", f"every {smaller}")


def _decimal(found: re.Match[str]) -> Meant:
    """`every 1,5 hours`."""
    written = f"{found['whole']}.{found['part']} {found['unit']}"
    return instead(f"'{found[0]}' has a comma in its number", f"write '{written}'", written)


def _fraction(found: re.Match[str]) -> Meant:
    """`every 1/2 hour`."""
    written = counted(60 // int(found["parts"]), "minutes" if found["unit"].lower() == "hour" else "seconds")
    return instead(f"'{found[0]}' is no number and unit", f"write '{written}'", f"every {written}")


def _counted(found: re.Match[str]) -> Meant | None:
    """`every 2nd week`, `every third day`."""
    nth = found["nth"].lower()
    number = int(nth[:-2]) if nth[0].isdigit() else _NTH[nth]
    unit = found["unit"].lower().removesuffix("s")
    if nth[0].isdigit() and unit == "day":
        return None  # it could be a day of the month, which another message tells
    written = f"every {number} {unit}s"
    return instead(f"'{found[0]}' is no interval", f"write '{written}'", written)


def _rate(found: re.Match[str]) -> Meant | None:
    """`once a week`, `4 times an hour`, `3 times a day`."""
    count = {"once": "1", "twice": "2", "thrice": "3"}.get(found["count"].lower(), found["count"])
    number = _number(count.lower().removesuffix("times").strip())
    groups = found.groupdict()
    unit = ADVERBS[groups["adverb"].lower()] if groups.get("adverb") else found["unit"].lower().removesuffix("s")
    message = f"'{found[0]}' says how many times, not when or how far apart"
    adverb = next((word for word, of in ADVERBS.items() if of == unit), f"every {unit}")
    if number == 1:
        return instead(f"unknown phrase '{found[0]}'", f"write '{adverb}'", adverb)
    size, kind = unit_of(unit)
    if kind in (Unit.HOUR, Unit.MINUTE) and number and (size * SECONDS[kind]) % number == 0:
        seconds = SECONDS[kind] // number
        length = counted(seconds // 60, "minutes") if seconds % 60 == 0 else counted(seconds, "seconds")
        return instead(message, f"write the interval, 'every {length}'", f"every {length}")
    return Meant(message, _named_times(number, kind))


def _named_times(number: int, unit: Unit) -> str:
    if unit is not Unit.DAY:
        return "name the days, such as 'mon,thu at 09:00' or 'monthly on 1st,15th'"
    times = "'daily at 09:00, 17:00'"
    return f"name the times, such as {times}" + (f", or write 'every {24 // number} hours'" if 24 % number == 0 else "")


def _short(found: re.Match[str]) -> Meant:
    """`5m`, `1h`: an interval without `every`, in a short form."""
    number, letter = found["number"], found["unit"].lower()
    units = ("minutes", "months") if letter == "m" else (_SHORT[letter],)
    message = f"'{found[0].strip()}' says how long, not how often"
    fixes = tuple((f"for {unit}" if letter == "m" else "instead", f"every {counted(number, unit)}") for unit in units)
    return Meant(message, "an interval begins with 'every', and has its unit in full", fixes)


def _limit(found: re.Match[str]) -> Meant:
    """`daily for 5 times`, `hourly x 10`."""
    help = "end it at a moment with 'until', such as 'until in 2 weeks' or 'until 2030-12-31'"
    return Meant(f"'{found[0].strip()}' counts firings, which a schedule does not", help)


def _once(found: re.Match[str]) -> Meant:
    """`once every monday`, `once daily`."""
    return instead("'once' says nothing here: each of its times comes once", "leave it out", found["rest"])


def _swapped(found: re.Match[str]) -> Meant:
    """`5 every minutes`, `every minutes 5`."""
    written = f"every {found['number']} {found['unit']}"
    return instead(f"'{found[0]}' has its number in another place", f"write '{written}'", written)


def _counted_weekdays(found: re.Match[str]) -> Meant:
    """`every 2 mondays`."""
    written = f"every {counted(found['count'], 'weeks')} on {found['weekday']}"
    return instead(f"'{found[0]}' counts weekdays, which an interval does not", f"write '{written}'", written)


def _between_lengths(found: re.Match[str]) -> Meant:
    """`every 5-10 minutes`."""
    help = "a schedule fires at exact times: write one number"
    return Meant(f"'{found[0]}' is no one length of time", help)


def _two_lengths(found: re.Match[str]) -> Meant:
    """`every 5 and 10 minutes`."""
    written = f"every {found['first']} {found['unit']} | every {found['second']} {found['unit']}"
    return instead(f"'{found[0]}' is two intervals", "join them with '|'", written)


def _digits(found: re.Match[str]) -> Meant:
    """`every five minutes`."""
    number = _number(found[0])
    return instead(f"unknown word '{found[0]}'", f"write numbers in digits, such as {number}", str(number))


_PER = rf"\s+(?:an?|per|each|every|(?:in|of)\s+(?:an?|each|every))\s+(?P<unit>{UNIT})"
_IDIOMS = (
    idiom(
        _UNIT_CUES,
        rf"(?P<in>in\s+)?(?P<before>every\s+)?(?P<parts>{_PART}(?:\s*(?:,|,?\s*and\b)?\s*{_PART})+)",
        _compound,
    ),
    idiom(",", rf"(?P<whole>[0-9]+),(?P<part>[0-9]+)\s*(?P<unit>{UNIT})", _decimal),
    idiom("/", r"every\s+1/(?P<parts>[2346])\s+(?P<unit>hour|minute)", _fraction),
    idiom("half", rf"every\s+(?:(?P<count>{_COUNT})\s+and\s+an?\s+half\s+(?P<unit>{UNIT}))", _and_a_half),
    idiom("half", rf"every\s+(?P<count>)(?:an?\s+|one\s+)?(?P<unit>{UNIT})\s+and\s+an?\s+half", _and_a_half),
    idiom(
        f"st nd rd th {' '.join(_NTH)}",
        rf"every\s+(?P<nth>[0-9]+(?:st|nd|rd|th)|{'|'.join(_NTH)})\s+(?P<unit>{UNIT})(?!\s+of\b)",
        _counted,
    ),
    idiom("once twice thrice times", rf"(?P<count>once|twice|thrice|{_COUNT}\s+times){_PER}", _rate),
    idiom("twice thrice", r"(?P<count>twice|thrice)\s+(?P<adverb>hourly|daily|weekly|monthly|yearly)", _rate),
    opening("s m h d w y", r"(?P<number>[0-9]+)\s*(?P<unit>[smhdwy])(?![a-z0-9])", _short),
    idiom(
        "times runs executions iterations occurrences repetitions repeats x",
        rf"(?:for\s+|at\s+most\s+|max(?:imum)?\s+|only\s+|up\s+to\s+|repeat(?:ed)?\s+)?{_COUNT}\s+"
        r"(?:times|runs|executions|iterations|occurrences|repetitions|repeats)|x\s*[0-9]+|[0-9]+\s*x",
        _limit,
    ),
    idiom("once", r"once\s+(?P<rest>every|daily|hourly|weekly|monthly|yearly|quarterly)", _once),
    idiom("once", r"(?P<rest>daily|hourly|weekly|monthly|yearly|quarterly)\s+once", _once),
)
_WEEKDAY = "|".join(FULL_WEEKDAYS)
_COUNTED = (
    idiom(UNIT_CUES, rf"every\s+[0-9]+\s*(?:-|to|or)\s*[0-9]+\s*{UNIT}", _between_lengths),
    idiom(UNIT_CUES, rf"every\s+(?P<first>[0-9]+)\s*(?:&|and)\s*(?P<second>[0-9]+)\s*(?P<unit>{UNIT})", _two_lengths),
    idiom(UNIT_CUES, rf"(?P<number>[0-9]+)\s+every\s+(?P<unit>{UNIT})", _swapped),
    idiom(UNIT_CUES, rf"every\s+(?P<unit>{UNIT})(?<=s)\s+(?P<number>[0-9]+)(?=\s*$)", _swapped),
    idiom(
        " ".join(f"{day}s" for day in FULL_WEEKDAYS),
        rf"every\s+(?P<count>[0-9]+)\s+(?P<weekday>{_WEEKDAY})s",
        _counted_weekdays,
    ),
)
_NUMERALS = (idiom(" ".join(_NUMBERS), _NUMERAL, _digits),)


def duration(seen: Situation) -> Fault | None:
    """Lengths and rates in words: see the readers of each."""
    return spoken(seen, _IDIOMS) or spoken(seen, _COUNTED)


def spelt_number(seen: Situation) -> Fault | None:
    """`every five minutes`, `daily at nine`."""
    return spoken(seen, _NUMERALS, UNKNOWN_WORD) if seen.accepts & {"INT", "TIME"} else None
