"""What must be true of a world after any faults: the checks on its rows, and these on its processes and files."""

from __future__ import annotations

from collections.abc import Iterable

from everly.jobs.ledger import Attempt, LedgerReader, Reason
from everly.jobs.runs.directory import RunDirectory
from tests.jobs.checker import Window, check_executed_once, check_fire_times, check_limits, check_rows
from tests.jobs.processes.worlds import World


def check_world(world: World, windows: Iterable[Window] = (), *, codes: dict[int, int] | None = None) -> None:
    """Promises 1, 2, 3, 4, 6 and 8; `codes` is what each step exits with where it was executed."""
    check_rows(world.places.ledger)
    executed = world.executed()
    check_executed_once(executed)
    with world.ledger() as reader:
        check_limits(reader)
        if windows:
            check_fire_times(reader, windows)
        for run in reader.runs():
            for attempt in reader.attempts(run.id):
                check_attempt(world, reader, attempt, executed=executed, codes=codes or {})


def check_attempt(
    world: World, reader: LedgerReader, attempt: Attempt, *, executed: Iterable[str], codes: dict[int, int]
) -> None:
    """What its directory says, what the ledger says and what was seen of it go together."""
    ran = f"{attempt.run}.{attempt.step}.{attempt.number}" in executed
    path = world.places.attempt(reader.identity(), attempt.run, attempt.step, attempt.number)
    directory = RunDirectory(str(path))
    started, ended = directory.read("started"), directory.read("exit")
    assert started or not ran, "executed without a durable start"
    if attempt.ending is None:
        return
    told = (attempt.ending.code, attempt.ending.signal)
    if ended is not None and started is not None:
        assert (ended["code"], ended["signal"]) == told, "the ledger says otherwise than the record"
    if started is None:
        assert attempt.ending.reason in {Reason.UNSTARTED, Reason.STOPPED}, "it never began"
    if ran and attempt.ending.reason is Reason.CODE and attempt.step in codes:
        assert attempt.ending.code == codes[attempt.step], "an exit code was made up"
