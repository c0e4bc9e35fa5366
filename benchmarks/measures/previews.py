"""A long preview: firings in bulk, beside making nothing but their datetimes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

from benchmarks.corpus import Line
from benchmarks.options import Options
from benchmarks.results import Cell, Row, Section, median_target, worst_target
from benchmarks.timing import in_turn, time_calls
from everly import parse_schedule

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_END = datetime(9999, 12, 30, tzinfo=UTC)


def previews(options: Options) -> Section:
    """Each line in UTC and in the zone; the datetimes alone are made in the faster of two usual ways."""
    rows = tuple(_row(line, zone, options) for line in options.lines for zone in ("UTC", options.zone))
    full = [row for row in rows if "firings" not in row.note]
    times = {row.name: row.nanoseconds / (row.cells[0].nanoseconds or 1) for row in full}
    return Section(
        "a long preview",
        f"time of one of {options.bulk} firings; the ratio is that of the datetimes alone",
        rows,
        (
            median_target("datetimes alone, median", 3, times, most=True),
            worst_target("datetimes alone, most", 3, times, most=True),
        ),
        ("datetimes",),
    )


def _row(line: Line, zone: str, options: Options) -> Row:
    trigger = parse_schedule(line.text, now=line.now_in(zone), timezone=zone)
    first = trigger.next() or _END

    def bulk() -> list[datetime]:
        return list(islice(trigger.between(first, _END), options.bulk))

    firings = bulk()
    instants = [int((moment - _EPOCH) / timedelta(seconds=1)) for moment in firings]
    runs = {name: time_calls(run) for name, run in {"everly": bulk, **_alone(instants, zone)}.items()}
    times = {name: time / len(firings) for name, time in in_turn(runs, options.rounds).items()}
    alone = min(time for name, time in times.items() if name != "everly")
    note = f"{times['everly'] / alone:.1f} times"
    if len(firings) < options.bulk:
        note += f", {len(firings)} firings"
    return Row(f"{line.name}, {zone}", times["everly"], (Cell("datetimes", alone, alone / times["everly"]),), note)


def _alone(instants: list[int], zone: str) -> dict[str, Callable[[], list[datetime]]]:
    """Two ways to make the datetimes of instants."""
    there = UTC if zone == "UTC" else ZoneInfo(zone)
    begin = _EPOCH.replace(tzinfo=there)
    return {
        "fromtimestamp": lambda: [datetime.fromtimestamp(instant, there) for instant in instants],
        "fromutc": lambda: [there.fromutc(begin + timedelta(0, instant)) for instant in instants],
    }
