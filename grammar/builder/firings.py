"""Firings that are not cron lines: intervals, and times on the days of a window."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from everly.grammar import vocabulary
from everly.grammar.builder.clock import read_time
from everly.grammar.builder.positions import Children, hull, span_of, token_span, without
from everly.grammar.diagnostics.catalogue import (
    AMBIGUOUS_ORDINAL,
    BAD_INTERVAL,
    FRACTIONAL_UNIT,
    MISPLACED_AT,
    MISPLACED_ON,
    REPEATED_CLAUSE,
    UNEXPECTED_WORD,
)
from everly.grammar.fault import Fault, replacement
from everly.grammar.span import Span
from everly.grammar.token import Token
from everly.grammar.tree import SECONDS, And, At, Calendar, Elapsed, Expr, MonthDays, Unit, YearDays
from everly.named import NamedTuple

if TYPE_CHECKING:
    from fractions import Fraction


class AtPart(NamedTuple):
    """`at 09:00, 17:30`."""

    times: tuple[int, ...]
    span: Span


class OnPart(NamedTuple):
    """`on the 15th`."""

    window: Expr
    span: Span


PartT = TypeVar("PartT", AtPart, OnPart)


class Firings:
    """Callbacks of the grammar's second section."""

    def every_unit(self, children: Children) -> Elapsed | Calendar:
        return _period(1, children[1], hull(children))

    def every_other_unit(self, children: Children) -> Elapsed | Calendar:
        return _period(2, children[2], hull(children))

    def every_amount(self, children: Children) -> Elapsed | Calendar:
        return _period(read_amount(children[1]), children[2], hull(children))

    def every_other_window(self, children: Children) -> Elapsed | Calendar:
        raise every_other(children[1])

    def adverb(self, children: Children) -> Elapsed | Calendar:
        word = children[0]
        unit = Token("UNIT", vocabulary.ADVERBS[word.lower()], word.start_pos, word.end_pos)
        return _period(1, unit, token_span(word))

    def interval(self, children: Children) -> Elapsed | Calendar:
        period, *parts = children
        span = hull(children)
        at = _single([part for part in parts if isinstance(part, AtPart)], "at")
        on = _single([part for part in parts if isinstance(part, OnPart)], "on")
        if isinstance(period, Elapsed):
            _refuse_parts(at, on)
            return Elapsed(period.seconds, span=span)
        if on is not None and period.unit is Unit.DAY:
            raise _misplaced_on(on, "'on' picks days from weeks, months or years, not from days")
        times, window = at.times if at else None, on.window if on else None
        return Calendar(period.count, period.unit, times, window, span=span)

    def at(self, children: Children) -> AtPart:
        times = {read_time(time) for time in without(children[1:], "COMMA")}
        return AtPart(tuple(sorted(times)), hull(children))

    def on(self, children: Children) -> OnPart:
        return OnPart(children[-1], hull(children))

    def every_window(self, children: Children) -> And | At:
        every, window, *at = children
        span = hull(children)
        if at:
            return At(window, at[0].times, span=span)
        return And((Calendar(1, Unit.DAY, span=token_span(every)), window), span=span)

    def every_counted_days(self, children: Children) -> And | At:
        days: MonthDays | YearDays = children[1]
        if isinstance(days, MonthDays) and days.months is None and days.days[0] > 0:
            raise _ambiguous_ordinal(days)
        return self.every_window(children)

    def window_at(self, children: Children) -> At:
        window, at = children
        return At(window, at.times, span=hull(children))

    group_at = window_at


def every_other(word: Token) -> Fault:
    """The fault of `every other friday`, or `every second friday`: which Fridays is not said."""
    return Fault(
        UNEXPECTED_WORD,
        token_span(word),
        f"'every {word.lower()}' takes a unit such as 'week', not a window",
        help="say which period is left out, such as 'every 2 weeks on fri' or 'every 2 months on the 1st mon'",
    )


def read_amount(token: Token) -> int | Fraction:
    """How many units; more than nothing."""
    amount: int | Fraction
    if token.isdecimal():
        amount = int(token)
    else:
        from fractions import Fraction

        amount = Fraction(str(token))
    if amount <= 0:
        what = "zero" if amount == 0 else "negative"
        raise Fault(BAD_INTERVAL, token_span(token), f"an interval of {what} length: '{token}'", help="count from 1")
    return amount


def _period(amount: int | Fraction, word: Token, span: Span) -> Elapsed | Calendar:
    size, unit = vocabulary.unit_of(word)
    count = amount * size
    if unit in (Unit.MONTH, Unit.YEAR):
        if amount.denominator != 1:
            raise _fractional(word, span)
        return Calendar(int(count), unit, span=span)
    if unit in (Unit.DAY, Unit.WEEK) and amount.denominator == 1:
        return Calendar(int(count), unit, span=span)
    return Elapsed(_whole_seconds(count * SECONDS[unit], span), span=span)


def _whole_seconds(seconds: int | Fraction, span: Span) -> int:
    if seconds.denominator != 1:
        raise Fault(BAD_INTERVAL, span, "an interval finer than a second", help="intervals are whole seconds")
    return int(seconds)


def _fractional(word: Token, span: Span) -> Fault:
    return Fault(
        FRACTIONAL_UNIT,
        span,
        f"a fraction of {word.lower()}, which are not all equally long",
        help="use whole months, quarters and years, or days",
    )


def _single(parts: list[PartT], word: str) -> PartT | None:
    if len(parts) > 1:
        raise Fault(REPEATED_CLAUSE, parts[1].span, f"a second '{word}'", help="join the parts with commas")
    return parts[0] if parts else None


def _refuse_parts(at: AtPart | None, on: OnPart | None) -> None:
    if at is not None:
        raise Fault(
            MISPLACED_AT,
            at.span,
            "'at' after an interval of elapsed time, which has no days to put times on",
            help="use 'daily at ...', or 'starting ...' to set the phase",
        )
    if on is not None:
        raise _misplaced_on(on, "'on' after an interval of elapsed time, which has no periods to pick days from")


def _misplaced_on(on: OnPart, message: str) -> Fault:
    fixes = replacement(Span(on.span.start, span_of(on.window).start), "& ")
    return Fault(MISPLACED_ON, on.span, message, help="keep it to those days with '&'", fixes=fixes)


def _ambiguous_ordinal(days: MonthDays) -> Fault:
    day = days.days[0]
    return Fault(
        AMBIGUOUS_ORDINAL,
        days.span,
        "this could count days or name a day of the month",
        help=f"to count days write 'every {day} days'; for a day of the month leave out 'day'",
    )
