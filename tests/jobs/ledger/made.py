"""What the tests of the ledger begin with."""

from __future__ import annotations

from pathlib import Path

from everly.jobs.ledger import Fire, Ledger, Run, Work

NOW = 1_800_000_000_000
"""A time in milliseconds; its second is `SECOND`."""

SECOND = NOW // 1000

WORK = Work((("echo", "one"),), "/srv")
CHAIN = Work((("echo", "one"), ("echo", "two")), "/srv")


def opened(folder: Path) -> Ledger:
    return Ledger(folder / "ledger.db", wait=0.1)


def scheduled(ledger: Ledger, name: str = "tidy", work: Work = WORK, *, first: int = SECOND) -> None:
    """A job each minute."""
    ledger.create_job(name, work, NOW)
    ledger.set_schedule(name, NOW, text="every minute", zone="UTC", anchor=SECOND, next_fire=first)


def due(ledger: Ledger, name: str, fires: range, next_fire: int | None = None) -> tuple[Run, ...]:
    """The runs of some fire times, which come as soon as they can."""
    schedule = ledger.schedule(name)
    assert schedule is not None
    after = fires.stop if next_fire is None else next_fire
    return ledger.record_due(schedule, [Fire(at) for at in fires], after, fires[-1] * 1000)


def running(ledger: Ledger, name: str = "tidy", work: Work = WORK) -> Run:
    """A run whose first command was executed."""
    if ledger.job(name) is None:
        ledger.create_job(name, work, NOW)
    run = ledger.add_run(name, NOW)
    ledger.claim(run.id)
    ledger.launch(run.id, NOW + 1)
    ledger.begin(run.id, NOW + 2)
    return ledger.run(run.id)
