"""The nodes of a schedule, each with the scope that it stands in."""

from __future__ import annotations

from collections.abc import Iterator

from everly.grammar.tree import At, Calendar, Expr, Schedule
from everly.named import NamedTuple
from everly.scheduling.compiler import Compiled
from everly.scheduling.lower import Scope
from everly.scheduling.simplify.trees import parts


class Standing(NamedTuple):
    """A node of a resolved schedule, and where it stands. Where `scope.first` is None, the beginning is stated."""

    expr: Expr
    scope: Scope


def standing(compiled: Compiled) -> Iterator[Standing]:
    """All nodes from the outermost in, but for the windows that only days are asked of, before `at` and after `on`."""
    return _below(compiled.resolved, Scope(compiled.default_zone, compiled.now, first=compiled.now))


def _below(expr: Expr, scope: Scope) -> Iterator[Standing]:
    yield Standing(expr, scope)
    if isinstance(expr, At | Calendar):
        return
    inside = scope.inside(expr) if isinstance(expr, Schedule) else scope
    for part in parts(expr):
        yield from _below(part, inside)
