"""A clock that was far ahead, and was set right.

While it was ahead, the schedules went on to fire times far off, and would start nothing until these come. They are set
to go on from now. What was run at fire times that are still to come has its rows, so nothing of it is run twice.
"""

from __future__ import annotations

from everly.grammar.diagnostics import ScheduleError
from everly.jobs.ledger import Schedule
from everly.jobs.runner.schedules import instants_of
from everly.jobs.runner.under_way import UnderWay, log

FAR = 86_400_000
"""Milliseconds. A clock that goes back by less is waited for."""

_EVER = 1 << 62


class ClockSetBack(UnderWay):
    """Sees that a clock was set back, also while no runner was up."""

    _latest: int | None = None

    def _look_at_clock(self) -> None:
        """Compare the time with the latest that was seen, or that the ledger has seen."""
        now = self.clock.now()
        if self._latest is None:
            newest = self.ledger.runs(limit=1)
            self._latest = newest[0].created if newest else now
        if now >= self._latest - FAR:
            self._latest = max(now, self._latest)
            return
        log.warning("the clock was set back by %.1f days", (self._latest - now) / FAR)
        for schedule in self.ledger.schedules_due(_EVER):
            with self._guarded(f"the schedule '{schedule.text}'"):
                self._set_back(schedule, now)
        self._latest = now

    def _set_back(self, schedule: Schedule, now: int) -> None:
        try:
            following = instants_of(schedule).ceil(now // 1000 + 1)
        except (ScheduleError, ValueError):  # that is told when its time comes
            return
        assert schedule.next_fire is not None  # noqa: S101 - only such were asked for
        if following is not None and schedule.next_fire > following:
            name = self.ledger.job_numbered(schedule.job).name
            self.ledger.arm_schedule(name, following, now)
            self.ledger.record("clock-set-back", now, job=name, text=f"from fire time {schedule.next_fire}")
