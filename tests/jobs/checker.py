"""What must be true of a ledger at any moment, whatever happened before; each check is named by the promise it is of.

The rows alone say whether fire times were lost or doubled, so the same checks serve tests without processes and with.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from sqlite3 import Cursor, connect
from typing import Any

from everly.frozen import frozen
from everly.jobs.ledger import Ledger, LedgerReader, Reason, Run, State, UnwritableError
from everly.jobs.rules import rules_of
from everly.jobs.settings import Overlap
from everly.scheduling.compiler import compile_schedule
from everly.scheduling.instants import utc_datetime
from tests.jobs.ledger.invariants import check_attempts, check_runs


@frozen
class Window:
    """The fire times of a schedule from `first` until before `until`, all of which must have their run; seconds."""

    job: int
    text: str
    zone: str
    anchor: int
    first: int
    until: int

    @property
    def of(self) -> tuple[int, str, str, int]:
        """The schedule."""
        return self.job, self.text, self.zone, self.anchor

    def fires(self) -> set[int]:
        compiled = compile_schedule(self.text, now=utc_datetime(self.anchor), timezone=self.zone)
        return set(compiled.instants.between(self.first, self.until - 1))


def check_rows(path: Path) -> None:
    """Each row is in a state that there is, and its attempts go with it."""
    with closing(connect(path)) as ledger:
        check_runs(ledger)
        check_attempts(ledger)


def check_fire_times(ledger: LedgerReader, windows: Iterable[Window], pruned: Iterable[tuple[int, int]] = ()) -> None:
    """Promise 1: the fire times of the runs of a job are exactly those of its schedule while it was armed.

    `pruned` are jobs and fire times of which the rows are not kept any more.
    """
    gone = set(pruned)
    wanted: dict[int, set[int]] = {}
    for window in windows:
        wanted.setdefault(window.job, set()).update(window.fires())
    found: dict[int, list[int]] = {}
    for run in ledger.runs():
        if run.fire is not None:
            found.setdefault(run.job, []).append(run.fire)
    for job in {summary.job.id for summary in ledger.jobs()}:
        kept = {fire for fire in wanted.get(job, set()) if (job, fire) not in gone}
        rows = found.get(job, [])
        assert len(rows) == len(set(rows)), f"a fire time of job {job} came twice"
        assert not kept - set(rows), f"of job {job} fire times are lost: {sorted(kept - set(rows))[:3]}"
        assert not set(rows) - kept, f"job {job} ran at no fire time: {sorted(set(rows) - kept)[:3]}"


def check_limits(ledger: LedgerReader, before: Mapping[int, int] | None = None) -> dict[int, int]:
    """Promise 8: no more of a job run than it allows; how many of each do, by its number.

    `before` are the numbers of earlier: a job that was edited may have more until they have ended, but begins none.
    """
    counts = {}
    for summary in ledger.jobs():
        number = summary.job.id
        counts[number] = summary.active
        if rules_of(summary.job.work).overlap is not Overlap.ALLOW:
            most = max(1, (before or {}).get(number, 0))
            assert summary.active <= most, f"{summary.active} runs of '{summary.job.name}' at once"
    return counts


def check_executed_once(executed: Counter[str]) -> None:
    """Promise 2: no attempt was executed twice."""
    assert all(count == 1 for count in executed.values()), executed.most_common(3)


def check_never_a_success(ledger: LedgerReader, lost: Iterable[tuple[int, int, int]]) -> None:
    """Promise 6: attempts (run, step, number) of which nobody knows the end are lost, or not ended yet."""
    for run, step, number in lost:
        for attempt in ledger.attempts(run):
            if (attempt.step, attempt.number) == (step, number):
                assert attempt.ending is None or attempt.ending.reason in {Reason.UNKNOWN, Reason.REBOOT}


class Watched(Ledger):
    """A ledger that is checked at each of its commits, and that can be told to fail or to be left there."""

    def __init__(self, path: Path, windows: list[Window], pruned: set[tuple[int, int]]) -> None:
        self.windows, self.pruned = windows, pruned
        self.fails_at: int | None = None
        """How many statements until one is refused, as on a full disk."""
        self.killed_at: int | None = None
        """How many commits until whoever made one is killed."""
        self.is_left = False
        """Whether that has come."""
        self._depth = 0
        self._counts: dict[int, int] = {}
        self._jumps: dict[int, int | None] = {}
        super().__init__(path)
        self._counts = {summary.job.id: summary.active for summary in self.jobs()}
        self._connection.execute("PRAGMA synchronous = OFF")  # nobody pulls the plug, and disks are slow
        self._connection.execute("UPDATE ledger SET identity = '0123456789abcdef'")  # jitters are by it

    @contextmanager
    def change(self) -> Iterator[None]:
        mark, self._depth = dict(self._jumps), self._depth + 1
        before = self._schedules() if self._depth == 1 else {}
        try:
            with super().change():
                yield
        except BaseException:
            self._jumps = mark
            raise
        finally:
            self._depth -= 1
        if not self._depth:
            self._committed(before)

    def _do(self, statement: str, *values: object) -> Cursor:
        if self.fails_at is not None:
            self.fails_at -= 1
            if self.fails_at < 0:
                self.fails_at = None
                raise UnwritableError("the disk is full, as was wanted")
        return super()._do(statement, *values)

    def arm_schedule(self, name: str, next_fire: int | None, now: int) -> None:
        with self.change():
            super().arm_schedule(name, next_fire, now)
            self._jumps[self.the_job(name).id] = next_fire

    def set_schedule(self, name: str, now: int, **told: Any) -> None:
        with self.change():
            super().set_schedule(name, now, **told)
            self._jumps[self.the_job(name).id] = told["next_fire"]

    def prune(self, name: str, **how: Any) -> tuple[int, ...]:
        with self.change():
            job = self.the_job(name).id
            fires = {run.id: run.fire for run in self.runs([name])}
            numbers = super().prune(name, **how)
            self.pruned |= {(job, fire) for number in numbers if (fire := fires[number]) is not None}
            return numbers

    def _schedules(self) -> dict[int, tuple[Any, ...]]:
        rows = self._all("SELECT job, text, zone, anchor, next_fire FROM schedule")
        return {row[0]: row for row in rows}

    def _committed(self, before: dict[int, tuple[Any, ...]]) -> None:
        for job, (_, text, zone, anchor, fire) in self._schedules().items():
            old = before.get(job, (None,) * 5)
            first = self._jumps.get(job, old[4])
            if first == fire:
                continue
            assert job in self._jumps or old[:4] == (job, text, zone, anchor)
            assert first is not None, "a stopped schedule went on by itself"
            until = fire if fire is not None else 1 + max(run.fire or 0 for run in self.runs() if run.job == job)
            self._widen(Window(job, text, zone, anchor, first, until))
        self._jumps = {}
        self._counts = check_limits(self, self._counts)
        if self.killed_at is not None:
            self.killed_at -= 1
            if self.killed_at < 0:
                self.killed_at, self.is_left = None, True
                raise KilledError

    def _widen(self, more: Window) -> None:
        """Keep a window, as a part of the one before it if there is no gap."""
        for number, each in enumerate(self.windows):
            if each.of == more.of and each.until == more.first:
                self.windows[number] = Window(*each.of, each.first, more.until)
                return
        self.windows.append(more)


class KilledError(BaseException):
    """The runner is no more."""


def is_forgotten(run: Run, open_attempt: bool, known: Iterable[int]) -> bool:
    """Whether nothing will ever move a run that has not ended; `known` are those that somebody waits for."""
    return run.ending is None and run.state is not State.PAUSED and not open_attempt and run.id not in known
