"""Positions of the protocol: exact for every character, in each encoding, and never outside of the text."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lsprotocol.types import Position

from everly.grammar.span import Span
from everly.linting.language_server.positions import Positions

CODECS = {"utf-8": ("utf-8", 1), "utf-16": ("utf-16-le", 2), "utf-32": ("utf-32-le", 4)}
TEXTS = st.text(st.sampled_from("a\u00e9\u20ac\U0001f600\ud800\n\r\u2028\x0b\x85 ")) | st.text()
ENCODINGS = st.sampled_from(sorted(CODECS))


def ends_within(text: str, offset: int) -> bool:
    """Whether an offset is between the two characters of one line's end."""
    return text[offset - 1 : offset + 1] == "\r\n" and offset > 0


@given(TEXTS, ENCODINGS, st.data())
def test_a_position_is_what_the_encoding_makes_of_the_line_before_it(
    text: str, encoding: str, data: st.DataObject
) -> None:
    offset = data.draw(st.integers(0, len(text)).filter(lambda it: not ends_within(text, it)))
    lines = re.split("\r\n|\r|\n", text[:offset])
    codec, size = CODECS[encoding]
    wanted = Position(len(lines) - 1, len(lines[-1].encode(codec, "surrogatepass")) // size)
    assert Positions(text, encoding).position(offset) == wanted


@given(TEXTS, ENCODINGS, st.data())
def test_a_position_leads_back_to_its_offset(text: str, encoding: str, data: st.DataObject) -> None:
    offset = data.draw(st.integers(0, len(text)).filter(lambda it: not ends_within(text, it)))
    positions = Positions(text, encoding)
    assert positions.offset(positions.position(offset)) == offset
    span = Span(0, offset)
    assert positions.span(positions.range(span)) == span


@given(TEXTS, ENCODINGS, st.integers(0, 2**31 - 1), st.integers(0, 2**31 - 1) | st.integers(0, 9))
def test_any_position_is_a_place_of_the_text(text: str, encoding: str, line: int, character: int) -> None:
    positions = Positions(text, encoding)
    offset = positions.offset(Position(line, character))
    assert 0 <= offset <= len(text)
    assert positions.position(offset).line <= line
    assert not ends_within(text, offset)


@pytest.mark.parametrize(("character", "offset"), [(0, 0), (1, 0), (2, 1), (3, 2), (4, 2)])
def test_the_middle_of_a_character_is_its_beginning_and_past_a_line_is_its_end(character: int, offset: int) -> None:
    assert Positions("\U0001f600a\nb").offset(Position(0, character)) == offset
    assert Positions("a\r\nb").offset(Position(0, 9)) == 1
    assert Positions("a\r\nb").position(2) == Position(0, 1)
