"""The one exception that a schedule can raise."""

from __future__ import annotations

from everly.grammar.diagnostics.model import Diagnostic


class ScheduleError(ValueError):
    """A schedule that means nothing or can never fire; `diagnostics` say why and where.

    Its text shows the schedule with carets under the place and, where one is near, the way out.
    """

    def __init__(self, *diagnostics: Diagnostic) -> None:
        super().__init__(*diagnostics)
        self.diagnostics = diagnostics

    def __str__(self) -> str:
        from everly.grammar.diagnostics.text import render_text

        return "\n\n".join(render_text(diagnostic) for diagnostic in self.diagnostics)
