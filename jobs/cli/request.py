"""What `everly show schedule` is asked for: its arguments told apart and checked against each other."""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING

import click

from everly.frozen import frozen

if TYPE_CHECKING:
    from everly.scheduling.engine.zones import Zone

MOST = 100_000
"""The most timestamps that are listed."""

_DEFAULT = 5
_MOST_WORDS = 40  # of a schedule that was not quoted; a star may have become a hundred names of files
_MOST_BYTES = 1 << 20  # read from the standard input; a schedule may have far fewer


@frozen(kw_only=True)
class Request:
    """The arguments and options as given; None is what was left out."""

    words: tuple[str, ...]
    listed: int | None
    tz: Zone
    zones: tuple[Zone, ...]
    start: str | None
    stop: str | None
    reverse: bool
    now: str | None
    utc: bool
    as_json: bool
    calendar: bool
    months: int | None

    def check(self) -> None:
        """Refuse options that say nothing together.

        Raises:
            click.UsageError: Two options or arguments exclude each other, or one needs another.
        """
        refused = (
            (self.calendar and self.as_json, "--calendar and --json exclude each other"),
            (self.calendar and self.reverse, "--calendar and --reverse exclude each other"),
            (self.calendar and len(self.words) == 2, "COUNT does not go with --calendar; use --months"),
            (self.calendar and self.listed is not None, "-n does not go with --calendar; use --months"),
            (self.calendar and len(self.zones) > 1, "--calendar shows the days of one zone, so give --in once"),
            (self.calendar and self.utc and self.zones, "--calendar shows the days of one zone: give --utc or --in"),
            (self.months is not None and not self.calendar, "--months needs --calendar"),
        )
        for fault, message in refused:
            if fault:
                raise click.UsageError(message)
        _ = self.count  # its own faults come before those of the schedule

    @property
    def schedule(self) -> str:
        """The schedule: the first argument, or what stands on the standard input when that is `-`.

        Raises:
            click.UsageError: There is none.
        """
        if not self.words:
            raise click.UsageError("missing argument SCHEDULE")
        return schedule_text(self.words[0])

    @property
    def count(self) -> int:
        """How many timestamps are wanted.

        Raises:
            click.UsageError: COUNT is no number that can be listed, or said twice, or there are more words than two.
        """
        match self.words:
            case () | (_,):
                return self.listed or _DEFAULT
            case (_, count) if re.fullmatch(r"\+?[0-9]{1,18}", count, re.ASCII) and 1 <= int(count) <= MOST:
                if self.listed is not None:
                    raise click.UsageError("COUNT and -n say the same: give one of them")
                return int(count)
            case (schedule, count):
                message = f"COUNT is '{count}', where a whole number from 1 to {MOST} is wanted"
                if not re.match(r"[+-]?[.0-9]", count):
                    both = quoted("show schedule", (schedule, count))
                    message += f"; if it belongs to the schedule, quote both:\n\n  {both}"
                raise click.UsageError(message)
            case _:
                schedule, count, after, *_ = self.words
                extra = after if count.isdecimal() else count
                message = f"unexpected '{extra}' after the schedule '{schedule}'; quote the schedule as one argument"
                raise click.UsageError(f"{message}:\n\n  {quoted('show schedule', self.words)}")


def schedule_text(word: str) -> str:
    """The schedule that an argument is; `-` stands for what is on the standard input.

    Raises:
        click.UsageError: The standard input cannot be read.
    """
    return _standard_input() if word == "-" else word


def quoted(command: str, words: tuple[str, ...]) -> str:
    """A command of everly with a schedule in quotes that a shell had cut into words."""
    import shlex

    whole = shlex.quote(" ".join(words)) if len(words) <= _MOST_WORDS else "'...'"
    return f"everly {command} {whole}"


def _standard_input() -> str:
    if sys.stdin is None:
        raise click.UsageError("the schedule was to be read from the standard input, which is closed")
    try:
        raw = sys.stdin.buffer.read(_MOST_BYTES)
    except OSError as error:
        raise click.UsageError(f"the schedule cannot be read from the standard input: {error.strerror}") from None
    return raw.decode("utf-8", "surrogateescape").rstrip("\r\n")
