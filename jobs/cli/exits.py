"""How the command line ends."""

from __future__ import annotations

from enum import IntEnum


class Exit(IntEnum):
    """Exit codes; each means the same for every command. 70 and 74 are those of BSD's sysexits."""

    DONE = 0
    SCHEDULE = 1
    """The schedule is at fault: it means nothing, or can never fire. Or two that were compared are not equal. Or there
    are findings about schedules in files, or schedules in them that are not in the canonical spelling."""
    FAILED = 1
    """A job or a run is not there, or what was asked of it was refused, by the rules of jobs or as things are."""
    USAGE = 2
    """The command line or the configuration is at fault; also the folder that jobs are kept in, or the platform."""
    NOTHING = 3
    """There was nothing to look at: no schedule in all the files."""
    UNREADABLE = 4
    """A file cannot be read, or not be written, such as the ledger of the jobs."""
    INTERNAL = 70
    """A fault of everly's own."""
    OUTPUT = 74
    """The output cannot be written, as on a full disk."""
    INTERRUPTED = 130
    """By Ctrl-C: 128 and the number of SIGINT, as a shell counts it."""
    BROKEN_PIPE = 141
    """The reader of the output went away, as `head` does: 128 and the number of SIGPIPE."""
