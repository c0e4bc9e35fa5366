"""`everly edit job`: change what a job does."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import click

from everly.frozen import replace
from everly.jobs.cli.answers import ask_runner, refuse, tell_answers
from everly.jobs.cli.completions import job_names
from everly.jobs.cli.console import Console
from everly.jobs.cli.exits import Exit
from everly.jobs.cli.job_options import job_options, settings_from
from everly.jobs.cli.job_reading import names_of, opened
from everly.jobs.cli.making import check_files, with_schedule
from everly.jobs.cli.nouns import NounGroup
from everly.jobs.cli.options import HELP, Command, color_option
from everly.jobs.commands import CommandError, check_found, environment_of, folder, steps_of
from everly.jobs.settings import SettingsError, from_options, to_options

if TYPE_CHECKING:
    from everly.jobs.ledger import Work


@click.group(
    cls=NounGroup,
    modules={"job": "everly.jobs.cli.edit:job"},
    context_settings=HELP,
    epilog="\b\nExamples:\n  everly edit job etl --schedule 'daily at 03:00' --retries 3",
)
@color_option
def edit() -> None:
    """Change jobs in place."""


@click.command(
    cls=Command,
    context_settings=HELP,
    epilog="""\b
Examples:
  everly edit job etl --schedule 'daily at 03:00'
  everly edit job etl --no-schedule
  everly edit job web --timeout 2h -- python3 -m http.server 9000""",
)
@click.argument("name", shell_complete=job_names)
@job_options
@click.option("--no-schedule", is_flag=True, help="Take its schedule away.")
@click.option("--no-timeout", is_flag=True, help="Let its commands take as long as they like.")
@click.argument("words", nargs=-1, metavar="[-- COMMAND [+ COMMAND...]]", type=click.UNPROCESSED)
@color_option
@click.pass_context
def job(
    ctx: click.Context, /, name: str, words: tuple[str, ...], no_schedule: bool, no_timeout: bool, **given: Any
) -> Exit:
    """Change what the job NAME does, from its next run on; what is not named stays as it is.

    A run under way goes on as it was. --env adds to the environment that the job has. Put '--' before a new command.
    """
    console = ctx.ensure_object(Console)
    if given["name_"] is not None:
        return refuse(console, "a job keeps its name", "make another one, and delete this one")
    if no_schedule and given["schedule"] is not None:
        raise click.UsageError("--no-schedule and --schedule exclude each other")
    if no_timeout and given["timeout"] is not None:
        raise click.UsageError("--no-timeout and --timeout exclude each other")
    stated = any(value not in {None, False} if not isinstance(value, tuple) else value for value in given.values())
    if not (words or no_schedule or no_timeout or stated):
        raise click.UsageError("nothing to change was named; see the options of 'everly edit job --help'")
    with opened(console) as (_, reader):
        found = None if reader is None else reader.job(*(names_of(reader, (name,)) or ()))
    if found is None:
        return refuse(console, f"there is no job '{name}'", "there are none yet")
    asked = _changed(found.work, words, no_timeout, given, console)
    if asked is None:
        return Exit.FAILED
    if no_schedule:
        asked["schedule"] = None
    return tell_answers(console, ask_runner(console, "edit", name=name, **asked))


def _changed(
    work: Work, words: tuple[str, ...], no_timeout: bool, given: dict[str, Any], console: Console
) -> dict[str, Any] | None:
    """What is to be otherwise; None where it is refused, which has been told."""
    try:
        before = from_options(work.options)
        settings = settings_from(given, replace(before, timeout=None) if no_timeout else before)
        asked: dict[str, Any] = {"options": to_options(settings)}
        env = dict(work.env)
        if given["env"]:
            env |= dict(environment_of(given["env"], os.environ, kept=()))
            asked["env"] = sorted(env.items())
        cwd = work.cwd
        if given["cwd"] is not None:
            cwd = asked["cwd"] = folder(given["cwd"])
        if words:
            asked["steps"] = steps_of(words, shell=settings.shell)
            if not given["no_check"]:
                check_found(asked["steps"], cwd, env)
        check_files(settings)
    except (CommandError, SettingsError) as error:
        refuse(console, str(error), getattr(error, "help", None))
        return None
    return with_schedule(asked, given, console)
