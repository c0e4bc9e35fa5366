"""A folder of jobs as a runner would have left it, for those who read it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from unittest.mock import patch

import pytest

from everly.jobs.ledger import Ending, Ledger, LedgerReader, Reason, Run, Work
from everly.jobs.places import Places, prepare
from everly.jobs.runs.log_index import STDOUT
from everly.jobs.runs.log_writer import LogWriter

NOW = 1_800_000_000_000
"""2027-01-15 08:00:00 UTC, in milliseconds."""

SECOND = NOW // 1000
OK = Ending(Reason.CODE, code=0)


class Home:
    """The ledger of a folder, and the logs in it. `now` is the clock, which only its tests move."""

    def __init__(self, root: Path) -> None:
        self.places = Places(root)
        prepare(self.places)
        self.ledger = Ledger(self.places.ledger)
        self.now = NOW
        self.writers: dict[Path, LogWriter] = {}

    def job(
        self,
        name: str,
        *steps: tuple[str, ...],
        text: str = "",
        next_fire: int | None = None,
        zone: str = "UTC",
        **options: str | float | bool | None,
    ) -> None:
        """A job, with a schedule where there is a text."""
        self.ledger.create_job(name, Work(steps or (("true",),), "/srv", (), tuple(options.items())), self.now)
        if text:
            self.ledger.set_schedule(name, self.now, text=text, zone=zone, anchor=SECOND, next_fire=next_fire)

    def begin(self, name: str, took: int = 0) -> Run:
        """A run by hand, whose first attempt runs."""
        run = self.ledger.add_run(name, self.now)
        self.ledger.claim(run.id)
        self.ledger.launch(run.id, self.now)
        self.now += took
        self.ledger.begin(run.id, self.now)
        return self.ledger.run(run.id)

    def run(self, name: str, ending: Ending = OK, took: int = 3000) -> Run:
        """A run by hand that has ended."""
        run = self.begin(name)
        self.now += took
        self.ledger.end_run(run.id, ending, self.now)
        return self.ledger.run(run.id)

    def directory(self, run: Run, step: int = 1, number: int = 1) -> Path:
        """The directory of an attempt, which is made if it is not there."""
        found = self.places.attempt(self.ledger.identity(), run.id, step, number)
        found.mkdir(mode=0o700, exist_ok=True)
        return found

    def write(
        self,
        run: Run,
        data: bytes,
        stream: int = STDOUT,
        *,
        step: int = 1,
        number: int = 1,
        limit: int = 1 << 20,
        keep: int = 5,
    ) -> None:
        """Output of an attempt, as its shim writes it."""
        path = self.directory(run, step, number)
        if path not in self.writers:
            self.writers[path] = LogWriter(str(path), limit, keep)
        self.writers[path].write(data, stream, self.now)

    def reader(self) -> LedgerReader:
        return LedgerReader(self.places.ledger)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Home]:
    """A folder of jobs that the commands find, while the clock stands where it stands there."""
    made = Home(tmp_path / "home")
    monkeypatch.setenv("EVERLY_HOME", str(made.places.root))
    with patch("everly.jobs.cli.clock.now", lambda: made.now):
        yield made
    for writer in made.writers.values():
        writer.close(made.now)
    made.ledger.close()
