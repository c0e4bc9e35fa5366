"""The ledger: the one SQLite file that says which jobs there are, and what came of every fire time.

`Ledger` writes it, and the runner is the only one who does; `LedgerReader` reads it beside a writer or without one.
It knows no process, no socket and no schedule language, and reads no clock: `now` is an argument.
"""

from everly.jobs.ledger.errors import (
    BusyError,
    LedgerError,
    MissingError,
    RefusedError,
    UnreadableError,
    UnwritableError,
)
from everly.jobs.ledger.ledger import Ledger
from everly.jobs.ledger.reader import LedgerReader
from everly.jobs.ledger.rows import Attempt, Event, Fire, Job, Open, Run, Schedule, Summary
from everly.jobs.ledger.states import Ending, Reason, State
from everly.jobs.ledger.work import Work

__all__ = [
    "Attempt",
    "BusyError",
    "Ending",
    "Event",
    "Fire",
    "Job",
    "Ledger",
    "LedgerError",
    "LedgerReader",
    "MissingError",
    "Open",
    "Reason",
    "RefusedError",
    "Run",
    "Schedule",
    "State",
    "Summary",
    "UnreadableError",
    "UnwritableError",
    "Work",
]
