"""A word or a character that does not fit."""

from __future__ import annotations

from collections.abc import Iterable

from everly.grammar import vocabulary
from everly.grammar.builder.positions import token_span
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
from everly.grammar.suggestions import did_you_mean, nearest
from everly.grammar.syntax_errors.lazy_pattern import lazy
from everly.grammar.syntax_errors.situation import Situation
from everly.grammar.syntax_errors.wanted import wanted
from everly.grammar.token import Token
from everly.grammar.vocabulary import WEEKDAYS

# Signs that look like one of the language, and those that other languages use.
_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212"
_MEANT = {"×": "*", "∗": "*", ";": ",|", "~": "!"}  # noqa: RUF001
_SHORT_UNITS = {"s": "seconds", "h": "hours", "d": "days", "w": "weeks", "y": "years", "mo": "months", "mth": "months"}
_SHORT_DAYS = dict(zip(("mo", "tu", "we", "th", "fr", "sa", "su"), WEEKDAYS, strict=True))
_RANDOM_FIELD = lazy(r"(?:^|[0-9*][ \t]+)[0-9]*~[0-9]*(?:/[0-9]+)?[ \t]+[0-9*~]")  # of a cron line
_ONE = lazy(r"(?<![0-9.])1[ \t]*$")
_QUOTES = "'\"`\u2018\u2019\u201a\u201b\u201c\u201d\u201e\u201f\u00ab\u00bb\u2039\u203a"
_BRACKETS = "[]{}"
_JOINTS = {"AND", "OR", "EXCEPT", "NOT", "COMMA"}
_OTHER_WORDS = {
    "each": "every",
    "from": "starting",
    "since": "starting",
    "start": "starting",
    "begin": "starting",
    "end": "until",
    "ends": "until",
    "till": "until",
    "til": "until",
    "midday": "noon",
    "midnite": "midnight",
}


def strange_character(seen: Situation) -> Fault | None:
    """A sign without meaning; `parse` has refused what is outside ASCII."""
    character = seen.word[:1]
    if not character or character.isalnum() or character in "&|!(),/#*?@+-_.:":
        return None
    return strange(seen.text, seen.span.start)


def strange(text: str, place: int) -> Fault:
    """The fault of the character at a place, which no schedule holds."""
    character, span = text[place], Span(place, place + 1)
    if character in _QUOTES:
        return _quotes(text, span)
    if character in _DASHES:
        return _dash(text, span)
    if character in _BRACKETS:
        return _bracket(text, span)
    if (plain := _plain(text)) != text and _plain(character) != character:
        return _lookalike(character, span, replacement(Span(0, len(text)), plain))
    if character == "~" and _RANDOM_FIELD().search(text):
        message = "'~' picks a random number in cronie and in OpenBSD's cron, and has no meaning in a schedule"
        return Fault(UNEXPECTED_CHARACTER, span, message, help="write a number of your own, such as '17 3 * * *'")
    meant = _MEANT.get(character)
    written = [text.replace(character, sign) for sign in meant or ""]
    return Fault(
        UNEXPECTED_CHARACTER,
        span,
        f"{_shown(character)} has no meaning in a schedule",
        help=did_you_mean(meant[0]) if meant else "words are English ones" if character.isalpha() else None,
        fixes=tuple(fix for each in written for fix in replacement(Span(0, len(text)), each)),
    )


def _shown(character: str) -> str:
    """A character for people; a byte of a file that is no UTF-8 is read as the half of a pair (`surrogateescape`)."""
    if "\udc80" <= character <= "\udcff":
        return f"the byte 0x{ord(character) - 0xDC00:02X}, which is no UTF-8,"
    return f"the character '{character if character.isprintable() else f'U+{ord(character):04X}'}'"


def _plain(text: str) -> str:
    """The text with ASCII for what only looks otherwise: wide letters, digits and signs, blanks of a fixed width."""
    import unicodedata

    invisible = "".join(each for each in text if unicodedata.category(each) != "Cf")
    return "".join(plain if (plain := unicodedata.normalize("NFKC", each)).isascii() else each for each in invisible)


def _lookalike(character: str, span: Span, fixes: tuple[Fix, ...]) -> Fault:
    """Digits of double width, a blank that does not break, a space of no width: pasted from elsewhere."""
    plain = _plain(character)
    shown = f"the character U+{ord(character):04X}" if not plain.strip() else f"'{character}'"
    help = f"write '{plain}'" if plain.strip() else "write a plain blank" if plain else "leave it out"
    return Fault(UNEXPECTED_CHARACTER, span, f"{shown} is no character of a schedule", help=help, fixes=fixes)


def _dash(text: str, span: Span) -> Fault:
    apart = text[: span.start][-1:].isspace() and text[span.end :][:1].isspace()
    signs = "-&" if apart else "-"
    fixes = tuple(fix for sign in signs for fix in replacement(span, sign))
    help = "between the ends of a range write '-', between two parts '&'"
    return Fault(UNEXPECTED_CHARACTER, span, f"unexpected '{span.of(text)}'", help=help, fixes=fixes)


def _bracket(text: str, span: Span) -> Fault:
    """`[daily at 9am]`, `{daily | hourly}`: brackets of other shapes."""
    written = text.translate(str.maketrans("[]{}", "()()"))
    fixes = replacement(Span(0, len(text)), written)
    return Fault(UNEXPECTED_CHARACTER, span, f"unexpected '{span.of(text)}'", help="write '(' and ')'", fixes=fixes)


def _quotes(text: str, span: Span) -> Fault:
    """`'daily'`, with quotes that the shell did not take, or those of a text processor."""
    whole = text.strip()
    both = len(whole) > 1 and whole[0] in _QUOTES and whole[-1] in _QUOTES
    fixes = replacement(Span(0, len(text)), whole[1:-1]) if both else ()
    return Fault(UNEXPECTED_CHARACTER, span, "a schedule holds no quotes", help="leave the quotes out", fixes=fixes)


def ambiguous_unit(seen: Situation) -> Fault | None:
    """`every 5 m`, `every 5 mons`: minutes or months."""
    if "UNIT" not in seen.accepts or seen.word.lower() not in ("m", "mons"):
        return None
    return Fault(
        AMBIGUOUS_UNIT,
        seen.span,
        f"'{seen.word}' could mean minutes or months",
        help="write the unit in full",
        fixes=tuple(Fix(f"for {unit}", (Edit(seen.span, _apart(unit, seen)),)) for unit in ("minutes", "months")),
    )


def _apart(word: str, seen: Situation) -> str:
    """The word, with a blank before it where it would be glued to a number."""
    if _ONE().search(seen.text, 0, seen.span.start):
        word = word.removesuffix("s")
    return f" {word}" if seen.text[: seen.span.start][-1:].isdigit() else word


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
    message = f"the schedule ends where {wanted(seen.accepts)} is wanted"
    last = seen.stack[-1] if seen.stack else None
    if isinstance(last, Token) and last.type in {"INT", "YEAR", "DECIMAL"} and "UNIT" in seen.accepts:
        return Fault(UNFINISHED, seen.span, message, help=f"write what '{last}' counts, such as '{last} minutes'")
    if not isinstance(last, Token) or last.type not in _JOINTS:
        return Fault(UNFINISHED, seen.span, message)
    begin = len(seen.text[: token_span(last).start].rstrip())
    help = f"write what '{last}' joins after it, or leave it out"
    return Fault(UNFINISHED, seen.span, message, help=help, fixes=replacement(Span(begin, len(seen.text)), ""))


def unknown_word(seen: Situation) -> Fault | None:
    """A word that is not in the vocabulary, with the nearest ones that could stand there."""
    word = seen.word.lower()
    if (not word[:1].isalpha() and not word.startswith(("@", "_"))) or word in vocabulary.KNOWN:
        return None
    if other := _OTHER_WORDS.get(word):
        help, fixes = f"write '{other}'", replacement(seen.span, other)
        return Fault(UNKNOWN_WORD, seen.span, f"unknown word '{seen.word}'", help=help, fixes=fixes)
    near = [] if word in vocabulary.ADVICE else _near(word, seen.accepts)
    help = did_you_mean(*near) if near else _advice(word, seen.accepts)
    fixes = tuple(fix for each in near for fix in replacement(seen.span, _apart(each, seen)))
    return Fault(UNKNOWN_WORD, seen.span, f"unknown word '{seen.word}'", help=help, fixes=fixes)


def unexpected(seen: Situation) -> Fault:
    """A word or sign of the language in a place where it cannot stand."""
    return Fault(UNEXPECTED_WORD, seen.span, f"unexpected '{seen.word}', where {wanted(seen.accepts)} is wanted")


def _near(word: str, accepts: Iterable[str]) -> list[str]:
    if "UNIT" in accepts and word in _SHORT_UNITS:
        return [_SHORT_UNITS[word]]
    if "WEEKDAY" in accepts and word in _SHORT_DAYS:
        return [_SHORT_DAYS[word]]
    here = [known for name in sorted(accepts) for known in vocabulary.WORDS.get(name, ()) if known.isalpha()]
    return nearest(word, [*here, "noon", "midnight"] if "TIME" in accepts else here)


def _advice(word: str, accepts: frozenset[str]) -> str:
    if word in vocabulary.ADVICE:
        return vocabulary.ADVICE[word]
    if {"EVERY", "ADVERB"} <= accepts:
        return "write a firing such as 'daily at 09:00', 'every 5 minutes' or '0 9 * * mon-fri'"
    return f"here {wanted(accepts)} can stand"
