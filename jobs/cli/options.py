"""Options that several commands have."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

import click

from everly.jobs.cli.completions import zone_names
from everly.jobs.cli.console import Color, Console
from everly.jobs.cli.moments import zone_option

_Command = TypeVar("_Command", bound=Callable[..., Any])

HELP = {"help_option_names": ["-h", "--help"]}
"""Context settings of every command."""


def _show_help(ctx: click.Context, _option: click.Parameter, wanted: bool) -> None:
    if wanted and not ctx.resilient_parsing:
        click.echo(ctx.get_help(), color=ctx.color)
        ctx.exit()


_HELP_OPTION = click.Option(
    HELP["help_option_names"],
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_show_help,
    help="Show this message and exit.",
)


def choice(values: Iterable[str]) -> click.Choice[str]:
    """The type of an option that takes one of a few words, however they are written."""
    return click.Choice(list(values), case_sensitive=False)


class Count(click.IntRange):
    """The type of an option that takes a whole number, from some least one on."""

    name = "whole number"


class Command(click.Command):
    """A command whose `--help` says what click's says; click would look for a translation of it on the disk first.

    An option that takes one value is refused where it is given twice: click would take the last and say nothing.
    """

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """The words that are left, once the options are read.

        Raises:
            click.UsageError: They are wrong.
        """
        if not ctx.resilient_parsing:
            _check_once(self, ctx, args)
        return super().parse_args(ctx, args)

    def get_help_option(self, ctx: click.Context) -> click.Option:  # noqa: ARG002 - the same one everywhere
        """The option itself, which click adds to those of the command."""
        return _HELP_OPTION


def _check_once(command: click.Command, ctx: click.Context, args: list[str]) -> None:
    _, _, found = command.make_parser(ctx).parse_args(list(args))
    for number, each in enumerate(found):
        takes_one = isinstance(each, click.Option) and not (each.multiple or each.count or each.is_flag)
        if takes_one and each in found[:number]:
            raise click.UsageError(f"{each.opts[-1]} is given twice, and takes one value", ctx)


tz_option = click.option(
    "--tz",
    metavar="ZONE",
    default="UTC",
    callback=zone_option,
    shell_complete=zone_names,
    help="The zone of a schedule that names none (default: UTC).",
)
in_option = click.option(
    "--in",
    "zones",
    metavar="ZONE",
    multiple=True,
    callback=zone_option,
    shell_complete=zone_names,
    help="Show the times in this zone too; may be repeated.",
)
utc_option = click.option("--utc", is_flag=True, help="Show the times in UTC instead of the schedule's zone.")
now_option = click.option("--now", metavar="MOMENT", help="Pretend that it is this moment.")
json_option = click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")


def color_option(command: _Command) -> _Command:
    """Add `--color`, which may stand before or after the name of a command."""
    return click.option(
        "--color",
        type=choice(each.value for each in Color),
        expose_value=False,
        is_eager=True,  # so that an error in another option is coloured as asked
        callback=_choose_color,
        help="Colour: on a terminal (auto, unless NO_COLOR or FORCE_COLOR is set), always or never.",
    )(command)


def _choose_color(ctx: click.Context, _option: click.Parameter, value: str | None) -> None:
    if value is not None:
        ctx.ensure_object(Console).color = Color(value)
