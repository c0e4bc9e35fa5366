"""What the parser knew when it could not go on."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from lark import Token
from lark.exceptions import UnexpectedToken
from lark.parsers.lalr_analysis import Shift

from everly.grammar.span import Span

END = "$END"
_WORD = re.compile(r"[A-Za-z_@][A-Za-z0-9_@']*|[0-9]+(?:[.:/-][0-9]+)*[A-Za-z]*|&+|\|+|\S", re.ASCII)


@dataclass(frozen=True, slots=True)
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


def situation(error: Any, text: str) -> Situation:
    """The situation behind one of Lark's exceptions, an UnexpectedInput, whose types say less than it holds."""
    state, start = error.state, error.pos_in_stream
    token = error.token if isinstance(error, UnexpectedToken) else None
    if token is not None and token.type == END:  # Lark gives it the place of the last token
        end = len(text.rstrip())
        span = Span(end, end)
    else:
        word = _WORD.match(text, start)
        span = Span(start, word.end() if word else start + 1)
    terminal = str(token.type) if isinstance(token, Token) else None
    return Situation(text, span, terminal, _accepts(state), tuple(state.value_stack))


def _accepts(state: Any) -> frozenset[str]:
    """The terminals that the parser could go on with: those that lead to a shift, not all that are in its table."""
    table = state.parse_conf.parse_table
    choices = table.states[state.state_stack[-1]]
    return frozenset(name for name in choices if name.isupper() and _leads_on(state, name))


def _leads_on(state: Any, terminal: str) -> bool:
    states = state.parse_conf.parse_table.states
    stack = list(state.state_stack)
    while terminal in states[stack[-1]]:
        action, argument = states[stack[-1]][terminal]
        if action is Shift:
            return True
        size = len(argument.expansion)
        del stack[len(stack) - size :]
        stack.append(states[stack[-1]][argument.origin.name][1])
    return False
