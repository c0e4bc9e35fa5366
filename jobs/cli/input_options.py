"""Options that `everly lint` and `everly fmt` have: what to look at, and by which settings."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click

from everly.jobs.cli.completions import files, zone_names
from everly.jobs.cli.moments import zone_option
from everly.jobs.cli.options import color_option, now_option

if TYPE_CHECKING:
    from everly.scheduling.engine.zones import Zone

_Command = TypeVar("_Command", bound=Callable[..., Any])


def _zone_or_none(ctx: click.Context, option: click.Parameter, value: str | None) -> Zone | None:
    return None if value is None else zone_option(ctx, option, value)


_OPTIONS = (
    click.argument("paths", nargs=-1, metavar="[PATH]...", shell_complete=files),
    click.option(
        "-e",
        "--expression",
        "expressions",
        multiple=True,
        metavar="SCHEDULE",
        help="Look at this schedule instead of files; may be repeated.",
    ),
    click.option("--stdin-filename", metavar="NAME", help="Take the standard input for a file of this name."),
    click.option("--diff", "as_diff", is_flag=True, help="Show what would be changed, and change nothing."),
    click.option("--config", metavar="FILE", shell_complete=files, help="Read the configuration from this file."),
    click.option("--isolated", is_flag=True, help="Heed no configuration file."),
    click.option(
        "--tz",
        metavar="ZONE",
        callback=_zone_or_none,
        shell_complete=zone_names,
        help="The zone of schedules that name none, in files that give them none (default: UTC).",
    ),
    now_option,
    click.option("--allow-empty", is_flag=True, help="End with 0, not with 3, when there is nothing to look at."),
    color_option,
)


def input_options(command: _Command) -> _Command:
    """Add the argument PATH and the options that come with it."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command
