"""Schedules that are not written in their canonical text."""

import pytest

from everly.linting.dialects import Dialect
from everly.linting.embedded import embedded_at
from everly.linting.formatting import proved_canonical
from everly.linting.rules import RULES
from everly.linting.rules.not_canonical import RULE
from everly.linting.settings import Settings
from tests.linting.judge import found, mended, only
from tests.linting.reports import linter, report_of

ALL = Settings(select=("all",))


@pytest.mark.parametrize(
    ("text", "instead"),
    [
        ("Daily AND Mon-Fri", "daily & mon-fri"),
        ("*/5 1,2,3 * * *", "*/5 1-3 * * *"),
        ("mon-fri at 9am", "mon-fri at 09:00"),
        ("  every  day ", "daily"),
        ("@hourly", "0 * * * *"),
        ("(daily)", "daily"),
    ],
)
def test_the_canonical_text_is_offered_and_is_safe(text: str, instead: str) -> None:
    assert mended(RULE, text) == [(instead, True)]


def test_the_schedule_is_marked_without_the_blanks_around_it() -> None:
    diagnostic = only(RULE, "  Daily ")
    assert (diagnostic.span.start, diagnostic.span.end) == (2, 7)
    assert diagnostic.message == "'Daily' is written 'daily' in canonical text"


@pytest.mark.parametrize("text", ["annually", "every 1 day", "every 3 hour", "0 9 * * 1-5", "Mon thru Fri at 9am"])
def test_it_leaves_the_word_to_another_rule_of_style_that_is_wanted(text: str) -> None:
    alone = report_of(text, RULE, settings=ALL)
    assert [each.diagnostic.name for each in alone.findings] == ["not-canonical"]
    together = report_of(text, *RULES, settings=ALL)
    assert "not-canonical" not in {each.diagnostic.name for each in together.findings}


def test_blanks_around_a_schedule_are_no_part_of_its_canonical_text() -> None:
    diagnostic = only(RULE, " daily ")
    assert (diagnostic.span.start, diagnostic.span.end) == (0, 7)
    assert mended(RULE, " daily ") == [("daily", True)]


@pytest.mark.parametrize("text", ["daily", "daily & mon-fri", "*/5 1-3 * * *"])
def test_canonical_text_is_clean(text: str) -> None:
    assert found(RULE, text) == []


def test_canonical_text_that_another_program_does_not_take_is_not_asked_for() -> None:
    assert found(RULE, "0 0 * * 1-5 in UTC", Dialect.CRONTAB) == []


@pytest.mark.parametrize(
    ("text", "instead"), [("0 9 * * 1-5", "0 9 * * mon-fri"), ("0 9 * * 5-7", "0 9 * * fri-sat,sun")]
)
def test_the_canonical_text_in_the_file_of_another_program_is_that_of_fmt(text: str, instead: str) -> None:
    assert mended(RULE, text, Dialect.CRONTAB) == [(instead, True)]
    assert proved_canonical(embedded_at(text, 0, Dialect.CRONTAB), linter()) == instead
