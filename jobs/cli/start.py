"""`everly start`: make jobs and start them, or start those that are there."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile
from typing import Any

import click

from everly.jobs.cli.answers import ask_runner, refuse, tell_answers
from everly.jobs.cli.command_words import CommandOfWords, is_parted, tell_taken
from everly.jobs.cli.completions import names_or_files
from everly.jobs.cli.console import Console, Style
from everly.jobs.cli.exits import Exit
from everly.jobs.cli.job_options import job_options, stated, yes_option
from everly.jobs.cli.job_reading import opened, tell_note
from everly.jobs.cli.job_verbs import act
from everly.jobs.cli.making import job_of
from everly.jobs.cli.nouns import NounGroup
from everly.jobs.cli.options import HELP, Command, color_option


@click.group(
    cls=NounGroup,
    modules={"job": "everly.jobs.cli.start:job", "runner": "everly.jobs.cli.runner:start_runner"},
    context_settings=HELP,
    epilog="""\b
Examples:
  everly start job --name web python3 -m http.server 8000
  everly start job -s 'daily at 02:30 in Europe/Berlin' -- backup.sh --all
  everly start jobs web""",
)
@color_option
def start() -> None:
    """Run commands in the background, or start jobs that were stopped."""


class _Start(CommandOfWords):
    """`start job`. The words of `start jobs` are names, so options may stand among them, as with the other verbs."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """The words that are left, once the options are read."""
        if not _is_plural(ctx) or "--" in args:
            return super().parse_args(ctx, args)
        ctx.allow_interspersed_args = True
        return Command.parse_args(self, ctx, args)


def _is_plural(ctx: click.Context) -> bool:
    return (ctx.info_name or "").endswith("s")


@click.command(
    cls=_Start,
    context_settings=HELP,
    epilog="""\b
Examples:
  everly start job sleep 600
  everly start job --name etl -s 'hourly & mon-fri' extract + transform + load
  everly start job --name web --restart on-failure -- python3 -m http.server 8000
  everly start job --shell 'tar c data | gzip > data.tgz'
  everly start jobs web etl""",
)
@job_options
@click.option("--now", is_flag=True, help="Run it once at once, besides its schedule.")
@click.option("--all", "every", is_flag=True, help="Start all jobs that there are.")
@yes_option
@click.option("-d", "--daemon", is_flag=True, hidden=True)  # which it does anyway
@click.argument(
    "words",
    nargs=-1,
    metavar="[--] COMMAND [+ COMMAND...] | NAME...",
    type=click.UNPROCESSED,
    shell_complete=names_or_files,
)
@color_option
@click.pass_context
def job(ctx: click.Context, /, words: tuple[str, ...], now: bool, every: bool, yes: bool, **given: Any) -> Exit:
    """Make a job of COMMAND and start it, or start the jobs NAME.

    Words that all are names of jobs start these: stopped ones go on by their schedules, or run once more where they
    have none; paused ones are resumed. Any other words are a command, which runs in the background from now on, or by
    the schedule of -s. A '+' alone stands between commands of which each runs once the one before has succeeded. Put
    '--' before a command that is called like a job. Options of everly come before the command; those of 'start jobs',
    of which all words are names, may stand anywhere.

    TIME is a number of seconds, or such as 90s, 10m, 2h.
    """
    console = ctx.ensure_object(Console)
    del given["daemon"]
    if bool(words) == every:
        raise click.UsageError(
            "--all and names exclude each other"
            if every
            else "missing argument COMMAND or NAME, or --all; 'everly show jobs' lists the jobs"
        )
    tell_taken(ctx, words, console)
    if every or (not is_parted(ctx) and _are_jobs(ctx, words, console)):
        changed = [option for option in stated(ctx, given) if option != "--executor"]
        if changed:
            return refuse(
                console,
                f"{changed[0]} would change a job that is there",
                "'everly edit job' changes one; '--' before the words makes a command of them",
            )
        return act(ctx, "start", words, executor=given["executor"], every=every, ask=every and not yes, now=now)
    return make(words, given, console, now=now)


def _are_jobs(ctx: click.Context, words: tuple[str, ...], console: Console) -> bool:
    """Whether words are names of jobs, and no command."""
    if _is_plural(ctx):
        return True
    with opened(console) as (_, reader):
        known = () if reader is None else reader.names()
    if all(word in known for word in words):
        return True
    _tell_near(known, words, console)
    _tell_late(known, words, console)
    return False


_OF_JOBS = ("-y", "--yes", "--all", "--now", "-e", "--executor")


def _tell_late(known: Sequence[str], words: Sequence[str], console: Console) -> None:
    """Say of names of jobs that are followed by an option of everly that they are taken for a command all the same."""
    names = tuple(takewhile(known.__contains__, words))
    late = words[len(names)].partition("=")[0] if names else ""
    if late in _OF_JOBS:
        tell_note(
            console,
            f"'{late}' after '{names[-1]}' makes a command of it; to start what is there: everly start jobs"
            f" {' '.join(words)}",
        )


def _tell_near(known: Sequence[str], words: Sequence[str], console: Console) -> None:
    """Say that a word alone that is almost the name of a job is taken for a command."""
    from everly.jobs.views.names import UnknownJobError, chosen

    if len(words) == 1 and known:
        try:
            chosen(known, words)
        except UnknownJobError as error:
            from everly.grammar.suggestions import is_guess

            if is_guess(error.help):
                tell_note(console, f"{error}, so '{words[0]}' is taken for a command; {error.help}")


def make(words: tuple[str, ...], given: dict[str, Any], console: Console, *, now: bool = False) -> Exit:
    """Make a job of a command; with `now`, one with a schedule runs at once besides."""
    asked = job_of(words, given, console)
    if asked is None:
        return Exit.FAILED
    answers = ask_runner(console, "create", name=given["name_"], **asked)
    code = tell_answers(console, answers)
    if code is not Exit.DONE:
        return code
    name = answers[0].name
    if now and "schedule" in asked:
        code = tell_answers(console, ask_runner(console, "start", names=[name], now=True))
    if console.is_watched:
        console.tell(console.paint_told(f"'everly show logs {name}' follows it", Style.FAINT))
    return code
