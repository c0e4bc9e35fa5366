"""A writer that is killed at any moment: what it answered for is kept, and nothing is half done."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from everly.jobs.ledger import Ledger, LedgerReader
from tests.jobs.ledger import writing
from tests.jobs.ledger.invariants import check

LINES = (0, 0, 1, 1, 2, 3, 5, 8, 20, 40, 80)
"""After so many answers the writers are killed, in some order."""


@contextmanager
def writer(path: Path, seed: int, *more: str) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-m", "tests.jobs.ledger.writing", str(path), str(seed), *more]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[3]) as process:
        try:
            yield process
        finally:
            process.kill()


def killed(path: Path, seed: int, lines: int) -> list[list[str]]:
    """What a writer said before it was killed, some time after so many lines."""
    said: list[str] = []
    with writer(path, seed) as process:
        assert process.stdout is not None
        for line in process.stdout:
            said.append(line)
            if len(said) > lines:
                break
        process.kill()
        said += process.stdout.readlines()
    return [line.split() for line in said if line.endswith("\n")]


def fires(reader: LedgerReader, name: str) -> list[int | None]:
    return [run.fire for run in reversed(reader.runs([name]))]


def check_kept(reader: LedgerReader, said: list[list[str]]) -> None:
    """All that was answered for is there, and every fire time once, without a gap."""
    for name in writing.NAMES:
        (summary,) = reader.jobs([name])
        assert summary.schedule is not None
        assert summary.schedule.next_fire is not None
        assert fires(reader, name) == [*range(writing.START, summary.schedule.next_fire)]
        past = [int(line[2]) for line in said if line[:2] == ["fired", name]]
        assert summary.schedule.next_fire > max(past, default=0)
    for line in said:
        if line[0] == "ended":
            ending = reader.run(int(line[1])).ending
            assert ending is not None
            assert ending.code == int(line[2])


def test_a_killed_writer_loses_nothing_and_leaves_nothing_half_done(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    seed = random.SystemRandom().randrange(1 << 30)
    chance = random.Random(seed)
    said: list[list[str]] = []
    for kill, lines in enumerate(chance.sample(LINES, len(LINES))):
        said += killed(path, seed + kill, lines)
        with closing(LedgerReader(path)) as reader:  # beside what the dead one left
            check_kept(reader, said)
        check(path, dict.fromkeys(writing.NAMES, writing.LIMIT))
    with Ledger(path) as ledger:
        check_kept(ledger, said)
    assert sum(line[0] == "ended" for line in said) > len(LINES), f"seed {seed}"


@pytest.mark.parametrize("microseconds", [100, 300, 1000, 3000, 10_000])
def test_a_writer_killed_while_it_makes_the_ledger_leaves_one_or_none(tmp_path: Path, microseconds: int) -> None:
    """The kill comes from a timer that is set when all is imported."""
    path = tmp_path / "ledger.db"
    text = (
        "import signal, sys; from pathlib import Path; from everly.jobs.ledger import Ledger\n"
        "signal.signal(signal.SIGALRM, signal.SIG_DFL)\n"
        f"signal.setitimer(signal.ITIMER_REAL, {microseconds} / 1e6)\n"
        "Ledger(Path(sys.argv[1]))\n"
        "signal.pause()\n"
    )
    ended = subprocess.run([sys.executable, "-c", text, str(path)], check=False, timeout=60)
    assert ended.returncode == -signal.SIGALRM
    with Ledger(path) as ledger:
        assert ledger.jobs() == ()
    check(path)


def test_readers_see_whole_changes_while_a_writer_writes(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    with writer(path, 7) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        seen: list[int] = []
        with closing(LedgerReader(path)) as first, closing(LedgerReader(path)) as second:
            while len(set(seen)) < 20:
                process.stdout.readline()
                for reader in (first, second):
                    with reader.snapshot():
                        check_kept(reader, [])
                        assert reader.active(1) <= writing.LIMIT
                        seen.append(len(reader.runs()))
        assert seen == sorted(seen)


def test_two_writers_never_claim_more_than_allowed_nor_fire_twice(tmp_path: Path) -> None:
    """The runner allows only one; should there be two, they wait for each other."""
    path = tmp_path / "ledger.db"
    with Ledger(path) as ledger:
        for name in writing.NAMES:
            writing.prepare(ledger, name)
    with writer(path, 1, "shared") as one, writer(path, 2, "shared") as two:
        assert one.stdout is not None
        assert two.stdout is not None
        for _ in range(25):
            assert one.stdout.readline()
            assert two.stdout.readline()
    check(path, dict.fromkeys(writing.NAMES, writing.LIMIT))
    with closing(LedgerReader(path)) as reader:
        check_kept(reader, [])
