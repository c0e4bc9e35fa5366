"""The right words in another order: `at 9am every monday`, `in UTC daily`, `starting tomorrow, every 2 days`."""

from __future__ import annotations

import re

from everly.grammar.diagnostics.catalogue import UNEXPECTED_WORD
from everly.grammar.fault import Fault, replacement
from everly.grammar.span import Span
from everly.grammar.syntax_errors.lazy_pattern import lazy
from everly.grammar.syntax_errors.situation import Situation
from everly.grammar.token import Token
from everly.grammar.vocabulary import WORDS

_TIME = r"(?:[0-9]{1,2}(?::[0-9]{2}){1,2}(?:\s*[ap]\.?m\.?)?|[0-9]{1,2}\s*[ap]\.?m\.?|noon|midnight)"
_BEGINS = "|".join(("every", "each", *WORDS["ADVERB"]))
_TIME_FIRST = lazy(
    rf"\s*(?P<times>(?:at\s+)?{_TIME}(?:(?:\s*,\s*|\s+and\s+|\s*&\s*){_TIME})*),?\s+(?P<days>(?:on\s+)?(?!(?:at|in|and|or|except)\b)[^()&|]+?)"
    r"(?=\s*(?:$|[()&|]|\b(?:and|or|except|between|starting|beginning|until|ending|in)\b))",
    re.IGNORECASE,
)
_CLAUSE_FIRST = lazy(
    rf"\s*(?P<clause>(?:starting|beginning|until|ending|in)\s+[^()&|*]+?)\s*[,:]?\s+(?P<rest>(?:{_BEGINS}|[0-9*/,-]+\s+[0-9*/,-]+\s+[0-9*?])(?![a-z]).*?)\s*",
    re.IGNORECASE | re.DOTALL,
)
_PERIODS = {"weekly", "monthly", "yearly", "annually", "quarterly"}
_LONGEST = 300  # of a text that is put in order; the expressions are slow on hostile ones


def time_first(seen: Situation) -> Fault | None:
    """`at 9am daily`, `9am every monday`, `9:00 on weekdays`: days come before their times."""
    found = _TIME_FIRST().match(seen.text) if len(seen.text) <= _LONGEST else None
    if found is None or seen.span.start > found.end("days"):
        return None
    listed = re.sub(r"(?i)\s+and\s+|\s*&\s*", ", ", found["times"])
    times = listed if found["times"].lower().startswith("at") else f"at {listed}"
    days = re.sub(r"(?i)^on\s+", "", found["days"])
    return Fault(
        UNEXPECTED_WORD,
        Span(*found.span("times")),
        "a time of day needs days to stand on",
        help="put the days first, as in 'daily at 09:00' or 'mon-fri at 09:00'",
        fixes=replacement(Span(found.start("times"), found.end()), f"{days} {times}"),
    )


def clause_first(seen: Situation) -> Fault | None:
    """`starting tomorrow, every 2 days`, `in UTC daily at 9`: clauses stand at the end."""
    if seen.text[: seen.span.start].strip() or seen.terminal not in {"STARTING", "UNTIL", "IN"}:
        return None
    found = _CLAUSE_FIRST().fullmatch(seen.text) if len(seen.text) <= _LONGEST else None
    help = f"say first how often, as in 'daily {seen.word.lower()} ...'"
    if found:
        help = f"put '{seen.word.lower()}' and what belongs to it at the end"
    return Fault(
        UNEXPECTED_WORD,
        seen.span,
        f"'{seen.word}' at the beginning, where a schedule says how often",
        help=help,
        fixes=replacement(Span(0, len(seen.text)), f"{found['rest']} {found['clause']}") if found else (),
    )


def days_after_at(seen: Situation) -> Fault | None:
    """`weekly at monday`, `monthly at 15th`: `at` takes times, `on` takes days."""
    last = seen.stack[-1] if seen.stack else None
    if not isinstance(last, Token) or last.type != "AT":
        return None
    if seen.terminal not in {"WEEKDAY", "WEEKDAY_GROUP", "MONTH", "ORDINAL", "ORDINAL_LAST", "LAST", "DATE"}:
        return None
    return Fault(
        UNEXPECTED_WORD,
        Span(last.start_pos, seen.span.end),
        f"'{seen.word}' after '{last}', which takes times",
        help="days stand after 'on' or '&'",
        fixes=replacement(Span(last.start_pos, last.end_pos), "on"),
    )


def days_before_period(seen: Situation) -> Fault | None:
    """`2nd tuesday monthly`: the period comes first."""
    days = seen.text[: seen.span.start].strip()
    if seen.word.lower() not in _PERIODS or not days or set(days) & set("()&|"):
        return None
    written = f"{seen.word} on {days}"
    return Fault(
        UNEXPECTED_WORD,
        seen.span,
        f"'{seen.word}' after its days",
        help=f"put it first: '{written}'",
        fixes=replacement(Span(0, seen.span.end), written),
    )
