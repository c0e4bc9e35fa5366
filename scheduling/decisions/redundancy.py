"""Operands that change nothing: a schedule without them fires at the same instants."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from everly.grammar.kinds import kind_of
from everly.grammar.tree import And, Except, Expr, Or, Schedule
from everly.scheduling.compiler import Compiled
from everly.scheduling.decisions.zone_rules import zone_rules
from everly.scheduling.engine.algebra import bounded, difference, intersection, union
from everly.scheduling.engine.civil import MIN_INSTANT
from everly.scheduling.engine.nodes import InstantSet
from everly.scheduling.lower import Scope, begun, end_of, unbounded

_Join = Callable[[Iterable[InstantSet]], InstantSet]
_Change = Callable[[InstantSet, InstantSet], InstantSet]
"""What an operand, the first argument, makes of the others: what it takes out of them, or what it adds to them."""


@dataclass(frozen=True, slots=True)
class Redundancy:
    """An operand that could be left out, with the operands beside it that make it so.

    Of `a & b`, `a` is redundant when every firing of `b` is one of `a`; of `a | b`, when every firing of `a` is one of
    `b`; of `a except b`, `b` is when it takes nothing away. `zones` names the zones whose clock changes this rests on.
    """

    operand: Expr
    because: tuple[Expr, ...]
    zones: tuple[str, ...]


def redundancies(compiled: Compiled) -> tuple[Redundancy, ...]:
    """All operands of a schedule that change nothing; of two that make each other redundant, the later one.

    Leaving out all of them at once keeps the schedule's firings.
    """
    place = _Place(Scope(compiled.zone, compiled.now, first=compiled.now), None, None)
    return tuple(_redundant(compiled.resolved, place))


@dataclass(frozen=True, slots=True)
class _Place:
    """Where an expression stands: its scope, and the first and the last instant that the schedules around it allow."""

    scope: Scope
    first: int | None
    last: int | None

    def inside(self, schedule: Schedule) -> _Place:
        """The place of what a schedule that stands here holds."""
        scope = self.scope.inside(schedule)
        begins = (self.first, None if schedule.starting is None else scope.anchor)
        ends = (self.last, end_of(schedule, scope))
        return _Place(
            scope,
            max((each for each in begins if each is not None), default=None),
            min((each for each in ends if each is not None), default=None),
        )

    def begun(self, expr: Expr) -> InstantSet:
        """What an expression here can add to the whole."""
        return bounded(begun(expr, self.scope), self.first, self.last)


def _redundant(expr: Expr, place: _Place) -> Iterator[Redundancy]:
    match expr:
        case Schedule():
            yield from _redundant(expr.expr, place.inside(expr))
        case And(operands):
            yield from _among(expr, operands, place, intersection, _missed)
        case Or(operands):
            yield from _among(expr, operands, place, union, difference)
        case Except(base, removed):
            yield from _redundant(base, place)
            taken = intersection([place.begun(base), unbounded(removed, place.scope)])
            if taken.ceil(MIN_INSTANT) is None:
                yield Redundancy(removed, (base,), zone_rules(taken))
        case _:
            pass


def _among(
    expr: And | Or, operands: tuple[Expr, ...], place: _Place, join: _Join, change: _Change
) -> Iterator[Redundancy]:
    """The redundant ones among some operands, looked for from the last on, then what is redundant inside the rest."""
    sets = {index: place.begun(operand) for index, operand in enumerate(operands)}
    found = []
    for index in reversed(range(len(operands))):
        rest = {other: each for other, each in sets.items() if other != index}
        if not rest or not _is_same_kind(expr, [operands[other] for other in rest]):
            continue
        changed = change(sets[index], join(rest.values()))
        if changed.ceil(MIN_INSTANT) is None:
            because = _because(sets[index], rest, change)
            found.append(Redundancy(operands[index], tuple(operands[other] for other in because), zone_rules(changed)))
            sets = rest
    yield from reversed(found)
    for index in sets:
        yield from _redundant(operands[index], place)


def _missed(operand: InstantSet, others: InstantSet) -> InstantSet:
    return difference(others, operand)


def _is_same_kind(expr: And | Or, rest: list[Expr]) -> bool:
    """Whether what is left is of the same kind: `secondly & mon` needs its `secondly`."""
    left = replace(expr, operands=tuple(rest)) if len(rest) > 1 else rest[0]
    return kind_of(left) is kind_of(expr)


def _because(operand: InstantSet, rest: dict[int, InstantSet], change: _Change) -> list[int]:
    """The one other operand that makes an operand redundant, or all of them."""
    one = next((other for other, each in rest.items() if change(operand, each).ceil(MIN_INSTANT) is None), None)
    return list(rest) if one is None else [one]
