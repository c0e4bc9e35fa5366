"""The terminal of a user, for as long as every key of it is somebody else's."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import NoReturn

_ENDS = (signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT)


class Window:
    """The size of the terminal, and whether it has changed."""

    def __init__(self) -> None:
        self._is_new = True

    def news(self) -> tuple[int, int] | None:
        """The rows and columns, if they are others than when last asked for."""
        if not self._is_new:
            return None
        self._is_new = False
        try:
            size = os.get_terminal_size(0)
        except OSError:
            return None
        return (size.lines, size.columns) if size.lines and size.columns else None

    def changed(self, *_: object) -> None:
        """The terminal says that it has another size."""
        self._is_new = True


@contextmanager
def raw_terminal(*, wanted: bool) -> Iterator[Window | None]:
    """Let the terminal hand on every key as it is, and be again as it was afterwards, also where a signal ends us.

    None, and nothing is done, where that is not wanted or the standard input is no terminal.
    """
    if not (wanted and os.isatty(0)):
        yield None
        return
    import termios
    import tty

    window = Window()
    before = termios.tcgetattr(0)
    handlers = {number: signal.signal(number, _end) for number in _ENDS}
    handlers[signal.SIGWINCH] = signal.signal(signal.SIGWINCH, window.changed)
    try:
        tty.setraw(0)
        yield window
    finally:
        termios.tcsetattr(0, termios.TCSADRAIN, before)
        for number, handler in handlers.items():
            signal.signal(number, handler)


def _end(number: int, _frame: FrameType | None) -> NoReturn:
    sys.exit(128 + number)
