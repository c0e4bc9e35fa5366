"""`everly attach`: be at a job while it runs."""

from __future__ import annotations

import click

from everly.jobs.cli.nouns import NounGroup
from everly.jobs.cli.options import HELP, color_option


@click.group(
    cls=NounGroup,
    modules={"job": "everly.jobs.cli.attach_job:job", "log": "everly.jobs.cli.show_logs:logs"},
    context_settings=HELP,
    epilog="""\b
Examples:
  everly attach job web
  everly attach logs
  everly attach logs web worker""",
)
@color_option
def attach() -> None:
    """Be at a job: see what it says and answer it, or follow the output of many."""
