"""Reading by tables: cut the text into words, each by what can stand in its place, and reduce them rule by rule.

This is LALR(1) with a lexer that knows the parser's state, as Lark has it; a test holds the two together.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from everly.grammar.token import Token
from everly.named import NamedTuple

END = "$END"
"""The terminal that stands after the last word."""

_Match = Callable[[str, int], re.Match[str] | None]
_Choices = tuple[tuple[str, _Match], ...]
_Reduction = tuple[str, int, Callable[[list[Any]], Any] | None, tuple[int, ...]]


class Terminal(NamedTuple):
    """A kind of word: its regular expression, and the ASCII characters that may begin it, in groups.

    With each group stand those that may come second, or nothing where anything may follow the first.
    """

    name: str
    pattern: str
    begins: tuple[tuple[str, str], ...]

    def may_begin(self, begin: str) -> bool:
        """Whether a word may begin with the first two characters of a text, or with the only one."""
        first, second = begin[0], begin[1:]
        return not begin.isascii() or any(
            first in firsts and (not seconds or second in seconds) for firsts, seconds in self.begins
        )


class Rule(NamedTuple):
    """An alternative of a rule of the grammar: `size` symbols become one.

    What they were read into is handed to a method of the builder. Without a method it is handed on as it is: the one
    child there is or, of a repetition, the list of all. `spliced` are the places of children that are such lists.
    """

    origin: str
    size: int
    method: str | None
    repetition: bool
    spliced: tuple[int, ...]


class Tables(NamedTuple):
    """An LALR(1) automaton.

    Terminals stand in the order in which they are to be tried. A state gives, for each symbol that can come next, the
    state to go to or, as a negative number, the complement of the rule to reduce by. Reading begins in state 0.
    """

    terminals: tuple[Terminal, ...]
    ignored: tuple[str, ...]
    rules: tuple[Rule, ...]
    states: tuple[dict[str, int], ...]
    end: int


class Stuck(Exception):  # noqa: N818  # it never leaves the package
    """Reading cannot go on at a word, or at a character that begins none (`terminal` is None then).

    `values` is what was read so far, `accepts` what could have come next.
    """

    def __init__(self, place: int, terminal: str | None, values: Sequence[Any], accepts: frozenset[str]) -> None:
        super().__init__(place, terminal)
        self.place, self.terminal, self.values, self.accepts = place, terminal, tuple(values), accepts


class Automaton:
    """Reads texts; for each rule that has a method, the builder's method of that name is called with the children."""

    def __init__(self, tables: Tables, builder: object) -> None:
        self._tables = tables
        self._end = tables.end
        self._states = tables.states
        self._rules = [_reduction(rule, builder) for rule in tables.rules]
        self._landings: dict[tuple[int, str, str], tuple[int, int | None]] = {}
        self._choices: list[dict[str, _Choices]] = [{} for _ in tables.states]
        self._matches: dict[str, _Match] = {}
        # What is ignored is taken with the word before it.
        ignored = "|".join(each.pattern for each in tables.terminals if each.name in tables.ignored)
        self._behind = f"(?:{ignored})*"

    def read(self, text: str) -> Any:
        """What the builder made of the start rule.

        Raises:
            Stuck: The text is not of the language.
        """
        rows, rules, landings = self._states, self._rules, self._landings
        states, values = [0], list[Any]()
        blank = self._match(END, "")(text, 0)
        token, place = self._next(text, blank.end() if blank else 0, 0)
        symbol = token.type
        action = rows[0].get(symbol)
        while action is not None:
            if action >= 0:
                states.append(action)
                values.append(token)
                token, place = self._next(text, place, action)
                symbol = token.type
                action = rows[action].get(symbol)
                continue
            origin, size, build, spliced = rules[~action]
            children = values[-size:]
            if size > 1:
                del states[1 - size :], values[1 - size :]
            begun = states[-2]
            states[-1], action = landings.get((begun, origin, symbol)) or self._land(begun, origin, symbol)
            if build is not None:
                values[-1] = build(_splice(children, spliced) if spliced else children)
        if states[-1] != self._end:
            raise self._stuck(token.start_pos, symbol or None, states, values)
        return values[0]

    def _land(self, state: int, origin: str, symbol: str) -> tuple[int, int | None]:
        """Where a rule that was read at a state leads to, and what to do there.

        Rules that hand on what they hold are gone past at once: a term is a complement, an intersection, a union, and
        most reductions are such. The place where a rule began and the word behind it decide about them, so it is kept.
        """
        place = self._states[state][origin]
        action = self._states[place].get(symbol)
        while action is not None and action < 0 and self._rules[~action][1:3] == (1, None):
            place = self._states[state][self._rules[~action][0]]
            action = self._states[place].get(symbol)
        if place == self._end:
            action = None
        self._landings[state, origin, symbol] = place, action
        return place, action

    def _next(self, text: str, place: int, state: int) -> tuple[Token, int]:
        """The next word, by the first terminal that can stand here and matches, and the place after what is ignored.

        A word that cannot stand here is of some terminal that the state has no row for, or of none, which is named "".
        """
        begin = text[place : place + 2]
        tried = self._choices[state].get(begin)
        if tried is None:
            tried = self._choices[state][begin] = tuple(self._choose(begin, self._states[state]))
        for name, match in tried:
            if found := match(text, place):
                token = str.__new__(Token, found[1])  # as Token() does, but a call less for each word
                token.type, token.start_pos, token.end_pos = name, place, found.end(1)
                return token, found.end()
        return Token(self._terminal_at(text, place), text[place], place, place + 1), place

    def _choose(self, begin: str, wanted: dict[str, int] | None) -> Iterator[tuple[str, _Match]]:
        """The terminals to try on a text that begins so, of those that are wanted or of all; at its end, the end."""
        if not begin:
            yield END, self._match(END, "")
            return
        for terminal in self._tables.terminals:
            name = terminal.name
            if name in self._tables.ignored or (wanted is not None and name not in wanted):
                continue
            if terminal.may_begin(begin):
                yield name, self._match(name, terminal.pattern)

    def _match(self, name: str, pattern: str) -> _Match:
        if name not in self._matches:
            self._matches[name] = re.compile(f"({pattern}){self._behind}").match
        return self._matches[name]

    def _terminal_at(self, text: str, place: int) -> str:
        """The terminal of a word that cannot stand where it stands."""
        return next((name for name, match in self._choose(text[place : place + 2], None) if match(text, place)), "")

    def _stuck(self, place: int, terminal: str | None, states: list[int], values: list[Any]) -> Stuck:
        row = self._states[states[-1]]
        accepts = frozenset(symbol for symbol in row if symbol.isupper() and self._leads_on(states, symbol))
        return Stuck(place, terminal, values, accepts)

    def _leads_on(self, states: list[int], terminal: str) -> bool:
        """Whether the terminal is taken in the end; a state's row also has those that are refused after reductions."""
        stack = list(states)
        while (action := self._states[stack[-1]].get(terminal)) is not None and action < 0:
            origin, size, *_ = self._rules[~action]
            del stack[-size:]
            stack.append(self._states[stack[-1]][origin])
        return action is not None or (terminal == END and stack[-1] == self._end)


def _reduction(rule: Rule, builder: object) -> _Reduction:
    build: Callable[[list[Any]], Any] | None = list if rule.repetition else None
    if rule.method is not None:
        build = getattr(builder, rule.method)
    return rule.origin, rule.size, build, rule.spliced


def _splice(children: list[Any], places: tuple[int, ...]) -> list[Any]:
    """The children, with those of a repetition in its place; its list grows, so that a long one is not copied often."""
    flat: list[Any] = []
    for place, child in enumerate(children):
        if place not in places:
            flat.append(child)
        elif flat:
            flat += child
        else:
            flat = child
    return flat
