"""Which characters a word can begin with: none too few."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from everly.grammar.automaton import Terminal
from everly.grammar.first_characters import first_characters
from everly.grammar.tables import load_tables

TERMINALS = load_tables().terminals


@pytest.mark.parametrize(
    ("pattern", "groups"),
    [
        ("a", (("Aa", ""),)),
        ("ab", (("Aa", "Bb"),)),
        ("ab?c", (("Aa", "BCbc"),)),
        ("a?b", (("Aa", "Bb"), ("Bb", ""))),
        ("ab|ac|b", (("Aa", "BCbc"), ("Bb", ""))),
        ("ab|a", (("Aa", ""),)),
        ("(?:x|yz)+!", (("Xx", "!XYxy"), ("Yy", "Zz"))),
        ("[0-9]{2}", (("0123456789", "0123456789"),)),
        ("[0-9]{1,2}", (("0123456789", ""),)),
        ("-(?![a-z])", (("-", ""),)),
    ],
)
def test_the_first_two_characters_of_an_expression(pattern: str, groups: tuple[tuple[str, str], ...]) -> None:
    assert first_characters(pattern) == groups


@pytest.mark.parametrize("begin", ["a", "ab", "Ab", "é", "aé"])
def test_a_word_may_begin_as_its_groups_say_and_with_any_other_script(begin: str) -> None:
    assert Terminal("WORD", "ab?", (("Aa", "Bb"),)).may_begin(begin)


@pytest.mark.parametrize("begin", ["b", "ac", "!"])
def test_a_word_may_begin_with_nothing_else(begin: str) -> None:
    assert not Terminal("WORD", "ab", (("Aa", "Bb"),)).may_begin(begin)


@pytest.mark.parametrize("terminal", TERMINALS, ids=[terminal.name for terminal in TERMINALS])
@given(st.data())
@settings(max_examples=30, deadline=None)
def test_every_word_of_the_language_begins_as_the_tables_say(terminal: Terminal, data: st.DataObject) -> None:
    text = data.draw(st.from_regex(terminal.pattern))
    found = re.search(terminal.pattern, text)
    assert found is not None
    assert terminal.may_begin(text[found.start() : found.start() + 2])
