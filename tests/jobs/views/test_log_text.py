"""What jobs write, as text that does nothing to a terminal."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from everly.jobs.views.log_text import visible


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"plain\ttext", "plain\ttext"),
        ("grün 日本".encode(), "grün 日本"),
        (b"bad \xff utf-8 \xe6\x97", "bad \ufffd utf-8 \ufffd"),
        (b"bell\x07, nul\x00, del\x7f", "bell␇, nul␀, del␡"),
        (b"\x1b[2J\x1b[1;1Hcleared\x1b[K", "cleared"),
        (b"\x1b]0;title\x07after", "after"),
        (b"\x1b]8;;http://x\x1b\\link\x1b]8;;\x1b\\", "link"),
        (b"\x1b(B\x1b=\x1b7keypad", "keypad"),
        (b"\x1b]unterminated", ""),
        (b"escape at the end\x1b", "escape at the end␛"),
        ("c1 \x9b31m rtl \u202e".encode(), "c1 \ufffd31m rtl \ufffd"),
        (b"red \x1b[31mhere\x1b[0m", "red here"),
    ],
)
def test_nothing_but_text_is_left(data: bytes, text: str) -> None:
    assert visible(data, coloured=False) == text


def test_colours_are_kept_where_they_are_wanted_and_end_with_the_line() -> None:
    assert visible(b"\x1b[1;31mred", coloured=True) == "\x1b[1;31mred\x1b[0m"
    assert visible(b"\x1b[31mred\x1b[0m", coloured=True) == "\x1b[31mred\x1b[0m"
    assert visible(b"\x1b[38:5:1mred\x1b[2K", coloured=True) == "\x1b[38:5:1mred\x1b[0m"
    assert visible(b"plain", coloured=True) == "plain"


@given(st.lists(st.sampled_from([b"\x1b", b"[", b"]", b"3", b"1m", b"\x07", b"\\", b"(", b"\x9b", b"x", b"\xc2"])))
def test_whatever_comes_no_control_character_is_left_but_those_of_colours(parts: list[bytes]) -> None:
    data = b"".join(parts)
    for coloured in (False, True):
        shown = visible(data, coloured=coloured)
        rest = re.sub(r"\x1b\[[0-9;:]*m", "", shown) if coloured else shown
        assert not re.search(r"[\x00-\x08\x0a-\x1f\x7f-\x9f]", rest)
