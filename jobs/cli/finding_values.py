"""Errors and warnings as values of a JSON document."""

from __future__ import annotations

from typing import Any

from everly.grammar.diagnostics import Diagnostic, Fix, Label
from everly.grammar.span import Span


def finding_value(found: Diagnostic) -> dict[str, Any]:
    """A finding with its places and fixes; spans count code points of the schedule."""
    return {
        "code": found.code,
        "name": found.name,
        "severity": found.severity.value,
        "message": found.message,
        "label": _label(found.label),
        "related": [_label(label) for label in found.related],
        "help": found.help,
        "fixes": [_fix(fix, found.text) for fix in found.fixes],
    }


def _label(label: Label) -> dict[str, Any]:
    return {"span": _span(label.span), "text": label.text}


def _fix(fix: Fix, text: str) -> dict[str, Any]:
    edits = [{"span": _span(edit.span), "text": edit.text} for edit in fix.edits]
    return {"title": fix.title, "edits": edits, "result": fix.apply(text)}


def _span(span: Span) -> list[int]:
    return [span.start, span.end]
