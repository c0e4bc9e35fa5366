"""Zones, as they are written."""

from __future__ import annotations

import re

from everly.grammar import vocabulary
from everly.grammar.builder.positions import token_span
from everly.grammar.diagnostics.catalogue import UNKNOWN_ZONE
from everly.grammar.fault import Fault, replacement
from everly.grammar.span import Span
from everly.grammar.token import Token
from everly.grammar.tree import Zone

_WINDOWS = {word for kind in ("WEEKDAY", "WEEKDAY_GROUP", "MONTH") for word in vocabulary.WORDS[kind]}
_OFFSET = r"([+-])([01][0-9]|2[0-3])(?::?([0-5][0-9])(?::?([0-5][0-9]))?)?"
_UTC = r"(?ai)z|(?:utc|gmt)(?:[+-]00?(?::?00)?)?"


def read_zone(token: Token) -> Zone:
    """The zone, by one name for each way to write it: `UTC` for `z`, `gmt` and `utc+0`, `+02:00` for `+02`.

    Other names stay as they are, for only the zone database knows their case; so do offsets that no zone has.
    """
    return Zone(_name(token), span=token_span(token))


def refuse_words(span: Span, token: Token) -> None:
    """Raises a Fault for `in january`, `in mon-fri` and `in summer`: what is a word of the language names no zone."""
    word = token.lower()
    if word.split("-")[0] in _WINDOWS:
        raise in_window(span, token_span(token), token, token)
    if word in vocabulary.ADVICE:
        raise Fault(UNKNOWN_ZONE, token_span(token), f"'{token}' is no time zone", help=vocabulary.ADVICE[word])


def in_window(clause: Span, place: Span, shown: str, written: str) -> Fault:
    """The fault of days, months or years after `in`."""
    message, help = f"'{shown}' is no time zone", "'in' names a zone; to keep to days, months or years write '&'"
    return Fault(UNKNOWN_ZONE, place, message, help=help, fixes=replacement(clause, f"& {written}"))


def _name(written: str) -> str:
    if re.fullmatch(_UTC, written):
        return "UTC"
    offset = re.fullmatch(_OFFSET, written)
    if offset is None:
        return written
    sign, *digits = offset.groups()
    hour, minute, second = (part or "00" for part in digits)
    if hour == minute == second == "00":
        return "UTC"
    return f"{sign}{hour}:{minute}" + ("" if second == "00" else f":{second}")
