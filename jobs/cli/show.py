"""`everly show`: look at things without changing them."""

from __future__ import annotations

import click

from everly.jobs.cli.nouns import NounGroup
from everly.jobs.cli.options import HELP, color_option


@click.group(
    cls=NounGroup,
    modules={
        "job": "everly.jobs.cli.show_jobs:jobs",
        "log": "everly.jobs.cli.show_logs:logs",
        "rule": "everly.jobs.cli.show_rules:rules",
        "run": "everly.jobs.cli.show_runs:runs",
        "schedule": "everly.jobs.cli.show_schedule:schedule",
    },
    context_settings=HELP,
    epilog="""\b
Examples:
  everly show schedule 'daily at 09:00 in Europe/Berlin' 10
  everly show rule day-or-weekday
  everly show jobs
  everly show runs backup
  everly show logs backup""",
)
@color_option
def show() -> None:
    """Show jobs, their runs and their output; when a schedule fires; what the linter looks for."""
