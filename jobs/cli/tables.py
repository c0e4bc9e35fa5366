"""Tables that fit into the terminal: the columns that can give room do so, in turn, and names never do."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from everly.frozen import frozen
from everly.jobs.cli.console import Paint, Style, printable

__all__ = ["Cell", "Column", "cut", "needed", "needed_fairly", "table_lines", "width_of"]

_BETWEEN = "  "
_CUT = "…"
_FEWEST = 4  # cells of a column that is cut in a terminal too narrow for anything

Cell = tuple[str, Style | None]
"""A text on one line, and its style."""


@frozen
class Column:
    """A column by its heading. Those of turn 1 give room first, down to `least` cells; those of turn 0 never do.

    With `fair` cells it still says enough.
    """

    head: str
    turn: int = 0
    least: int = 8
    fair: int = 32


def table_lines(columns: Sequence[Column], rows: Sequence[Sequence[Cell]], width: int, paint: Paint) -> Iterator[str]:
    """The headings and a line for each row."""
    rows = [[(printable(text), style) for text, style in row] for row in rows]
    widths = _widths(columns, rows, width)
    yield _line([(column.head, Style.FAINT) for column in columns], widths, paint)
    for row in rows:
        yield _line(row, widths, paint)


def cut(text: str, width: int) -> str:
    """A text in so many cells; where it is longer, its end is left out, which is shown."""
    if width_of(text) <= width:
        return text
    kept = text[: max(0, width - 1)]
    while width_of(kept) > width - 1:
        kept = kept[:-1]
    return kept + _CUT


def width_of(text: str) -> int:
    """The cells that a text takes up in a terminal."""
    if text.isascii():
        return len(text)
    from unicodedata import combining, east_asian_width

    return sum(0 if combining(each) else 2 if east_asian_width(each) in "WF" else 1 for each in text)


def needed(columns: Sequence[Column], rows: Sequence[Sequence[Cell]]) -> int:
    """How wide a table is in which nothing is cut."""
    return sum(_natural(columns, rows)) + len(_BETWEEN) * (len(columns) - 1)


def needed_fairly(columns: Sequence[Column], rows: Sequence[Sequence[Cell]]) -> int:
    """How wide a table is in which the columns that give room have given what is more than fair."""
    widths = zip(columns, _natural(columns, rows), strict=True)
    given = [min(width, column.fair) if column.turn else width for column, width in widths]
    return sum(given) + len(_BETWEEN) * (len(columns) - 1)


def _natural(columns: Sequence[Column], rows: Sequence[Sequence[Cell]]) -> list[int]:
    return [
        max(width_of(text) for text in (column.head, *(row[place][0] for row in rows)))
        for place, column in enumerate(columns)
    ]


def _widths(columns: Sequence[Column], rows: Sequence[Sequence[Cell]], width: int) -> list[int]:
    found, over = _natural(columns, rows), needed(columns, rows) - width
    for turn in sorted({column.turn for column in columns} - {0}):
        givers = [place for place, column in enumerate(columns) if column.turn == turn]
        over = _shrink(found, givers, [column.least for column in columns], over)
    _shrink(found, [place for place, column in enumerate(columns) if column.turn], [_FEWEST] * len(columns), over)
    return found


def _shrink(widths: list[int], givers: Sequence[int], least: Sequence[int], over: int) -> int:
    """Take what is too much from the widest of some columns, as long as it has more than the least; what is left."""
    while over > 0:
        able = sorted((place for place in givers if widths[place] > least[place]), key=lambda place: -widths[place])
        if not able:
            break
        down_to = max(least[able[0]], widths[able[1]] - 1 if len(able) > 1 else 0)
        taken = min(over, max(1, widths[able[0]] - down_to))
        widths[able[0]] -= taken
        over -= taken
    return over


def _line(row: Sequence[Cell], widths: Sequence[int], paint: Paint) -> str:
    shown = [(cut(text, width), style, width) for (text, style), width in zip(row, widths, strict=True)]
    cells = [
        (paint(text, style) if style and text else text) + " " * (width - width_of(text))
        for text, style, width in shown[:-1]
    ]
    text, style, _ = shown[-1]
    return _BETWEEN.join([*cells, paint(text, style) if style and text else text]).rstrip()
