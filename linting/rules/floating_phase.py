"""Intervals that count from the moment of loading, which another day is another one.

Off by default: who says no more than `daily` may well mean any time of day.
Quiet about those of an hour or less, of which nobody plans the minute, and where a beginning is stated, be it `now`.
"""

from __future__ import annotations

from collections.abc import Iterator

from everly.grammar.diagnostics import Diagnostic, Label
from everly.grammar.fault import Fault
from everly.grammar.tree import Calendar, Elapsed, Unit
from everly.linting.catalogue import FLOATING_PHASE
from everly.linting.floating import Interval, intervals, starting_at, today
from everly.linting.rule import Rule, Subject
from everly.scheduling.engine.civil import DAY
from everly.scheduling.wording import quoted

_SHORT = 3600


def _check(subject: Subject) -> Iterator[Diagnostic]:
    found = [each for each in intervals(subject.compiled.schedule) if _floats(each)]
    if found:
        yield _fault(found, subject).diagnostic(subject.text)


def _floats(interval: Interval) -> bool:
    return interval.starting is None and interval.skipped is None and _what_floats(interval.firing) is not None


def _what_floats(firing: Elapsed | Calendar) -> str | None:
    """What the moment of loading decides about an interval."""
    match firing:
        case Elapsed(seconds):
            return "when it fires" if seconds > _SHORT else None
        case Calendar(at=times) if _keeps_its_days(firing):
            return "its time of day" if times is None else None
        case Calendar(at=None):
            return "its days and its time of day"
        case _:
            return "its days"


def _keeps_its_days(firing: Calendar) -> bool:
    """Whether it fires on the same days whatever the day of loading is."""
    return firing.count == 1 and (firing.unit is Unit.DAY or firing.on is not None)


def _fault(found: list[Interval], subject: Subject) -> Fault:
    first, *others = found
    moment = "00:00" if all(_needs_no_day(each.firing) for each in found) else today(subject).isoformat()
    what = _what_floats(first.firing)
    return Fault(
        FLOATING_PHASE,
        first.said.span,
        f"{quoted(first.said, subject.text)} counts from the moment of loading, which decides {what}",
        label="from when?",
        help="say what it counts from with 'starting'",
        fixes=starting_at(moment, subject),
        related=tuple(Label(each.said.span, "and this") for each in others),
    )


def _needs_no_day(firing: Elapsed | Calendar) -> bool:
    """Whether a time of day is enough to count from."""
    return DAY % firing.seconds == 0 if isinstance(firing, Elapsed) else _keeps_its_days(firing)


RULE = Rule(FLOATING_PHASE, _check, is_default=False)
