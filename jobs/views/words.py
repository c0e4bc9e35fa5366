"""Commands and endings in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from everly.jobs.ledger.states import Reason, State
from everly.jobs.views.times import duration_text

if TYPE_CHECKING:
    from everly.jobs.ledger import Ending, Run, Work

__all__ = ["command_text", "ending_text", "executor_of", "option", "signal_name", "state_text", "step_text"]

_WHY = {
    Reason.STOPPED: "stopped",
    Reason.UNSTARTED: "could not start",
    Reason.OVERLAP: "skipped: still running",
    Reason.PAUSED: "skipped: paused",
    Reason.UNKNOWN: "lost: nobody saw how it ended",
    Reason.REBOOT: "lost: the machine was restarted",
}
_STATES = {
    State.DUE: "queued",
    State.CLAIMED: "starting",
    State.LAUNCHING: "starting",
    State.RUNNING: "running",
    State.PAUSED: "paused",
}


_SHORT = {"\n": "\\n", "\t": "\\t", "\r": "\\r", "\\": "\\\\", "'": "\\'"}


def option(work: Work, name: str) -> object:
    """A rule of a job by its name, also of a version that this one does not know; None if it has none."""
    return dict(work.options).get(name)


def executor_of(work: Work) -> str:
    """What runs a job."""
    return str(option(work, "executor") or "local")


def step_text(work: Work, step: int) -> str:
    """One command of a job, as it would be typed; steps are counted from 1."""
    argv = work.steps[step - 1]
    if option(work, "shell") and argv[:2] == ("/bin/sh", "-c") and len(argv) == 3:
        return argv[2]
    from everly.jobs.commands import as_typed

    return " ".join(_quoted(as_typed(word)) for word in argv)


def _quoted(word: str) -> str:
    """A word as a shell reads it; what cannot be shown is escaped, as bash and zsh take it."""
    if word.isprintable():
        from shlex import quote

        return quote(word)
    return f"$'{''.join(map(_escaped, word))}'"


def _escaped(character: str) -> str:
    code = ord(character)
    if character in _SHORT:
        return _SHORT[character]
    if character.isprintable():
        return character
    if code < 0x80 or 0xDC80 <= code <= 0xDCFF:  # the latter stand for bytes that are no UTF-8
        return f"\\x{code & 0xFF:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def command_text(work: Work) -> str:
    """The commands of a job, as they would be typed."""
    return " + ".join(step_text(work, step) for step in range(1, len(work.steps) + 1))


def signal_name(number: int) -> str:
    """The name of a signal, such as SIGKILL."""
    from signal import Signals

    try:
        return Signals(number).name
    except ValueError:
        return f"signal {number}"


def ending_text(ending: Ending, work: Work) -> str:
    """How a run or an attempt ended, and what is noted of it."""
    if ending.reason is Reason.MISSED:
        return f"missed: {ending.why or 'no runner was up'}"
    return f"{_ended(ending, work)} ({ending.why})" if ending.why else _ended(ending, work)


def _ended(ending: Ending, work: Work) -> str:
    if ending.reason is Reason.CODE:
        return f"exit {ending.code}"
    if ending.reason is Reason.SIGNAL and ending.signal is not None:
        return f"killed by {signal_name(ending.signal)}"
    if ending.reason is Reason.TIMEOUT:
        limit = option(work, "timeout")
        return f"timeout after {duration_text(round(limit * 1000))}" if isinstance(limit, int | float) else "timeout"
    return _WHY[ending.reason]


def state_text(run: Run, state: State, work: Work, *, waiting: bool = False) -> str:
    """How a run ended, or where it is by now; `waiting` says that none of its attempts is under way."""
    if run.ending is not None:
        return ending_text(run.ending, work)
    return "waiting for the next try" if waiting and state is State.RUNNING else _STATES[state]
