"""What all parts of the core share: what is under way, and changes of the ledger with what follows them."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from itertools import islice
from typing import TypeVar

from everly.jobs.ledger import Attempt, Ledger, RefusedError, Run, Work
from everly.jobs.places import Places
from everly.jobs.rules import rules_of
from everly.jobs.runner.clock import Clock
from everly.jobs.runner.executor import Executor
from everly.jobs.runner.housekeeping import Housekeeping
from everly.jobs.runner.punctuality import Punctuality
from everly.jobs.runs.errors import RunError
from everly.jobs.settings import Settings, SettingsError
from everly.jobs.systemd.units import Units

Action = Callable[[], object]
_Key = TypeVar("_Key")

log = logging.getLogger("everly.runner")


class UnderWay:
    """What is kept in memory. All of it can be told anew from the ledger and the run directories.

    So that nothing is lost when the disk refuses a change, memory changes only after the ledger has: `change` is a
    transaction, and `then` what is done once it is on the disk.
    """

    def __init__(self, ledger: Ledger, places: Places, clock: Clock) -> None:
        self.ledger, self.places, self.clock = ledger, places, clock
        self.identity = ledger.identity()
        self.housekeeping = Housekeeping(ledger, places)
        self.punctuality = Punctuality()
        self.executor: Executor
        self.units: Units | None = None
        """The units of jobs that systemd runs; None where there is no systemd."""
        self.tend: Callable[[str], None] = lambda _: None
        """Called with the name of a job whose unit may have to change, or to go."""
        self.directories: dict[int, str] = {}
        """The attempt under way of each run, by its directory."""
        self.stopping: dict[int, str] = {}
        """Runs with an attempt under way that somebody wants to end, each with the token of that request."""
        self.replaced: set[int] = set()
        """Those among them that are to end for another run of their job."""
        self.poke: Callable[[], None] = lambda: None
        """Called when a turn is wanted soon."""
        self._runs: dict[str, int] = {}  # run of a directory
        self._changed: dict[str, None] = {}  # directories to look at
        self._again: dict[int, float] = {}  # when a run is to make its next attempt, by the steady clock
        self._restarts: dict[int, float] = {}  # until when a due run waits, likewise
        self._launched: dict[str, float] = {}  # directories of what is to begin, since when by the steady clock
        self._jobs: dict[int, None] = {}  # jobs that may have runs to begin
        self._later: dict[int, int] = {}  # when a job is to be looked at again, by the time of day
        self._then: list[Action] = []
        self._depth = 0

    @contextmanager
    def change(self) -> Iterator[None]:
        """Changes of the ledger that are kept together or not at all, and with them what was to be done then.

        Raises:
            LedgerError: They could not be kept; memory is as it was.
        """
        mark = len(self._then)
        self._depth += 1
        try:
            with self.ledger.change():
                yield
        except BaseException:
            del self._then[mark:]
            raise
        finally:
            self._depth -= 1
        if not self._depth:
            self._do_then()

    def then(self, action: Action) -> None:
        """Do something once the change under way is on the disk."""
        self._then.append(action)

    def _do_then(self) -> None:
        done, self._then = self._then, []
        for action in done:
            try:
                action()
            except Exception:  # what was kept is on the disk, so the others are to be done all the same
                log.exception("what was to follow a change failed")

    def _each_of(self, waiting: dict[_Key, None], most: int, action: Callable[[_Key], object]) -> None:
        """Do something about the first of what waits, in one change, after which these wait no longer."""
        some = list(islice(waiting, most))
        if not some:
            return
        with self.change():
            for each in some:
                self.then(partial(waiting.pop, each, None))
                action(each)

    def told(self, directory: str) -> None:
        """An attempt may have begun or ended."""
        if directory in self._runs:
            self._changed[directory] = None
            self.poke()

    def consider(self, job: int) -> None:
        """A job may have runs to begin."""
        self._jobs[job] = None
        self.poke()

    def rules(self, work: Work) -> Settings:
        """The rules of a work."""
        return rules_of(work)

    def settings(self, run: Run) -> Settings:
        """The rules that a run goes by."""
        return self.rules(self.ledger.work(run))

    def job_of(self, directory: str) -> tuple[str, Settings] | None:
        """The name of the job of an attempt under way, and the rules that its run goes by."""
        run_id = self._runs.get(directory)
        if run_id is None:
            return None
        run = self.ledger.run(run_id)
        return self.ledger.job_numbered(run.job).name, self.settings(run)

    def _directory(self, attempt: Attempt) -> str:
        return str(self.places.attempt(self.identity, attempt.run, attempt.step, attempt.number))

    def _watch(self, run_id: int, directory: str) -> None:
        self.directories[run_id] = directory
        self._runs[directory] = run_id

    def _forget(self, run_id: int, directory: str) -> None:
        self._runs.pop(directory, None)
        self._launched.pop(directory, None)
        self.directories.pop(run_id, None)
        self.executor.forget(directory)

    @contextmanager
    def _guarded(self, what: str) -> Iterator[None]:
        """A change that, where it is refused, does not stop all others. What the disk refuses is tried again."""
        try:
            with self.change():
                yield
        except (RefusedError, RunError, SettingsError) as error:
            log.error("%s: %s", what, error)  # noqa: TRY400 - the words say it
