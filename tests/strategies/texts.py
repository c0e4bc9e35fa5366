"""Text that is mostly no schedule: any characters, words of the language in any order, schedules with a slip."""

from __future__ import annotations

from hypothesis import strategies as st

from everly.grammar.vocabulary import WORDS
from tests.strategies.spelling import spellings
from tests.strategies.trees import schedules

_SIGNS = ("(", ")", ",", "/", "#", "*", "-", "|", "&", "!", "+", ":", ".", "?", "@", "'", "\n", "\t", " ", "")
_VALUES = (
    *("0", "7", "15", "60", "2024", "1.5", "-5", "1st", "31st", "32nd", "2nd-last", "99999999999999999999"),
    *("09:00", "25:00", "9am", "13 pm", "noon", "24:00", "2024-12-25", "2024-02-30", "2024-05-01T09:00Z", "5/13/2024"),
    *(
        "*/5",
        "10-40/10",
        "L",
        "L-2",
        "LW",
        "15W",
        "fri#2",
        "5L",
        "99W",
        "*/0",
        "Europe/Berlin",
        "CST",
        "+02:00",
        "é",
        "٣",
    ),
)
_FRAGMENTS = tuple(word for words in WORDS.values() for word in words) + _VALUES + _SIGNS


def soups() -> st.SearchStrategy[str]:
    """Words and signs of the language in any order, with or without blanks between."""
    words = st.lists(st.sampled_from(_FRAGMENTS), max_size=12)
    return st.builds(lambda glue, words: glue.join(words), st.sampled_from((" ", "", "\t\n")), words)


@st.composite
def slips(draw: st.DrawFn) -> str:
    """A schedule in which a few characters are lost, doubled, swapped or strange."""
    text = draw(spellings(draw(schedules(depth=1))))
    for _ in range(draw(st.integers(1, 3))):
        at = draw(st.integers(0, len(text)))
        end = min(len(text), at + draw(st.integers(0, 4)))
        text = text[:at] + draw(st.sampled_from((*_FRAGMENTS, text[at:end] * 2, text[at:end][::-1]))) + text[end:]
    return text


def texts() -> st.SearchStrategy[str]:
    """Any text, most of it near to the language."""
    return st.one_of(st.text(max_size=60), st.text("0123456789*/-, lwfrimon#", max_size=30), soups(), slips())
