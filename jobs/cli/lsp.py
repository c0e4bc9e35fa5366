"""`everly lsp`: the language server."""

from __future__ import annotations

import os
import sys
from typing import BinaryIO, TextIO, cast

import click

from everly.jobs.cli.console import want_output
from everly.jobs.cli.exits import Exit
from everly.jobs.cli.moments import read_now
from everly.jobs.cli.options import HELP, Command, color_option, now_option

_PACKAGES = {"pygls", "lsprotocol"}


@click.command(cls=Command, context_settings=HELP)
@click.option("--stdio", is_flag=True, help="Speak over the standard streams; it always does, and editors say so.")
@now_option
@color_option
def lsp(stdio: bool, now: str | None) -> Exit:  # noqa: ARG001 - there is no other way
    """Serve an editor, over the standard input and output.

    It shows what 'everly lint' finds while you type, with its fixes, says what the schedule below the pointer means,
    completes words, and formats as 'everly fmt' does. Needs pygls: pip install 'everly[lsp]'.
    """
    import everly
    from everly.scheduling.zone_names import find_zone

    try:
        from everly.linting.language_server.server import make_server
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in _PACKAGES:
            raise
        raise click.UsageError("the language server needs pygls: pip install 'everly[lsp]'") from None
    utc = find_zone("UTC")
    read_now(now, utc)  # refused now, and not when an editor first asks
    server = make_server(lambda: read_now(now, utc), everly.__version__)
    if sys.stdin is None:
        raise click.UsageError("the standard input is closed, where an editor was to speak")
    want_output()
    # Copies, for the server closes what it is given.
    with _copy(sys.stdin, "rb") as heard, _copy(sys.stdout, "wb") as said:
        server.start_io(heard, said)
    return Exit.DONE


def _copy(stream: TextIO, mode: str) -> BinaryIO:
    return cast("BinaryIO", os.fdopen(os.dup(stream.fileno()), mode))
