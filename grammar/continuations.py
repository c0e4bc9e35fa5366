"""How a text could go on: the words that can stand at its end."""

from __future__ import annotations

import re
from collections.abc import Iterator

from everly.grammar.automaton import Stuck
from everly.grammar.fault import Fault
from everly.grammar.parser import MAX_LENGTH, automaton
from everly.grammar.vocabulary import WORDS

_NO_WORD = "\0"  # no terminal begins so: there the automaton says what could have come
_LAST = re.compile(r"\blast[ \t\r\n]+\Z", re.IGNORECASE)
_AFTER_LAST = ("WEEKDAY", "WEEKDAY_GROUP", "DAY")  # by what follows it, 'last' is one of two terminals


def continuations(text: str) -> frozenset[str]:
    """The terminals that can follow a text; none where it is at fault before its end."""
    if len(text) > MAX_LENGTH or not text.isascii():
        return frozenset()
    accepts = _accepts(text)
    if _LAST.search(text):
        accepts |= {name for name in _AFTER_LAST if _accepts(text + WORDS[name][0])}
    return accepts


def words_after(text: str, begun: str = "") -> Iterator[tuple[str, str]]:
    """The words that can follow a text and begin in a way, in any case, each with its terminal; no signs."""
    accepts = continuations(text)
    for terminal, words in WORDS.items():
        if terminal in accepts:
            yield from ((word, terminal) for word in words if word[-1].isalpha() and word.startswith(begun.lower()))


def _accepts(text: str) -> frozenset[str]:
    try:
        automaton().read(text + _NO_WORD)
    except Stuck as stuck:
        return stuck.accepts if stuck.place == len(text) else frozenset()
    except Fault:
        return frozenset()
    return frozenset()
