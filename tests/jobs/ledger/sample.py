"""Write the sample of the newest version of the tables: `python -m tests.jobs.ledger.sample`, once for each version."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

from everly.jobs.ledger import Ending, Fire, Ledger, Reason
from everly.jobs.ledger.schema import APPLICATION, VERSIONS
from tests.jobs.ledger.made import CHAIN, NOW, SECOND, opened, running, scheduled


def fill(ledger: Ledger) -> None:
    """Something of all that a ledger holds."""
    scheduled(ledger)
    ledger.edit_job("tidy", CHAIN, NOW)
    schedule = ledger.schedule("tidy")
    assert schedule is not None
    fires = [Fire(SECOND, Reason.MISSED), Fire(SECOND + 60)]
    (run,) = ledger.record_due(schedule, fires, SECOND + 120, NOW + 60_000)
    ledger.claim(run.id)
    ledger.launch(run.id, NOW + 60_001)
    ledger.begin(run.id, NOW + 60_002)
    ledger.end_run(run.id, Ending(Reason.CODE, 3), NOW + 60_003)
    ledger.pause(running(ledger).id, NOW + 3)
    lost = running(ledger, "bare")
    ledger.end_run(lost.id, Ending(Reason.REBOOT, note="the machine was started anew"), NOW + 3)


def main() -> None:
    """Write it beside this module."""
    with TemporaryDirectory() as folder:
        with opened(Path(folder)) as ledger:
            fill(ledger)
        with closing(sqlite3.connect(Path(folder) / "ledger.db")) as file:
            file.execute("UPDATE ledger SET identity = '0123456789abcdef'")
            statements = list(file.iterdump())
    pragmas = [f"PRAGMA application_id = {APPLICATION};", f"PRAGMA user_version = {len(VERSIONS)};"]
    text = "\n".join([*pragmas, "PRAGMA journal_mode = WAL;", *statements, ""])
    (Path(__file__).parent / "samples" / f"{len(VERSIONS)}.sql").write_text(text, "utf-8")


if __name__ == "__main__":
    main()
