"""Kill the runner, its spawner and the shims at random moments, and count: `python -m tests.chaos --help`."""

from __future__ import annotations

import argparse
import os
import random
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from everly.jobs.ledger import Schedule
from everly.jobs.presence import is_up
from tests.chaos.faults import KINDS, Killer
from tests.chaos.load import Made, draw
from tests.chaos.verdict import Verdict, judge
from tests.jobs.checker import check_limits, check_rows
from tests.jobs.processes.worlds import World
from tests.jobs.runs.shims import until


def main(arguments: Sequence[str] | None = None) -> int:
    """Run it; 0 if nothing was doubled, and nothing lost after a single fault."""
    options = _options(arguments)
    rng = random.Random(options.seed)
    _say(f"seed {options.seed}, {options.jobs} jobs, {options.minutes:g} minutes, a kill every {options.every:g} s")
    with TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        world = World(Path(folder))
        world.folder.chmod(0o700)
        os.environ["EVERLY_HOME"] = str(world.places.root)
        try:
            verdict, killer = _run(world, options, rng)
            if verdict.faults:
                _say(world.log()[-20_000:])
        finally:
            world.close()
    _tell(verdict, killer)
    return bool(verdict.doubled or verdict.lost or verdict.faults)


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.chaos", description=__doc__)
    parser.add_argument("--minutes", type=float, default=1.0)
    parser.add_argument("--jobs", type=int, default=20)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(1 << 32))
    parser.add_argument("--every", type=float, default=1.5, help="seconds between kills, in the mean")
    for kind, share in zip(KINDS, (0.4, 0.4, 0.2), strict=True):
        parser.add_argument(f"--{kind}", type=float, default=share, help=f"share of kills that hit a {kind}")
    return parser.parse_args(arguments)


def _run(world: World, options: argparse.Namespace, rng: random.Random) -> tuple[Verdict, Killer]:
    made = draw(options.jobs, rng, str(world.folder / "ran"))
    for job in made:
        answer = world.make(job.name, job.argv, schedule=job.schedule, **job.options)
        assert answer.ok, answer
    killer = Killer(world, rng, tuple(getattr(options, kind) for kind in KINDS), options.every)
    killer.run(options.minutes * 60)
    recorded = _settle(world, made)
    check_rows(world.places.ledger)
    with world.ledger() as reader:
        check_limits(reader)
        executed = world.executed()
        return judge(reader, world.places, made, until=recorded, executed=executed, kills=killer.kills), killer


def _settle(world: World, made: Sequence[Made]) -> dict[str, Schedule]:
    """Let what was missed be caught up with, then stop all; the schedules as they were when all had been recorded."""

    def recorded() -> dict[str, Schedule] | None:
        world.keep_up()
        now = time.time()
        with world.ledger() as reader, reader.snapshot():
            found = {each.job.name: each.schedule for each in reader.jobs() if each.schedule is not None}
        return found if all((each.next_fire or 0) > now - 1 for each in found.values()) else None

    found: dict[str, Schedule] = until(recorded, "what is due is not recorded")
    assert is_up(world.places)
    world.do("stop", *(job.name for job in made))
    return found


def _tell(verdict: Verdict, killer: Killer) -> None:
    median, late, most = verdict.lateness
    killed = ", ".join(f"{sum(each.kind == kind for each in killer.kills)} {kind}s" for kind in KINDS)
    skipped = ", ".join(f"{count} {why}" for why, count in sorted(verdict.skipped.items())) or "none"
    for name, value in (
        ("killed", killed),
        ("expected", f"{verdict.expected} fire times"),
        ("ran", verdict.ran),
        ("skipped by policy", skipped),
        ("never began", verdict.unstarted),
        ("lost after two faults", verdict.lost_twice_hit),
        ("lost after one", verdict.lost),
        ("doubled", verdict.doubled),
        ("lateness", f"median {median:.0f} ms, p99 {late:.0f} ms, most {most:.0f} ms"),
    ):
        _say(f"{name:<22} {value}")
    for fault in verdict.faults[:20]:
        _say(f"fault: {fault}")


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
