"""Walking over the tree of a schedule."""

from everly import parse
from everly.grammar.tree import Cron, FieldKind
from everly.linting.cron_lines import cron_lines, fields_of
from everly.linting.nodes import clauses, nodes


def test_every_part_is_reached() -> None:
    text = "(0 9 * * * | hourly & mon) except (daily & !jun) until 2030-01-01"
    names = [type(node).__name__ for node in nodes(parse(text))]
    assert names == [
        "Schedule",
        "Except",
        "Or",
        "Cron",
        "And",
        "Elapsed",
        "Weekdays",
        "And",
        "Calendar",
        "Not",
        "Months",
    ]


def test_nicknames_are_no_lines_even_in_parentheses() -> None:
    text = "(@daily) | @hourly | (5 9 * * *) | 0 9 * * *"
    assert [cron.minute.span.of(text) for cron in cron_lines(parse(text), text)] == ["5", "0"]


def test_fields_stand_in_the_order_of_the_line() -> None:
    text = "1 2 3 4 5 6 2025"
    cron = parse(text).expr
    assert isinstance(cron, Cron)
    assert [field.span.of(text) for _, field in fields_of(cron)] == text.split()
    assert [kind for kind, _ in fields_of(cron)][::6] == [FieldKind.SECOND, FieldKind.YEAR]


def test_clauses_of_parts_are_found_too() -> None:
    text = "(daily starting 2024-05-01 in UTC) & mon until 2030-01-01"
    assert [clause.span.of(text) for clause in clauses(parse(text))] == ["2030-01-01", "2024-05-01", "UTC"]
