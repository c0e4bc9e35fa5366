"""A diagnostic as text: the message, the schedule, carets under the place, and the way out."""

from __future__ import annotations

import unicodedata

from everly.grammar.diagnostics.model import Diagnostic, Fix, Label

_CONTEXT = 60  # cells of a long schedule shown on either side of the place


def render_text(diagnostic: Diagnostic) -> str:
    """Several lines without a closing newline; columns are counted in terminal cells."""
    lines = [f"{diagnostic.severity.value}[{diagnostic.code}]: {diagnostic.message}", "  |"]
    shown = ""
    for label in (diagnostic.label, *diagnostic.related):
        line, carets = _excerpt(diagnostic.text, label)
        lines += [carets] if line == shown else [line, carets]
        shown = line
    if diagnostic.help:
        lines.append(f"  = help: {diagnostic.help}")
    lines += [_fix_line(fix, diagnostic.text) for fix in diagnostic.fixes]
    return "\n".join(lines)


def _excerpt(text: str, label: Label) -> tuple[str, str]:
    """The line of the text where a label stands, and the carets under it."""
    line_start = text.rfind("\n", 0, label.span.start) + 1
    line_end = text.find("\n", label.span.start)
    line_end = len(text) if line_end < 0 else line_end
    start = max(line_start, label.span.start - _CONTEXT)
    stop = min(line_end, max(label.span.end, label.span.start) + _CONTEXT, start + 2 * _CONTEXT + 40)
    before = "..." if start > line_start else ""
    after = "..." if stop < line_end else ""
    shown = _printable(text[start:stop])
    offset = len(before) + _cells(_printable(text[start : label.span.start]))
    carets = max(1, _cells(_printable(text[label.span.start : min(label.span.end, stop)])))
    return f"  | {before}{shown}{after}", f"  | {' ' * offset}{'^' * carets} {label.text}".rstrip()


def _fix_line(fix: Fix, text: str) -> str:
    mended = _printable(fix.apply(text))
    return f"  = {fix.title}: {mended}" if len(mended) <= 2 * _CONTEXT else f"  = {fix.title}"


def _printable(text: str) -> str:
    return "".join(_visible(character) for character in text)


def _visible(character: str) -> str:
    if character in "\t\r\n":
        return " "
    # Control and format characters would move the cursor or hide text.
    return "\N{REPLACEMENT CHARACTER}" if unicodedata.category(character) in {"Cc", "Cf", "Cs"} else character


def _cells(text: str) -> int:
    return sum(_cell(character) for character in text)


def _cell(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in {"W", "F"} else 1
