"""Command lines in a real terminal."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pexpect

from tests.jobs.live import Live

__all__ = ["CTRL_C", "CTRL_D", "DETACH", "Terminal", "code_of", "terminal"]

CTRL_C, CTRL_D, DETACH = "\x03", "\x04", "\x10\x11"

if TYPE_CHECKING:
    Terminal = pexpect.spawn[str]
else:
    Terminal = pexpect.spawn


@contextmanager
def terminal(live: Live, *arguments: str, argv: tuple[str, ...] = (), **settings: str) -> Iterator[Terminal]:
    """`everly` with some arguments, or another program, in a terminal of its own; what is left of it is ended."""
    environment = live.environment(TERM="xterm", NO_COLOR="1", **settings)
    command = argv or (sys.executable, "-m", "everly", *arguments)
    child = pexpect.spawn(
        command[0],
        list(command[1:]),
        env=environment,
        cwd=os.getcwd(),  # noqa: PTH109
        timeout=20,
        dimensions=(30, 100),
        echo=False,
        encoding="utf-8",
    )
    child.delaybeforesend = None
    try:
        yield child
    finally:
        child.close(force=True)


def code_of(child: Terminal) -> int:
    """The exit code of a program once it has ended; what it wrote last is in `before`."""
    child.expect(pexpect.EOF)
    child.wait()
    return child.exitstatus if child.exitstatus is not None else 128 + (child.signalstatus or 0)
