"""Kill the runner, its spawner and the shims at random moments, and count: `python -m tests.chaos --help`."""

from __future__ import annotations

import argparse
import os
import random
import signal
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.chaos.faults import KINDS, Killer
from tests.chaos.load import Made, draw
from tests.chaos.progress import Progress, say
from tests.chaos.settling import settle
from tests.chaos.verdict import Verdict, judge
from tests.jobs.checker import check_limits, check_rows
from tests.jobs.processes.worlds import World

INTERRUPTED = 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run it; 0 if nothing was doubled, and nothing lost after a single fault.

    Interrupted, by Ctrl-C or TERM, it settles and counts what there was up to then; interrupted again, it ends.
    """
    options = _options(arguments)
    rng = random.Random(options.seed)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    say(f"seed {options.seed}, {options.jobs} jobs, {options.minutes:g} minutes, a kill every {options.every:g} s")
    with TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        world = World(Path(folder))
        world.folder.chmod(0o700)
        os.environ["EVERLY_HOME"] = str(world.places.root)
        killer = Killer(world, rng, tuple(getattr(options, kind) for kind in KINDS), options.every)
        try:
            made, interrupted = _run(world, options, rng, killer)
            verdict = _count(world, made, options.settle, killer)
            if verdict.faults:
                say(world.log()[-20_000:])
        finally:
            with Progress("taking all away"):
                world.close()
    _tell(verdict, killer)
    return INTERRUPTED if interrupted else int(bool(verdict.doubled or verdict.lost or verdict.faults))


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.chaos", description=__doc__)
    parser.add_argument("--minutes", type=float, default=1.0)
    parser.add_argument("--jobs", type=int, default=20)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(1 << 32))
    parser.add_argument("--every", type=float, default=1.5, help="seconds between kills, in the mean")
    parser.add_argument(
        "--settle", type=float, default=180.0, help="seconds after the last kill in which all is to be made up for"
    )
    for kind, share in zip(KINDS, (0.4, 0.4, 0.2), strict=True):
        parser.add_argument(f"--{kind}", type=float, default=share, help=f"share of kills that hit a {kind}")
    return parser.parse_args(arguments)


def _run(world: World, options: argparse.Namespace, rng: random.Random, killer: Killer) -> tuple[list[Made], bool]:
    """Make the jobs, and kill; the jobs that were made, and whether that was interrupted."""
    made: list[Made] = []
    try:
        drawn = draw(options.jobs, rng, str(world.folder / "ran"))
        with Progress("making the jobs", len(drawn)) as progress:
            for job in drawn:
                answer = world.make(job.name, job.argv, schedule=job.schedule, **job.options)
                assert answer.ok, answer
                made.append(job)
                progress.step()
        with Progress("killing, seconds", round(options.minutes * 60)) as progress:
            killer.run(options.minutes * 60, progress.reach)
    except KeyboardInterrupt:
        say("interrupted; counting what there was (again to end it)")
        return made, True
    return made, False


def _count(world: World, made: Sequence[Made], patience: float, killer: Killer) -> Verdict:
    recorded, faults = settle(world, made, patience)
    with world.ledger() as reader, Progress("judging the runs"):
        executed = world.executed()
        found = judge(reader, world.places, made, until=recorded, executed=executed, kills=killer.kills)
        rows = (*_broken(lambda: check_rows(world.places.ledger)), *_broken(lambda: check_limits(reader)))
    return found.with_faults((*faults, *rows))


def _broken(check: Callable[[], object]) -> tuple[str, ...]:
    """What a check of the rows finds; the counts are told all the same."""
    try:
        check()
    except AssertionError as error:
        return (f"the rows are not as they must be: {error}",)
    return ()


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
        say(f"{name:<22} {value}")
    for fault in verdict.faults[:20]:
        say(f"fault: {fault}")


if __name__ == "__main__":
    sys.exit(main())
