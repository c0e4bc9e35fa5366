"""Lines that differ from their twin with a star when clocks go back."""

import pytest

from everly.linting.dialects import Dialect
from everly.linting.rules.fold_spelling import RULE
from everly.scheduling.compiler import compile_schedule
from tests.linting.rules.judged import NOW, fixed, judged, marked, subject, the_one


def test_it_names_the_night_on_which_they_differ() -> None:
    found = the_one(RULE, "0 0-23 * * * in America/New_York")
    assert found.message == (
        "the clock of America/New_York shows sun 2024-11-03 01:00 twice: "
        "'0 0-23 * * *' fires the first time only, '0 * * * *' both times"
    )
    assert marked(found) == "0-23"


@pytest.mark.parametrize(
    ("text", "mended"),
    [
        ("0 0-23 * * * in America/New_York", "0 * * * * in America/New_York"),
        ("0-59/15 1 * * * in America/New_York", "*/15 1 * * * in America/New_York"),
        ("0-59 0-23 * * * in America/New_York", "0-59 * * * * in America/New_York"),
        ("30 0-23/2 * * sun in Europe/Berlin", "30 */2 * * sun in Europe/Berlin"),
        ("0 12 * * mon or 0 0-23 * * * in Europe/Berlin", "0 12 * * mon or 0 * * * * in Europe/Berlin"),
    ],
)
def test_the_twin_is_offered_and_has_firings_that_the_line_has_not(text: str, mended: str) -> None:
    assert fixed(the_one(RULE, text)) == [(mended, False)]
    line, twin = (set(compile_schedule(each, now=NOW).instants.between(0, 1_800_000_000)) for each in (text, mended))
    assert twin - line


@pytest.mark.parametrize(
    "text",
    [
        "0 0-23 * * *",
        "0 0-23 * * * in Asia/Tokyo",
        "0 * * * * in America/New_York",
        "0-59 * * * * in America/New_York",
        "0 0-23/6 * * * in America/New_York",  # not at one o'clock
        "0 1-23 * * * in America/New_York",
        "0 0-23 * * mon in America/New_York",
        "0 0-23 * * * or */30 * * * * in America/New_York",
    ],
)
def test_it_is_quiet_where_the_twin_does_the_same(text: str) -> None:
    assert judged(RULE, text) == []


def test_it_is_quiet_about_kubernetes_which_knows_no_difference() -> None:
    assert judged(RULE, subject("0 0-23 * * *", zone="America/New_York", dialect=Dialect.KUBERNETES)) == []
