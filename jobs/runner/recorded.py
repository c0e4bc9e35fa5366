"""From what a run directory says to what the ledger keeps."""

from __future__ import annotations

from everly.jobs.exit_record import ending_of_record
from everly.jobs.ledger import Ending, Reason
from everly.jobs.ledger.states import NEVER_BEGAN
from everly.jobs.runs.adoption import Found


def ending_of(found: Found, *, began: bool = False) -> Ending:
    """How an attempt ended, by its directory; what nobody knows is lost, and never a success.

    `began` says that it is known to have begun. Then it is not to be done again, even if its directory is gone.
    """
    match found.state:
        case "ended" if found.ended is not None:
            return ending_of_record(found.ended)
        case "never" | "absent" | "removed" if began:
            return Ending(Reason.UNKNOWN, note="it ran, and its directory was taken away before it ended")
        case "never":
            return Ending(Reason.UNSTARTED, note=f"{NEVER_BEGAN}: {found.problem}" if found.problem else NEVER_BEGAN)
        case "lost" if not found.is_of_this_boot:
            return Ending(Reason.REBOOT, note="the machine was started anew while it ran")
        case "lost":
            return Ending(Reason.UNKNOWN, note="it ran, and what watched it was killed, or could not tell its end")
        case _:
            return Ending(Reason.UNKNOWN, note=found.problem or "its directory does not say how it ended")
