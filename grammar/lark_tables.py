"""From a grammar in Lark's notation to tables; it is Lark that reads the grammar and makes the automaton."""

from __future__ import annotations

from typing import Any

import lark
from lark.grammar import Rule as LarkRule
from lark.lexer import Lexer, TerminalDef
from lark.parsers.lalr_analysis import Shift

from everly.grammar.automaton import Rule, Tables, Terminal
from everly.grammar.first_characters import first_characters

OPTIONS: dict[str, Any] = {"parser": "lalr", "maybe_placeholders": False}
"""How Lark is to read the grammar."""

_Rows = dict[int, dict[str, tuple[Any, Any]]]


class _NoLexer(Lexer):
    """Keeps Lark from making its own lexer, of which nothing is needed here."""

    def __init__(self, lexer_conf: object) -> None: ...

    def lex(self, lexer_state: object, parser_state: object) -> Any:
        raise NotImplementedError


def compile_grammar(grammar: str) -> Tables:
    """The tables of a grammar whose start is the rule `start`."""
    made = lark.Lark(grammar, lexer=_NoLexer, **OPTIONS)
    automaton: Any = made.parser.parser._parse_table  # noqa: SLF001  # Lark has no public way to its automaton
    rules = {rule: number for number, rule in enumerate(made.rules)}
    numbers = _numbers(automaton.states, automaton.start_states["start"])
    return Tables(
        terminals=tuple(_terminal(terminal) for terminal in sorted(made.terminals, key=_precedence)),
        ignored=tuple(map(str, made.ignore_tokens)),
        rules=tuple(_rule(rule) for rule in rules),
        states=tuple(_row(automaton.states[state], numbers, rules) for state in numbers),
        end=numbers[automaton.end_states["start"]],
    )


def _numbers(rows: _Rows, start: int) -> dict[int, int]:
    """New numbers for states, in the order in which they are reached from the start; Lark's change with each run."""
    numbers = {start: 0}
    for state in (reached := [start]):
        for _, (action, target) in sorted(rows[state].items()):
            if action is Shift and target not in numbers:
                numbers[target] = len(numbers)
                reached.append(target)
    return numbers


def _row(row: dict[str, tuple[Any, Any]], numbers: dict[int, int], rules: dict[LarkRule, int]) -> dict[str, int]:
    return {
        str(symbol): numbers[target] if action is Shift else ~rules[target]
        for symbol, (action, target) in sorted(row.items())
    }


def _precedence(terminal: TerminalDef) -> tuple[int, int, int, str]:
    """The order in which Lark's lexer tries terminals."""
    pattern = terminal.pattern
    return (-terminal.priority, -pattern.max_width, -len(pattern.value), terminal.name)


def _terminal(terminal: TerminalDef) -> Terminal:
    pattern = terminal.pattern.to_regexp()
    return Terminal(str(terminal.name), pattern, first_characters(pattern))


def _rule(rule: LarkRule) -> Rule:
    """A rule whose name begins with two underscores is one of Lark's own, for what a star or a plus repeats."""
    origin, size = str(rule.origin.name), len(rule.expansion)
    repetition = origin.startswith("__")
    spliced = tuple(place for place, symbol in enumerate(rule.expansion) if symbol.name.startswith("__"))
    method = None if repetition else str(rule.alias or origin)
    if rule.options.expand1 and not rule.alias:
        method = None
        if size != 1 or spliced:
            raise ValueError(f"the rule {rule} needs an alias, for it may have several children")
    return Rule(origin, size, method, repetition, spliced)
