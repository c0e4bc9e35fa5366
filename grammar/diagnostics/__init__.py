"""Findings about schedules: the type, the catalogue, the error that carries them; `text` renders them."""

from everly.grammar.diagnostics.error import ScheduleError
from everly.grammar.diagnostics.model import Diagnostic, Edit, Fix, Kind, Label, Severity

__all__ = ["Diagnostic", "Edit", "Fix", "Kind", "Label", "ScheduleError", "Severity"]
