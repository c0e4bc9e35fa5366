"""Reads explanations back: a second, plain understanding of their English, to hold them against the engine.

It knows the calendar of `datetime` and the clocks of `zoneinfo`, and nothing of everly.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from typing import TypeVar
from zoneinfo import ZoneInfo

from tests.scheduling.explanation.reading.days import days_of
from tests.scheduling.explanation.reading.walls import Wall, limits_of, walls_of
from tests.scheduling.explanation.reading.words import (
    CLOCK,
    MOMENT,
    MONTH,
    UNITS,
    WEEKDAY,
    IncompleteError,
    NotUnderstoodError,
    moment_of,
    second_of,
    span_of,
)

Fires = Callable[[datetime], bool]
"""Whether a schedule fires at a moment, given in UTC."""

T = TypeVar("T")

_SECOND = timedelta(seconds=1)
_ZONE = r"UTC(?:[+-][\d:]+)?|[A-Z][\w+-]*(?:/[\w+-]+)+"
_NOTE = r"(?: \((?P<notes>a time that the clock [^)]*)\))"
_BEGIN = rf", (?:since|starting on|starting at) (?P<begin>{MOMENT})"
_RANGE = rf", from (?P<range>(?:(?:{MOMENT}|{CLOCK} on \d+|\d+(?: (?:{MONTH}))?) to {MOMENT}))"
_END = rf",? until (?:the end of (?P<end_year>\d{{4}})|(?P<end>{MOMENT}))"
_YEARS = r"(?<! except)(?<! and)(?<! not)(?<! or every day),? (?:in (?P<year>\d{4})|from (?P<years>\d{4} to \d{4}))"
_TAIL = re.compile(rf"(?P<text>.*?)(?: in (?P<zone>{_ZONE}))?(?:{_BEGIN}|{_RANGE}|{_END}|{_YEARS})?{_NOTE}?")
_STEP = rf"every (?:([\d,]+) )?(second|minute|hour|day)s?, counted from ({MOMENT})"
_CLAUSE = rf"(?=at |every (?!day\b(?!, counted)|\w+ (?:day|week|month|year|{WEEKDAY})\b))"
_BREAK = re.compile(rf"(?:;|,)(?: and)? {_CLAUSE}")
_NEXT = re.compile(rf"; (?:and )?{_CLAUSE}")  # other semicolons stand between days


def reads(sentence: str, zone: tzinfo = UTC) -> Fires:
    """When a schedule fires, as its explanation says; its own zone shows where none is named.

    Raises:
        NotUnderstoodError: The sentence holds what is not understood.
        IncompleteError: It says that it does not tell all.
    """
    text = sentence.removesuffix(".")
    text = text[0].lower() + text[1:]
    if "that one sentence cannot tell" in text:
        raise IncompleteError(sentence)
    head, found, rest = text.partition(": ")
    if found:
        return _headed(head, rest, zone)
    return _any(list(_clauses(re.sub(r"^(once, |only )", "", text), zone)))


def _headed(head: str, rest: str, zone: tzinfo) -> Fires:
    """`in Europe/Berlin, since 1 May 2024: at 09:00 every day, and at 17:00 on Mondays`."""
    tail = _TAIL.fullmatch(f"x {head}") if head.startswith("in ") else None
    tail = tail if tail is not None and tail["text"] == "x" else _TAIL.fullmatch(f"x, {head}")
    main = re.fullmatch(rf"(.*?){_NOTE}?", rest)
    if tail is None or tail["text"] != "x" or main is None:
        raise NotUnderstoodError(f"neither a place nor a time: {head!r}")
    there = _zone(tail["zone"], zone)
    walls = list(_split(main.group(1), walls_of))
    return _on_clock(lambda wall: any(each(wall) for each in walls), there, main["notes"], _within(tail))


def _clauses(text: str, zone: tzinfo) -> Iterator[Fires]:
    yield from _split(text, lambda part: _clause(part, zone))


def _split(text: str, read: Callable[[str], T]) -> Iterator[T]:
    """The parts of some words as they are understood, cut at semicolons, or at the first place where that will do."""
    if len(parts := _NEXT.split(text)) > 1:
        yield from (found for part in parts for found in _split(part, read))
        return
    for place in (None, *_BREAK.finditer(text)):
        try:
            found = [read(text)] if place is None else [read(text[: place.start()]), *_split(text[place.end() :], read)]
        except NotUnderstoodError:
            continue
        yield from found
        return
    read(text)  # and say what is wrong with the whole


def _clause(text: str, zone: tzinfo) -> Fires:
    tail = _TAIL.fullmatch(text)
    assert tail is not None
    if found := re.fullmatch(
        rf"(.*?) in ({_ZONE}), but only (.*)", tail["text"] + (f" in {tail['zone']}" if tail["zone"] else "")
    ):
        return _confined(found, tail)
    there = _zone(tail["zone"], zone)
    if found := re.match(_STEP, tail["text"]):
        return _step(found, tail, there)
    return _on_clock(walls_of(tail["text"]), there, tail["notes"], _within(tail))


def _confined(found: re.Match[str], tail: re.Match[str]) -> Fires:
    """`every 15 minutes in UTC, but only between 09:00 and 17:00 in Europe/Berlin, and …`."""
    main = _clause(f"{found.group(1)} in {found.group(2)}", UTC)
    parts = re.findall(rf"(.*?) in ({_ZONE})(?:,? and |, |$)", found.group(3))
    if not parts:
        raise NotUnderstoodError(f"no limits: {found.group(3)!r}")
    limits = [_on_clock(limits_of(words), _zone(name, UTC), None, lambda _: True) for words, name in parts]
    within = _on_clock(_within(tail), _zone(found.group(2), UTC), None, lambda _: True)
    return lambda at: main(at) and within(at) and all(limit(at) for limit in limits)


def _step(found: re.Match[str], tail: re.Match[str], zone: tzinfo) -> Fires:
    """`every 7 hours, counted from …`, with what it is kept to or what is left out."""
    whole, within, rest = _progression(found, zone), _within(tail), tail["text"][found.end() :]
    removed: list[Fires] = []
    limit: Wall = lambda _: True  # noqa: E731
    if rest.startswith(", but not "):
        for part in re.split(r", and not ", rest.removeprefix(", but not ")):
            match = re.fullmatch(_STEP, part)
            if match is None:
                raise NotUnderstoodError(f"not a step: {part!r}")
            removed.append(_progression(match, zone))
    elif rest.startswith(", but only "):
        limit = limits_of(rest.removeprefix(", but only "))
    elif rest.startswith(", but "):
        days = days_of(f"every day{rest}")
        limit = lambda wall: days(wall.date())  # noqa: E731
    elif rest.startswith(", except "):
        limit = _but(rest.removeprefix(", except "))
    elif rest:
        raise NotUnderstoodError(f"after a step: {rest!r}")
    kept = _on_clock(lambda wall: within(wall) and limit(wall), zone, None, lambda _: True)
    return lambda at: whole(at) and kept(at) and not any(each(at) for each in removed)


def _but(words: str) -> Wall:
    """All but what stands after `except`: days, or times on days."""
    try:
        days = days_of(f"every day except {words}")
    except NotUnderstoodError:
        lost = limits_of(words)
        return lambda wall: not lost(wall)
    return lambda wall: days(wall.date())


def _progression(found: re.Match[str], zone: tzinfo) -> Fires:
    count, unit, moment = found.groups()
    period = timedelta(seconds=int((count or "1").replace(",", "")) * UNITS[unit])
    fold = int(moment.startswith("the second "))
    start = moment_of(moment).replace(tzinfo=zone, fold=fold).astimezone(UTC)
    return lambda at: at >= start and (at - start) % period == timedelta(0)


def _within(tail: re.Match[str]) -> Wall:
    """The bounds that a tail states, by the wall clock."""
    if tail["begin"]:
        begin = moment_of(tail["begin"])
        return lambda wall: wall >= begin
    if tail["end"]:
        end = _end_of(tail["end"])
        return lambda wall: wall <= end
    if tail["end_year"] or tail["year"] or tail["years"]:
        first, _, last = (tail["years"] or tail["year"] or f"1 to {tail['end_year']}").partition(" to ")
        return lambda wall: int(first) <= wall.year <= int(last or first)
    if tail["range"]:
        start, finish = _range(tail["range"])
        return lambda wall: start <= wall <= finish
    return lambda _: True


def _range(text: str) -> tuple[datetime, datetime]:
    first, _, last = text.partition(" to ")
    if re.fullmatch(MOMENT, first):
        return moment_of(first), _end_of(last)
    start, end = span_of(text)
    return datetime(start.year, start.month, start.day), datetime(end.year, end.month, end.day, 23, 59, 59)


def _end_of(text: str) -> datetime:
    """A moment, or the end of a day."""
    return moment_of(text) if " on " in text else moment_of(text) + timedelta(days=1) - _SECOND


def _on_clock(wall: Wall, zone: tzinfo, notes: str | None, within: Wall) -> Fires:
    """Whether the clock of a zone shows some times, with what the notes say becomes of those at its changes."""
    moved = "happens right after" in (notes or "")
    once = "happens the first time only" in (notes or "")

    def fires(at: datetime) -> bool:
        here = at.astimezone(zone)
        shown = here.replace(tzinfo=None, fold=0)
        if not within(shown):
            return False
        if wall(shown):
            return not (once and here.fold)
        return moved and any(map(wall, _skipped(at, zone)))

    return fires


def _skipped(at: datetime, zone: tzinfo) -> Iterator[datetime]:
    """What the clock would have shown right before a moment, had it not skipped that."""
    shown, before = (each.astimezone(zone).replace(tzinfo=None) for each in (at, at - _SECOND))
    while before + _SECOND < shown:
        before += _SECOND
        yield before


def _zone(name: str | None, own: tzinfo) -> tzinfo:
    if name is None:
        return own
    if found := re.fullmatch(r"UTC([+-])(\d\d):(\d\d)(?::(\d\d))?", name):
        ahead = second_of(":".join(each for each in found.groups()[1:] if each))
        return timezone(timedelta(seconds=-ahead if found.group(1) == "-" else ahead))
    return UTC if name == "UTC" else ZoneInfo(name)


def _any(parts: list[Fires]) -> Fires:
    return lambda at: any(part(at) for part in parts)
