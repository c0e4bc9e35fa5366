"""Lists that hold two kinds of thing, and `and` where a comma belongs."""

from __future__ import annotations

import re
from typing import Any

from everly.grammar.builder.positions import span_of, token_span
from everly.grammar.builder.windows import NthPart, Part, Run
from everly.grammar.diagnostics.catalogue import AND_BETWEEN_TIMES, MIXED_LIST, UNEXPECTED_WORD, UNFINISHED
from everly.grammar.diagnostics.model import Edit, Fix, Label
from everly.grammar.fault import Fault, replacement
from everly.grammar.span import Span
from everly.grammar.syntax_errors.lazy_pattern import lazy
from everly.grammar.syntax_errors.situation import Situation
from everly.grammar.token import Token
from everly.grammar.tree import And, At, Calendar, Times
from everly.grammar.vocabulary import WORDS

_LISTED = (Part, Run, NthPart, Times)
_KINDS = {
    "WEEKDAY": "a weekday",
    "WEEKDAY_GROUP": "a group of weekdays",
    "MONTH": "a month",
    "YEAR": "a year",
    "ORDINAL": "a day of the month",
    "ORDINAL_LAST": "a day of the month",
    "LAST": "a day of the month",
    "DATE": "a date",
    "TIME": "a time of day",
}
_AFTER_COMMA = {"AND", "OR", "EXCEPT", "STARTING", "UNTIL", "IN", "AT", "ON", "BETWEEN"}
_ORDINAL = r"(?:[0-9]+(?:st|nd|rd|th)(?:-last)?|last(?:\s+day)?)"
_WITH_LAST = lazy(
    rf"(?<![a-z0-9-]){_ORDINAL}(?:\s*,\s*{_ORDINAL})+(?![a-z0-9-])(?!\s+(?:{'|'.join(WORDS['WEEKDAY'])}|week))",
    re.IGNORECASE,
)
_DAY_WITHIN = lazy(rf"(?<=[a-z])\s+days?(?=\s*,\s*{_ORDINAL})", re.IGNORECASE)
_REST = lazy(r"[^\s()&|,]*")


def mixed_list(seen: Situation) -> Fault | None:
    """`mon,jan`: one list holds one kind of thing."""
    if len(seen.stack) < 2 or seen.terminal not in _KINDS:
        return None
    return _mixed(seen.stack, seen.span, _KINDS[seen.terminal], seen.text)


def ordinal_among_weekdays(seen: Situation) -> Fault | None:
    """`1st mon,15th`: an ordinal in a list of nth weekdays needs a weekday, so what follows it comes too late."""
    if len(seen.stack) < 3 or not seen.accepts <= {"WEEKDAY", "WEEKDAY_GROUP", "TO", "COMMA"}:
        return None
    *before, last = seen.stack
    return _mixed(tuple(before), span_of(_item(last)), _KINDS["ORDINAL"], seen.text)


def _mixed(stack: tuple[Any, ...], span: Span, kind: str, text: str) -> Fault | None:
    """The fault of an item at `span` that is of another kind than those before it on the stack."""
    item, comma = (_item(value) for value in stack[-2:]) if len(stack) > 1 else (None, None)
    if not (isinstance(comma, Token) and comma.type == "COMMA" and isinstance(item, _LISTED)):
        return None
    gap = Span(token_span(comma).start, span.start)
    begin, end = _list_start(stack), _end_of_window(span, text)
    if kind == _KINDS["TIME"] and "-" not in text[span.start : end]:
        message, help = f"the time '{span.of(text)}' in a list of days", "times follow 'at'"
        return Fault(MIXED_LIST, span, message, help=help, fixes=replacement(gap, " at "))
    return Fault(
        MIXED_LIST,
        span,
        f"a list holds one kind of thing, and '{span.of(text)}' is {kind}",
        related=(Label(span_of(item), "the list holds these"),),
        help="join two windows with '&' for both, with '|' for either",
        fixes=(
            Fix("for both", (Edit(gap, " & "),)),
            Fix("for either", (Edit(Span(begin, begin), "("), Edit(gap, " | "), Edit(Span(end, end), ")"))),
        ),
    )


def _end_of_window(span: Span, text: str) -> int:
    rest = _REST().match(text, span.end)
    return rest.end() if rest else span.end


def _list_start(stack: tuple[Any, ...]) -> int:
    """Where the list begins that the parser was in: at the first of its items on the stack."""
    start = span_of(_item(stack[-2])).start
    for value in reversed(stack[:-2]):
        if not isinstance(_item(value), _LISTED):
            break
        start = span_of(_item(value)).start
    return start


def _item(value: Any) -> Any:
    """A value of the stack; the items of a list after its first lie in a Python list."""
    return value[-1] if isinstance(value, list) else value


def joint_after_comma(seen: Situation) -> Fault | None:
    """`mon, wed, and fri`, `at 9:00, or 17:00`, `daily at 9am, in UTC`: the comma or the word is too much."""
    last = seen.stack[-1] if seen.stack else None
    if not isinstance(last, Token) or last.type != "COMMA" or seen.terminal not in _AFTER_COMMA:
        return None
    rest = len(seen.text) - len(seen.text[seen.span.end :].lstrip())
    if seen.terminal in {"AND", "OR"}:
        message, cut = f"'{seen.word}' after a comma, which joins a list already", Span(seen.span.start, rest)
        return Fault(UNEXPECTED_WORD, seen.span, message, help="leave one of them out", fixes=replacement(cut, ""))
    comma = token_span(last)
    help, message = "leave the comma out", f"a comma before '{seen.word}', where no list goes on"
    return Fault(UNEXPECTED_WORD, comma, message, help=help, fixes=replacement(comma, ""))


def last_among_days(seen: Situation) -> Fault | None:
    """`15th, last`, `1st, last, 15th`: the last day closes a list, with the word day."""
    for found in _WITH_LAST().finditer(seen.text):
        days = [day for day in re.split(r"\s*,\s*", found[0]) if not day.lower().startswith("last")]
        if not found.start() <= seen.span.start <= found.end() or len(days) == found[0].count(",") + 1:
            continue
        span, written = Span(*found.span()), ", ".join([*days, "last day"])
        message = "'last' among days of the month stands at their end, as 'last day'"
        return Fault(UNEXPECTED_WORD, span, message, help=f"write '{written}'", fixes=replacement(span, written))
    return None


def day_within_list(seen: Situation) -> Fault | None:
    """`1st day, 15th day`: the word `day` ends a list."""
    days = [Span(*found.span()) for found in _DAY_WITHIN().finditer(seen.text)]
    if seen.word != "," or _end(seen.text, seen.span.start) not in {day.end for day in days}:
        return None
    message, help = "a list of days of the month goes on after 'day'", "write 'day' once, at the end of the list"
    fix = Fix("instead", tuple(Edit(day, "") for day in days))
    return Fault(UNEXPECTED_WORD, seen.span, message, help=help, fixes=(fix,))


def year_day_without_month(seen: Situation) -> Fault | None:
    """`dec 25, 26`: each day of the year names its month."""
    if len(seen.stack) < 3 or "MONTH" not in seen.accepts or seen.accepts & {"STAR", "AND"}:
        return None
    run, comma, day = seen.stack[-3:]
    if not (isinstance(run, Run) and isinstance(day, Token) and getattr(comma, "type", None) == "COMMA"):
        return None
    name = next(filter(str.isalpha, re.split(r"[^A-Za-z]+", run.span.of(seen.text))), "")
    start = token_span(day).start
    return Fault(
        UNFINISHED,
        token_span(day),
        f"'{day}' is a day without a month",
        help="name the month with each day, or write a range such as 'dec 25-26'",
        fixes=(Fix("instead", (Edit(Span(start, start), f"{name} "),)),),
    )


def and_between_times(seen: Situation) -> Fault | None:
    """`at 9:00 and 17:00`: `and` intersects, so times are joined by commas."""
    if len(seen.stack) < 3 or "TO" not in seen.accepts:
        return None
    timed, operator, time = seen.stack[-3:]
    tokens = [value.type if isinstance(value, Token) else None for value in (operator, time)]
    if tokens not in (["AND", "TIME"], ["OR", "TIME"]) or not _has_times(timed):
        return None
    return Fault(
        AND_BETWEEN_TIMES,
        Span(token_span(operator).start, token_span(time).end),
        f"'{operator}' joins schedules, not times of day",
        help="join times with a comma",
        fixes=replacement(Span(_end(seen.text, token_span(operator).start), token_span(operator).end), ","),
    )


def _has_times(value: object) -> bool:
    last = value.operands[-1] if isinstance(value, And) else value
    return isinstance(last, At) or (isinstance(last, Calendar) and last.at is not None)


def _end(text: str, place: int) -> int:
    return len(text[:place].rstrip())
