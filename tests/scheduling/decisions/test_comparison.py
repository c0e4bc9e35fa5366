import re
from datetime import UTC, datetime

import pytest

from everly.grammar.diagnostics import ScheduleError
from everly.scheduling.compiler import Compiled, compile_schedule
from everly.scheduling.decisions.comparison import Relation, compare

NOW = datetime(2024, 1, 1, tzinfo=UTC)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def compiled(text: str) -> Compiled:
    return compile_schedule(text, now=NOW)


def instant(text: str) -> int:
    return int((datetime.fromisoformat(text).replace(tzinfo=UTC) - EPOCH).total_seconds())


@pytest.mark.parametrize(
    ("left", "right", "relation", "only_left", "only_right", "zones"),
    [
        ("daily and weekly", "weekly", Relation.EQUAL, None, None, ()),
        ("(0 0 25-31 * *) & fri", "last fri at 00:00", Relation.SUBSET, None, "2024-02-23", ()),
        ("0 * * * *", "0 0-23 * * *", Relation.EQUAL, None, None, ()),
        (
            "0 * * * * in Europe/Berlin",
            "0 0-23 * * * in Europe/Berlin",
            Relation.SUPERSET,
            "2024-10-27T01:00",
            None,
            ("Europe/Berlin",),
        ),
        ("every 2 hours starting 00:00", "every 2 hours starting 01:00", Relation.DISJOINT, "2024-01-01", None, ()),
        ("daily", "every 24 hours", Relation.EQUAL, None, None, ()),
    ],
)
def test_how_schedules_relate_and_what_tells_them_apart(
    *, left: str, right: str, relation: Relation, only_left: str | None, only_right: str | None, zones: tuple[str, ...]
) -> None:
    found = compare(compiled(left), compiled(right))
    assert found.relation is relation
    assert found.only_left == (None if only_left is None else instant(only_left))
    assert found.only_right == (None if only_right is None else instant(only_right)) or relation is Relation.DISJOINT
    assert found.zones == zones


@pytest.mark.parametrize("hour", range(9))
def test_every_7_hours_meets_monday_at_9_only_when_it_begins_two_hours_past_a_multiple_of_7(hour: int) -> None:
    """A week is 24 times 7 hours, so the hour of a Monday stays the same."""
    start = f"starting 2024-01-01 {hour:02}:00"
    found = compare(compiled(f"every 7 hours {start}"), compiled(f"mon at 09:00 {start}"))
    assert found.shared == (instant("2024-01-01T09:00") if hour == 2 else None)
    if hour == 2:
        assert compile_schedule(f"every 7 hours & mon at 09:00 {start}", now=NOW).instants.ceil(0) == found.shared
    else:
        with pytest.raises(ScheduleError, match="'every 7 hours' and 'mon at 09:00' exclude each other"):
            compile_schedule(f"every 7 hours & mon at 09:00 {start}", now=NOW)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("(every 2 hours starting 00:00) & (every 2 hours starting 01:00)", ("starting 00:00", "starting 01:00")),
        ("sat & mon-fri", ("'sat'", "'mon-fri'")),
        ("sat & mon-fri at 09:00", ("'sat'", "'mon-fri at 09:00'")),
        ("daily & sat & mon-fri", ("'sat'", "'mon-fri'")),
    ],
)
def test_what_never_fires_names_the_two_parts_that_exclude_each_other(text: str, parts: tuple[str, str]) -> None:
    with pytest.raises(ScheduleError) as raised:
        compiled(text)
    (found,) = raised.value.diagnostics
    assert re.search("exclude each other$|never meet", found.message)
    assert all(part in found.message for part in parts)


@pytest.mark.parametrize(("text", "parts"), [("0 0 31 2 *", ("31", "2")), ("0 0 30 feb *", ("30", "feb"))])
def test_a_day_that_a_month_has_not_is_named_with_its_month(text: str, parts: tuple[str, str]) -> None:
    with pytest.raises(ScheduleError) as raised:
        compiled(text)
    (found,) = raised.value.diagnostics
    assert {label.span.of(text) for label in (found.label, *found.related)} == set(parts)


def test_equal_whatever_clocks_do_names_no_zone() -> None:
    assert compare(compiled("daily at 09:00 in Europe/Berlin"), compiled("0 9 * * * in Europe/Berlin")).zones == ()
