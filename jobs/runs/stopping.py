"""Ending all processes of a run: TERM, a grace, then KILL until none is left or patience ends."""

from __future__ import annotations

import signal

from everly.jobs.runs.tree import signal_all

TYPE_CHECKING = False  # as in typing, whose import takes as long as that of Python itself

if TYPE_CHECKING:
    from everly.jobs.runs.tree import Members

PATIENCE = 5.0  # seconds that KILL is tried; what lives then waits in the kernel, for a disk or a network


class Stop:
    """One stop under way; times are seconds of a clock that never goes back. `survivors` lived when last seen."""

    def __init__(self, members: Members, reason: str, grace: float, now: float) -> None:
        self.members, self.reason = members, reason
        self.kill_at = now + grace
        self.give_up_at = self.kill_at + PATIENCE
        self.survivors: tuple[int, ...] = ()
        signal_all(members, signal.SIGTERM)
        signal_all(members, signal.SIGCONT)  # after TERM, which waits for a suspended process to go on

    def hurry(self, now: float) -> None:
        """Let the grace end now."""
        self.kill_at = min(self.kill_at, now)
        self.give_up_at = self.kill_at + PATIENCE

    def advance(self, now: float) -> bool:
        """Do what is due; whether it is over: nobody is left, or who is left does not die."""
        if now >= self.kill_at:
            signal_all(self.members, signal.SIGKILL)
        self.survivors = tuple(self.members())
        return not self.survivors or now >= self.give_up_at


def pause(members: Members) -> bool:
    """Suspend every member, also those born meanwhile; whether all of them stand still."""
    for _ in range(16):
        running = {pid for pid, each in members().items() if each.state != "T"}
        if not running:
            return True
        signal_all(members, signal.SIGSTOP)
    return False


def resume(members: Members) -> None:
    """Let every member go on."""
    signal_all(members, signal.SIGCONT)
