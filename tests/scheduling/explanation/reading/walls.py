"""Times on days, and the stretches of time that schedules are kept to, as explanations write them."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime

from tests.scheduling.explanation.reading.days import days_of, left_out_of, opened
from tests.scheduling.explanation.reading.times import times_of
from tests.scheduling.explanation.reading.words import CLOCK, MONTH, WEEKDAY, NotUnderstoodError, second_of

Wall = Callable[[datetime], bool]
"""Whether a wall clock may show this."""

_DAYS = re.compile(
    rf",? (?=every day|on |from (?:{WEEKDAY}|{MONTH}|\d+ (?:{MONTH})|\d+ to)|in (?:{MONTH}|\d{{4}})|except (?!at )"
    r"|but )"
)
_BETWEEN = rf"between ({CLOCK}) and ({CLOCK})"


def walls_of(text: str) -> Wall:
    """`at 09:00 and 17:00 on Mondays`, `every 10 minutes in June`.

    Raises:
        NotUnderstoodError: It is neither times nor times and days.
    """
    for place in _DAYS.finditer(text):
        try:
            times, days = times_of(text[: place.start()]), days_of(opened(text[place.end() :]))
        except NotUnderstoodError:
            continue
        return lambda wall: times(_second(wall)) and days(wall.date())
    alone = times_of(text)
    return lambda wall: alone(_second(wall))


def limits_of(text: str) -> Wall:
    """`from Monday to Friday between 09:00 and 17:00, and on Sundays`, `at 09:00 on Mondays`."""
    try:
        return _limit(text)
    except NotUnderstoodError as error:
        refused = error
    for place in re.finditer(r",(?: and)? (?!between)", text):
        try:
            one, other = _limit(text[: place.start()]), limits_of(text[place.end() :])
        except NotUnderstoodError:
            continue
        return lambda wall: one(wall) or other(wall)
    raise refused


def _limit(text: str) -> Wall:
    if text.startswith(("at ", "every ")) and not text.startswith("every day"):
        return walls_of(text)
    found = re.fullmatch(rf"(.*?) ?({_BETWEEN}(?:(?:,|;)(?: and)? {_BETWEEN})*)?", text)
    if more := re.fullmatch(rf"(.*?{_BETWEEN})(, and (?:in|from) \d.* not .*|, and not .*|, except .*)", text):
        kept, days = _limit(more[1]), days_of(f"every day{more[4]}".replace("day, except", "day except"))
        return lambda wall: kept(wall) and days(wall.date())
    assert found is not None
    spans = [(second_of(a), second_of(b)) for a, b in re.findall(_BETWEEN, found.group(2) or "")] or [(0, 86_399)]
    words = found.group(1)
    days = left_out_of(opened(words)) if words else days_of("every day")
    return lambda wall: days(wall.date()) and any(first <= _second(wall) <= last for first, last in spans)


def _second(wall: datetime) -> int:
    return wall.hour * 3600 + wall.minute * 60 + wall.second
