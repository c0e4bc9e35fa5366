"""What goes wrong with jobs, in words for their user."""

from __future__ import annotations


class JobsError(Exception):
    """Something that is refused; `help` is the way out, if one is known."""

    def __init__(self, message: str, help: str | None = None) -> None:
        super().__init__(message)
        self.help = help
