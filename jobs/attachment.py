"""A client of one run: its output from its log, its input through its shim, and how it ended."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Self

from everly.jobs.exit_record import ending_of_record
from everly.jobs.keepsake import Keepsake
from everly.jobs.ledger import Attempt, Ending, LedgerError, LedgerReader, Reason, RefusedError, Run, State
from everly.jobs.places import Places
from everly.jobs.presence import is_up
from everly.jobs.runs import log_reader
from everly.jobs.runs.attach import Attached
from everly.jobs.runs.directory import RunDirectory, is_locked
from everly.jobs.runs.errors import RunError
from everly.jobs.runs.looking_on import look_on
from everly.jobs.settings import from_options
from everly.jobs.views.processes import as_it_is
from everly.jobs.views.runs import view
from everly.jobs.views.words import ending_text

_SIGNALLED, _TIMEOUT, _OTHER = 128, 124, 1
_CTRL_D = b"\x04" * 3
# The first hands over the line that was begun, the second ends it, and the third the input for who reads on after that.

_COMES, _LOOK = 1.0, 0.002  # seconds in which a directory comes to be, and between looks for it

BLOCK = 4096
"""So many bytes of input are taken at once, where any are."""


def exit_code(ending: Ending) -> int:
    """How a run ended, as a shell and `timeout` count it; 1 for what has no code of its own."""
    if ending.reason is Reason.TIMEOUT:
        return _TIMEOUT
    if ending.signal is not None:
        return _SIGNALLED + ending.signal
    if ending.code is not None and ending.reason is Reason.CODE:
        return ending.code
    return ending.code or _OTHER


def _end_in_terminal(attached: Attached) -> None:
    attached.write(_CTRL_D)


class Attachment:
    """Attached to the run of a job that is under way, over all of its steps and tries.

    A job with --rm that is done waits a while for who is attached to have seen all of it.
    It begins with the last `lines` of the step under way, or with all output of the run if that is None. `tty` says
    whether it has a terminal. Without a runner, a run is followed up to the end of the step under way.

    Raises:
        LedgerError: There is no such job, or no ledger that can be read.
        RunError: It does not run.
    """

    def __init__(self, places: Places, name: str, *, lines: int | None = 0, with_input: bool = True) -> None:
        self.places, self.name, self.with_input = places, name, with_input
        self._input: Attached | None = None
        self._keepsake: Keepsake | None = None
        self._held: int | None = None
        self._takes = self._ends = False
        self.missed = 0
        self._ending: Ending | None = None
        self._reader = LedgerReader(places.ledger)
        try:
            self._run = self._current()
            self._work = self._reader.work(self._run)
            self._settings = from_options(self._work.options)
            self.tty = self._settings.tty
            attempts = self._reader.attempts(self._run.id)
            self._begin(attempts[0 if lines is None else -1])
            self._look_on(attempts[-1])
            if lines is not None:
                self._offset = log_reader.offset_of_last(self._directory.path, lines)
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Detach; the run goes on."""
        self._leave()
        if self._held is not None:
            os.close(self._held)
            self._held = None
        self._reader.close()

    def read(self) -> bytes:
        """What the run has put out since it was last asked; nothing if there is nothing yet."""
        keepsake = self._kept()
        keepsake.look()
        piece = log_reader.read(self._directory.path, self._offset)
        data = piece.data or keepsake.read(self._offset)
        self.missed += piece.missed
        self._offset = piece.offset + len(data)
        return data

    def code(self) -> int | None:
        """The exit code of the run once it has ended, and None before. To be asked when `read` gave nothing."""
        self._connect()
        if self._ending is None and not is_locked(self._directory) and not self._is_behind():
            try:
                self._move_on()
            except RefusedError:  # the job has been deleted
                self._ending = self._recorded("it was deleted before it was seen how it ended")
        return None if self._ending is None else exit_code(self._ending)

    @property
    def state(self) -> State | None:
        """How the run is now, also where somebody froze it; None where that cannot be seen, as of one that is gone."""
        try:
            run = view(self._reader, self._reader.run(self._run.id), self._job)
            return as_it_is(self.places, self._reader, run).state
        except LedgerError:
            return None

    @property
    def ending(self) -> str:
        """How the run ended, in words."""
        return "" if self._ending is None else ending_text(self._ending, self._work)

    def takes(self, seconds: float = 0.0) -> bool:
        """Whether BLOCK bytes of input are taken now, without waiting for the command to read; or within some time."""
        return self._connect() and self._input is not None and self._input.takes(seconds)

    def write(self, data: bytes) -> bool:
        """Give input to the run; False if it takes none."""
        return self._say(lambda each: each.write(data))

    def settle(self, seconds: float) -> bool:
        """Wait until the command has all input, or it is known why not; False if that takes longer than some time."""
        return self._input is not None and self._input.settle(seconds)

    def end_input(self) -> None:
        """Let the run see the end of its input, also what comes of it later; in a terminal, as Ctrl-D does it."""
        is_there = self._input is not None
        self._ends = True
        if is_there:
            self._end()

    def resize(self, rows: int, columns: int) -> None:
        """Tell the size of the window, for a run with a terminal."""
        self._say(lambda each: each.resize(rows, columns))

    def take_over(self) -> None:
        """Be the one whose input the run gets."""
        self._takes = True
        self._say(Attached.take_over)

    def refusals(self) -> list[str]:
        """Why input was not taken, since it was last asked."""
        found = None if self._input is None else self._input.refusals()
        if found is None:
            self._leave_input()
        return found or []

    def _current(self) -> Run:
        """The run under way: the newest of them that has an attempt."""
        self._job = self._reader.the_job(self.name)
        for each in reversed(self._reader.unfinished()):
            if each.run.job == self._job.id and self._reader.attempts(each.run.id):
                return each.run
        raise RunError(f"the job '{self.name}' does not run")

    def _begin(self, attempt: Attempt) -> None:
        """Turn to an attempt."""
        self._attempt = attempt
        path = self.places.attempt(self._reader.identity(), attempt.run, attempt.step, attempt.number)
        self._leave()
        self._directory = RunDirectory(str(path))
        self._keepsake = Keepsake(self._directory)
        self._offset = 0
        self._looks_for_input = self.with_input
        self._connect()

    def _look_on(self, attempt: Attempt) -> None:
        """Keep the run from being taken away until this is closed; one that is just beginning has no directory yet."""
        path = str(self.places.attempt(self._reader.identity(), attempt.run, attempt.step, attempt.number))
        end = time.monotonic() + _COMES
        while (held := look_on(path)) is None and time.monotonic() < end:
            time.sleep(_LOOK)
        self._held = held

    def _connect(self) -> bool:
        """Whether there is a way for input. A shim that is just coming up has none yet; one that was lost stays so."""
        if self._input is None and self._looks_for_input:
            with suppress(RunError):
                self._input = Attached(self._directory)
                self._looks_for_input = False
                if self._takes:
                    self._input.take_over()
                if self._ends:
                    self._end()
        return self._input is not None

    def _end(self) -> None:
        self._say(_end_in_terminal if self.tty else Attached.end_input)

    def _is_behind(self) -> bool:
        """Whether there is output that was not read yet."""
        return log_reader.end(self._directory.path) > self._offset

    def _move_on(self) -> None:
        """Find out what came after an attempt without a shim."""
        attempts = self._reader.attempts(self._run.id)
        after = [each for each in attempts if (each.step, each.number) > (self._attempt.step, self._attempt.number)]
        if after:
            self._begin(after[0])
            return
        self._ending = self._reader.run(self._run.id).ending
        if self._ending is None and not is_up(self.places):
            self._ending = self._recorded("no runner is up to go on with it; 'everly start runner' starts one")

    def _recorded(self, otherwise: str) -> Ending:
        """How the run ended by the record of the attempt that we saw; `otherwise` is why that does not tell."""
        found = self._kept().ended()
        ending = None if found is None else ending_of_record(found)
        return Ending(Reason.UNKNOWN, note=otherwise) if ending is None or self._goes_on(ending) else ending

    def _goes_on(self, ending: Ending) -> bool:
        """Whether something is to follow an attempt that ended so: the next step, or another try."""
        if ending.succeeded:
            return self._attempt.step < len(self._work.steps)
        return ending.reason is not Reason.STOPPED and self._attempt.number <= self._settings.retries

    def _say(self, words: Callable[[Attached], None]) -> bool:
        if self._input is None:
            return False
        try:
            words(self._input)
        except RunError:
            self._leave_input()
            return False
        return True

    def _leave_input(self) -> None:
        if self._input is not None:
            self._input.close()
            self._input = None

    def _leave(self) -> None:
        """Let go of an attempt."""
        self._leave_input()
        if self._keepsake is not None:
            self._keepsake.close()
            self._keepsake = None

    def _kept(self) -> Keepsake:
        assert self._keepsake is not None  # noqa: S101 - it is there from the beginning on
        return self._keepsake
