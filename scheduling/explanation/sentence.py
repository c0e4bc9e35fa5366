"""The sentence that says when a schedule fires."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import islice

from everly.frozen import frozen, replace
from everly.grammar.printer import print_schedule
from everly.scheduling.compiler import Compiled
from everly.scheduling.decisions.zone_rules import zone_rules
from everly.scheduling.engine.algebra import bounded, difference, union
from everly.scheduling.engine.civil import DAY, FIRST_DAY, LAST_DAY, MAX_INSTANT, MIN_INSTANT
from everly.scheduling.engine.formula import Every, Formula, Reading, Some
from everly.scheduling.engine.nodes import Bounded, Difference, Empty, InstantSet, Union
from everly.scheduling.engine.zoned import Zoned, held
from everly.scheduling.explanation.bounds import Bounds
from everly.scheduling.explanation.clocks import clock_text
from everly.scheduling.explanation.steps import (
    keeps_to_days,
    step_of,
    step_on_clock_text,
    step_text,
    thinned_text,
    window_text,
)
from everly.scheduling.explanation.words import clauses, listed, moment_text
from everly.scheduling.zone_names import find_zone

_FEW = 3
_MOST_PARTS = 7


@frozen
class Explanation:
    """What a schedule means.

    `sentence` is one line of English that ends in a full stop; times in it are those of `zone` unless it says
    otherwise. `canonical` is the schedule in its canonical spelling. `next` is the first firing at or after `now`, in
    seconds since the epoch, or None if there is none.
    """

    sentence: str
    canonical: str
    zone: str
    next: int | None


def explain(compiled: Compiled) -> Explanation:
    """Say in one sentence when a schedule fires.

    The sentence is made from the instants, and is held against them before it is given.
    """
    instants = without_idle(compiled.instants)
    first, last = _ends(instants)
    is_shown = FIRST_DAY <= compiled.zone.reading(first) // DAY <= LAST_DAY  # else its clock has left the calendar
    zone = compiled.zone if is_shown else find_zone("UTC")
    bounds = Bounds(first, last, compiled.now, zone, compiled.zone)
    text = closed_text(instants, bounds) or _parts(instants, bounds) or _irregular(instants, bounds)
    sentence = f"{text[0].upper()}{text[1:]}."
    return Explanation(sentence, print_schedule(compiled.schedule), compiled.zone.name, instants.ceil(compiled.now))


def without_idle(instants: InstantSet) -> InstantSet:
    """The same set without removals that take nothing away and operands of a union that the others make up for."""
    match instants:
        case Bounded(base, first, last):
            inner = base.base if isinstance(base, Difference) else base
            less = bounded(inner, first, last)
            return less if inner is not base and _is_part(less, instants) else _without_operands(instants)
        case Difference(base) if _is_part(base, instants):
            return without_idle(base)
        case _:
            return _without_operands(instants)


def _without_operands(instants: InstantSet) -> InstantSet:
    return union(_needed(instants.operands)) if isinstance(instants, Union) else instants


def _is_part(instants: InstantSet, other: InstantSet) -> bool:
    return difference(instants, other).ceil(MIN_INSTANT) is None


def _ends(instants: InstantSet) -> tuple[int, int]:
    first, last = instants.ceil(MIN_INSTANT), instants.floor(MAX_INSTANT)
    if first is None or last is None:
        raise ValueError("a set without members has no words")
    return first, last


def closed_text(instants: InstantSet, bounds: Bounds) -> str | None:
    """The words for a set that is one thing, or a few things on one clock; None where it is not.

    They do not depend on how the set was put together.
    """
    return _few(instants, bounds) or _regular(instants, bounds)


def _few(instants: InstantSet, bounds: Bounds) -> str | None:
    """`once, at 09:00 on 25 December 2024`."""
    members = list(islice(instants.between(bounds.first, bounds.last), _FEW + 1))
    if len(members) > _FEW:
        return None
    moments = listed([f"at {moment_text(bounds.zone.reading(each))}" for each in members])
    return f"{'once, ' if len(members) == 1 else 'only '}{moments}{bounds.place}"


def _regular(instants: InstantSet, bounds: Bounds) -> str | None:
    """The words for a set that is one thing: a step, times on days, or a step kept to times and days."""
    step = step_of(instants, bounds)
    if step is not None and not keeps_to_days(step):
        return step_text(step, bounds)
    text = clock_text(instants, bounds, is_elapsed=step is not None, most=_FEW)
    if text is not None:
        return text
    if step is not None:
        return step_text(step, bounds)
    return (
        _elsewhere(instants, bounds)
        or step_on_clock_text(instants, bounds)
        or clock_text(instants, bounds, is_elapsed=False, most=_MOST_PARTS)
    )


def _elsewhere(instants: InstantSet, bounds: Bounds) -> str | None:
    """The words on another clock than that of the schedule's zone: that of a zone which a part names, or UTC."""
    for name in (*zone_rules(instants), "UTC"):
        if name != bounds.zone.name:
            there = replace(bounds, zone=find_zone(name), home=None)
            text = clock_text(instants, there, is_elapsed=False, most=_FEW)
            if text is not None:
                return text
    return None


def _parts(instants: InstantSet, bounds: Bounds) -> str | None:
    """The words for a union, an intersection or a difference, from those of its parts."""
    named = bounds if set(zone_rules(instants)) <= {bounds.zone.name} else replace(bounds, home=None)
    match instants:
        case Bounded(base, first, last):
            return thinned_text(base, bounds) or _composed(base, lambda each: bounded(each, first, last), named)
        case _:
            return thinned_text(instants, bounds) or _composed(instants, lambda each: each, named)


def _composed(base: InstantSet, cut: Callable[[InstantSet], InstantSet], bounds: Bounds) -> str | None:
    match base:
        case Union(operands) if len(operands) <= _MOST_PARTS:
            return _joined(_needed(map(cut, operands)), bounds)
        case Zoned(Some(parts)) if len(parts) <= _MOST_PARTS:
            return _joined(_needed(cut(held(part)) for part in parts), bounds)
        case Zoned(Every(parts)) if len(parts) <= _MOST_PARTS:
            return _confined(sorted(parts, key=_order), cut, bounds)
        case Difference(whole, removed):
            return _taken_away(cut(whole), removed, bounds)
        case _:
            return None


def _needed(operands: Iterable[InstantSet]) -> list[InstantSet]:
    """The operands of a union without those that the others make up for."""
    kept = sorted((each for each in operands if each.ceil(MIN_INSTANT) is not None), key=_first_members)
    for each in tuple(kept):
        others = [other for other in kept if other is not each]
        if others and _is_part(each, union(others)):
            kept = others
    return kept


def _first_members(instants: InstantSet) -> list[int]:
    return list(islice(instants.between(MIN_INSTANT, MAX_INSTANT), 8))


def _joined(operands: Sequence[InstantSet], bounds: Bounds) -> str | None:
    texts = [_part(each, bounds) for each in operands]
    found = sorted(text for text in texts if text is not None)
    return clauses(found) if len(found) == len(texts) else None


def _part(instants: InstantSet, bounds: Bounds) -> str | None:
    """The words for a part of what the bounds are of."""
    first, last = _ends(instants)
    there = replace(bounds, first=first, last=last)
    return closed_text(instants, there) or _parts(instants, there)


def _taken_away(base: InstantSet, removed: InstantSet, bounds: Bounds) -> str | None:
    whole, less = _part(base, bounds), _part(removed, bounds)
    return None if whole is None or less is None else f"{whole}, except {less}"


def _order(part: Formula) -> tuple[bool, list[int], list[str]]:
    """Parts by how often they hold, those that only confine others last, and then by their zones."""
    found = held(part)
    cells = () if isinstance(found, Empty) else found.cells.cells
    counts = sorted(times.count for times, _ in cells)
    return isinstance(part, Reading), counts, sorted(zone.name for zone in part.zones)


def _confined(parts: Sequence[Formula], cut: Callable[[InstantSet], InstantSet], bounds: Bounds) -> str | None:
    """The words for what fires on one clock while others show certain times."""
    main, *windows = parts
    text = _part(cut(held(main)), bounds)
    limits = []
    for part in windows:
        if not isinstance(part, Reading):
            return None
        there = replace(bounds, zone=part.zone, home=None)
        found = window_text(part.wall, there)
        if found is None:
            return None
        limits.append(f"{found}{there.place}")
    return None if text is None else f"{text}, but only {listed(sorted(limits))}"


def _irregular(instants: InstantSet, bounds: Bounds) -> str:
    members = list(islice(instants.between(bounds.first, bounds.last), _FEW))
    moments = listed([moment_text(bounds.zone.reading(each)) for each in members])
    return f"at times that one sentence cannot tell, first at {moments}{bounds.place}"
