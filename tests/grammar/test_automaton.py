"""The automaton reads as Lark does, which compiled its tables."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings

from everly.grammar.automaton import END, Automaton, Stuck
from everly.grammar.lark_tables import compile_grammar
from everly.grammar.parser import parse
from everly.grammar.vocabulary import WORDS
from everly.scheduling.testing import schedule_texts
from tests.grammar.lark_reference import lark_answer, own_answer
from tests.spec.documents import SPECIFICATION, examples
from tests.strategies.texts import texts

SOURCES = sorted({example.source for _, example in examples(SPECIFICATION)})
WORDS_AND_SIGNS = [
    *(word for words in WORDS.values() for word in words),
    *"()*,/#-",
    "7",
    "2024",
    "9am",
    "L",
    "Z",
    *"%;$",
]


def mutations(source: str, number: int) -> list[str]:
    """The text with a word lost, doubled, moved or strange, and with a character lost or doubled."""
    chance, made = random.Random(source), []
    for _ in range(number):
        words = source.split(" ")
        at = chance.randrange(len(words))
        words[at : at + 1] = chance.choice(
            ([], [words[at]] * 2, [chance.choice(WORDS_AND_SIGNS)], [words[at], chance.choice(WORDS_AND_SIGNS)])
        )
        if chance.random() < 0.3:
            chance.shuffle(words)
        text = " ".join(words)
        if text and chance.random() < 0.4:
            at = chance.randrange(len(text))
            text = text[:at] + text[at] * chance.choice((0, 2)) + text[at + 1 :]
        made.append(text)
    return made


def test_the_examples_are_read_alike() -> None:
    differing = [source for source in SOURCES if own_answer(source) != lark_answer(source)]
    assert differing == []
    assert len([source for source in SOURCES if own_answer(source)[0] == "read"]) > 200


def test_texts_with_slips_are_read_or_refused_alike() -> None:
    tried = [text for source in SOURCES for text in mutations(source, 8)]
    answers = [own_answer(text) for text in tried]
    assert [text for text, answer in zip(tried, answers, strict=True) if answer != lark_answer(text)] == []
    kinds = [(answer[0], answer[2] if answer[0] == "stuck" else None) for answer in answers]
    assert min(kinds.count(("read", None)), kinds.count(("stuck", None)), kinds.count(("stuck", END))) > 30


@given(schedule_texts())
@settings(max_examples=300, deadline=None)  # the first text makes Lark compile the grammar
def test_generated_schedules_are_read_alike(text: str) -> None:
    answer = own_answer(text)
    assert answer == lark_answer(text)
    assert answer[0] == "read"


@given(texts())
@settings(max_examples=300, deadline=None)  # the first text makes Lark compile the grammar
def test_any_text_is_read_or_refused_alike(text: str) -> None:
    assert own_answer(text) == lark_answer(text)


LISTS = """
start: item (COMMA item)*
item: WORD
    | WORD AGAIN -> twice
COMMA: ","
AGAIN: "!"
WORD: /[a-z]+/
%ignore " "
"""


class Joined:
    """A builder that shows in text what it was given."""

    def start(self, children: list[str]) -> str:
        return " ".join(children)

    def item(self, children: list[str]) -> str:
        return f"<{children[0]}>"

    def twice(self, children: list[str]) -> str:
        return f"<{children[0]}{children[0]}>"


def small() -> Automaton:
    return Automaton(compile_grammar(LISTS), Joined())


@pytest.mark.parametrize(
    ("text", "built"),
    [("a", "<a>"), (" a ,b", "<a> , <b>"), ("a!, b, cc !", "<aa> , <b> , <cccc>")],
)
def test_the_builder_is_called_with_the_children_of_each_rule(text: str, built: str) -> None:
    assert small().read(text) == built


@pytest.mark.parametrize(
    ("text", "place", "terminal", "accepts"),
    [
        ("a,", 2, END, {"WORD"}),
        ("a, ,", 3, "COMMA", {"WORD"}),
        ("a ?", 2, None, {"COMMA", "AGAIN", END}),
        ("", 0, END, {"WORD"}),
    ],
)
def test_it_tells_where_it_is_stuck_and_what_could_have_come(
    text: str, place: int, terminal: str | None, accepts: set[str]
) -> None:
    with pytest.raises(Stuck) as caught:
        small().read(text)
    assert (caught.value.place, caught.value.terminal, set(caught.value.accepts)) == (place, terminal, accepts)


def test_a_rule_that_would_drop_the_names_of_several_children_is_refused() -> None:
    with pytest.raises(ValueError, match="needs an alias"):
        compile_grammar('start: pair\n?pair: WORD WORD\nWORD: "x"')


def test_a_list_as_long_as_a_text_may_be_is_read() -> None:
    days = "mon" + ",mon" * 2400
    assert parse(f"daily & {days}") == parse("daily & mon")
