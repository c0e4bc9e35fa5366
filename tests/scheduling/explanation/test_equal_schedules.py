"""Schedules that mean the same, however they are written, are equal, as are their hashes, previews and explanations."""

from __future__ import annotations

import re

import pytest
from hypothesis import Phase, given, reject, settings
from hypothesis import strategies as st

from everly.grammar.diagnostics import ScheduleError
from everly.grammar.tree import Schedule
from everly.scheduling.compiler import Compiled, compile_tree
from everly.scheduling.decisions.comparison import Relation, compare
from everly.scheduling.decisions.zone_rules import zone_rules
from everly.scheduling.explanation.sentence import explain
from everly.scheduling.preview import preview
from everly.scheduling.testing import ClockChange, instants_near_changes, schedules
from everly.scheduling.zone_names import find_zone
from tests.scheduling.decisions.universes import pairs
from tests.scheduling.explanation.test_sentences import compiled
from tests.scheduling.rewriting.intervals import intervals
from tests.scheduling.rewriting.pairs import pairs_alike
from tests.scheduling.simplify import dense

Pair = tuple[Compiled, Compiled]

_IN_UTC = st.integers(1_200_000_000, 1_900_000_000).map(lambda now: ClockChange("UTC", now))


def alike(trees: st.SearchStrategy[Schedule], near: st.SearchStrategy[ClockChange]) -> st.SearchStrategy[Pair]:
    return near.flatmap(lambda there: pairs_alike(trees, there))


def rests_alike(left: Compiled, right: Compiled) -> bool:
    """Whether two schedules are shown in one zone and rest on the same others."""
    names = (set(zone_rules(each.instants)) - {each.zone.name} for each in (left, right))
    return left.zone == right.zone and next(names) == next(names)


def check_alike(pair: Pair) -> None:
    left, right = pair
    found = compare(left, right)
    assert found.relation is Relation.EQUAL
    if found.until is not None:  # bounded work has not proved it for all time, so they do not count as equal
        return
    if not rests_alike(left, right):  # what was added may have brought the clock of another zone
        return
    assert left == right
    assert hash(left) == hash(right)
    assert preview(left, count=12) == preview(right, count=12)
    assert preview(left, count=3, reverse=True) == preview(right, count=3, reverse=True)
    assert explain(left) == explain(right)


@settings(deadline=None, max_examples=60)
@given(alike(dense.schedules(2), _IN_UTC))
def test_what_is_written_otherwise_is_equal_and_explains_alike(pair: Pair) -> None:
    check_alike(pair)


@settings(deadline=None, max_examples=60)
@given(alike(schedules(1), _IN_UTC))
def test_so_it_is_for_every_node_of_the_language(pair: Pair) -> None:
    check_alike(pair)


@settings(deadline=None, max_examples=60)
@given(alike(intervals(1), _IN_UTC))
def test_so_it_is_for_intervals_that_drift(pair: Pair) -> None:
    check_alike(pair)


@settings(deadline=None, max_examples=30)
@given(alike(dense.schedules(1) | dense.pairs(), instants_near_changes()))
def test_so_it_is_around_clock_changes(pair: Pair) -> None:
    check_alike(pair)


@settings(deadline=None, max_examples=60)
@given(pairs())
def test_so_it_is_for_schedules_that_happen_to_be_equal(pair: Pair) -> None:
    left, right = pair
    if compare(left, right).relation is Relation.EQUAL and rests_alike(left, right):
        check_alike(pair)
    else:
        assert left != right


@pytest.mark.parametrize("trees", [dense.schedules(2), schedules(1), intervals(1)], ids=["dense", "any", "intervals"])
def test_the_pairs_are_written_differently_often_enough(trees: st.SearchStrategy[Schedule]) -> None:
    different: list[bool] = []

    @settings(deadline=None, max_examples=60, phases=[Phase.generate], database=None, derandomize=True)
    @given(alike(trees, _IN_UTC))
    def look(pair: Pair) -> None:
        different.append(pair[0].schedule != pair[1].schedule)

    look()
    assert sum(different) * 5 > len(different)


@pytest.mark.parametrize(
    "texts",
    [
        ("daily starting 00:00", "every 24 hours starting 00:00", "daily at 00:00 starting 00:00"),
        ("daily starting 09:58", "daily & 09:00-17:00 | (daily & !09:00-17:00) starting 09:58"),
        ("0 0 * * *", "daily at midnight", "every day at 00:00", "@daily", "0 0 * * mon-sun"),
        (
            "daily at 00:00 & mon-fri",
            "0 0 * * mon-fri",
            "0 0 * * 1-5",
            "0 0 * * mon,tue,wed,thu,fri",
            "0 0 ? * 1,2-4,5",
        ),
        ("0 9 * * 0", "0 9 * * 7", "0 9 * * sun", "0 9 * * sun-sun", "sun at 9am", "0 9 * * 0,7"),
        ("*/15 * * * *", "0,15,30,45 * * * *", "0-45/15 * * * *", "0/15 * * * *", "0-59/15 0-23 * * *"),
        ("0 9-17 * * *", "0 9,10,11,12,13,14,15,16,17 * * *", "0 9-13,12-17 * * *"),
        ("daily and weekly", "weekly", "every 7 days", "every 168 hours"),
        ("0 9 * * mon | 0 9 * * tue-fri", "weekdays at 09:00", "daily at 09:00 except sat,sun", "0 0 9 ? * 1-5"),
        ("hourly", "0 * * * *", "every 60 minutes", "every 30 minutes & every 20 minutes", "0 0-23 * * *"),
        ("every 90 minutes", "every 1.5 hours", "every 30 minutes & every 45 minutes"),
        ("every 7 hours | every 14 hours", "every 7 hours", "every 7 hours & mon-sun"),
        ("daily at 09:00 & 2025", "daily at 09:00 starting 2025-01-01 until 2025-12-31", "0 0 9 * * * 2025"),
        (
            "0 9 1-31/2 * *",
            "0 9 */2 * *",
            "1st,3rd,5th,7th,9th,11th,13th,15th,17th,19th,21st,23rd,25th,27th,29th,31st at 9am",
        ),
        ("every 2 weeks at 09:00", "wed at 09:00 & every 14 days at 09:00", "every 14 days at 09:00"),
        ("0 * * * * @ Europe/Berlin", "hourly @ Europe/Berlin", "every 60 minutes @ Europe/Berlin"),
        ("daily at 00:00,06:00,12:00,18:00", "every 6 hours", "0 */6 * * *"),
        ("0 0 29 2 *", "feb 29 at 00:00", "29th of feb at midnight", "0 0 29 feb ?"),
        ("(daily at 09:00) except mon | tue", "wed-sun at 09:00", "daily at 09:00 & !(mon | tue)"),
        ("daily at 09:00 & !mon & !tue", "daily at 09:00 & !(mon | tue)", "daily at 09:00 except (mon | tue)"),
        ("(every 2 hours starting 00:00) | (every 2 hours starting 01:00)", "hourly starting 00:00"),
        ("(every 3 hours starting 12:00) | (every 6 hours starting 15:00)", "every 3 hours"),
        ("(every 14 minutes) | (every 14 minutes starting 12:07)", "every 7 minutes"),
        (
            "every 13 minutes except every 17 minutes",
            "(every 13 minutes except every 65 minutes) | every 65 minutes except every 17 minutes",
        ),
        ("every 17 minutes & (every 90 minutes | hourly)", "every 17 minutes & every 90 minutes | every 17 hours"),
        ("every 12347 seconds & mon-fri", "every 12347 seconds & mon,tue | every 12347 seconds & wed-fri"),
        ("every 7 hours & 09:00-17:00", "every 7 hours except !09:00-17:00", "every 7 hours & 08:30-17:30"),
        ("every 7 hours | mon at 09:00", "every 7 hours | (mon at 09:00 except every 7 hours)"),
        ("every 2 hours @ Europe/Berlin", "every 2 hours | every 4 hours @ Europe/Berlin"),
        (
            "(daily at 05:30 in UTC) & mon-sun",
            "(daily at 11:00 in Asia/Kolkata) & mon-sun",
            "(daily at 11:00 in +05:30) & mon-sun",
        ),
        ("30 2 * * * | 0 3 * * * @ Europe/Berlin", "0 3 * * * | (30 2 * * * except last sun of mar) @ Europe/Berlin"),
        ("0 0 13 * fri", "0 0 13 * * | 0 0 * * fri", "daily at 00:00 & (13th | fri)"),
        (
            "every 100 minutes & 01:00-15:00 until 2024-05-14",
            "every 100 minutes & 01:00-15:00 | 33,35-48 * 3,16,21 L-2 */6 thu,fri until 2024-05-14",
        ),
        (
            "30 1,2 * * * until 2024-06-01",
            "30 1,2 * * * except (every 19761 seconds starting now) until 2024-06-01",
        ),
        (
            "every 9 minutes & 01:00-15:00 until 2024-12-14",
            "every 9 minutes & 01:00-15:00 | (every 2 years at 09:00 starting 2025-01-01) until 2024-12-14",
        ),
    ],
    ids=lambda texts: texts[0],
)
def test_these_texts_mean_the_same_and_read_alike(texts: tuple[str, ...]) -> None:
    first, *others = map(compiled, texts)
    for other in others:
        assert compare(first, other).relation is Relation.EQUAL
        assert explain(first) == explain(other)
        assert preview(first, count=50) == preview(other, count=50)
        assert (first == other) is rests_alike(first, other)


_WINDOWED, _TWO = "every 90 minutes & (08:00-01:30 | last thu)", "every 13 hours | every 3 weeks"
_MONTHS = "every 5 months on the 1st at 21:00 | every 3 weeks on mon at 23:00 | every 3 weeks on wed at 04:00"
_CRON, _LINE = "*/30 9-17 * * 0 | every 36 hours", "(0,30 9-17 * * mon-fri & every 70 minutes)"


@pytest.mark.parametrize(
    ("one", "other", "clauses"),
    [
        (_TWO, f"{_TWO} except (daily at 12:05 except ({_TWO}))", "starting 2025-03-10 02:00 in Europe/Berlin"),
        (_MONTHS, f"({_MONTHS} | ({_MONTHS}) & every 7 hours)", "starting 2024-05-20 23:30"),
        (_WINDOWED, f"{_WINDOWED} & mon | {_WINDOWED} & !mon", "starting 2025-10-03 01:00 in Europe/Berlin"),
        (_CRON, f"({_CRON} | every 2 days) & ({_CRON})", "starting 2024-01-20"),
        (
            _LINE,
            f"({_LINE} & every 5 hours) | ({_LINE} except every 5 hours) | {_LINE} & mon-sun",
            "starting 2025-03-10 02:00 in Europe/Berlin",
        ),
    ],
)
def test_how_a_schedule_comes_to_its_instants_does_not_show(one: str, other: str, clauses: str) -> None:
    left, right = (compiled(f"{text} {clauses}") for text in (one, other))
    assert left == right
    assert explain(left) == explain(right)
    assert "cannot tell" not in explain(left).sentence


def test_equal_instants_alone_make_no_equal_schedules() -> None:
    """They must rest on the clocks of the same other zones, too: these may part one day."""
    texts = "(daily at 09:00 in Europe/Berlin) | hourly", "(daily at 09:00 in Europe/Paris) | hourly"
    one, other = map(compiled, texts)
    assert compare(one, other).relation is Relation.EQUAL
    assert one != other


@settings(deadline=None, max_examples=40)
@given(schedules(2), instants_near_changes())
def test_every_explanation_is_one_sentence_and_always_the_same(schedule: Schedule, near: ClockChange) -> None:
    try:
        once, again = (
            explain(compile_tree(schedule, "", now=near.instant, zone=find_zone(near.zone))) for _ in range(2)
        )
    except ScheduleError:
        reject()
    assert once == again
    assert re.fullmatch(r"[A-Z][ -~]*[A-Za-z0-9)]\.", once.sentence)
    assert "  " not in once.sentence
    assert not re.search(r"\b(\w+) \1\b", once.sentence), once.sentence
