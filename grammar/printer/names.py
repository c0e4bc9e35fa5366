"""The words that canonical text is made of: three-letter names, ordinals, times, lists with ranges."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from everly.grammar.vocabulary import MONTHS, WEEKDAYS

_SUFFIXES = {1: "st", 2: "nd", 3: "rd"}


def ordinal(number: int) -> str:
    """`1st`, `2nd`, `11th`."""
    teen = number % 100 in {11, 12, 13}
    return f"{number}{'th' if teen else _SUFFIXES.get(number % 10, 'th')}"


def from_end(nth: int) -> str:
    """`last` for -1, `2nd-last` for -2."""
    return "last" if nth == -1 else f"{ordinal(-nth)}-last"


def clock(seconds: int) -> str:
    """Seconds after midnight as `09:00`, or `09:00:30` where the minute is not whole."""
    minutes, second = divmod(seconds, 60)
    hour, minute = divmod(minutes, 60)
    return f"{hour:02}:{minute:02}:{second:02}" if second else f"{hour:02}:{minute:02}"


def clocks(times: Iterable[int]) -> str:
    """`09:00,17:30`."""
    return ",".join(clock(time) for time in sorted(set(times)))


def weekdays(days: Iterable[int]) -> str:
    """`mon-fri`, `fri-mon`, `sat,sun`; 0 is Monday."""
    return _circle(days, range(7), lambda day: WEEKDAYS[day])


def months(numbers: Iterable[int]) -> str:
    """`jun-aug`, `nov-feb`, `jan,jul`; 1 is January."""
    return _circle(numbers, range(1, 13), lambda month: MONTHS[month - 1])


def listed(values: Iterable[int], name: Callable[[int], str], to: str = "-") -> str:
    """Names in ascending order, three or more neighbours as a range."""
    return ",".join(item for run in runs(values) for item in run_items(run, name, to))


def runs(values: Iterable[int]) -> list[list[int]]:
    """The values in ascending order, parted wherever one is missing."""
    found: list[list[int]] = []
    for value in sorted(set(values)):
        if found and found[-1][-1] == value - 1:
            found[-1].append(value)
        else:
            found.append([value])
    return found


def run_items(run: list[int], name: Callable[[int], str], to: str = "-") -> list[str]:
    """Neighbours as items of a list: one or two by name, more as one range."""
    return [name(value) for value in run] if len(run) < 3 else [f"{name(run[0])}{to}{name(run[-1])}"]


def _circle(values: Iterable[int], whole: range, name: Callable[[int], str]) -> str:
    """As `listed`, but with a range over the end of the week or year where that is shorter."""
    values = set(values)
    straight = listed(values, name)
    parts = runs(values)
    if len(parts) < 2 or parts[0][0] != whole[0] or parts[-1][-1] != whole[-1]:
        return straight
    around = [*parts[1:-1], parts[-1] + parts[0]]
    return min(straight, ",".join(item for run in around for item in run_items(run, name)), key=len)
