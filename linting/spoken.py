"""The words of a schedule where they stand, but for names of zones and dates that are left as they were written."""

from __future__ import annotations

import re
from collections.abc import Iterator

from everly.grammar.span import Span
from everly.grammar.tree import FreeDate, Moment, Schedule
from everly.linting.nodes import clauses

_WORD = re.compile(r"@?[a-z]+(?:_[a-z]+)*", re.IGNORECASE)


def spoken(schedule: Schedule, text: str, word: re.Pattern[str] = _WORD) -> Iterator[re.Match[str]]:
    """The words in order, or what another pattern finds."""
    kept = list(_as_written(schedule))
    for found in word.finditer(text):
        if not any(span.start <= found.start() < span.end for span in kept):
            yield found


def _as_written(schedule: Schedule) -> Iterator[Span]:
    for clause in clauses(schedule):
        if not isinstance(clause, Moment):
            yield clause.span
            continue
        if isinstance(clause.when, FreeDate):
            yield clause.when.span
        if clause.zone is not None:
            yield clause.zone.span
