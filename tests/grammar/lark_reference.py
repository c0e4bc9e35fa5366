"""Lark reading the grammar on its own: what the automaton must agree with."""

from __future__ import annotations

from functools import cache
from typing import Any
from unittest import mock

import lark
from lark.exceptions import UnexpectedInput, UnexpectedToken
from lark.parsers.lalr_analysis import Shift

from everly.grammar.automaton import END, Automaton, Stuck
from everly.grammar.lark_tables import OPTIONS
from everly.grammar.tables import load_grammar, load_tables
from everly.grammar.token import Token

Answer = tuple[Any, ...]
"""A tree of names and words, or where and how reading came to a stop."""


@cache
def reference() -> lark.Lark:
    """Lark without its check for terminals that collide, which takes long and is a test of its own."""
    with mock.patch("lark.lexer.has_interegular", new=False):
        return lark.Lark(load_grammar(), **OPTIONS)


class Plain:
    """A builder that makes each rule a list of its name and its children."""

    def __getattr__(self, rule: str) -> Any:
        return lambda children: (rule, *children)


@cache
def automaton() -> Automaton:
    """The automaton with that builder."""
    return Automaton(load_tables(), Plain())


def lark_answer(text: str) -> Answer:
    """What Lark says to a text."""
    try:
        return "read", _plain(reference().parse(text))
    except UnexpectedInput as error:
        failed: Any = error
        terminal = failed.token.type if isinstance(error, UnexpectedToken) else None
        place = len(text) if terminal == END else failed.pos_in_stream  # Lark gives the place of the last word
        return "stuck", place, terminal, _accepts(failed.state), _plain(failed.state.value_stack)


def own_answer(text: str) -> Answer:
    """What the automaton says to it."""
    try:
        return "read", _plain(automaton().read(text))
    except Stuck as stuck:
        return "stuck", stuck.place, stuck.terminal, stuck.accepts, _plain(list(stuck.values))


def _plain(value: Any) -> Any:
    match value:
        case Token() | lark.Token():
            return str(value.type), str(value), value.start_pos, value.end_pos
        case lark.Tree() if value.data.startswith("__"):
            return _plain(value.children)
        case lark.Tree():
            return (str(value.data), *map(_plain, value.children))
        case tuple():
            return (value[0], *map(_plain, value[1:]))
        case _:
            return [_plain(child) for child in value]


def _accepts(state: Any) -> frozenset[str]:
    """The terminals that Lark could go on with: those that lead to a shift, not all that are in its table."""
    row = state.parse_conf.parse_table.states[state.state_stack[-1]]
    return frozenset(name for name in row if name.isupper() and _leads_on(state, name))


def _leads_on(state: Any, terminal: str) -> bool:
    rows, stack = state.parse_conf.parse_table.states, list(state.state_stack)
    while terminal in rows[stack[-1]]:
        action, rule = rows[stack[-1]][terminal]
        if action is Shift:
            return True
        del stack[len(stack) - len(rule.expansion) :]
        stack.append(rows[stack[-1]][rule.origin.name][1])
    return terminal == END and stack[-1] == state.parse_conf.end_state
