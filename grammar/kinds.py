"""Firing or window: what each part of a schedule is, and whether it may stand where it stands."""

from __future__ import annotations

from enum import Enum
from typing import assert_never

from everly.grammar.diagnostics.catalogue import (
    FIRING_NEGATED,
    MISPLACED_AT,
    MISPLACED_ON,
    WINDOW_ALONE,
    WINDOW_IN_UNION,
)
from everly.grammar.diagnostics.model import Edit, Fix, Kind, Label
from everly.grammar.fault import Fault
from everly.grammar.span import Span
from everly.grammar.tree import (
    And,
    At,
    Calendar,
    Cron,
    Dates,
    Elapsed,
    Except,
    Expr,
    MonthDays,
    Months,
    Not,
    NthWeekdays,
    Or,
    Schedule,
    Times,
    Weekdays,
    YearDays,
    Years,
)

# Looked through far faster than as many cases of a match.
_WINDOWS = (Weekdays, Months, Years, MonthDays, NthWeekdays, YearDays, Dates, Times)


class ExprKind(Enum):
    """Separate instants, or every second of matching days and times."""

    FIRING = "firing"
    WINDOW = "window"


def check_kinds(schedule: Schedule, text: str) -> None:
    """Raises a Fault unless the schedule is a firing, made of parts that may stand together."""
    if _kind(schedule.expr, text) is ExprKind.WINDOW:
        raise _window_alone(schedule.expr, text)


def kind_of(expr: Expr) -> ExprKind:
    """What a part of a checked schedule is."""
    return _kind(expr, "")


def _kind(expr: Expr, text: str) -> ExprKind:
    if isinstance(expr, _WINDOWS):
        return ExprKind.WINDOW
    match expr:
        case Elapsed() | Cron():
            return ExprKind.FIRING
        case Schedule():
            return _kind(expr.expr, text)
        case Calendar():
            if expr.on is not None:
                _want_days(expr.on, MISPLACED_ON, "'on' picks days")
            return ExprKind.FIRING
        case At():
            _want_days(expr.window, MISPLACED_AT, "'at' puts times on days")
            return ExprKind.FIRING
        case And():
            kinds = [_kind(operand, text) for operand in expr.operands]
            return ExprKind.FIRING if ExprKind.FIRING in kinds else ExprKind.WINDOW
        case Or():
            return _union(expr, text)
        case Except():
            _kind(expr.removed, text)
            return _kind(expr.base, text)
        case Not():
            if _kind(expr.operand, text) is ExprKind.FIRING:
                raise _negated(expr)
            return ExprKind.WINDOW
        case _:
            assert_never(expr)


def _union(expr: Or, text: str) -> ExprKind:
    kinds = [_kind(operand, text) for operand in expr.operands]
    if kinds.count(kinds[0]) == len(kinds):
        return kinds[0]
    window = expr.operands[kinds.index(ExprKind.WINDOW)]
    firing = expr.operands[kinds.index(ExprKind.FIRING)]
    raise Fault(
        WINDOW_IN_UNION,
        window.span,
        f"'{window.span.of(text)}' says when, not how often, so it has no firings to add",
        label="a window",
        related=(Label(firing.span, "a firing"),),
        help="join a window to a firing with '&'",
        fixes=_out_of_union(expr.operands, kinds),
    )


def _out_of_union(operands: tuple[Expr, ...], kinds: list[ExprKind]) -> tuple[Fix, ...]:
    place = kinds.index(ExprKind.WINDOW)
    window = operands[place]
    left = max(place - 1, 0)
    fixes: list[Fix] = []
    if {kinds[left], kinds[left + 1]} == set(ExprKind):
        between = Span(operands[left].span.end, operands[left + 1].span.start)
        fixes.append(Fix("to fire only then", (Edit(between, " & "),)))
        before = operands[left]
        last = before.operands[-1] if isinstance(before, And) else before
        if left < place and kind_of(last) is ExprKind.WINDOW:
            # `daily & mon | wed`: the union was meant to be that of the two windows.
            fixes.insert(0, Fix("to fire in either", _around(last.span.join(window.span), "(", ")", False)))
    begin, compound = window.span.start, isinstance(window, And | Except | Not)
    fixes.append(Fix("to fire then too", (Edit(Span(begin, begin), "daily & "),)))
    fixes.append(Fix("at a time", _around(window.span, "", " at 09:00", compound)))
    return tuple(fixes)


def _window_alone(expr: Expr, text: str) -> Fault:
    span = expr.span
    loose, compound = isinstance(expr, Or | Except), isinstance(expr, And | Or | Except | Not)
    if moved := _times_moved(expr, text):
        help = "times stand behind the days that they are for"
        return Fault(
            WINDOW_ALONE, span, f"'{span.of(text)}' has times only for what it leaves out", help=help, fixes=moved
        )
    return Fault(
        WINDOW_ALONE,
        span,
        f"'{span.of(text)}' says when, not how often",
        label="a window has no firings of its own",
        help="join it to a firing with '&', or give it times with 'at'",
        fixes=(
            Fix("daily", _around(span, "daily & ", "", loose)),
            Fix("at a time", _around(span, "", " at 09:00", compound)),
            Fix("hourly", _around(span, "hourly & ", "", loose)),
        ),
    )


def _times_moved(expr: Expr, text: str) -> tuple[Fix, ...]:
    """`mon-fri except wed at 09:00`, whose times are meant for all its days."""
    if not isinstance(expr, Except) or not isinstance(expr.removed, At):
        return ()
    from everly.grammar.syntax_errors.exceptions import times_for_all

    removed = expr.removed
    edits = times_for_all(expr.base, Span(removed.window.span.end, removed.span.end), text)
    return (Fix("instead", edits),) if edits else ()


def _around(span: Span, before: str, after: str, parentheses: bool) -> tuple[Edit, ...]:
    before, after = (f"{before}(", f"){after}") if parentheses else (before, after)
    edits = (Edit(Span(span.start, span.start), before), Edit(Span(span.end, span.end), after))
    return tuple(edit for edit in edits if edit.text)


def _negated(expr: Not) -> Fault:
    message = "the complement of a firing would fire at every other second"
    operand = expr.operand
    if isinstance(operand, At) and operand.window.span.start == operand.span.start:
        begin, end = expr.span.start, operand.window.span.end
        edits = (Edit(Span(begin, begin), "("), Edit(Span(end, end), ")"))
        help = "'at' takes the days before it; put the days that are meant in parentheses"
        return Fault(FIRING_NEGATED, expr.span, message, help=help, fixes=(Fix("instead", edits),))
    help = "to leave firings out write 'except', as in 'hourly except 0 12 * * *'"
    return Fault(FIRING_NEGATED, expr.span, message, help=help)


def _want_days(expr: Expr, kind: Kind, what: str) -> None:
    """Days can be chosen by windows of days and what the algebra makes of them; nothing else."""
    match expr:
        case And() | Or():
            for operand in expr.operands:
                _want_days(operand, kind, what)
        case Except():
            _want_days(expr.base, kind, what)
            _want_days(expr.removed, kind, what)
        case Not():
            _want_days(expr.operand, kind, what)
        case Weekdays() | Months() | Years() | MonthDays() | NthWeekdays() | YearDays() | Dates():
            pass
        case Schedule():
            help = "put 'starting', 'until' and 'in' at the end, around the whole"
            raise Fault(kind, expr.span, f"{what}, and these have clauses of their own", help=help)
        case Times() | Elapsed() | Calendar() | At() | Cron():
            raise Fault(kind, expr.span, f"{what}, and this is no window of days", help="name days, such as 'mon-fri'")
        case _:
            assert_never(expr)
