"""Windows that leave nothing out."""

from datetime import UTC, datetime

import pytest

from everly.linting.rules.redundant_part import RULE
from tests.linting.rules.judged import fixed, judged, marked, subject, the_one


def test_it_says_what_leaves_nothing_out_of_what() -> None:
    found = the_one(RULE, "daily & mon-sun")
    assert found.message == "'mon-sun' leaves nothing out: it holds all of 'daily'"
    assert [label.span.of(found.text) for label in found.related] == ["daily"]


@pytest.mark.parametrize(
    ("text", "part", "mended"),
    [
        ("daily & mon-sun", "mon-sun", "daily"),
        ("mon-sun and daily", "mon-sun", "daily"),
        ("0 9 * * mon & mon-fri", "mon-fri", "0 9 * * mon"),
        ("daily at noon & 9am-5pm", "9am-5pm", "daily at noon"),
        ("every 2 hours & mon-fri & mon-sat", "mon-sat", "every 2 hours & mon-fri"),
        ("(hourly & (mon-sun)) or weekly at 9am", "(mon-sun)", "(hourly) or weekly at 9am"),
        ("hourly & (mon-sun & jan) starting 2024-01-01", "mon-sun", "hourly & jan starting 2024-01-01"),
        ("daily & 2024-2030 starting 2024-05-01 until 2030-01-01 12:00", "2024-2030", None),
        ("every 6 hours & mon-sun starting tomorrow in Europe/Berlin", "mon-sun", None),
    ],
)
def test_what_leaves_nothing_out_can_go(text: str, part: str, mended: str | None) -> None:
    found = the_one(RULE, text)
    assert marked(found) == part
    assert fixed(found) == [(mended or text.replace(f" & {part}", ""), True)]


@pytest.mark.parametrize(
    "text",
    [
        "daily",
        "daily & mon-fri",
        "secondly & mon-fri",
        "0 9 * * 1-5 & jan-jun",
        "daily at 09:00, 18:00 & 09:00-17:00 & sat",
        "daily & 2024-2030",  # the next to last firing is in 2030, but for one that is loaded in 2031
        "daily and weekly",  # no window: it is equal to something simpler
        "daily at 02:30 & 02:00-02:59 in America/New_York",  # it fires at 03:00 once a year
        "mon at 09:00 except tue",  # an idle exception
    ],
)
def test_it_is_quiet_where_a_part_matters(text: str) -> None:
    assert judged(RULE, text) == []


def test_it_is_quiet_where_only_the_moment_makes_a_part_redundant() -> None:
    on_the_hour = datetime(2024, 5, 1, 9, 0, tzinfo=UTC)
    assert judged(RULE, subject("daily & 09:00-17:00", now=on_the_hour)) == []


def test_a_long_text_is_left_alone() -> None:
    assert judged(RULE, "daily & mon-sun" + " & !(jan & feb & mar)" * 50) == []
