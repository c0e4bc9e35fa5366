"""Words and signs that say nothing in a schedule, and plain words for what the language spells otherwise."""

from __future__ import annotations

import re
from collections.abc import Callable

from everly.grammar.diagnostics.catalogue import UNKNOWN_WORD
from everly.grammar.fault import Fault
from everly.grammar.printer.names import ordinal
from everly.grammar.syntax_errors.idiom import DIGITS, UNIT, Idiom, Meant, idiom, instead, opening, spoken
from everly.grammar.syntax_errors.situation import Situation
from everly.grammar.vocabulary import ADVICE, WORDS

_CLOCK = r"(?P<hour>[0-9]{1,2})(?P<minute>:[0-9]{2})?(?:\s*(?P<half>[ap])\.?m\.?)?"
_DAYS = (*WORDS["WEEKDAY"], *WORDS["WEEKDAY_GROUP"])
_WEEKDAY = rf"(?:{'|'.join(_DAYS)})"
_NTH = {"first": "1st", "second": "2nd", "third": "3rd", "fourth": "4th", "fifth": "5th"}
_ORDINAL = rf"(?:[1-5](?:st|nd|rd|th)|{'|'.join(_NTH)})"
_ZONE = r"(?P<zone>[A-Za-z]+(?:/[A-Za-z_/+-]+[0-9]*)?|[+-][0-9]{2}:?[0-9]{2})"
_PARTS = "morning mornings afternoon afternoons evening evenings"
_PLAIN = r"\s+(?=every\b|each\b|daily\b|hourly\b|weekly\b|monthly\b|yearly\b|at\b|on\b|[0-9*@])"


def _without(found: re.Match[str]) -> Meant:
    """`run every 5 minutes`, `please run daily`."""
    return instead(f"'{found[0].strip()}' says nothing about when", "leave it out: a schedule says only when", "")


def _o_clock(found: re.Match[str]) -> Meant:
    """`9 o'clock`, `9:00 o'clock`."""
    return _clock(found, (found["half"] or "").lower())


def _part_of_day(found: re.Match[str]) -> Meant:
    """`8 in the evening`, `9 am in the morning`."""
    return _clock(found, (found["half"] or ("a" if found["part"].lower() == "morning" else "p")).lower())


def _clock(found: re.Match[str], half: str) -> Meant:
    hour, minute = int(found["hour"]), found["minute"] or ":00"
    if half and hour <= 12:
        hour = hour % 12 + (12 if half == "p" else 0)
    if hour > 23:
        return Meant(f"hour {hour} is not in 0-23", "write a time such as 09:00 or 9am")
    written = f"{hour:02}{minute}"
    return instead(f"'{found[0]}' is no time of day", f"write '{written}'", written)


def _each_part(found: re.Match[str]) -> Meant:
    """`every morning at 9`, `every evening at 8`."""
    meant = _part_of_day(found)
    message = f"'{found[0]}' is a part of the day, not a time"
    return meant._replace(message=message, fixes=tuple((title, f"daily at {time}") for title, time in meant.fixes))


def _every_night(found: re.Match[str]) -> Meant:
    """`every night at 23:00`, `nightly at 2am`."""
    return instead(f"unknown phrase '{found[0]}'", "write 'daily at', with the time", "daily at")


def _zone(found: re.Match[str]) -> Meant:
    """`tz=UTC`, `timezone Europe/Berlin`, `(UTC)`."""
    zone = found["zone"] or found["bracketed"]
    return instead(f"'{found[0]}' sets no zone", "a zone follows 'in', at the end of the schedule", f"in {zone}")


def _word(written: str) -> Callable[[re.Match[str]], Meant]:
    """What stands for a word that the language does not have."""
    return lambda found: instead(f"unknown word '{found[0]}'", f"write '{written}'", written)


def _glued(found: re.Match[str]) -> Meant:
    """`every_5_minutes`, `every-day`."""
    written = re.sub("[_-]+", " ", found[0])
    return instead(f"'{found[0]}' holds signs where blanks belong", f"write '{written}'", written)


def _day_number(found: re.Match[str]) -> Meant | None:
    """`monthly on day 15`."""
    if int(found["day"]) > 31:
        return None
    written = ordinal(int(found["day"]))
    return instead(f"'{found[0]}' is no day of the month", f"write '{written}'", written)


def _first_days(found: re.Match[str]) -> Meant | None:
    """`first 5 days of the month`."""
    last = int(found["count"])
    if not 1 < last <= 31:
        return None
    return instead(f"'{found[0]}' is no range of days", f"write '1st-{ordinal(last)}'", f"1st-{ordinal(last)}")


def _nth_weekdays(found: re.Match[str]) -> Meant:
    """`first and third monday`, `2nd and 4th fri`."""
    words = re.split(r"(?:\s*(?:,|&|\band\b))+\s*", found["nths"].lower())
    written = f"{', '.join(_NTH.get(word, word) for word in words)} {found['weekday']}"
    return instead(f"'{found[0]}' is no list of weekdays", f"write '{written}'", written)


def _evening(found: re.Match[str]) -> Meant:
    """`friday evening at 8`."""
    meant = _part_of_day(found)
    return meant._replace(fixes=tuple((title, f"at {time}") for title, time in meant.fixes))


def _digits(found: re.Match[str]) -> Meant | None:
    """`at 0900`, `at 1730`, `at 9h`."""
    digits = found["digits"]
    hour, minute = (int(digits[:-2]), int(digits[-2:])) if len(digits) > 2 else (int(digits), 0)
    if hour > 23 or minute > 59:
        return None
    written = f"{hour:02}:{minute:02}"
    return instead(f"'{found['digits']}' is a number, where a time is wanted", f"write '{written}'", f"at {written}")


def _nickname(found: re.Match[str]) -> Meant:
    """`@weekly on monday`, `@daily 9am`: a nickname is a whole cron line, with its own days and times."""
    message = f"'@{found['word']}' is a whole cron line, with days and times of its own"
    return instead(message, f"to choose them write '{found['word']}'", f"{found['word']} {found['next']}")


def _bare_hour(found: re.Match[str]) -> Meant | None:
    """`daily 9`, `weekdays 17`; `daily & fri 13` may be Friday the 13th."""
    hour, days = int(found["hour"]), found["days"]
    written = f"{days} at {hour:02}:00"
    message = f"'{found['hour']}' is a number, where a time is wanted"
    help = "write times after 'at', such as 'at 09:00'"
    if hour > 23:
        return None
    if days.lower() not in WORDS["WEEKDAY"] or not found.string[: found.start()].strip() or not hour:
        return instead(message, help, written)
    both = f"{days} & {ordinal(hour)}"
    message = f"'{found['hour']}' could be a time or a day of the month"
    fixes = (("for a time", written), ("for a day of the month", f"({both})"))
    return Meant(message, f"{help}; for days that are both write '{both}'", fixes)


def _article(found: re.Match[str]) -> Meant:
    """`every an hour`, `every single day`."""
    return instead(f"'{found['word']}' says nothing between 'every' and its unit", "leave it out", "every")


def _own_days(found: re.Match[str]) -> Meant:
    """`daily mon-fri at 9am`: the days say how often themselves."""
    message = f"'{found['every']}' beside days of its own"
    return instead(message, "leave it out: the times hold for the days", found["days"])


def _about(found: re.Match[str]) -> Meant:
    """`around 9am`, `about every 5 minutes`."""
    help = "leave it out: a schedule fires at exact times"
    return instead(f"'{found['word']}' says no exact time", help, "at" if found["every"] is None else "")


def _local(found: re.Match[str]) -> Meant | None:
    """`9:00 local time`."""
    hour = int(found["hour"])
    if not (found["minute"] or found["half"]) and hour > 23:
        return None
    clock = found["clock"] if found["minute"] or found["half"] else f"{hour:02}:00"
    help = "write 'in' and the name of a zone, such as 'in Europe/Berlin'; without one the caller's zone is meant"
    return Meant(f"'{found['local']}' does not say whose", help, (("for the caller's zone", clock),))


def _friday_the_13th(found: re.Match[str]) -> Meant:
    """`every friday the 13th at 9am`: times hold for both windows."""
    written = f"({found['day']} & {found['nth']})"
    return instead(f"'{found[0]}' is two windows", f"for days that are both write '{written}'", written)


def _twice_or_every_second(found: re.Match[str]) -> Meant:
    """`biweekly`, `bi-monthly`."""
    unit = found["unit"].lower()
    fixes = (
        (f"for every second {unit}", f"every 2 {unit}s"),
        (f"for twice a {unit}", {"week": "weekly on mon,thu", "month": "monthly on 1st,15th"}[unit]),
    )
    return Meant(f"unknown word '{found[0]}'", ADVICE[f"bi{unit}ly"], fixes)


def _twelve(found: re.Match[str]) -> Meant:
    """`12 midnight`, `12:00 noon`."""
    written = {"noon": "12:00", "midnight": "00:00"}[found["name"].lower()]
    return instead(f"'{found[0]}' is one time twice", f"write '{written}'", written)


_LAST_DAYS = {"month": "last day", "quarter": "last day of mar,jun,sep,dec", "year": "dec 31"}


def _period_end(found: re.Match[str]) -> Meant:
    """`every quarter end`, `monthly end`; the end of a week is its last day or its last two."""
    unit = (found["unit"] or {"annually": "year"}.get(found["adverb"].lower(), found["adverb"][:-2])).lower()
    message = f"'{found[0]}' is a day in other words"
    if unit == "week":
        fixes = (("for saturday and sunday", "every weekend"), ("for its last day", "every sun"))
        return Meant(message, "write 'weekends', or 'sun' for the last day of a week", fixes)
    written = f"every {_LAST_DAYS[unit]}"
    return instead(message, f"write '{written}'", written)


def _finer(found: re.Match[str]) -> Meant:
    return Meant(f"'{found[0]}' is finer than a second", "intervals are whole seconds")


_IDIOMS: tuple[Idiom, ...] = (
    opening(
        "please run runs execute fire trigger repeat perform do schedule",
        r"(?:please\s+)?(?:(?:run|runs|execute|fire|trigger|repeat|perform|do|schedule)(?:\s+(?:it|this|job|me))?|please)"
        rf"{_PLAIN}",
        _without,
    ),
    idiom("clock oclock", rf"{_CLOCK}\s+o'?\s?clock", _o_clock),
    idiom(_PARTS, rf"{_CLOCK}\s+in\s+the\s+(?P<part>morning|afternoon|evening)", _part_of_day),
    idiom(_PARTS, rf"(?:every|each)\s+(?P<part>morning|afternoon|evening)\s+at\s+{_CLOCK}", _each_part),
    idiom(_PARTS, rf"(?P<part>morning|afternoon|evening)s?\s+at\s+{_CLOCK}", _evening),
    idiom("first", r"(?:the\s+)?first\s+(?P<count>[0-9]+)\s+days", _first_days),
    idiom(
        f"st nd rd th {' '.join(_NTH)}",
        rf"(?P<nths>{_ORDINAL}(?:(?:\s*,|\s*&|\s+and\b)+\s*(?:the\s+)?{_ORDINAL})+)\s+(?P<weekday>{'|'.join(_DAYS)})",
        _nth_weekdays,
    ),
    idiom(
        "night nightly",
        r"(?:nightly|(?:every|each)\s+night)\s+at(?=\s+[0-9]{1,2}(?::|\s*[ap]\.?m)|\s+midnight)",
        _every_night,
    ),
    idiom(
        "tz timezone zone utc gmt",
        rf"(?:in\s+)?(?:tz|timezone|time\s+zone|zone)\s*[=:]?\s*{_ZONE}|\(\s*(?P<bracketed>utc|gmt)\s*\)",
        _zone,
    ),
    idiom("_ -", r"every[_-]\w+(?:[_-]\w+)*", _glued),
    idiom(
        "around about approximately approx roughly circa",
        r"(?:at\s+)?(?P<word>around|about|approximately|approx|roughly|circa)(?P<every>(?=\s+every\b))?"
        r"(?=\s+(?:every\b|[0-9]{1,2}(?![0-9]*\s*(?:sec|min|h|day|week|month))|noon|midnight))",
        _about,
    ),
    idiom(
        "daily day",
        rf"(?P<every>daily|every\s+day)\s+(?P<days>{_WEEKDAY}(?:\s*(?:[,-]|\s(?:to|through|thru)\s)\s*{_WEEKDAY})*)(?=\s+at\b)",
        _own_days,
    ),
    idiom("noon midnight", r"12(?::00(?::00)?)?\s*(?:[ap]\.?m\.?)?\s+(?P<name>noon|midnight)", _twelve),
    idiom(
        "end ends",
        r"(?:(?:every|each)\s+(?P<unit>week|month|quarter|year)|(?P<adverb>weekly|monthly|quarterly|yearly|annually))"
        r"[\s-]+ends?(?=\s*(?:$|[&|)]|(?:at|in|starting|until|and|or|except|between)\b))",
        _period_end,
    ),
    idiom("local", rf"(?P<clock>{_CLOCK})\s+(?:in\s+)?(?P<local>(?:the\s+|my\s+)?local\s+time(?:\s?zone)?)", _local),
    idiom(
        "the",
        rf"(?:every\s+)?(?P<day>{'|'.join(_DAYS)}),?\s+the\s+(?P<nth>[0-9]+(?:st|nd|rd|th))(?=\s+at\b)",
        _friday_the_13th,
    ),
    idiom("a an single", rf"every\s+(?P<word>an?|single)(?=\s+{UNIT}\b)", _article),
    idiom("week", r"every\s+day\s+of\s+the\s+week", _word("daily")),
    opening(DIGITS, r"(?P<hour>[0-9]{1,2})\s+(?P<days>daily|every\s+day|weekdays)(?![a-z])", _bare_hour),
    idiom("everyday", r"everyday", _word("daily")),
    idiom("half halfhourly", r"half[\s-]*hourly", _word("every 30 minutes")),
    idiom("day", rf"(?:the\s+)?day\s+(?P<day>[0-9]{{1,2}})(?![:0-9]|\s*{UNIT}\b)", _day_number),
    idiom("at @", r"(?:at|@)\s*(?P<digits>[0-9]{4}|[0-9]{1,2}(?=h))h?", _digits),
    idiom(
        "@",
        r"@(?P<word>daily|weekly|monthly|yearly|annually)\s+"
        r"(?P<next>at\b|on\b|[0-9]{1,2}(?::[0-9]{2})?(?:\s*[ap]\.?m\.?)?)",
        _nickname,
    ),
    idiom(DIGITS, rf"(?P<days>daily|every\s+day|{'|'.join(_DAYS)})\s+(?P<hour>[0-9]{{1,2}})(?=\s*$)", _bare_hour),
    idiom(
        "ms msec msecs millisecond milliseconds microsecond microseconds nanosecond nanoseconds",
        r"[0-9.]*\s*(?:ms|msecs?|milliseconds?|microseconds?|nanoseconds?)",
        _finer,
    ),
)

_TWO_READINGS = (
    idiom(
        "bi biweekly bimonthly",
        r"bi[\s-]*(?P<unit>week|month)ly",
        _twice_or_every_second,
    ),
)


def chatter(seen: Situation) -> Fault | None:
    """Words that say nothing, and plain words: see the readers of each."""
    return spoken(seen, _IDIOMS) or spoken(seen, _TWO_READINGS, UNKNOWN_WORD)
