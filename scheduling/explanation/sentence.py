"""The sentence that says when a schedule fires."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice

from everly.frozen import field, frozen, replace
from everly.grammar.printer import print_schedule
from everly.scheduling.compiler import Compiled
from everly.scheduling.decisions.spread import asked, is_spread
from everly.scheduling.decisions.zone_rules import zone_rules
from everly.scheduling.engine.anew import anew
from everly.scheduling.engine.civil import DAY, FIRST_DAY, LAST_DAY, MAX_INSTANT, MIN_INSTANT
from everly.scheduling.engine.effort import TooMuchWorkError, at_most, given
from everly.scheduling.engine.nodes import InstantSet, Listed
from everly.scheduling.engine.zones import Zone
from everly.scheduling.explanation.bounds import Bounds
from everly.scheduling.explanation.clocks import clock_text
from everly.scheduling.explanation.confined import confined_text, step_on_clock_text
from everly.scheduling.explanation.few import few_text, moments_text
from everly.scheduling.explanation.living import as_listed, plainly
from everly.scheduling.explanation.normal import IrregularError, Normal, normal
from everly.scheduling.explanation.parts import known_parts_text, parts_text
from everly.scheduling.explanation.plainer import plainer
from everly.scheduling.explanation.progressions import progression_of
from everly.scheduling.explanation.steps import keeps_to_days, step_text, thinned_text
from everly.scheduling.zone_names import find_zone

# About a second.
_MOST_WORK = 300_000
_LONGEST = 600  # characters that anybody reads as one sentence
_FIRST_FEW, _FEW_PARTS, _MOST_PARTS = 3, 3, 7
_ALONE = 2  # the schedule's own zone and UTC


@frozen
class Explanation:
    """What a schedule means.

    `sentence` is one line of English that ends in a full stop; times in it are those of `zone` unless it says
    otherwise. `canonical` is the schedule in its canonical spelling, which is no part of the meaning: explanations are
    equal whatever it is. `next` is the first firing at or after `now`, in seconds since the epoch, or None if there is
    none.
    """

    sentence: str
    canonical: str = field(compare=False)
    zone: str
    next: int | None


def explain(compiled: Compiled) -> Explanation:
    """Say in one sentence when a schedule fires.

    The sentence is made from the instants, and is held against them before it is given. Those of steps are brought into
    one form before; of others, where no words are found, these are looked for once more without the operands that
    change nothing. Of a schedule that is too many pieces for that, or takes too many counted steps, it says no more
    than the first few firings.

    Raises:
        TooMuchWorkError: To find even these takes too much work.
    """
    try:
        text = _found(replace(compiled, instants=anew(compiled.instants)), zone_rules(compiled.instants))
    except (IrregularError, TooMuchWorkError):
        text = None
    text = text if text is not None and len(text) <= _LONGEST else _irregular(compiled)
    sentence = f"{text[0].upper()}{text[1:]}."
    return Explanation(
        sentence, print_schedule(compiled.schedule), compiled.zone.name, compiled.instants.ceil(compiled.now)
    )


def _found(compiled: Compiled, rules: Iterable[str]) -> str | None:
    """The words for a schedule that rests on the rules of some zones; None where none are found.

    Raises:
        IrregularError: There are none.
        TooMuchWorkError: To look for them takes too many counted steps.
    """
    form = _form(compiled)
    with at_most(_MOST_WORK):  # as many for one form, however much it took to come to it
        if form is not None:
            return _told(compiled, form.instants, form, rules)
        text = _told(compiled, anew(compiled.instants), None, rules)
        if text is None and (other := plainer(compiled)) is not None:
            return _told(other, other.instants, None, rules)
        return text


def _form(compiled: Compiled) -> Normal | None:
    """The one form of a schedule, unless it is but a list, or none of drifting steps."""
    with at_most(_MOST_WORK):
        return None if as_listed(compiled.instants) is not None else normal(compiled)


def _told(compiled: Compiled, instants: InstantSet, form: Normal | None, rules: Iterable[str]) -> str | None:
    """The words for the instants of a schedule: as a whole, or by its parts, which are looked for if none are known."""
    whole = _whole(instants)
    if is_spread(whole) and form is None:
        return None
    lasts = [each.floor(MAX_INSTANT) for each in ([whole] if form is None else [*form.steps, form.clocks])]
    bounds = _bounds(compiled, max((each for each in lasts if each is not None), default=None))
    named = bounds if set(rules) <= {bounds.zone.name} else replace(bounds, home=None)
    zones = _zones(bounds.zone, rules)
    if not is_spread(whole):
        whole = plainly(whole, bounds.first, bounds.last)
        text = few_text(whole, bounds)
        if text is None and (form is None or form.is_one):
            text = _regular(whole, bounds, zones)
        if text is not None:
            return text
    return parts_text(whole, named, zones) if form is None else known_parts_text(form, named, zones)


def _zones(home: Zone, rules: Iterable[str]) -> tuple[Zone, ...]:
    """The zone of a schedule, those whose rules it rests on, and UTC."""
    others = dict.fromkeys((*rules, "UTC"))
    return (home, *(find_zone(name) for name in others if name != home.name))


def _bounds(compiled: Compiled, last: int | None) -> Bounds:
    """From the first firing to the last, as the schedule's clock shows them; as UTC where it has left the calendar."""
    first = compiled.instants.ceil(MIN_INSTANT)
    if first is None or last is None:
        raise ValueError("a compiled schedule fires at least once")
    is_shown = FIRST_DAY <= compiled.zone.reading(first) // DAY <= LAST_DAY
    return Bounds(first, last, compiled.now, compiled.zone if is_shown else find_zone("UTC"), compiled.zone)


def _whole(instants: InstantSet) -> InstantSet:
    """The instants, as a list if they are too many pieces though few."""
    return as_listed(instants) or instants if is_spread(instants) else instants


def _regular(instants: InstantSet, bounds: Bounds, zones: Sequence[Zone]) -> str | None:
    """The words for a set that is one thing: a step, times on days of a clock, or these kept to other times."""
    step = progression_of(instants, bounds.last)
    if step is not None and not keeps_to_days(step.period):
        return step_text(step, bounds)
    text = clock_text(instants, bounds, is_elapsed=step is not None, most=_FEW_PARTS)
    if text is not None:
        return text
    if step is not None:
        return step_text(step, bounds)
    utc = find_zone("UTC")
    return (
        _on_clocks(instants, bounds, [zone for zone in zones[1:] if zone != utc])
        or step_on_clock_text(instants, bounds)
        or _on_clocks(instants, bounds, [zone for zone in zones[1:] if zone == utc])
        or (confined_text(instants, bounds, zones) if len(zones) > _ALONE else None)
        or thinned_text(instants, bounds)
        or clock_text(instants, bounds, is_elapsed=False, most=_MOST_PARTS)
    )


def _on_clocks(instants: InstantSet, bounds: Bounds, zones: Sequence[Zone]) -> str | None:
    """The words for a set that follows the clock of one of some zones."""
    texts = (clock_text(instants, bounds.on(zone), is_elapsed=False, most=_FEW_PARTS) for zone in zones)
    return next((text for text in texts if text is not None), None)


def _irregular(compiled: Compiled) -> str:
    """Words that name the first few firings; fewer, but one at least, where the next takes too much work to find."""
    members, problem = given(islice(compiled.instants.between(MIN_INSTANT, MAX_INSTANT), _FIRST_FEW))
    if problem is not None and not members:
        raise problem
    bounds = _bounds(compiled, members[-1])
    text = f"at times that one sentence cannot tell, first {moments_text(members, bounds)}"
    if isinstance(listed := asked(as_listed, lambda: None, compiled.instants), Listed):
        text += f", {len(listed.members)} in all, the last {moments_text([listed.members[-1]], bounds)}"
    return f"{text}{bounds.place}"
