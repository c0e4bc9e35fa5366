"""Tables of a width."""

from hypothesis import given
from hypothesis import strategies as st

from everly.jobs.cli.console import Style
from everly.jobs.cli.tables import Column, cut, needed, needed_fairly, table_lines, width_of

COLUMNS = (Column("NAME"), Column("A", turn=1, least=12), Column("B", turn=1, least=12), Column("C", turn=2))


def plain(text: str, _style: Style) -> str:
    return text


def lines(rows: list[list[str]], width: int) -> list[str]:
    cells = [[(text, None) for text in row] for row in rows]
    return list(table_lines(COLUMNS, cells, width, plain))


def test_nothing_is_cut_where_there_is_room() -> None:
    assert lines([["n", "alpha", "", "c"]], 80) == ["NAME  A      B  C", "n     alpha     c"]


def test_the_widest_gives_room_first_and_those_of_a_later_turn_last() -> None:
    row = ["name", "a" * 40, "b" * 20, "c" * 10]
    assert lines([row], 70)[1].split() == ["name", "a" * 29 + "…", row[2], row[3]]
    assert lines([row], 50)[1].split() == ["name", "a" * 14 + "…", "b" * 14 + "…", row[3]]
    assert lines([row], 42)[1].split() == ["name", "a" * 11 + "…", "b" * 11 + "…", "c" * 7 + "…"]
    assert lines([row], 20)[1].split() == ["name", "aaa…", "bbb…", "ccc…"]


@given(st.lists(st.lists(st.text(max_size=30), min_size=4, max_size=4), max_size=5), st.integers(0, 120))
def test_a_table_has_a_line_for_each_row_and_keeps_to_the_width_where_that_can_be(
    rows: list[list[str]], width: int
) -> None:
    rows = [[f"name{number}", *row[1:]] for number, row in enumerate(rows)]
    made = lines(rows, width)
    assert len(made) == len(rows) + 1
    assert max(map(width_of, made)) <= max(width, 5 + 3 * 6)
    assert all("\n" not in line for line in made)


@given(st.text(), st.integers(1, 40))
def test_a_text_is_cut_to_a_width_and_says_so(text: str, width: int) -> None:
    shown = cut(text, width)
    assert width_of(shown) <= width
    assert shown == text or shown.endswith("…")


def test_wide_characters_take_two_cells_and_marks_none() -> None:
    assert width_of("日本") == 4
    assert width_of("e\u0301") == 1
    assert cut("日本語", 4) == "日…"
    assert needed(COLUMNS, [[("日本", None), ("", None), ("", None), ("", None)]]) == 4 + 1 + 1 + 1 + 6


def test_what_a_table_needs_fairly_counts_no_long_text_that_can_be_cut() -> None:
    columns = (Column("NAME"), Column("A", turn=1, fair=12), Column("B", turn=2))
    row = [("n" * 40, None), ("a" * 40, None), ("b" * 40, None)]
    assert (needed(columns, [row]), needed_fairly(columns, [row])) == (124, 40 + 12 + 32 + 4)
