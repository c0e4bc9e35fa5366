"""The pipeline: what is found, in which order, by which rules, and what is not lost when something breaks down."""

from collections.abc import Iterator, Sequence

import pytest

from everly.grammar.diagnostics import Diagnostic, Severity
from everly.linting import catalogue
from everly.linting import linter as judging
from everly.linting.dialects import Dialect
from everly.linting.document import Document
from everly.linting.embedded import Embedded, embedded_at
from everly.linting.reading import Reading, Source
from everly.linting.report import FileReport, Unread
from everly.linting.rule import Crossing, FileRule, Neighbour, Rule, Subject
from everly.linting.settings import DEFAULTS, Settings
from everly.linting.sources import source_of
from everly.scheduling.engine.effort import spend
from tests.linting.reports import LINES, TWINS, breaks, finds, linter, report_of

DAILY, HOURLY = finds("daily", catalogue.ALIAS), finds("hourly", catalogue.RARE)


def codes(report: FileReport) -> list[str]:
    return [finding.diagnostic.code for finding in report.findings]


def test_findings_stand_in_the_order_of_the_file_whoever_found_them() -> None:
    report = report_of("every 2 dayz\nhourly & daily\n0 9 * *\nhourly except dec 25 & jan\n", DAILY, HOURLY)
    assert [(finding.span.of(report.document.text), finding.diagnostic.code) for finding in report.findings] == [
        ("dayz", "E108"),
        ("hourly", "W307"),
        ("daily", "W802"),
        ("0 9 * *", "E112"),
        ("hourly", "W307"),
        ("dec 25 & jan", "W301"),
    ]


def test_rules_see_only_schedules_that_compile() -> None:
    assert codes(report_of("daily dailyx\n", DAILY)) == ["E108"]


def test_the_compilers_own_warnings_are_findings() -> None:
    report = report_of("monthly starting 2024-01-31\n")
    assert codes(report) == ["W402"]
    assert report.findings[0].diagnostic.severity is Severity.WARNING


def test_a_rule_that_breaks_down_is_named_with_its_schedule_and_loses_nothing_else() -> None:
    report = report_of("hourly\ndaily\n", breaks(catalogue.RARE, "daily"), DAILY)
    assert codes(report) == ["W802"]
    (broken,) = report.breakdowns
    assert broken.message == "the rule rare broke down over 'daily': LookupError: it is not there"
    assert broken.span.of(report.document.text) == "daily"


def spends(steps: int, spent: list[int]) -> Rule:
    """A rule that takes some steps, ten at a time, notes those that it was allowed, and finds the schedule if all."""

    def check(subject: Subject) -> Iterator[Diagnostic]:
        for _ in range(steps // 10):
            spend(10)
            spent.append(10)
        yield from DAILY.check(subject)

    return Rule(catalogue.COLLISION, check)


def test_a_rule_that_takes_too_much_work_finds_nothing_and_has_not_broken_down() -> None:
    report = report_of("daily\n", spends(10_000_000, []), finds("daily", catalogue.RARE))
    assert codes(report) == ["W307"]
    assert report.breakdowns == ()


def test_all_rules_about_a_schedule_share_their_work_and_the_next_schedule_has_its_own() -> None:
    spent: list[int] = []
    report = report_of("daily\n", *[spends(10_000_000, spent)] * 12, spends(100, spent))
    assert codes(report) == ["W802"]
    assert 3 * judging._MOST_WORK // 4 < sum(spent) <= judging._MOST_WORK
    one, spent[:] = sum(spent), []
    report_of("daily\nhourly\n", *[spends(10_000_000, spent)] * 12, spends(100, spent))
    assert sum(spent) == 2 * one


def test_a_rule_across_schedules_has_so_much_work_for_each() -> None:
    def counted(schedules: str) -> int:
        spent = 0

        def check(_: Sequence[Neighbour]) -> Iterator[Crossing]:
            nonlocal spent
            while True:
                spend(10)
                spent += 10
                yield from ()

        report = report_of(schedules, FileRule(catalogue.CROWD, check))
        assert (codes(report), report.breakdowns) == ([], ())
        return spent

    assert 0 < 3 * counted("daily\n") == counted("daily\nhourly\nweekly\n")


def test_a_source_that_breaks_down_is_named() -> None:
    def read(*_: object) -> Reading:
        raise RecursionError("too deep")

    report = linter().lint(Document("a.x", "daily"), Source("x", lambda *_: True, read))
    assert isinstance(report, FileReport)
    assert [each.message for each in report.breakdowns] == [
        "the reading of x broke down over 'a.x': RecursionError: too deep"
    ]


def test_what_is_not_of_the_format_is_unread_with_its_place() -> None:
    assert linter().lint(Document("a.lines", "daily\n %"), LINES) == Unread("a.lines", "a line begins with '%'", (2, 2))


def test_what_cannot_be_checked_is_part_of_the_report() -> None:
    report = report_of("timer:Mon *-*-*\n")
    assert [each.reason for each in report.unchecked] == ["a timer is not checked"]
    assert report.findings == ()


def test_a_finding_across_schedules_shows_the_others() -> None:
    report = report_of("hourly\nmonthly\nhourly\n", TWINS)
    (finding,) = report.findings
    assert (finding.document.position(finding.span.start), finding.diagnostic.code) == ((3, 1), "W701")
    assert [(each.span.start, each.text) for each in finding.elsewhere] == [(0, "the first")]


def test_rules_that_are_not_wanted_are_not_asked() -> None:
    broken = breaks(catalogue.RARE)
    assert report_of("hourly\n", broken, settings=Settings(ignore=("rare",))).breakdowns == ()
    assert report_of("hourly\n", broken).breakdowns != ()


def test_a_schedule_is_read_in_the_zone_that_its_file_gives_it_or_else_in_that_of_the_settings() -> None:
    def zone_of(zone: str | None) -> str:
        seen: list[str] = []
        embedded = Embedded("daily", tuple(range(6)), Dialect.EVERLY, zone)
        source = Source("x", lambda *_: True, lambda *_: Reading((embedded,)))

        def spy(subject: Subject) -> tuple[Diagnostic, ...]:
            seen.append(subject.compiled.zone.name)
            return ()

        rules = (Rule(catalogue.RARE, spy),)
        linter(*rules, settings=Settings(zone="Asia/Tokyo")).lint(Document("a", "daily"), source)
        return seen[0]

    assert zone_of("Europe/Berlin") == "Europe/Berlin"
    assert zone_of(None) == "Asia/Tokyo"
    assert zone_of("Europe/Nowhere") == "Asia/Tokyo"  # which the source reports


def judged(*schedules: Embedded, settings: Settings = DEFAULTS, rules: tuple[Rule, ...] = ()) -> FileReport:
    """What is said of schedules of a file, wherever they stand in it."""
    source = Source("x", lambda *_: True, lambda *_: Reading(schedules))
    report = linter(*rules, settings=settings).lint(Document("a", " " * 100), source)
    assert isinstance(report, FileReport)
    return report


def test_what_means_something_to_its_own_reader_only_is_not_checked() -> None:
    report = judged(embedded_at("@reboot", 0, Dialect.CRONTAB), embedded_at("* * * * *", 20, Dialect.CRONTAB))
    assert [each.span.start for each in report.unchecked] == [0]
    assert [each.text for each in report.reading.schedules] == ["* * * * *"]
    assert codes(report) == []
    assert codes(judged(embedded_at("@reboot", 0))) == ["E214"]


def test_a_dialect_says_what_it_does_not_take_where_nothing_can_be_read() -> None:
    assert codes(judged(embedded_at("CRON_TZ=UTC 0 9 * * *", 0, Dialect.KUBERNETES))) == ["E401"]


@pytest.mark.parametrize(
    ("zone", "settings", "has_zone"),
    [(None, DEFAULTS, False), ("UTC", DEFAULTS, True), (None, Settings(zone="UTC"), True)],
)
def test_rules_are_told_whether_a_zone_was_named(zone: str | None, settings: Settings, has_zone: bool) -> None:
    seen: list[bool] = []

    def spy(subject: Subject) -> tuple[Diagnostic, ...]:
        seen.append(subject.has_zone)
        return ()

    judged(embedded_at("daily", 0, zone=zone), settings=settings, rules=(Rule(catalogue.RARE, spy),))
    assert seen == [has_zone]


def test_a_schedule_that_stands_twice_is_judged_once_and_reported_twice() -> None:
    seen: list[str] = []

    def spy(subject: Subject) -> tuple[Diagnostic, ...]:
        seen.append(subject.text)
        return tuple(DAILY.check(subject))

    report = judged(*(embedded_at("daily", start) for start in (0, 10, 20)), rules=(Rule(catalogue.ALIAS, spy),))
    assert seen == ["daily"]
    assert [finding.span.start for finding in report.findings] == [0, 10, 20]


def test_a_rule_breaks_down_wherever_the_schedule_stands() -> None:
    report = judged(embedded_at("daily", 0), embedded_at("daily", 10), rules=(breaks(catalogue.RARE, "daily"),))
    assert [each.span.start for each in report.breakdowns] == [0, 10]


def test_where_only_cron_is_read_nothing_else_is_offered() -> None:
    text = "*/90 * * * * /bin/poll\n"
    source = source_of("crontab", text)
    assert source is not None
    report = linter().lint(Document("crontab", text), source)
    assert isinstance(report, FileReport)
    assert [(found.diagnostic.name, found.diagnostic.fixes) for found in report.findings] == [("step-past-field", ())]
