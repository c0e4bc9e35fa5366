"""What the programs that read crontabs, workflows and CronJobs do not take."""

import pytest

from everly.grammar.diagnostics import Severity
from everly.linting.dialects import Dialect
from everly.linting.rules.foreign_syntax import RULE, refusal, unchecked_reason
from tests.linting.judge import found, mended, only

CRONTAB, GITHUB, KUBERNETES = Dialect.CRONTAB, Dialect.GITHUB, Dialect.KUBERNETES
OTHERS = (CRONTAB, GITHUB, KUBERNETES)

_NOBODY, _ALL = frozenset[Dialect](), frozenset(OTHERS)


@pytest.mark.parametrize(
    ("text", "takers"),
    [
        ("*/15 9-17 * * 1-5", _ALL),
        ("0 9 * jan,MAR mon-fri", _ALL),
        ("0 9 * jul,Apr *", _ALL),
        ("0 9 * * 0,sun", _ALL),
        ("0-30/10 * * * *", _ALL),
        ("0 9 * * sun-tue", _ALL),
        ("0 0 13 * fri", _ALL),
        ("@daily", {CRONTAB, KUBERNETES}),
        ("@Daily", _NOBODY),
        ("0 9 * * 7", {CRONTAB}),
        ("0 9 * * 5-7", {CRONTAB}),
        ("0 9 * * 0-7", {CRONTAB}),
        ("5/15 * * * *", {GITHUB, KUBERNETES}),
        ("0 9 * mar/3 *", {GITHUB, KUBERNETES}),
        ("0 9 ? * mon", {KUBERNETES}),
        ("0 9 ?/2 * *", {KUBERNETES}),
        ("0 9 * * fri-sun", _NOBODY),
        ("0 9 * * sat-sun", _NOBODY),
        ("0 9 * nov-feb *", _NOBODY),
        ("0 9 * * Monday", _NOBODY),
        ("0 9 * sept *", _NOBODY),
        ("0 9 L * *", _NOBODY),
        ("0 9 L-2 * *", _NOBODY),
        ("0 9 last * *", _NOBODY),
        ("0 9 LW * *", _NOBODY),
        ("0 9 15W * *", _NOBODY),
        ("0 9 2nd mon * *", _NOBODY),
        ("0 9 * * fri#2", _NOBODY),
        ("0 9 * * 5#L", _NOBODY),
        ("0 9 * * friL", _NOBODY),
        ("0 9 1 - 5 * *", _NOBODY),
        ("0 9 1 to 5 * *", _NOBODY),
        ("0 0 9 * * *", _NOBODY),
        ("0 0 9 1 1 * 2025", _NOBODY),
        ("daily at 09:00", _NOBODY),
        ("hourly", _NOBODY),
        ("(0 9 * * *)", _NOBODY),
        ("0 9 * * * & mon", _NOBODY),
        ("0 9 * * * in Europe/Berlin", _NOBODY),
        ("0 9 * * * starting 2024-06-01", _NOBODY),
    ],
)
def test_who_takes_what(text: str, takers: frozenset[Dialect]) -> None:
    assert {dialect for dialect in OTHERS if not found(RULE, text, dialect)} == takers
    assert found(RULE, text, Dialect.EVERLY) == []


@pytest.mark.parametrize(
    ("dialect", "text", "instead"),
    [
        (GITHUB, "@daily", "0 0 * * *"),
        (GITHUB, "@weekly", "0 0 * * 0"),
        (GITHUB, "@yearly", "0 0 1 1 *"),
        (CRONTAB, "@Daily", "@daily"),
        (CRONTAB, "5/15 * * * *", "5-59/15 * * * *"),
        (CRONTAB, "0 9 ? * *", "0 9 * * *"),
        (CRONTAB, "0 9 * mar/3 *", "0 9 * 3-12/3 *"),
        (KUBERNETES, "0 9 * * 7", "0 9 * * 0"),
        (KUBERNETES, "0 9 * * 0-7", "0 9 * * 0-6"),
        (KUBERNETES, "0 9 * * 5-7", "0 9 * * 0,5,6"),
        (KUBERNETES, "0 9 * * fri-mon", "0 9 * * 0,1,5,6"),
        (KUBERNETES, "0 9 * nov-feb/2 *", "0 9 * 1,11 *"),
        (KUBERNETES, "0 9 1 - 5 * *", "0 9 1-5 * *"),
        (KUBERNETES, "0 9 * * Monday", "0 9 * * 1"),
        (KUBERNETES, "(0 9 * * *)", "0 9 * * *"),
        (CRONTAB, "0 0 9 * * *", "0 9 * * *"),
        (CRONTAB, "0 0 9 * * * *", "0 9 * * *"),
        (CRONTAB, "daily at 09:00, 17:00", "0 9,17 * * *"),
        (CRONTAB, "mon-fri at 9am", "0 9 * * 1-5"),
        (CRONTAB, "daily at noon & jun-aug", "0 12 * 6-8 *"),
    ],
)
def test_the_way_out_is_proved_and_taken_there(dialect: Dialect, text: str, instead: str) -> None:
    assert mended(RULE, text, dialect) == [(instead, True)]
    assert found(RULE, instead, dialect) == []


@pytest.mark.parametrize("text", ["*/5 0 9 * * *", "0 0 9 1 1 * 2025", "hourly", "0 9 L * *", "daily at 09:00, 17:30"])
def test_what_five_fields_do_not_say_has_no_fix(text: str) -> None:
    assert only(RULE, text, CRONTAB).fixes == ()


def test_a_zone_that_is_left_out_is_no_safe_fix() -> None:
    diagnostic = only(RULE, "0 9 * * mon in Europe/Berlin", KUBERNETES)
    assert diagnostic.span.of(diagnostic.text) == "in Europe/Berlin"
    assert diagnostic.help == "the field 'timeZone' beside 'schedule' names a zone"
    assert [(fix.apply(diagnostic.text), fix.is_safe) for fix in diagnostic.fixes] == [("0 9 * * mon", False)]


def test_each_item_is_an_error_at_its_place() -> None:
    text = "0 9 ?,3 * mon,friL"
    diagnostics = found(RULE, text, CRONTAB)
    assert [(each.severity, each.span.of(text)) for each in diagnostics] == [
        (Severity.ERROR, "?"),
        (Severity.ERROR, "friL"),
    ]
    assert diagnostics[1].message == "'friL' counts days within the month, which cron does not take"


@pytest.mark.parametrize(
    ("text", "dialect"),
    [("@reboot", CRONTAB), ("@every 1h30m", KUBERNETES), ("@every 90s", KUBERNETES), ("@every 1.5h", KUBERNETES)],
)
def test_what_has_no_firings_but_is_taken_is_not_checked(text: str, dialect: Dialect) -> None:
    assert unchecked_reason(text, dialect)


@pytest.mark.parametrize(
    ("text", "dialect"),
    [
        ("@reboot", GITHUB),
        ("@reboot", KUBERNETES),
        ("@reboot", Dialect.EVERLY),
        ("@every 1h", CRONTAB),
        ("@every 1h", Dialect.EVERLY),
        ("@every 90 minutes", KUBERNETES),
        ("@every h", KUBERNETES),
        ("@every ", KUBERNETES),
        ("0 9 * * *", CRONTAB),
    ],
)
def test_all_else_is_checked(text: str, dialect: Dialect) -> None:
    assert unchecked_reason(text, dialect) is None


@pytest.mark.parametrize("text", ["CRON_TZ=Europe/Berlin 0 9 * * *", "TZ=UTC 0 9 * * *"])
def test_a_zone_in_front_is_refused_with_the_place_for_it(text: str) -> None:
    diagnostic = refusal(text, KUBERNETES)
    assert diagnostic is not None
    assert diagnostic.span.of(text) == text.split(maxsplit=1)[0]
    assert diagnostic.help == "the field 'timeZone' beside 'schedule' names a zone"
    assert [(fix.apply(text), fix.is_safe) for fix in diagnostic.fixes] == [("0 9 * * *", False)]


def test_no_zone_in_front_is_no_refusal() -> None:
    assert refusal("0 9 * * *", KUBERNETES) is None
    assert refusal("CRON_TZ=UTC 0 9 * * *", Dialect.EVERLY) is None


def test_fields_that_the_reader_does_not_take_are_told_before_what_is_in_them() -> None:
    text = "0 2 30 * * *"  # seconds first, everly finds an hour 30
    diagnostic = refusal(text, KUBERNETES)
    assert diagnostic is not None
    assert diagnostic.message == "a cron line of six fields, where Kubernetes takes five"
    assert (diagnostic.span.of(text), [fix.apply(text) for fix in diagnostic.fixes]) == ("*", ["0 2 30 * *"])
    assert refusal("0 2 30 * *", KUBERNETES) is None
    assert refusal(text, Dialect.EVERLY) is None
    assert refusal("every 2 dayz at 9 * *", KUBERNETES) is None


@pytest.mark.parametrize(("dialect", "reader"), [(CRONTAB, "cron"), (GITHUB, "GitHub"), (KUBERNETES, "Kubernetes")])
def test_a_nickname_of_another_cron_is_no_word_of_everly(dialect: Dialect, reader: str) -> None:
    """Where only cron is read, 'every minute' would be no way out."""
    text = "@every_minute"
    diagnostic = refusal(text, dialect)
    assert diagnostic is not None
    assert diagnostic.message == f"'@every_minute' is a nickname that {reader} does not take"
    assert (diagnostic.span.of(text), diagnostic.fixes) == (text, ())
    assert refusal(text, Dialect.EVERLY) is None
    assert refusal("@dayly", dialect) is None


@pytest.mark.parametrize(
    ("text", "dialect", "message", "fixes"),
    [
        ("@daily @hourly", Dialect.GITHUB, "'@daily' is a nickname that GitHub does not take", []),
        (
            "@daily @hourly",
            Dialect.KUBERNETES,
            "'@hourly' stands behind the nickname '@daily', and Kubernetes takes nothing there",
            ["@daily"],
        ),
        ("daily or", Dialect.GITHUB, "'or' joins schedules, and GitHub takes one cron line", []),
        ("0 9 * * * | ", Dialect.KUBERNETES, "'|' joins schedules, and Kubernetes takes one cron line", ["0 9 * * *"]),
        ("0 9 * * mon AND fri", Dialect.GITHUB, "'AND' joins schedules, and GitHub takes one cron line", []),
    ],
)
def test_what_joins_schedules_is_not_explained_with_words_that_the_reader_does_not_take(
    text: str, dialect: Dialect, message: str, fixes: list[str]
) -> None:
    diagnostic = refusal(text, dialect)
    assert diagnostic is not None
    assert diagnostic.message == message
    assert [each.apply(text) for each in diagnostic.fixes] == fixes
    assert "'and'" not in (diagnostic.help or "")


def test_a_nickname_that_is_none_is_left_to_the_compiler() -> None:
    assert refusal("@dayly", Dialect.KUBERNETES) is None
