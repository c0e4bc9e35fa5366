"""A diagnostic as text: the message, the schedule, carets under the place, and the way out."""

from __future__ import annotations

from everly.grammar.diagnostics.excerpt import excerpt, printable
from everly.grammar.diagnostics.model import Diagnostic

WIDTH = 100
"""How many terminal cells a line of a finding may take, where no terminal says otherwise."""

_MARGIN = "  | "


def render_text(diagnostic: Diagnostic, width: int = WIDTH) -> str:
    """Several lines without a closing newline; columns are counted in terminal cells.

    The text of the schedule is cut around each place to fit the width, so that carets stay under it; a repaired
    schedule is always shown whole.
    """
    lines = [f"{diagnostic.severity.value}[{diagnostic.code}]: {diagnostic.message}", "  |"]
    shown = ""
    for label in (diagnostic.label, *diagnostic.related):
        line, *marks = (_MARGIN + each for each in excerpt(diagnostic.text, label, width - len(_MARGIN)))
        lines += marks if line == shown else [line, *marks]
        shown = line
    if diagnostic.help:
        from textwrap import wrap  # not above: a schedule without findings needs none

        lines += wrap(f"help: {diagnostic.help}", width, initial_indent="  = ", subsequent_indent="    ")
    lines += [f"  = {fix.title}: {printable(fix.apply(diagnostic.text))}" for fix in diagnostic.fixes]
    return "\n".join(lines)
