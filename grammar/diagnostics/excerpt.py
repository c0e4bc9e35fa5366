"""A place in a text as it is shown: its line with carets under it, in terminal cells."""

from __future__ import annotations

from everly.grammar.diagnostics.model import Label

_LEAST = 16
_NEAR = 4  # characters that may share a cell


def excerpt(text: str, label: Label, room: int) -> list[str]:
    """The line of the text where a label stands, the carets under it, and the label where it fits.

    The line is cut around the place to fit the room, in terminal cells, of which there are 16 at least.
    """
    room = max(room, _LEAST)
    line_start = text.rfind("\n", 0, label.span.start) + 1
    line_end = text.find("\n", label.span.start)
    line_end = len(text) if line_end < 0 else line_end
    # A file of one line may have millions of characters, of which few are looked at.
    first = max(line_start, label.span.start - _NEAR * room)
    last = min(line_end, label.span.start + _NEAR * room)
    shown, place = _cut(printable(text[first:last]), label.span.start - first, room)
    offset = _cells(shown[:place])
    length = _cells(printable(text[label.span.start : min(label.span.end, last)]))
    carets = "^" * min(max(1, length), max(1, room - offset))
    return [shown, *_marks(carets, offset, label.text, room)]


def printable(text: str) -> str:
    """The text with blanks for line ends and a mark for whatever would move the cursor or hide text."""
    return text if text.isprintable() else "".join(map(_visible, text))


def _marks(carets: str, offset: int, text: str, room: int) -> list[str]:
    """The carets with the label behind them, or on a line of its own."""
    if offset + len(carets) + 1 + len(text) <= room or not text:
        return [f"{' ' * offset}{carets} {text}".rstrip()]
    return [f"{' ' * offset}{carets}", f"{' ' * max(0, min(offset, room - len(text)))}{text}"]


def _cut(line: str, place: int, room: int) -> tuple[str, int]:
    """As much of a line as there is room for, with the place in it, and where the place is then."""
    if _cells(line) <= room:
        return line, place
    start = max(0, place - room // 3)
    before = "..." if start else ""
    after = line[start:]
    while _cells(before + after) > room:
        after = after[: len(after) - max(1, (_cells(before + after) - room) // 2)]
    if start + len(after) < len(line):
        after = after[:-3] + "..."
    return before + after, place - start + len(before)


def _visible(character: str) -> str:
    if character in "\t\r\n":
        return " "
    if character.isprintable():
        return character
    from unicodedata import category  # not above: most schedules have no such characters

    # Control and format characters would move the cursor or hide text.
    return "\N{REPLACEMENT CHARACTER}" if category(character) in {"Cc", "Cf", "Cs"} else character


def _cells(text: str) -> int:
    if text.isascii():
        return len(text)
    from unicodedata import combining, east_asian_width

    return sum(0 if combining(each) else 2 if east_asian_width(each) in {"W", "F"} else 1 for each in text)
