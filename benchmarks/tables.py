"""Sections as text: one line a schedule, ratios in columns, then the targets."""

from __future__ import annotations

from statistics import median

from benchmarks.results import Cell, Row, Section, Target

_NAME = 46
_COLUMN = 13


def render(sections: list[Section]) -> str:
    """All tables, the reasons of their empty cells, and at the end every target."""
    tables = [line for section in sections for line in (*_table(section), "")]
    targets = ["Targets", "", *(line for section in sections for line in _targets(section))]
    return "\n".join([*tables, *targets, ""])


def _table(section: Section) -> list[str]:
    columns = "".join(f"{name:>{_COLUMN}}" for name in section.peers)
    rows = [_row(row) for row in section.rows]
    summary = _summary(section)
    return [
        f"{section.name}: {section.about}",
        "",
        f"{'':{_NAME}}{'everly':>{_COLUMN}}{columns}",
        *rows,
        *summary,
        *_reasons(section),
    ]


def _row(row: Row) -> str:
    name = row.name if len(row.name) < _NAME else f"{row.name[: _NAME - 4]}..."
    time = f"{_time(row.nanoseconds):>{_COLUMN}}" if row.nanoseconds else " " * _COLUMN
    return f"{name:{_NAME}}{time}{''.join(f'{_cell(cell):>{_COLUMN}}' for cell in row.cells)}  {row.note}".rstrip()


def _cell(cell: Cell) -> str:
    return "-" if cell.ratio is None else _times(cell.ratio)


def _summary(section: Section) -> list[str]:
    columns = [[*section.ratios(peer).values()] for peer in section.peers]
    if not any(columns):
        return []
    lines = []
    for name, pick in (("median", median), ("least", min)):
        values = "".join(f"{_times(pick(ratios)) if ratios else '-':>{_COLUMN}}" for ratios in columns)
        lines.append(f"{name:{_NAME + _COLUMN}}{values}")
    return lines


def _reasons(section: Section) -> list[str]:
    """Why cells are empty, each reason once."""
    found: dict[tuple[str, str], list[str]] = {}
    for row in section.rows:
        for cell in row.cells:
            if cell.why:
                found.setdefault((cell.peer, cell.why), []).append(row.name)
    return [f"  - {peer}: {why} ({_some(names)})" for (peer, why), names in found.items()]


def _some(names: list[str]) -> str:
    return ", ".join(names) if len(names) <= 3 else f"{', '.join(names[:2])} and {len(names) - 2} more"


def _targets(section: Section) -> list[str]:
    return [f"  {_verdict(target):24}{section.name}: {_described(target)}" for target in section.targets]


def _verdict(target: Target) -> str:
    match target.reached:
        case None:
            return "not measured"
        case True:
            return "reached"
        case False:
            return f"missed by {target.missing:.2f} times"


def _described(target: Target) -> str:
    sense = "at most" if target.most else "at least"
    found = "-" if target.found is None else f"{target.found:.2f}"
    where = f" ({target.worst})" if target.worst else ""
    return f"{target.name} {found}, wanted {sense} {target.bound:g} {target.unit}{where}".rstrip()


def _times(ratio: float) -> str:
    return f"{ratio:.0f}x" if ratio >= 10 else f"{ratio:.2f}x" if ratio >= 1 else f"{ratio:.3f}x"


def _time(nanoseconds: float) -> str:
    for unit, size in (("s", 1e9), ("ms", 1e6), ("µs", 1e3)):
        if nanoseconds >= size:
            return f"{nanoseconds / size:.2f} {unit}"
    return f"{nanoseconds:.0f} ns"
