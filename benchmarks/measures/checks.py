"""Checks: what `everly lint` takes for a file of schedules as people write them, with the start of the process."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from benchmarks.installation import install
from benchmarks.measures.processes import run_in_turn
from benchmarks.options import Options
from benchmarks.results import Row, Section, worst_target

_MOST_MILLISECONDS = 1000
_DAYS = ("* * *", "* * mon-fri", "1 * *", "1-7 * mon", "* * 6", "*/2 * *", "15 */3 *", "1,15 * 5", "* 1-6 sun")
_WORDS = (
    "daily at {hour:02}:{minute:02}",
    "mon-fri at {hour:02}:{minute:02}",
    "every {number} minutes",
    "last fri at {hour:02}:{minute:02}",
    "weekly starting monday at {hour:02}:{minute:02}",
    "{minute} {hour} * * sat",
    "daily at {hour:02}:{minute:02} except dec 25",
    "{minute} {hour} * * * & not dec 25",
    "monthly on 1st at {hour:02}:{minute:02}",
    "every {number} minutes & mon-fri",
)


def checks(options: Options) -> Section:
    """Files of each format, each with so many schedules of which no two are alike; findings cost time, too."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        python, everly = install(folder / "installed")
        paths = _written(folder, options.schedules)
        commands = [[python, everly, "lint", "--isolated", "--fail-on", "never", str(path)] for path in paths]
        found = run_in_turn(commands, options.rounds, folder / "home")
    seconds = {path.name: median(run[place][0] for run in found) for place, path in enumerate(paths)}
    return Section(
        "checks",
        f"everly lint, a file of {options.schedules:,} schedules",
        tuple(Row(name, each * 1e9) for name, each in seconds.items()),
        (
            worst_target(
                "everly lint, a thousand schedules",
                _MOST_MILLISECONDS,
                {name: each * 1e6 / options.schedules for name, each in seconds.items()},
                unit="ms",
                most=True,
            ),
        ),
    )


def cron_lines(count: int) -> list[str]:
    """As many lines, 1,440 at most; three of nine restrict the day and the weekday, which is a finding."""
    return [f"{number % 60} {number // 60} {_DAYS[number % len(_DAYS)]}" for number in range(count)]


def in_words(count: int) -> list[str]:
    """As many schedules, 1,440 at most, of a file that everly reads."""
    return [
        _WORDS[number % len(_WORDS)].format(number=number + 2, hour=number // 60, minute=number % 60)
        for number in range(count)
    ]


def _written(folder: Path, count: int) -> list[Path]:
    lines, words = cron_lines(count), in_words(count)
    texts = {
        "crontab": _each(lines, lambda number, text: f"{text} /usr/local/bin/job-{number}\n"),
        "jobs.schedules": _each(words, lambda _, text: f"{text}\n"),
        "jobs.yaml": _each(words, lambda number, text: f"job-{number}:\n  schedule: {json.dumps(text)}\n"),
        "jobs.toml": _each(words, lambda number, text: f"[job-{number}]\nschedule = {json.dumps(text)}\n"),
    }
    for name, text in texts.items():
        (folder / name).write_text(text, "utf-8")
    return [folder / name for name in texts]


def _each(texts: list[str], line: Callable[[int, str], str]) -> str:
    return "".join(line(number, text) for number, text in enumerate(texts))
