"""The clock of the machine, which commands read once and hand on."""

from __future__ import annotations

import time


def now() -> int:
    """The time, in whole milliseconds since 1970 in UTC."""
    return time.time_ns() // 1_000_000
