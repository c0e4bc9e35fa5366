"""Every decision ends after so many counted steps, and then says the same from what is laid out, or up to when."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import islice

import pytest

from everly.scheduling.compiler import Compiled, compile_schedule
from everly.scheduling.decisions import frequency as counting
from everly.scheduling.decisions import spread
from everly.scheduling.decisions.comparison import Relation, compare, fire_alike
from everly.scheduling.decisions.frequency import count_between, frequency, frequency_of
from everly.scheduling.decisions.gaps import gaps
from everly.scheduling.decisions.meetings import meetings
from everly.scheduling.decisions.redundancy import redundancies
from everly.scheduling.engine import effort, laid
from everly.scheduling.engine.algebra import intersection
from everly.scheduling.engine.civil import DAY, MAX_INSTANT
from everly.scheduling.engine.effort import TooMuchWorkError, at_most
from everly.scheduling.engine.searched import MOST_STEPS
from everly.scheduling.explanation import sentence
from everly.scheduling.explanation.sentence import explain

NOW = datetime(2024, 5, 1, 12, tzinfo=UTC)
HOUR = 3600

# The two meet once in 14 years, on days that many rules make together.
ONE = (
    "((every 925 hours & 07:02-03:00) except oct,apr) except (every 97 hours & every 7 months on the 2nd tue at 08:30)"
)
OTHER = """(((every 23 hours & 12th) except (((((mon,sat at 01:45 until 2043-03-10) | every 1 seconds)
& (every 11 weeks on wed,fri at 19:45 & mon,thu,fri & mon) | (every 2 minutes & 2030-08-25 & last tue of apr))
& oct-aug & aug,mar & every 3 months on the 31st at 18:45))) | every 101 seconds) in Africa/Casablanca"""
# Ten exceptions that drift, to the second: too many pieces, and too many points for all of time.
MANY = "secondly" + "".join(
    f" except (every {period} seconds & {day})"
    for period, day in zip(
        (7, 11, 13, 17, 19, 23, 29, 31, 37, 41),
        ("mon", "tue", "wed", "thu", "fri", "sat", "sun", "jan", "feb", "mar"),
        strict=True,
    )
)


def _read(text: str) -> Compiled:
    return compile_schedule(text, now=NOW)


@pytest.fixture
def few_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spread, "MOST_STEPS", 0)


def test_how_often_two_meet_on_days_of_many_rules_takes_more_steps_than_are_allowed_and_is_laid_out() -> None:
    left, right = _read(ONE), _read(OTHER)
    with pytest.raises(TooMuchWorkError), at_most(MOST_STEPS):
        frequency_of(intersection([left.instants, right.instants]))
    found = meetings(left, right)
    assert found is not None
    assert (found.first, found.in_cycle) == (1714564800, 28)


@pytest.mark.usefixtures("few_steps")
def test_an_answer_from_what_is_laid_out_is_that_of_the_algebra() -> None:
    weekly, hourly = _read("(mon at 09:00) | (every 3 days at 10:30 & jan-jun)"), _read("every 3 hours | mon at 09:00")
    by_algebra = frequency_of(weekly.instants)
    assert by_algebra is not None
    assert frequency(weekly).in_cycle == by_algebra.in_cycle
    assert compare(weekly, hourly).relation is Relation.OVERLAPPING
    assert compare(_read("mon at 09:00"), hourly).relation is Relation.SUBSET
    assert fire_alike(_read("daily at 09:00 & mon-fri"), _read("0 9 * * 1-5"))
    met = meetings(weekly, hourly)
    assert met is not None
    assert met.first == int(datetime(2024, 5, 6, 9, tzinfo=UTC).timestamp())
    between = gaps(_read("mon,wed at 09:00"))
    assert between is not None
    assert (between.shortest.length, between.longest.length) == (2 * DAY, 5 * DAY)
    assert [
        each.operand.span.of("hourly | every 2 hours") for each in redundancies(_read("hourly | every 2 hours"))
    ] == ["every 2 hours"]
    assert count_between(_read("every 3 hours & mon"), 1714953600, 1714953600 + DAY - 1) == 8


def test_what_is_too_much_to_be_counted_is_refused_and_a_shorter_range_is_not() -> None:
    many = _read(MANY)
    with pytest.raises(TooMuchWorkError):
        count_between(many, 0, MAX_INSTANT)
    first = int(NOW.timestamp())
    listed = sum(1 for _ in many.instants.between(first, first + HOUR))
    assert 0 < listed < HOUR
    assert count_between(many, first, first + HOUR) == listed


@pytest.mark.usefixtures("few_steps")
def test_what_can_be_neither_listed_nor_laid_out_has_more_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    each, first = _read("every 7 minutes | every 9 minutes & mon-fri"), int(NOW.timestamp())
    listed = sum(1 for _ in each.instants.between(first, first + 30 * DAY))
    monkeypatch.setattr(laid, "MOST_WORK", 0)
    monkeypatch.setattr(counting, "_MOST_LISTED", 0)
    assert count_between(each, first, first + 30 * DAY) == listed
    monkeypatch.setattr(counting, "_MOST_COUNTED", 0)
    with pytest.raises(TooMuchWorkError, match="ask for a shorter range"):
        count_between(each, first, first + 30 * DAY)


@pytest.fixture
def bounds(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many steps are taken within each bound of a question, none of which is too few."""
    taken: list[int] = []

    @contextmanager
    def noted(_: int) -> Iterator[None]:
        plenty = 1 << 40
        with at_most(plenty):
            yield
            taken.append(plenty - (effort._LEFT.get() or 0))

    monkeypatch.setattr(spread, "a_share", noted)
    monkeypatch.setattr(sentence, "at_most", noted)
    return taken


QUESTIONS: dict[str, Callable[[Compiled, Compiled], object]] = {
    "frequency": lambda one, _: frequency(one),
    "gaps": lambda one, _: gaps(one),
    "compare": compare,
    "equal": fire_alike,
    "meetings": meetings,
    "redundancies": lambda one, _: redundancies(one),
    "count": lambda one, _: count_between(one, 0, 1 << 32),
    "warnings": lambda one, _: one.warnings,
    "explain": lambda one, _: explain(one),
}
DRIFTING = "(every 10 hours & mon | every 9 days at 04:00) except every 11 weeks on thu,sun at 01:45"


@pytest.fixture(scope="module")
def asked_before() -> tuple[Compiled, Compiled]:
    """Two schedules that all of it was asked about, and more."""
    both = _pair()
    for question in QUESTIONS.values():
        question(*both)
    for each in both:
        assert each.instants.ceil(0) is not None
        assert each.instants.floor(MAX_INSTANT) is not None
        assert len(list(islice(each.instants.between(1 << 36, MAX_INSTANT), 50))) == 50
    return both


def _pair() -> tuple[Compiled, Compiled]:
    return _read(f"{DRIFTING} in Europe/Berlin"), _read("every 35 days & 1st | every 11 days at 09:00 in Europe/Dublin")


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_question_takes_as_many_steps_whatever_was_asked_before(
    name: str, asked_before: tuple[Compiled, Compiled], bounds: list[int]
) -> None:
    fresh = _pair()
    QUESTIONS[name](*asked_before)
    before, bounds[:] = list(bounds), []
    QUESTIONS[name](*fresh)
    assert sum(bounds) > 0
    assert bounds == before


def test_what_fires_once_before_a_search_in_vain_is_not_equal_to_others_and_is_explained_in_bounded_work() -> None:
    parts = " | ".join(f"every {61 * number} minutes & {day}" for number, day in enumerate(("mon", "tue", "wed"), 2))
    vain = f"({parts} | every 305 minutes & thu | every 366 minutes & fri) except every 61 minutes & mon-fri"
    once = _read(f"({vain}) | 2024-05-03 at 09:00")
    assert once != _read("daily")
    found = explain(once)
    assert found.sentence == "At times that one sentence cannot tell, first at 09:00 on 3 May 2024."
    assert found.next == once.instants.ceil(once.now)
