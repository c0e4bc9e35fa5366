"""Intervals in other words."""

from __future__ import annotations

from fractions import Fraction

from everly.grammar.tree import SECONDS, Unit
from everly.scheduling.testing.spelling.speech import Speech, is_decimal


def spell_elapsed(say: Speech, seconds: int) -> str:
    """`every 1.5 hours`, `every 90 min`, `hourly`."""
    whole = [unit for unit in (Unit.HOUR, Unit.MINUTE, Unit.SECOND) if seconds % SECONDS[unit] == 0]
    parts = [unit for unit in SECONDS if seconds % SECONDS[unit] and is_decimal(seconds, unit)]
    unit = say.pick(*whole, *parts)
    return _every(say, Fraction(seconds, SECONDS[unit]), say.unit(unit), (f"{unit.value}ly",))


def spell_calendar(say: Speech, count: int, unit: Unit) -> str:
    """`every 2 weeks`, `fortnightly`, `every other quarter`."""
    plain = (
        count,
        unit.value,
        {Unit.DAY: ("daily",), Unit.YEAR: ("yearly", "annually")}.get(unit, (f"{unit.value}ly",)),
    )
    choices: list[tuple[int, str, tuple[str, ...]]] = [plain]
    if unit is Unit.WEEK and count % 2 == 0:
        choices.append((count // 2, "fortnight", ("fortnightly",)))
    if unit is Unit.MONTH and count % 3 == 0:
        choices.append((count // 3, "quarter", ("quarterly",)))
    number, name, adverbs = say.pick(*choices)
    return _every(say, Fraction(number), say.word(name) + say.word("s", ""), adverbs)


def _every(say: Speech, count: Fraction, unit: str, adverbs: tuple[str, ...]) -> str:
    every = say.word("every")
    choices = [say.phrase(every, say.number(count), unit)]
    if count == 1:
        choices += [say.word(*adverbs), say.phrase(every, unit)]
    if count == 2:
        choices.append(say.phrase(every, say.word("other"), unit))
    return say.pick(*choices)
