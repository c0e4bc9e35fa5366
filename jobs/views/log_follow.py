"""The output of jobs, through their runs: what is there, in the order of time, and then what comes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from heapq import merge
from typing import TYPE_CHECKING

from everly.frozen import frozen
from everly.jobs.ledger.errors import MissingError
from everly.jobs.ledger.reader import LedgerReader
from everly.jobs.runs.log_reader import end
from everly.jobs.views.log_begin import at_last_lines, at_time
from everly.jobs.views.log_holds import Holds
from everly.jobs.views.log_lines import Line, Lost, Origin, Output
from everly.jobs.views.log_tail import Chunk

if TYPE_CHECKING:
    from everly.jobs.ledger import Attempt
    from everly.jobs.places import Places

__all__ = ["Follower", "Found", "Names", "Start"]

Found = Line | Chunk | Lost

Names = Callable[[LedgerReader], Sequence[str] | None]
"""Gives the names of the jobs that are meant as of now, None for all."""


@frozen(kw_only=True)
class Start:
    """Where to begin: with how many of the last lines of each job (None is all), at which time, in which run only."""

    lines: int | None = None
    since: int | None = None
    run: int | None = None


class Follower:
    """Reads the logs of jobs. It waits for nobody: what comes is read when it is asked for.

    It keeps no lock but that of runs whose job goes when it is done, until it has read them.
    The ledger may be made later, and jobs too. All methods raise LedgerError where it cannot be read.
    """

    def __init__(self, places: Places, names: Names, start: Start, *, raw: bool = False) -> None:
        self._places, self._names, self._start, self._raw = places, names, start, raw
        self._reader: LedgerReader | None = None
        self._version: int | None = None
        self._first = 0  # no run before this number gets another attempt
        self._outputs: dict[Origin, Output] = {}
        self._seen: set[Origin] = set()
        self._holds = Holds()
        self.is_over = False
        """Whether nothing can come any more: the run that was wanted has ended, or all that were named are gone."""

    def close(self) -> None:
        """Let go of the ledger, and of what is held."""
        self._holds.close()
        if self._reader is not None:
            self._reader.close()

    def history(self) -> Iterator[Found]:
        """What is there already; that of several jobs in the order of time."""
        self._look(begin=True)
        by_job: dict[str, list[Output]] = {}
        for output in self._outputs.values():
            by_job.setdefault(output.origin.job, []).append(output)
        yield from merge(*(self._all(outputs) for outputs in by_job.values()), key=_time)
        self._forget()

    def poll(self) -> Iterator[Found]:
        """What came since the last time, attempt by attempt."""
        self._look(begin=False)
        yield from self._all(list(self._outputs.values()))
        self._forget()

    def rest(self) -> Iterator[Line]:
        """What stands there of lines that have not ended."""
        for output in self._outputs.values():
            yield from output.cut_short()

    def _all(self, outputs: Sequence[Output]) -> Iterator[Found]:
        for output in outputs:
            yield from output.chunks() if self._raw else output.lines()

    def _forget(self) -> None:
        self._outputs = {origin: output for origin, output in self._outputs.items() if not output.done}
        self._holds.release({origin.run for origin in self._outputs})

    def _look(self, *, begin: bool) -> None:
        """Find what is to be read, and hold what is to stay until it was."""
        self._look_at_ledger(begin=begin)
        self._holds.take({origin.run: output.tail.directory for origin, output in self._outputs.items()})

    def _look_at_ledger(self, *, begin: bool) -> None:
        """Find the attempts that are new, and those that have ended, where the ledger has changed."""
        reader = self._opened()
        if reader is None or self._version == (version := reader.version()):
            return
        self._version = version
        with reader.snapshot():
            names = self._names(reader)
            found = reader.attempts_of(names, first=self._start.run or self._first)
            under_way = reader.unfinished()
            unended = [each.run.id for each in under_way]
            self._holds.look(reader, [each for each in under_way if names is None or each.name in names])
            newest = reader.runs(limit=1)
            identity = reader.identity()
        wanted = self._start.run
        attempts = {
            Origin(job, each.run, each.step, each.number): each for job, each in found if wanted in {None, each.run}
        }
        self._first = min([*unended, *(run.id + 1 for run in newest)], default=self._first)
        for origin, output in self._outputs.items():
            output.ended = origin not in attempts or attempts[origin].ending is not None
        self._add(attempts, identity, begin=begin)
        self.is_over = wanted not in unended if wanted is not None else names is not None and not names

    def _opened(self) -> LedgerReader | None:
        if self._reader is None:
            try:
                self._reader = LedgerReader(self._places.ledger)
            except MissingError:
                return None
        return self._reader

    def _add(self, attempts: dict[Origin, Attempt], identity: str, *, begin: bool) -> None:
        """Begin to read what was not seen: at its beginning, unless this is the first look."""
        new = [origin for origin in attempts if origin not in self._seen]
        self._seen.update(new)
        kept = {each.name for each in self._places.runs.iterdir()} if new and self._places.runs.exists() else set()
        folders: dict[Origin, str] = {}
        for origin in new:
            folder = self._places.attempt(identity, origin.run, origin.step, origin.number)
            if folder.name in kept or attempts[origin].ending is None:
                folders[origin] = str(folder)
        offsets = self._offsets(folders) if begin else {}
        for origin, directory in folders.items():
            ended, offset = attempts[origin].ending is not None, offsets.get(origin, 0)
            if not (ended and offset and offset >= end(directory)):
                self._outputs[origin] = Output(origin, directory, offset, ended=ended)

    def _offsets(self, folders: dict[Origin, str]) -> dict[Origin, int]:
        offsets = dict.fromkeys(folders, 0)
        for job in {origin.job for origin in folders}:
            mine = [origin for origin in folders if origin.job == job]
            directories = [folders[origin] for origin in mine]
            if self._start.since is not None:
                offsets.update(zip(mine, at_time(directories, self._start.since), strict=True))
            if self._start.lines is not None:
                last = at_last_lines(directories, self._start.lines)
                offsets.update({origin: max(offsets[origin], found) for origin, found in zip(mine, last, strict=True)})
        return offsets


def _time(found: Found) -> int:
    """What is missing has no time of its own, and comes after what stood before it."""
    return 0 if isinstance(found, Lost) else found.time
