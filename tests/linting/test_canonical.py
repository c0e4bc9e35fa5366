"""The canonical spelling in files of other programs."""

import pytest

from everly.grammar.parser import parse
from everly.linting.canonical import canonical_text
from everly.linting.dialects import Dialect


@pytest.mark.parametrize(
    ("text", "everly", "crontab"),
    [
        ("0 9 * * 1-5", "0 9 * * mon-fri", "0 9 * * mon-fri"),
        ("0  9 * * 5,6,0", "0 9 * * fri-sun", "0 9 * * fri-sat,sun"),
        ("0 9 * * 5,6,0,1", "0 9 * * fri-mon", "0 9 * * fri-sat,sun-mon"),
        ("0 9 * * 0-6", "0 9 * * mon-sun", "0 9 * * sun-sat"),
        ("0 9 1 11,12,1 *", "0 9 1 nov-jan *", "0 9 1 nov-dec,jan *"),
        ("0 9 1 11,12,1,2 *", "0 9 1 nov-feb *", "0 9 1 nov-dec,jan-feb *"),
        ("0 9 * * 6,0", "0 9 * * sat,sun", "0 9 * * sat,sun"),
    ],
)
def test_ranges_over_the_end_of_the_week_or_year_are_for_everly_only(text: str, everly: str, crontab: str) -> None:
    assert canonical_text(parse(text), Dialect.EVERLY) == everly
    for dialect in (Dialect.CRONTAB, Dialect.GITHUB, Dialect.KUBERNETES):
        assert canonical_text(parse(text), dialect) == crontab
    assert canonical_text(parse(crontab), Dialect.CRONTAB) == crontab


@pytest.mark.parametrize("text", ["daily", "0 9 * * * in Europe/Berlin", "0 9 * * * & mon-fri"])
def test_what_is_no_cron_line_has_no_spelling_in_a_file_of_cron_lines(text: str) -> None:
    assert canonical_text(parse(text), Dialect.CRONTAB) is None
    assert canonical_text(parse(text), Dialect.EVERLY) is not None
