"""The output of jobs in the terminal: a line of one after a line of another, each with the name of its job."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from everly.frozen import frozen
from everly.jobs.cli.console import Console
from everly.jobs.cli.job_reading import tell_note
from everly.jobs.runs.log_index import STDERR, STDOUT
from everly.jobs.views.log_lines import Line, Lost
from everly.jobs.views.log_tail import Chunk
from everly.jobs.views.log_text import visible
from everly.jobs.views.times import utc_text

if TYPE_CHECKING:
    from everly.jobs.views.log_follow import Found

__all__ = ["LogPrinter", "Look"]

_AT_ONCE = 1000  # lines that are written together


@frozen(kw_only=True)
class Look:
    """How output is shown: with the names of jobs, with times, as it was written, and of which of the two streams.

    With a `record`, each line is what that makes of it, for other programs; where it makes nothing of a loss, that is
    told as it is otherwise.
    """

    names: bool
    timestamps: bool
    raw: bool
    stdout: bool
    stderr: bool
    record: Callable[[Line | Lost], str | None] | None = None

    @property
    def is_as_written(self) -> bool:
        """Whether nothing is added to the bytes, so that they need not be put together to lines."""
        return self.raw and not self.names and not self.timestamps

    def wants(self, stream: int) -> bool:
        """Whether a stream is shown; that of a terminal always is, for it is both."""
        if self.stdout == self.stderr:
            return True
        return stream != (STDERR if self.stdout else STDOUT)


class LogPrinter:
    """Writes what is found. Names are as wide as the longest that is known."""

    def __init__(self, console: Console, look: Look, names: Iterable[str]) -> None:
        self._console, self._look = console, look
        self._numbers = {name: number for number, name in enumerate(names)}
        self._widest = max(map(len, self._numbers), default=0)
        self._is_coloured = console.is_coloured
        self._before: dict[str, str] = {}  # the lines of each job

    def show(self, found: Iterable[Found]) -> bool:
        """Write it, and say what is missing, as a rule on the standard error; whether there was anything."""
        lines: list[bytes | str] = []
        some = False
        for each in found:
            some = True
            if not isinstance(each, Lost) and not self._look.wants(each.stream):
                continue
            shown = self._shown(each)
            if shown is not None:
                lines.append(shown)
            elif isinstance(each, Lost):
                self._write(lines)
                self._tell(each)
            if len(lines) >= _AT_ONCE:
                self._write(lines)
        self._write(lines)
        return some

    def _shown(self, each: Found) -> bytes | str | None:
        """What is written of it; None of a loss that is told."""
        if isinstance(each, Chunk):
            return each.data
        if self._look.record is not None:
            return self._look.record(each)
        return None if isinstance(each, Lost) else self._line(each)

    def _write(self, lines: list[bytes | str]) -> None:
        if not lines:
            return
        if self._look.raw:
            self._console.write_bytes(b"".join(line for line in lines if isinstance(line, bytes)))
        else:
            self._console.write_block([line for line in lines if isinstance(line, str)])
        lines.clear()

    def _line(self, line: Line) -> bytes | str:
        before = self._name(line.origin.job) if self._look.names else ""
        if self._look.timestamps:
            before += (utc_text(line.time) if line.time else "?") + " "
        if self._look.raw:
            return before.encode() + line.data + b"\n"
        return before + visible(line.data, coloured=self._is_coloured)

    def _name(self, job: str) -> str:
        """What stands before the lines of a job; a longer name makes it wider for all from then on."""
        if job not in self._before:
            if len(job) > self._widest:
                self._widest = len(job)
                self._before.clear()
            number = self._numbers.setdefault(job, len(self._numbers))
            self._before[job] = self._console.paint_name(f"{job.ljust(self._widest)} |", number) + " "
        return self._before[job]

    def _tell(self, lost: Lost) -> None:
        many = f"{lost.gap.size:,} byte{'s' * (lost.gap.size != 1)}"
        why = "no longer kept" if lost.gap.kept else "lost: the disk did not take what was written"
        tell_note(self._console, f"{many} of the output of '{lost.origin.job}' (run {lost.origin.run}), {why}")
