"""What everly has to say about a schedule, on the standard error: as the library prints it, with colour."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from everly.jobs.cli.console import Console, Paint, Style

if TYPE_CHECKING:
    from everly.grammar.diagnostics import Diagnostic

_CARETS = r"(  \| *)(\^+.*)"


def tell_findings(found: tuple[Diagnostic, ...], console: Console) -> None:
    """Write errors and warnings, with a blank line between one and the next."""
    if found:
        console.tell("\n\n".join(_text(diagnostic, console.paint_told, console.width) for diagnostic in found))


def _text(diagnostic: Diagnostic, paint: Paint, width: int) -> str:
    from everly.grammar.diagnostics import Severity
    from everly.grammar.diagnostics.text import render_text

    style = Style.ERROR if diagnostic.severity is Severity.ERROR else Style.WARNING
    heading, *lines = render_text(diagnostic, width).split("\n")
    kind, colon, message = heading.partition(":")
    return "\n".join([f"{paint(kind, style)}{colon}{message}", *(_line(line, style, paint) for line in lines)])


def _line(line: str, style: Style, paint: Paint) -> str:
    place = re.fullmatch(_CARETS, line)
    return f"{place.group(1)}{paint(place.group(2), style)}" if place else line
