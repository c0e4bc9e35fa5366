"""Steps of days, which begin again each month."""

import pytest

from everly.linting.dialects import Dialect
from everly.linting.rules.day_step import RULE
from tests.linting.judge import found, mended, only


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("0 0 */2 * *", "'*/2' begins again each month: from the 31st to the 1st it is 1 day, not 2"),
        ("0 0 */4 * *", "'*/4' begins again each month: from the 29th to the 1st it is 3 days, not 4"),
        ("0 0 2/10 * *", "'2/10' begins again each month: from the 22nd to the 2nd it is 11 days, not 10"),
        ("0 0 1-31/15 jan *", "'1-31/15' begins again each month: from the 31st to the 1st it is 1 day, not 15"),
    ],
)
def test_the_break_at_the_end_of_the_month_is_named(text: str, message: str) -> None:
    assert only(RULE, text).message == message


def test_the_interval_is_offered_with_the_times_and_is_not_safe() -> None:
    assert mended(RULE, "0 0 */2 * *") == [("every 2 days at 00:00", False)]
    assert mended(RULE, "30 9,17 */3 * *") == [("every 3 days at 09:30,17:30", False)]


def test_a_line_that_says_more_has_no_fix() -> None:
    assert only(RULE, "0 0 */2 jan *").fixes == ()
    assert only(RULE, "*/5 0 */2 * *").fixes == ()


def test_other_programs_have_no_interval() -> None:
    diagnostic = only(RULE, "0 0 */2 * *", Dialect.CRONTAB)
    assert (diagnostic.fixes, diagnostic.help) == ((), "cron has no beat of days")


@pytest.mark.parametrize(
    "text",
    ["0 0 1-15/2 * *", "0 0 */31 * *", "0 0 */1 * *", "0 0 1,15 * *", "0 0 */2 * mon", "every 2 days", "*/2 * * * *"],
)
def test_what_is_no_beat_of_days_is_clean(text: str) -> None:
    assert found(RULE, text) == []
