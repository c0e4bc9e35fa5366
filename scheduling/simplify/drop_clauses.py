"""Clauses of parentheses that change nothing."""

from __future__ import annotations

from everly.frozen import replace
from everly.grammar.tree import Expr, Schedule
from everly.scheduling.simplify.places import Place


def drop_clauses(expr: Expr, place: Place) -> Expr:
    """`in` a zone that holds there anyhow goes, and so does an `until` after the last firing.

    A `starting` stays: without it the time of reading would be the beginning.
    """
    match expr:
        case Schedule() if _is_zone_of(expr, place):
            return replace(expr, zone=None)
        case Schedule() if expr.until is not None and place.is_settled(expr):
            endless = replace(expr, until=None)
            return endless if place.is_part(place.meaning(endless), place.meaning(expr)) else expr
        case _:
            return expr


def _is_zone_of(schedule: Schedule, place: Place) -> bool:
    """Whether a schedule names the zone of the place; one beside its beginning would take over if it did not."""
    if schedule.zone is None or (schedule.starting is not None and schedule.starting.zone is not None):
        return False
    inside = place.inside(schedule)
    return inside is not None and inside.scope.zone == place.scope.zone
