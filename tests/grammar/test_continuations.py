"""Words that can follow: all that do follow in schedules, and none that the parser would refuse."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from everly.grammar.automaton import Stuck
from everly.grammar.continuations import words_after
from everly.grammar.fault import Fault
from everly.grammar.parser import automaton
from everly.grammar.vocabulary import WORDS
from everly.scheduling.testing import schedule_texts

_WORD = re.compile(r"(?<![A-Za-z0-9_/+.:-])[A-Za-z]+(?![A-Za-z0-9_/+.-])")
_ALL = {word for words in WORDS.values() for word in words}


@given(schedule_texts())
def test_every_word_of_a_schedule_can_follow_what_stands_before_it(text: str) -> None:
    for match in _WORD.finditer(text):
        word = match.group().lower()
        if word in _ALL and word != "last":  # of which there are two, by what follows
            assert word in {each for each, _ in words_after(text[: match.start()], word)}, text[: match.end()]


@given(schedule_texts(), st.data())
def test_no_word_is_offered_that_the_parser_stops_at(text: str, data: st.DataObject) -> None:
    before = data.draw(st.sampled_from([text[: match.end()] for match in re.finditer("(?:^|[ \t\r\n]+)", text)]))
    words = [*words_after(before)]
    if words:
        word, terminal = data.draw(st.sampled_from(words))
        behind = " day" if terminal == "LAST" else ""  # without a day it is read as another word
        stop = _stop(before + word + behind)
        assert stop is None or stop >= len(before + word)


def _stop(text: str) -> int | None:
    """Where the parser cannot go on; at the end where it wants more."""
    try:
        automaton().read(text)
    except Fault:
        return None  # the words fit, and what they mean does not
    except Stuck as stuck:
        return stuck.place
    return None


@pytest.mark.parametrize(
    ("text", "begun", "words"),
    [
        ("every 2 ", "da", ["day", "days"]),
        ("daily & mon-", "F", ["fri", "friday"]),
        ("last ", "we", ["wed", "wednesday", "weds", "weekday", "weekdays", "weekend", "weekends"]),
        ("", "@da", ["@daily"]),
        ("daily in ", "", []),
        ("every dayz ", "", []),
        ("ev\u00e9ry ", "", []),
        ("daily or " * 2000, "", []),
    ],
)
def test_words_that_begin_so(text: str, begun: str, words: list[str]) -> None:
    assert [word for word, _ in words_after(text, begun)] == words


@pytest.mark.parametrize("text", ["daily & ", "0 9 * ", "daily in UTC starting "])
def test_no_word_is_offered_twice(text: str) -> None:
    words = [word for word, _ in words_after(text, "ma")]
    assert "may" in words
    assert len(words) == len(set(words))


def test_no_sign_is_a_word() -> None:
    assert {word for word, _ in words_after("daily ")} & {"&", "|", "!", "-"} == set()
