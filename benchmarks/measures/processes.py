"""Processes: what importing everly and one command cost beside an interpreter that does nothing."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from benchmarks import launcher
from benchmarks.installation import install
from benchmarks.options import Options
from benchmarks.results import Row, Section, Target
from everly.jobs.ledger import Ledger, Work
from everly.jobs.places import VARIABLE, Places, prepare

_COMMAND = ("show", "schedule", "daily and mon-fri")
_MOST_MEGABYTES = 25
_JOBS = 10


def processes(options: Options) -> Section:
    """A bare `python -c pass`, `import everly`, and the command line, each with its peak memory, as installed."""
    with TemporaryDirectory() as folder:
        python, everly = install(Path(folder))
        commands = {
            "python -c pass": [python, "-c", "pass"],
            "import everly": [python, "-c", "import everly"],
            "everly show schedule": [python, everly, *_COMMAND],
            "everly show jobs": [python, everly, "show", "jobs"],
        }
        home = _home(Path(folder) / "home")
        found = run_in_turn(list(commands.values()), options.rounds, home)
    seconds = {name: median(run[place][0] for run in found) for place, name in enumerate(commands)}
    megabytes = {name: max(run[place][1] for run in found) for place, name in enumerate(commands)}
    bare, imported, shown, listed = commands
    return Section(
        "processes",
        "time and peak memory of a process",
        tuple(Row(name, seconds[name] * 1e9, note=f"{megabytes[name]:.1f} MB") for name in commands),
        (
            Target("import everly, beside a bare interpreter", 3, seconds[imported] / seconds[bare], most=True),
            Target("everly show schedule, beside a bare interpreter", 8, seconds[shown] / seconds[bare], most=True),
            Target("everly show jobs, beside a bare interpreter", 8, seconds[listed] / seconds[bare], most=True),
            Target("import everly, memory", _MOST_MEGABYTES, megabytes[imported], "MB", most=True),
            Target("everly show schedule, memory", _MOST_MEGABYTES, megabytes[shown], "MB", most=True),
        ),
    )


def _home(root: Path) -> Path:
    """A folder with some jobs, whose runner is not up."""
    places = Places(root)
    prepare(places)
    with Ledger(places.ledger) as ledger:
        for number in range(_JOBS):
            ledger.create_job(f"job-{number}", Work((("true",),), "/"), 0)
            ledger.set_schedule(
                f"job-{number}", 0, text="daily at 09:00", zone="UTC", anchor=0, next_fire=32_400 + 86_400 * 30_000
            )
    return root


def run_in_turn(commands: list[list[str]], rounds: int, home: Path) -> list[list[tuple[float, float, int]]]:
    """What all commands take in turn: seconds, megabytes and their exit codes, a list for each round.

    A round before those that count lets Python write its bytecode, as an installation does.
    """
    arguments = [sys.executable, "-S", "-E", launcher.__file__, json.dumps([rounds + 1, commands])]
    unwanted = {"PYTHONDONTWRITEBYTECODE", "PYTHONPATH"}
    environment = {name: value for name, value in os.environ.items() if name not in unwanted}
    environment[VARIABLE] = str(home)
    # The command is this module's own.
    done = subprocess.run(arguments, check=True, capture_output=True, text=True, env=environment)  # noqa: S603
    found: list[list[tuple[float, float, int]]] = json.loads(done.stdout)[1:]
    if codes := {tuple(run) for each in found for run in each if run[2]}:
        raise RuntimeError(f"a process failed: {commands} gave {sorted(codes)}")
    return found
