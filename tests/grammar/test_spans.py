"""Where nodes stand: every character of a schedule belongs to the node that it was read into."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import Any

import pytest

from everly.grammar.parser import parse
from everly.grammar.tree import Node

SCHEDULES = [
    "daily",
    "  every  2 weeks on mon, wed at 09:00 starting 2026-01-05  ",
    "(every 13 minutes & every 17 minutes) | (0 9 * * mon-fri except 25 dec) starting 2024-05-01",
    "daily at 02:30 in America/New_York",
    "hourly between 9am and 5pm & !(mon & jan) until tomorrow 10:00 +02:00",
    "0 0 12 2nd mon * fri#2 2024-2030/2 | @daily",
    "every last fri at noon | yearly on jul 4 at noon starting Monday at 12:15 PM",
    "1st,15th of jan,mar at 9:00 or dec 24 - jan 2 at 10:00 or 2024-12-25 at 11:00",
]


def walk(node: Node) -> Iterator[Node]:
    """The node and every node below it."""
    yield node
    for field in dataclasses.fields(node):
        for value in _nodes(getattr(node, field.name)):
            yield from walk(value)


def _nodes(value: Any) -> list[Node]:
    if isinstance(value, Node):
        return [value]
    return [item for item in value if isinstance(item, Node)] if isinstance(value, tuple) else []


@pytest.mark.parametrize("text", SCHEDULES)
def test_the_whole_text_but_for_blanks_at_its_ends_is_the_span_of_the_schedule(text: str) -> None:
    assert parse(text).span.of(text) == text.strip()


@pytest.mark.parametrize("text", SCHEDULES)
def test_children_stand_inside_their_parents(text: str) -> None:
    for node in walk(parse(text)):
        for child in walk(node):
            assert node.span.start <= child.span.start < child.span.end <= node.span.end


@pytest.mark.parametrize(
    ("text", "kind", "part"),
    [
        ("daily & mon-fri starting 2024-05-02", "Weekdays", "mon-fri"),
        ("daily & mon-fri starting 2024-05-02 10:00", "Date", "2024-05-02 10:00"),
        ("daily & (mon | tue)", "Or", "(mon | tue)"),
        ("0 9 * * mon-fri | hourly", "Cron", "0 9 * * mon-fri"),
        ("0 9 * * mon-fri | hourly", "Elapsed", "hourly"),
        ("every monday at 9am | hourly", "At", "every monday at 9am"),
        ("hourly between 09:00 and 17:00", "Times", "between 09:00 and 17:00"),
        ("daily at 09:00 in Europe/Berlin", "Zone", "Europe/Berlin"),
        ("daily starting 2024-05-01T10:00:00+02:00", "Zone", "+02:00"),
        ("daily starting May 2, 2024 UTC", "FreeDate", "May 2, 2024"),
    ],
)
def test_a_node_stands_where_it_was_written(text: str, kind: str, part: str) -> None:
    assert part in [node.span.of(text) for node in walk(parse(text)) if type(node).__name__ == kind]


@pytest.mark.parametrize("text", SCHEDULES)
def test_no_character_is_without_meaning(text: str) -> None:
    """Another character anywhere but in a blank changes the tree or makes the text wrong."""
    whole = parse(text)
    for place, character in enumerate(text):
        other = str(9 - int(character)) if character.isdigit() else "§"
        if not character.isspace():
            assert _differs(whole, text[:place] + other + text[place + 1 :]), f"'{character}' at {place} means nothing"


def _differs(whole: Node, text: str) -> bool:
    try:
        return parse(text) != whole
    except ValueError:
        return True
