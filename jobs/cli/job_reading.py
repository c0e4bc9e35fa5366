"""What the commands that read jobs share: the ledger, the names that are meant, and how they say what is wrong."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

import click

from everly.jobs.cli.completions import job_names
from everly.jobs.cli.console import Console, Style, printable
from everly.jobs.cli.exits import Exit
from everly.jobs.cli.options import choice
from everly.jobs.errors import Fault, JobsError
from everly.jobs.ledger.errors import MissingError
from everly.jobs.ledger.reader import LedgerReader
from everly.jobs.places import Places, places
from everly.jobs.settings import EXECUTORS
from everly.jobs.views.names import chosen, chosen_of
from everly.jobs.views.words import executor_of

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = [
    "code_of",
    "executor_option",
    "names_argument",
    "names_of",
    "nopretty_option",
    "opened",
    "refused",
    "tell_error",
    "tell_none",
    "tell_note",
    "tell_runner_down",
]

_Command = TypeVar("_Command", bound="Callable[..., Any]")

nopretty_option = click.option(
    "--nopretty", is_flag=True, help="Print a line for each, with tabs between the columns, for other programs."
)
executor_option = click.option(
    "-e",
    "--executor",
    type=choice(EXECUTORS),
    help="Only jobs that are run by everly's own runner (local), or by systemd.",
)


def names_argument(metavar: str = "[NAME]...") -> Callable[[_Command], _Command]:
    """The argument `NAME…`, with completion of the names that are there."""
    return click.argument("names", nargs=-1, metavar=metavar, shell_complete=job_names)


@contextmanager
def opened(console: Console) -> Iterator[tuple[Places, LedgerReader | None]]:
    """The places of this user, and the ledger there, if there is one. What is wrong is told, and ends the command.

    Raises:
        click.exceptions.Exit: With the code of what is wrong.
    """
    try:
        found = places()
        reader = _reader(found)
        try:
            yield found, reader
        finally:
            if reader is not None:
                reader.close()
    except JobsError as error:
        raise click.exceptions.Exit(refused(console, error)) from None


def _reader(found: Places) -> LedgerReader | None:
    try:
        return LedgerReader(found.ledger)
    except MissingError:
        return None


def code_of(fault: Fault) -> Exit:
    """The exit code for what is refused with jobs, by where the fault lies: the same in every command."""
    return {Fault.WORDS: Exit.USAGE, Fault.PLACE: Exit.USAGE, Fault.FILE: Exit.UNREADABLE}.get(fault, Exit.FAILED)


def refused(console: Console, error: JobsError) -> Exit:
    """Say why something was refused, and the way out; the code to exit with."""
    tell_error(console, str(error), error.help)
    return code_of(error.fault)


def tell_error(console: Console, message: str, help: str | None = None) -> None:
    """Say what is wrong, and the way out."""
    console.tell(f"{console.paint_told('error:', Style.ERROR)} {printable(message)}")
    if help:
        console.tell(f"help: {printable(help)}")


def tell_note(console: Console, message: str) -> None:
    """Say what is good to know beside the result."""
    console.tell(f"{console.paint_told('note:', Style.NOTE)} {printable(message)}")


def tell_none(console: Console) -> None:
    """Say that there are no jobs, and how to make one."""
    tell_note(console, "there are no jobs; 'everly start job -s \"daily at 09:00\" -- COMMAND' makes one")


def tell_runner_down(console: Console, *, waiting: bool, running: bool, ended: bool) -> None:
    """Say that nothing begins, or what may be otherwise than it is shown, and what to do about it."""
    because = [
        *(["nothing that is due or scheduled begins"] if waiting else []),
        *(["what is shown as running may have ended"] if running else []),
        *(["what has ended is not in the history yet"] if ended else []),
    ]
    tell_note(console, f"no runner is up, so {' and '.join(because)}; 'everly start runner' starts one")


def names_of(reader: LedgerReader | None, wanted: Sequence[str], executor: str | None = None) -> tuple[str, ...] | None:
    """The names of the jobs that are meant, where one is given only those that an executor runs; None is all of them.

    Raises:
        UnknownJobError: There is no such job, or one that was named is run by another executor.
    """
    if executor is not None:
        found = () if reader is None else reader.jobs()
        return chosen_of(executor, {each.job.name: executor_of(each.job.work) for each in found}, wanted)
    if not wanted:
        return None
    return chosen(() if reader is None else reader.names(), wanted)
