"""Both day fields of a cron line: either one fires."""

import pytest

from everly.linting.dialects import Dialect
from everly.linting.rules.day_or_weekday import RULE
from tests.linting.judge import found, mended, only


def test_a_day_and_a_weekday_are_found_with_the_next_moments_of_both_readings() -> None:
    diagnostic = only(RULE, "0 0 13 * fri")
    assert diagnostic.message == "'13' or 'fri': either one fires, not only days that are both"
    assert diagnostic.span.of(diagnostic.text) == "fri"
    assert [label.span.of(diagnostic.text) for label in diagnostic.related] == ["13"]
    assert diagnostic.help == (
        "either: fri 2024-05-03 00:00, fri 2024-05-10 00:00; both: fri 2024-09-13 00:00, fri 2024-12-13 00:00"
    )


@pytest.mark.parametrize(
    ("text", "instead"),
    [
        ("0 0 13 * fri", "0 0 * * fri & 13th"),
        ("0 9 1-7 * mon", "0 9 * * mon & 1st-7th"),
        ("0 0 L * fri", "0 0 * * fri & last day"),
        ("hourly or 0 0 13 * fri except dec", "hourly or 0 0 * * fri & 13th except dec"),
        ("(0 0 13 * fri) & jun", "(0 0 * * fri) & 13th & jun"),
    ],
)
def test_the_line_for_both_is_offered_and_is_no_safe_fix(text: str, instead: str) -> None:
    assert mended(RULE, text) == [(instead, False)]


def test_a_star_with_a_step_wants_both_and_the_other_reading_is_told() -> None:
    diagnostic = only(RULE, "0 0 */2 * mon")
    assert diagnostic.message.startswith("'*/2' and 'mon' must both hold, because one begins with '*'")
    assert diagnostic.help == (
        "either: wed 2024-05-01 00:00, fri 2024-05-03 00:00; both: mon 2024-05-13 00:00, mon 2024-05-27 00:00"
    )
    assert diagnostic.fixes == ()


def test_where_the_two_never_meet_there_is_no_line_for_both() -> None:
    diagnostic = only(RULE, "0 0 30 2 fri")
    assert diagnostic.help is not None
    assert diagnostic.help.endswith("both: never")
    assert diagnostic.fixes == ()


def test_a_line_for_both_that_leaves_nothing_beside_the_rest_is_not_offered() -> None:
    assert only(RULE, "(0 0 31 * fri) & jun").fixes == ()
    assert mended(RULE, "(0 0 30 * fri) & jun") == [("(0 0 * * fri) & 30th & jun", False)]


def test_days_that_no_window_lists_have_no_fix() -> None:
    assert only(RULE, "0 0 15W * fri").fixes == ()
    assert only(RULE, "0 0 1-31/2 * fri").fixes == ()


@pytest.mark.parametrize("dialect", [Dialect.CRONTAB, Dialect.GITHUB, Dialect.KUBERNETES])
def test_other_programs_have_no_way_to_say_both(dialect: Dialect) -> None:
    assert only(RULE, "0 0 13 * fri", dialect).fixes == ()


def test_what_kubernetes_reads_otherwise_is_found_by_another_rule() -> None:
    assert found(RULE, "0 0 */2 * mon", Dialect.KUBERNETES) == []


def test_moments_are_shown_by_the_clock_of_the_schedule() -> None:
    diagnostic = only(RULE, "0 22 30 * fri", zone="America/New_York")
    assert diagnostic.help is not None
    assert diagnostic.help.startswith("either: tue 2024-04-30 22:00, fri 2024-05-03 22:00;")


@pytest.mark.parametrize(
    "text",
    [
        "0 0 13 * *",
        "0 0 * * fri",
        "0 0 ? * fri",
        "0 0 13 * ?",
        "0 0 */1 * fri",
        "0 0 *,5 * fri",
        "0 0 * * fri & 13th",
        "@weekly",
        "mon-fri at 09:00",
    ],
)
def test_one_restricted_field_is_clean(text: str) -> None:
    assert found(RULE, text) == []
