"""The canonical spelling of a schedule in a file that is read by everly, or by another program."""

from __future__ import annotations

import re

from everly.grammar.printer import print_schedule
from everly.grammar.tree import Cron, Schedule
from everly.grammar.vocabulary import MONTHS, WEEKDAYS
from everly.linting.dialects import Dialect
from everly.linting.native import is_native

_CRON_WEEKDAYS = (WEEKDAYS[-1], *WEEKDAYS[:-1])  # Sunday is 0 there
_NAME = "|".join((*MONTHS, *WEEKDAYS))
_RANGE = re.compile(rf"\b({_NAME})-({_NAME})\b")


def canonical_text(schedule: Schedule, dialect: Dialect) -> str | None:
    """The one way to write a schedule in a file of a dialect, or None where the dialect has none for it.

    Other programs than everly take names of months and weekdays and ranges of them, but none that runs over the end of
    the year or of the week, which begins with Sunday: those are written in two parts.
    """
    text = print_schedule(schedule)
    if dialect is Dialect.EVERLY:
        return text
    if isinstance(schedule.expr, Cron):
        text = _RANGE.sub(lambda found: _straight(*found.groups()), text)
    return text if is_native(text, dialect) else None


def _straight(first: str, last: str) -> str:
    names = MONTHS if first in MONTHS else _CRON_WEEKDAYS
    begin, end = names.index(first), names.index(last)
    if begin <= end:
        return f"{first}-{last}"
    if begin == end + 1:
        return f"{names[0]}-{names[-1]}"
    return f"{_joined(first, names[-1])},{_joined(names[0], last)}"


def _joined(first: str, last: str) -> str:
    return first if first == last else f"{first}-{last}"
