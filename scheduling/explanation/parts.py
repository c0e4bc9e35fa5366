"""Schedules that are no one thing, in words: part by part, each found in the instants that those before leave over."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from everly.frozen import replace
from everly.scheduling.engine.algebra import difference, union
from everly.scheduling.engine.civil import MIN_INSTANT
from everly.scheduling.engine.formula import Absolute, Firing, Formula, Reading, leaves
from everly.scheduling.engine.nodes import Bounded, Difference, InstantSet, Intersection, Union
from everly.scheduling.engine.thinned import Thinned
from everly.scheduling.engine.zoned import Pattern, Zoned
from everly.scheduling.engine.zones import Zone
from everly.scheduling.explanation.bounds import Bounds
from everly.scheduling.explanation.clock_parts import clock_part, times_part
from everly.scheduling.explanation.confined import step_on_clock_text
from everly.scheduling.explanation.few import few_text
from everly.scheduling.explanation.normal import Normal
from everly.scheduling.explanation.part import Part, Way, around
from everly.scheduling.explanation.progressions import progression_of
from everly.scheduling.explanation.proof import is_within
from everly.scheduling.explanation.step_parts import step_part
from everly.scheduling.explanation.steps import keeps_to_days, step_text, thinned_text
from everly.scheduling.explanation.words import clauses
from everly.scheduling.zone_names import find_zone

_MOST_PARTS = 5
_MOST_TERMS = 30
_COUNTED = "counted from"  # of parts that begin together those come last that drift


def parts_text(instants: InstantSet, bounds: Bounds, zones: Sequence[Zone]) -> str | None:
    """The words for a set that is put together from a few others; None where they are not found, or too many."""
    parts = _parts(instants, bounds, zones)
    return None if parts is None else clauses([part.text for part in sorted(parts, key=_place)])


def known_parts_text(form: Normal, bounds: Bounds, zones: Sequence[Zone]) -> str | None:
    """The words for a set whose steps are known, and what clocks show of it; None where there are too many, or none.

    Parts that begin together keep their order, but that those on clocks come before what is counted.
    """
    if len(form.steps) > _MOST_PARTS:
        return None
    found: list[Part] = []
    for each in form.steps:
        text = _alone(each, around(each, bounds))
        if text is None:
            return _of_one(form, bounds, zones)
        found.append(Part(text, each))
    there = around(form.clocks, bounds)
    on_clocks = _single(form.clocks, there) or _parts(form.clocks, there, zones)
    if on_clocks is None or len(on_clocks) + len(found) > _MOST_PARTS:
        return None
    parts = sorted([*found, *on_clocks], key=lambda part: (_place(part)[0], _COUNTED in part.text))
    return clauses([part.text for part in parts])


def _single(clocks: InstantSet, bounds: Bounds) -> list[Part] | None:
    part = clock_part(clocks, bounds)
    return None if part is None else [part]


def _of_one(form: Normal, bounds: Bounds, zones: Sequence[Zone]) -> str | None:
    """The words for one step that has none as a whole: part by part."""
    is_one = len(form.steps) == 1 and form.clocks.ceil(MIN_INSTANT) is None
    return parts_text(form.instants, bounds, zones) if is_one else None


def _parts(instants: InstantSet, bounds: Bounds, zones: Sequence[Zone]) -> list[Part] | None:
    """The parts that a set is put together from, if they are few."""
    found: list[Part] = []
    rest = instants
    while rest.ceil(MIN_INSTANT) is not None:
        left = _MOST_PARTS - len(found)
        part = _next(rest, instants, bounds, zones, left) if left else None
        if part is None:
            return None
        found.append(part)
        rest = difference(rest, part.instants)
    return _merged(_needed(found), bounds)


def _alone(instants: InstantSet, bounds: Bounds) -> str | None:
    """The words for a step, also one kept to days and times or without others, or for times on days."""
    step = progression_of(instants, bounds.last)
    if step is not None and not (keeps_to_days(step.period) and bounds.zone.fixed is not None):
        return step_text(step, bounds)
    if (part := clock_part(instants, bounds)) is not None:
        return part.text
    return step_on_clock_text(instants, bounds) or thinned_text(instants, bounds)


def _merged(parts: Sequence[Part], bounds: Bounds) -> list[Part]:
    """The parts, those on one clock as one where that takes no more words."""
    kept: list[Part] = []
    for part in parts:
        for index, other in enumerate(kept):
            both = None
            if part.zone is not None and part.zone == other.zone:
                both = clock_part(union([other.instants, part.instants]), bounds.on(part.zone))
            if both is not None:
                kept[index] = both
                break
        else:
            kept.append(part)
    return kept


def _place(part: Part) -> tuple[int | None, str]:
    return part.instants.ceil(MIN_INSTANT), part.text


def _needed(parts: Sequence[Part]) -> list[Part]:
    """The parts without those that the others make up for."""
    kept = list(parts)
    for part in parts:
        others = [other.instants for other in kept if other is not part]
        if others and is_within(part.instants, union(others)):
            kept.remove(part)
    return kept


def _next(rest: InstantSet, whole: InstantSet, bounds: Bounds, zones: Sequence[Zone], most: int) -> Part | None:
    """A part of the whole that holds the first member of what is left over, of which so many parts may be made."""
    first = rest.ceil(MIN_INSTANT)
    if first is None or _terms(rest) > _MOST_TERMS:
        return None
    there = replace(bounds, first=first)
    utc = find_zone("UTC")
    named = [_on_clock(zone) for zone in zones[1:] if zone != utc]
    step, any_step = partial(step_part, most=most, is_any=False), partial(step_part, most=most, is_any=True)
    if named or bounds.zone.fixed is None:
        ways: list[Way] = [times_part, *named, any_step, _on_clock(utc)]
    else:
        ways = [step, times_part, any_step, _on_clock(utc)]
    found = (way(rest, whole, there) for way in ways)
    return next((part for part in found if part is not None), None) or _few(rest, there)


def _terms(instants: InstantSet) -> int:
    """Of how many simple sets one is put together: that grows with each part that is taken from it."""
    match instants:
        case Bounded(base):
            return _terms(base)
        case Union(operands) | Intersection(operands):
            return sum(map(_terms, operands))
        case Difference(base, removed):
            return _terms(base) + _terms(removed)
        case Thinned(_, removed):
            return 1 + len(removed)
        case Zoned(formula):
            return sum(map(_cells, leaves(formula)))
        case Pattern(wall):
            return len(wall)
        case _:
            return 1


def _cells(leaf: Formula) -> int:
    return len(leaf.wall) if isinstance(leaf, Absolute | Reading | Firing) else 1


def _on_clock(zone: Zone) -> Way:
    """Times on days as another zone shows them."""
    return lambda rest, whole, bounds: None if bounds.zone == zone else times_part(rest, whole, bounds.on(zone))


def _few(rest: InstantSet, bounds: Bounds) -> Part | None:
    text = few_text(rest, bounds)
    return None if text is None else Part(text.removeprefix("once, ").removeprefix("only "), rest)
