"""What is asked often is found by an index, however many runs have ended: counted in the plans that SQLite makes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from everly.jobs.ledger import Ledger
from tests.jobs.ledger.made import NOW, SECOND, opened, running, scheduled

ASKED: dict[str, Callable[[Ledger], object]] = {
    "jobs": lambda ledger: ledger.jobs(),
    "active": lambda ledger: ledger.active(1),
    "unfinished": lambda ledger: ledger.unfinished(),
    "due": lambda ledger: ledger.schedules_due(SECOND),
    "next": lambda ledger: ledger.next_fire(),
    "attempts": lambda ledger: ledger.attempts(1),
    "new attempts": lambda ledger: ledger.attempts_of(first=1),
    "new attempts of names": lambda ledger: ledger.attempts_of(["tidy"], first=1),
    "restarted": lambda ledger: ledger.restarted([ledger.run(1)]),
    "events": lambda ledger: ledger.events("tidy"),
    "one job": lambda ledger: ledger.job("tidy"),
    "claim": lambda ledger: ledger.claim(ledger.add_run("tidy", NOW).id, 9),
}
GROWING = ("run", "each", "attempt", "event", "revision")  # one statement calls a run `each`


@pytest.mark.parametrize("question", ASKED)
def test_no_table_that_grows_is_read_as_a_whole(tmp_path: Path, question: str) -> None:
    with opened(tmp_path) as ledger:
        scheduled(ledger)
        running(ledger)
        statements: list[str] = []
        ledger._connection.set_trace_callback(statements.append)
        ASKED[question](ledger)
        ledger._connection.set_trace_callback(None)
        selects = [each for each in statements if each.startswith("SELECT")]
        plans = [row[3] for each in selects for row in ledger._all(f"EXPLAIN QUERY PLAN {each}")]
    assert plans
    words = [plan.replace("TABLE ", "").split() for plan in plans]
    assert [each for each in words if each[0] == "SCAN" and each[1] in GROWING] == []
