"""Commands that do one thing to jobs: `everly stop jobs`, `pause`, `resume`, `restart`, `delete`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click

from everly.jobs.cli.answers import ask_runner, refuse, tell_answers
from everly.jobs.cli.console import Console
from everly.jobs.cli.exits import Exit
from everly.jobs.cli.job_options import yes_option
from everly.jobs.cli.job_reading import executor_option, names_argument, names_of, opened
from everly.jobs.cli.nouns import NounGroup
from everly.jobs.cli.options import HELP, Command, color_option


def _group(verb: str, says: str, example: str, **more: str) -> click.Group:
    """The group of a verb, whose noun is `job`."""
    group: click.Group = click.group(
        verb,
        cls=NounGroup,
        modules={"job": f"everly.jobs.cli.job_verbs:{verb}_jobs", **more},
        context_settings=HELP,
        help=says,
        epilog=f"\b\nExamples:\n  {example}",
    )(color_option(lambda: None))
    return group


def _command(says: str, example: str) -> Callable[[Callable[..., Any]], click.Command]:
    """A command that does something to the jobs that it names."""

    def made(function: Callable[..., Any]) -> click.Command:
        options = (
            names_argument("NAME..."),
            click.option("--all", "every", is_flag=True, help="All jobs."),
            yes_option,
            executor_option,
            color_option,
            click.pass_context,
        )
        for option in reversed(options):
            function = option(function)
        epilog = f"\b\nExamples:\n  {example}"
        return click.command(cls=Command, context_settings=HELP, help=says, epilog=epilog)(function)

    return made


stop = _group("stop", "Stop jobs.", "everly stop jobs web etl", runner="everly.jobs.cli.runner:stop_runner")
pause = _group("pause", "Suspend jobs.", "everly pause jobs web")
resume = _group("resume", "Let paused jobs go on.", "everly resume jobs web")
restart = _group("restart", "Stop jobs and start them again.", "everly restart jobs web")
delete = _group("delete", "Stop jobs and take them away.", "everly delete jobs web -y")


@_command(
    "Stop the jobs NAME: end their processes, all of them, and let their schedules start nothing."
    " A process that does not end within the job's grace is killed. 'everly start jobs' starts them again.",
    "everly stop jobs web etl\n  everly stop jobs --all -y",
)
def stop_jobs(ctx: click.Context, /, names: tuple[str, ...], every: bool, yes: bool, executor: str | None) -> Exit:
    """Stop jobs."""
    return act(ctx, "stop", names, every=every, executor=executor, ask=every and not yes)


@_command(
    "Suspend the jobs NAME: their processes stand still, and fire times that come meanwhile are skipped."
    " 'everly resume jobs' or 'everly start jobs' lets them go on.",
    "everly pause jobs web",
)
def pause_jobs(ctx: click.Context, /, names: tuple[str, ...], every: bool, yes: bool, executor: str | None) -> Exit:  # noqa: ARG001
    """Pause jobs."""
    return act(ctx, "pause", names, every=every, executor=executor)


@_command("Let the paused jobs NAME go on.", "everly resume jobs web")
def resume_jobs(ctx: click.Context, /, names: tuple[str, ...], every: bool, yes: bool, executor: str | None) -> Exit:  # noqa: ARG001
    """Resume jobs."""
    return act(ctx, "resume", names, every=every, executor=executor)


@_command("Stop the jobs NAME and start them again; one that did not run is started.", "everly restart jobs web")
def restart_jobs(ctx: click.Context, /, names: tuple[str, ...], every: bool, yes: bool, executor: str | None) -> Exit:
    """Restart jobs."""
    return act(ctx, "restart", names, every=every, executor=executor, ask=every and not yes)


@_command(
    "Stop the jobs NAME and take them away, with their history and their output.",
    "everly delete jobs web\n  everly delete jobs --all -y",
)
def delete_jobs(ctx: click.Context, /, names: tuple[str, ...], every: bool, yes: bool, executor: str | None) -> Exit:
    """Delete jobs."""
    return act(ctx, "delete", names, every=every, executor=executor, ask=not yes)


def act(  # noqa: PLR0913 - what a command was given
    ctx: click.Context,
    verb: str,
    names: tuple[str, ...],
    *,
    executor: str | None,
    every: bool,
    ask: bool = False,
    **asked: Any,
) -> Exit:
    """Have the runner do something to the jobs that are meant, or to `every` one; with `ask`, once the user agrees."""
    console = ctx.ensure_object(Console)
    if names and every:
        raise click.UsageError("--all and names exclude each other")
    if not names and not every:
        raise click.UsageError("name the jobs, or take --all of them; 'everly show jobs' lists them")
    found = _meant(names, executor, console)
    if not found:
        console.write("there are no such jobs")
        return Exit.DONE
    if ask:
        from everly.jobs.cli.columns import joined

        theirs = f" with {'its' if len(found) == 1 else 'their'} history and output" if verb == "delete" else ""
        question = f"{verb} {joined(found)}{theirs}?"
        if not console.can_ask:
            return refuse(console, f"this would {question.removesuffix('?')}, and there is nobody to ask", "add -y")
        if not console.ask(question):
            console.tell("nothing was done")
            return Exit.FAILED
    return tell_answers(console, ask_runner(console, verb, names=found, **asked))


def _meant(names: tuple[str, ...], executor: str | None, console: Console) -> tuple[str, ...]:
    """The jobs of some names and patterns, or all, that are run by an executor, or by any."""
    with opened(console) as (_, reader):
        meant = names_of(reader, names, executor)
        return meant if meant is not None else () if reader is None else reader.names()
