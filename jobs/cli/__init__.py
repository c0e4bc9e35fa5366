"""The command line: `everly`, a verb, a noun and its arguments."""

from everly.jobs.cli.app import main

__all__ = ["main"]
