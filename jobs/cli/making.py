"""From the options and words of a command line to what the runner is asked to make of them."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING, Any

import click

from everly.jobs.cli.console import Console
from everly.jobs.cli.job_options import settings_from
from everly.jobs.cli.job_reading import refused
from everly.jobs.commands import KEPT, CommandError, check_found, environment_of, folder, steps_of, umask
from everly.jobs.errors import JobsError
from everly.jobs.ledger.work import check_name
from everly.jobs.settings import Settings, to_options, usual_executor

if TYPE_CHECKING:
    from everly.scheduling.compiler import Compiled


def job_of(words: tuple[str, ...], given: dict[str, Any], console: Console) -> dict[str, Any] | None:
    """What the runner is to make a job of; None where its schedule is refused, which has been told.

    Raises:
        click.exceptions.Exit: Something else is refused, which has been told too.
    """
    try:
        if given["name_"] is not None:
            check_name(given["name_"])
        settings = settings_from(given, Settings(umask=umask(), executor=usual_executor()))
        steps = steps_of(words, shell=settings.shell)
        cwd = folder(given.get("cwd"))
        env = environment_of(given["env"], os.environ, kept=(*KEPT, "TERM") if settings.tty else KEPT)
        if not given["no_check"]:
            check_found(steps, cwd, dict(env))
        from_files(settings)
    except JobsError as error:
        raise click.exceptions.Exit(refused(console, error)) from None
    asked = {"steps": steps, "cwd": cwd, "env": env, "options": to_options(settings)}
    return with_schedule(asked, given, console)


def with_schedule(asked: dict[str, Any], given: dict[str, Any], console: Console) -> dict[str, Any] | None:
    """A request with the schedule that options state, if there is one; None where it is refused."""
    told_by = schedule_of(given)
    return asked if told_by is None else with_text(asked, *told_by, console)


def with_text(asked: dict[str, Any], text: str, zone: str, console: Console) -> dict[str, Any] | None:
    """A request with a schedule; None where that is refused, which has been told."""
    compiled = checked_schedule(text, zone, console)
    if compiled is None:
        return None
    return {**asked, "schedule": {"text": text, "zone": zone, "anchor": compiled.now}}


def schedule_of(given: dict[str, Any]) -> tuple[str, str] | None:
    """The schedule that options state, and its zone.

    Raises:
        click.UsageError: There is a zone, and no schedule that it would be of.
    """
    text, zone = given["schedule"], given["tz"]
    if text is None and zone is not None:
        raise click.UsageError("--tz is the zone of a schedule, and there is none; add --schedule")
    return None if text is None else (text, "UTC" if zone is None else zone.name)


def checked_schedule(text: str, zone: str, console: Console) -> Compiled | None:
    """The meaning of a schedule from now on, its warnings told; None where it has none, which is told too."""
    from datetime import UTC, datetime

    from everly.grammar.diagnostics import ScheduleError
    from everly.jobs.cli.findings import tell_findings
    from everly.scheduling.compiler import compile_schedule

    try:
        compiled = compile_schedule(text, now=datetime.now(UTC), timezone=zone)
    except ScheduleError as error:
        tell_findings(error.diagnostics, console)
        return None
    tell_findings(compiled.warnings, console)
    return compiled


def from_files(settings: Settings) -> dict[str, str]:
    """What the files of the environment hold now; read when a job is made too, so that a slip shows before.

    Raises:
        CommandError: One cannot be read, or holds something else.
    """
    if not settings.env_files:
        return {}
    from everly.jobs.runs.env_file import EnvFileError, merged

    missing = [path for path in settings.env_files if not os.path.lexists(path)]
    if missing:
        way_out = "make it first, with a NAME=VALUE on each line, or name another by --env-file"
        raise CommandError(f"there is no file '{missing[0]}'", way_out)
    once = [path for path in settings.env_files if _is_read_once(path)]
    if once:
        way_out = "it is read each time that a command starts, so name a file that stays"
        raise CommandError(f"'{once[0]}' is no file that can be read again", way_out)
    try:
        return merged(settings.env_files)
    except EnvFileError as error:
        raise CommandError(str(error), "mend that file, or name another by --env-file") from None


def _is_read_once(path: str) -> bool:
    """Whether it is a pipe or the like, as `<(...)` of a shell is, of which the second reader finds nothing."""
    if path.startswith(("/dev/fd/", "/dev/std", "/proc/self/")):
        return True
    try:
        mode = os.stat(path).st_mode  # noqa: PTH116
    except OSError:  # which who reads it tells
        return False
    return path != os.devnull and not (stat.S_ISREG(mode) or stat.S_ISDIR(mode))
