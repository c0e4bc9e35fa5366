"""Schedules, and what falls due by them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import dropwhile

from everly.jobs.ledger.errors import RefusedError
from everly.jobs.ledger.rows import Fire, Run, Schedule
from everly.jobs.ledger.states import ENDS, State
from everly.jobs.ledger.writer import Writer


class ScheduleChanges(Writer):
    """Changes of schedules."""

    def set_schedule(  # noqa: PLR0913 - they are what a schedule is
        self, name: str, now: int, *, text: str, zone: str, anchor: int, next_fire: int | None
    ) -> None:
        """Give a job a schedule, or another one; whether it is paused stays.

        Raises:
            RefusedError: There is no such job.
        """
        with self.change():
            job = self.the_job(name)
            self._do(
                "INSERT INTO schedule (job, text, zone, anchor, next_fire) VALUES (?, ?, ?, ?, ?)"
                " ON CONFLICT (job) DO UPDATE SET text = excluded.text, zone = excluded.zone,"
                " anchor = excluded.anchor, next_fire = excluded.next_fire",
                *(job.id, text, zone, anchor, next_fire),
            )
            self.record("scheduled", now, job=name, text=text)

    def remove_schedule(self, name: str, now: int) -> None:
        """Take the schedule of a job away; its runs stay, and no fire time of theirs comes twice.

        Raises:
            RefusedError: There is no such job, or it has no schedule.
        """
        with self.change():
            self._do("DELETE FROM schedule WHERE job = ?", self._of(name).job)
            self.record("unscheduled", now, job=name)

    def arm_schedule(self, name: str, next_fire: int | None, now: int) -> None:
        """Let the schedule of a job go on from a fire time, or stop it; fire times left out on the way have no runs.

        Raises:
            RefusedError: There is no such job, or it has no schedule.
        """
        with self.change():
            self._do("UPDATE schedule SET next_fire = ? WHERE job = ?", next_fire, self._of(name).job)
            self.record("unarmed" if next_fire is None else "armed", now, job=name)

    def pause_schedule(self, name: str, now: int, *, paused: bool = True) -> None:
        """Pause the schedule of a job, or resume it.

        Raises:
            RefusedError: There is no such job, it has no schedule, or nothing would change.
        """
        with self.change():
            if self._of(name).paused == paused:
                raise RefusedError(f"the schedule of '{name}' is {'paused already' if paused else 'not paused'}")
            self._do("UPDATE schedule SET paused = ? WHERE job = ?", paused, self._of(name).job)
            self.record("paused" if paused else "resumed", now, job=name)

    def _of(self, name: str) -> Schedule:
        self.the_job(name)
        found = self.schedule(name)
        if found is None:
            raise RefusedError(f"the job '{name}' has no schedule", "'everly edit job' gives it one")
        return found

    def record_due(self, schedule: Schedule, fires: Iterable[Fire], next_fire: int | None, now: int) -> tuple[Run, ...]:
        """A run for each fire time that has come, and the first one that has not: together, or not at all.

        Done again it does nothing, for what lies before the schedule's own `next_fire` has its runs. So no fire time is
        left out and none comes twice, whenever the caller is killed, and whatever its clock did.

        Args:
            schedule: As it was read; its fire times are told by its text.
            fires: Fire times in order, from its `next_fire` or earlier, without a gap. They are read once, one by one.
            next_fire: The one after them; None if there is none.
            now: The time, after all of the fires.

        Returns:
            The new runs that are due; those that are skipped are not among them.

        Raises:
            RefusedError: The schedule was changed or taken away since it was read, or the fires are no such times.
        """
        with self.change():
            stored = self._stored(schedule)
            first = stored.next_fire
            if first is None:
                return ()
            due: list[int | None] = []
            last = None
            for fire in dropwhile(lambda each: each.at < first, _ascending(fires, next_fire, now)):
                if last is None and fire.at != first:
                    raise RefusedError(f"the next fire time is {first}, but {fire.at} came")
                last = fire.at
                due += self._insert(schedule.job, fire, now)
            if last is not None:
                self._do("UPDATE schedule SET next_fire = ? WHERE job = ?", next_fire, schedule.job)
            return tuple(self.run(number) for number in due if number is not None)

    def _stored(self, schedule: Schedule) -> Schedule:
        row = self._one("SELECT job.name FROM job WHERE id = ?", schedule.job)
        stored = None if row is None else self.schedule(row[0])
        if stored is None or _told_by(stored) != _told_by(schedule):
            raise RefusedError(f"the schedule '{schedule.text}' was changed meanwhile", "read it again")
        return stored

    def _insert(self, job: int, fire: Fire, now: int) -> list[int | None]:
        """Make the run of a fire time where there is none; its number, if it is due."""
        skipped = fire.skipped is not None
        if skipped and fire.skipped not in ENDS[State.SKIPPED]:
            raise RefusedError(f"a fire time is not skipped for '{fire.skipped}'")
        made = self._do(
            "INSERT INTO run (job, revision, fire, state, reason, note, created, ended)"
            " SELECT id, revision, ?, ?, ?, ?, ?, ? FROM job WHERE id = ? ON CONFLICT (job, fire) DO NOTHING",
            *(fire.at, State.SKIPPED if skipped else State.DUE, fire.skipped, fire.note if skipped else None),
            *(now, now if skipped else None, job),
        )
        return [made.lastrowid] if made.rowcount == 1 and not skipped else []


def _told_by(schedule: Schedule) -> tuple[str, str, int]:
    """What its fire times depend on."""
    return schedule.text, schedule.zone, schedule.anchor


def _ascending(fires: Iterable[Fire], next_fire: int | None, now: int) -> Iterator[Fire]:
    """The fires, while each is after the one before, none is to come, and the next is after all of them."""
    last = None
    for fire in fires:
        if last is not None and fire.at <= last:
            raise RefusedError(f"the fire time {fire.at} is not after {last}")
        if fire.at * 1000 > now:
            raise RefusedError(f"the fire time {fire.at} has not come yet")
        last = fire.at
        yield fire
    if last is not None and next_fire is not None and next_fire <= last:
        raise RefusedError(f"the next fire time {next_fire} is not after {last}")
