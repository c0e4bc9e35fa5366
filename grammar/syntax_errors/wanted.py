"""What could stand at a place, said for people."""

from __future__ import annotations

from collections.abc import Iterable

from everly.grammar import vocabulary
from everly.grammar.automaton import END

_MOMENT = "NOW RELATIVE_DAY WEEKDAY MONTH ORDINAL DATE DATE_TIME DATE_TEXT TIME INT YEAR AT ON OF COMMA ZONE OFFSET IN"
_TERM = (
    "EVERY ADVERB NOT LPAR STAR INT YEAR DATE TIME WEEKDAY WEEKDAY_GROUP MONTH ORDINAL ORDINAL_LAST LAST BETWEEN MACRO"
)
_CRON = (
    "STAR INT YEAR SLASH TO COMMA HASH MONTH WEEKDAY ORDINAL ORDINAL_LAST LAST LAST_DAY CRON_LAST LAST_WORKDAY "
    "NEAREST_WORKDAY WEEKDAY_LAST"
)
_GROUPS: tuple[tuple[frozenset[str], frozenset[str], str], ...] = tuple(
    (frozenset(signs.split()), frozenset(members.split()), phrase)
    for signs, members, phrase in (
        ("EVERY ADVERB", _TERM, "a firing or a window"),
        ("NOW DATE", _MOMENT, "a moment such as 'tomorrow 09:00'"),
        ("STAR INT", _CRON, "a cron field"),
        (
            "WEEKDAY MONTH ORDINAL DATE",
            "WEEKDAY WEEKDAY_GROUP MONTH ORDINAL ORDINAL_LAST LAST DATE TIME YEAR",
            "a window",
        ),
        ("STARTING UNTIL", "STARTING UNTIL IN", "a clause such as 'starting'"),
        ("INT DECIMAL", "INT DECIMAL YEAR NEGATIVE", "a number"),
        ("ZONE OFFSET", "ZONE OFFSET", "a zone such as 'Europe/Berlin'"),
    )
)
"""Terminals that are spoken of together: the signs of a group, all its members, and what to call it."""

_MOST = 6


def wanted(accepts: Iterable[str]) -> str:
    """`'and', 'or' or the end`: at most a handful of things, the likely ones first."""
    left = set(accepts)
    phrases: list[str] = []
    for signs, members, phrase in _GROUPS:
        if signs <= left:
            phrases.append(phrase)
            left -= members
    order = [*vocabulary.WORDS, *vocabulary.PHRASES]
    end = [vocabulary.phrase(END)] if END in left else []
    phrases = [vocabulary.phrase(name) for name in sorted(left & set(order) - {END}, key=order.index)] + phrases + end
    phrases = list(dict.fromkeys(phrases))[:_MOST]
    return phrases[0] if len(phrases) == 1 else f"{', '.join(phrases[:-1])} or {phrases[-1]}"
