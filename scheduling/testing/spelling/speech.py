"""Words, blanks, times and lists, each written in one of the ways that mean the same."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from functools import cache
from typing import TypeVar

from hypothesis import strategies as st

from everly.grammar.tree import SECONDS, Unit
from everly.grammar.vocabulary import FULL_MONTHS, FULL_WEEKDAYS, MONTHS, WEEKDAYS

T = TypeVar("T")

_OTHER_WEEKDAYS = {1: ("tues",), 2: ("weds",), 3: ("thur", "thurs")}
_UNITS = {Unit.SECOND: ("second", "sec"), Unit.MINUTE: ("minute", "min"), Unit.HOUR: ("hour", "hr")}

# Made once each: hypothesis spends more time on making a strategy than on drawing from it.
_places = cache(lambda count: st.integers(0, count - 1))
_orders = cache(lambda count: st.permutations(range(count)))
_COIN = st.booleans()


class Speech:
    """Draws how to say things; the first choice of each kind is the canonical one."""

    def __init__(self, draw: st.DrawFn) -> None:
        self._draw = draw

    def pick(self, *choices: T) -> T:
        """One of the choices, the first one as the simplest."""
        place = self._draw(_places(len(choices))) if len(choices) > 1 else 0
        return choices[place]

    def maybe(self) -> bool:
        """Whether to do something that may be left undone."""
        return self._draw(_COIN)

    def shuffled(self, values: Sequence[T]) -> list[T]:
        """The values in any order."""
        return [values[place] for place in self._draw(_orders(len(values)))] if len(values) > 1 else list(values)

    def word(self, *choices: str) -> str:
        """One of the words, in any case."""
        change: Callable[[str], str] = self.pick(str.lower, str.upper, str.title, str.swapcase)
        return change(self.pick(*choices))

    def gap(self) -> str:
        """Blanks where there must be some."""
        return self.pick(" ", "  ", "\t", " \n", "\r\n")

    def loose(self) -> str:
        """Blanks where there may be none."""
        return self.pick("", "", " ", "\t ")

    def phrase(self, *parts: str) -> str:
        """The parts that are not empty, with blanks between."""
        kept = [part for part in parts if part]
        return kept[0] + "".join(self.gap() + part for part in kept[1:])

    def to(self, *, tight: bool = True) -> str:
        """What stands between the ends of a range."""
        if tight and self.maybe():
            return f"{self.loose()}-{self.loose()}"
        return self.pick(" - ", f" {self.word('to', 'through', 'thru')} ")

    def listed(self, items: Sequence[str]) -> str:
        """The items in this order, joined by commas."""
        return items[0] + "".join(f"{self.loose()},{self.loose()}{item}" for item in items[1:])

    def weekday(self, day: int) -> str:
        """The name of a weekday, 0 for Monday."""
        return self.word(WEEKDAYS[day], FULL_WEEKDAYS[day], *_OTHER_WEEKDAYS.get(day, ()))

    def month(self, month: int) -> str:
        """The name of a month, 1 to 12."""
        return self.word(MONTHS[month - 1], FULL_MONTHS[month - 1], *(("sept",) if month == 9 else ()))

    def clock(self, time: int) -> str:
        """A time of day: with or without seconds, by halves of the day, or by name."""
        hour, minute, second = time // 3600, time // 60 % 60, time % 60
        tail = f":{minute:02}:{second:02}" if second else self.pick(f":{minute:02}", f":{minute:02}:00")
        short = "" if time % 3600 == 0 and self.maybe() else tail
        half = self.pick("", " ") + self.word(*(("am", "a.m.") if hour < 12 else ("pm", "p.m.")))
        named = {0: ["midnight"], 43200: ["noon"]}.get(time, [])
        return self.pick(f"{hour:02}{tail}", f"{hour}{tail}", f"{hour % 12 or 12}{short}{half}", *map(self.word, named))

    def clocks(self, times: Sequence[int]) -> str:
        """Times of day in any order, perhaps one of them twice."""
        again = [self.pick(*times)] if self.maybe() else []
        return self.listed([self.clock(time) for time in self.shuffled([*times, *again])])

    def number(self, count: Fraction) -> str:
        """A count as a decimal, perhaps with a nought more than it needs."""
        if count.denominator == 1:
            return str(count)
        digits = f"{float(count):.4f}".rstrip("0")
        return self.pick(digits, f"{digits}0", digits.removeprefix("0"))

    def unit(self, unit: Unit) -> str:
        """A unit, singular or plural."""
        return self.word(*_UNITS.get(unit, (unit.value,))) + self.word("s", "")

    def zone(self, name: str) -> str:
        """UTC by any of its names, an offset in any form; the name of a place stays as it is."""
        if name == "UTC":
            return self.pick(name, self.word("utc", "gmt", "z"), self.pick("+00:00", "-0000", "+00"))
        if name[0] not in "+-":
            return name
        return self.pick(name, name.replace(":", ""), name.removesuffix(":00"))


def is_decimal(seconds: int, unit: Unit) -> bool:
    """Whether a few decimals of the unit say the seconds exactly."""
    return (Fraction(seconds, SECONDS[unit]) * 10000).denominator == 1
