"""What the runner can be asked to do with jobs. Each answers once it is true."""

from __future__ import annotations

from typing import Any

from everly.jobs.ledger import Job, State, Work
from everly.jobs.ledger.rows import STOPPING
from everly.jobs.protocol import Answer
from everly.jobs.runner.acting import Tell
from everly.jobs.runner.asked import (
    AskedError,
    Token,
    check_together,
    is_stopped,
    name_of,
    names_of,
    schedule_of,
    token_of,
    work_of,
)
from everly.jobs.runner.halting import Halting
from everly.jobs.runner.names import random_name
from everly.jobs.runner.starting import Starting

__all__ = ["Answer", "AskedError", "Verbs"]


class Verbs(Starting, Halting):
    """The requests, on the core of a runner.

    Each raises AskedError, SettingsError or LedgerError where it is refused as a whole; then nothing was done.
    """

    async def create(self, asked: dict[str, Any], tell: Tell) -> list[Answer]:
        """Make a job and start it. One of the same name that does the same is started; another is refused."""
        name, work, now, token = name_of(asked), work_of(asked), self.clock.now(), token_of(asked)
        schedule = schedule_of(asked, now)
        check_together(work, schedule is not None)
        kept = self._kept(token, name)
        if kept is not None and kept.job is not None:
            return [await self._made(kept.job, kept.run, tell)]
        await self._check_reach(work)
        if name is None:
            name = random_name(lambda name: self.ledger.job(name) is not None)
        found = self.ledger.job(name)
        if found is not None:
            return [await self._same(found, work, schedule, tell, token)]
        with self.core.change():
            job = self.ledger.create_job(name, work, now)
            if schedule is not None:
                self.ledger.set_schedule(name, now, **schedule)
            run = None if schedule is not None else self.ledger.add_run(name, now)
            self._keep(token, name, run)
            self.core.begin_due(job.id)  # in the same transaction, for each waits for the disk
        made = await self._started(job, None if run is None else run.id, tell, "made")
        return [await self._with_unit(made)]

    async def _made(self, name: str, run: int | None, tell: Tell) -> Answer:
        """What came of a request that has made a job already."""
        job = self.ledger.job(name)
        return Answer(name, True, "made, and done") if job is None else await self._started(job, run, tell, "made")

    async def _same(self, job: Job, work: Work, schedule: dict[str, Any] | None, tell: Tell, token: Token) -> Answer:
        stored = self.ledger.schedule(job.name)
        told_by = None if schedule is None else (schedule["text"], schedule["zone"])
        if job.work != work or told_by != (None if stored is None else (stored.text, stored.zone)):
            return Answer(
                job.name,
                False,
                f"there is a job '{job.name}' already, which does something else",
                f"take another --name, change it with 'everly edit job {job.name}', or delete it first",
            )
        return await self._start(job, False, tell, token)

    async def edit(self, asked: dict[str, Any], _tell: Tell) -> list[Answer]:
        """Change what a job does, from its next run on; what is left out stays. One that is stopped stays stopped."""
        name = name_of(asked)
        if name is None:
            raise AskedError("a request needs a 'name'")
        job = self.ledger.the_job(name)
        kept = {"steps": job.work.steps, "cwd": job.work.cwd, "env": job.work.env, "options": job.work.options}
        work = work_of(kept | {key: asked[key] for key in kept if key in asked})
        await self._check_reach(work)
        with self.ledger.change():
            changed = self.ledger.edit_job(name, work, self.clock.now()).revision != job.revision
            changed = self._edit_schedule(job, asked) or changed
            check_together(work, self.ledger.schedule(name) is not None, job.work)
        self.core.consider(job.id)
        if not changed:
            return [Answer(name, True, "it does so already")]
        running = self.ledger.active(job.id)
        result = Answer(name, True, "changed; the run under way goes on as it was" if running else "changed")
        return [await self._with_unit(result)]

    def _edit_schedule(self, job: Job, asked: dict[str, Any]) -> bool:
        """Give a job another schedule, or none, if that was asked; whether something is otherwise now."""
        now, stored = self.clock.now(), self.ledger.schedule(job.name)
        if "schedule" not in asked or (asked["schedule"] is None and stored is None):
            return False
        schedule = schedule_of(asked, now)
        if schedule is None:
            self.ledger.remove_schedule(job.name, now)
            return True
        if stored is not None and (stored.text, stored.zone) == (schedule["text"], schedule["zone"]):
            return False
        if stored is not None and is_stopped(stored, now):
            schedule["next_fire"] = None
        self.ledger.set_schedule(job.name, now, **schedule)
        if stored is None and any(each.run.state is State.PAUSED for each in self._unfinished(job)):
            self.ledger.pause_schedule(job.name, now)
        return True

    async def start(self, asked: dict[str, Any], tell: Tell) -> list[Answer]:
        """Start jobs that are stopped, and resume those that are paused."""
        now, token = bool(asked.get("now")), token_of(asked)
        return await self._each(names_of(asked), lambda job: self._start(job, now, tell, token))

    async def stop(self, asked: dict[str, Any], tell: Tell) -> list[Answer]:
        """End the runs of jobs with all their processes, and let no fire time start another."""
        token = token_of(asked)
        return await self._each(names_of(asked), lambda job: self._stop(job, tell, token))

    async def restart(self, asked: dict[str, Any], tell: Tell) -> list[Answer]:
        """Stop jobs and start them again; a scheduled one that was running runs at once."""
        token = token_of(asked)

        async def restarted(job: Job) -> Answer:
            had = self.ledger.active(job.id) > 0 or self._has_stopped(job, token)
            with self.core.housekeeping.keeping(job.name):
                if self._kept(token, job.name) is None and not await self._stop_alone(job, tell, token):
                    return Answer(job.name, False, "somebody else stopped it meanwhile")
                return await self._start(self.ledger.the_job(job.name), had, tell, token)

        return await self._each(names_of(asked), restarted)

    def _has_stopped(self, job: Job, token: Token) -> bool:
        """Whether the same request has had a run of a job stopped already."""
        return token.again and self.ledger.noted(STOPPING, token.text, job.name) is not None

    async def begin(self, asked: dict[str, Any], tell: Tell) -> list[Answer]:
        """Have runs of jobs begin in their units, which somebody has started and which wait for them."""
        token = token_of(asked)
        return await self._each(names_of(asked), lambda job: self._begin_in_unit(job, tell, token))

    async def pause(self, asked: dict[str, Any], tell: Tell) -> list[Answer]:
        """Have the processes of jobs stand still, and let no fire time start another run."""
        return await self._each(names_of(asked), lambda job: self._pause(job, tell))

    async def resume(self, asked: dict[str, Any], tell: Tell) -> list[Answer]:
        """Let paused jobs go on."""

        async def resumed(job: Job) -> Answer:
            return await self._gone_on(job, tell) if self._resume(job) else Answer(job.name, True, "it is not paused")

        return await self._each(names_of(asked), resumed)

    async def delete(self, asked: dict[str, Any], tell: Tell) -> list[Answer]:
        """Stop jobs, and take them away with their history and their output."""
        token = token_of(asked)
        return await self._each(
            names_of(asked), lambda job: self._delete(job, tell, token), lambda name: self._deleted(name, token)
        )
