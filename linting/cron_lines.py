"""The cron lines of a schedule."""

from __future__ import annotations

from everly.grammar.tree import Cron, Field, FieldKind, Schedule
from everly.linting.nodes import nodes


def cron_lines(schedule: Schedule, text: str) -> list[Cron]:
    """The cron lines that are written out; a nickname such as `@daily` is none."""
    return [node for node in nodes(schedule) if isinstance(node, Cron) and not is_nickname(node, text)]


def is_nickname(cron: Cron, text: str) -> bool:
    """Whether a line was written as `@daily` or the like."""
    return text[cron.minute.span.start] == "@"


def fields_of(cron: Cron) -> tuple[tuple[FieldKind, Field], ...]:
    """The fields that a line has, in the order in which they are written."""
    fields = (
        (FieldKind.SECOND, cron.second),
        (FieldKind.MINUTE, cron.minute),
        (FieldKind.HOUR, cron.hour),
        (FieldKind.DAY, cron.day),
        (FieldKind.MONTH, cron.month),
        (FieldKind.WEEKDAY, cron.weekday),
        (FieldKind.YEAR, cron.year),
    )
    return tuple((kind, field) for kind, field in fields if field is not None)
