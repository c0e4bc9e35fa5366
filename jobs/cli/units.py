"""Durations as options take them: `90`, `1.5s`, `10m`, `2 hours`, `1h30m`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    _Type = click.ParamType[float, str | float]
else:
    _Type = click.ParamType  # which is not generic in all versions

__all__ = ["MOST", "Duration", "DurationError", "read_duration"]

MOST = 10 * 366 * 86_400.0
"""The longest duration that an option takes, in seconds: ten years, as for the rules of a job."""

_UNITS = {
    "w": (604_800.0, ("week", "weeks")),
    "d": (86_400.0, ("day", "days")),
    "h": (3600.0, ("hr", "hrs", "hour", "hours")),
    "m": (60.0, ("min", "mins", "minute", "minutes")),
    "s": (1.0, ("sec", "secs", "second", "seconds")),
    "ms": (0.001, ("msec", "msecs", "millisecond", "milliseconds")),
}
_SECONDS = {name: seconds for unit, (seconds, names) in _UNITS.items() for name in (unit, *names)}
_PART = re.compile(r"\s*([0-9]+(?:\.[0-9]*)?|\.[0-9]+)\s*([a-z]*)\s*")
_WANTED = "take a number of seconds, or units such as '1.5s', '10m', '2 hours', '1h30m'"


class DurationError(ValueError):
    """A text that is no duration, in words for who wrote it."""


def read_duration(text: str) -> float:
    """The seconds that a text stands for: a number of them, or numbers with units, from the largest unit down.

    Raises:
        DurationError: It stands for none, or for more than `MOST`.
    """
    seconds = sum(amount * unit for amount, unit in _parts(text))
    if seconds > MOST:
        raise DurationError(f"'{text}' is longer than ten years")
    return seconds


def _parts(text: str) -> Iterator[tuple[float, float]]:
    """Each number of a duration and the seconds of its unit."""
    words, here, before = text.lower(), 0, float("inf")
    while here < len(words) or not here:
        found = _PART.match(words, here)
        if found is None:
            raise DurationError(f"'{text}' is no duration; {_WANTED}")
        amount, name = found.groups()
        if not name and found.span() != (0, len(words)):
            raise DurationError(f"'{amount}' has no unit in '{text}'; {_WANTED}")
        unit = _SECONDS.get(name or "s")
        if unit is None:
            raise DurationError(f"'{name}' is no unit of time in '{text}'; {_WANTED}")
        if unit >= before:
            raise DurationError(f"'{name}' comes too late in '{text}': larger units come first, each once")
        yield float(amount), unit
        here, before = found.end(), unit


class Duration(_Type):
    """The type of an option that takes a duration; its value is in seconds, from `least` to `MOST`."""

    name = "duration"

    def __init__(self, least: float = 0.0) -> None:
        self.least = least

    def convert(self, value: str | float, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """The seconds of a text; a default may be a number."""
        try:
            seconds = read_duration(value) if isinstance(value, str) else float(value)
        except DurationError as error:
            self.fail(str(error), param, ctx)
        if seconds < self.least:
            self.fail(f"'{value}' is too short; the least is {self.least:g} seconds", param, ctx)
        return seconds
