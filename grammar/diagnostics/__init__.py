"""Findings about schedules: the type, the catalogue, the error that carries them, and their rendering as text."""

from everly.grammar.diagnostics.error import ScheduleError
from everly.grammar.diagnostics.model import Diagnostic, Edit, Fix, Kind, Label, Severity
from everly.grammar.diagnostics.text import render_text

__all__ = ["Diagnostic", "Edit", "Fix", "Kind", "Label", "ScheduleError", "Severity", "render_text"]
