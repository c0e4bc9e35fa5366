"""Intervals as canonical text."""

from __future__ import annotations

from fractions import Fraction

from everly.grammar.printer.moments import counted
from everly.grammar.tree import SECONDS, Unit

_ELAPSED = (Unit.HOUR, Unit.MINUTE, Unit.SECOND)

_ADVERBS = {Unit.DAY: "daily"}


def elapsed_text(seconds: int) -> str:
    """`hourly`, `every 90 minutes`, `every 36 hours`: in the largest unit that divides."""
    unit = next(unit for unit in _ELAPSED if seconds % SECONDS[unit] == 0)
    return interval_text(seconds // SECONDS[unit], unit)


def interval_text(count: int, unit: Unit) -> str:
    """`daily`, `every 2 weeks`."""
    if count == 1:
        return _ADVERBS.get(unit, f"{unit.value}ly")
    return f"every {counted(Fraction(count), unit)}"
