"""What a benchmark finds: tables of ratios, and whether each target is reached."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from statistics import median
from typing import Any


@dataclass(frozen=True, slots=True)
class Cell:
    """One contestant on one line: nanoseconds, and how many times everly's; or why it is empty."""

    peer: str
    nanoseconds: float | None = None
    ratio: float | None = None
    why: str | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a table: what everly takes in nanoseconds, and its peers."""

    name: str
    nanoseconds: float
    cells: tuple[Cell, ...] = ()
    note: str = ""

    def ratio(self, peer: str) -> float | None:
        """How many times everly's time a peer takes, or None where its cell is empty."""
        return next((cell.ratio for cell in self.cells if cell.peer == peer), None)


@dataclass(frozen=True, slots=True)
class Target:
    """A number to reach: at least `bound`, or at most it if `most`; `found` is None where nothing was measured.

    `worst` is the line that it was found on, where it is one line's.
    """

    name: str
    bound: float
    found: float | None
    unit: str = "times"
    most: bool = False
    worst: str = ""

    @property
    def reached(self) -> bool | None:
        """Whether it is reached, or None where nothing was measured."""
        if self.found is None:
            return None
        return self.found <= self.bound if self.most else self.found >= self.bound

    @property
    def missing(self) -> float:
        """The factor by which the number would have to change; 1 or less where it is reached."""
        if not self.found:
            return 0.0
        return self.found / self.bound if self.most else self.bound / self.found


@dataclass(frozen=True, slots=True)
class Section:
    """One measure: its table and its targets."""

    name: str
    about: str
    rows: tuple[Row, ...]
    targets: tuple[Target, ...] = ()
    peers: tuple[str, ...] = field(default=())

    def ratios(self, peer: str) -> dict[str, float]:
        """The ratios of a peer by line, where it has one."""
        return {row.name: ratio for row in self.rows if (ratio := row.ratio(peer)) is not None}


def median_target(name: str, bound: float, values: Mapping[str, float], *, most: bool = False) -> Target:
    """A target for the median over the lines."""
    return Target(name, bound, median(values.values()) if values else None, most=most)


def worst_target(
    name: str, bound: float, values: Mapping[str, float], *, unit: str = "times", most: bool = False
) -> Target:
    """A target for every line: the worst of them counts."""
    if not values:
        return Target(name, bound, None, unit, most)
    line, found = (max if most else min)(values.items(), key=lambda item: item[1])
    return Target(name, bound, found, unit, most, line)


def as_json(sections: list[Section], about: dict[str, Any]) -> dict[str, Any]:
    """Everything that was measured, for programs."""
    return {
        **about,
        "sections": [
            {
                **asdict(section),
                "targets": [{**asdict(target), "reached": target.reached} for target in section.targets],
            }
            for section in sections
        ],
    }
