"""Schedules full of intervals that drift against the clock, alone, joined, confined and taken from each other."""

from __future__ import annotations

from functools import cache

from hypothesis import strategies as st

from everly.grammar.parser import parse, parse_window
from everly.grammar.tree import And, Elapsed, Except, Expr, Or, Schedule

_SECONDS = (420, 660, 780, 1020, 1500, 2100, 3600, 5400, 7200, 12_347, 18_000, 25_200, 43_200, 86_400, 129_600)
_WINDOWS = ("mon", "mon-fri", "09:00-17:00", "dec 25", "jan", "1st", "22:00-06:00")
_TIMES = ("mon at 09:00", "0 0 1 * *", "daily", "*/7 * * * *", "every 3 days")


@cache
def intervals(depth: int) -> st.SearchStrategy[Schedule]:
    """Whole schedules, with operators at most so deep."""
    return _exprs(depth).map(Schedule)


@cache
def _exprs(depth: int) -> st.SearchStrategy[Expr]:
    leaves = st.sampled_from(_SECONDS).map(Elapsed) | st.sampled_from(_TIMES).map(lambda text: parse(text).expr)
    if depth == 0:
        return leaves
    inner = _exprs(depth - 1)
    windows = st.sampled_from(_WINDOWS).map(lambda text: parse_window(text).expr)
    return st.one_of(
        inner,
        st.lists(inner, min_size=2, max_size=3).map(lambda operands: Or(tuple(operands))),
        st.tuples(inner, inner | windows).map(And),
        st.builds(Except, inner, inner | windows),
    )
