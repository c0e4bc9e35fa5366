"""Schedules that are too many pieces to be counted or compared one by one are laid out, with bounded work."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache
from zoneinfo import ZoneInfo

import pytest

from everly.scheduling.compiler import Compiled, compile_schedule
from everly.scheduling.decisions import spread
from everly.scheduling.decisions.comparison import Comparison, Relation, compare, fire_alike
from everly.scheduling.decisions.frequency import count_between, frequency, frequency_laid_out, frequency_of
from everly.scheduling.decisions.gaps import gaps
from everly.scheduling.decisions.likeness import is_alike
from everly.scheduling.decisions.meetings import meetings
from everly.scheduling.decisions.redundancy import Unsettled, quick_redundancies, redundancies
from everly.scheduling.decisions.spread import are_spread, is_spread, plain, start_of
from everly.scheduling.engine import laid
from everly.scheduling.engine.civil import DAY, MAX_INSTANT
from everly.scheduling.engine.nodes import InstantSet
from everly.scheduling.explanation.sentence import explain
from everly.scheduling.lower import expressions

NOW = datetime(2024, 5, 1, 12, tzinfo=UTC)
ZONES = ("UTC", "Europe/Berlin", "America/New_York")
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
CYCLE = 146_097 * DAY
MANY = 6
"""So many exceptions that drift are laid out in a zone with clock changes; more take longer and show no more."""


@cache
def compiled(text: str, zone: str = "UTC") -> Compiled:
    """A schedule; those of many pieces are slow to compile, and several tests ask about the same."""
    return compile_schedule(text, now=NOW, timezone=zone)


def exceptions(count: int, base: str = "hourly", unit: str = "hours") -> list[str]:
    return [base, *(f"except (every {7 + 2 * number} {unit} & {DAYS[number % 7]})" for number in range(count))]


def drifting(count: int, base: str = "hourly", unit: str = "hours") -> str:
    return " ".join(exceptions(count, base, unit))


def reordered(count: int) -> str:
    base, *removed = exceptions(count)
    return " ".join([base, *reversed(removed)])


@contextmanager
def counted(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[int]]:
    """How many points are laid out of how many sets, one after the other."""
    found: list[int] = []
    original = laid.bits_of

    def noted(instants: InstantSet, grid: laid.Grid) -> int:
        found.append(grid.size)
        return original(instants, grid)

    with monkeypatch.context() as patched:
        patched.setattr(laid, "bits_of", noted)
        yield found


@pytest.mark.parametrize(("zone", "count"), [*((zone, 4) for zone in ZONES), ("Europe/Berlin", 12)])
def test_every_question_about_drifting_exceptions_is_answered_in_bounded_work(
    zone: str, count: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other = compiled(drifting(count), zone), compiled(reordered(count), zone)
    questions = (
        lambda: frequency(one),
        lambda: gaps(one),
        lambda: one == other,
        lambda: compare(one, other),
        lambda: meetings(one, other),
        lambda: explain(one),
        lambda: one.warnings,
        lambda: redundancies(one),
        lambda: quick_redundancies(one),
    )
    for question in questions:
        with counted(monkeypatch) as sizes:
            question()
        assert sum(sizes) <= 2 * spread.MOST_WORK, question


@pytest.mark.parametrize("zone", ZONES[:2])
def test_how_often_they_fire_is_what_a_listing_of_400_years_counts(zone: str) -> None:
    many = 12 if zone == "UTC" else MANY
    schedule = compiled(drifting(many), zone)
    assert is_spread(schedule.instants)
    removed = [compiled(each.removeprefix("except ").strip("()"), zone) for each in exceptions(many)[1:]]
    found = frequency(schedule)
    assert (found.total, found.until, found.last) == (None, None, None)
    hours = range(found.first, found.first + CYCLE, 3600)
    gone = {instant for each in removed for instant in each.instants.between(hours[0], hours[-1])}
    left = len(hours) - sum(instant in hours for instant in gone)
    assert found.in_cycle == left
    assert found.average == (left, CYCLE)


@pytest.mark.parametrize("zone", ZONES)
def test_laid_out_or_counted_by_pieces_the_frequency_is_the_same(zone: str) -> None:
    for text in (drifting(2), "every 7 hours & mon-fri | every 9 hours & sat", "daily at 02:30 & mon"):
        schedule = compiled(text, zone)
        counted_by_pieces = frequency_of(schedule.instants)
        assert frequency_laid_out(plain(schedule), start_of(schedule)) == counted_by_pieces


def test_what_cannot_be_laid_out_for_400_years_is_averaged_over_fewer_and_says_so() -> None:
    schedule = compiled(drifting(MANY, "every minute", "minutes"), "Europe/Berlin")
    found = frequency(schedule)
    assert found.until is not None
    assert found.average is not None
    assert (found.total, found.last, found.in_cycle) == (None, None, None)
    years = (found.until - found.first) / (CYCLE / 400)
    assert 5 < years < 400
    assert abs(years - round(years)) < 0.01
    assert found.average.seconds == found.until - found.first + 1
    assert found.average.times == sum(1 for _ in spread.laid_out(plain(schedule), found.first).between(0, found.until))


def test_gaps_of_what_is_laid_out_say_up_to_when() -> None:
    found = gaps(compiled(drifting(MANY), "Europe/Berlin"))
    assert found is not None
    assert found.until is not None
    members = list(compiled(drifting(MANY), "Europe/Berlin").instants.between(0, 1_720_000_000))
    assert found.shortest == (3600, members[0])


@pytest.mark.parametrize("zone", ZONES[1:2])
def test_order_and_parentheses_make_no_difference_to_equality(zone: str) -> None:
    one = compiled(drifting(MANY), zone)
    for text in (
        reordered(MANY),
        f"({reordered(MANY)})",
        drifting(MANY).replace("except", ") except", MANY // 2).replace("h", "(" * (MANY // 2) + "h", 1),
    ):
        other = compiled(text, zone)
        assert one == other
        assert (hash(one), explain(one)) == (hash(other), explain(other))
        assert compare(one, other) == Comparison(Relation.EQUAL, None, None, one.instants.ceil(0), ())


@pytest.mark.parametrize("zone", ZONES[:2])
def test_equal_ones_that_are_said_otherwise_are_proved_equal_over_all_of_time(zone: str) -> None:
    one = compiled(drifting(4), zone)
    other = compiled(drifting(4).replace("& tue", "& !(mon | wed-sun)"), zone)
    assert not is_alike(one, other)
    found = compare(one, other)
    assert (found.relation, found.until, found.is_equal) == (Relation.EQUAL, None, True)
    assert fire_alike(one, other)


@pytest.mark.parametrize("zone", ZONES[1:])
def test_one_firing_more_tells_them_apart(zone: str) -> None:
    one, other = compiled(drifting(MANY), zone), compiled(drifting(MANY) + " except 2030-06-03", zone)
    found = compare(one, other)
    assert (found.relation, found.only_right, found.until) == (Relation.SUPERSET, None, None)
    midnight = int(datetime(2030, 6, 3, tzinfo=ZoneInfo(zone)).timestamp())
    assert found.only_left == one.instants.ceil(midnight)
    assert one != other


def test_what_is_not_proved_for_ever_says_up_to_when_and_is_not_equal() -> None:
    text = drifting(MANY, "every minute", "minutes")
    one, other = (compiled(each, "Europe/Berlin") for each in (text, text.replace("& tue", "& !(mon | wed-sun)")))
    found = compare(one, other)
    assert (found.relation, found.is_equal) == (Relation.EQUAL, False)
    assert found.until is not None
    assert one != other


def test_an_exception_within_another_is_redundant_in_utc_and_unsettled_or_redundant_in_a_zone() -> None:
    text = "hourly except (every 7 hours & mon) except (every 9 hours & tue) except (every 21 hours & mon)"
    (found,) = redundancies(compiled(text))
    assert found.operand == compiled(text).resolved.expr.removed  # type: ignore[union-attr]
    in_zone = compiled(text, "Europe/Berlin")
    assert [type(each) for each in quick_redundancies(in_zone)] in ([Unsettled], [type(found)])


def test_only_what_is_many_pieces_is_laid_out() -> None:
    for text in (
        "daily",
        "hourly & mon-fri",
        "every 7 minutes | every 11 minutes | mon at 09:00",
        drifting(1),
        drifting(2),
    ):
        for zone in ZONES[:2]:
            assert not is_spread(compiled(text, zone).instants)
    for zone in ZONES[:2]:
        assert is_spread(compiled(drifting(12), zone).instants)
    one = compiled(drifting(2), "Europe/Berlin").instants
    assert are_spread(one, one)


def test_what_takes_too_much_to_fold_is_still_compiled_and_fires_as_it_is_said(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    whole = compiled(drifting(MANY), "Europe/Berlin")
    monkeypatch.setattr(expressions, "_MOST_FOLDING", 0)
    days_apart = "every 3 days except (every 5 days & mon) except (every 7 days & !tue) | every 11 days & 1st-20th"
    for text, folded in ((days_apart, None), (drifting(MANY), whole)):
        schedule = compiled(text, "Europe/Berlin")
        said = plain(schedule).between(0, 1_800_000_000)
        assert list(schedule.instants.between(0, 1_800_000_000)) == list(said)
        assert folded is None or schedule == folded
        assert frequency(schedule).until is None
        assert explain(schedule).sentence.endswith(".")


APART = (
    "hourly except (every 7 minutes & !(feb,jan,jun)) except (every 61 hours & 3rd sun) "
    "except (every 37 hours & oct 8) except (every 7 hours & 2058-2064) except (every 97 minutes & 2028) "
    "except (every 89 hours & last tue of apr)"
)


@pytest.mark.parametrize(("text", "zone"), [(APART, "Europe/Berlin"), (drifting(MANY), "America/New_York")])
def test_firings_in_a_range_are_counted_laid_out(text: str, zone: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """By inclusion and exclusion each exception would double the work: for the first of these that has no end."""
    made = compiled(text, zone)
    begin, end = int(NOW.timestamp()), int(NOW.replace(year=2060).timestamp())
    soon = begin + 60 * DAY
    listed = len(list(made.instants.between(begin, soon)))
    with counted(monkeypatch) as points:
        assert count_between(made, begin - DAY, soon) == listed
        assert count_between(made, begin - DAY, end) == listed + count_between(made, soon + 1, end)
        assert count_between(made, end, begin) == 0
    assert 0 < sum(points) < 100_000_000


def test_few_firings_in_a_range_of_many_points_are_listed(monkeypatch: pytest.MonkeyPatch) -> None:
    made = compiled(f"({drifting(2)}) & jan 1 & 09:00-09:10", "Europe/Berlin")
    begin, end = int(NOW.timestamp()), int(NOW.replace(year=2034).timestamp())
    listed = len(list(made.instants.between(begin, end)))
    monkeypatch.setattr(spread, "_PIECES_IN_ZONES", 0)
    with counted(monkeypatch) as points:
        assert count_between(made, begin, end) == listed > 0
    assert points == []


ENDING = (
    "every 24 hours | every 3 days at 12:30 | every 2 weeks on mon,tue,sat at 10:00 | "
    "(every 2 hours except every 210 minutes)"
    " | {} starting 2024-05-01 00:00 until 2024-06-01 00:00"
)


def test_what_ends_soon_is_settled_whatever_it_is_made_of() -> None:
    """It cannot be laid out for ever, and need not be."""
    one = compiled(ENDING.format("(every 11 hours except every 2 days at 05:45)"), "Australia/Lord_Howe")
    other = compiled(ENDING.format("every 11 hours"), "Australia/Lord_Howe")
    assert are_spread(one.instants, other.instants)
    members = list(one.instants.between(0, 10**10))
    assert members == list(other.instants.between(0, 10**10))
    found = compare(one, other)
    assert (found.relation, found.until, one == other) == (Relation.EQUAL, None, True)
    for often in (frequency_laid_out(plain(one), members[0]), meetings(one, other)):
        assert often is not None
        assert (often.first, often.last, often.total, often.until) == (members[0], members[-1], len(members), None)


@pytest.mark.parametrize(
    ("text", "end"),
    [
        ("hourly until 2024-06-01 00:00", datetime(2024, 6, 1, tzinfo=UTC)),
        ("hourly except daily until 2024-06-01 00:00", datetime(2024, 6, 1, tzinfo=UTC)),
        ("(hourly until 2024-06-01 00:00) | (daily until 2024-07-01 00:00)", datetime(2024, 7, 1, tzinfo=UTC)),
        ("(hourly until 2024-06-01 00:00) & (every 3 hours until 2024-07-01 00:00)", datetime(2024, 6, 1, tzinfo=UTC)),
        ("((hourly until 2024-06-01 00:00) | daily) until 2024-05-20 00:00", datetime(2024, 5, 20, tzinfo=UTC)),
        ("(hourly until 2024-06-01 00:00) | daily", None),
    ],
)
def test_the_end_of_a_set_is_that_of_its_parts(text: str, end: datetime | None) -> None:
    assert laid.ending(plain(compiled(text))) == (MAX_INSTANT if end is None else end.timestamp())
