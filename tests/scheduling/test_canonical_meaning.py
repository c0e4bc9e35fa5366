from __future__ import annotations

from hypothesis import given, settings

from everly.grammar.parser import parse
from everly.grammar.printer import print_schedule
from everly.grammar.tree import Cron, Schedule
from everly.scheduling.engine.nodes import InstantSet
from everly.scheduling.lower import lower
from everly.scheduling.testing import ClockChange, instants_near_changes
from everly.scheduling.testing.cron import written_cron_lines
from everly.scheduling.zone_names import find_zone


def firings(instants: InstantSet, begin: int) -> list[int]:
    """The next twenty from `begin`, fewer where there are no more."""
    found: list[int] = []
    at = instants.ceil(begin)
    while at is not None and len(found) < 20:
        found.append(at)
        at = instants.ceil(at + 1)
    return found


@settings(deadline=None)
@given(written_cron_lines(), instants_near_changes())
def test_a_cron_line_and_its_canonical_text_fire_alike_through_clock_changes(cron: Cron, near: ClockChange) -> None:
    name, begin = near
    written = Schedule(cron)
    printed = parse(print_schedule(written))
    zone = find_zone(name)
    expected = firings(lower(written, anchor=begin, zone=zone), begin)
    assert firings(lower(printed, anchor=begin, zone=zone), begin) == expected
