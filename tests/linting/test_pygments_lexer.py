"""The Pygments lexer: it knows every word, loses no character, and finds no fault with a schedule."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pygments.lexers import get_lexer_by_name, get_lexer_for_filename
from pygments.token import Comment, Error, Keyword, Literal, Name, Number, Operator, Punctuation, Whitespace

from everly.grammar.tables import load_tables
from everly.grammar.vocabulary import KNOWN, WORDS
from everly.linting.pygments_lexer import KINDS, ScheduleLexer
from everly.scheduling.testing import schedule_texts
from tests.strategies.texts import texts

LEXER = ScheduleLexer()


def tokens(text: str) -> list[tuple[object, str]]:
    return [(kind, value) for _, kind, value in LEXER.get_tokens_unprocessed(text) if kind is not Whitespace]


def test_every_terminal_of_the_grammar_has_a_kind() -> None:
    tables = load_tables()
    assert {terminal.name for terminal in tables.terminals} - set(tables.ignored) == set(KINDS)


@pytest.mark.parametrize(("terminal", "word"), [(name, word) for name, words in WORDS.items() for word in words])
def test_every_word_is_one_token_of_the_kind_of_its_terminal(terminal: str, word: str) -> None:
    assert tokens(word) == tokens(word.upper().lower()) == [(KINDS[terminal], word)]
    assert [kind for kind, _ in tokens(word.upper())] == [KINDS[terminal]]


def test_no_known_word_is_left_over() -> None:
    assert {word for word in KNOWN if len(tokens(word)) != 1 or tokens(word)[0][0] is Name.Namespace} == set()


def test_a_schedule_reads_in_colour() -> None:
    assert tokens("2nd mon & 09:00-17:00 except dec 25 in Europe/Berlin # why") == [
        (Number.Integer, "2nd"),
        (Name.Constant, "mon"),
        (Operator.Word, "&"),
        (Literal.Date, "09:00"),
        (Operator, "-"),
        (Literal.Date, "17:00"),
        (Operator.Word, "except"),
        (Name.Constant, "dec"),
        (Number.Integer, "25"),
        (Keyword, "in"),
        (Name.Namespace, "Europe/Berlin"),
        (Comment.Single, "# why"),
    ]


def test_a_hash_begins_a_comment_only_where_plain_text_files_have_it() -> None:
    assert tokens("0 0 * * fri#2,")[-3:] == [(Operator, "#"), (Number.Integer, "2"), (Punctuation, ",")]
    assert tokens("# every day") == [(Comment.Single, "# every day")]


@pytest.mark.parametrize("zone", ["utc", "Europe/Berlin", "america/NEW_YORK", "CET", "Etc/GMT+5", "Japan"])
def test_a_zone_that_there_is_has_its_colour_wherever_it_stands(zone: str) -> None:
    assert tokens(f"daily in {zone}")[2:] == [(Name.Namespace, zone)]
    assert tokens(f"starting 2024-05-01 09:00 {zone}")[-1] == (Name.Namespace, zone)


@pytest.mark.parametrize("word", ["dayz", "foo", "Europe/Nowhere", "CST", "everly", "UTC+25:00"])
def test_a_word_that_means_nothing_is_an_error(word: str) -> None:
    assert tokens(f"every 2 {word}")[2:] == [(Error, word)]
    assert tokens(f"daily in {word}")[2:] == [(Error, word)]


def test_what_no_schedule_holds_is_an_error() -> None:
    assert tokens("daily %") == [(Name.Builtin, "daily"), (Error, "%")]


@given(texts() | st.text())
def test_no_character_is_lost(text: str) -> None:
    assert "".join(value for _, _, value in LEXER.get_tokens_unprocessed(text)) == text


@given(schedule_texts())
def test_no_schedule_holds_an_error(text: str) -> None:
    assert [value for kind, value in tokens(text) if kind is Error] == []


def test_pygments_finds_it_by_name_and_by_file() -> None:
    assert isinstance(get_lexer_by_name("everly"), ScheduleLexer)
    assert isinstance(get_lexer_for_filename("deploy/schedules.txt"), ScheduleLexer)
