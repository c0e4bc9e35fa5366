"""The compiler: from text to the set of instants that it means, one pure function a stage."""

from __future__ import annotations

from datetime import datetime, tzinfo
from itertools import islice
from typing import TYPE_CHECKING

from everly.frozen import frozen, replace
from everly.grammar.diagnostics import Diagnostic, Fix, ScheduleError
from everly.grammar.diagnostics.catalogue import WINDOW_ALONE
from everly.grammar.parser import parse, parse_window
from everly.grammar.tree import Cron, Elapsed, Schedule
from everly.scheduling.dead_branches import dead_branches
from everly.scheduling.engine.civil import MAX_INSTANT, MIN_INSTANT
from everly.scheduling.engine.effort import TooMuchWorkError, at_most
from everly.scheduling.engine.nodes import InstantSet
from everly.scheduling.engine.searched import is_searched, searched
from everly.scheduling.engine.zones import Zone
from everly.scheduling.idle_exceptions import idle_exceptions
from everly.scheduling.instants import instant_at
from everly.scheduling.lower import lower
from everly.scheduling.resolver import findings, resolve
from everly.scheduling.short_months import short_months
from everly.scheduling.zone_names import zone_from

if TYPE_CHECKING:
    from typing import Any

_FIRST_FEW = 4
# A second each for all warnings, and for all fixes that are tried; ordinary ones take a hundredth of it.
_MOST_WORK = 100_000


@frozen
class Compiled:
    """A schedule with its meaning.

    `schedule` is the tree as written, `resolved` the same with every moment absolute, `instants` all its firings from
    the first on, in seconds since the epoch. `zone` is the schedule's own, in which its fire times are shown. `anchor`
    is what its intervals count from: its beginning if it states one, else `now`. `default_zone` is the zone that is
    meant where it states none.

    Two are equal when they mean the same, however they are written: they fire at the same instants, which the engine
    proves over all of time, shown in the same zone, as of the same `now`, and rest on the clock changes of the same
    other zones. Then their previews and hashes are equal too, and their explanations as far as docs/explain.md says.
    What is too many pieces for a proof is equal only to what is said alike.
    """

    text: str
    schedule: Schedule
    resolved: Schedule
    instants: InstantSet
    zone: Zone
    anchor: int
    now: int
    default_zone: Zone
    _noted: tuple[Diagnostic, ...]

    def __eq__(self, other: object) -> bool:
        """Whether both mean the same."""
        if not isinstance(other, Compiled):
            return NotImplemented
        from everly.scheduling.decisions.comparison import fire_alike

        both: tuple[Any, Any] = self, other  # pyright knows this class by two names, since the folder is linked
        return self._seen == other._seen and fire_alike(*both)

    def __hash__(self) -> int:
        """A hash of what schedules that mean the same must share, the first few firings for one."""
        return hash((*self._seen, *islice(self.instants.between(MIN_INSTANT, MAX_INSTANT), _FIRST_FEW)))

    @property
    def _seen(self) -> tuple[Zone, int, frozenset[str]]:
        """Whose clock shows its firings, as of when, and on which other zones' clock changes they rest."""
        from everly.scheduling.decisions.zone_rules import zone_rules

        return self.zone, self.now, frozenset(zone_rules(self.instants)) - {self.zone.name}

    @property
    def warnings(self) -> tuple[Diagnostic, ...]:
        """What is worth a second look, worked out when it is asked for: a trigger needs none of it.

        Branches and exceptions that so many counted steps do not tell are passed over.
        """
        tree, anchor, zone = self.resolved, self.now, self.default_zone
        if isinstance(tree.expr, Cron | Elapsed):  # no months to miss a day in, no branches and no exceptions
            return self._noted
        found = self._noted + short_months(tree, self.text, anchor=anchor, zone=zone)
        with at_most(_MOST_WORK):
            found += dead_branches(tree, self.text, anchor=anchor, zone=zone)
            idle = idle_exceptions(tree, self.text, anchor=anchor, zone=zone)
            return found + (_with_fixes_that_fire(idle, now=anchor, zone=zone) if idle else ())


def compile_schedule(text: str, *, now: datetime, timezone: str | tzinfo = "UTC") -> Compiled:
    """The meaning of a schedule, given the time and the zone that are meant where it states none.

    `now` is cut down to the whole second.

    Raises:
        ScheduleError: The text is no schedule, or one that never fires; its diagnostics say why.
        ValueError: `now` has no zone, or `timezone` is the name of none (a ZoneError).
        TypeError: The text is no str, `now` no datetime, or `timezone` neither a name nor a tzinfo.
    """
    if not isinstance(now, datetime):
        raise TypeError(f"now is a datetime, not {type(now).__name__}")
    if now.utcoffset() is None:
        raise ValueError(f"now is {now.isoformat()}, without a zone: pass an aware datetime")
    instant = min(max(instant_at(now), MIN_INSTANT), MAX_INSTANT)
    zone = zone_from(timezone)
    try:
        schedule = parse(text)
    except ScheduleError as error:
        found = _refusal(error.diagnostics, text, now=instant, zone=zone)
        raise ScheduleError(*_with_fixes_that_fire(found, now=instant, zone=zone)) from None
    return compile_tree(schedule, text, now=instant, zone=zone)


def compile_tree(schedule: Schedule, text: str, *, now: int, zone: Zone) -> Compiled:
    """The meaning of a schedule that was parsed before, or of an operand of one; `text` is what its spans point into.

    Raises:
        ScheduleError: A moment or a zone means nothing, or the schedule never fires.
    """
    try:
        resolved = resolve(schedule, text, now=now, zone=zone)
    except ScheduleError as error:
        raise ScheduleError(*_with_fixes_that_fire(error.diagnostics, now=now, zone=zone)) from None
    tree = resolved.schedule
    instants = lower(tree, anchor=now, zone=zone)
    if found := _why_silent(tree, text, instants, now=now, zone=zone):
        raise ScheduleError(*_with_fixes_that_fire(found, now=now, zone=zone))
    anchor = now if resolved.start is None else resolved.start
    return Compiled(text, schedule, tree, searched(instants), resolved.zone, anchor, now, zone, resolved.warnings)


def _why_silent(tree: Schedule, text: str, instants: InstantSet, *, now: int, zone: Zone) -> tuple[Diagnostic, ...]:
    """Why a resolved schedule, whose instants these are, never fires, or may not as far as is known."""
    fires = _fires(tree, instants, now=now, zone=zone)
    if fires:
        return ()
    from everly.scheduling.reasons import undecided, why_never

    return undecided(tree, text) if fires is None else why_never(tree, text, anchor=now, zone=zone)


def _fires(tree: Schedule, instants: InstantSet, *, now: int, zone: Zone) -> bool | None:
    """Whether a resolved schedule, whose instants these are, ever fires; None if that takes too much work to know."""
    try:
        if not is_searched(instants):
            return instants.meets(MIN_INSTANT, MAX_INSTANT)
        from everly.scheduling.decisions.spread import ever_fires
        from everly.scheduling.engine.operations import PLAIN

        return ever_fires(instants, lambda: lower(tree, anchor=now, zone=zone, by=PLAIN))
    except TooMuchWorkError:  # no more is left of what was allowed around
        return None


def _refusal(found: tuple[Diagnostic, ...], text: str, *, now: int, zone: Zone) -> tuple[Diagnostic, ...]:
    """What parsing found; of a window alone that has no time either, why that is so: it would come next."""
    if found[0].kind is not WINDOW_ALONE:
        return found
    from everly.scheduling.reasons import why_empty

    try:
        resolved = resolve(parse_window(text), text, now=now, zone=zone)
    except ScheduleError:
        return found
    return why_empty(resolved.schedule, text, anchor=now, zone=resolved.zone) or found


def _with_fixes_that_fire(found: tuple[Diagnostic, ...], *, now: int, zone: Zone) -> tuple[Diagnostic, ...]:
    """The findings of whatever stage, with those of their fixes only that give what compiles."""
    from everly.grammar.repairs import with_sound_fixes

    with at_most(_MOST_WORK):
        sound = with_sound_fixes(found, lambda mended: _findings(mended, now=now, zone=zone))
        return tuple(
            replace(each, fixes=tuple(_beyond_warning(fix, each.text, now, zone) for fix in each.fixes))
            for each in sound
        )


def _beyond_warning(fix: Fix, text: str, now: int, zone: Zone) -> Fix:
    """The fix or, where it leads to an exception that takes nothing away, the one way on from there."""
    from everly.grammar.repairs import difference

    mended = fix.apply(text)
    if "except" not in mended.lower():
        return fix
    tree = resolve(parse(mended), mended, now=now, zone=zone).schedule
    ways = [way for warning in idle_exceptions(tree, mended, anchor=now, zone=zone) for way in warning.fixes]
    return Fix(fix.title, difference(text, ways[0].apply(mended))) if len(ways) == 1 else fix


def _findings(text: str, *, now: int, zone: Zone) -> tuple[Diagnostic, ...]:
    """What compiling a text finds; the repairs among it have not been tried."""
    if found := findings(text, now=now, zone=zone):
        return found
    tree = resolve(parse(text), text, now=now, zone=zone).schedule
    try:
        instants = lower(tree, anchor=now, zone=zone)
    except TooMuchWorkError:  # within the bound on all fixes together
        from everly.scheduling.reasons import undecided

        return undecided(tree, text)
    return _why_silent(tree, text, instants, now=now, zone=zone)
