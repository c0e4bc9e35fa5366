"""`everly edit job`: change what a job does."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import click

from everly.frozen import replace
from everly.jobs.cli.answers import ask_runner, tell_answers
from everly.jobs.cli.completions import files, job_names
from everly.jobs.cli.console import Console
from everly.jobs.cli.exits import Exit
from everly.jobs.cli.job_options import job_options, settings_from, stated
from everly.jobs.cli.job_reading import names_of, opened, refused
from everly.jobs.cli.making import from_files, with_schedule, with_text
from everly.jobs.cli.nouns import NounGroup
from everly.jobs.cli.options import HELP, Command, color_option
from everly.jobs.commands import CommandError, check_found, environment_of, folder, steps_of
from everly.jobs.errors import JobsError
from everly.jobs.settings import from_options, to_options

if TYPE_CHECKING:
    from everly.jobs.ledger import Schedule, Work


@click.group(
    cls=NounGroup,
    modules={"job": "everly.jobs.cli.edit:job"},
    context_settings=HELP,
    epilog="\b\nExamples:\n  everly edit job etl --schedule 'daily at 03:00' --retries 3",
)
@color_option
def edit() -> None:
    """Change jobs in place."""


_BACK: dict[str, tuple[str, object]] = {
    "no_timeout": ("timeout", None),
    "no_memory_max": ("memory_max", None),
    "no_tty": ("tty", False),
    "no_shell": ("shell", False),
    "no_rm": ("rm", False),
    "no_env_file": ("env_files", ()),
}
"""Options that take another one back: the rule, and what it is without."""


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
@click.option("--no-memory-max", is_flag=True, help="Let it use as much memory as it likes.")
@click.option("--no-env", metavar="NAME", multiple=True, help="Take a variable away; may be repeated.")
@click.option("--no-env-file", is_flag=True, help="Read no files of variables.")
@click.option("--no-tty", is_flag=True, help="Give it no terminal.")
@click.option("--no-shell", is_flag=True, help="Let no shell read the new command.")
@click.option("--no-rm", is_flag=True, help="Keep it when there is nothing left to run.")
@click.argument("words", nargs=-1, metavar="[-- COMMAND [+ COMMAND...]]", type=click.UNPROCESSED, shell_complete=files)
@color_option
@click.pass_context
def job(ctx: click.Context, /, name: str, words: tuple[str, ...], **given: Any) -> Exit:
    """Change what the job NAME does, from its next run on; what is not named stays as it is.

    A run under way goes on as it was. --env adds to the environment that the job has. Put '--' before a new command.
    The defaults below are those of a new job.
    """
    console = ctx.ensure_object(Console)
    if given["name_"] is not None:
        raise click.UsageError("a job keeps its name; make another one, and delete this one")
    _check(stated(ctx, given), words)
    with opened(console) as (_, reader):
        names_of(reader, (name,))
        if reader is None:  # names_of has told so
            return Exit.FAILED
        work, schedule = reader.the_job(name).work, reader.schedule(name)
    asked = _with_schedule(_changed(work, words, given, console), schedule, given, console)
    if asked is None:
        return Exit.FAILED
    return tell_answers(console, ask_runner(console, "edit", name=name, **asked))


def _check(named: tuple[str, ...], words: tuple[str, ...]) -> None:
    """Refuse what says nothing, or two things.

    Raises:
        click.UsageError: That is so.
    """
    if not words and not set(named) - {"--no-check"}:
        raise click.UsageError("nothing to change was named; see the options of 'everly edit job --help'")
    for option in named:
        if f"--no-{option.removeprefix('--')}" in named and option != "--env":
            raise click.UsageError(f"--no-{option.removeprefix('--')} and {option} exclude each other")
    if not words and {"--shell", "--no-shell"} & set(named):
        raise click.UsageError("--shell and --no-shell say how a command is read; put the command after a '--'")


def _with_schedule(
    asked: dict[str, Any], stored: Schedule | None, given: dict[str, Any], console: Console
) -> dict[str, Any] | None:
    """A request with the schedule as it is to be, where it changes; its text or its zone stays if it is not named."""
    if given["no_schedule"]:
        return {**asked, "schedule": None}
    if stored is None or (given["schedule"] is None and given["tz"] is None):
        return with_schedule(asked, given, console)
    text = stored.text if given["schedule"] is None else given["schedule"]
    zone = stored.zone if given["tz"] is None else given["tz"].name
    return with_text(asked, text, zone, console)


for _option in job.params:
    if isinstance(_option, click.Option) and _option.name == "name_":
        _option.hidden = True  # it is known so that who tries it is told why it cannot be
    elif isinstance(_option, click.Option) and _option.name == "schedule":
        _option.help = "When it runs from now on; --no-schedule has it run only when it is started."


def _changed(work: Work, words: tuple[str, ...], given: dict[str, Any], console: Console) -> dict[str, Any]:
    """What is to be otherwise.

    Raises:
        click.exceptions.Exit: It is refused, which has been told.
    """
    back: dict[str, Any] = dict(rule for option, rule in _BACK.items() if given[option])
    try:
        settings = settings_from(given, replace(from_options(work.options), **back))
        asked: dict[str, Any] = {"options": to_options(settings)}
        env = _environment(work, given, tty=settings.tty)
        asked["env"] = sorted(env.items())
        cwd = asked["cwd"] = work.cwd if given["cwd"] is None else folder(given["cwd"])
        if words:
            asked["steps"] = steps_of(words, shell=settings.shell)
            if not given["no_check"]:
                check_found(asked["steps"], cwd, env)
        from_files(settings)
    except JobsError as error:
        raise click.exceptions.Exit(refused(console, error)) from None
    return asked


def _environment(work: Work, given: dict[str, Any], *, tty: bool) -> dict[str, str]:
    """The environment of a job as it is to be.

    Raises:
        CommandError: A variable is not there.
    """
    env = dict(work.env) | dict(environment_of(given["env"], os.environ, kept=()))
    if tty and "TERM" in os.environ:
        env.setdefault("TERM", os.environ["TERM"])
    for name in given["no_env"]:
        if env.pop(name, None) is None:
            raise CommandError(f"the job has no variable '{name}' of its own", "'everly show job' lists them")
    return env
