"""Why a fire time was missed although a runner was up. What was missed before it came up needs no more words."""

from __future__ import annotations

__all__ = ["UNWRITTEN", "WAS_LATE", "Punctuality"]

UNWRITTEN = "the ledger could not be written"
WAS_LATE = "the runner was late"
"""As where the machine slept, the runner stood still, the clock was set forward, or there was too much to do."""


class Punctuality:
    """What a runner remembers of its turns: up to when it has recorded all that fell due, and what kept it since.

    Moments are milliseconds since 1970 in UTC.
    """

    def __init__(self) -> None:
        self._done: int | None = None
        self._is_refused = False

    def begins(self, now: int) -> None:
        """A turn begins; the first one is when the runner came up."""
        if self._done is None:
            self._done = now

    def refused(self) -> None:
        """A turn could not write what it had to."""
        self._is_refused = True

    def done(self, at: int) -> None:
        """A turn has recorded all that had come by some moment."""
        self._done, self._is_refused = at, False

    def why_missed(self, fire: int) -> str | None:
        """Why a fire time (seconds) was missed, in words; None if no runner was up."""
        if self._done is None or fire * 1000 < self._done:
            return None
        return UNWRITTEN if self._is_refused else WAS_LATE
