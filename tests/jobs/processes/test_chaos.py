"""A short run of the random killer, with a seed of its own each time; `python -m tests.chaos` makes long ones."""

import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from everly.jobs.ledger import Ending, Reason, Run, Schedule, State
from tests.chaos.load import Made
from tests.chaos.verdict import _check_code, _compare, _expected, _Kills

ROOT = Path(__file__).parents[3]
MINUTES = "1" if "CI" in os.environ else "0.3"
JOB = Made("job", "secondly", 7, ("true",), {})


@pytest.mark.skipif(sys.platform != "linux", reason="finds the processes to kill through /proc")
def test_what_is_killed_at_random_doubles_nothing_and_loses_nothing_by_one_fault(
    capsys: pytest.CaptureFixture[str],
) -> None:
    command = [sys.executable, "-m", "tests.chaos", "--minutes", MINUTES, "--jobs", "8", "--every", "0.8"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    with capsys.disabled():  # the seed, and what came of it, also where all went well
        sys.stdout.write(f"\n{done.stdout}")
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.startswith("seed ")
    assert "doubled                0\n" in done.stdout


def _run(fire: int, ending: Ending) -> Run:
    return Run(fire, 1, 1, fire, State.FINISHED, ending, fire * 1000, fire * 1000, fire * 1000)


OK = Ending(Reason.CODE, code=7)


@pytest.mark.parametrize(
    ("fires", "said"),
    [
        ((100, 101, 102), []),
        ((100, 102), ["no run of 'job' at [101]"]),
        ((100, 101, 101, 102), ["two runs of 'job' at [101]"]),
        ((99, 100, 101, 102), ["a run of no fire time of 'job' at [99]"]),
    ],
)
def test_the_verdict_sees_fire_times_that_are_lost_doubled_or_made_up(fires: tuple[int, ...], said: list[str]) -> None:
    faults: list[str] = []
    schedule = Schedule(1, "secondly", "UTC", 100, 103, False)
    assert _compare("job", schedule, [_run(fire, OK) for fire in fires], faults) == 3
    assert faults == said


def test_the_verdict_counts_the_runs_of_the_fire_times_that_it_expects() -> None:
    schedule = Schedule(1, "secondly", "UTC", 100, 103, False)
    runs = [_run(fire, OK) for fire in (100, 101, 102, 103, 104)]
    assert len(_expected(schedule, runs)) == _compare("job", schedule, runs, []) == 3


@pytest.mark.parametrize(
    ("ending", "executed", "faulty"),
    [
        (OK, True, False),
        (OK, False, True),
        (Ending(Reason.CODE, code=0), True, True),
        (Ending(Reason.SIGNAL, signal=9), True, True),
    ],
)
def test_the_verdict_sees_exit_codes_that_are_made_up(ending: Ending, executed: bool, faulty: bool) -> None:
    faults: list[str] = []
    notes = Counter({"5.1.1": 1} if executed else {})
    _check_code(JOB, _run(5, ending), notes, faults, _Kills(()))
    assert bool(faults) == faulty
