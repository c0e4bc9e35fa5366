"""The nodes of a schedule: as it is written, or resolved and each with the scope that it stands in."""

from __future__ import annotations

from collections.abc import Iterator

from everly.grammar.tree import At, Calendar, Expr, Moment, Schedule, Zone
from everly.named import NamedTuple
from everly.scheduling.compiler import Compiled
from everly.scheduling.lower import Scope
from everly.scheduling.simplify.trees import parts


def nodes(expr: Expr) -> Iterator[Expr]:
    """An expression and all that it is made of, each before its parts."""
    yield expr
    for part in parts(expr):
        yield from nodes(part)


def clauses(schedule: Schedule) -> Iterator[Moment | Zone]:
    """What stands in the clauses of a schedule and of those in parentheses."""
    for node in nodes(schedule):
        if isinstance(node, Schedule):
            yield from filter(None, (node.starting, node.until, node.zone))


class Standing(NamedTuple):
    """A node of a resolved schedule, and where it stands. Where `scope.first` is None, the beginning is stated."""

    expr: Expr
    scope: Scope


def standing(compiled: Compiled) -> tuple[Standing, ...]:
    """All nodes from the outermost in, but for the windows that only days are asked of, before `at` and after `on`."""
    found: list[Standing] = []
    _take(compiled.resolved, Scope(compiled.default_zone, compiled.now, first=compiled.now), found)
    return tuple(found)


def _take(expr: Expr, scope: Scope, found: list[Standing]) -> None:
    found.append(Standing(expr, scope))
    if isinstance(expr, At | Calendar):
        return
    inside = scope.inside(expr) if isinstance(expr, Schedule) else scope
    for part in parts(expr):
        _take(part, inside, found)
