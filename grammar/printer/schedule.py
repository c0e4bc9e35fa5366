"""Schedules as canonical text: the operators, with the fewest parentheses that keep the tree."""

from __future__ import annotations

from enum import IntEnum

from everly.grammar.printer.cron import cron_text
from everly.grammar.printer.firings import elapsed_text, interval_text
from everly.grammar.printer.moments import moment_text
from everly.grammar.printer.names import clocks
from everly.grammar.printer.windows import window_text
from everly.grammar.tree import (
    And,
    At,
    Calendar,
    Cron,
    Elapsed,
    Except,
    Expr,
    Not,
    Or,
    Schedule,
)


class _Binding(IntEnum):
    """How tightly the parts of a text hold together; what is looser than its place needs parentheses."""

    CLAUSES = 0
    EXCEPT = 1
    OR = 2
    AND = 3
    NOT = 4
    LEAF = 5


def print_schedule(schedule: Schedule) -> str:
    """The one way to write this schedule; parsing it gives an equal tree.

    Lower case, three-letter names, symbols, 24-hour times, merged lists that begin with Monday, clauses in the order
    `starting`, `until`, `in`. Words of a free-form date and names of places stay as they were written.
    """
    if isinstance(schedule.expr, Schedule) and schedule.is_bare:
        return print_schedule(schedule.expr)
    parts = [_text(schedule.expr, _Binding.EXCEPT)]
    if schedule.starting is not None:
        parts.append(f"starting {moment_text(schedule.starting)}")
    if schedule.until is not None:
        parts.append(f"until {moment_text(schedule.until)}")
    if schedule.zone is not None:
        parts.append(f"in {schedule.zone.name}")
    return " ".join(parts)


def _text(expr: Expr, place: _Binding) -> str:
    if isinstance(expr, Schedule) and expr.is_bare:
        return _text(expr.expr, place)
    binding = _binding(expr)
    return f"({_bare(expr)})" if binding < place else _bare(expr)


def _binding(expr: Expr) -> _Binding:
    match expr:
        case Schedule():
            return _Binding.CLAUSES
        case Except():
            return _Binding.EXCEPT
        case Or():
            return _Binding.OR
        case And():
            return _Binding.AND
        case Not():
            return _Binding.NOT
        case _:
            return _Binding.LEAF


def _bare(expr: Expr) -> str:
    match expr:
        case Schedule():
            return print_schedule(expr)
        case Except(base, removed):
            return f"{_text(base, _Binding.EXCEPT)} except {_text(removed, _Binding.OR)}"
        case Or(operands):
            return " | ".join(_text(operand, _Binding.AND) for operand in operands)
        case And(operands):
            return " & ".join(_text(operand, _Binding.NOT) for operand in operands)
        case Not(operand):
            return f"!{_text(operand, _Binding.NOT)}"
        case Elapsed(seconds):
            return elapsed_text(seconds)
        case Calendar():
            return _calendar(expr)
        case At(window, times):
            return f"{_text(window, _Binding.LEAF)} at {clocks(times)}"
        case Cron():
            return cron_text(expr)
        case _:
            return window_text(expr)


def _calendar(calendar: Calendar) -> str:
    on = "" if calendar.on is None else f" on {_text(calendar.on, _Binding.LEAF)}"
    at = "" if calendar.at is None else f" at {clocks(calendar.at)}"
    return interval_text(calendar.count, calendar.unit) + on + at
