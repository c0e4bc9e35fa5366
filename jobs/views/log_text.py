"""The bytes of a job as text that does nothing to a terminal but show itself."""

from __future__ import annotations

import re

__all__ = ["visible"]

_COLOUR = r"\x1b\[[0-9;:]*m"
_SEQUENCE = re.compile(
    rf"(?P<colour>{_COLOUR})"
    r"|\x1b\[[0-?]*[ -/]*[@-~]"  # CSI: moves, clears, modes
    r"|\x1b[\]PX^_].*?(?:\x07|\x1b\\|$)"  # OSC, DCS and their like, up to their end
    r"|\x1b[ -/]*[0-~]"  # two characters, or with a character set
    r"|(?P<control>[\x00-\x08\x0a-\x1f\x7f])"
    r"|(?P<hidden>[\x80-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069])",  # C1, and what turns the direction of a text
    re.DOTALL,
)
_PLAIN = re.compile(rb"[\t -~]*")
_RESET = "\x1b[0m"


def visible(data: bytes, *, coloured: bool) -> str:
    """A line as text: what is no UTF-8 replaced, control characters shown as their pictures, other sequences left out.

    Colours are kept where they are wanted, and end with the line.
    """
    if _PLAIN.fullmatch(data):
        return data.decode("ascii")
    text = data.decode("utf-8", "replace")
    shown = _SEQUENCE.sub(lambda found: _shown(found, coloured=coloured), text)
    return shown + _RESET if coloured and "\x1b[" in shown and not shown.endswith(_RESET) else shown


def _shown(found: re.Match[str], *, coloured: bool) -> str:
    if found["colour"]:
        return found["colour"] if coloured else ""
    if found["control"]:
        code = ord(found["control"])
        return "\u2421" if code == 0x7F else chr(0x2400 + code)
    return "\N{REPLACEMENT CHARACTER}" if found["hidden"] else ""
