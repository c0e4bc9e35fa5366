"""What a shim is asked to run for an attempt."""

from __future__ import annotations

from everly.jobs.ledger import Attempt, Run, Work
from everly.jobs.runs.launch import Launch
from everly.jobs.settings import from_options


def launch_of(work: Work, run: Run, attempt: Attempt, *, name: str, directory: str) -> Launch:
    """The command of one attempt of the job `name`, with what the job says of its surroundings.

    Raises:
        RunError: There is no such launch.
        SettingsError: A rule of the job is unknown here.
    """
    settings = from_options(work.options)
    told = {
        "EVERLY_JOB": name,
        "EVERLY_RUN_NUMBER": str(run.id),
        "EVERLY_ATTEMPT": str(attempt.number),
        **({} if run.fire is None else {"EVERLY_FIRE_TIME": _text(run.fire)}),
    }
    return Launch(
        directory=directory,
        argv=work.steps[attempt.step - 1],
        cwd=work.cwd,
        env={**dict(work.env), **told},
        env_files=settings.env_files,
        tty=settings.tty,
        grace=settings.grace,
        timeout=settings.timeout,
        log_bytes=settings.log_bytes,
        log_files=settings.log_files,
        umask=settings.umask,
    )


def _text(fire: int) -> str:
    from everly.scheduling.instants import utc_datetime

    return utc_datetime(fire).isoformat()
