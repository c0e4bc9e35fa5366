"""The tables, as the statements that lead from each version of them to the next.

A released version is never changed: what is to be otherwise becomes a version of its own. Tests keep a sample of each.
Of SQLite nothing newer than 3.26 is needed.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from everly.jobs.ledger.states import ACTIVE, ENDS, OPEN, State

__all__ = ["ACTIVE_STATES", "APPLICATION", "ENDED_STATES", "OPEN_STATES", "UNENDED_STATES", "VERSIONS", "migrate"]

APPLICATION = 0x65766C79
"""The number by which a file says that it is a ledger of ours ("evly")."""

_FIRST = (
    # A new ledger counts its runs from 1 again; by its identity their directories differ from those of the one before.
    "CREATE TABLE ledger (identity TEXT NOT NULL)",
    "INSERT INTO ledger VALUES (lower(hex(randomblob(8))))",
    # AUTOINCREMENT: a number is never given twice, because directories are named by it.
    """CREATE TABLE job (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        name TEXT NOT NULL UNIQUE,
        revision INTEGER NOT NULL,
        created INTEGER NOT NULL
    )""",
    """CREATE TABLE revision (
        job INTEGER NOT NULL REFERENCES job (id),
        number INTEGER NOT NULL CHECK (number > 0),
        work TEXT NOT NULL,
        created INTEGER NOT NULL,
        PRIMARY KEY (job, number)
    ) WITHOUT ROWID""",
    """CREATE TABLE schedule (
        job INTEGER PRIMARY KEY REFERENCES job (id),
        text TEXT NOT NULL,
        zone TEXT NOT NULL,
        anchor INTEGER NOT NULL,
        next_fire INTEGER,
        paused INTEGER NOT NULL DEFAULT 0 CHECK (paused IN (0, 1))
    )""",
    "CREATE INDEX schedule_next ON schedule (next_fire) WHERE next_fire IS NOT NULL",
    # A job has one schedule, so its fire times are unique among its runs; those started by hand have none.
    """CREATE TABLE run (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        job INTEGER NOT NULL REFERENCES job (id),
        revision INTEGER NOT NULL,
        fire INTEGER,
        state TEXT NOT NULL,
        reason TEXT,
        code INTEGER CHECK (code BETWEEN 0 AND 255),
        signal INTEGER CHECK (signal BETWEEN 1 AND 255),
        note TEXT,
        created INTEGER NOT NULL,
        started INTEGER,
        ended INTEGER,
        UNIQUE (job, fire),
        FOREIGN KEY (job, revision) REFERENCES revision (job, number),
        CHECK (CASE state
            WHEN 'finished' THEN reason IN ('code', 'signal', 'timeout', 'stopped', 'unstarted')
            WHEN 'skipped' THEN reason IN ('overlap', 'missed', 'paused')
            WHEN 'lost' THEN reason IN ('unknown', 'reboot')
            WHEN 'due' THEN reason IS NULL
            WHEN 'claimed' THEN reason IS NULL
            WHEN 'launching' THEN reason IS NULL
            WHEN 'running' THEN reason IS NULL
            WHEN 'paused' THEN reason IS NULL
            ELSE 0 END),
        CHECK ((reason IS NULL) = (ended IS NULL)),
        CHECK ((reason IS 'code') <= (code IS NOT NULL)),
        CHECK ((reason IS 'signal') <= (signal IS NOT NULL)),
        CHECK (code IS NULL OR signal IS NULL)
    )""",
    "CREATE INDEX run_state ON run (job, state)",
    "CREATE INDEX run_open ON run (state) WHERE state IN ('due', 'claimed', 'launching', 'running', 'paused')",
    """CREATE TABLE attempt (
        run INTEGER NOT NULL REFERENCES run (id) ON DELETE CASCADE,
        step INTEGER NOT NULL CHECK (step > 0),
        number INTEGER NOT NULL CHECK (number > 0),
        state TEXT NOT NULL,
        reason TEXT,
        code INTEGER CHECK (code BETWEEN 0 AND 255),
        signal INTEGER CHECK (signal BETWEEN 1 AND 255),
        note TEXT,
        created INTEGER NOT NULL,
        started INTEGER,
        ended INTEGER,
        PRIMARY KEY (run, step, number),
        CHECK (CASE state
            WHEN 'finished' THEN reason IN ('code', 'signal', 'timeout', 'stopped', 'unstarted')
            WHEN 'lost' THEN reason IN ('unknown', 'reboot')
            WHEN 'launching' THEN reason IS NULL
            WHEN 'running' THEN reason IS NULL
            ELSE 0 END),
        CHECK ((reason IS NULL) = (ended IS NULL)),
        CHECK ((reason IS 'code') <= (code IS NOT NULL)),
        CHECK ((reason IS 'signal') <= (signal IS NOT NULL)),
        CHECK (code IS NULL OR signal IS NULL)
    ) WITHOUT ROWID""",
    # At most one attempt of a run is under way.
    "CREATE UNIQUE INDEX attempt_open ON attempt (run) WHERE state IN ('launching', 'running')",
    # By name and not by key, for it outlives its job.
    """CREATE TABLE event (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        at INTEGER NOT NULL,
        kind TEXT NOT NULL,
        job TEXT,
        run INTEGER,
        text TEXT
    )""",
    "CREATE INDEX event_job ON event (job)",
)

VERSIONS: tuple[tuple[str, ...], ...] = (_FIRST,)
"""The statements of each version; a ledger of version n holds the first n."""


def migrate(connection: sqlite3.Connection, versions: Sequence[Sequence[str]] = VERSIONS) -> None:
    """Bring a ledger to the newest version, wholly or not at all."""
    if _version(connection) >= len(versions):
        return
    connection.execute("BEGIN IMMEDIATE")
    try:
        version = _version(connection)  # another may have done it meanwhile
        for statements in versions[version:]:
            for statement in statements:
                connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {max(version, len(versions))}")
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def _version(connection: sqlite3.Connection) -> int:
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    return int(version)


def _listed(states: Sequence[State]) -> str:
    """States as a list of SQL; they are words of ours, and written out so that SQLite sees which index serves."""
    return "(" + ", ".join(f"'{state}'" for state in states) + ")"


ACTIVE_STATES = _listed(ACTIVE)
OPEN_STATES = _listed(OPEN)
ENDED_STATES = _listed(tuple(ENDS))
UNENDED_STATES = _listed((State.DUE, *ACTIVE))
