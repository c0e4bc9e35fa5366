"""Beginnings, ends and ranges of days in other words: `from 2024-06-01 to 2024-07-01`, `between jan and mar`."""

from __future__ import annotations

import datetime as dt
import re

from everly.grammar.fault import Fault
from everly.grammar.syntax_errors.idiom import Meant, idiom, instead, spoken
from everly.grammar.syntax_errors.situation import Situation
from everly.grammar.vocabulary import WORDS

_CLOCK = r"(?:[0-9]{1,2}(?::[0-9]{2}){1,2}|[0-9]{1,2}\s*[ap]\.?m\.?|noon|midnight)"
_MONTH = rf"(?:{'|'.join(sorted(WORDS['MONTH'], key=len, reverse=True))})(?![a-z])"
_WEEKDAY = rf"(?:{'|'.join(sorted(WORDS['WEEKDAY'], key=len, reverse=True))})(?![a-z])"
_ISO = r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}"
_DAY = r"[0-9]{1,2}(?:st|nd|rd|th)?(?![0-9:])"
_YEAR_DAY = rf"(?:{_MONTH}\s+{_DAY}|{_DAY}\s+{_MONTH})"
_MOMENT = rf"(?:{_ISO}(?:T|\s+)?(?:{_CLOCK})?|{_YEAR_DAY}(?:,?\s+[0-9]{{4}})?|today|tomorrow|now)"
_WINDOW = rf"(?:{_ISO}|{_YEAR_DAY}|{_MONTH}|{_WEEKDAY}|[0-9]{{4}}|[0-9]{{1,2}}(?:st|nd|rd|th))"
_TO = r"(?:\s+(?:to|until|till|through|thru)\s+|\s*-\s*)"
_AND = rf"(?:\s+and\s+|{_TO})"


def _from_to(found: re.Match[str]) -> Meant:
    """`daily from 2024-06-01 to 2024-07-01`."""
    written = f"starting {found['first'].strip()} until {found['last'].strip()}"
    return instead(f"'{found[0]}' is a beginning and an end in other words", f"write '{written}'", written)


def _days(found: re.Match[str]) -> Meant:
    """`daily from mon to fri`, `between jan and mar`."""
    written = f"{found['first']} - {found['last']}"
    return instead(f"'{found[0]}' is no range of days", f"write '& {written}'", f"& {written}")


def _beside(found: re.Match[str]) -> Meant:
    """`daily after 2024-06-01`, `before 2024-07-01`: it is not said whether that day is meant too."""
    word, keyword, step = found["word"].lower(), "starting", 1
    if word != "after":
        keyword, step = "until", -1
    message = f"'{found[0]}' does not say whether that day is meant too"
    help = f"write '{keyword}', which includes its day"
    try:
        other = dt.date.fromisoformat(found["day"]) + dt.timedelta(days=step)
    except (ValueError, OverflowError):
        return Meant(message, help)
    return Meant(message, help, (("with it", f"{keyword} {found['day']}"), ("without it", f"{keyword} {other}")))


def _until(found: re.Match[str]) -> Meant:
    """`daily through 2024-06-01`."""
    return instead(
        f"'{found[0]}' is an end in other words", "write 'until', which includes its day", f"until {found['last']}"
    )


def _side(found: re.Match[str]) -> Meant:
    """`hourly after 9am`, `every 5 minutes before noon`."""
    word, clock = found["word"].lower(), found["clock"]
    written = f"between {clock} and 24:00" if word == "after" else f"between 00:00 and {clock}"
    return instead(f"'{found[0]}' is no range of times", f"write '{written}', with both times in it", written)


_WITH_CLOCK = rf"{_ISO}\s+{_CLOCK}|today|tomorrow|now"
_IDIOMS = (
    idiom(
        "from", rf"from\s+(?P<first>{_ISO}|{_YEAR_DAY},?\s+[0-9]{{4}}|{_WITH_CLOCK}){_TO}(?P<last>{_MOMENT})", _from_to
    ),
    idiom("from between", rf"(?:from|between)\s+(?P<first>{_WINDOW}){_AND}(?P<last>{_WINDOW})", _days),
    idiom("after before", rf"(?P<word>after|before)\s+(?P<day>{_ISO})(?!\s*(?:T|\s)[0-9])", _beside),
    idiom("through thru to", rf"(?:through|thru|to|up\s+to)\s+(?P<last>{_ISO}|today|tomorrow)", _until),
    idiom("after before", rf"(?P<word>after|before)\s+(?P<clock>{_CLOCK})", _side),
)


def bounds(seen: Situation) -> Fault | None:
    """Beginnings, ends and ranges: see the readers of each."""
    return spoken(seen, _IDIOMS)
