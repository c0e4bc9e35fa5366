"""Zones that files name."""

from __future__ import annotations

from everly.grammar.diagnostics import Diagnostic, Edit, Fix, Label
from everly.grammar.span import Span
from everly.linting.embedded import Embedded


def checked_zone(document: str, name: Embedded) -> tuple[str | None, tuple[Diagnostic, ...]]:
    """The database's spelling of a zone that a file names; where there is none, what is wrong with it."""
    from everly.scheduling.zone_names import ZoneError, find_zone

    try:
        return find_zone(name.text).name, ()
    except ZoneError as error:
        whole = Span(0, len(name.text))
        edits = (name.edit(Edit(whole, other)) for other in error.names)
        fixes = tuple(Fix("instead", (each,)) for each in edits if each is not None)
        return None, (Diagnostic(error.kind, error.message, Label(name.span), document, (), error.help, fixes),)
