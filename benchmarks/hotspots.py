"""Where the time goes: `python -m benchmarks.hotspots 'fri#3'` profiles one line, by its name or as a schedule."""

from __future__ import annotations

import argparse
import pstats
import sys
from collections.abc import Sequence
from cProfile import Profile

from benchmarks.corpus import LINES, Line
from everly import parse_schedule


def main(arguments: Sequence[str] | None = None) -> int:
    """Profile making a trigger, or its firings, and print the functions that cost most."""
    asked = _parser().parse_args(arguments)
    line = next((line for line in LINES if line.name == asked.line), Line(asked.line, asked.line))
    profile = Profile()
    if asked.parse:
        with profile:
            for _ in range(asked.times):
                parse_schedule(line.text, now=line.now_in(asked.zone), timezone=asked.zone)
    else:
        trigger = parse_schedule(line.text, now=line.now_in(asked.zone), timezone=asked.zone)
        with profile:
            for _ in range(asked.times):
                trigger.next()
    pstats.Stats(profile, stream=sys.stdout).strip_dirs().sort_stats("tottime").print_stats(asked.functions)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.hotspots", description=__doc__)
    parser.add_argument("line", help="a line of the corpus by name, or any schedule")
    parser.add_argument("--zone", default="UTC")
    parser.add_argument("--parse", action="store_true", help="profile parse_schedule in place of next()")
    parser.add_argument("--times", type=int, default=10_000, help="how often (default: 10,000)")
    parser.add_argument("--functions", type=int, default=25, help="how many functions are shown (default: 25)")
    return parser


if __name__ == "__main__":
    sys.exit(main())
