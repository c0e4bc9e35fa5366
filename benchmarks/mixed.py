"""Unions of conjunctions with any number of terms, made the same each time."""

from __future__ import annotations

from dataclasses import dataclass

from dateutil.rrule import DAILY, HOURLY, weekdays

from benchmarks.forms import MakeRule, MakeTrigger, both, cron, either, every, rule, rules

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@dataclass(frozen=True, slots=True)
class Tree:
    """A schedule of so many terms, and what APScheduler and dateutil call it."""

    terms: int
    text: str
    trigger: MakeTrigger
    rule: MakeRule


def mixed_tree(terms: int) -> Tree:
    """A union of `terms` / 2 pairs, each of an interval or a cron line, and a range of weekdays; `terms` is even."""
    pairs = [_pair(place) for place in range(terms // 2)]
    text = " | ".join(f"({pair.text})" for pair in pairs)
    return Tree(terms, text, either(*(pair.trigger for pair in pairs)), rules(*(pair.rule for pair in pairs)))


def _pair(place: int) -> Tree:
    first = place % 5
    days, numbers = f"{_DAYS[first]}-{_DAYS[first + 2]}", range(first, first + 3)
    byweekday = [weekdays[number] for number in numbers]
    if place % 2:
        hour, minute = place * 5 % 24, place * 7 % 60
        return Tree(
            2,
            f"{minute} {hour} * * * & {days}",
            cron(hour=hour, minute=minute, day_of_week=days),
            rule(DAILY, byhour=hour, byminute=minute, byweekday=byweekday),
        )
    hours = place + 2
    return Tree(
        2,
        f"every {hours} hours & {days}",
        both(every(hours=hours), cron(day_of_week=days, hour="*")),
        rule(HOURLY, interval=hours, byweekday=byweekday),
    )


MIXED_TREES = tuple(mixed_tree(terms) for terms in (2, 8, 32))
