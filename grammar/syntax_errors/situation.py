"""What the parser knew when it could not go on."""

from __future__ import annotations

import re
from typing import Any

from everly.frozen import frozen
from everly.grammar.automaton import END, Stuck
from everly.grammar.span import Span

_WORD = re.compile(r"[A-Za-z_@][A-Za-z0-9_@']*|[0-9]+(?:[.:/-][0-9]+)*[A-Za-z]*|&+|\|+|\S", re.ASCII)


@frozen
class Situation:
    """The place and word that do not fit, what would have fitted, and what was read before."""

    text: str
    span: Span
    terminal: str | None
    accepts: frozenset[str]
    stack: tuple[Any, ...]

    @property
    def word(self) -> str:
        """The word that does not fit; empty at the end of the text."""
        return self.span.of(self.text)

    @property
    def at_end(self) -> bool:
        """Whether the text ended where more was needed."""
        return self.span.start >= len(self.text.rstrip())


def situation(stuck: Stuck, text: str) -> Situation:
    """The situation in which the automaton got stuck."""
    if stuck.terminal == END:
        end = len(text.rstrip())
        span = Span(end, end)
    else:
        word = _WORD.match(text, stuck.place)
        span = Span(stuck.place, word.end() if word else stuck.place + 1)
    return Situation(text, span, stuck.terminal, stuck.accepts, stuck.values)
