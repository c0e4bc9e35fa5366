"""The ledger: the one SQLite file that says which jobs there are, and what came of every fire time.

`Ledger` writes it, and the runner is the only one who does; `LedgerReader` reads it beside a writer or without one.
It knows no process, no socket and no schedule language, and reads no clock: `now` is an argument. Names load on first
use, so that those who read import nothing of what writes.
"""

TYPE_CHECKING = False  # as in typing, whose import takes long

if TYPE_CHECKING:
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

_NAMES = {
    "errors": ("BusyError", "LedgerError", "MissingError", "RefusedError", "UnreadableError", "UnwritableError"),
    "ledger": ("Ledger",),
    "reader": ("LedgerReader",),
    "rows": ("Attempt", "Event", "Fire", "Job", "Open", "Run", "Schedule", "Summary"),
    "states": ("Ending", "Reason", "State"),
    "work": ("Work",),
}
_MODULE_OF = {name: module for module, names in _NAMES.items() for name in names}


if not TYPE_CHECKING:  # hidden from type checkers, which would otherwise accept any misspelt name

    def __getattr__(name: str) -> object:
        if name not in _MODULE_OF:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from importlib import import_module

        value = globals()[name] = getattr(import_module(f"{__name__}.{_MODULE_OF[name]}"), name)
        return value
