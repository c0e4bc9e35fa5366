"""Cron lines with too few or too many fields."""

from __future__ import annotations

from typing import Any

from everly.grammar.builder.cron import Words
from everly.grammar.builder.cron_words import Hash, Names, Numbers
from everly.grammar.builder.positions import span_of
from everly.grammar.diagnostics.catalogue import CRON_FIELD_COUNT, UNEXPECTED_WORD
from everly.grammar.diagnostics.model import Edit, Fix
from everly.grammar.fault import Fault, replacement
from everly.grammar.span import Span
from everly.grammar.syntax_errors.lazy_pattern import lazy
from everly.grammar.syntax_errors.situation import Situation
from everly.grammar.token import Token
from everly.grammar.tree import LastDay, LastWorkday, NearestWorkday, NthWeekday, Star

_READ = (Words, Numbers, Names, Hash, Star, LastDay, LastWorkday, NearestWorkday, NthWeekday)
_TOKENS = {"INT", "YEAR", "STAR", "WEEKDAY", "MONTH", "CRON_LAST", "COMMA", "TO", "SLASH", "HASH"}
_STEP = lazy(r"[*?](?:/[0-9]+)?")
_CRON_LINE = lazy(r"(?:[0-9*?/,-]+[ \t]+){3}[^\s()&|]+(?:[ \t]+[^\s()&|]+){1,3}")
_PATH = lazy(r"[ \t]+([~.]?/\S)")
_FIRST = "0123456789*?"
_FIELDS = ("minute", "hour", "day", "month", "weekday")
_LINE = lazy(
    r"(?:[0-9*?][^\s()&|]*|[A-Za-z]{1,3}(?:[-,#/][^\s()&|]*)?)"
    r"(?:[ \t]+(?!(?:or|and|in|at|on|of)\b)(?=\S)|$|(?=[\s)&|]))"
)


def cron_field_count(seen: Situation) -> Fault | None:
    """`0 9 * *`: a field is missing; `0 0 * * * * * *`: one too many."""
    start = line_start(seen.stack)
    if (
        start is None
        or seen.text[start] not in _FIRST
        or seen.terminal in {None, "ZONE", "COMMA", "TO", "SLASH", "HASH"}
    ):
        return None
    fields = _fields(seen.text, start)
    count = len(fields)
    if count in (5, 6, 7) or count < 2 or not seen.text[start : seen.span.start].strip():
        return None
    missing = _FIELDS[count:]
    help = _missing(missing) if missing else "seconds come first, a year last"
    message = f"a cron line has 5, 6 or 7 fields, this has {count}"
    return Fault(CRON_FIELD_COUNT, Span(start, fields[-1]), message, help=help)


def lone_field(seen: Situation) -> Fault | None:
    """`*/5`: a field that leaves the rest of its line out."""
    step = _STEP().fullmatch(seen.text.strip())
    if step is None:
        return None
    line = f"{step[0]} * * * *"
    return Fault(
        CRON_FIELD_COUNT,
        Span(0, len(seen.text.rstrip())),
        "a cron line has 5, 6 or 7 fields, this has 1",
        help=f"write the whole line, such as '{line}', or an interval, such as 'every 5 minutes'",
        fixes=(Fix("for minutes", (Edit(Span(0, len(seen.text)), line),)),),
    )


def several_lines(seen: Situation) -> Fault | None:
    """Lines of a crontab, pasted together."""
    lines = [line.strip() for line in seen.text.splitlines() if line.strip()]
    if len(lines) < 2 or not all(_CRON_LINE().fullmatch(line) for line in lines):
        return None
    span = Span(0, len(seen.text))
    return Fault(
        UNEXPECTED_WORD,
        seen.span,
        f"{len(lines)} cron lines, where one schedule is wanted",
        help="join them with '|'",
        fixes=replacement(span, " | ".join(lines)),
    )


def command(seen: Situation) -> Fault | None:
    """`0 9 * * mon-fri /bin/backup.sh`, from a crontab."""
    start = line_start(seen.stack)
    fields = [] if start is None else _fields(seen.text, start)
    path = _PATH().match(seen.text, fields[-1]) if len(fields) >= 5 else None
    if path is None:
        return None
    span = Span(path.start(1), len(seen.text.rstrip()))
    return Fault(
        UNEXPECTED_WORD,
        span,
        f"'{span.of(seen.text)}' after the fields of a cron line",
        help="a schedule says only when: the command does not belong here",
    )


def lone_last(seen: Situation) -> Fault | None:
    """`0 9 * * L`, which is Saturday with Quartz."""
    if seen.terminal != "CRON_LAST" or "WEEKDAY_LAST" not in seen.accepts:
        return None
    return Fault(
        UNEXPECTED_WORD,
        seen.span,
        f"a lone '{seen.word}' in the weekday field",
        help="with Quartz it is Saturday: write 'sat', or a weekday before it, such as '5L' for the last Friday",
        fixes=replacement(seen.span, "sat"),
    )


def _missing(fields: tuple[str, ...]) -> str:
    if len(fields) == 1:
        return f"the {fields[0]} is missing"
    return f"the {', '.join(fields[:-1])} and {fields[-1]} are missing"


def line_start(stack: tuple[Any, ...]) -> int | None:
    """Where the cron line begins that the parser was in, if it was in one."""
    start = None
    for value in reversed(stack):
        if isinstance(value, Token) and value.type == "EVERY":
            return None
        if not isinstance(value, _READ) and not (isinstance(value, Token) and value.type in _TOKENS):
            break
        start = span_of(value).start
    return start


def _fields(text: str, start: int) -> list[int]:
    """Where each field of the line ends."""
    ends: list[int] = []
    place = start
    while field := _LINE().match(text, place):
        ends.append(len(field.group().rstrip()) + place)
        place = field.end()
    return ends
