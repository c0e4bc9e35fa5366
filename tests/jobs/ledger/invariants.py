"""What holds of every ledger, whatever was done to it and however its writer ended."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

ACTIVE = ("claimed", "launching", "running", "paused")


def check(path: Path, limits: Mapping[str, int] | None = None) -> None:
    with closing(sqlite3.connect(path)) as ledger:
        assert ledger.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert ledger.execute("PRAGMA foreign_key_check").fetchall() == []
        check_runs(ledger)
        check_attempts(ledger)
        for name, limit in (limits or {}).items():
            assert active(ledger, name) <= limit


def active(ledger: sqlite3.Connection, name: str) -> int:
    states = ", ".join("?" * len(ACTIVE))
    statement = f"SELECT count(*) FROM run JOIN job ON job.id = run.job WHERE name = ? AND state IN ({states})"  # noqa: S608
    ((count,),) = ledger.execute(statement, (name, *ACTIVE)).fetchall()
    return int(count)


def check_runs(ledger: sqlite3.Connection) -> None:
    rows = ledger.execute("SELECT id, state, reason, started, ended FROM run").fetchall()
    for number, state, reason, started, ended in rows:
        attempts = ledger.execute("SELECT state FROM attempt WHERE run = ? ORDER BY step, number", (number,)).fetchall()
        assert (ended is not None) == (reason is not None) == (state in {"finished", "skipped", "lost"})
        assert started is None or attempts  # of the order of times nothing is known, for clocks step back
        if state in {"due", "claimed", "skipped"}:
            assert attempts == []
        if state in {"finished", "lost"}:
            assert all(each in {"finished", "lost"} for (each,) in attempts)
        if state == "launching":
            assert attempts


def check_attempts(ledger: sqlite3.Connection) -> None:
    """Steps come in order: each but the first after one that exited with 0."""
    before: tuple[int, int, int] | None = None
    ended: tuple[str | None, int | None] = (None, None)
    rows = ledger.execute("SELECT run, step, number, reason, code FROM attempt ORDER BY run, step, number")
    for run, step, number, reason, code in rows:
        if before is None or before[0] != run:
            assert (step, number) == (1, 1)
        elif ended == ("code", 0):
            assert (step, number) == (before[1] + 1, 1)
        else:
            assert (step, number) == (before[1], before[2] + 1)
        before, ended = (run, step, number), (reason, code)
