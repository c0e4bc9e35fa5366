"""Free-form dates, read by python-dateutil with nothing left over.

dateutil is generous: it drops words, keeps the last of two times, takes `2025` for 20:25 and asks the host what year
it is. So the text is cut into words that a date can hold, dateutil reads those, and its reading counts only if every
number and name became one part of the answer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from itertools import groupby

from everly.frozen import frozen
from everly.grammar.diagnostics.catalogue import IMPOSSIBLE_DATE, LEFTOVER_WORDS, OUT_OF_RANGE, UNREADABLE_MOMENT
from everly.grammar.diagnostics.model import Edit, Fix
from everly.grammar.fault import Fault, replacement
from everly.grammar.printer.names import ordinal
from everly.grammar.span import Span
from everly.grammar.tree import FreeDate
from everly.grammar.vocabulary import FULL_MONTHS, LONGEST_MONTH, weekday_number
from everly.scheduling.date_words import FRACTION, HALF_DAY, Role, Word, cut_words
from everly.scheduling.dates import day_of
from everly.scheduling.dateutil_reader import hear, year_of_century

_LONGEST = 24  # words; no date is longer, and looking for the one to blame costs a reading for each
_WRITE = "write a date such as 2024-05-02, May 2 or 2nd, and a time such as 10:00"


@frozen
class Parts:
    """What a date says; None is what it leaves open."""

    year: int | None
    month: int | None
    day: int | None


@frozen
class FreeReading:
    """A free-form date: its parts, its time (seconds after midnight), and the weekday beside them with its place.

    `swapped` is the reading with day and month the other way round, where the text allows both. `year_first` is the day
    number of `24/05/01` as a date that begins with its year, where no month can stand there.
    """

    parts: Parts
    time: int | None
    weekday: tuple[int, Span] | None = None
    swapped: Parts | None = None
    year_first: int | None = None


def read_free_date(node: FreeDate) -> FreeReading:
    """Read the whole text of a date.

    Raises:
        Fault: LEFTOVER_WORDS at a word that is no part of the date, OUT_OF_RANGE for a time that no day has, and
            UNREADABLE_MOMENT for what is no date; IMPOSSIBLE_DATE for `May 32`.
    """
    _check_clock(node)
    words = cut_words(node.text)
    _check_words(words, node)
    fields = _fields(words)
    if fields is None:
        raise _unread(words, node)
    parts = _parts(fields)
    _check_short_year(words, parts, node)
    weekday = next((word for word in words if word.role is Role.WEEKDAY), None)
    return FreeReading(
        parts,
        _time(fields, node),
        (weekday_number(weekday.text), _place(node, weekday.start, weekday.end)) if weekday else None,
        _swapped(words, parts),
        _year_first(node.text),
    )


def _place(node: FreeDate, start: int, end: int) -> Span:
    """Where a part of the text stands in the schedule; the whole date, when its text is not the schedule's own."""
    if node.span.end - node.span.start != len(node.text):
        return node.span
    return Span(node.span.start + start, node.span.start + end)


def _check_clock(node: FreeDate) -> None:
    if found := FRACTION.search(node.text):
        place = _place(node, *found.span("fraction"))
        fixes = replacement(place, "") if place != node.span else ()
        message = f"the time in '{node.text}' has a fraction of a minute"
        raise Fault(UNREADABLE_MOMENT, place, message, help="write the seconds, such as 10:30:15", fixes=fixes)
    if (found := HALF_DAY.search(node.text)) and found.group("hour").lstrip("0") not in _TWELVE_HOURS:
        message = f"hour {found.group('hour')} is not in 1-12"
        raise Fault(OUT_OF_RANGE, _place(node, *found.span()), message, help="leave out am and pm for a 24-hour time")


_TWELVE_HOURS = frozenset(str(hour) for hour in range(1, 13))


def _check_words(words: list[Word], node: FreeDate) -> None:
    strange = next((word for word in words if word.role is Role.STRANGE), None)
    if strange is None:
        return
    place = _place(node, strange.start, strange.end)
    if any(word.fields for word in words):
        raise _left_over(strange.text, place)
    raise Fault(UNREADABLE_MOMENT, place, f"'{strange.text}' is no part of a date or a time", help=_WRITE)


def _unread(words: list[Word], node: FreeDate) -> Fault:
    """Blame the last words without which the rest is a date, else the whole."""
    if len(words) <= _LONGEST:
        for first, last in reversed(list(_chunks(words))):
            if _fields(words[:first] + words[last:]):
                start, end = words[first].start, words[last - 1].end
                return _left_over(node.text[start:end], _place(node, start, end))
    if len(words) == 1 and words[0].role is Role.NUMBER and len(words[0].text) <= 2:
        message = f"'{node.text}' could be a day, a month or an hour"
        number = int(node.text)
        fixes = (("for a day", ordinal(number), 1 <= number <= 31), ("for an hour", f"{number:02}:00", number < 24))
        return Fault(
            UNREADABLE_MOMENT,
            node.span,
            message,
            help="write 2nd, 2024-05-02 or 10:00",
            fixes=tuple(Fix(title, (Edit(node.span, written),)) for title, written, holds in fixes if holds),
        )
    return Fault(UNREADABLE_MOMENT, node.span, f"'{node.text}' is neither a date nor a time", help=_WRITE)


def _chunks(words: list[Word]) -> Iterator[tuple[int, int]]:
    """Words written without a blank between them, as first index and the one after the last."""
    index = 0
    for blank, group in groupby(words, key=lambda word: word.role is Role.BLANK or word.text == ","):
        first, index = index, index + len(list(group))
        if not blank:
            yield first, index


def _left_over(text: str, place: Span) -> Fault:
    if text.isdigit() and len(text) <= 2 and int(text) < 24:
        message = f"'{text}' is a number, where a time is wanted"
        fixes = replacement(place, f"{int(text):02}:00")
        return Fault(LEFTOVER_WORDS, place, message, help="write a time such as 09:00 or 9am", fixes=fixes)
    message = f"'{text}' is no part of the date or time"
    return Fault(
        LEFTOVER_WORDS, place, message, help="conditions such as '& mon-fri' stand before 'starting' and 'until'"
    )


def _fields(words: list[Word], *, day_first: bool = False) -> dict[str, int] | None:
    """The parts of a date that the words give, every word of them used; else None."""
    fields = hear("".join(word.said for word in words), day_first=day_first)
    if not fields or len(fields) != sum(word.fields for word in words):
        return None
    roles = [word.role for word in words]
    sound = (
        roles.count(Role.WEEKDAY) <= ("day" in fields)
        and roles.count(Role.HALF) <= 1
        and ("hour" in fields) == any(word.tells_hour for word in words)
        and (fields.keys().isdisjoint({"year", "day"}) or "month" in fields or _says_which(words))
        and all(_used(word, fields) for word in words)
        and _linked(words)
    )
    return fields if sound else None


def _says_which(words: list[Word]) -> bool:
    """Whether a number without a month is a day or a year by its form: `2nd`, `2024`."""
    return any(word.role is Role.ORDINAL or _is_long_year(word) for word in words if word.fields)


def _is_long_year(word: Word) -> bool:
    return word.role is Role.YEAR or len(word.text) == 4


def _used(word: Word, fields: dict[str, int]) -> bool:
    """Whether dateutil took a number for what its form says it is."""
    match word.role:
        case Role.ORDINAL:
            return int(word.text) == fields.get("day")
        case Role.YEAR:
            return int(word.said) == fields.get("year")
        case Role.NUMBER if len(word.text) > 2:
            return len(word.text) == 4 and int(word.text) == fields.get("year")
        case Role.STRANGE:
            return False
        case _:
            return True


def _linked(words: list[Word]) -> bool:
    """Whether `at` and `on` stand before something, and `of` between a day and a month."""
    return all(_link_holds(*around) for around in _around(words))


def _around(words: list[Word]) -> Iterator[tuple[Word | None, Word, Word | None]]:
    """Each word between its neighbours, blanks left out."""
    written = [word for word in words if word.role is not Role.BLANK]
    return zip([None, *written], written, [*written[1:], None], strict=False)


def _link_holds(before: Word | None, word: Word, after: Word | None) -> bool:
    if word.role is not Role.LINK:
        return True
    if after is None or after.role in {Role.LINK, Role.SIGN}:
        return False
    of_month = before is not None and before.role in {Role.NUMBER, Role.SUFFIX} and after.role is Role.MONTH
    return of_month or word.text.lower() != "of"


def _check_short_year(words: list[Word], parts: Parts, node: FreeDate) -> None:
    """`May 32`, `32 May 24`: dateutil takes a number that is too large for a day for the year 2032."""
    numbers = [word for word in _date_numbers(words) if word.role is not Role.MONTH]
    place = next((index for index, word in enumerate(numbers) if len(word.text) <= 2 and int(word.text) > 31), None)
    if place is None or parts.month is None or (parts.day is not None and place == len(numbers) - 1):
        return
    number, month = numbers[place], FULL_MONTHS[parts.month - 1].capitalize()
    days = f"{month} has {LONGEST_MONTH[parts.month - 1]} days"
    raise Fault(
        IMPOSSIBLE_DATE,
        _place(node, number.start, number.end),
        f"there is no {number.text} {month}",
        help=f"{days}; write a year with its four digits",
    )


def _swapped(words: list[Word], parts: Parts) -> Parts | None:
    """The reading with the day first, if day and month are numbers that can change places; after a year they cannot."""
    numbers = _date_numbers(words)
    if not numbers or _is_long_year(numbers[0]) or any(word.role not in _PLAIN for word in numbers):
        return None
    fields = _fields(words, day_first=True)
    return _parts(fields) if fields and _parts(fields) != parts else None


_PLAIN = frozenset({Role.NUMBER, Role.YEAR})


def _year_first(text: str) -> int | None:
    found = _SHORT_YEAR.search(text)
    if found is None or int(found[1]) <= 12:
        return None
    try:
        return day_of(date(year_of_century(int(found[1])), int(found[3]), int(found[4])))
    except ValueError:
        return None


_SHORT_YEAR = re.compile(r"(?<![0-9:/.-])([0-9]{2})([/ ])([0-9]{2})\2([0-9]{2})(?![0-9:/])")


def _date_numbers(words: list[Word]) -> list[Word]:
    """The parts of the date: what is left without the times of day."""
    return [word for before, word, after in _around(words) if word.fields and not _is_clock(before, word, after)]


def _is_clock(before: Word | None, word: Word, after: Word | None) -> bool:
    colon = any(other is not None and other.text == ":" for other in (before, after))
    return word.role is Role.CLOCK or colon or (after is not None and after.role is Role.HALF)


def _parts(fields: dict[str, int]) -> Parts:
    return Parts(fields.get("year"), fields.get("month"), fields.get("day"))


def _time(fields: dict[str, int], node: FreeDate) -> int | None:
    if "hour" not in fields:
        return None
    for name, most in (("hour", 23), ("minute", 59), ("second", 59)):
        if fields.get(name, 0) > most:
            raise Fault(OUT_OF_RANGE, node.span, f"{name} {fields[name]} is not in 0-{most}")
    return fields["hour"] * 3600 + fields.get("minute", 0) * 60 + fields.get("second", 0)
