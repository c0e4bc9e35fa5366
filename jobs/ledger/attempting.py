"""Which step of a run comes next, and which ending is true of it, by its attempts."""

from __future__ import annotations

from collections.abc import Sequence

from everly.jobs.ledger.errors import RefusedError
from everly.jobs.ledger.rows import Attempt
from everly.jobs.ledger.states import Ending, Reason


def next_attempt(attempts: Sequence[Attempt], steps: int) -> tuple[int, int]:
    """The step and the number of the attempt after some others: the next step after success, else the same one again.

    Raises:
        RefusedError: One is under way, or no step is left.
    """
    if not attempts:
        return 1, 1
    last = attempts[-1]
    if last.ending is None:
        raise RefusedError(f"the run {last.run} has an attempt under way")
    if not last.ending.succeeded:
        return last.step, last.number + 1
    if last.step == steps:
        raise RefusedError(f"the run {last.run} has no step left")
    return last.step + 1, 1


def check_true(ending: Ending, attempts: Sequence[Attempt], steps: int) -> None:
    """See that a run did end so: by a code or signal only as its last attempt, and well only with its last step.

    Args:
        ending: How the run is said to have ended.
        attempts: Those it made, in order; one that is under way ends as the run does.
        steps: How many it has.

    Raises:
        RefusedError: It did not.
    """
    if ending.reason not in {Reason.CODE, Reason.SIGNAL} or not attempts:
        return
    last = attempts[-1]
    if last.ending is not None and (last.ending.reason, last.ending.code, last.ending.signal) != (
        *(ending.reason, ending.code, ending.signal),
    ):
        raise RefusedError(f"the run {last.run} did not end so: its last attempt ended otherwise")
    if ending.succeeded and last.step != steps:
        raise RefusedError(f"the run {last.run} did not succeed: {last.step} of its {steps} steps did")
