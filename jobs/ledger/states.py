"""The states of a run, and which may follow which, in one table."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from everly.frozen import frozen
from everly.jobs.ledger.errors import RefusedError


class State(StrEnum):
    """Where a run is; an attempt is only ever launching, running, finished or lost."""

    DUE = "due"
    CLAIMED = "claimed"
    LAUNCHING = "launching"
    RUNNING = "running"
    PAUSED = "paused"
    FINISHED = "finished"
    SKIPPED = "skipped"
    LOST = "lost"


class Reason(StrEnum):
    """Why a run or an attempt ended."""

    CODE = "code"
    SIGNAL = "signal"
    TIMEOUT = "timeout"
    STOPPED = "stopped"
    UNSTARTED = "unstarted"
    """The command could not be started: it is not there, may not be executed, or there was no process to be had."""
    OVERLAP = "overlap"
    MISSED = "missed"
    PAUSED = "paused"
    UNKNOWN = "unknown"
    """It began, and nothing says how it ended."""
    REBOOT = "reboot"
    """It began, and the machine was started anew."""


ACTIVE = (State.CLAIMED, State.LAUNCHING, State.RUNNING, State.PAUSED)
"""A run in one of these counts as running."""

OPEN = (State.LAUNCHING, State.RUNNING)
"""An attempt in one of these has not ended."""

ENDS: Mapping[State, frozenset[Reason]] = {
    State.FINISHED: frozenset({Reason.CODE, Reason.SIGNAL, Reason.TIMEOUT, Reason.STOPPED, Reason.UNSTARTED}),
    State.SKIPPED: frozenset({Reason.OVERLAP, Reason.MISSED, Reason.PAUSED}),
    State.LOST: frozenset({Reason.UNKNOWN, Reason.REBOOT}),
}
"""The states that last, and the reasons for each; no reason is one for two of them."""

NEVER_BEGAN = "it never began"
"""What the note of an attempt that had no process begins with, as when the runner is killed. It is no try."""

_STATE_OF = {reason: state for state, reasons in ENDS.items() for reason in reasons}
_ENDED = {Reason.CODE, Reason.SIGNAL}


def state_of(reason: Reason) -> State:
    """The state of what ended for a reason."""
    return _STATE_OF[reason]


@frozen
class Ending:
    """How a run or an attempt ended: the reason, and what a parent would have reaped, if anything was.

    Args:
        reason: Why.
        code: The exit code, 0 to 255; of `code` always, of `timeout` and `stopped` where the process exited by itself.
        signal: The number of the signal; likewise.
        note: More in words, for people.

    Raises:
        ValueError: The code and the signal do not go with the reason.
    """

    reason: Reason
    code: int | None = None
    signal: int | None = None
    note: str | None = None

    def __post_init__(self) -> None:
        reaped = (self.code is not None) + (self.signal is not None)
        wanted = {Reason.CODE: {1}, Reason.SIGNAL: {1}, Reason.TIMEOUT: {0, 1}, Reason.STOPPED: {0, 1}}
        if reaped not in wanted.get(self.reason, {0}) or (self.reason in _ENDED and self._other is not None):
            raise ValueError(f"'{self.reason}' does not go with code {self.code} and signal {self.signal}")
        if not 0 <= (self.code or 0) <= 255 or not 0 < (self.signal or 1) < 256 or self.signal == 0:
            raise ValueError(f"there is no code {self.code}, or no signal {self.signal}")

    @property
    def _other(self) -> int | None:
        return self.signal if self.reason is Reason.CODE else self.code

    @property
    def state(self) -> State:
        """The state that what ended so is in from then on."""
        return _STATE_OF[self.reason]

    @property
    def why(self) -> str | None:
        """What is noted of it, without words before that, which say no more than the reason does."""
        return self.note and self.note.removeprefix(f"{NEVER_BEGAN}: ")

    @property
    def succeeded(self) -> bool:
        """The command exited by itself, with 0."""
        return self.reason is Reason.CODE and self.code == 0


@frozen
class Ways:
    """What may become of a run in some state: the states it may move to, and the reasons it may end for."""

    moves: frozenset[State]
    ends: frozenset[Reason]


_NEVER_BEGAN = frozenset({Reason.STOPPED, Reason.UNSTARTED})
_BEGAN = ENDS[State.FINISHED] | ENDS[State.LOST]
_NOWHERE = Ways(frozenset(), frozenset())

WAYS: Mapping[State, Ways] = {
    State.DUE: Ways(frozenset({State.CLAIMED, State.PAUSED}), ENDS[State.SKIPPED] | {Reason.STOPPED}),
    State.CLAIMED: Ways(frozenset({State.DUE, State.LAUNCHING}), _NEVER_BEGAN),
    # To launching again where what was launched never began; from running to it, for the next step or try.
    State.LAUNCHING: Ways(
        frozenset({State.LAUNCHING, State.RUNNING}), _NEVER_BEGAN | ENDS[State.LOST] | {Reason.TIMEOUT}
    ),
    State.RUNNING: Ways(frozenset({State.LAUNCHING, State.PAUSED}), _BEGAN),
    # What was held before it began falls due again; what was suspended runs on.
    State.PAUSED: Ways(frozenset({State.RUNNING, State.DUE}), _BEGAN),
    State.FINISHED: _NOWHERE,
    State.SKIPPED: _NOWHERE,
    State.LOST: _NOWHERE,
}
"""All that is legal. What is not here is refused."""


def check_move(what: str, old: State, new: State) -> None:
    """See that what is in one state may move to another.

    Raises:
        RefusedError: It may not.
    """
    if new not in WAYS[old].moves:
        raise RefusedError(f"{what} is {old}, so it cannot become {new}")


def check_end(what: str, old: State, ending: Ending) -> None:
    """See that what is in some state may end so.

    Raises:
        RefusedError: It may not.
    """
    if ending.reason not in WAYS[old].ends:
        raise RefusedError(f"{what} is {old}, so it cannot become {ending.state} ({ending.reason})")
