"""Instants as the claims write them: wall time in the schedule's zone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta

from everly.scheduling.compiler import Compiled
from everly.scheduling.engine.civil import MAX_INSTANT, MIN_INSTANT

_OFFSET = re.compile(r"[+-][0-9]{2}:[0-9]{2}")


def firings(compiled: Compiled) -> Iterator[int]:
    """Every firing, in order."""
    return compiled.instants.between(MIN_INSTANT, MAX_INSTANT)


def wall_text(instant: int, compiled: Compiled, like: str = "") -> str:
    """`2024-05-02 00:00`, with a weekday before it or the offset after it where `like` has one.

    Of two passes of a repeated hour, the text without an offset is the first.
    """
    reading = compiled.zone.reading(instant)
    time = datetime(1970, 1, 1) + timedelta(seconds=reading)
    text = time.isoformat(" ", "seconds" if reading % 60 else "minutes")
    if like[:1].isalpha():
        text = f"{time:%a} {text}"
    second_pass = compiled.zone.first_instant(reading) != instant
    return text + _offset(reading - instant) if second_pass or _OFFSET.search(like) else text


def _offset(seconds: int) -> str:
    sign = "-" if seconds < 0 else "+"
    hours, rest = divmod(abs(seconds), 3600)
    minutes, odd = divmod(rest, 60)
    return f"{sign}{hours:02}:{minutes:02}" + (f":{odd:02}" if odd else "")
