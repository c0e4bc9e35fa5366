"""What people ask for in cron and in the programs that read or check its lines, thread by thread.

Each can be said, is pointed out by the compiler or by a rule, or is shown to be no fault here; the threads are named
where they are asked.
"""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from everly import compare, explain
from everly.linting.dialects import Dialect
from everly.linting.rules import collision, crowd, foreign_syntax, wordable_cron
from everly.scheduling.decisions.comparison import Relation
from tests.firings import firings
from tests.linting.judge import across, mended
from tests.linting.said import compiled, fixes, refused, said

_ZONES = ("America/New_York", "Europe/Dublin", "Australia/Lord_Howe", "America/Havana")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("*/90 * * * *", "step-past-field"),
        ("*/45 * * * *", "uneven-step"),
        ("*/25 * * * *", "uneven-step"),
        ("0 */7 * * *", "uneven-step"),
        ("0 */36 * * *", "step-past-field"),
    ],
)
def test_an_interval_that_does_not_divide_the_hour_or_the_day_is_no_step(text: str, name: str) -> None:
    """kubernetes#81979, dagster#15294, croniter#50, croner#206, quartz#433, kelektiv/node-cron#327, later#85,
    auth0/wt-cli#48."""
    assert name in said(text)


@pytest.mark.parametrize(
    ("amount", "gap"), [("90 minutes", 90), ("45 minutes", 45), ("25 minutes", 25), ("7 hours", 420)]
)
def test_an_interval_that_does_not_divide_the_hour_or_the_day_has_an_even_beat(amount: str, gap: int) -> None:
    times = [datetime.fromisoformat(each) for each in firings(compiled(f"every {amount}"), 60)]
    assert {later - earlier for earlier, later in pairwise(times)} == {timedelta(minutes=gap)}


@pytest.mark.parametrize("amount", ["90 minutes", "36 hours", "7 hours", "3 days"])
def test_where_nothing_says_from_when_an_even_beat_counts_that_is_pointed_out(amount: str) -> None:
    """So a run is lost or doubled whenever the program starts anew."""
    assert "floating-phase" in said(f"every {amount}")
    assert "floating-phase" not in said(f"every {amount} starting 2024-01-01")


def test_every_other_week_counts_from_its_beginning() -> None:
    """systemd#6024, #11768, #34406, #20711 and #36576, airflow#8649."""
    text = "every 2 weeks on tue at 09:00 starting 2024-01-02"
    assert firings(compiled(text), 3) == [
        "2024-01-02T09:00:00+00:00",
        "2024-01-16T09:00:00+00:00",
        "2024-01-30T09:00:00+00:00",
    ]


@pytest.mark.parametrize("text", ["every 2 weeks on tue at 09:00", "every other week", "every 2 months on the 1st"])
def test_where_nothing_says_from_which_week_that_is_pointed_out(text: str) -> None:
    """Half of those who ask for every other week get the other one: systemd#6024, airflow#8649."""
    assert "floating-week" in said(text)
    assert "floating-week" not in said(f"{text} starting 2024-01-02")


def test_every_other_day_by_a_step_of_days_is_found() -> None:
    assert "day-step" in said("0 0 */2 * *")


def test_several_schedules_as_one_fire_once_where_they_meet() -> None:
    """airflow#8649 and #46451, argo-workflows#9734, NCrontab#36, prefect#1027, Cronicle#884, furiko#7,
    openclaw#16956."""
    both = compiled("0 0 * * * | 0 */12 * * *")
    assert firings(both, 3) == ["2024-05-01T00:00:00+00:00", "2024-05-01T12:00:00+00:00", "2024-05-02T00:00:00+00:00"]
    steps = compiled("every 4 minutes | every 6 minutes starting 2024-05-01")
    assert [each[14:16] for each in firings(steps, 6)] == ["00", "04", "06", "08", "12", "16"]


def test_holidays_are_left_out_by_name_and_by_date() -> None:
    """node-cron#138, kelektiv/node-cron#248, keda#6846, awx#6815, FluentScheduler#238, dbader/schedule#626,
    django-schedule#57."""
    text = "mon-fri at 09:00 except dec 25 | 2024-12-26 starting 2024-12-24"
    assert firings(compiled(text), 2) == ["2024-12-24T09:00:00+00:00", "2024-12-27T09:00:00+00:00"]


def test_an_exception_that_takes_nothing_away_is_found() -> None:
    assert "idle-except" in said("mon-fri at 09:00 except sun")


@pytest.mark.parametrize("text", ["0 0 13 * fri", "0 9 1-7 * mon", "0 9 25-31 * 5", "0 0 */2 * mon"])
def test_a_day_and_a_weekday_are_pointed_out(text: str) -> None:
    """croniter#75, vixie/cron#29, cronie#205, pg_cron#419, mtdowling/cron-expression#131, inngest#2631."""
    assert "day-or-weekday" in said(text)
    assert "day-or-weekday" in said(text, Dialect.CRONTAB)


def test_a_day_and_a_weekday_are_both_asked_for_by_an_intersection() -> None:
    assert firings(compiled("0 0 * * fri & 13th"), 2) == ["2024-09-13T00:00:00+00:00", "2024-12-13T00:00:00+00:00"]
    assert "day-or-weekday" not in said("0 0 * * fri & 13th")


def test_the_last_friday_is_no_friday_from_the_25th_on() -> None:
    relation = compare(
        compiled("fri & 25th-31st & daily starting 2024-01-01"), compiled("last fri at 00:00 starting 2024-01-01")
    )
    assert relation.relation is Relation.SUBSET
    assert relation.only_right == datetime(2024, 2, 23, tzinfo=UTC).timestamp()


def test_windows_end_at_a_minute() -> None:
    """cronie#15, NCrontab#14, #24 and #65, cronR#21, roadrunner-plugins/cron#2, systemd#3042, airflow#8649,
    rocketry#192, instance-scheduler#110."""
    times = firings(compiled("every 10 minutes between 16:30 and 18:10"), 11)
    assert (times[0][11:16], times[-1][11:16], times[-1][:10]) == ("16:30", "18:10", "2024-05-01")


def test_windows_run_past_midnight() -> None:
    times = firings(compiled("hourly & 22:30-02:15 starting 2024-05-01"), 6)
    assert [each[11:16] for each in times] == ["00:00", "01:00", "02:00", "23:00", "00:00", "01:00"]


def test_months_without_the_day_use_their_last_and_say_so() -> None:
    """systemd#3861, kelektiv/node-cron#111 and #210, cron-parser#199, celery#4564, later#140, systemd-cron#137."""
    text = "monthly starting 2024-01-31"
    assert [each[:10] for each in firings(compiled(text), 3)] == ["2024-01-31", "2024-02-29", "2024-03-31"]
    assert "short-month" in said(text)


@pytest.mark.parametrize("text", ["0 0 L * *", "0 0 L-2 * *", "0 0 LW * *", "0 0 * * 5L", "0 0 * * fri#2"])
def test_last_days_are_refused_where_another_program_would_drop_them(text: str) -> None:
    assert firings(compiled(text), 1)
    assert said(text, Dialect.CRONTAB) >= {"foreign-syntax"}


@given(zone=st.sampled_from(_ZONES), minute=st.integers(0, 24 * 60 - 1))
def test_clock_changes_neither_lose_nor_double_a_daily_run(zone: str, minute: int) -> None:
    """actions/runner#1423, dkron#172, apscheduler#120, #606 and #1059, quartz#51, argo-workflows#4290, croniter#191,
    systemd#8647."""
    text = f"daily at {minute // 60:02}:{minute % 60:02} starting 2024-01-01"
    days = [each[:10] for each in firings(compiled(text, zone), 366)]
    assert days == [str(date(2024, 1, 1) + timedelta(days=number)) for number in range(366)]


def test_a_gap_does_not_lose_the_one_run_of_a_year() -> None:
    """Runs that are few are looked up one by one, and not read off a plan of days."""
    runs = compiled("yearly on mar 10 at 02:30 starting 2024-01-01", "America/New_York")
    assert firings(runs, 2) == ["2024-03-10T03:00:00-04:00", "2025-03-10T02:30:00-04:00"]


@pytest.mark.parametrize(
    ("text", "zone", "names"),
    [
        ("daily at 02:30", "America/New_York", {"clock-gap"}),
        ("30 2 * * *", "Europe/Berlin", {"clock-gap", "clock-fold"}),
        ("daily at 01:30", "America/New_York", {"clock-fold"}),
        ("0 0-23 * * *", "America/New_York", {"fold-spelling"}),
    ],
)
def test_what_a_clock_change_does_to_a_run_is_pointed_out(text: str, zone: str, names: set[str]) -> None:
    """quartz#51, dkron#172, croniter#191, systemd#8647: it comes as a surprise once a year."""
    about_clocks = {"clock-gap", "clock-fold", "fold-spelling"}
    assert said(text, zone=zone) & about_clocks == names
    assert said(text) & about_clocks == set()


@pytest.mark.parametrize("text", ["30 4 * * *", "daily at 12:00", "every 90 minutes", "hourly"])
def test_what_no_clock_change_touches_is_left_alone(text: str) -> None:
    assert said(text, zone="America/New_York") & {"clock-gap", "clock-fold", "fold-spelling"} == set()


def test_a_time_of_day_in_a_zone_that_nobody_named_is_pointed_out() -> None:
    """actions/runner#1423, argo-workflows#4290, apscheduler#606: it was meant to be the time of the office."""
    assert "implicit-utc" in said("mon-fri at 09:00")
    assert "implicit-utc" in said("0 9 * * mon-fri")
    assert "implicit-utc" not in said("mon-fri at 09:00 in UTC")
    assert "implicit-utc" not in said("every 90 minutes")


@pytest.mark.parametrize("text", ["0 0 29 2 *", "0 0 29 2 * & mon", "last day & 29th & feb at 00:00"])
def test_what_fires_seldom_is_no_fault_and_told_with_its_next_firings(text: str) -> None:
    """cron-utils#310 and #329, dagster#26238: programs that look ahead for so long take it for never."""
    assert len(firings(compiled(text), 3)) == 3
    assert "rare" in said(text)
    assert "rare" not in said("0 0 1 2 *")


@pytest.mark.parametrize(
    "text",
    ["0 0 31 2 *", "0 0 30 2 *", "0 0 31 4,6,9,11 *", "daily & feb 30", "daily until 2020-01-01", "fri & mon & daily"],
)
def test_what_never_fires_is_refused_with_a_reason(text: str) -> None:
    """cron-utils#310 and #329, kelektiv/node-cron#79, cronosjs#37, cron-plus#110, dagster#26238, kubeswift#586,
    anthropics/claude-code#95920."""
    assert refused(text).name in ("never-fires", "impossible-date", "ends-before-start")


def test_a_crowd_at_the_full_hour_is_found() -> None:
    """argo-workflows#16603, go-cron#230 and #334, Cronicle#6, dkron#866, quartznet#1330."""
    assert across(crowd.RULE, *(f"0 {hour} * * *" for hour in range(9)), "7 4 * * *")


def test_not_before_and_not_after_are_part_of_a_schedule() -> None:
    """systemd#16733 and #20711."""
    text = "hourly starting 2024-06-01 22:00 until 2024-06-01 23:30"
    assert firings(compiled(text), 5) == ["2024-06-01T22:00:00+00:00", "2024-06-01T23:00:00+00:00"]


@pytest.mark.parametrize(
    ("text", "message", "instead"),
    [
        ("61 * * * *", "minute 61 is not in 0-59", []),
        ("0 24 * * *", "hour 24 is not in 0-23", []),
        ("0 0 * * 8", "weekday 8 is not in 0-7", []),
        ("0 9 * *", "a cron line has 5, 6 or 7 fields, this has 4", []),
        ("0 22-2 * * *", "the range '22-2' runs backwards", ["0 22-23,0-2 * * *"]),
        ("0 9 * * mon-fry", "unknown word 'fry'", ["0 9 * * mon-fri"]),
        ("@dayly", "unknown nickname '@dayly'", ["@daily"]),
    ],
)
def test_errors_say_which_field_and_what_to_write(text: str, message: str, instead: list[str]) -> None:
    """cron4s#8, cron-utils#2, #90 and #109, dragonmantank/cron-expression#29, kamu-web-ui#694, cdap#9900."""
    assert (refused(text).message, fixes(text)) == (message, instead)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("0 */17 * * *", "At 00:00 and 17:00 every day."),
        ("*/45 * * * *", "At minutes 0 and 45 of every hour."),
        ("0 0 25-31 * fri", "At 00:00 on the 25th to 31st of the month or on Fridays."),
    ],
)
def test_descriptions_are_true(text: str, sentence: str) -> None:
    """cRonstrue#378 and #231, cron-utils#43 and #440, qwen-code#7529, prettycron#15."""
    assert explain(compiled(text)).sentence == sentence


@pytest.mark.parametrize("dialect", [Dialect.CRONTAB, Dialect.GITHUB, Dialect.KUBERNETES])
@pytest.mark.parametrize("text", ["0 0 9 * * *", "daily at 09:00", "0 9 * * fri-mon", "0 0 L * *", "0 9 * *"])
def test_schedules_are_checked_before_they_ship(dialect: Dialect, text: str) -> None:
    """cronie#59, gentoo#606, proaction#43, crunz#282."""
    assert said(text, dialect) & {"foreign-syntax", "cron-field-count"}


def test_words_and_cron_are_converted_into_each_other_by_proof() -> None:
    """jkbrzt/rrule#51, recurr#169 and #197, later#17, bullmq#320, cRonstrue#151."""
    assert mended(foreign_syntax.RULE, "mon-fri at 09:00", Dialect.CRONTAB) == [("0 9 * * 1-5", True)]
    assert mended(wordable_cron.RULE, "0 9 * * 1-5") == [("mon-fri at 09:00", True)]


def test_schedules_that_collide_are_found() -> None:
    """cron-utils#476, mtdowling/cron-expression#90, robfig/cron#430, ice_cube#41."""
    (found,) = across(collision.RULE, "0 3 * * mon", "0 */3 * * *")
    assert "about 52 times a year" in found.diagnostic.message
    assert across(collision.RULE, "0 3 * * mon", "0 3 * * tue") == []


def test_business_days_are_counted_in_a_calendar_of_ones_own() -> None:
    """croniter#183, cronsim#5, rufus-scheduler#278, later#39, ice_cube#293."""
    text = "1st weekday at 09:00 except 2024-07-01 starting 2024-05-15"  # June 1 is a Saturday, September 1 a Sunday
    assert [each[:10] for each in firings(compiled(text), 3)] == ["2024-06-03", "2024-08-01", "2024-09-02"]


def test_triggers_joined_by_and_and_by_or_neither_starve_nor_stall() -> None:
    """apscheduler#119, #281, #309, #361, #427 and #783: a fraction of a second kept the parts from ever meeting."""
    moment = datetime(2024, 5, 1, 12, 31, 52, 987654, tzinfo=UTC)
    joined = compiled("every 13 minutes and every 17 minutes", now=moment)
    assert firings(joined, 2) == ["2024-05-01T12:31:52+00:00", "2024-05-01T16:12:52+00:00"]
    either = compiled("every 13 minutes or every 17 minutes", now=moment)
    assert [each[14:19] for each in firings(either, 4)] == ["31:52", "44:52", "48:52", "57:52"]
