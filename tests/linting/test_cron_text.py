"""Fields of cron lines as they are written."""

import pytest
from hypothesis import given

from everly import parse, print_schedule
from everly.grammar.tree import Cron, FieldKind, Schedule
from everly.linting.cron_lines import fields_of
from everly.linting.cron_text import value_of, written
from everly.scheduling.testing import cron_lines


def _items(text: str) -> list[tuple[str, str, str | None, int | None]]:
    """Text, first, last and step of each item of the last field."""
    cron = parse(text).expr
    assert isinstance(cron, Cron)
    return [(item.text, item.first, item.last, item.step) for item in written(fields_of(cron)[-1][1], text)]


@pytest.mark.parametrize(
    ("field", "items"),
    [
        ("*", [("*", "*", None, None)]),
        ("?/2", [("?/2", "?", None, 2)]),
        ("5,mon", [("5", "5", None, None), ("mon", "mon", None, None)]),
        ("fri-mon/2", [("fri-mon/2", "fri", "mon", 2)]),
        ("1 - 3 , 5", [("1 - 3", "1", "3", None), ("5", "5", None, None)]),
        ("mon through 5 / 2", [("mon through 5 / 2", "mon", "5", 2)]),
        ("fri#2,5L,friL", [("fri#2", "", None, None), ("5L", "", None, None), ("friL", "", None, None)]),
    ],
)
def test_items_are_read_as_they_are_written(field: str, items: list[object]) -> None:
    assert _items(f"0 9 * * {field}") == items


@pytest.mark.parametrize("day", ["L", "L-2", "LW", "last", "15W", "2nd mon", "last fri"])
def test_days_counted_otherwise_have_no_values(day: str) -> None:
    text = f"0 9 {day} * *"
    cron = parse(text).expr
    assert isinstance(cron, Cron)
    assert [(item.text, item.first) for item in written(cron.day, text)] == [(day, "")]


def test_months_that_end_like_last_weekdays_are_names() -> None:
    text = "0 9 * jul,april *"
    cron = parse(text).expr
    assert isinstance(cron, Cron)
    assert [item.first for item in written(cron.month, text)] == ["jul", "april"]


def test_names_have_the_numbers_of_cron() -> None:
    assert [value_of(word, FieldKind.WEEKDAY) for word in ("sun", "Monday", "6", "7")] == [0, 1, 6, 7]
    assert [value_of(word, FieldKind.MONTH) for word in ("jan", "December", "3")] == [1, 12, 3]


@given(cron=cron_lines())
def test_every_item_stands_where_it_is_said_to_stand(cron: Cron) -> None:
    text = print_schedule(Schedule(cron))
    line = parse(text).expr
    assert isinstance(line, Cron)
    for _, field in fields_of(line):
        items = list(written(field, text))
        assert [item.span.of(text) for item in items] == field.span.of(text).split(",")
        assert [item.text for item in items] == field.span.of(text).split(",")
