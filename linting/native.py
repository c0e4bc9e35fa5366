"""Whether the program that reads a file takes a schedule, and fixes in its notation only."""

from __future__ import annotations

from everly.frozen import replace
from everly.grammar.diagnostics import Diagnostic, Fix, ScheduleError
from everly.grammar.parser import parse
from everly.grammar.tree import Cron, Schedule
from everly.linting.cron_lines import fields_of, is_nickname
from everly.linting.dialect_items import READERS, is_taken
from everly.linting.dialects import Dialect


def is_native(text: str, dialect: Dialect) -> bool:
    """Whether a text is a schedule of the dialect."""
    if dialect is Dialect.EVERLY:
        return True
    try:
        return takes(parse(text), text, dialect)
    except ScheduleError:
        return False


def takes(schedule: Schedule, text: str, dialect: Dialect) -> bool:
    """Whether the program that reads a dialect takes a schedule, which was read from `text`."""
    reader, cron = READERS.get(dialect), schedule.expr
    if reader is None:
        return True
    if not isinstance(cron, Cron) or not schedule.is_bare or cron.second is not None:
        return False
    if is_nickname(cron, text):
        return cron.span.of(text) in reader.nicknames
    return all(is_taken(field.span.of(text), kind, reader) for kind, field in fields_of(cron))


def with_native_fixes(found: Diagnostic, dialect: Dialect) -> Diagnostic:
    """A finding about a schedule of a dialect, with those of its fixes only that give another such schedule."""
    if dialect is Dialect.EVERLY or not found.fixes:
        return found
    return replace(found, fixes=native_fixes(found.fixes, found.text, dialect))


def native_fixes(fixes: tuple[Fix, ...], text: str, dialect: Dialect) -> tuple[Fix, ...]:
    """Those fixes that give a schedule of the dialect."""
    return tuple(fix for fix in fixes if is_native(fix.apply(text), dialect))
