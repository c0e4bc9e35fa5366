"""What to say about a fault of everly's own."""

from __future__ import annotations

from everly.jobs.cli.console import Console, Style


def bug_text(message: str, console: Console) -> str:
    """The fault, for the standard error, and what to do about it."""
    heading = console.paint_told("internal error:", Style.ERROR)
    return (
        f"{heading} {message}\n"
        "this is a bug in everly; please report it with the command line and the output of 'everly --version'\n"
        "(with EVERLY_DEBUG=1 set, everly shows the traceback)"
    )
