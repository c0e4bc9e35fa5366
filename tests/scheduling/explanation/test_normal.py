"""Schedules of drifting steps come to one form, however they are written, and are told alike."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import example, given, reject, settings
from hypothesis import strategies as st

from everly.grammar.diagnostics import ScheduleError
from everly.scheduling.compiler import Compiled, compile_schedule
from everly.scheduling.engine.algebra import same
from everly.scheduling.engine.step import Step
from everly.scheduling.explanation.normal import IrregularError, Normal, normal
from everly.scheduling.explanation.residues import Points, maximal_steps, points_of
from everly.scheduling.explanation.sentence import explain
from everly.scheduling.explanation.stages import divided
from everly.scheduling.preview import preview
from tests.scheduling.explanation.drifting import ZONES, alike, ending, staged
from tests.scheduling.explanation.test_truth import check_true

NOW = datetime(2024, 5, 1, 12, tzinfo=UTC)


def compiled(text: str, zone: str) -> Compiled:
    return compile_schedule(text, now=NOW, timezone=zone)


def both(texts: list[str], zone: str) -> tuple[Compiled, Compiled]:
    """Two schedules that were drawn, unless one of them never fires."""
    try:
        one, other = (compiled(text, zone) for text in texts)
    except ScheduleError:
        reject()
    return one, other


def form(schedule: Compiled) -> Normal | str | None:
    try:
        return normal(schedule)
    except IrregularError:
        return "irregular"


@settings(deadline=None, max_examples=10)
@given(alike(most=3, many=1), ZONES)
@example(
    ["(every 7 hours until 2026-06-01)", "(every 7 hours until 2026-06-01) | (every 14 hours until 2026-06-01)"], "UTC"
)
@example(
    [
        "((every 7 hours & mon-fri) until 2026-06-01)",
        "((every 7 hours & mon,tue) until 2026-06-01) | ((every 7 hours & wed-fri) until 2026-06-01)",
    ],
    "Europe/Berlin",
)
def test_a_union_has_one_form_however_it_is_written(texts: list[str], zone: str) -> None:
    try:
        first, *others = (form(compiled(text, zone)) for text in texts)
    except ScheduleError:  # an operand never fires
        reject()
    assert first is not None
    assert all(other == first for other in others)


@settings(deadline=None, max_examples=4)
@given(alike(most=2, many=1), ZONES)
def test_so_it_is_equal_and_told_alike_and_truly(texts: list[str], zone: str) -> None:
    one, other = both(texts, zone)
    assert one == other
    assert hash(one) == hash(other)
    assert preview(one, count=12) == preview(other, count=12)
    assert explain(one) == explain(other)
    check_true(other)


@settings(deadline=None, max_examples=4)
@given(ending(most=2), ZONES)
def test_so_it_is_of_those_that_end(texts: list[str], zone: str) -> None:
    one, other = both(texts, zone)
    assert one == other
    assert hash(one) == hash(other)
    assert preview(one, count=20) == preview(other, count=20)
    assert preview(one, count=3, reverse=True) == preview(other, count=3, reverse=True)
    assert explain(one) == explain(other)


@settings(deadline=None, max_examples=6)
@given(staged(most=3), ZONES)
def test_so_it_is_of_parts_that_begin_and_end(texts: list[str], zone: str) -> None:
    one, other = both(texts, zone)
    if one == other:  # too long to decide of some
        assert form(one) == form(other)
        assert explain(one) == explain(other)


FOUND = [
    (
        "UTC",
        "(every 22 hours & mon-fri) | (every 22 hours & wed) | (every 7 hours)",
        "(every 22 hours & mon,tue) | (every 22 hours & wed-fri) | (every 22 hours & wed) | (every 7 hours)",
    ),
    (
        "UTC",
        "every 36 hours | (every 21 hours & dec) | every 28 hours",
        "every 28 hours | every 72 hours | (every 21 hours & dec & !mon) | every 36 hours | every 21 hours & dec & mon",
    ),
    (
        "UTC",
        "daily at 12:00 | (every 22 hours & mon)",
        "(every 24 hours except every 7 hours) | daily at 12:00 | (every 22 hours & mon)",
    ),
    (
        "Europe/Berlin",
        "every 22 hours & mon | daily at 10:00",
        "(every 22 hours & mon except daily at 10:00) | daily at 10:00",
    ),
    (
        "UTC",
        "every 22 hours & 09:00-17:00 | every 7 hours & mon-fri",
        "every 22 hours & 08:30-17:30 | every 7 hours & mon-wed | every 7 hours & thu-fri",
    ),
    (
        "America/New_York",
        "every 14 hours & mon-fri | every 7 hours & mon | every 11 hours except dec 25",
        "every 7 hours & mon | every 14 hours & tue-fri | every 11 hours except dec 25",
    ),
    ("UTC", "*/7 * * * * | every 25 minutes", "*/7 * * * * | every 25 minutes | 0 0 1 * *"),
    ("UTC", "*/7 * * * * | every 25 minutes", "every 25 minutes | (*/7 * * * * except 0 0 * * mon) | 0 0 * * *"),
    (
        "UTC",
        "every 7 hours | 0 0,1,2,4,5,9,11,13,20 * * *",
        "0 0,1,2,4 * * * | every 7 hours | 0 5,9,11,13,20 * * *",
    ),
    (
        "UTC",
        "(every 7 hours until 2025-06-01) | every 9 hours",
        "every 9 hours | (every 7 hours until 2025-06-01) & mon-sun | every 18 hours",
    ),
    (
        "Europe/Berlin",
        "((every 7 hours & mon-fri) until 2026-06-01) | (every 9 hours starting 2024-07-01)",
        "(every 9 hours starting 2024-07-01) | (every 7 hours until 2026-06-01) & mon-fri",
    ),
    ("Australia/Lord_Howe", "*/7 * * * * | every 25 minutes", "*/7 * * * * | every 25 minutes | 0 0 1 * *"),
    (
        "UTC",
        "every 18 hours | every 22 hours",
        "every 18 hours | (every 44 hours starting 2024-05-01 12:00) | (every 44 hours starting 2024-05-02 10:00)",
    ),
    (
        "Europe/Berlin",
        "every 9 hours | every 15 hours & mon-fri",
        "every 9 hours | every 30 hours & mon-fri | (every 30 hours & mon-fri starting 2024-05-02 05:00)",
    ),
    ("UTC", "every 18 hours | every 22 hours", "every 18 hours | (every 22 hours starting 2024-05-02 10:00)"),
    (
        "UTC",
        "every 18 hours | (every 22 hours & !sat until 2024-05-20)",
        "every 18 hours | (every 22 hours & !sat until 2024-05-20 18:00)",
    ),
    (
        "UTC",
        "every 18 hours | (every 22 hours except every 55 hours)",
        "every 18 hours | (every 44 hours | (every 44 hours starting 2024-05-02 10:00) except every 55 hours)",
    ),
    (
        "America/New_York",
        (
            "((every 28 hours & wed except dec 25) starting 2025-12-05)"
            " | ((every 22 hours & 09:00-17:00 except (every 22 hours & mon)) until 2024-08-03)"
            " | (every 7 hours except every 21 hours)"
        ),
        (
            "((every 22 hours & 09:00-12:00 except (every 22 hours & mon)) until 2024-08-03)"
            " | (every 7 hours except every 21 hours except every 14 hours)"
            " | ((every 22 hours & 12:00-17:00 except (every 22 hours & mon)) until 2024-08-03)"
            " | ((every 7 hours except every 21 hours) & every 14 hours)"
            " | ((every 28 hours & wed except dec 25) starting 2025-12-05)"
        ),
    ),
    (
        "America/New_York",
        (
            "((every 13 hours & sat,sun) until 2024-12-16) | (every 10 hours except (every 22 hours & mon))"
            " | ((every 21 hours & 09:00-17:00) starting 2025-08-22)"
        ),
        (
            "((every 13 hours & sat,sun) until 2024-12-16) | ((every 21 hours & 12:00-17:00) starting 2025-08-22)"
            " | (every 10 hours except (every 22 hours & mon)) | ((every 21 hours & 09:00-12:00) starting 2025-08-22)"
        ),
    ),
]


@pytest.mark.parametrize(("zone", "one", "other"), FOUND)
def test_what_is_equal_is_told_alike_and_truly(zone: str, one: str, other: str) -> None:
    left, right = compiled(one, zone), compiled(other, zone)
    assert left == right
    assert explain(left) == explain(right)
    assert check_true(right)


def test_what_clocks_show_in_one_stage_after_the_other_is_told_as_one() -> None:
    parts = (
        "(every 13 hours except (every 22 hours & mon)) until 2025-11-24",
        "every 21 hours & jan-mar until 2027-10-27",
    )
    whole = compiled(" | ".join(f"({each})" for each in parts), "Europe/Berlin")
    assert "; " in explain(whole).sentence
    assert check_true(whole)


def test_a_step_is_kept_to_as_much_as_the_others_leave_it() -> None:
    said = [explain(compiled(one, zone)).sentence for zone, one, _ in FOUND[:1] + FOUND[3:4]]
    assert [each.split("; and ")[1] for each in said] == [
        "every 22 hours, counted from 12:00 on 1 May 2024, but only from Monday to Friday.",
        "every 22 hours, counted from 04:00 on 6 May 2024, but only on Mondays in Europe/Berlin.",
    ]


def test_what_steps_leave_may_be_too_irregular_however_it_is_written() -> None:
    parts = [f"(every {hours} hours except every {19 * hours} hours)" for hours in (7, 11)]
    for texts in (parts, [*parts[::-1], "(every 14 hours except every 133 hours)"]):
        whole = compiled(" | ".join(texts), "UTC")
        with pytest.raises(IrregularError):
            normal(whole)
        assert "cannot tell" in explain(whole).sentence


def test_a_part_that_fires_only_when_others_do_is_left_out() -> None:
    """Midnight on the 1st is among the minutes, which one cell of the clocks alone does not tell."""
    (whole, form), (other, _) = (
        (each, normal(each))
        for each in (compiled(f"*/7 * * * * | every 25 minutes{more}", "UTC") for more in (" | 0 0 1 * *", ""))
    )
    assert form is not None
    assert form == normal(other)
    assert len(form.steps) == 1
    assert "00:00 every day" not in explain(whole).sentence


@pytest.mark.parametrize(
    ("zone", "text"),
    [
        ("Europe/Berlin", "(every 21 hours & 1st except tue) | (every 28 hours except every 21 hours)"),
        ("Europe/Berlin", "every 13 hours & jan-mar except every 21 hours"),
    ],
)
def test_looking_for_what_is_needed_comes_to_an_end(zone: str, text: str) -> None:
    """A part that is left out may be found in what is left again and again."""
    form = normal(compiled(text, zone))
    assert form is not None
    assert same(form.instants, compiled(text, zone).instants)


def test_a_part_that_the_clock_shows_beyond_the_calendar_is_told() -> None:
    """In Berlin the last firing is in the year 10000."""
    at = datetime.fromtimestamp(1_200_000_000, UTC)
    text = "*/7 * * * * | every 17 minutes | mon at 09:00 except (every 7 minutes except */7 * * * *)"
    sentence = explain(compile_schedule(text, now=at, timezone="Europe/Berlin")).sentence
    assert "until" not in sentence
    assert "but not every 119 minutes" in sentence


def test_what_does_not_drift_has_other_words() -> None:
    assert normal(compiled("every 2 hours | daily at 09:00", "UTC")) is None
    assert normal(compiled("every 2 hours | daily at 09:00", "Europe/Berlin")) is not None
    assert normal(compiled("every 7 hours | (daily at 09:00 in Asia/Tokyo)", "Europe/Berlin")) is not None


@given(st.integers(0, (1 << 24) - 1))
def test_maximal_steps_are_the_largest_that_a_set_holds(bits: int) -> None:
    points = Points(0, 1, 24)
    held = [
        Step(anchor, period)
        for period in range(1, 25)
        if 24 % period == 0
        for anchor in range(period)
        if not points.bits(Step(anchor, period)) & ~bits
    ]
    largest = {one for one in held if not any(one != other and one.within(other) for other in held)}
    found = maximal_steps(bits, points)
    if found is not None:
        assert set(found) <= largest
        assert sum(1 << number for number in range(24) if any(each.contains_residue(number) for each in found)) == bits
    else:
        assert len(largest) > 16


def test_the_points_of_steps_are_as_few_as_can_be() -> None:
    assert points_of([Step(12, 84), Step(40, 49)]) == Points(5, 7, 84)


def test_time_is_divided_where_something_begins_into_parts_that_leave_nothing_out() -> None:
    assert divided([]) == [(None, None)]
    assert divided({7, 3}) == [(None, 2), (3, 6), (7, None)]
