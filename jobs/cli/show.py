"""`everly show`: look at things without changing them."""

from __future__ import annotations

import click

from everly.jobs.cli.nouns import NounGroup
from everly.jobs.cli.options import HELP, color_option


@click.group(
    cls=NounGroup,
    modules={
        "rule": "everly.jobs.cli.show_rules:rules",
        "schedule": "everly.jobs.cli.show_schedule:schedule",
    },
    context_settings=HELP,
    epilog="""\b
Examples:
  everly show schedule 'daily at 09:00 in Europe/Berlin' 10
  everly show rule day-or-weekday""",
)
@color_option
def show() -> None:
    """Show when a schedule fires, or what the linter looks for."""
