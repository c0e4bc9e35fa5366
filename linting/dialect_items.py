"""What the programs that read other files than everly's take in a cron line, item by item.

Debian's cron (`entry.c` of its package): names of three letters in any case, alone, in lists and as ends of ranges; a
step behind `*` or a range only; Sunday is 0 and 7; no range runs backwards. robfig/cron v3, which Kubernetes has: the
same, with `?` for `*`, a step behind a single value, and Sunday as 0 only. GitHub documents POSIX's lines with
names and steps, of single values too, and weekdays 0 to 6.
"""

from __future__ import annotations

from functools import lru_cache

from everly.frozen import frozen
from everly.grammar.printer.names import listed
from everly.grammar.tree import FieldKind
from everly.linting.cron_text import Written, items, value_of
from everly.linting.cron_values import LEAST, SIZES
from everly.linting.dialects import Dialect

_NICKNAMES = frozenset({"@yearly", "@annually", "@monthly", "@weekly", "@daily", "@midnight", "@hourly"})
_NAME_LENGTH = 3


@frozen
class Reader:
    """The program that reads a dialect, and what it takes beyond what all take."""

    name: str
    zone: str
    question_mark: bool = False
    step_of_value: bool = False
    sunday_is_seven: bool = False
    nicknames: frozenset[str] = frozenset()


READERS = {
    Dialect.CRONTAB: Reader("cron", "cron reads the clock of its machine", sunday_is_seven=True, nicknames=_NICKNAMES),
    Dialect.GITHUB: Reader("GitHub", "the key 'timezone' beside 'cron' names a zone", step_of_value=True),
    Dialect.KUBERNETES: Reader(
        "Kubernetes",
        "the field 'timeZone' beside 'schedule' names a zone",
        question_mark=True,
        step_of_value=True,
        nicknames=_NICKNAMES,
    ),
}
"""Who reads each dialect but everly's own."""


@lru_cache(maxsize=1024)
def is_taken(field: str, kind: FieldKind, reader: Reader) -> bool:
    """Whether the reader takes all items of a field; crontabs say the same few fields again and again."""
    return all(objection(item, kind, reader) is None for item in items(field, 0))


def objection(item: Written, kind: FieldKind, reader: Reader) -> str | None:
    """What an item is that the reader does not take, such as "is a step of one value"; None where it takes it."""
    if not item.first:
        return "counts days within the month"
    if item.first == "?" and not reader.question_mark:
        return "is a sign of Quartz"
    if any(blank in item.text for blank in " \t\r\n"):
        return "has blanks in a field"
    if item.to not in (None, "-"):
        return "is a range in words"
    ends = [end for end in (item.first, item.last) if end is not None and end not in ("*", "?")]
    if any(not end.isdigit() and len(end) > _NAME_LENGTH for end in ends):
        return "is a name of more than three letters"
    return _objection_to_values(item, [value_of(end, kind) for end in ends], kind, reader)


def _objection_to_values(item: Written, values: list[int], kind: FieldKind, reader: Reader) -> str | None:
    if values != sorted(values):
        return f"is a range over the end of the {'week' if kind is FieldKind.WEEKDAY else 'year'}"
    if kind is FieldKind.WEEKDAY and not reader.sunday_is_seven and 7 in values:
        return "counts Sunday as 7"
    if item.step is not None and len(values) == 1 and not reader.step_of_value:
        return "is a step of one value"
    return None


def in_numbers(item: Written, kind: FieldKind) -> str | None:
    """The same values as every program takes them; None where no list of numbers says the same."""
    if not item.first or item.first == "*" or kind not in SIZES:
        return None
    if item.first == "?":
        return "*" if item.step is None else f"*/{item.step}"
    first, step, size, least = value_of(item.first, kind), item.step or 1, SIZES[kind], LEAST.get(kind, 0)
    last = _last(item, first, kind)
    if step > 1 and first <= last < least + size:
        return f"{first}-{last}/{step}"
    last += size if last < first else 0
    return listed({(value - least) % size + least for value in range(first, last + 1, step)}, str)


def _last(item: Written, first: int, kind: FieldKind) -> int:
    """Where an item ends: a step of one value runs to the end of its field."""
    if item.last is not None:
        return value_of(item.last, kind)
    return first if item.step is None else max(first, LEAST.get(kind, 0) + SIZES[kind] - 1)
