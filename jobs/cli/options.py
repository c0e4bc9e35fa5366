"""Options that every command has."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

from everly.jobs.cli.console import Color, Console

_Command = TypeVar("_Command", bound=Callable[..., Any])

HELP = {"help_option_names": ["-h", "--help"]}
"""Context settings of every command."""


def color_option(command: _Command) -> _Command:
    """Add `--color`, which may stand before or after the name of a command."""
    return click.option(
        "--color",
        type=click.Choice([choice.value for choice in Color]),
        expose_value=False,
        is_eager=True,  # so that an error in another option is coloured as asked
        callback=_choose_color,
        help="Colour: on a terminal (auto, unless NO_COLOR or FORCE_COLOR is set), always or never.",
    )(command)


def _choose_color(ctx: click.Context, _option: click.Parameter, value: str | None) -> None:
    if value is not None:
        ctx.ensure_object(Console).color = Color(value)
