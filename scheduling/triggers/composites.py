"""Triggers with operands, and the choice of the class for a schedule."""

from __future__ import annotations

from datetime import timedelta
from functools import cached_property

from apscheduler.abc import Trigger
from apscheduler.triggers import combining

from everly.grammar.tree import And, At, Calendar, Except, Not, Or
from everly.scheduling.triggers.base import ScheduleTrigger
from everly.scheduling.triggers.leaves import leaf_class
from everly.scheduling.triggers.plan import Plan, part_plans


class CompositeTrigger(ScheduleTrigger):
    """A trigger whose operands are triggers in their own right: asking them for firings does not move this one."""

    __module__ = "everly.scheduling.triggers"

    @cached_property
    def triggers(self) -> list[Trigger]:
        """The operands in the order written; a window fires at each of its seconds."""
        return [trigger_for(part) for part in part_plans(self._plan)]


class AndTrigger(CompositeTrigger, combining.AndTrigger):  # type: ignore[override]  # its triggers can be set
    """`a & b`: exactly the instants that all operands share."""

    __module__ = "everly.scheduling.triggers"

    def _describe(self) -> None:
        self.threshold = timedelta(0)
        self.max_iterations = None  # there is nothing to give up


class OrTrigger(CompositeTrigger, combining.OrTrigger):  # type: ignore[override]  # its triggers can be set
    """`a | b`: the instants of all operands; one that several share is one firing."""

    __module__ = "everly.scheduling.triggers"


class ExceptTrigger(CompositeTrigger):
    """`a except b`: the instants of the first operand that are not among the second's."""

    __module__ = "everly.scheduling.triggers"


class NotTrigger(CompositeTrigger):
    """`!mon` as an operand: every second outside the window."""

    __module__ = "everly.scheduling.triggers"


class AtTrigger(CompositeTrigger):
    """`mon-fri at 09:00, 17:30`: times on the days of a window, or of an interval of the calendar."""

    __module__ = "everly.scheduling.triggers"


class OnTrigger(CompositeTrigger):
    """`every 2 weeks on mon at 09:00`: days that a window picks from the periods of an interval."""

    __module__ = "everly.scheduling.triggers"


def trigger_for(plan: Plan) -> ScheduleTrigger:
    """The trigger of a schedule, or of a part of one."""
    return _class_for(plan)(plan)


def _class_for(plan: Plan) -> type[ScheduleTrigger]:
    match plan.shape[0]:
        case And():
            return AndTrigger
        case Or():
            return OrTrigger
        case Except():
            return ExceptTrigger
        case Not():
            return NotTrigger
        case Calendar(on=on) if on is not None:
            return OnTrigger
        case At():
            return AtTrigger
        case Calendar(at=times) if times is not None and len(times) > 1:
            return AtTrigger
        case _:
            return leaf_class(plan)
