"""The words of a free-form date: which there are, and how each is said to python-dateutil."""

from __future__ import annotations

import re
from enum import Enum

from everly.frozen import frozen
from everly.grammar.vocabulary import MONTHS, WORDS, month_number
from everly.scheduling.dateutil_reader import year_of_century

HALF_DAY = re.compile(r"(?P<hour>[0-9]+)(?::[0-9]+){0,2}\s*[ap]\.?m\b", re.ASCII | re.IGNORECASE)
"""A time of a twelve-hour clock."""

FRACTION = re.compile(r"(?<!:[0-9]{2}):[0-9]+(?P<fraction>[.,](?!0+(?![0-9]))[0-9]+)(?![0-9]*[/.-])")
"""A time without seconds, with a fraction of a minute that is not zero."""

_WORD = re.compile(
    r"""
      (?P<blank>   \s+ | (?<=:[0-9]{2}:[0-9]{2})[.,][0-9]+ | (?<=:[0-9]{2})[.,]0+(?![0-9]) )
    | (?P<compact> (?<![0-9:./-]) [0-9]{8} (?![0-9]) )
    | (?P<year>    '[0-9]{2} (?![0-9]) )
    | (?P<hour>    (?<![0-9:./-]) [0-9]{1,2}h(?:[0-9]{2}(?:m(?:[0-9]{2}s?)?)?)? (?![a-z0-9]) )
    | (?P<ordinal> [0-9]{1,2} (?=st|nd|rd|th) )
    | (?P<number>  [0-9]+ )
    | (?P<suffix>  (?<=[0-9]) (?:st|nd|rd|th) (?![a-z0-9]) )
    | (?P<half>    [ap](?:m|\.m\b\.?) (?![a-z0-9]) )
    | (?P<name>    [a-z]+ )
    | (?P<sign>    [-/.:] (?=[0-9a-z]) | (?<=[a-z])\. | , (?=\s*[0-9a-z]) )
    | (?P<strange> [^\s,]+ | , )
    """,
    re.ASCII | re.IGNORECASE | re.VERBOSE,
)


class Role(Enum):
    """What a word does in a date."""

    BLANK = "blank"
    COMPACT = "compact"
    YEAR = "year"
    NUMBER = "number"
    ORDINAL = "ordinal"
    SUFFIX = "suffix"
    MONTH = "month"
    WEEKDAY = "weekday"
    CLOCK = "clock"
    HALF = "half"
    LINK = "link"
    SIGN = "sign"
    STRANGE = "strange"


@frozen
class Word:
    """A piece of the text from `start` on: `said` is what dateutil hears, `fields` how many parts of a date it is."""

    text: str
    start: int
    role: Role
    said: str = ""
    fields: int = 0

    @property
    def end(self) -> int:
        """Where it ends."""
        return self.start + len(self.text)

    @property
    def tells_hour(self) -> bool:
        """Whether it makes the number beside it, or itself, a time of day."""
        return self.role is Role.HALF or ":" in self.said


def cut_words(text: str) -> list[Word]:
    """All of the text, word by word; what no date holds is STRANGE."""
    return [_word(found.lastgroup or "", found.group(), found.start()) for found in _WORD.finditer(text)]


def _word(group: str, text: str, start: int) -> Word:
    match group:
        case "blank":
            return Word(text, start, Role.BLANK, " ")
        case "compact":
            return Word(text, start, Role.COMPACT, f"{text[:4]}-{text[4:6]}-{text[6:]}", 3)
        case "year":
            return Word(text, start, Role.YEAR, str(year_of_century(int(text[1:]))), 1)
        case "hour":
            clock = ":".join(re.findall("[0-9]+", text))
            said = clock if ":" in clock else f"{clock}:00"
            return Word(text, start, Role.CLOCK, said, said.count(":") + 1)
        case "number" | "ordinal":
            return Word(text, start, Role(group), text, 1)
        case "half":
            return Word(text, start, Role.HALF, f"{text[0]}m")
        case "suffix":
            return Word(text, start, Role.SUFFIX)
        case "sign":
            return Word(text, start, Role.SIGN, " " if text == "," else text)
        case "name":
            return _name(text, start)
        case _:
            return Word(text, start, Role.STRANGE)


def _name(text: str, start: int) -> Word:
    name = text.lower()
    if name in WORDS["MONTH"]:
        return Word(text, start, Role.MONTH, MONTHS[month_number(name) - 1], 1)
    if name in WORDS["WEEKDAY"]:
        return Word(text, start, Role.WEEKDAY)
    if name in {"noon", "midnight"}:
        return Word(text, start, Role.CLOCK, "12:00" if name == "noon" else "0:00", 2)
    if name in {"at", "on", "of"}:
        return Word(text, start, Role.LINK, " ")
    return Word(text, start, Role.STRANGE)
