"""Whole schedules that the language allows: firings joined by operators, windows only where they confine."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from hypothesis import strategies as st

from everly.grammar.tree import (
    And,
    At,
    Calendar,
    Elapsed,
    Except,
    Expr,
    Not,
    Or,
    Schedule,
    Unit,
    Zone,
)
from everly.scheduling.testing.cron import cron_lines
from everly.scheduling.testing.moments import moments, times_of_day
from everly.scheduling.testing.windows import day_windows, time_windows
from everly.scheduling.testing.zones import zones

Exprs = st.SearchStrategy[Expr]


@cache
def schedules(depth: int = 2) -> st.SearchStrategy[Schedule]:
    """Whole schedules as trees, each equal to what its own canonical text is read into.

    Operators and clauses nest at most `depth` deep, 0 or more. Every node of the tree comes up; years lie in 1970 to
    2100 where they confine and in 1000 to 9999 in clauses. Some schedules never fire.
    """
    bare = firings(depth).map(lambda expr: expr if isinstance(expr, Schedule) else Schedule(expr))
    return bare | _with_clauses(firings(depth))


@cache
def firings(depth: int) -> Exprs:
    """Expressions that fire, with operators at most `depth` deep; 0 gives intervals, times on days and cron lines."""
    if depth == 0:
        return firing_leaves()
    inner = firings(depth - 1)
    window = windows(depth - 1)
    return st.one_of(
        firing_leaves(),
        st.tuples(inner, window | inner).map(_and),
        st.tuples(window, inner).map(_and),
        st.lists(inner, min_size=2, max_size=3).map(_or),
        st.builds(Except, inner, inner | window),
        _with_clauses(inner),
    )


@cache
def windows(depth: int) -> Exprs:
    """Expressions that say when, not how often, with operators at most `depth` deep; some have clauses of their own."""
    leaves = st.one_of(day_windows(), day_windows(), time_windows())
    return _windows(depth, leaves | _with_clauses(leaves) if depth else leaves)


@cache
def firing_leaves() -> Exprs:
    """Intervals, times on days, and cron lines."""
    return st.one_of(st.builds(Elapsed, _seconds()), calendars(), times_on_days(), cron_lines())


@cache
def calendars() -> Exprs:
    """Intervals of days, weeks, months and years, with times and picked days."""
    count = st.integers(1, 3) | st.integers(1, 100)
    on = st.none() | _windows(1, day_windows())
    longer = st.sampled_from((Unit.WEEK, Unit.MONTH, Unit.YEAR))
    times = st.none() | _times()
    return st.one_of(
        st.builds(Calendar, count, st.just(Unit.DAY), times),
        st.builds(Calendar, count, longer, times),
        st.builds(Calendar, count, longer, times, on),
    )


@cache
def times_on_days() -> Exprs:
    """Times of day on the days of a window."""
    return st.builds(At, st.one_of(day_windows(), _windows(1, day_windows())), _times())


@cache
def _windows(depth: int, leaves: Exprs) -> Exprs:
    if depth == 0:
        return leaves
    inner = _windows(depth - 1, leaves)
    return st.one_of(
        leaves,
        st.lists(inner, min_size=2, max_size=3).map(_and),
        st.lists(inner, min_size=2, max_size=3).map(_or),
        inner.filter(lambda expr: not isinstance(expr, Not)).map(Not),
        st.builds(Except, inner, inner),
    )


@cache
def _times() -> st.SearchStrategy[tuple[int, ...]]:
    return st.sets(times_of_day(), min_size=1, max_size=3).map(lambda times: tuple(sorted(times)))


def _seconds() -> st.SearchStrategy[int]:
    whole = st.builds(lambda count, unit: count * unit, st.integers(1, 100), st.sampled_from((1, 60, 3600)))
    return whole | st.integers(1, 10**6)


def _with_clauses(exprs: Exprs) -> st.SearchStrategy[Schedule]:
    """The expression with one clause or more."""
    moment, zone = st.none() | moments(), zones().map(Zone)
    return st.one_of(
        st.builds(Schedule, exprs, moments(), moment, st.none() | zone),
        st.builds(Schedule, exprs, moment, moments(), st.none() | zone),
        st.builds(Schedule, exprs, moment, moment, zone),
    )


def _and(operands: Iterable[Expr]) -> Expr:
    return And(
        tuple(part for operand in operands for part in (operand.operands if isinstance(operand, And) else [operand]))
    )


def _or(operands: Iterable[Expr]) -> Expr:
    return Or(
        tuple(part for operand in operands for part in (operand.operands if isinstance(operand, Or) else [operand]))
    )
