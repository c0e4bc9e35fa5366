"""Operands that change nothing: a schedule without them fires at the same instants."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import accumulate

from everly.frozen import frozen, replace
from everly.grammar.kinds import kind_of
from everly.grammar.tree import And, Except, Expr, Or, Schedule
from everly.scheduling.compiler import Compiled
from everly.scheduling.decisions.effort import joining, work
from everly.scheduling.decisions.spread import asked, drifts, has_none, plain
from everly.scheduling.decisions.zone_rules import zone_rules
from everly.scheduling.engine.civil import DAY, MIN_INSTANT
from everly.scheduling.engine.nodes import EMPTY, Bounded, InstantSet
from everly.scheduling.engine.operations import FOLDED, PLAIN, Operations
from everly.scheduling.lower import Scope, begun, end_of, unbounded

# What a quick search may take for one operand, some tenths of a second at most, and how many operands it may join.
_MOST_WORK, _MOST_OPERANDS = 2000, 64
# Among as many questions as there are parts, but so many at least, the work is shared that laying out may take.
_FEWEST_QUESTIONS, _PARTS_ASKED = 4, 3

# Most operands change something within hours, days or a year; each look costs some microseconds, a proof a thousand.
_DISTANCES = (0, 3600, 7 * 3600, *range(DAY, 8 * DAY, DAY), 40 * DAY, 200 * DAY, 400 * DAY)

_Join = Callable[[Iterable[InstantSet]], InstantSet]
_Ends = tuple[int | None, int | None]
"""The first and the last instant that count; None is open."""


@frozen
class Redundancy:
    """An operand that could be left out, with the operands beside it that make it so.

    Of `a & b`, `a` is redundant when every firing of `b` is one of `a`; of `a | b`, when every firing of `a` is one of
    `b`; of `a except b`, `b` is when it takes nothing away, and an operand of `b` when `b` is the same without it. Of
    `a except b except c`, `b` is too when `c` takes away all that it does.
    `zones` names the zones whose clock changes this rests on.
    """

    operand: Expr
    because: tuple[Expr, ...]
    zones: tuple[str, ...]


@frozen
class Unsettled:
    """An operand that was not looked at, for to know whether it is redundant takes too much work."""

    operand: Expr


def redundancies(compiled: Compiled) -> tuple[Redundancy, ...]:
    """All operands of a schedule that change nothing; of two that make each other redundant, the later one.

    Leaving out all of them at once keeps the schedule's firings. Of a schedule that is many
    steps on clocks those operands are missing that bounded work does not settle.
    """
    return tuple(each for each in _all(compiled, None) if isinstance(each, Redundancy))


def quick_redundancies(compiled: Compiled) -> tuple[Redundancy | Unsettled, ...]:
    """As `redundancies`, but operands that would take too much work are named as unsettled, whatever they are."""
    return _all(compiled, _MOST_WORK)


def _all(compiled: Compiled, most: int | None) -> tuple[Redundancy | Unsettled, ...]:
    from everly.scheduling.engine.laid import parts

    said = plain(compiled)
    share = max(parts(said) // _PARTS_ASKED, _FEWEST_QUESTIONS)

    def found(by: Operations) -> tuple[Redundancy | Unsettled, ...]:
        place = _Place(Scope(compiled.zone, compiled.now, compiled.now, by), None, None, most, share)
        return tuple(_redundant(compiled.resolved, place))

    return found(PLAIN) if drifts(said) else asked(lambda: found(FOLDED), lambda: found(PLAIN))


@frozen
class _Place:
    """Where an expression stands: its scope, and the first and the last instant that the schedules around it allow.

    `most` is the work that a search there may take, `share` among how many questions that of laying out is shared.
    """

    scope: Scope
    first: int | None
    last: int | None
    most: int | None
    share: int

    def inside(self, schedule: Schedule) -> _Place:
        """The place of what a schedule that stands here holds."""
        scope = self.scope.inside(schedule)
        begins = (self.first, None if schedule.starting is None else scope.anchor)
        ends = (self.last, end_of(schedule, scope))
        return _Place(
            scope,
            max((each for each in begins if each is not None), default=None),
            min((each for each in ends if each is not None), default=None),
            self.most,
            self.share,
        )

    def begun(self, expr: Expr) -> InstantSet:
        """What an expression here can add to the whole."""
        return self.scope.by.bounded(begun(expr, self.scope), self.first, self.last)

    def is_never(self, instants: InstantSet) -> bool | None:
        """Whether a set that was made here has no member; None where that takes too much work to know."""
        return has_none(instants, self.share) if self.scope.by is PLAIN else instants.ceil(MIN_INSTANT) is None


def _redundant(expr: Expr, place: _Place, later: tuple[Expr, ...] = ()) -> Iterator[Redundancy | Unsettled]:
    """What changes nothing in an expression of which later exceptions, those that stay, take more away."""
    match expr:
        case Schedule():
            yield from _redundant(expr.expr, place.inside(expr), later if expr.is_bare else ())
        case And(operands):
            yield from _among(expr, operands, place, _Search(place, place.scope.by.intersection))
        case Or(operands):
            yield from _among(expr, operands, place, _Search(place, place.scope.by.union))
        case Except(base, removed):
            found = _idle(base, removed, place, later)
            is_kept = not isinstance(found, Redundancy)
            yield from _redundant(base, place, (removed, *later) if is_kept else later)
            if found is not None:
                yield found
            if is_kept:
                yield from _redundant(removed, place)
        case _:
            pass


def _idle(base: Expr, removed: Expr, place: _Place, later: tuple[Expr, ...]) -> Redundancy | Unsettled | None:
    """An exception if it takes nothing away, or nothing that later ones do not."""
    by = place.scope.by
    taken = by.intersection([place.begun(base), unbounded(removed, place.scope)])
    because: tuple[Expr, ...] = (base,)
    settled = place.is_never(taken)
    if settled is False and later:
        search = _Search(place, by.union)
        rest = {index: unbounded(each, place.scope) for index, each in enumerate(later)}
        others = by.union([*rest.values()])
        _, settled = search.settle(taken, others)
        if settled:
            because = tuple(later[index] for index in search.because(taken, rest))
            taken = by.union([taken, others])
    if settled is None:
        return Unsettled(removed)
    return Redundancy(removed, because, zone_rules(taken)) if settled else None


@frozen
class _Search:
    """What the operands of an expression make together, and what one changes, within some ends."""

    place: _Place
    join: _Join
    ends: _Ends = (None, None)

    @property
    def adds(self) -> bool:
        """Whether an operand adds to the others, as one of a union does; else it takes out of them."""
        return self.join is self.place.scope.by.union

    def changed(self, operand: InstantSet, others: InstantSet) -> InstantSet:
        """What an operand makes of the others: what it adds to them, or what it takes out of them."""
        by = self.place.scope.by
        return by.bounded(by.difference(operand, others) if self.adds else by.difference(others, operand), *self.ends)

    def settle(self, operand: InstantSet, others: InstantSet) -> tuple[InstantSet, bool | None]:
        """What an operand changes, and whether that is nothing; None where that takes too much work to know."""
        if self.is_too_much(operand, others):
            return EMPTY, None
        if self.place.scope.by is FOLDED and self._is_seen_to_change(operand, others):
            return EMPTY, False
        changed = self.changed(operand, others)
        return changed, self.place.is_never(changed)

    def _is_seen_to_change(self, operand: InstantSet, others: InstantSet) -> bool:
        """Whether one of a few instants shows that an operand changes something: then nothing has to be proved."""
        base, less = (operand, others) if self.adds else (others, operand)
        first, last = self.ends
        start = self.place.scope.anchor if first is None else first
        found = (base.ceil(start + distance) for distance in _DISTANCES)
        return any(each is not None and (last is None or each <= last) and not less.contains(each) for each in found)

    def because(self, operand: InstantSet, rest: dict[int, InstantSet]) -> list[int]:
        """The one other operand that makes an operand redundant, or all of them."""
        alone = (other for other, each in rest.items() if self.place.is_never(self.changed(operand, each)))
        one = next(alone, None)
        return list(rest) if one is None else [one]

    def is_too_much(self, operand: InstantSet, others: InstantSet) -> bool:
        """Whether it may take too much to see what an operand changes."""
        if self.place.most is None or self.place.scope.by is PLAIN:
            return False
        return (work(operand, others) if self.adds else work(others, operand)) > self.place.most


def _among(
    expr: And | Or, operands: tuple[Expr, ...], place: _Place, search: _Search
) -> Iterator[Redundancy | Unsettled]:
    """The redundant ones among some operands, looked for from the last on, then what is redundant inside the rest."""
    if place.most is not None and len(operands) > _MOST_OPERANDS:
        yield from map(Unsettled, operands)
        return
    sets, ends = _within([place.begun(operand) for operand in operands])
    if place.most is not None and place.scope.by is FOLDED and joining(sets) > place.most:
        yield from map(Unsettled, operands)
        return
    search = replace(search, ends=ends)
    before = list(accumulate(sets[:-1], lambda left, right: search.join([left, right])))
    after: list[InstantSet] = []
    kept = dict(enumerate(sets))
    found: list[Redundancy | Unsettled] = []
    for index in reversed(range(len(sets))):
        here = kept.pop(index)
        if kept and _is_same_kind(expr, [operands[other] for other in sorted(kept)]):
            others = search.join([*before[max(index - 1, 0) : index], *after])
            changed, settled = search.settle(here, others)
            if settled is None:
                found.append(Unsettled(operands[index]))
            elif settled:
                because = tuple(operands[other] for other in search.because(here, dict(sorted(kept.items()))))
                found.append(Redundancy(operands[index], because, zone_rules(changed)))
                continue
        kept[index] = here
        if index:  # else nothing is left that it stands behind
            after = [search.join([here, *after])]
    yield from reversed(found)
    for index in sorted(kept):
        yield from _redundant(operands[index], place)


def _within(sets: list[InstantSet]) -> tuple[list[InstantSet], _Ends]:
    """Some sets, without their ends where these are the same for all: then what is made of them is cut just once."""
    ends = {(each.first, each.last) if isinstance(each, Bounded) else (None, None) for each in sets}
    if len(ends) > 1:
        return sets, (None, None)
    return [each.base if isinstance(each, Bounded) else each for each in sets], ends.pop()


def _is_same_kind(expr: And | Or, rest: list[Expr]) -> bool:
    """Whether what is left is of the same kind: `secondly & mon` needs its `secondly`."""
    left = replace(expr, operands=tuple(rest)) if len(rest) > 1 else rest[0]
    return kind_of(left) is kind_of(expr)
