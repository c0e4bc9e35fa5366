from __future__ import annotations

from datetime import UTC

from everly.grammar.span import Span
from everly.grammar.tree import Node
from everly.scheduling.engine.civil import MAX_INSTANT
from everly.scheduling.engine.zones import Zone
from everly.scheduling.wording import quoted, reading_shown, shown
from everly.scheduling.zone_names import find_zone


def test_part_is_quoted_as_written_and_a_long_one_cut_short() -> None:
    text = "daily & " + "x" * 100
    assert quoted(Node(span=Span(0, 5)), text) == "'daily'"
    assert quoted(Node(span=Span(8, 108)), text) == f"'{'x' * 60}...'"


def test_instant_is_shown_by_the_clock_of_its_zone() -> None:
    assert shown(0, Zone("UTC", UTC)) == "thu 1970-01-01 00:00"
    assert shown(1, find_zone("America/New_York")) == "wed 1969-12-31 19:00:01"


def test_instant_beyond_the_calendar_of_its_zone_is_shown_in_utc() -> None:
    assert shown(MAX_INSTANT, find_zone("Asia/Tokyo")) == "fri 9999-12-31 23:59:59 UTC"


def test_a_reading_that_no_clock_showed_is_shown_as_if_it_had() -> None:
    assert reading_shown(find_zone("America/New_York").reading(1741503600) - 1800) == "sun 2025-03-09 02:30"


def test_the_second_pass_of_a_repeated_hour_is_shown_in_utc_which_tells_it_from_the_first() -> None:
    berlin = find_zone("Europe/Berlin")
    first = 1729989000  # 2024-10-27 00:30 UTC
    assert shown(first, berlin) == "sun 2024-10-27 02:30"
    assert shown(first + 3600, berlin) == "sun 2024-10-27 01:30 UTC"
