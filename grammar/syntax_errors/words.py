"""A word or a character that does not fit."""

from __future__ import annotations

from collections.abc import Iterable

from everly.grammar import vocabulary
from everly.grammar.diagnostics.catalogue import (
    AMBIGUOUS_UNIT,
    UNEXPECTED_CHARACTER,
    UNEXPECTED_WORD,
    UNFINISHED,
    UNKNOWN_WORD,
)
from everly.grammar.diagnostics.model import Edit, Fix
from everly.grammar.fault import Fault, replacement
from everly.grammar.span import Span
from everly.grammar.suggestions import closest
from everly.grammar.syntax_errors.situation import Situation
from everly.grammar.syntax_errors.wanted import wanted

_LOOKALIKES = {"–": "-", "—": "-", "−": "-", "‑": "-", "×": "*", "∗": "*", "，": ",", "：": ":"}  # noqa: RUF001
_SHORT_UNITS = {"s": "seconds", "h": "hours", "d": "days", "w": "weeks", "y": "years", "mo": "months", "mth": "months"}
_SPELT_NUMBERS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_OTHER_WORDS = {"from": "starting", "since": "starting", "start": "starting", "begin": "starting", "till": "until"}
_KNOWN = {word for words in vocabulary.WORDS.values() for word in words} | {"l", "lw"}


def strange_character(seen: Situation) -> Fault | None:
    """A sign without meaning; `parse` has refused what is outside ASCII."""
    character = seen.word[:1]
    if not character or character.isalnum() or character in "&|!(),/#*?@+-_.:'":
        return None
    return strange(seen.text, seen.span.start)


def strange(text: str, place: int) -> Fault:
    """The fault of the character at a place, which no schedule holds."""
    character, span = text[place], Span(place, place + 1)
    meant = _LOOKALIKES.get(character)
    shown = character if character.isprintable() else f"U+{ord(character):04X}"
    return Fault(
        UNEXPECTED_CHARACTER,
        span,
        f"the character '{shown}' has no meaning in a schedule",
        help=f"write '{meant}'" if meant else None,
        fixes=replacement(span, meant) if meant else (),
    )


def doubled_operator(seen: Situation) -> Fault | None:
    """`&&` and `||`, from the habit of other languages."""
    before = seen.text[: seen.span.start].rstrip()[-1:]
    if not seen.word or seen.word[0] not in "&|" or before != seen.word[0]:
        return None
    return Fault(
        UNEXPECTED_WORD, seen.span, f"'{before}' twice", help=f"write '{before}' once", fixes=replacement(seen.span, "")
    )


def ambiguous_unit(seen: Situation) -> Fault | None:
    """`every 5 m`: minutes or months."""
    if "UNIT" not in seen.accepts or seen.word.lower() != "m":
        return None
    return Fault(
        AMBIGUOUS_UNIT,
        seen.span,
        "'m' could mean minutes or months",
        help="write the unit in full",
        fixes=(
            Fix("for minutes", (Edit(seen.span, "minutes"),)),
            Fix("for months", (Edit(seen.span, "months"),)),
        ),
    )


def bare_hour(seen: Situation) -> Fault | None:
    """`at 9`: nine of what."""
    if "TIME" not in seen.accepts or seen.terminal not in {"INT", "YEAR"} or seen.accepts & {"INT", "YEAR"}:
        return None
    hour = int(seen.word) if seen.word.isdigit() and len(seen.word) <= 2 else 24
    return Fault(
        UNEXPECTED_WORD,
        seen.span,
        f"'{seen.word}' is a number, where a time is wanted",
        help="write a time such as 09:00 or 9am",
        fixes=replacement(seen.span, f"{hour:02}:00") if hour < 24 else (),
    )


def unfinished(seen: Situation) -> Fault | None:
    """The text ends where more is needed."""
    if not seen.at_end:
        return None
    return Fault(UNFINISHED, seen.span, f"the schedule ends where {wanted(seen.accepts)} is wanted")


def unknown_word(seen: Situation) -> Fault | None:
    """A word that is not in the vocabulary, with the nearest one that could stand there."""
    word = seen.word.lower()
    if (not word[:1].isalpha() and not word.startswith(("@", "_"))) or word in _KNOWN:
        return None
    near = None if word in vocabulary.ADVICE or word in _SPELT_NUMBERS else _near(word, seen.accepts)
    help = f"did you mean '{near}'?" if near else _advice(word, seen.accepts)
    fixes = replacement(seen.span, near) if near else ()
    return Fault(UNKNOWN_WORD, seen.span, f"unknown word '{seen.word}'", help=help, fixes=fixes)


def missing_operator(seen: Situation) -> Fault | None:
    """Two terms side by side."""
    if "AND" not in seen.accepts or seen.terminal in {
        None,
        "AND",
        "OR",
        "EXCEPT",
        "RPAR",
        "COMMA",
        "TO",
        "SLASH",
        "HASH",
    }:
        return None
    here = Span(seen.span.start, seen.span.start)
    return Fault(
        UNEXPECTED_WORD,
        seen.span,
        f"unexpected '{seen.word}', where {wanted(seen.accepts)} is wanted",
        help=_joining(seen),
        fixes=(Fix("instead", (Edit(here, "and "),)),) if seen.terminal in _TERM_STARTS else (),
    )


_TERM_STARTS = {
    "EVERY",
    "ADVERB",
    "WEEKDAY",
    "WEEKDAY_GROUP",
    "MONTH",
    "YEAR",
    "DATE",
    "LPAR",
    "NOT",
    "ORDINAL",
    "LAST",
}


def _joining(seen: Situation) -> str:
    if seen.terminal in {"AT", "ON", "BETWEEN"}:
        return f"'{seen.word}' does not go with what stands before it"
    return "join two parts with 'and', 'or' or 'except'"


def unexpected(seen: Situation) -> Fault:
    """A word or sign of the language in a place where it cannot stand."""
    return Fault(UNEXPECTED_WORD, seen.span, f"unexpected '{seen.word}', where {wanted(seen.accepts)} is wanted")


def _near(word: str, accepts: Iterable[str]) -> str | None:
    if "UNIT" in accepts and word in _SHORT_UNITS:
        return _SHORT_UNITS[word]
    if word in _OTHER_WORDS:
        return _OTHER_WORDS[word]
    here = [known for name in sorted(accepts) for known in vocabulary.WORDS.get(name, ()) if known.isalpha()]
    return closest(word, here) or closest(word, sorted(filter(str.isalpha, _KNOWN)))


def _advice(word: str, accepts: frozenset[str]) -> str:
    if word in vocabulary.ADVICE:
        return vocabulary.ADVICE[word]
    if word in _SPELT_NUMBERS:
        return f"write numbers in digits, such as {_SPELT_NUMBERS.index(word) + 1}"
    return f"here {wanted(accepts)} can stand"
