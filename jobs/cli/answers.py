"""What the runner answered, as a user reads it."""

from __future__ import annotations

from collections.abc import Callable
from threading import Timer
from typing import TYPE_CHECKING, Any

import click

from everly.jobs.cli.console import Console, Style, printable
from everly.jobs.cli.exits import Exit
from everly.jobs.cli.job_reading import code_of, refused, tell_error
from everly.jobs.errors import Fault, JobsError

if TYPE_CHECKING:
    from everly.jobs.client import Answer

_A_WHILE = 0.7  # seconds


def refuse(console: Console, message: str, help: str | None = None) -> Exit:
    """Say why something was not done, and the way out; the code to exit with."""
    tell_error(console, message, help)
    return Exit.FAILED


def ask_runner(console: Console, verb: str, **asked: Any) -> tuple[Answer, ...]:
    """Ask the runner. Where it cannot be asked, or refuses all, that is told and ends the command.

    Raises:
        click.exceptions.Exit: That is so.
    """
    from everly.jobs.client import request
    from everly.jobs.places import places

    try:
        with _Progress(console) as progress:
            return request(places(), verb, progress, **asked)
    except JobsError as error:
        raise click.exceptions.Exit(refused(console, error)) from None


def tell_answers(console: Console, answers: tuple[Answer, ...]) -> Exit:
    """Write what came of each job; the code to exit with, which is the greatest of those of all jobs."""
    code = Exit.DONE
    for answer in answers:
        if answer.ok:
            console.write(f"{answer.name}: {printable(answer.text)}")
        else:
            tell_error(console, f"{answer.name}: {answer.text}", answer.help)
            code = max(code, code_of(Fault(answer.fault)))
    return code


class _Progress:
    """Tells somebody who looks on what is being waited for, once it takes a while."""

    def __init__(self, console: Console) -> None:
        self.console = console
        self.waits: dict[str, str] = {}
        self.timer = Timer(_A_WHILE, self._tell)
        self.timer.daemon = True

    def __enter__(self) -> Callable[[str, str], None]:
        if self.console.is_watched:
            self.timer.start()
        return self.waits.__setitem__

    def __exit__(self, *_: object) -> None:
        self.timer.cancel()

    def _tell(self) -> None:
        for name, text in dict(self.waits).items():
            self.console.tell(self.console.paint_told(f"{name}: {text} …", Style.FAINT))
