"""Phrases of everyday speech that the language has other words for, or needs no words for."""

from __future__ import annotations

import re

from everly.grammar.builder.firings import every_other
from everly.grammar.diagnostics.catalogue import UNEXPECTED_WORD, UNKNOWN_WORD
from everly.grammar.diagnostics.model import Edit, Fix
from everly.grammar.fault import Fault, replacement
from everly.grammar.span import Span
from everly.grammar.syntax_errors.idiom import UNIT, words_of
from everly.grammar.syntax_errors.lazy_pattern import LazyPattern, lazy
from everly.grammar.syntax_errors.situation import Situation

_TIME = r"(?:[0-9]{1,2}(?::[0-9]{2})?\s*(?:[ap]\.?m\.?)?|noon|midnight)"
_EXCEPT = "without excluding excepting unless minus besides save bar barring"
_BOTH = "if when whenever only during while within"
_PHRASES: tuple[tuple[frozenset[str], LazyPattern, str], ...] = tuple(
    (frozenset(cues.split()), lazy(rf"(?<![a-z0-9_])(?:{phrase})(?![a-z0-9_])", re.IGNORECASE), meant)
    for cues, phrase, meant in (
        ("last", r"last\s+but\s+one", "2nd-last"),
        ("last", r"last\s+but\s+two", "3rd-last"),
        ("but", r"but\s+only(?:\s+on)?", "&"),
        ("but", r"but\s+not|but", "except"),
        ("than from", r"other\s+than|apart\s+from", "except"),
        (_EXCEPT, _EXCEPT.replace(" ", "|"), "except"),
        ("only", r"only\s+on", "&"),
        (_BOTH, _BOTH.replace(" ", "|"), "&"),
        ("from", rf"from(?=\s+{_TIME}\s*(?:-|to|through|thru)\s*{_TIME})", "&"),
        ("for", rf"for(?=\s+[0-9.]+\s*{UNIT})", "until in"),
        ("quarter", r"(?:a\s+)?quarter(?:\s+of)?(?:\s+an)?\s+hour", "15 minutes"),
        ("half", r"half(?:\s+an)?\s+hour", "30 minutes"),
        ("days workdays", r"(?:(?:business|working)\s+|work)days", "weekdays"),
        ("day workday", r"(?:(?:business|working)\s+|work)day", "weekday"),
        ("end monthend", r"(?:the\s+)?end\s+of\s+(?:(?:the|each|every)\s+)?month|month\s?end", "last day"),
        (
            "start beginning",
            r"(?:the\s+)?(?:start|beginning)\s+of\s+(?:(?:the|each|every)\s+)?month",
            "1st",
        ),
        ("of", r"of\s+(?:(?:the|a|each|every)\s+)?month", ""),
        ("christmas", r"christmas(?:\s+day)?", "dec 25"),
        ("second", r"second(?=\s+(?:mon|tue|wed|thu|fri|sat|sun|week(?:day|end)))(?<!every\ssecond)", "2nd"),
        ("last", r"(?:second|2nd)[\s-]+(?:to[\s-]+|from[\s-]+)?last", "2nd-last"),
        ("next penultimate", r"next[\s-]+to[\s-]+last|penultimate", "2nd-last"),
        ("last", r"(?:third|3rd)[\s-]+(?:to[\s-]+|from[\s-]+)?last", "3rd-last"),
        ("last", r"(?:fourth|4th)[\s-]+(?:to[\s-]+|from[\s-]+)?last", "4th-last"),
        ("first", r"(?:the\s+)?first\s+week(?=\s|$)", "1st-7th"),
        ("semimonthly semi", r"semi[\s-]*monthly", "monthly on 1st,15th"),
        ("biennially", "biennially", "every 2 years"),
        ("semi semiannually", r"semi[\s-]*annually", "every 6 months"),
        ("half halfyearly", r"half[\s-]*yearly", "every 6 months"),
        ("bi biannually", r"bi[\s-]*annually", "every 6 months"),
        ("first", "first", "1st"),
        ("third", "third", "3rd"),
        ("fourth", "fourth", "4th"),
        ("fifth", "fifth", "5th"),
    )
)
_BEGINS = lazy(r"\b(?:starting|beginning|from|since)\b", re.IGNORECASE)
_DAY_AND_TIME = lazy(rf"(?:today|tomorrow|now)(?:,?\s+(?:at\s+)?{_TIME})?", re.IGNORECASE)
_DAY_STARTS = {"WEEKDAY", "MONTH", "ORDINAL", "DATE"}


def phrase(seen: Situation) -> Fault | None:
    """`daily without sun`, `the first monday of every month`: the same in words of the language."""
    said = meant_at(seen.text, seen.span.start)
    return None if said is None else _said(*said, seen)


def meant_at(text: str, place: int) -> tuple[Span, str] | None:
    """The phrase of speech that covers a place, if there is one, and what the language says for it."""
    words = words_of(text)
    for pattern, meant in (each[1:] for each in _PHRASES if not words.isdisjoint(each[0])):
        for found in pattern().finditer(text):
            if found.start() <= place < found.end():
                return Span(*found.span()), meant
    return None


def _said(span: Span, meant: str, seen: Situation) -> Fault:
    written = span.of(seen.text)
    if meant == "until in" and _BEGINS().search(seen.text):
        help = "a length counts from now, not from the beginning: write the end as a date after 'until'"
        return Fault(UNKNOWN_WORD, span, f"unknown word '{written}'", help=help)
    if meant == "&" and not seen.text[: span.start].strip("( \t\r\n"):
        after = len(seen.text) - len(seen.text[span.end :].lstrip())
        fixes = replacement(Span(span.start, after), "")
        return Fault(UNKNOWN_WORD, span, f"unknown word '{written}'", help="leave it out", fixes=fixes)
    if meant:
        message, help = f"unknown word '{written}'", f"write '{meant}'"
        return Fault(UNKNOWN_WORD, span, message, help=help, fixes=replacement(span, meant))
    help, begin = "leave it out: days are those of each month", len(seen.text[: span.start].rstrip())
    return Fault(
        UNEXPECTED_WORD, span, f"unexpected '{written}'", help=help, fixes=replacement(Span(begin, span.end), "")
    )


def filler(seen: Situation) -> Fault | None:
    """`on monday at 9am`, `daily except on sunday`, `the last day at noon`: days need no word before them."""
    if seen.terminal not in {"ON", "THE"} or not seen.accepts & _DAY_STARTS:
        return None
    after = len(seen.text) - len(seen.text[seen.span.end :].lstrip())
    return Fault(
        UNEXPECTED_WORD,
        seen.span,
        f"unexpected '{seen.word}' before a window",
        help=f"leave '{seen.word}' out",
        fixes=replacement(Span(seen.span.start, after), ""),
    )


def on_after_times(seen: Situation) -> Fault | None:
    """`0 9 * * * on mon`, `2024 on mon`: what has no periods is kept to days with `&`."""
    if seen.terminal != "ON" or "AND" not in seen.accepts:
        return None
    return Fault(
        UNEXPECTED_WORD,
        seen.span,
        f"'{seen.word}' does not go with what stands before it",
        help="keep it to those days with '&'",
        fixes=replacement(seen.span, "&"),
    )


def every_second_window(seen: Situation) -> Fault | None:
    """`every second tuesday`, which is no unit but `every other tuesday`."""
    if len(seen.stack) < 2 or seen.terminal not in {"WEEKDAY", "WEEKDAY_GROUP", "MONTH", "ORDINAL"}:
        return None
    every, second = seen.stack[-2:]
    if getattr(every, "type", "") != "EVERY" or getattr(second, "type", "") != "UNIT" or second.lower() != "second":
        return None
    return every_other(second)


def moment_without_starting(seen: Situation) -> Fault | None:
    """`daily tomorrow 10:00`: a moment is where a schedule begins; `tomorrow at 9am` fires once."""
    if seen.terminal not in {"RELATIVE_DAY", "NOW"}:
        return None
    first = not seen.text[: seen.span.start].strip()
    here = Span(seen.span.start, seen.span.start)
    fixes = _once(seen.text) if first else replacement(here, "starting ")
    return Fault(
        UNEXPECTED_WORD,
        seen.span,
        f"'{seen.word}' is a moment, where a schedule says how often",
        help=f"a moment stands after 'starting' or 'until', as in 'daily starting {seen.word.lower()}'",
        fixes=fixes,
    )


def _once(text: str) -> tuple[Fix, ...]:
    """What fires at a moment and never again; a day alone may be meant as the first of many."""
    moment, whole = text.strip(), Span(0, len(text))
    if not _DAY_AND_TIME().fullmatch(moment):
        return ()
    once = Fix("for once", (Edit(whole, f"daily starting {moment} until {moment}"),))
    first = Fix("for every day from then on", (Edit(whole, f"daily starting {moment}"),))
    return (first, once) if moment.isalpha() else (once,)
