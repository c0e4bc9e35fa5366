"""Times of day, as they are written."""

from __future__ import annotations

import re

from everly.grammar.builder.positions import token_span
from everly.grammar.diagnostics.catalogue import OUT_OF_RANGE
from everly.grammar.fault import Fault
from everly.grammar.token import Token

DAY = 86400
_NAMED = {"midnight": 0, "noon": 43200}
_CLOCK = r"(?i)([0-9]+)(?::([0-9]+))?(?::([0-9]+))?(\.[0-9]+)?[ \t]*(?:([ap])\.?m\.?)?"


def read_time(token: Token, *, closing: bool = False) -> int:
    """Seconds after midnight, 0 to 86,399; 86,400 too for `24:00` where a time closes a range."""
    word = token.lower()
    if word in _NAMED:
        return _NAMED[word]
    parts = re.fullmatch(_CLOCK, word)
    if parts is None:  # the terminal and this pattern say the same
        raise AssertionError(word)
    hour, minute, second, fraction, half = parts.groups()
    if fraction and fraction.strip(".0"):
        raise _bad(token, f"the time '{token}' is finer than a second", "schedules count in whole seconds")
    hours = _hours(token, int(hour), half)
    time = hours * 3600 + _sixtieths(token, minute, "minute") * 60 + _sixtieths(token, second, "second")
    if time == DAY and not closing:
        raise _bad(token, f"'{token}' is the next day's midnight", "write 00:00; 24:00 can only end a range")
    if time > DAY or hours > 24:
        raise _bad(token, f"hour {hours} is not in 0-23")
    return time


def _hours(token: Token, hour: int, half: str | None) -> int:
    if half is None:
        return hour
    if not 1 <= hour <= 12:
        raise _bad(token, f"hour {hour} is not in 1-12", "leave out am and pm for a 24-hour time")
    return hour % 12 + (12 if half == "p" else 0)


def _sixtieths(token: Token, digits: str | None, name: str) -> int:
    value = int(digits or 0)
    if value > 59:
        raise _bad(token, f"{name} {value} is not in 0-59")
    return value


def _bad(token: Token, message: str, help: str | None = None) -> Fault:
    return Fault(OUT_OF_RANGE, token_span(token), message, help=help)
