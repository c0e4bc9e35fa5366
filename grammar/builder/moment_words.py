"""The words of a moment: which of them is its zone, and which stand where no word of a moment can."""

from __future__ import annotations

import re
from itertools import pairwise, takewhile

from everly.grammar import vocabulary
from everly.grammar.builder.positions import Children, hull, token_span, without
from everly.grammar.builder.zones import read_zone
from everly.grammar.diagnostics.catalogue import (
    LEFTOVER_WORDS,
    UNEXPECTED_WORD,
    UNFINISHED,
    UNKNOWN_WORD,
    UNREADABLE_MOMENT,
)
from everly.grammar.diagnostics.model import Edit, Fix
from everly.grammar.fault import Fault, replacement
from everly.grammar.span import Span
from everly.grammar.suggestions import closest, did_you_mean
from everly.grammar.token import Token
from everly.grammar.tree import Zone

_ZONE_SHAPED = re.compile(r".*/.*|(?i:utc|gmt)(?:[+-].*)?|[zZ]|[+-].*|[A-Z]{3,5}")
_LINKS = {"AT", "ON", "OF", "COMMA"}
_WANTED = {"AT": "a time", "ON": "a day", "COMMA": "a date or a time"}
_DAYS = ("today", "tomorrow", *vocabulary.FULL_WEEKDAYS)
_NAMES = (*vocabulary.WORDS["WEEKDAY"], *vocabulary.WORDS["MONTH"])
_ADVICE = {
    "last": "write the date, such as '2024-05-01'",
    "end": "write the last day, such as '2024-05-31'",
}
_NEEDLESS = {"the"}
_NEEDLESS_FIRST = {"from", "since", "this", "coming"}
_NUMBERS = {"INT", "DATE_TEXT", "YEAR"}
_FROM_NOW = (["from", "now"], ["later"], ["hence"])
_NEAR = ("at", "on", "in", "now", "today", "tomorrow", "noon", "midnight", *_NAMES)


def refuse_strange_words(children: Children) -> None:
    """Any word that is not of the language could be a zone; what is none by its place or its form is refused."""
    words = [token for token in children if token.type in {"ZONE", "OFFSET"}]
    _refuse_spoken(words, children)
    _refuse_length(children)
    if not words or any(token.type not in _LINKS for token in children if token not in words):
        return
    if not _ZONE_SHAPED.fullmatch(words[0]):
        help, fixes = _nearest(words[0], "write a date and a time such as '2024-05-01 09:00'")
        message = f"unknown word '{words[0]}', where a date or a time is wanted"
        raise Fault(UNKNOWN_WORD, token_span(words[0]), message, help=help, fixes=fixes)
    raise Fault(UNREADABLE_MOMENT, hull(children), "a zone without a time", help="put a date or a time before it")


def _refuse_spoken(words: list[Token], children: Children) -> None:
    """Words that speech has in a moment, and that say nothing here or cannot be said here."""
    for word in words:
        if word.lower() in _ADVICE:
            message = f"'{word}' is no date"
            raise Fault(UNKNOWN_WORD, token_span(word), message, help=_ADVICE[word.lower()])
    for word in words:
        if word.lower() in _NEEDLESS or (word is children[0] and word.lower() in _NEEDLESS_FIRST):
            after = next((token for token in children if token.start_pos >= word.end_pos), None)
            gap = Span(word.start_pos, word.end_pos if after is None else after.start_pos)
            message = f"unexpected '{word}' in a date"
            raise Fault(UNEXPECTED_WORD, token_span(word), message, help="leave it out", fixes=replacement(gap, ""))
        if word.lower() in vocabulary.ADVICE:
            help = vocabulary.ADVICE[word.lower()]
            raise Fault(UNKNOWN_WORD, token_span(word), f"unknown word '{word}'", help=help)


def _refuse_length(children: Children) -> None:
    """`starting 5 minutes`, `until 10 days from now`: how long, where a moment is wanted."""
    for place, (number, unit) in enumerate(pairwise(children)):
        if number.type not in _NUMBERS or unit.type != "ZONE" or unit.lower() not in vocabulary.WORDS["UNIT"]:
            continue
        after = [token.lower() for token in children[place + 2 :]]
        end = children[-1].end_pos if after in _FROM_NOW else unit.end_pos
        length = f"{number} {unit}"
        if place and children[place - 1].lower() == "for":
            raise _end_in_beginning(Span(children[place - 1].start_pos, unit.end_pos), length)
        raise Fault(
            UNREADABLE_MOMENT,
            Span(number.start_pos, end),
            f"'{length}' is a length of time, where a moment is wanted",
            help=f"so much later than now is 'in {length}'",
            fixes=(Fix("counted from now", (Edit(Span(number.start_pos, end), f"in {length}"),)),),
        )


def _end_in_beginning(span: Span, length: str) -> Fault:
    """The fault of `starting now for 3 days`."""
    return Fault(
        LEFTOVER_WORDS,
        span,
        f"'for {length}' is no part of a date or a time",
        help=f"an end stands after 'until'; so much later than now is 'in {length}'",
        fixes=(Fix("counted from now", (Edit(span, f"until in {length}"),)),),
    )


def _nearest(word: Token, otherwise: str) -> tuple[str, tuple[Fix, ...]]:
    """What to say about a word that may be a slip of another."""
    near = None if word.lower() in vocabulary.KNOWN else closest(word, _NEAR)
    return (otherwise, ()) if near is None else (did_you_mean(near), replacement(token_span(word), near))


def without_zone(children: Children) -> tuple[Zone | None, list[Token]]:
    """The zone that closes the phrase, if any, and the rest; in `May 2 10:36:28 UTC 2024` it stands before the year."""
    words = [token for token in children if token.type in {"ZONE", "OFFSET"}]
    if not words:
        return None, list(children)
    match [token.type for token in children]:
        case [*_, "TIME", "ZONE" | "OFFSET", "YEAR"] if len(words) == 1:
            return read_zone(words[0]), without(children, "ZONE", "OFFSET")
        case _:
            closing = list(takewhile(lambda token: token in words, reversed(children)))[::-1]
    if closing == words and (len(words) == 1 or _is_place(words)) and not _is_slip(words[0]):
        name = Token("ZONE", " ".join(words), start_pos=words[0].start_pos, end_pos=words[-1].end_pos)
        return read_zone(name), [token for token in children if token not in words]
    help, fixes = _nearest(words[0], "a zone stands last; a condition such as '& mon-fri' stands before 'starting'")
    message = f"'{words[0]}' is no part of a date or a time"
    raise Fault(LEFTOVER_WORDS, token_span(words[0]), message, help=help, fixes=fixes)


def _is_slip(word: Token) -> bool:
    """Whether a word in the place of a zone is one of a day instead, as in `10:00 tomorow`."""
    return not _ZONE_SHAPED.fullmatch(word) and closest(word, _DAYS) is not None


def _is_place(words: list[Token]) -> bool:
    """`America/New York`: a name with a blank, which no zone has, but which leads to the one that is meant."""
    return all(word.istitle() for word in words)


def check_links(parts: list[Token]) -> None:
    """Each `at` and `on` stands before something, and a comma between two things."""
    if all(part.type in _LINKS for part in parts):
        return  # no moment at all, which is said of the whole
    if parts[0].type == "COMMA":
        raise Fault(UNEXPECTED_WORD, token_span(parts[0]), "unexpected ',' before a date or a time")
    for link, after in pairwise(parts):
        if link.type in _WANTED and after.type in _WANTED and (link.type != "COMMA" or after.type == "COMMA"):
            message = f"unexpected '{after}' after '{link}'"
            fixes = replacement(Span(token_span(link).end, token_span(after).end), "")
            raise Fault(UNEXPECTED_WORD, token_span(after), message, help=f"write '{link}' once", fixes=fixes)
    if parts[-1].type in _WANTED:
        _refuse_last(parts)


def _refuse_last(parts: list[Token]) -> None:
    link = parts[-1]
    place = token_span(link)
    wanted = _WANTED[link.type]
    fixes = replacement(Span(token_span(parts[-2]).end, place.end), "") if len(parts) > 1 else ()
    message, help = f"'{link}' without {wanted} after it", f"write {wanted} after it, or leave it out"
    raise Fault(UNFINISHED, place, message, help=help, fixes=fixes)
