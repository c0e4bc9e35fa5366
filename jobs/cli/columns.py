"""Moments and zones as text: what a zone's clock shows, and the lines of a table."""

from __future__ import annotations

from collections.abc import Sequence

from everly.scheduling.engine.zones import Zone
from everly.scheduling.preview import local_time

NOWHERE = "outside years 1 to 9999"

INDENT = "  "
"""Before each line of columns, and between them."""


def cell(instant: int, zone: Zone) -> str:
    """What the zone's clock shows at an instant."""
    local = local_time(instant, zone)
    return NOWHERE if local is None else str(local)


def line(cells: Sequence[str], widths: Sequence[int]) -> str:
    """The cells of a row, each as wide as its column."""
    return INDENT + INDENT.join(text.ljust(width) for text, width in zip(cells, widths, strict=True))


def line_width(widths: Sequence[int]) -> int:
    """How wide a line of such columns is."""
    return sum(widths) + len(INDENT) * len(widths)


def joined(names: Sequence[str]) -> str:
    """`A`, `A and B`, `A, B and C`."""
    *before, last = names
    return f"{', '.join(before)} and {last}" if before else last
