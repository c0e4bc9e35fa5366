"""Text to tree."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from everly.grammar.diagnostics.catalogue import EMPTY, TOO_DEEP, TOO_LONG
from everly.grammar.diagnostics.error import ScheduleError
from everly.grammar.diagnostics.model import Diagnostic
from everly.grammar.fault import Fault
from everly.grammar.kinds import check_kinds
from everly.grammar.span import Span
from everly.grammar.tree import Schedule

if TYPE_CHECKING:
    from lark import Lark

MAX_LENGTH = 10_000
"""The most characters a schedule may have."""

MAX_DEPTH = 50
"""How deep parentheses may nest."""


def parse(text: str) -> Schedule:
    """The tree of a schedule; it says what was written, and no clock has been asked.

    Raises ScheduleError where the text is not a schedule.
    """
    try:
        return _parse(text)
    except Fault as fault:
        raise ScheduleError(_sound(fault.diagnostic(text))) from None


def _parse(text: str) -> Schedule:
    _refuse_oversize(text)
    schedule = _read(text)
    check_kinds(schedule, text)
    return schedule


def _sound(diagnostic: Diagnostic) -> Diagnostic:
    """The diagnostic with those fixes only that lead to a schedule."""
    return replace(diagnostic, fixes=tuple(fix for fix in diagnostic.fixes if _parses(fix.apply(diagnostic.text))))


def _parses(text: str) -> bool:
    try:
        _parse(text)
    except Fault:
        return False
    return True


@cache
def _lark() -> Lark:
    from everly.grammar.tables import load_parser

    return load_parser()


def _read(text: str) -> Schedule:
    from lark.exceptions import UnexpectedInput

    from everly.grammar.syntax_errors import explain

    try:
        schedule: Schedule = _lark().parse(text)  # type: ignore[assignment]  # the transformer makes the tree
    except UnexpectedInput as error:
        raise explain(error, text) from None
    return schedule


def _refuse_oversize(text: str) -> None:
    if not text.strip(" \t\r\n"):
        raise Fault(EMPTY, Span(0, len(text)), "an empty schedule", help="write one such as 'daily at 09:00'")
    if len(text) > MAX_LENGTH:
        message = f"a schedule of {len(text)} characters, where {MAX_LENGTH} are allowed"
        raise Fault(TOO_LONG, Span(MAX_LENGTH, len(text)), message, help="split it into several schedules")
    depth = 0
    for place, character in enumerate(text):
        depth += (character == "(") - (character == ")")
        if depth > MAX_DEPTH:
            message = f"parentheses nested more than {MAX_DEPTH} deep"
            raise Fault(
                TOO_DEEP, Span(place, place + 1), message, help="'&' binds tighter than '|': most are not needed"
            )
