"""The command itself: forked, held at a gate until its start is on disk, then executed.

Whoever dies in between, the command runs only if the gate was opened: a child that finds the gate closed leaves.
"""

from __future__ import annotations

import json
import os
import select
import signal
import socket
import struct
from contextlib import ExitStack

from everly.frozen import frozen
from everly.jobs.runs import signals
from everly.jobs.runs.launch import TOKEN
from everly.jobs.runs.log_index import STDERR, STDOUT, TERMINAL

TYPE_CHECKING = False  # as in typing, whose import takes as long as that of Python itself

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, NoReturn

    from everly.jobs.runs.launch import Launch

    Streams = tuple[int | None, tuple[int, int, int], dict[int, int]]  # our input, what is the command's, our outputs
    Told = tuple[Launch, str, bytes]  # what is executed, its mark, and what was read of the opening of the gate

GO = b"!"
"""What opens a gate."""

_WINDOW = struct.pack("HHHH", 24, 80, 0, 0)  # until a client tells its own
_PROBLEM = 1000  # bytes of JSON that a problem may take in a record


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
    """Why a command was not executed: at which stage, the number of the system's error if it is one, and in words.

    Stages: `shim` (before there was a command), `session`, `terminal`, `directory`, `environment`, `command`.
    """

    stage: str
    errno: int | None
    problem: str

    def as_fields(self) -> dict[str, Any]:
        """What a record says of it; a long problem is cut, lest the record be full."""
        problem = self.problem
        while len(json.dumps(problem)) > _PROBLEM:
            problem = problem[: len(problem) * 3 // 4] + "…"
        return {"stage": self.stage, "errno": self.errno, "problem": problem}


def failure(stage: str, error: Exception) -> Failure:
    """Why it was not executed, by the error that was met."""
    number = getattr(error, "errno", None)
    return Failure(stage, number, os.strerror(number) if number else str(error) or type(error).__name__)


def fork(launch: Launch, token: str) -> Child:
    """Fork the command, which waits at its gate."""
    return forked(_terminal() if launch.tty else pipes(stdin=launch.stdin), lambda _: (launch, token, b""))


def forked(streams: Streams, asked: Callable[[int], Told | None]) -> Child:
    """A child that learns by `asked`, at its gate, what it is to execute; where there can be none, no file is left."""
    ours, theirs, outputs = streams
    with ExitStack() as undo:
        _close_by(undo, *{*theirs, *outputs, *(() if ours is None else (ours,))})
        gate, other = (each.detach() for each in socket.socketpair())
        _close_by(undo, gate, other)
        report_read, report_write = os.pipe()
        _close_by(undo, report_read, report_write)
        signals.hold_back()
        try:
            pid = os.fork()
            if not pid:
                os.close(gate)
                _become(asked, theirs, other, report_write)
        finally:
            signals.let_through()
        undo.pop_all()
    for handle in {*theirs, other, report_write}:
        os.close(handle)
    return Child(pid, gate, report_read, ours, outputs)


def release(child: Child) -> bool:
    """Open the gate. The report becomes readable once the command is executed, or is not.

    False if nobody is there, so that nothing was executed; who killed it is known once it is reaped.
    """
    try:
        os.write(child.gate, GO)
    except ConnectionError:
        return False
    finally:
        os.close(child.gate)
    return True


def told(child: Child) -> Failure | None:
    """What stands in the report, which is closed: why the command was not executed; None if it was."""
    try:
        said = os.read(child.report, select.PIPE_BUF)
    except BlockingIOError:  # it waits in the kernel, and there it will stay
        said = b""
    os.close(child.report)
    return Failure(**json.loads(said)) if said else None


def pipes(*, stdin: bool) -> Streams:
    """Three pipes; without input, that is empty."""
    with ExitStack() as undo:
        in_read, in_write = os.pipe() if stdin else (os.open(os.devnull, os.O_RDONLY | os.O_CLOEXEC), None)
        _close_by(undo, in_read, *(() if in_write is None else (in_write,)))
        out_read, out_write = os.pipe()
        _close_by(undo, out_read, out_write)
        err_read, err_write = os.pipe()
        undo.pop_all()
    return in_write, (in_read, out_write, err_write), {out_read: STDOUT, err_read: STDERR}


def _close_by(undo: ExitStack, *handles: int) -> None:
    for handle in handles:
        undo.callback(os.close, handle)


def _terminal() -> Streams:
    import fcntl
    import termios

    ours, theirs = os.openpty()
    fcntl.ioctl(ours, termios.TIOCSWINSZ, _WINDOW)
    return ours, (theirs, theirs, theirs), {ours: TERMINAL}


def _become(asked: Callable[[int], Told | None], streams: tuple[int, int, int], gate: int, report: int) -> NoReturn:
    """All that the child does. It never returns, whatever happens.

    Whoever reaps it in place of a killed shim must not take its end for one of the command: so it leaves no exit code
    if nobody is there to be told that there was no command.
    """
    stage = "session"
    try:
        signals.forget()
        os.setsid()
        stage = "shim"
        found = asked(gate)
        if found is None or (found[2] or os.read(gate, 1)) != GO:
            os.kill(os.getpid(), signal.SIGKILL)
        assert found is not None  # noqa: S101 - it has died otherwise
        launch, token, _ = found
        stage = "terminal"
        if launch.tty:
            _control(streams[0])
        stage = "directory"
        os.chdir(launch.cwd)
        stage = "environment"
        environment = {**launch.env, **_of_files(launch.env_files), TOKEN: token}
        stage = "command"
        _prepare(launch, streams)
        os.execvpe(launch.argv[0], launch.argv, environment)  # noqa: S606 - no shell is wanted
    except Exception as error:  # noqa: BLE001 - whatever it is, there was no command
        os.write(report, json.dumps(failure(stage, error).as_fields()).encode())  # without a reader it dies of SIGPIPE
    finally:
        os._exit(127)


def _of_files(paths: tuple[str, ...]) -> dict[str, str]:
    if not paths:
        return {}
    from everly.jobs.runs.env_file import merged

    return merged(paths)


def _control(terminal: int) -> None:
    """Make a terminal that of this session, so that ^C reaches it and its end hangs it up."""
    import fcntl
    import termios

    fcntl.ioctl(terminal, termios.TIOCSCTTY, 0)


def _prepare(launch: Launch, streams: tuple[int, int, int]) -> None:
    """Leave nothing of the shim to the command.

    Its files close when the command is executed and not before: so the lock of a shim that was killed is free only once
    the command bears its mark.
    """
    for place, handle in enumerate(streams):
        os.dup2(handle, place)
    os.umask(launch.umask)
