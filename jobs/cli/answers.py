"""What the runner answered, as a user reads it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from everly.jobs.cli.console import Console, Style, printable
from everly.jobs.cli.exits import Exit
from everly.jobs.cli.job_reading import tell_error

if TYPE_CHECKING:
    from everly.jobs.client import Answer


def refuse(console: Console, message: str, help: str | None = None) -> Exit:
    """Say why something was not done, and the way out; the code to exit with."""
    tell_error(console, message, help)
    return Exit.FAILED


def ask_runner(console: Console, verb: str, **asked: Any) -> tuple[Answer, ...] | None:
    """Ask the runner; None where it cannot be asked, which has been told."""
    from everly.jobs.client import RunnerError, request
    from everly.jobs.places import PlaceError, places

    try:
        return request(places(), verb, _progress(console), **asked)
    except (RunnerError, PlaceError) as error:
        refuse(console, str(error), error.help)
        return None


def tell_answers(console: Console, answers: tuple[Answer, ...] | None) -> Exit:
    """Write what came of each job; the code to exit with."""
    code = Exit.DONE if answers is not None else Exit.FAILED
    for answer in answers or ():
        if answer.ok:
            console.write(f"{answer.name}: {printable(answer.text)}")
        else:
            code = refuse(console, f"{answer.name}: {answer.text}", answer.help)
    return code


def _progress(console: Console) -> Callable[[str, str], None]:
    """Tell what is waited for once it takes a while; only to somebody who looks on."""
    import sys
    import time

    begun = time.monotonic()

    def progress(name: str, text: str) -> None:
        if sys.stderr is not None and sys.stderr.isatty() and time.monotonic() - begun < 3600:
            console.tell(console.paint_told(f"{name}: {text} …", Style.FAINT))

    return progress
