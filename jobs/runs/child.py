"""The command itself: forked, held at a gate until its start is on disk, then executed.

Whoever dies in between, the command runs only if the gate was opened: a child that finds the gate closed leaves.
"""

from __future__ import annotations

import os
import signal
import struct
from errno import EINVAL

from everly.frozen import frozen
from everly.jobs.runs.launch import TOKEN
from everly.jobs.runs.log_index import STDERR, STDOUT, TERMINAL

TYPE_CHECKING = False  # as in typing, whose import takes as long as that of Python itself

if TYPE_CHECKING:
    from typing import NoReturn

    from everly.jobs.runs.launch import Launch

_GO = b"!"
_WINDOW = struct.pack("HHHH", 24, 80, 0, 0)  # until a client tells its own
_STAGES = ("terminal", "directory", "command")


@frozen
class Child:
    """A forked command: its process, its ends of the gate and of the report, its input and its outputs by stream.

    `stdin` is None where the command reads nothing; with a terminal, input and output are the same file.
    """

    pid: int
    gate: int
    report: int
    stdin: int | None
    outputs: dict[int, int]  # file to stream


@frozen
class Failure:
    """Why a command was not executed: at which stage, and the number of the system's error."""

    stage: str
    errno: int


def fork(launch: Launch, token: str) -> Child:
    """Fork the command, which waits at its gate."""
    ours, theirs, outputs = _terminal() if launch.tty else _pipes(launch)
    gate_read, gate_write = os.pipe()
    report_read, report_write = os.pipe()
    pid = os.fork()
    if not pid:
        os.close(gate_write)
        _become(launch, token, theirs, gate_read, report_write)
    for handle in {*theirs, gate_read, report_write}:
        os.close(handle)
    return Child(pid, gate_write, report_read, ours, outputs)


def release(child: Child) -> Failure | None:
    """Open the gate; None once the command is executed, else why it was not."""
    os.write(child.gate, _GO)
    os.close(child.gate)
    told = os.read(child.report, 64)
    os.close(child.report)
    if not told:
        return None
    stage, _, number = told.decode().partition(" ")
    return Failure(stage, int(number))


def _pipes(launch: Launch) -> tuple[int | None, tuple[int, int, int], dict[int, int]]:
    in_read, in_write = os.pipe() if launch.stdin else (os.open(os.devnull, os.O_RDONLY | os.O_CLOEXEC), None)
    out_read, out_write = os.pipe()
    err_read, err_write = os.pipe()
    return in_write, (in_read, out_write, err_write), {out_read: STDOUT, err_read: STDERR}


def _terminal() -> tuple[int, tuple[int, int, int], dict[int, int]]:
    import fcntl
    import termios

    ours, theirs = os.openpty()
    fcntl.ioctl(ours, termios.TIOCSWINSZ, _WINDOW)
    return ours, (theirs, theirs, theirs), {ours: TERMINAL}


def _become(launch: Launch, token: str, streams: tuple[int, int, int], gate: int, report: int) -> NoReturn:
    """All that the child does. It never returns, whatever happens."""
    stage = 0
    try:
        os.setsid()
        if os.read(gate, 1) != _GO:
            os._exit(75)
        if launch.tty:
            _control(streams[0])
        stage = 1
        os.chdir(launch.cwd)
        stage = 2
        _prepare(launch, streams)
        os.execvpe(launch.argv[0], launch.argv, {**launch.env, TOKEN: token})  # noqa: S606 - no shell is wanted
    except (OSError, ValueError) as error:  # a ValueError where a name cannot be said in the system's encoding
        os.write(report, f"{_STAGES[stage]} {getattr(error, 'errno', EINVAL)}".encode())
    finally:
        os._exit(127)


def _control(terminal: int) -> None:
    """Make a terminal that of this session, so that ^C reaches it and its end hangs it up."""
    import fcntl
    import termios

    fcntl.ioctl(terminal, termios.TIOCSCTTY, 0)


def _prepare(launch: Launch, streams: tuple[int, int, int]) -> None:
    """Leave nothing of the shim to the command, not the signals that Python ignores either.

    Its files close when the command is executed and not before: so the lock of a shim that was killed is free only once
    the command bears its mark.
    """
    for place, handle in enumerate(streams):
        os.dup2(handle, place)
    for number in signal.valid_signals() - {signal.SIGKILL, signal.SIGSTOP}:
        if signal.getsignal(number) is not signal.SIG_DFL:
            signal.signal(number, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_SETMASK, ())
    os.umask(launch.umask)
