"""What the runner does at each turn: take in what has changed, record what is due, and begin what may begin."""

from __future__ import annotations

from collections.abc import Callable

from everly.jobs.ledger import Ledger, LedgerError, RefusedError, UnwritableError
from everly.jobs.places import Places
from everly.jobs.runner.adopting import Adopting
from everly.jobs.runner.clock import Clock
from everly.jobs.runner.clock_set_back import ClockSetBack
from everly.jobs.runner.falling_due import FallingDue

LONGEST = 2.0
"""Seconds until the clock is looked at again at the latest, so that one that was set, or slept, is noticed."""


class Core(Adopting, FallingDue, ClockSetBack):
    """The state machine of the runner. It waits for nothing; `tick` is called when something has changed or is due.

    All that it needs after a restart is in the ledger and in the run directories.
    """

    def __init__(self, ledger: Ledger, places: Places, clock: Clock) -> None:
        super().__init__(ledger, places, clock)
        self._waiting: list[tuple[Callable[[], bool], Callable[[], None], Callable[[LedgerError], None]]] = []

    def when(
        self, condition: Callable[[], bool], action: Callable[[], None], refuse: Callable[[LedgerError], None]
    ) -> None:
        """Call an action after the turn that makes a condition true, or in which what it asks about is gone.

        Where the ledger takes nothing, `refuse` is called instead, for that may last.
        """
        self._waiting.append((condition, action, refuse))
        self.poke()

    def refuse_waiting(self, error: LedgerError) -> None:
        """Let nobody wait for what the ledger does not take."""
        waiting, self._waiting = self._waiting, []
        for _, _, refuse in waiting:
            refuse(error)

    def tick(self) -> float:
        """Do what is to be done now; the seconds until there is more, LONGEST at most.

        Raises:
            LedgerError: The ledger took nothing of some of it. All of that is done in the next turn.
        """
        now = self.clock.now()
        self.punctuality.begins(now)
        try:
            late = self._turn()
        except UnwritableError:
            self.punctuality.refused()
            raise
        if not late:
            self.punctuality.done(now)
        return 0.0 if late or self._changed or (self._jobs and self.room()) else self._until_next()

    def _turn(self) -> bool:
        """Do some of all that is to be done; whether fire times are left over that have come."""
        self._look_at_clock()
        self._take_changes()
        late = self._record_due()
        self._go_on()
        self._dispatch()
        self.housekeeping.work(self.clock.now(), self.clock.steady())
        self._tell()
        return late

    def _tell(self) -> None:
        """Let those go on whose conditions are true."""
        for each in self._waiting[:]:
            condition, action, _ = each
            if _is_met(condition):
                self._waiting.remove(each)
                action()

    def _until_next(self) -> float:
        now, steady = self.clock.now(), self.clock.steady()
        fire = self.ledger.next_fire()
        waits = [at - steady for each in (self._again, self._restarts) for at in each.values()]
        waits += [(at - now) / 1000 for at in self._later.values()]
        waits += [] if fire is None else [fire - now / 1000]
        waits += [self.wait_for_room()] if self._jobs else []
        return min(max(min(waits, default=LONGEST), 0.0), LONGEST)


def _is_met(condition: Callable[[], bool]) -> bool:
    try:
        return condition()
    except RefusedError:  # there is no such run any more
        return True
