"""Text to tree."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from everly.frozen import replace
from everly.grammar.automaton import Automaton, Stuck
from everly.grammar.builder import TreeBuilder
from everly.grammar.diagnostics.catalogue import EMPTY, OUT_OF_RANGE, TOO_DEEP, TOO_LONG
from everly.grammar.diagnostics.error import ScheduleError
from everly.grammar.diagnostics.model import Diagnostic
from everly.grammar.fault import Fault
from everly.grammar.kinds import check_kinds
from everly.grammar.span import Span
from everly.grammar.tables import load_tables
from everly.grammar.tree import Schedule

MAX_LENGTH = 10_000
"""The most characters a schedule may have."""

MAX_DEPTH = 50
"""How deep parentheses may nest, and how many times a schedule may say `except`."""

MAX_DIGITS = 15
"""The most digits of one number; Python is slow at reading, and refuses, numbers of thousands."""


def parse(text: str, *, limited: bool = True) -> Schedule:
    """The tree of a schedule; it says what was written, and no clock has been asked.

    `limited` is False only for text that everly printed itself: canonical text can be longer, and its numbers too, than
    what it was printed from.

    Raises:
        ScheduleError: The text is not a schedule.
        TypeError: It is not even text.
    """
    if not isinstance(text, str):
        raise TypeError(f"a schedule is a str, not {type(text).__name__}")
    try:
        return _parse(text, limited=limited)
    except Fault as fault:
        raise ScheduleError(*_all_findings(text, fault)) from None


def parse_window(text: str) -> Schedule:
    """The tree of a text that `parse` refuses for nothing but that it is a window alone."""
    return _read(text)


def findings(text: str) -> tuple[Diagnostic, ...]:
    """The first thing that keeps a text from being a schedule, if there is any; its repairs have not been tried."""
    fault = _first_fault(text)
    return () if fault is None else (fault.diagnostic(text),)


def _first_fault(text: str) -> Fault | None:
    try:
        _parse(text)
    except Fault as fault:
        return fault
    return None


def _all_findings(text: str, first: Fault) -> Iterator[Diagnostic]:
    """The first and, as far as they can be told apart, all others; a repair that mends all slips is offered once."""
    from everly.grammar.recovery import further_faults
    from everly.grammar.repairs import with_sound_fixes

    offered = set[str]()
    for fault in (first, *further_faults(text, first, _first_fault)):
        (found,) = with_sound_fixes([fault.diagnostic(text)], findings)
        fixes = tuple(fix for fix in found.fixes if fix.apply(text) not in offered)
        offered.update(fix.apply(text) for fix in fixes)
        yield replace(found, fixes=fixes)


def _parse(text: str, *, limited: bool = True) -> Schedule:
    if not text.strip(" \t\r\n"):
        raise Fault(EMPTY, Span(0, len(text)), "an empty schedule", help="write one such as 'daily at 09:00'")
    if limited:
        if len(text) > MAX_DIGITS:  # a text of fewer characters has room for nothing that is too much
            _refuse_long(text)
            _refuse_deep(text)
            _refuse_digits(text)
        _refuse_strange(text)
    schedule = _read(text)
    check_kinds(schedule, text)
    return schedule


@cache
def automaton() -> Automaton:
    """What reads schedules; it is made when first one is read."""
    return Automaton(load_tables(), TreeBuilder())


def _read(text: str) -> Schedule:
    try:
        schedule: Schedule = automaton().read(text)
    except Stuck as stuck:
        from everly.grammar.syntax_errors import explain

        raise explain(stuck, text) from None
    return schedule


def _refuse_long(text: str) -> None:
    if len(text) > MAX_LENGTH:
        message = f"a schedule of {len(text)} characters, where {MAX_LENGTH} are allowed"
        raise Fault(TOO_LONG, Span(MAX_LENGTH, len(text)), message, help="split it into several schedules")


def _refuse_strange(text: str) -> None:
    """Characters outside ASCII: a few of them match letters in any case, and none means anything."""
    if not text.isascii():
        from everly.grammar.syntax_errors.words import strange

        raise strange(text, next(place for place, character in enumerate(text) if not character.isascii()))


def _refuse_deep(text: str) -> None:
    if text.count("(") > MAX_DEPTH:
        _refuse_nested(text)
    if text.lower().count("except") > MAX_DEPTH:
        place = [*re.finditer("except", text, re.IGNORECASE)][MAX_DEPTH].span()
        message = f"more than {MAX_DEPTH} times 'except'"
        help = "join what is left out with '|', as in 'daily except dec 25 | jan 1'"
        raise Fault(TOO_DEEP, Span(*place), message, help=help)


def _refuse_nested(text: str) -> None:
    depth = 0
    for place, character in enumerate(text):
        depth += (character == "(") - (character == ")")
        if depth > MAX_DEPTH:
            message = f"parentheses nested more than {MAX_DEPTH} deep"
            help = "'&' binds tighter than '|', so most are not needed"
            raise Fault(TOO_DEEP, Span(place, place + 1), message, help=help)


def _refuse_digits(text: str) -> None:
    if number := _too_many_digits().search(text):
        message = f"a number of {len(number.group())} digits, where {MAX_DIGITS} are allowed"
        raise Fault(OUT_OF_RANGE, Span(*number.span()), message)


@cache
def _too_many_digits() -> re.Pattern[str]:
    return re.compile(f"[0-9]{{{MAX_DIGITS + 1},}}")
