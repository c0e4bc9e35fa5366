"""The JSON documents of `everly show schedule --json`; docs/schemas/show-schedule.json describes them.

A key is never renamed or removed, nor its meaning changed, without a new `version`; new keys may come.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from textwrap import indent
from typing import Any

from everly.grammar.diagnostics import Diagnostic, Fix, Label, ScheduleError
from everly.grammar.printer import print_schedule
from everly.grammar.span import Span
from everly.scheduling.engine.zones import Zone
from everly.scheduling.preview import Firing, Firings, local_time

VERSION = 1


def result_document(firings: Firings, zones: tuple[Zone, ...]) -> Iterator[str]:
    """Timestamps, in the first zone and beside it in the others: the lines of one document, as they are found."""
    compiled = firings.compiled
    opening = {
        "version": VERSION,
        "schedule": compiled.text,
        "canonical": print_schedule(compiled.schedule),
        "timezone": zones[0].name,
        "now": _time(compiled.now, zones[0]),
    }
    yield _text(opening).removesuffix("\n}") + ","
    yield '  "timestamps": ['
    held = None  # until it is known whether a comma follows
    for firing in firings:
        if held is not None:
            yield f"{held},"
        held = indent(_text(_timestamp(firing, zones)), "    ")
    if held is not None:
        yield held
    yield "  ],"
    closing = {"complete": firings.complete, "warnings": [_finding(warning) for warning in compiled.warnings]}
    yield _text(closing).removeprefix("{\n")


def fault_document(text: str, error: ScheduleError) -> str:
    """What is wrong with a schedule."""
    errors = [_finding(diagnostic) for diagnostic in error.diagnostics]
    return _text({"version": VERSION, "schedule": text, "errors": errors})


def _text(document: dict[str, Any]) -> str:
    # ASCII, so that it survives every encoding and holds even half of a surrogate pair.
    return json.dumps(document, indent=2)


def _timestamp(firing: Firing, zones: tuple[Zone, ...]) -> dict[str, Any]:
    return {
        "time": _time(firing.instant, zones[0]),
        "instant": firing.instant,
        "mark": None if firing.mark is None else firing.mark.value,
        "in": {zone.name: _time(firing.instant, zone) for zone in zones[1:]},
    }


def _time(instant: int, zone: Zone) -> str | None:
    local = local_time(instant, zone)
    return None if local is None else local.isoformat()


def _finding(found: Diagnostic) -> dict[str, Any]:
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
