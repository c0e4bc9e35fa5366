"""Schedules in which much can be simplified: a few leaves, so that the same ones and parts of each other meet often."""

from __future__ import annotations

from functools import cache

from hypothesis import strategies as st

from everly.grammar.parser import parse
from everly.grammar.tree import (
    And,
    At,
    Calendar,
    Date,
    Dates,
    Elapsed,
    Except,
    Expr,
    Moment,
    MonthDays,
    Months,
    Not,
    NthWeekdays,
    Or,
    Schedule,
    Times,
    Unit,
    Weekdays,
    Window,
    YearDays,
    Years,
    Zone,
)

HOUR = 3600
Exprs = st.SearchStrategy[Expr]
_CRON_LINES = (
    "0 9 * * *",
    "0 17 * * *",
    "0 9 * * mon",
    "0 9 * * mon-fri",
    "0 9 1 * mon",
    "0 9 15 * mon",
    "*/30 9 * * *",
    "0 * * * *",
    "0 0-23 * * *",
    "0 0 31 2 *",
    "* * * * * *",
)
_DAYS: tuple[Window, ...] = (
    Weekdays((0,)),
    Weekdays((0, 1)),
    Weekdays((0, 1, 2, 3, 4)),
    Weekdays((5, 6)),
    Weekdays(tuple(range(7))),
    Months((1,)),
    Months((1, 2, 3)),
    Months((2, 12)),
    Years(((2010, 2030),)),
    Years(((2018, 2018), (2024, 2024))),
    MonthDays((1,)),
    MonthDays((1, 15)),
    MonthDays((-1,)),
    MonthDays((-1, 31)),
    MonthDays((30,)),
    NthWeekdays(((1, 0),)),
    NthWeekdays(((5, 4), (-1, 4))),
    NthWeekdays(((-1, 4),), (3, 11)),
    YearDays((((12, 25), (12, 25)),)),
    YearDays((((12, 20), (1, 5)),)),
    Dates((((2011, 12, 28), (2012, 1, 3)),)),
)
_TIMES: tuple[Window, ...] = (
    Times(((9 * HOUR, 17 * HOUR),)),
    Times(((0, 9 * HOUR),)),
    Times(((22 * HOUR, 6 * HOUR),)),
    Times(((0, 86399),)),
)
_ZONES = ("UTC", "Europe/Berlin", "America/Sao_Paulo", "Pacific/Apia")


def day_windows(depth: int) -> Exprs:
    """Windows of days and the algebra of them, with groups that the parser would have flattened."""
    return _joined(depth, st.sampled_from(_DAYS))


@cache
def windows(depth: int) -> Exprs:
    """Windows of days and times."""
    return _joined(depth, st.sampled_from(_DAYS) | st.sampled_from(_TIMES))


@cache
def firings(depth: int) -> Exprs:
    """Firings, joined with each other and with windows."""
    if depth == 0:
        return _firing_leaves()
    inner, window = firings(depth - 1), windows(depth - 1)
    return st.one_of(
        _firing_leaves(),
        st.lists(inner | window, min_size=1, max_size=2).flatmap(lambda rest: _beside(inner, rest)),
        st.lists(inner, min_size=2, max_size=3).map(lambda operands: Or(tuple(operands))),
        st.builds(Except, inner, inner | window),
        st.builds(Except, inner, window),
        inner.map(Schedule),
        _scopes(inner),
    )


@cache
def schedules(depth: int = 2) -> st.SearchStrategy[Schedule]:
    """Whole schedules, some with clauses."""
    return firings(depth).map(Schedule) | _scopes(firings(depth))


@cache
def pairs() -> st.SearchStrategy[Schedule]:
    """Two operands, of which one often holds the other, with and without scopes of their own."""
    leaf = _firing_leaves() | _scopes(_firing_leaves())
    window = st.one_of(st.sampled_from(_DAYS), st.sampled_from(_TIMES), _scopes(st.sampled_from(_DAYS)))
    both = st.tuples(leaf, leaf)
    either = st.one_of(both, st.tuples(leaf, window))
    pair = st.one_of(either.map(And), both.map(Or), st.builds(Except, leaf, leaf), st.builds(Except, leaf, window))
    return st.one_of(pair.map(Schedule), pair.map(Schedule), _scopes(pair))


def _beside(firing: Exprs, rest: list[Expr]) -> Exprs:
    """A firing somewhere among other operands."""
    return st.builds(lambda each, index: And((*rest[:index], each, *rest[index:])), firing, st.integers(0, len(rest)))


@cache
def _firing_leaves() -> Exprs:
    at = st.sampled_from((None, (0,), (9 * HOUR,), (9 * HOUR, 17 * HOUR)))
    days = day_windows(1)
    return st.one_of(
        st.sampled_from((HOUR, 2 * HOUR, 3 * HOUR, 86400)).map(Elapsed),
        st.builds(Calendar, st.integers(1, 2), st.sampled_from((Unit.DAY, Unit.WEEK, Unit.MONTH, Unit.YEAR)), at),
        st.builds(Calendar, st.integers(1, 2), st.sampled_from((Unit.WEEK, Unit.MONTH, Unit.YEAR)), at, days),
        st.builds(At, days, st.sampled_from(((9 * HOUR,), (17 * HOUR,), (0, 9 * HOUR)))),
        st.sampled_from(_CRON_LINES).map(lambda line: parse(line).expr),
    )


def _joined(depth: int, leaves: Exprs) -> Exprs:
    if depth == 0:
        return leaves
    inner = _joined(depth - 1, leaves)
    several = st.lists(inner, min_size=2, max_size=3).map(tuple)
    return st.one_of(leaves, several.map(And), several.map(Or), inner.map(Not), st.builds(Except, inner, inner))


def _scopes(exprs: Exprs) -> st.SearchStrategy[Schedule]:
    moment = st.none() | st.builds(_moment, st.sampled_from((2011, 2018, 2024)), st.integers(1, 12), st.integers(0, 23))
    zone = st.none() | st.sampled_from(_ZONES).map(Zone)
    return st.builds(Schedule, exprs, moment, st.none() | st.just(_moment(2031, 6, 12)), zone)


def _moment(year: int, month: int, hour: int) -> Moment:
    return Moment(Date(year, month, 1, hour * HOUR))
