"""Text that is mostly no schedule: any characters, words of the language in any order, schedules with a slip."""

from __future__ import annotations

from hypothesis import strategies as st

from everly.grammar.vocabulary import WORDS
from everly.scheduling.testing.spelling import spellings
from everly.scheduling.testing.trees import schedules

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
_SCHEDULES = schedules(depth=1)
_ONE_OR_TWO = st.integers(1, 2)
_PLACE = st.integers(0, 1000)
_DIGIT = st.sampled_from("0123456789")
_ANY = st.sampled_from(_FRAGMENTS)


def soups() -> st.SearchStrategy[str]:
    """Words and signs of the language in any order, with or without blanks between."""
    words = st.lists(st.sampled_from(_FRAGMENTS), max_size=12)
    return st.builds(lambda glue, words: glue.join(words), st.sampled_from((" ", "", "\t\n")), words)


@st.composite
def slips(draw: st.DrawFn) -> str:
    """A schedule in which a character or two are lost, doubled or strange; now and then it still is one."""
    text = draw(spellings(draw(_SCHEDULES)))
    for _ in range(draw(_ONE_OR_TWO)):
        at = draw(_PLACE) % len(text)
        kept, lost = (text[:at], text[at + 1 :]), text[at]
        text = (
            draw(_DIGIT).join(kept) if lost.isdigit() else draw(st.sampled_from((lost * 2, "", draw(_ANY)))).join(kept)
        )
    return text


def texts() -> st.SearchStrategy[str]:
    """Any text, most of it near to the language."""
    return st.one_of(
        st.text(max_size=60), _lookalikes(), st.text("0123456789*/-, lwfrimon#", max_size=30), soups(), slips()
    )


@st.composite
def _lookalikes(draw: st.DrawFn) -> str:
    """Text of the language with a letter that only folds to ASCII (long s, dotless i, the kelvin sign)."""
    text = draw(slips())
    swaps = {"s": "\u017f", "i": "\u0131", "k": "\u212a", "I": "\u0130", "0": "\uff10"}
    letter = draw(st.sampled_from(sorted(swaps)))
    return text.replace(letter, swaps[letter], 1)
