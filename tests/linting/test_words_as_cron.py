"""Days at times as cron lines, and back."""

import pytest
from hypothesis import given

from everly import compare, compile_schedule, parse, print_schedule
from everly.grammar.tree import Cron, Schedule
from everly.linting.cron_words import in_words
from everly.linting.words_as_cron import as_cron
from everly.scheduling.compiler import Compiled
from everly.scheduling.decisions.comparison import Relation
from everly.scheduling.testing import cron_lines
from tests.linting.judge import NOW


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("daily at 09:00", "0 9 * * *"),
        ("daily at 09:00, 17:00", "0 9,17 * * *"),
        ("daily at 09:00, 09:30, 17:00, 17:30", "0,30 9,17 * * *"),
        ("mon-fri at noon", "0 12 * * 1-5"),
        ("sat,sun at 08:15", "15 8 * * 0,6"),
        ("1st,15th at 08:15", "15 8 1,15 * *"),
        ("jun-aug at 08:15", "15 8 * 6-8 *"),
        ("1st of jan,jul at 08:15", "15 8 1 1,7 *"),
        ("(mon & jun) at 08:15", "15 8 * 6 1"),
        ("daily at 08:15 & mon & jun", "15 8 * 6 1"),
        ("mon at 08:15 & jun", "15 8 * 6 1"),
    ],
)
def test_days_at_times_are_a_line(text: str, line: str) -> None:
    assert as_cron(parse(text).expr) == line
    assert compare(compile_schedule(text, now=NOW), compile_schedule(line, now=NOW)).relation is Relation.EQUAL


@pytest.mark.parametrize(
    "text",
    [
        "daily",
        "hourly",
        "daily at 09:00, 17:30",
        "daily at 09:00:30",
        "every 2 days at 09:00",
        "last day at 09:00",
        "2nd fri at 09:00",
        "dec 24-26 at 09:00",
        "dec 24, jan 1 at 09:00",
        "2024-12-24 at 09:00",
        "(mon & 13th) at 09:00",
        "mon at 09:00 & fri",
        "!mon & daily at 09:00",
        "mon at 09:00 | fri at 09:00",
        "daily at 09:00 & mon at 09:00",
        "weekly on mon at 09:00",
    ],
)
def test_what_one_line_does_not_say_is_none(text: str) -> None:
    assert as_cron(parse(text).expr) is None


@given(cron=cron_lines())
def test_words_for_a_line_fire_as_the_line_does(cron: Cron) -> None:
    words = in_words(cron)
    if words is None:
        return
    line, text = print_schedule(Schedule(cron)), print_schedule(Schedule(words))
    assert compare(_in_zone(line), _in_zone(text)).relation is Relation.EQUAL
    back = as_cron(parse(text).expr)
    assert back is None or compare(_in_zone(line), _in_zone(back)).relation is Relation.EQUAL


def _in_zone(text: str) -> Compiled:
    return compile_schedule(text, now=NOW, timezone="America/New_York")
