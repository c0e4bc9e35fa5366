"""From the exit record of an attempt to how it ended."""

from __future__ import annotations

import os
from typing import Any

from everly.jobs.ledger.states import Ending, Reason

_STAGES = {
    "shim": "what was to watch it could not begin",
    "session": "it got no session",
    "terminal": "it got no terminal",
    "directory": "its folder cannot be entered",
    "environment": "its environment cannot be read",
    "command": "its command cannot be executed",
}


def ending_of_record(record: dict[str, Any]) -> Ending:
    """How an attempt ended, by its exit record; what that does not say is unknown, and never a success."""
    try:
        return _told(record)
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        return Ending(Reason.UNKNOWN, note=f"its exit record cannot be read here: {type(error).__name__}: {error}")


def _told(record: dict[str, Any]) -> Ending:
    code, signal = record["code"], record["signal"]
    failed = record.get("failed")
    if failed:
        return Ending(Reason.UNSTARTED, note=_why(failed))
    note = _note(record)
    match record["reason"]:
        case "timeout":
            return Ending(Reason.TIMEOUT, code, signal, note)
        case "stopped":
            return Ending(Reason.STOPPED, code, signal, note)
        case _ if code is not None:
            return Ending(Reason.CODE, code, None, note)
        case _ if signal is not None:
            return Ending(Reason.SIGNAL, None, signal, note)
        case _:
            return Ending(Reason.UNKNOWN, note="nobody could reap it")


def _why(failed: dict[str, Any]) -> str:
    said = failed["problem"] or (os.strerror(failed["errno"]) if failed["errno"] else "nobody knows why")
    return f"{_STAGES.get(failed['stage'], failed['stage'])}: {said}"


def _note(record: dict[str, Any]) -> str | None:
    """What is worth a word besides how it ended."""
    notes = []
    if record.get("opened") is False:  # an earlier version did not write it
        notes.append("before its command was executed")
    if record["reason"] == "shim-lost":
        notes.append("what watched it was killed, so its last output may be missing")
    if record["dropped"]:
        notes.append(f"{record['dropped']} bytes of its output found no room on the disk")
    if record["reason"] in {"timeout", "stopped"} and record["left_count"] is None:
        notes.append("the system did not tell which of its processes live on")
    elif record["reason"] in {"timeout", "stopped"} and record["left_count"]:
        notes.append(f"these processes did not die: {', '.join(map(str, record['left']))}")
    return "; ".join(notes) or None
