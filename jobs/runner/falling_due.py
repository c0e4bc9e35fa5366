"""Fire times that have come: they get their runs, and the schedules go on."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from itertools import islice

from everly.grammar.diagnostics import ScheduleError
from everly.jobs.ledger import Fire, Job, RefusedError, Schedule
from everly.jobs.runner.catching_up import Plan, fires, plan
from everly.jobs.runner.schedules import instants_of, why_refused
from everly.jobs.runner.under_way import UnderWay, log
from everly.jobs.runs.failpoints import hit
from everly.scheduling.engine.effort import TooMuchWorkError
from everly.scheduling.engine.nodes import InstantSet

_SCHEDULES, _FIRES = 200, 1000  # so many at once, then others have their turn


class FallingDue(UnderWay):
    """Schedules, as their time comes."""

    def _record_due(self) -> bool:
        """Make the runs of fire times that have come; whether there are more."""
        now, room = self.clock.now(), _FIRES
        schedules = self.ledger.schedules_due(now // 1000, _SCHEDULES)
        if not schedules:
            return False
        with self.change():
            for schedule in schedules:
                if room <= 0:
                    return True
                room -= self._try_record(schedule, now, room)
        hit("runner.recorded")
        return room <= 0 or len(schedules) == _SCHEDULES

    def _try_record(self, schedule: Schedule, now: int, room: int) -> int:
        try:
            with self.change():
                return self._record(schedule, now, room)
        except (RefusedError, TooMuchWorkError) as error:
            self._refuse(self.ledger.job_numbered(schedule.job), str(error), now)
            return 0

    def _record(self, schedule: Schedule, now: int, room: int) -> int:
        """Make the runs of one schedule, at most so many as there is room for; how many those were."""
        job = self.ledger.job_numbered(schedule.job)
        try:
            instants = instants_of(schedule)
        except (ScheduleError, ValueError) as error:
            self._refuse(job, why_refused(error), now)
            return 0
        first = self._first(job, schedule, instants, now)
        planned = None if first is None else plan(instants, first, now, self.rules(job.work).catch_up)
        if first is None or planned is None:
            return 0
        if planned.begin > first:
            self._leave_out(job, planned.begin, now)
        found = fires(instants, planned, paused=schedule.paused, why_missed=self.punctuality.why_missed)
        batch, following = _batch(found, planned, room)
        runs = self.ledger.record_due(schedule, batch, following, now)
        if runs:
            self.then(partial(self.consider, job.id))
        if len(runs) < len(batch):
            self.then(partial(self.housekeeping.has_run, job.name))
        self._see_whether_done(job, following)
        return len(batch)

    def _first(self, job: Job, schedule: Schedule, instants: InstantSet, now: int) -> int | None:
        """The next fire time. What the ledger says may be none any more, as after a change of a zone's rules."""
        assert schedule.next_fire is not None  # noqa: S101 - it is due
        first = instants.ceil(schedule.next_fire)
        if first != schedule.next_fire:
            self.ledger.arm_schedule(job.name, first, now)
            self._see_whether_done(job, first)
        return first

    def _refuse(self, job: Job, why: str, now: int) -> None:
        self.ledger.arm_schedule(job.name, None, now)
        self.ledger.record("schedule-refused", now, job=job.name, text=why)
        log.error("the schedule of '%s' is stopped: %s", job.name, why)

    def _leave_out(self, job: Job, begin: int, now: int) -> None:
        self.ledger.arm_schedule(job.name, begin, now)
        self.ledger.record("left-out", now, job=job.name, text=f"too many fire times were missed before {begin}")

    def _see_whether_done(self, job: Job, following: int | None) -> None:
        if following is None and self.rules(job.work).rm:
            self.then(partial(self.housekeeping.may_go, job.name))


def _batch(found: Iterator[Fire], planned: Plan, room: int) -> tuple[list[Fire], int | None]:
    """The first of some fire times, and the one that comes after these."""
    batch = list(islice(found, room))
    rest = next(found, None)
    return batch, planned.following if rest is None else rest.at
