"""Timestamps as text: the layout of `everly show schedule`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain, islice

from everly.frozen import frozen
from everly.jobs.cli.columns import NOWHERE, cell, line, line_width
from everly.jobs.cli.console import Paint, Style, printable, wrapped
from everly.scheduling.compiler import Compiled
from everly.scheduling.engine.effort import given
from everly.scheduling.engine.zones import Zone
from everly.scheduling.preview import Firing, Firings, Mark, Preview, preview

_MEANING = {
    Mark.SHIFTED: "the clock skips this time of day, so it fires at the first moment after",
    Mark.MERGED: "several times of day, some of them skipped by the clock, fall on this one moment",
    Mark.FIRST_OF_TWO: "the clock shows this time of day twice, and it fires at the first",
}

# So many timestamps are laid out exactly. Those of a longer listing are written as they are found.
_HELD = 500
_WIDEST_MARK = max(len(mark.value) for mark in Mark)


@frozen
class _Page:
    """The timestamps that are known before the first line is written, and whether these are all."""

    firings: Firings
    zones: tuple[Zone, ...]
    first: tuple[Firing, ...]
    whole: bool


def listing_lines(firings: Firings, zones: tuple[Zone, ...], width: int, paint: Paint) -> Iterator[str]:
    """The lines of a listing. Lines hold several zones where they fit into the width.

    Raises:
        TooMuchWorkError: The next timestamp is too much work to find; the lines of those before it have been given.
    """
    found = iter(firings)
    known, problem = given(islice(found, _HELD + 1))
    if problem is not None and not known:
        raise problem
    first, after = tuple(known[:_HELD]), known[_HELD:]
    page = _Page(firings, zones, first, whole=not after)
    yield _title(page, paint)
    marks: set[Mark] = set()
    if first:
        yield ""
        yield from _table(page, _noting(chain(first, after, found), marks), width, paint)
    if problem is not None:
        raise problem
    for lines in (_legend(marks, width, paint), _end(page)):
        if lines:
            yield from ("", *lines)


def _noting(found: Iterable[Firing], marks: set[Mark]) -> Iterator[Firing]:
    """The firings, their marks noted as they pass."""
    for firing in found:
        if firing.mark is not None:
            marks.add(firing.mark)
        yield firing


def ending(compiled: Compiled, zone: Zone) -> str:
    """That a schedule ends, and with what."""
    last = _first(preview(compiled, count=1, reverse=True), zone)
    return "the calendar ends with the year 9999" if last == NOWHERE else f"the schedule ends after {last}"


def _title(page: _Page, paint: Paint) -> str:
    firings, zone = page.firings, page.zones[0]
    number = len(page.first) if page.whole else firings.count
    which = ("Last" if firings.reverse else "Next") if number else "No"
    times = f"{which} {number} timestamp{'s' * (number > 1)}" if number else "No timestamps"
    times += "" if page.whole else " at most"
    if not number and firings.start is not None:
        times += f" from {cell(firings.start, zone)}"
    if not number and firings.stop is not None:
        times += f" up to {cell(firings.stop, zone)}"
    schedule = f"schedule '{printable(firings.compiled.text)}'"
    return paint(f"{times} for {schedule}{':' * (number > 0)}", Style.TITLE)


def _table(page: _Page, found: Iterable[Firing], width: int, paint: Paint) -> Iterator[str]:
    heads = tuple(zone.name for zone in page.zones)
    rows = ((tuple(cell(firing.instant, zone) for zone in page.zones), _mark(firing, paint)) for firing in found)
    widths = _widths(page, heads)
    if len(heads) == 1:
        yield from (f"  {row[0]}{mark}" for row, mark in rows)
    elif line_width(widths) + _beside(page) <= width:
        yield paint(line(heads, widths).rstrip(), Style.FAINT)
        yield from (f"{line(row, widths)}{mark}".rstrip() for row, mark in rows)
    else:
        for row, mark in rows:
            yield f"  {row[0]}{mark}"
            yield from (f"    {time}  {name}" for time, name in zip(row[1:], heads[1:], strict=True))


def _widths(page: _Page, heads: tuple[str, ...]) -> list[int]:
    cells = [[cell(firing.instant, zone) for firing in page.first] for zone in page.zones]
    return [max(map(len, (head, *column))) for head, column in zip(heads, cells, strict=True)]


def _beside(page: _Page) -> int:
    """The room that marks need: of those on the page, or of any where not all are known and a clock can change."""
    if not page.whole and any(zone.fixed is None for zone in page.zones):
        return 2 + _WIDEST_MARK
    return max(2 + len(firing.mark.value) if firing.mark else 0 for firing in page.first)


def _mark(firing: Firing, paint: Paint) -> str:
    return "" if firing.mark is None else f"  {paint(firing.mark.value, Style.NOTE)}"


def _legend(marks: set[Mark], width: int, paint: Paint) -> list[str]:
    lines = []
    for mark in (mark for mark in Mark if mark in marks):
        first, *more = wrapped(f"{mark.value}: {_MEANING[mark]}", width)
        lines += [paint(mark.value, Style.NOTE) + first.removeprefix(mark.value), *more]
    return lines


def _end(page: _Page) -> list[str]:
    """That the schedule has no more; where nothing is listed, what comes next beyond the bounds asked for."""
    firings, zone = page.firings, page.zones[0]
    compiled = firings.compiled
    match firings.complete, firings.reverse:
        case True, False:
            return [f"No more: {ending(compiled, zone)}"]
        case True, True:
            return [f"No more: the schedule begins with {_first(preview(compiled, count=1), zone)}"]
        case _ if page.first:
            return []
        case _, False:
            return [f"The next one is {_first(preview(compiled, count=1, start=firings.start), zone)}"]
        case _:
            before = preview(compiled, count=1, stop=firings.stop, reverse=True)
            return [f"The one before is {_first(before, zone)}"]


def _first(found: Preview, zone: Zone) -> str:
    return cell(found.firings[0].instant, zone) if found.firings else NOWHERE
