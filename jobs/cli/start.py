"""`everly start`: make jobs and start them, or start those that are there."""

from __future__ import annotations

from typing import Any

import click

from everly.jobs.cli.answers import ask_runner, refuse, tell_answers
from everly.jobs.cli.command_words import CommandOfWords, is_parted, tell_taken
from everly.jobs.cli.console import Console, Style
from everly.jobs.cli.exits import Exit
from everly.jobs.cli.job_options import job_options
from everly.jobs.cli.job_reading import opened
from everly.jobs.cli.making import job_of
from everly.jobs.cli.nouns import NounGroup
from everly.jobs.cli.options import HELP, color_option
from everly.jobs.views.names import chosen


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


@click.command(
    cls=CommandOfWords,
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
@click.option("--now", is_flag=True, help="Of a job with a schedule: run it once at once.")
@click.argument("words", nargs=-1, metavar="[--] COMMAND [+ COMMAND...] | NAME...", type=click.UNPROCESSED)
@color_option
@click.pass_context
def job(ctx: click.Context, /, words: tuple[str, ...], now: bool, **given: Any) -> Exit:
    """Make a job of COMMAND and start it, or start the jobs NAME.

    Words that all are names of jobs start these: stopped ones go on by their schedules, or run once more where they
    have none; paused ones are resumed. Any other words are a command, which runs in the background from now on, or by
    the schedule of -s. A '+' alone stands between commands of which each runs once the one before has succeeded. Put
    '--' before a command that is called like a job. Options of everly come before the command.

    TIME is a number of seconds, or such as 90s, 10m, 2h.
    """
    console = ctx.ensure_object(Console)
    if not words:
        raise click.UsageError("missing argument COMMAND or NAME; 'everly show jobs' lists the jobs")
    tell_taken(ctx, words, console)
    if not is_parted(ctx):
        with opened(console) as (_, reader):
            known = () if reader is None else reader.names()
            if now or _is_plural(ctx) or all(word in known for word in words):
                words = chosen(known, words)
                return _start(words, now, given, console)
    return make(words, given, console)


def make(words: tuple[str, ...], given: dict[str, Any], console: Console) -> Exit:
    """Make a job of a command."""
    asked = job_of(words, given, console)
    if asked is None:
        return Exit.FAILED
    answers = ask_runner(console, "create", name=given["name_"], **asked)
    code = tell_answers(console, answers)
    if answers and code is Exit.DONE and console.is_watched:
        name = answers[0].name
        console.tell(console.paint_told(f"follow it with 'everly show logs {name}'", Style.FAINT))
    return code


def _start(names: tuple[str, ...], now: bool, given: dict[str, Any], console: Console) -> Exit:
    stated = [name for name, value in given.items() if value not in (None, (), False) and name != "executor"]
    if stated:
        return refuse(
            console,
            f"'{names[0]}' is a job already, and --{stated[0].strip('_').replace('_', '-')} would change it",
            f"'everly edit job {names[0]}' changes it; '--' before the words makes a command of them",
        )
    return tell_answers(console, ask_runner(console, "start", names=names, now=now))


def _is_plural(ctx: click.Context) -> bool:
    return (ctx.info_name or "").endswith("s")
