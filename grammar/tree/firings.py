"""Firings that are not cron lines: separate instants."""

from __future__ import annotations

from typing import TYPE_CHECKING

from everly.frozen import frozen
from everly.grammar.tree.base import Node
from everly.grammar.tree.units import Unit

if TYPE_CHECKING:
    from everly.grammar.tree.schedule import Expr


@frozen
class Elapsed(Node):
    """`every 90 minutes`, `hourly`, `every 1.5 days`: so many seconds from the anchor on, on the UTC line."""

    seconds: int


@frozen
class Calendar(Node):
    """`daily`, `every 2 weeks on mon at 09:00`: every so many days, weeks, months or years of the calendar.

    `at` holds times of day (seconds after midnight, ascending); without it the anchor's is meant. `on` is a window of
    days; without it the anchor's day is meant.
    """

    count: int
    unit: Unit
    at: tuple[int, ...] | None = None
    on: Expr | None = None


@frozen
class At(Node):
    """`mon-fri at 09:00, 17:30`: these times (seconds after midnight, ascending) on every day of a window."""

    window: Expr
    times: tuple[int, ...]
