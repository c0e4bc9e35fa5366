"""How two schedules relate, as text: the layout of `everly diff`."""

from __future__ import annotations

from collections.abc import Iterator

from everly.jobs.cli.columns import INDENT, cell, joined, line, line_width
from everly.jobs.cli.console import Paint, Style, printable, wrapped
from everly.jobs.cli.rhythm import how_often
from everly.scheduling.compiler import Compiled
from everly.scheduling.decisions.comparison import Comparison, Relation
from everly.scheduling.decisions.meetings import meetings
from everly.scheduling.decisions.redundancy import Redundancy, Unsettled, quick_redundancies
from everly.scheduling.engine.zones import Zone
from everly.scheduling.wording import quoted

_MEANING = {
    Relation.EQUAL: "Equal: A and B fire at the same moments.",
    Relation.SUBSET: "A is a subset of B: whenever A fires, B does too, and B fires at other moments as well.",
    Relation.SUPERSET: "A is a superset of B: whenever B fires, A does too, and A fires at other moments as well.",
    Relation.OVERLAPPING: "Overlapping: A and B share some moments, and each has others of its own.",
    Relation.DISJOINT: "Disjoint: A and B never fire at the same moment.",
}

Pair = tuple[Compiled, Compiled]
Row = tuple[str, int]
"""What an instant is the first of, and the instant."""


def difference_lines(pair: Pair, found: Comparison, zones: tuple[Zone, ...], width: int, paint: Paint) -> Iterator[str]:
    """The lines that say how two schedules, A and B, relate. Lines hold several zones where they fit into the width."""
    for name, compiled in zip("AB", pair, strict=True):
        yield paint(f"{name}: '{printable(compiled.text)}'", Style.TITLE)
    yield ""
    yield from wrapped(_MEANING[found.relation], width)
    if found.zones:
        known = f"That is so by the clock changes that this machine's zone data knows for {joined(found.zones)}."
        yield from wrapped(known, width)
    if found.until is not None:
        yield from wrapped(
            f"They are too many pieces to be compared for ever: that is so up to {cell(found.until, zones[0])[:10]}.",
            width,
        )
    if rows := _rows(found):
        yield ""
        yield from _table(rows, zones, width, paint)
    if (both := meetings(*pair)) is not None:
        yield ""
        known = "" if both.until is None else f" up to {cell(both.until, zones[0])[:10]}"
        yield from wrapped(f"Both fire together {how_often(both)}{known}.", width)
    if notes := list(_notes(pair)):
        yield ""
        for note in notes:
            yield from wrapped(note, width)


def _rows(found: Comparison) -> list[Row]:
    firsts = (
        ("first in both", found.shared),
        ("first in A only", found.only_left),
        ("first in B only", found.only_right),
    )
    return [(label, instant) for label, instant in firsts if instant is not None]


def _table(rows: list[Row], zones: tuple[Zone, ...], width: int, paint: Paint) -> Iterator[str]:
    heads = ("", *(zone.name for zone in zones))
    cells = [(label, *(cell(instant, zone) for zone in zones)) for label, instant in rows]
    widths = [max(map(len, column)) for column in zip(heads, *cells, strict=True)]
    if line_width(widths) <= width:
        if len(zones) > 1:
            yield paint(line(heads, widths).rstrip(), Style.FAINT)
        yield from (line(row, widths).rstrip() for row in cells)
        return
    for label, *times in cells:
        yield INDENT + label
        for time, name in zip(times, heads[1:], strict=True):
            yield INDENT * 2 + (f"{time}{INDENT}{name}" if len(zones) > 1 else time)


def _notes(pair: Pair) -> Iterator[str]:
    """The operands that could be left out, with what makes them needless, and how many were not looked at."""
    for name, compiled in zip("AB", pair, strict=True):
        found = quick_redundancies(compiled)
        for each in found:
            if isinstance(each, Redundancy):
                operand = quoted(each.operand, compiled.text)
                beside = joined([quoted(other, compiled.text) for other in each.because])
                yield printable(f"In {name}, {operand} changes nothing beside {beside}.")
        if unsettled := sum(isinstance(each, Unsettled) for each in found):
            parts = "1 part was" if unsettled == 1 else f"{unsettled} parts were"
            yield f"In {name}, {parts} not tried for whether anything changes without: that could take long."
