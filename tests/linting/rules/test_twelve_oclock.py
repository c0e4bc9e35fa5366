"""Twelve o'clock, AM and PM."""

import pytest

from everly.linting.rules.twelve_oclock import RULE
from tests.linting.rules.judged import fixed, judged, marked, the_one


@pytest.mark.parametrize(
    ("text", "twelve", "meant", "mended"),
    [
        ("daily at 12 AM", "12 AM", "midnight, 00:00, when the day begins", "daily at 00:00"),
        ("daily at 12:00am", "12:00am", "midnight, 00:00, when the day begins", "daily at 00:00"),
        ("mon at 12 pm", "12 pm", "noon, 12:00", "mon at noon"),
        ("mon at 12:00 P.M.", "12:00 P.M.", "noon, 12:00", "mon at noon"),
        ("daily at 12:30 am", "12:30 am", "00:30, just after midnight", "daily at 00:30"),
        ("hourly & 9am-12pm", "12pm", "noon, 12:00", "hourly & 9am-noon"),
        ("daily starting 12am", "12am", "midnight, 00:00, when the day begins", "daily starting 00:00"),
        ("daily starting 2024-06-12 12 AM", "12 AM", "midnight, 00:00, when the day begins", None),
    ],
)
def test_it_says_what_it_means(text: str, twelve: str, meant: str, mended: str | None) -> None:
    found = the_one(RULE, text)
    assert found.message == f"'{twelve}' is {meant}"
    assert marked(found) == twelve
    assert fixed(found) == [(mended or text.replace(twelve, "00:00"), True)]


def test_in_a_date_written_freely_it_is_not_proved() -> None:
    found = the_one(RULE, "monthly starting May 2, 2024 at 12 PM")
    assert fixed(found) == [("monthly starting May 2, 2024 at noon", False)]


def test_each_is_pointed_at_but_no_more_than_a_few() -> None:
    assert [marked(found) for found in judged(RULE, "daily at 12am, 12 pm, 3pm")] == ["12am", "12 pm"]
    assert len(judged(RULE, "daily at " + ", ".join(["12am"] * 50))) == 8


@pytest.mark.parametrize(
    "text",
    [
        "daily at 12:15 PM",
        "daily at 12:00",
        "daily at 00:00",
        "daily at noon",
        "daily at 1:12 am",
        "daily at 2am, 2:12 pm",
        "every 12 hours",
        "0 12 * * *",
    ],
)
def test_it_is_quiet_where_both_clocks_agree(text: str) -> None:
    assert judged(RULE, text) == []
