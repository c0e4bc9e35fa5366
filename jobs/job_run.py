"""A run of a job, as Python hands it out."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from everly.frozen import frozen
from everly.jobs.attachment import exit_code

if TYPE_CHECKING:
    from everly.jobs.views.runs import RunView


@frozen(kw_only=True)
class JobRun:
    """What became of one fire time, of one start by hand or of one restart. Moments are aware datetimes in UTC.

    Args:
        number: The number of the run, as `everly show run` takes it.
        job: The name of the job.
        state: One word: due, claimed, launching, running, paused, finished, skipped or lost.
        result: How it ended and why, or where it is, in words.
        succeeded: Whether it ended well; None while it has not ended.
        exit_code: Its exit code, as a shell counts it; None while it has not ended, or if it never began.
        fire_time: When its schedule wanted it; None if no schedule did.
        begun_by: Why it was made: schedule, hand or restart.
        created: When it was recorded.
        began: When its first command began; None if none has.
        ended: When it ended; None if it has not.
    """

    number: int
    job: str
    state: str
    result: str
    succeeded: bool | None
    exit_code: int | None
    fire_time: datetime | None
    begun_by: str
    created: datetime
    began: datetime | None
    ended: datetime | None

    @property
    def duration(self) -> timedelta | None:
        """How long it took; None if it never began, or has not ended."""
        return None if self.began is None or self.ended is None else self.ended - self.began


def public(view: RunView) -> JobRun:
    """A run as Python hands it out."""
    run, ending = view.run, view.ending
    return JobRun(
        number=run.id,
        job=view.job.name,
        state=view.state.value,
        result=view.result,
        succeeded=None if ending is None else ending.succeeded,
        exit_code=None if ending is None or run.started is None else exit_code(ending),
        fire_time=None if run.fire is None else moment(run.fire * 1000),
        begun_by=view.begun_by,
        created=datetime.fromtimestamp(run.created / 1000, UTC),
        began=moment(run.started),
        ended=moment(view.ended_at),
    )


def moment(at: int | None) -> datetime | None:
    """Milliseconds since 1970 as a datetime in UTC."""
    return None if at is None else datetime.fromtimestamp(at / 1000, UTC)
