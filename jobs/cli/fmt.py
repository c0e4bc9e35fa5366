"""`everly fmt`: schedules in their canonical spelling, where they are kept."""

from __future__ import annotations

from typing import Any

import click

from everly.jobs.cli.console import Console
from everly.jobs.cli.exits import Exit
from everly.jobs.cli.input_options import input_options
from everly.jobs.cli.options import HELP, Command


@click.command(
    cls=Command,
    context_settings=HELP,
    epilog="""\b
Examples:
  everly fmt
  everly fmt --check deploy .github
  everly fmt jobs.toml --diff
  everly fmt -e 'Every Monday at 9 AM'
  everly fmt - --stdin-filename crontab < crontab

The exit code is 0 when all is formatted, 1 when --check or --diff find something to change or a schedule is at fault,
2 for a wrong use or configuration, 3 when there was nothing to format, 4 when a file cannot be read or written, and 70
for a fault of everly's own.""",
)
@input_options
@click.option("--check", "as_check", is_flag=True, help="Change nothing, and name the files that would be changed.")
@click.pass_context
def fmt(ctx: click.Context, /, **given: Any) -> Exit:
    """Write the schedules in files in their one canonical spelling.

    Nothing but the schedules is changed; quotes and comments stay, and what is relative, such as 'tomorrow', stays so.
    Each new spelling is proved to fire at the same times, whenever the schedule is loaded. Schedules at fault are
    reported and left alone, and so are those with a comment 'everly: ignore[not-canonical]'.

    A PATH is a file or a folder, which is searched as git sees it; without one, that is the current folder. '-' reads
    the standard input and writes to the standard output, as do schedules given by -e.
    """
    from everly.jobs.cli.checks import Given, check_of
    from everly.jobs.cli.formatting import run_fmt

    as_check = given.pop("as_check")
    if as_check and given["as_diff"]:
        raise click.UsageError("--check and --diff exclude each other")
    return run_fmt(check_of(Given(**given)), ctx.ensure_object(Console), as_check=as_check)
