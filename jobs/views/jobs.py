"""Jobs as they are shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from everly.frozen import frozen
from everly.jobs.views.runs import RunView, view
from everly.jobs.views.status import Status, is_over, status_of
from everly.jobs.views.times import Clock, clock_of, moment_text, relative_text, short_moment
from everly.jobs.views.words import command_text, executor_of

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from everly.jobs.ledger import Job, LedgerReader, Open, Schedule, Summary

__all__ = ["TOLD", "JobView", "Told", "view_jobs"]

Told = Literal["whole", "short", "brief", "least"]
TOLD: tuple[Told, ...] = ("whole", "short", "brief", "least")
"""How much of times is told: all, not what the day tells, the units in short, and how far off they are alone."""

_BRIEF = frozenset({"brief", "least"})


@frozen
class JobView:
    """A job, its runs that have not ended, the oldest first, and the newest that finished or was lost."""

    job: Job
    schedule: Schedule | None
    status: Status
    unended: tuple[RunView, ...]
    last: RunView | None

    @property
    def name(self) -> str:
        """By which it is called."""
        return self.job.name

    @property
    def command(self) -> str:
        """Its commands, as they would be typed."""
        return command_text(self.job.work)

    @property
    def executor(self) -> str:
        """What runs it."""
        return executor_of(self.job.work)

    @property
    def clock(self) -> Clock:
        """The clock that its times are shown by: that of its schedule."""
        return clock_of(self.schedule)

    @property
    def active(self) -> tuple[RunView, ...]:
        """The runs that count as running."""
        return tuple(each for each in self.unended if each.is_active)

    @property
    def is_waiting(self) -> bool:
        """Whether a runner has something to begin: a run that is due, or its schedule."""
        return self.next_fire is not None or len(self.active) < len(self.unended)

    @property
    def next_fire(self) -> int | None:
        """When it runs next by its schedule, in milliseconds; None while that is paused or has no fire time."""
        schedule = self.schedule
        return None if schedule is None or schedule.next_fire is None or schedule.paused else schedule.next_fire * 1000

    def next_moment(self, now: int) -> int | None:
        """When something of it begins by itself, in milliseconds: by its schedule, or after a wait of a run."""
        waits = [each.waits_until for each in self.unended if each.waits_until is not None and each.waits_until > now]
        return min([*waits, *([] if self.next_fire is None else [self.next_fire])], default=None)

    @property
    def status_text(self) -> str:
        """The status, with how many runs there are of it where that is more than one."""
        several = self.status is Status.RUNNING and len(self.active) > 1
        return f"{self.status} ({len(self.active)})" if several else str(self.status)

    def last_text(self, now: int, told: Told = "whole") -> str:
        """What came of the last run, and how long ago."""
        if self.last is None or self.last.run.ended is None:
            return ""
        return f"{self.last.result}, {relative_text(self.last.run.ended, now, short=told in _BRIEF)}"

    def next_text(self, now: int, told: Told = "whole") -> str:
        """When something of it begins next by itself, in words."""
        at = self.next_moment(now)
        return "" if at is None else self.moment_words(at, now, told)

    def moment_words(self, at: int, now: int, told: Told = "whole") -> str:
        """How far off a moment is, and what the clock of its schedule shows."""
        far = relative_text(at, now, short=told in _BRIEF)
        words = far if at > now else f"due {far}"
        if told == "whole":
            return f"{words} ({moment_text(at, self.clock)})"
        return words if told == "least" else f"{words}, {short_moment(at, now, self.clock)}"


def view_jobs(reader: LedgerReader, now: int, names: Sequence[str] | None = None) -> tuple[JobView, ...]:
    """The jobs of some names, or all, by name, as of one moment.

    Raises:
        LedgerError: The ledger cannot be read.
    """
    with reader.snapshot():
        unended: dict[int, list[Open]] = {}
        for each in reader.unfinished():
            unended.setdefault(each.run.job, []).append(each)
        found = reader.jobs(names)
        shown = [each.run for job in found for each in unended.get(job.job.id, [])]
        restarted = reader.restarted([*shown, *(job.last for job in found if job.last is not None)])
        return tuple(_view(reader, each, unended.get(each.job.id, []), now, restarted) for each in found)


def _view(
    reader: LedgerReader, found: Summary, unended: Sequence[Open], now: int, restarted: Collection[int]
) -> JobView:
    runs = [each.run for each in unended]
    status = status_of(found.schedule, runs, found.last, lambda schedule: is_over(schedule, now))
    views = tuple(
        view(reader, each.run, found.job, waiting=each.attempt is None, restarted=each.run.id in restarted)
        for each in unended
    )
    last = None if found.last is None else view(reader, found.last, found.job, restarted=found.last.id in restarted)
    return JobView(found.job, found.schedule, status, views, last)
