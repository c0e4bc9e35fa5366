"""`everly attach job`: see what a job says, and answer it."""

from __future__ import annotations

import os
import select
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from everly.jobs.cli.answers import refuse
from everly.jobs.cli.completions import job_names
from everly.jobs.cli.console import Console, OutputError, Style
from everly.jobs.cli.exits import Exit
from everly.jobs.cli.job_reading import executor_option, names_of, opened, refused
from everly.jobs.cli.options import HELP, Command, Count, color_option
from everly.jobs.cli.raw_terminal import Window, raw_terminal
from everly.jobs.ledger.states import State

if TYPE_CHECKING:
    from everly.jobs.attachment import Attachment

_DETACH = b"\x10\x11"  # Ctrl-P Ctrl-Q, as with docker
_LOOK = 0.05  # seconds between looks at the log
_LOOK_SELDOM = 0.5  # seconds between looks at whether the run stands still, for which the ledger is read


@click.command(
    cls=Command,
    context_settings=HELP,
    epilog="""\b
Examples:
  everly attach job web
  everly attach job sorter < unsorted.txt
  echo 'reload' | everly attach job web --detach""",
)
@click.argument("name", shell_complete=job_names)
@click.option("--no-stdin", is_flag=True, help="Give it no input.")
@click.option("-d", "--detach", is_flag=True, help="Leave once it has its input, instead of ending that.")
@click.option("--take", is_flag=True, help="Take the input over from whoever else writes to it.")
@click.option(
    "-n", "--lines", type=Count(0), metavar="N", default=10, help="The last lines to begin with (default: 10)."
)
@executor_option
@color_option
@click.pass_context
def job(  # noqa: PLR0913, PLR0917 - these are its options
    ctx: click.Context,
    /,
    name: str,
    no_stdin: bool,
    detach: bool,
    take: bool,
    lines: int,
    executor: str | None,
) -> int:
    """Show the output of the job NAME as it comes, and give it what you type.

    It ends with the run, and with its exit code. Ctrl-C leaves the job alone and detaches; Ctrl-D ends its input, as
    does the end of a pipe. In a job with a terminal (--tty) both are keys like any other, and Ctrl-P Ctrl-Q detaches.
    """
    from everly.jobs.errors import JobsError
    from everly.jobs.places import places
    from everly.jobs.runs.errors import RunError

    console = ctx.ensure_object(Console)
    if detach and no_stdin:
        raise click.UsageError("--detach and --no-stdin exclude each other")
    try:
        with opened(console) as (_, reader):
            names_of(reader, (name,), executor)
        from everly.jobs.attachment import Attachment  # not above: it can only be imported where there can be jobs

        with Attachment(places(), name, lines=lines, with_input=not no_stdin) as attachment:
            if take:
                attachment.take_over()
            return _attached(attachment, console, detach=detach)
    except JobsError as error:
        return refused(console, error)
    except RunError as error:
        return refuse(
            console, str(error), f"'everly start job {name}' starts it, 'everly show logs {name}' shows what it said"
        )


def _attached(attachment: Attachment, console: Console, *, detach: bool) -> int:
    """Stream until the run ends, or the user leaves."""
    is_watched = console.is_watched and os.isatty(0)
    if is_watched:
        keys = "Ctrl-P Ctrl-Q detaches" if attachment.tty else "Ctrl-C detaches, Ctrl-D ends its input"
        console.tell(console.paint_told(f"attached to '{attachment.name}'; {keys}", Style.FAINT))
    stream = _Stream(attachment, console, detach=detach)
    try:
        with raw_terminal(wanted=attachment.tty and attachment.with_input) as window, _interruptible():
            code = stream.run(window)
    except KeyboardInterrupt:  # of which the terminal shows ^C
        code, stream.is_amid = None, True
    if is_watched and stream.is_amid:
        console.tell("")
    if code is None:
        console.tell(console.paint_told(f"detached; '{attachment.name}' goes on", Style.FAINT))
        return Exit.DONE
    if is_watched:
        console.tell(console.paint_told(f"'{attachment.name}' ended: {attachment.ending}", Style.FAINT))
    return code


class _Stream:
    """Passes input on and output out; `is_amid` says that the last line of that has not come to its end."""

    def __init__(self, attachment: Attachment, console: Console, *, detach: bool) -> None:
        self.attachment, self.console, self.detach = attachment, console, detach
        self.window: Window | None = None
        self.is_amid = False
        self.listens = attachment.with_input and sys.stdin is not None
        self.held = b""
        self.is_paused, self.looks_at = False, 0.0

    def run(self, window: Window | None) -> int | None:
        """Until the run ends, whose exit code it gives, or the user leaves, which is None."""
        self.window = window
        while True:
            self._tell_pauses()
            data = self.attachment.read()
            self._write(data)
            self._tell_missed()
            self._tell_refusals()
            if self.window is not None and (size := self.window.news()):
                self.attachment.resize(*size)
            code = None if data else self.attachment.code()
            if code is not None:
                return code
            inputs = [0] if self.listens and self.attachment.takes() else []
            if select.select(inputs, [], [], 0.0 if data else _LOOK)[0] and self._pass_on():
                return None

    def _pass_on(self) -> bool:
        """Give the job what was typed; whether the user leaves."""
        from everly.jobs.attachment import BLOCK

        typed = _typed(BLOCK)
        if typed:
            self.held, typed, leaves = _without_detach(self.held + typed, is_tty=self.window is not None)
            self.attachment.write(typed)
            return leaves
        self.listens = False
        if self.detach:
            while not self.attachment.settle(_LOOK):
                self._tell_pauses()
                self._write(self.attachment.read())
            self._tell_refusals()
            return True
        self.attachment.end_input()
        return False

    def _tell_pauses(self) -> None:
        """Say that the run stands still, whoever wanted that, so that nothing comes of it; and that it goes on."""
        if time.monotonic() < self.looks_at:
            return
        self.looks_at = time.monotonic() + _LOOK_SELDOM
        state, name = self.attachment.state, self.attachment.name
        if state is State.PAUSED and not self.is_paused:
            self.is_paused = True
            self._tell(f"'{name}' is paused; 'everly start job {name}' has it go on")
        elif state is State.RUNNING and self.is_paused:  # not where it has ended
            self.is_paused = False
            self._tell(f"'{name}' goes on")

    def _tell_refusals(self) -> None:
        for refusal in self.attachment.refusals():
            self._tell(f"{refusal}{'; add --take' if 'take over' in refusal else ''}")
            self.listens = False

    def _tell_missed(self) -> None:
        if self.attachment.missed:
            self._tell(f"{self.attachment.missed:,} bytes of output are no longer kept")
            self.attachment.missed = 0

    def _write(self, data: bytes) -> None:
        if data:
            self.is_amid = not data.endswith(b"\n")
        try:
            while data:
                data = data[os.write(1, data) :]
        except OSError as error:
            raise OutputError from error  # click would end the process on a closed pipe, and in its own way

    def _tell(self, text: str) -> None:
        end = "" if self.window is None else "\r"
        self.console.tell(f"{self.console.paint_told('note:', Style.NOTE)} {text}{end}")


def _typed(most: int) -> bytes:
    """What comes from the standard input; nothing at its end, and where there is none that can be read."""
    try:
        return os.read(0, most)
    except OSError:
        return b""


def _without_detach(typed: bytes, *, is_tty: bool) -> tuple[bytes, bytes, bool]:
    """What is held back of some keys, what is passed on, and whether they detach."""
    if not is_tty:
        return b"", typed, False
    before, found, _ = typed.partition(_DETACH)
    if found:
        return b"", before, True
    if typed.endswith(_DETACH[:1]):
        return _DETACH[:1], typed[:-1], False
    return b"", typed, False


@contextmanager
def _interruptible() -> Iterator[None]:
    """Ctrl-C is a KeyboardInterrupt here: it is how one leaves, and not the end of the process."""
    import signal

    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
