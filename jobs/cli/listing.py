"""Timestamps as text: the layout of `everly show schedule`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from everly.jobs.cli.console import Paint, Style, printable
from everly.scheduling.compiler import Compiled
from everly.scheduling.engine.zones import Zone
from everly.scheduling.preview import Firing, Mark, Preview, local_time, preview

_MEANING = {
    Mark.SHIFTED: "the clock skips this time of day, so it fires at the first moment after",
    Mark.MERGED: "several times of day, some of them skipped by the clock, fall on this one moment",
    Mark.FIRST_OF_TWO: "the clock shows this time of day twice, and it fires at the first",
}


_NOWHERE = "outside years 1 to 9999"


@dataclass(frozen=True, slots=True)
class Listing:
    """What is listed: firings of a schedule in some zones, and the bounds that were asked for."""

    compiled: Compiled
    preview: Preview
    zones: tuple[Zone, ...]
    start: int | None
    stop: int | None
    reverse: bool


def render_listing(listing: Listing, width: int, paint: Paint) -> str:
    """The text without a closing newline. Lines hold several zones where they fit into the width."""
    blocks = [_title(listing, paint)]
    if listing.preview.firings:
        blocks.append("\n".join(_table(listing, width, paint)))
    blocks += ["\n".join(lines) for lines in (_legend(listing, paint), _end(listing)) if lines]
    return "\n\n".join(blocks)


def ending(compiled: Compiled, zone: Zone) -> str:
    """That a schedule ends, and with what."""
    last = _first(preview(compiled, count=1, reverse=True), zone)
    return "the calendar ends with the year 9999" if last == _NOWHERE else f"the schedule ends after {last}"


def _title(listing: Listing, paint: Paint) -> str:
    number = len(listing.preview.firings)
    which = ("Last" if listing.reverse else "Next") if number else "No"
    times = f"{which} {number} timestamp{'s' * (number > 1)}" if number else "No timestamps"
    if not number and listing.start is not None:
        times += f" from {_cell(listing.start, listing.zones[0])}"
    if not number and listing.stop is not None:
        times += f" up to {_cell(listing.stop, listing.zones[0])}"
    schedule = f"schedule '{printable(listing.compiled.text)}'"
    return paint(f"{times} for {schedule}{':' * (number > 0)}", Style.TITLE)


def _table(listing: Listing, width: int, paint: Paint) -> Iterator[str]:
    rows = [tuple(_cell(firing.instant, zone) for zone in listing.zones) for firing in listing.preview.firings]
    heads = tuple(zone.name for zone in listing.zones)
    widths = [max(map(len, column)) for column in zip(heads, *rows, strict=True)]
    marks = [_mark(firing, paint) for firing in listing.preview.firings]
    beside = max(2 + len(firing.mark.value) if firing.mark else 0 for firing in listing.preview.firings)
    if len(heads) == 1:
        yield from (f"  {row[0]}{mark}" for row, mark in zip(rows, marks, strict=True))
    elif sum(widths) + 2 * len(widths) + beside <= width:
        yield paint(_line(heads, widths).rstrip(), Style.FAINT)
        yield from (f"{_line(row, widths)}{mark}".rstrip() for row, mark in zip(rows, marks, strict=True))
    else:
        for row, mark in zip(rows, marks, strict=True):
            yield f"  {row[0]}{mark}"
            yield from (f"    {time}  {name}" for time, name in zip(row[1:], heads[1:], strict=True))


def _line(cells: tuple[str, ...], widths: list[int]) -> str:
    return "  " + "  ".join(cell.ljust(width) for cell, width in zip(cells, widths, strict=True))


def _cell(instant: int, zone: Zone) -> str:
    local = local_time(instant, zone)
    return _NOWHERE if local is None else str(local)


def _mark(firing: Firing, paint: Paint) -> str:
    return "" if firing.mark is None else f"  {paint(firing.mark.value, Style.NOTE)}"


def _legend(listing: Listing, paint: Paint) -> list[str]:
    found = {firing.mark for firing in listing.preview.firings}
    return [f"{paint(mark.value, Style.NOTE)}: {_MEANING[mark]}" for mark in Mark if mark in found]


def _end(listing: Listing) -> list[str]:
    """That the schedule has no more; where nothing is listed, what comes next beyond the bounds asked for."""
    compiled, zone = listing.compiled, listing.zones[0]
    match listing.preview.complete, listing.reverse:
        case True, False:
            return [f"No more: {ending(compiled, zone)}"]
        case True, True:
            return [f"No more: the schedule begins with {_first(preview(compiled, count=1), zone)}"]
        case _ if listing.preview.firings:
            return []
        case _, False:
            return [f"The next one is {_first(preview(compiled, count=1, start=listing.start), zone)}"]
        case _:
            before = preview(compiled, count=1, stop=listing.stop, reverse=True)
            return [f"The one before is {_first(before, zone)}"]


def _first(found: Preview, zone: Zone) -> str:
    return _cell(found.firings[0].instant, zone) if found.firings else _NOWHERE
