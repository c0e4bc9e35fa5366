"""A process that writes a ledger until it is killed: `python -m tests.jobs.ledger.writing PATH SEED`.

It says each fire time when it is past it, and each run that it ended, once that is kept.
"""

from __future__ import annotations

import random
import sys
from contextlib import suppress
from pathlib import Path

from everly.jobs.ledger import Ending, Fire, Ledger, Reason, RefusedError, Run, State, Work

NAMES = ("first", "second")
LIMIT = 2
START = 1_800_000_000
WORK = Work((("a",), ("b",)), "/")


def main(path: Path, seed: int, *refusals: type[RefusedError]) -> None:
    """Write on, from where the one before was killed; where another writes too, a run may be past what it was."""
    chance = random.Random(seed)
    with Ledger(path) as ledger:
        for name in NAMES:
            prepare(ledger, name)
        say("ready")
        while True:
            now = fire(ledger, chance)
            for open_run in ledger.unfinished():
                with suppress(*refusals):
                    advance(ledger, open_run.run, now, chance)


def say(text: str) -> None:
    """Tell who listens that it is kept."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def prepare(ledger: Ledger, name: str) -> None:
    """The job and its schedule, each second, if they are not there yet."""
    if ledger.job(name) is None:
        with ledger.change():
            ledger.create_job(name, WORK, START * 1000)
            ledger.set_schedule(name, START * 1000, text="secondly", zone="UTC", anchor=START, next_fire=START)


def fire(ledger: Ledger, chance: random.Random) -> int:
    """Let some seconds pass, and record what fell due; the time then."""
    summary = ledger.jobs([chance.choice(NAMES)])[0]
    schedule = summary.schedule
    if schedule is None or schedule.next_fire is None:
        raise AssertionError
    first = max(START, schedule.next_fire - chance.randrange(3))
    last = schedule.next_fire + chance.randrange(5)
    fires = (Fire(at, chance.choice([None, None, Reason.MISSED])) for at in range(first, last + 1))
    ledger.record_due(schedule, fires, last + 1, last * 1000)
    say(f"fired {summary.job.name} {last}")
    return last * 1000


def advance(ledger: Ledger, run: Run, now: int, chance: random.Random) -> None:
    """One legal step of a run."""
    if run.state is State.DUE:
        ledger.claim(run.id, LIMIT)
    elif run.state is State.CLAIMED:
        ledger.launch(run.id, now)
    elif run.state is State.LAUNCHING and ledger.attempts(run.id)[-1].ending is None:
        ledger.begin(run.id, now)
    elif run.state is State.RUNNING:
        run_on(ledger, run, now, chance)


def run_on(ledger: Ledger, run: Run, now: int, chance: random.Random) -> None:
    """End its attempt and launch the next, or end the run."""
    last = ledger.attempts(run.id)[-1]
    failed = Ending(Reason.CODE, chance.randrange(1, 4))
    if last.step < len(WORK.steps) and chance.random() < 0.7:
        with ledger.change():
            ledger.end_attempt(run.id, Ending(Reason.CODE, 0), now)
            ledger.launch(run.id, now)
        return
    ending = Ending(Reason.CODE, 0) if last.step == len(WORK.steps) else failed
    ledger.end_run(run.id, ending, now)
    say(f"ended {run.id} {ending.code}")


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), *[RefusedError for _ in sys.argv[3:]])
