"""The ledger as its one writer has it."""

from __future__ import annotations

from everly.jobs.ledger.job_changes import JobChanges
from everly.jobs.ledger.retention import Retention
from everly.jobs.ledger.run_changes import RunChanges
from everly.jobs.ledger.schedule_changes import ScheduleChanges


class Ledger(JobChanges, ScheduleChanges, RunChanges, Retention):
    """The ledger of a path, which is made if it is not there. The runner alone opens it so.

    Every change is on the disk when its method returns, or raises LedgerError and nothing of it was kept; `change`
    makes one of several. All that `LedgerReader` can be asked can be asked here.
    """
