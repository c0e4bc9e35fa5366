"""From the options and words of a command line to what the runner is asked to make of them."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from everly.jobs.cli.answers import refuse
from everly.jobs.cli.console import Console
from everly.jobs.cli.job_options import settings_from
from everly.jobs.commands import KEPT, CommandError, check_found, environment_of, folder, steps_of
from everly.jobs.settings import Settings, SettingsError, to_options

if TYPE_CHECKING:
    from everly.scheduling.compiler import Compiled


def job_of(words: tuple[str, ...], given: dict[str, Any], console: Console) -> dict[str, Any] | None:
    """What the runner is to make a job of; None where it is refused, which has been told."""
    try:
        settings = settings_from(given, Settings())
        steps = steps_of(words, shell=settings.shell)
        cwd = folder(given.get("cwd"))
        env = environment_of(given["env"], os.environ, kept=(*KEPT, "TERM") if settings.tty else KEPT)
        if not given["no_check"]:
            check_found(steps, cwd, dict(env))
        check_files(settings)
    except (CommandError, SettingsError) as error:
        refuse(console, str(error), getattr(error, "help", None))
        return None
    asked = {"steps": steps, "cwd": cwd, "env": env, "options": to_options(settings)}
    return with_schedule(asked, given, console)


def with_schedule(asked: dict[str, Any], given: dict[str, Any], console: Console) -> dict[str, Any] | None:
    """A request with the schedule that options state, if there is one; None where it is refused."""
    text = given.get("schedule")
    if text is None:
        return asked
    zone = "UTC" if given.get("tz") is None else given["tz"].name
    compiled = checked_schedule(text, zone, console)
    if compiled is None:
        return None
    return {**asked, "schedule": {"text": text, "zone": zone, "anchor": compiled.now}}


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


def check_files(settings: Settings) -> None:
    """See that the files of the environment can be read now, so that a slip shows before the job is made.

    Raises:
        CommandError: One cannot.
    """
    for path in settings.env_files:
        try:
            with open(path, "rb") as file:  # noqa: PTH123
                file.read(1)
        except OSError as error:
            raise CommandError(f"the file '{path}' cannot be read: {error.strerror}", "see --env-file") from None
