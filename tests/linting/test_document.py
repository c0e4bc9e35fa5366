"""Lines and columns of a file."""

from hypothesis import given
from hypothesis import strategies as st

from everly.linting.document import Document


def test_lines_and_columns_count_from_one() -> None:
    document = Document("a.toml", "one\ntwo\r\n\nfour")
    assert [document.position(offset) for offset in (0, 3, 4, 8, 9, 10, 14)] == [
        (1, 1),
        (1, 4),
        (2, 1),
        (2, 5),
        (3, 1),
        (4, 1),
        (4, 5),
    ]


@given(st.text(alphabet="a\n\r", max_size=30))
def test_a_position_leads_back_to_its_offset(text: str) -> None:
    document = Document("-", text)
    for offset in range(len(text) + 1):
        line, column = document.position(offset)
        begin, end = document.line_span(line)
        assert begin + column - 1 == offset <= end
        assert "\n" not in text[begin:end]
