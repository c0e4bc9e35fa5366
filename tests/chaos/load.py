"""The jobs that are run while processes are killed: commands, schedules, policies, drawn from a seed."""

from __future__ import annotations

import random
import shlex
from typing import Any

from everly.frozen import frozen

_SCHEDULES = (  # text, share of the jobs
    ("secondly", 0.03),
    ("every 5 seconds", 0.07),
    ("every 20 seconds", 0.2),
    ("*/1 * * * *", 0.3),
    ("every 5 minutes", 0.3),
    ("hourly and mon-sun", 0.1),
)
_OVERLAPS = ("forbid", "forbid", "queue", "queue-all", "allow")
_NAPS = ("0", "0", "0", "0.3", "1.5", "4")  # seconds


@frozen
class Made:
    """One job: its one step exits with `code`."""

    name: str
    schedule: str
    code: int
    argv: tuple[str, ...]
    options: dict[str, Any]

    @property
    def waits_for_nothing(self) -> bool:
        """Whether none of its runs is to wait for another one."""
        overlap, catch_up = self.options["overlap"], self.options["catch_up"]
        return (overlap, catch_up) in {("allow", "once"), ("allow", "all"), ("forbid", "once")}


def draw(count: int, rng: random.Random, notes: str) -> list[Made]:
    """So many jobs. Each execution adds a line to a file: the run, the step, the try."""
    texts = [text for text, _ in _SCHEDULES]
    shares = [share for _, share in _SCHEDULES]
    chosen = ["secondly", "every 5 seconds", *rng.choices(texts, shares, k=max(0, count - 2))][:count]
    return [_job(number, text, rng, notes) for number, text in enumerate(chosen)]


def _job(number: int, text: str, rng: random.Random, notes: str) -> Made:
    code, nap = rng.choice((0, 0, 0, 7)), rng.choice(_NAPS)
    script = f'echo "$EVERLY_RUN_NUMBER.1.$EVERLY_ATTEMPT" >> {shlex.quote(notes)}; sleep {nap}; exit {code}'
    options = {
        "overlap": rng.choice(_OVERLAPS),
        "catch_up": rng.choice(("once", "all")),
        "keep_runs": 1_000_000,  # the rows are what is counted
        "keep_logs": 20,
        "grace": 5.0,
    }
    return Made(f"chaos-{number}", text, code, ("/bin/sh", "-c", script), options)
