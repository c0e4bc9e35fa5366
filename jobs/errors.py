"""What goes wrong with jobs, in words for their user."""

from __future__ import annotations

from enum import StrEnum


class Fault(StrEnum):
    """Where the fault lies. The exit code of a command follows from that alone, whichever command it is."""

    WORDS = "words"
    """In the words of a request alone: they would be refused whatever jobs, files and commands there are."""
    ASKED = "asked"
    """In what was asked for, as things are: there is no such job, or it cannot be so."""
    PLACE = "place"
    """In how everly is set up here: the folder of the jobs, or the platform."""
    FILE = "file"
    """In a file of everly's, which cannot be read or written."""


class JobsError(Exception):
    """Something that is refused; `help` is the way out, if one is known."""

    fault = Fault.ASKED

    def __init__(self, message: str, help: str | None = None) -> None:
        super().__init__(message)
        self.help = help
