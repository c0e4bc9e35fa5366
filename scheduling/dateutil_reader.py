"""python-dateutil as a reader of words that are known to belong to a date: which part of it did each become?"""

from __future__ import annotations

from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dateutil.parser import parser

_FIRST_OF_CENTURY = 69  # POSIX: 69 to 99 are of the twentieth century, 00 to 68 of the next


def year_of_century(year: int) -> int:
    """The year that two digits stand for, as POSIX's `strptime` has it, whatever the year is now."""
    return year + (1900 if year >= _FIRST_OF_CENTURY else 2000)


def hear(text: str, *, day_first: bool = False) -> dict[str, int] | None:
    """The parts of a date or time (`year` to `second`) that dateutil finds in a text; not checked, None for no date."""
    given = _Given(2000, 1, 1)
    try:
        _reader().parse(text, default=given, ignoretz=True, dayfirst=day_first)
    except (ArithmeticError, AssertionError, AttributeError, LookupError, TypeError, ValueError):
        return None  # what dateutil raises for text that is no date is not only its ParserError
    return given.parts


class _Given(datetime):
    """The default that dateutil fills in; it keeps what it is given, even an impossible date, and stays as it is."""

    parts: dict[str, int] | None = None

    def replace(self, **parts: Any) -> _Given:  # type: ignore[override]
        self.parts = {name: value for name, value in parts.items() if name != "microsecond"}
        return self


@cache
def _reader() -> parser:
    # Imported late: it takes 20 ms, and few schedules hold a free-form date.
    from dateutil.parser import parser, parserinfo

    class Info(parserinfo):
        """No words that mean nothing, no zones, and the host is not asked for the year."""

        def __init__(self) -> None:
            self.JUMP, self.UTCZONE, self.PERTAIN = [" ", ".", "-", "/"], [], []
            super().__init__()

        def convertyear(self, year: int, century_specified: bool = False) -> int:
            if year > 99 or century_specified:
                return year
            return year_of_century(year)

    return parser(Info())
