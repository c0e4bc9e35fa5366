"""The command line: `everly`, a verb, a noun and its arguments."""

from __future__ import annotations

import gc
import os
import sys

TYPE_CHECKING = False  # as in typing, whose import takes long

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import NoReturn

__all__ = ["main"]

_OBJECTS = 100_000  # a plain command makes a third of that


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run a command line, that of this process if none is given, and exit with a code of `Exit`, whatever happens.

    Ctrl-C ends the process at once. As an exception it would come up in the middle of an import, where it is shown with
    a traceback, or taken for another.
    """
    ours = arguments is None and sys.implementation.name == "cpython"
    if ours:
        gc.set_threshold(_OBJECTS)  # imports make a lot that lasts; to look through it took a quarter of the time
    try:
        import signal
    except KeyboardInterrupt:
        _interrupted()
    default = signal.getsignal(signal.SIGINT) is signal.default_int_handler  # else it is ignored, or another's
    try:
        if default:
            signal.signal(signal.SIGINT, _interrupted)
    except ValueError:  # only the main thread hears of signals
        default = False
    from everly.jobs.cli.app import main as run

    try:
        run(arguments)
    finally:
        if default:
            signal.signal(signal.SIGINT, signal.default_int_handler)
        if ours:
            gc.freeze()  # nor is it looked through when the process ends


def _interrupted(*_: object) -> NoReturn:
    if os.isatty(2):  # where ^C stands, and the prompt would follow it
        os.write(2, b"\n")
    os._exit(130)  # Exit.INTERRUPTED
