"""Zones, as they are written."""

from __future__ import annotations

import re

from everly.grammar.builder.positions import token_span
from everly.grammar.token import Token
from everly.grammar.tree import Zone

_OFFSET = re.compile(r"([+-])([01][0-9]|2[0-3])(?::?([0-5][0-9])(?::?([0-5][0-9]))?)?")


def read_zone(token: Token) -> Zone:
    """The zone with one name for each way to write it: `UTC` for `z` and `gmt`, `+02:00` for `+0200` and `+02`.

    Other names stay as they are, for only the zone database knows their case; so do offsets that no zone has.
    """
    return Zone(_name(token), span=token_span(token))


def _name(written: str) -> str:
    if written.lower() in {"z", "utc", "gmt"}:
        return "UTC"
    offset = _OFFSET.fullmatch(written)
    if offset is None:
        return written
    sign, *digits = offset.groups()
    hour, minute, second = (part or "00" for part in digits)
    if hour == minute == second == "00":
        return "UTC"
    return f"{sign}{hour}:{minute}" + ("" if second == "00" else f":{second}")
