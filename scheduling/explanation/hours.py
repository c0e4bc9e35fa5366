"""Times of day that are the same in each of some hours, in words: which seconds of which minutes of which hours."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from everly.scheduling.engine.numbers import members
from everly.scheduling.engine.times import Times
from everly.scheduling.explanation.words import counted, listed_apart, numbers_text

_NAMED = 4  # so many numbers are named rather than described
_MOST_PATTERNS = 3
_ALL = list(range(60))


def hours_text(times: Times) -> str | None:
    """`at minutes 0 and 45 of every hour`, `every second of minute 3 of the hours 9 to 12 and 14`.

    None where the hours are of many kinds, or each but has one time.
    """
    by_pattern: dict[int, list[int]] = {}
    for hour, pattern in enumerate(times.hours):
        if pattern:
            by_pattern.setdefault(pattern, []).append(hour)
    if len(by_pattern) > _MOST_PATTERNS:
        return None
    texts = [_inside(pattern, hours) for pattern, hours in by_pattern.items()]
    found = [text for text in texts if text is not None]
    return listed_apart(found) if len(found) == len(texts) else None


def of_hours(pattern: int, hours: Iterable[int]) -> Times:
    """The times that have a pattern, the bits of an hour's seconds, in some hours."""
    chosen = frozenset(hours)
    return Times(tuple(pattern if hour in chosen else 0 for hour in range(24)))


def _inside(pattern: int, hours: Sequence[int]) -> str | None:
    minutes: dict[int, list[int]] = {}
    for minute in range(60):
        if seconds := pattern >> 60 * minute & (1 << 60) - 1:
            minutes.setdefault(seconds, []).append(minute)
    if len(minutes) > 1:
        return None
    ((seconds, chosen),) = minutes.items()
    if seconds == 1:
        return _minutes(chosen, hours)
    return _seconds(members(seconds), chosen, hours)


def _minutes(minutes: Sequence[int], hours: Sequence[int]) -> str | None:
    """Whole minutes: `at minutes 0 and 45 of every hour`; None for one of an hour, which a list tells as well."""
    if len(minutes) == 1:
        return None
    return f"{_places('minute', minutes)} of {_hours(hours)}"


def _seconds(seconds: Sequence[int], minutes: Sequence[int], hours: Sequence[int]) -> str:
    """`at seconds 5 and 6 of every minute`, `every second of minute 3 of every hour`."""
    when = _places("second", seconds)
    if len(minutes) == 60:
        whole = "" if when.startswith("every") and "from" not in when else " of every minute"
        return f"{when}{whole}" if len(hours) == 24 else f"{when}{whole} of {_hours(hours)}"
    of = f"minute {minutes[0]}" if len(minutes) == 1 else f"minutes {_numbers(minutes)}"
    return f"{when} of {of} of {_hours(hours)}"


def _places(unit: str, numbers: Sequence[int]) -> str:
    """Minutes of an hour or seconds of a minute: `every 7 minutes from minute 0 to 56`, `at minutes 0 and 45`."""
    apart = _apart(numbers)
    every = unit if apart == 1 else f"{apart} {unit}s"
    if apart and 60 % apart == 0 and list(numbers) == _ALL[::apart]:
        return f"every {every}"
    if apart and len(numbers) > _NAMED:
        return f"every {every} from {unit} {numbers[0]} to {numbers[-1]}"
    return f"at {unit}{'s' if len(numbers) > 1 else ''} {_numbers(numbers)}"


def _numbers(numbers: Sequence[int]) -> str:
    """`3 and 9 to 12`, `0, 5, 10 and so on to 55`."""
    apart = _apart(numbers)
    if apart > 1 and len(numbers) > _NAMED + 1:
        return f"{', '.join(map(str, numbers[:3]))} and so on to {numbers[-1]}"
    return numbers_text(numbers)


def _hours(hours: Sequence[int]) -> str:
    """`every hour`, `every hour from 09:00 to 17:59`, `every second hour from 00:00 to 22:59`, `the hours 1 and 5`."""
    if len(hours) == 24:
        return "every hour"
    if len(hours) == 1:
        return f"hour {hours[0]}"
    apart = _apart(hours)
    if apart and (apart == 1 or len(hours) > 2):
        every = "every hour" if apart == 1 else f"every {counted(apart)} hour"
        return f"{every} from {hours[0]:02}:00 to {hours[-1]:02}:59"
    return f"the hours {numbers_text(hours)}"


def _apart(numbers: Sequence[int]) -> int:
    """How far apart some numbers are, if evenly; 0 if they are not, or there is but one."""
    if len(numbers) < 2:
        return 0
    apart = numbers[1] - numbers[0]
    return apart if list(numbers) == list(range(numbers[0], numbers[-1] + 1, apart)) else 0
