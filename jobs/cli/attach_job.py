"""`everly attach job`: see what a job says, and answer it."""

from __future__ import annotations

import os
import select
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

import click

from everly.jobs.cli.answers import refuse
from everly.jobs.cli.completions import job_names
from everly.jobs.cli.console import Console, Style
from everly.jobs.cli.exits import Exit
from everly.jobs.cli.job_reading import executor_option
from everly.jobs.cli.options import HELP, Command, color_option

if TYPE_CHECKING:
    from everly.jobs.attachment import Attachment

_DETACH = b"\x10\x11"  # Ctrl-P Ctrl-Q, as with docker
_LOOK = 0.05  # seconds between looks at the log
_BLOCK = 1 << 16


@click.command(
    cls=Command,
    context_settings=HELP,
    epilog="""\b
Examples:
  everly attach job web
  echo 'reload' | everly attach job web""",
)
@click.argument("name", shell_complete=job_names)
@click.option("--no-stdin", is_flag=True, help="Give it no input.")
@click.option("--take", is_flag=True, help="Take the input over from whoever else writes to it.")
@click.option("-n", "--lines", type=click.IntRange(0), default=10, help="The last lines to begin with (default: 10).")
@executor_option
@color_option
@click.pass_context
def job(  # noqa: PLR0913, PLR0917 - these are its options
    ctx: click.Context,
    /,
    name: str,
    no_stdin: bool,
    take: bool,
    lines: int,
    executor: str | None,  # noqa: ARG001
) -> int:
    """Show the output of the job NAME as it comes, and give it what you type.

    It ends with the run, and with its exit code. Ctrl-C leaves the job alone and detaches; Ctrl-D ends its input. In a
    job with a terminal (--tty) both are keys like any other, and Ctrl-P Ctrl-Q detaches.
    """
    from everly.jobs.attachment import Attachment
    from everly.jobs.ledger import LedgerError
    from everly.jobs.places import PlaceError, places
    from everly.jobs.runs.errors import RunError

    console = ctx.ensure_object(Console)
    try:
        with Attachment(places(), name, lines=lines, with_input=not no_stdin) as attachment:
            if take:
                attachment.take_over()
            return _attached(attachment, console)
    except (LedgerError, PlaceError) as error:
        return refuse(console, str(error), error.help)
    except RunError as error:
        return refuse(console, str(error), "'everly start jobs' starts it, 'everly show logs' shows what it said")


def _attached(attachment: Attachment, console: Console) -> int:
    """Stream until the run ends, or the user leaves."""
    is_watched = console.is_watched and os.isatty(0)
    if is_watched:
        keys = "Ctrl-P Ctrl-Q detaches" if attachment.tty else "Ctrl-C detaches, Ctrl-D ends its input"
        console.tell(console.paint_told(f"attached to '{attachment.name}'; {keys}", Style.FAINT))
    try:
        with _terminal(attachment), _interruptible():
            code = _stream(attachment, console)
    except KeyboardInterrupt:
        code = None
    if code is None:
        console.tell(console.paint_told(f"detached; '{attachment.name}' goes on", Style.FAINT))
        return Exit.DONE
    if is_watched:
        console.tell(console.paint_told(f"'{attachment.name}' ended: {attachment.ending}", Style.FAINT))
    return code


def _stream(attachment: Attachment, console: Console) -> int | None:
    """Pass input on and output out; the exit code of the run, None if the user left."""
    listens = attachment.with_input and sys.stdin is not None
    held = b""
    while True:
        data = attachment.read()
        if data:
            _write(data)
        for refusal in attachment.refusals():
            console.tell(f"{console.paint_told('note:', Style.NOTE)} {refusal}; add --take")
            listens = False
        code = attachment.code() if not data else None
        if code is not None:
            return code
        if data and not listens:
            continue
        ready = select.select([0] if listens else [], [], [], 0 if data else _LOOK)[0]
        if ready:
            typed = os.read(0, _BLOCK)
            if not typed:
                attachment.end_input()
                listens = False
                continue
            held, typed, leaves = _without_detach(held + typed, attachment.tty and os.isatty(0))
            attachment.write(typed)
            if leaves:
                return None


def _without_detach(typed: bytes, is_tty: bool) -> tuple[bytes, bytes, bool]:
    """What is held back of some keys, what is passed on, and whether they detach."""
    if not is_tty:
        return b"", typed, False
    before, found, _ = typed.partition(_DETACH)
    if found:
        return b"", before, True
    if typed.endswith(_DETACH[:1]):
        return _DETACH[:1], typed[:-1], False
    return b"", typed, False


def _write(data: bytes) -> None:
    sys.stdout.flush()
    while data:
        data = data[os.write(1, data) :]


@contextmanager
def _interruptible() -> Iterator[None]:
    """Ctrl-C is a KeyboardInterrupt here: it is how one leaves, and not the end of the process."""
    import signal

    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


@contextmanager
def _terminal(attachment: Attachment) -> Iterator[None]:
    """For a job with a terminal, ours passes every key on and tells its size."""
    if not (attachment.tty and attachment.with_input and os.isatty(0)):
        yield
        return
    import signal
    import termios
    import tty

    def resize(*_: object) -> None:
        with suppress(OSError):
            size = os.get_terminal_size(0)
            attachment.resize(size.lines, size.columns)

    before = termios.tcgetattr(0)
    handler = signal.signal(signal.SIGWINCH, resize)
    try:
        tty.setraw(0)
        resize()
        yield
    finally:
        termios.tcsetattr(0, termios.TCSADRAIN, before)
        signal.signal(signal.SIGWINCH, handler)
