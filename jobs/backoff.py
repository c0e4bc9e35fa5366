"""How long to wait before something that failed is tried again."""

from __future__ import annotations

MOST_WAIT = 3600.0
"""The longest wait, in seconds."""


def wait(backoff: float, number: int) -> float:
    """The wait in seconds before the try after the `number`-th: `backoff`, and each time twice as much."""
    return min(backoff * 2.0 ** min(number - 1, 64), MOST_WAIT)
