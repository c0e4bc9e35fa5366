"""The output of jobs for other programs: a JSON document, or columns, a line; docs/schemas describes the documents.

A key or column is never renamed, moved or removed, nor its meaning changed, without a new `version`; new keys may come.
"""

from __future__ import annotations

import json
from typing import Any

from everly.jobs.cli.job_documents import VERSION
from everly.jobs.runs.log_index import STDERR, STDOUT, TERMINAL
from everly.jobs.views.log_lines import Line, Lost, Origin
from everly.jobs.views.log_text import visible
from everly.jobs.views.times import utc_text

__all__ = ["json_record", "plain_record"]

_STREAMS = {TERMINAL: "terminal", STDOUT: "stdout", STDERR: "stderr"}


def json_record(each: Line | Lost) -> str:
    """A line of output, or what is missing there, as a document on one line; docs/schemas/show-logs.json.

    Its text is as it was written, control characters too; only what is no UTF-8 is replaced.
    """
    said = _loss(each) if isinstance(each, Lost) else _line(each)
    return json.dumps({"version": VERSION, **_origin(each.origin), **said})  # ASCII, so that it survives every encoding


def plain_record(each: Line | Lost) -> str | None:
    """A line of output as columns, the text last, for it may hold tabs; what is missing has none."""
    if isinstance(each, Lost):
        return None
    head = (each.origin.job, str(each.origin.run), _time(each) or "", _STREAMS[each.stream])
    return "\t".join((*head, visible(each.data, coloured=False)))


def _origin(origin: Origin) -> dict[str, Any]:
    return {"job": origin.job, "run": origin.run, "step": origin.step, "try": origin.number}


def _line(line: Line) -> dict[str, Any]:
    text = line.data.decode("utf-8", "replace")
    return {"kind": "line", "time": _time(line), "stream": _STREAMS[line.stream], "text": text}


def _loss(lost: Lost) -> dict[str, Any]:
    return {"kind": "loss", "bytes": lost.gap.size, "reason": "rotated" if lost.gap.kept else "dropped"}


def _time(line: Line) -> str | None:
    return utc_text(line.time) if line.time else None
