"""`everly start runner`, `everly stop runner`: the process behind the jobs."""

from __future__ import annotations

import click

from everly.jobs.cli.console import Console
from everly.jobs.cli.exits import Exit
from everly.jobs.cli.job_reading import refused
from everly.jobs.cli.options import HELP, Command, color_option


@click.command(cls=Command, context_settings=HELP, epilog="\b\nExamples:\n  everly start runner")
@color_option
@click.pass_context
def start_runner(ctx: click.Context, /) -> Exit:
    """Have the runner come up, as every command that changes a job does by itself.

    It starts what is due, and sees to what still runs.
    """
    from everly.jobs.client import ping
    from everly.jobs.errors import JobsError
    from everly.jobs.places import places

    console = ctx.ensure_object(Console)
    try:
        hello = ping(places())
    except JobsError as error:
        return refused(console, error)
    console.write(f"runner: up, process {hello['pid']}")
    return Exit.DONE


@click.command(cls=Command, context_settings=HELP, epilog="\b\nExamples:\n  everly stop runner")
@color_option
@click.pass_context
def stop_runner(ctx: click.Context, /) -> Exit:
    """End the runner. What runs goes on, but nothing is started until it comes up again."""
    from everly.jobs.client import shut_down
    from everly.jobs.errors import JobsError
    from everly.jobs.places import places
    from everly.jobs.presence import is_up

    console = ctx.ensure_object(Console)
    try:
        if not is_up(places()):
            console.write("runner: it is not up")
            return Exit.DONE
        shut_down(places())
    except JobsError as error:
        return refused(console, error)
    console.write("runner: stopped; what runs goes on")
    return Exit.DONE
