"""Run the benchmarks: `python -m benchmarks` in a checkout."""

from __future__ import annotations

import argparse
import json
import platform
import sys
from collections.abc import Sequence
from pathlib import Path

from benchmarks.measures import MEASURES
from benchmarks.options import Options
from benchmarks.peers import EVERLY, warm
from benchmarks.results import as_json
from benchmarks.tables import render


def main(arguments: Sequence[str] | None = None, options: Options | None = None) -> int:
    """Measure, write the JSON file, print the tables; the exit code is 0 whatever the targets say."""
    asked = _parser().parse_args(arguments)
    options = options or Options(rounds=asked.rounds)
    warm(options.peers, options.lines[0])
    sections = [MEASURES[name](options) for name in asked.only or MEASURES]
    versions = {peer.name: peer.version for peer in (EVERLY, *options.peers)}
    about = {"python": platform.python_version(), "rounds": options.rounds, "versions": versions}
    path: Path = asked.json
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(as_json(sections, about), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    named = ", ".join(f"{name} {version or 'not installed'}" for name, version in versions.items())
    sys.stdout.write(f"Python {platform.python_version()}; {named}\n\n{render(sections)}\n{path} has all figures\n")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--rounds", type=int, default=7, help="rounds, of which the median counts (default: 7)")
    parser.add_argument("--only", nargs="+", choices=tuple(MEASURES), help="measures to run (default: all)")
    parser.add_argument("--json", type=Path, default=Path(".benchmarks/latest.json"), help="where the figures go")
    return parser


if __name__ == "__main__":
    sys.exit(main())
