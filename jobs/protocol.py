"""What is said on the socket of the runner: JSON, each message with its length before it.

runner   {"version": 1, "everly": …, "pid": …}         who it is; until then a client can ask elsewhere
client   {"version": 1, "verb": …, "token": …, …}     one request, then it listens; it is asked `again` by its token
runner   {"progress": {"name": …, "text": …}}          what is being waited for
         {"result": {"name": …, "ok": …, "text": …}}   what came of one job; if it was refused with `help` and `fault`
         {"done": true, "ok": …}                       the last one; or {"error": …, "help": …, "fault": …}

One that does not come up says why on its standard error, and by the status with which it exits.
"""

from __future__ import annotations

import json
from typing import Any

from everly.frozen import frozen
from everly.jobs.errors import Fault
from everly.jobs.runs import lines
from everly.jobs.runs.errors import RunError

VERSION = 1
LIMIT = 1 << 24
"""Bytes of a message at most."""
HELD = 75
"""The status of a runner that ends since another one is up; as EX_TEMPFAIL of sysexits.h."""
STATUSES = {Fault.ASKED: 70, Fault.FILE: 74, Fault.PLACE: 78}
"""The status of one that does not come up, by the fault; as EX_SOFTWARE, EX_IOERR and EX_CONFIG."""
UNREADABLE = 65
"""The status of one whose ledger cannot be read, which will be so the next time too; as EX_DATAERR."""


@frozen
class Answer:
    """What came of a request for one job; `help` is the way out where it was refused, for the `fault`."""

    name: str
    ok: bool
    text: str
    help: str | None = None
    fault: str = Fault.ASKED


def fault_of(status: int) -> Fault:
    """Where the fault lies, by the status of a runner that does not come up."""
    if status == UNREADABLE:
        return Fault.FILE
    return next((fault for fault, each in STATUSES.items() if each == status), Fault.ASKED)


class ProtocolError(Exception):
    """The other end says what is no message."""


def pack(message: dict[str, Any]) -> bytes:
    """A message as bytes. ASCII, so that words which are no UTF-8 survive."""
    return lines.pack(json.dumps(message).encode())


def unpack(buffer: bytearray) -> list[dict[str, Any]]:
    """The whole messages at the beginning of what was received, which are taken out of it.

    Raises:
        ProtocolError: There is something else.
    """
    try:
        found = [json.loads(raw) for raw in lines.unpack(buffer, LIMIT)]
    except (RecursionError, RunError, ValueError) as error:
        raise ProtocolError(f"this is no message: {error}") from error
    if not all(isinstance(each, dict) for each in found):
        raise ProtocolError("a message is an object")
    return found
