"""Ending all processes of a run: TERM, a grace, then KILL until none is left or patience ends."""

from __future__ import annotations

import signal
from contextlib import suppress

from everly.jobs.runs.platform import UnseenError
from everly.jobs.runs.tree import signal_all

TYPE_CHECKING = False  # as in typing, whose import takes as long as that of Python itself

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

    from everly.jobs.runs.cgroup import Group
    from everly.jobs.runs.platform import Process
    from everly.jobs.runs.tree import Members

TICK = 0.02  # seconds between looks at a tree that is being killed
CALM = 0.2  # and between those at one that was asked to end
PATIENCE = 5.0  # seconds that KILL is tried; what lives then waits in the kernel, for a disk or a network


class Stop:
    """One stop under way; times are seconds of a clock that never goes back.

    `survivors` lived when last seen; at `due` it is time to look again. Who is in the `group` is killed at once.
    UnseenError where the system does not tell of processes: then nothing is begun.
    """

    def __init__(
        self, members: Members, reason: str | None, grace: float, now: float, group: Group | None = None
    ) -> None:
        self.members, self.reason, self.group = members, reason, group
        self.kill_at = now + grace
        self.give_up_at = self.kill_at + PATIENCE
        self.due = now
        self.survivors: tuple[int, ...] = ()
        self._told: set[int] = set()
        if group:
            group.resume()  # TERM waits for a suspended one to go on
        self._tell()

    def hurry(self, now: float) -> None:
        """Let the grace end now."""
        self.kill_at = self.due = min(self.kill_at, now)
        self.give_up_at = self.kill_at + PATIENCE

    def advance(self, now: float) -> bool:
        """Do what is due; whether it is over: nobody is left, or who is left does not die.

        Processes are listed one after the other, so one whose parent ends meanwhile can be missed: who finds nobody
        looks again. UnseenError where the system does not tell who lives; it is then to be tried again when it is due.
        """
        self.due = now + TICK if now >= self.kill_at else min(now + CALM, self.kill_at)
        if now >= self.kill_at:
            if self.group:
                self.group.kill()
            signal_all(self.members, signal.SIGKILL)
        self.survivors = tuple(self.members() or self.members())
        if not self._told.issuperset(self.survivors):
            self._tell()
        return not self.survivors or now >= self.give_up_at

    def _tell(self) -> None:
        """Send TERM to whoever has not had it, as one who was being forked when the others got theirs."""
        told = signal_all(self._untold, signal.SIGTERM).keys()
        self._told |= told
        with suppress(UnseenError):  # TERM is on its way
            signal_all(lambda: _only(told, self.members()), signal.SIGCONT)  # it waits for a suspended one to go on

    def _untold(self) -> dict[int, Process]:
        found = self.members()
        return _only(found.keys() - self._told, found)


def _only(some: AbstractSet[int], found: dict[int, Process]) -> dict[int, Process]:
    return {pid: each for pid, each in found.items() if pid in some}


def pause(members: Members, group: Group | None = None) -> bool:
    """Suspend every member, also those born meanwhile; whether all of them stand still, or a group sees to it."""
    if group and group.suspend():
        return True
    for _ in range(16):
        running = {pid for pid, each in members().items() if each.state != "T"}
        if not running:
            return True
        signal_all(members, signal.SIGSTOP)
    return False


def is_still(members: Members, group: Group | None = None) -> bool:
    """Whether all members are suspended, or their group is, in which the system shows them as sleeping."""
    return bool(group and group.is_suspended()) or all(each.state in "Tt" for each in members().values())


def resume(members: Members, group: Group | None = None) -> None:
    """Let every member go on."""
    if group:
        group.resume()
    signal_all(members, signal.SIGCONT)
