"""A diagnostic as text: the message, the schedule, carets under the place, and the way out."""

from __future__ import annotations

from everly.grammar.diagnostics.model import Diagnostic, Label

WIDTH = 100
"""How many terminal cells a line of a finding may take, where no terminal says otherwise."""

_MARGIN = len("  | ")


def render_text(diagnostic: Diagnostic, width: int = WIDTH) -> str:
    """Several lines without a closing newline; columns are counted in terminal cells.

    The text of the schedule is cut around each place to fit the width, so that carets stay under it; a repaired
    schedule is always shown whole.
    """
    lines = [f"{diagnostic.severity.value}[{diagnostic.code}]: {diagnostic.message}", "  |"]
    shown = ""
    for label in (diagnostic.label, *diagnostic.related):
        line, *marks = _excerpt(diagnostic.text, label, max(width - _MARGIN, 16))
        lines += marks if line == shown else [line, *marks]
        shown = line
    if diagnostic.help:
        from textwrap import wrap  # not above: a schedule without findings needs none

        lines += wrap(f"help: {diagnostic.help}", width, initial_indent="  = ", subsequent_indent="    ")
    lines += [f"  = {fix.title}: {_printable(fix.apply(diagnostic.text))}" for fix in diagnostic.fixes]
    return "\n".join(lines)


def _excerpt(text: str, label: Label, room: int) -> list[str]:
    """The line of the text where a label stands, the carets under it, and the label where it fits."""
    line_start = text.rfind("\n", 0, label.span.start) + 1
    line_end = text.find("\n", label.span.start)
    line = text[line_start : len(text) if line_end < 0 else line_end]
    place = label.span.start - line_start
    shown, place = _cut(_printable(line), place, room)
    offset = _cells(shown[:place])
    length = _cells(_printable(text[label.span.start : min(label.span.end, line_start + len(line))]))
    carets = "^" * min(max(1, length), max(1, room - offset))
    return [f"  | {shown}", *_marks(carets, offset, label.text, room)]


def _marks(carets: str, offset: int, text: str, room: int) -> list[str]:
    """The carets with the label behind them, or on a line of its own."""
    if offset + len(carets) + 1 + len(text) <= room or not text:
        return [f"  | {' ' * offset}{carets} {text}".rstrip()]
    return [f"  | {' ' * offset}{carets}", f"  | {' ' * max(0, min(offset, room - len(text)))}{text}"]


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


def _printable(text: str) -> str:
    return text if text.isprintable() else "".join(map(_visible, text))


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
