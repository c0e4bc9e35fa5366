"""All days of a rule in one integer, each rule that stands in several others worked out once."""

from __future__ import annotations

from functools import lru_cache

from everly.scheduling.engine.daysearch import DaySearch
from everly.scheduling.engine.effort import spend, uncounted

_CACHED = 32  # of half a megabyte each
_A_CALENDAR, _A_RULE = 100, 20  # steps, for some milliseconds and what each rule in it adds


def calendar_of(rule: DaySearch) -> int:
    """All days of a rule; it counts for the same whether or not they are known by now."""
    spend(_A_CALENDAR + _A_RULE * rule.leaves)
    with uncounted():
        return _known_calendar(rule)


@lru_cache(maxsize=_CACHED)
def _known_calendar(rule: DaySearch) -> int:
    """The same, kept: rules share parts, and whoever asks why several never meet asks for the same ones again."""
    known: dict[DaySearch, int] = {}
    uses = _uses(rule)

    def find(part: DaySearch) -> int:
        found = known.get(part)
        if found is None:
            found = part.calendar_from(find) if part.made_of() else _leaf_calendar(part)
        uses[part] -= 1
        if uses[part] > 0:
            known[part] = found
        else:
            known.pop(part, None)
        return found

    return find(rule)


@lru_cache(maxsize=_CACHED)
def _leaf_calendar(rule: DaySearch) -> int:
    return rule.calendar()


def _uses(rule: DaySearch) -> dict[DaySearch, int]:
    """In how many rules each part stands, at any depth, so that its days are worked out once and kept no longer."""
    uses = {rule: 1}
    left = [rule]
    while left:
        for part in left.pop().made_of():
            if part not in uses:
                left.append(part)
            uses[part] = uses.get(part, 0) + 1
    return uses
