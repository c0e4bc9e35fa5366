"""Jobs from Python: `Job`."""

from __future__ import annotations

import asyncio
import os
import shlex
import sys
import time
from codecs import getincrementaldecoder
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import islice
from threading import Event
from typing import TYPE_CHECKING, Any

from everly.jobs.attachment import Attachment, exit_code
from everly.jobs.client import RunnerError, ping, request
from everly.jobs.commands import KEPT, environment_of, folder, steps_of
from everly.jobs.ledger import LedgerError, LedgerReader, MissingError
from everly.jobs.outcome import Outcome
from everly.jobs.places import PlaceError, Places, places
from everly.jobs.presence import is_up
from everly.jobs.runs import log_reader
from everly.jobs.runs.errors import RunError
from everly.jobs.settings import from_options, to_options
from everly.jobs.views.jobs import JobView, view_jobs
from everly.jobs.views.processes import process_of
from everly.jobs.views.runs import RunView, view_runs

if TYPE_CHECKING:
    from everly.jobs.ledger import Run

__all__ = ["Job", "Outcome", "list_jobs"]

_LOOK = 0.05  # seconds between looks at what is waited for
_PIECE = 1 << 20
_NEWEST = 100  # runs among which the newest that began is looked for


class Job:
    """A job of this user, whether it is there yet or not.

    Args:
        name: What it is called: up to 63 of a-z, 0-9, dot, dash and underscore.
        command: A text, which is cut into words as a shell does it, or the words; `+` stands between commands. Without
            one, it is a job that is there already.
        schedule: When it runs; without one it runs when it is started.
        timezone: The zone of a schedule that names none.
        cwd: The folder that it runs in; without one, that of this process when it is made.
        env: Names and values that it finds besides PATH, HOME, LANG and the like.
        settings: Its other rules, as for `everly.jobs.settings.Settings`: `retries=3`, `overlap="queue"`.

    Actions give an Outcome, a pair that unpacks as `success, msg` and is true when it succeeded; what is refused is one
    too, and no exception. Nothing is made before `start`.

    Raises:
        CommandError: The command is none, or its folder is not there.
        SettingsError: A rule is out of range.
    """

    def __init__(  # noqa: PLR0913 - they are what a job is
        self,
        name: str,
        command: str | Sequence[str] | None = None,
        schedule: str | None = None,
        *,
        timezone: str = "UTC",
        cwd: str | os.PathLike[str] | None = None,
        env: dict[str, str] | None = None,
        **settings: Any,
    ) -> None:
        self.name, self._schedule, self._timezone = name, schedule, timezone
        self._settings = from_options(tuple(settings.items()))
        words = shlex.split(command) if isinstance(command, str) and not self._settings.shell else command
        words = [words] if isinstance(words, str) else words
        self._steps = None if words is None else steps_of(words, shell=self._settings.shell)
        self._cwd = None if cwd is None else folder(os.fspath(cwd))
        self._env = dict(env or {})
        self._places: Places = places()

    def __repr__(self) -> str:
        return f"Job({self.name!r})"

    # What it does

    def start(self, *, now: bool = False) -> Outcome:
        """Make it if it is not there, and start it; with `now`, run it once at once besides its schedule."""
        if self._steps is None or (self.exists and self._is_same()):
            return self._ask("start", names=[self.name], now=now)
        asked: dict[str, Any] = {
            "name": self.name,
            "steps": self._steps,
            "cwd": self._cwd or folder(None),
            "env": environment_of([f"{name}={value}" for name, value in self._env.items()], os.environ, kept=KEPT),
            "options": to_options(self._settings),
        }
        if self._schedule is not None:
            asked["schedule"] = {"text": self._schedule, "zone": self._timezone}
        return self._ask("create", **asked)

    def stop(self) -> Outcome:
        """End its runs with all their processes, and let its schedule start nothing; it waits until that is so."""
        return self._ask("stop", names=[self.name])

    def pause(self) -> Outcome:
        """Have its processes stand still, and skip the fire times that come meanwhile."""
        return self._ask("pause", names=[self.name])

    def resume(self) -> Outcome:
        """Let it go on."""
        return self._ask("resume", names=[self.name])

    def restart(self) -> Outcome:
        """Stop it and start it again."""
        return self._ask("restart", names=[self.name])

    def delete(self) -> Outcome:
        """Stop it and take it away, with its history and its output."""
        return self._ask("delete", names=[self.name])

    def write_stdin(self, data: str | bytes, *, end: bool = False) -> Outcome:
        """Give input to the run under way; with `end`, it sees the end of its input after that."""
        try:
            with Attachment(self._places, self.name) as attachment:
                if not attachment.write(data.encode() if isinstance(data, str) else data):
                    return Outcome(False, f"'{self.name}' takes no input")
                if end:
                    attachment.end_input()
        except (RunError, LedgerError) as error:
            return Outcome(False, str(error))
        return Outcome(True, "written")

    def wait(self, timeout: float | None = None) -> Outcome:
        """Wait until no run of it is under way or due; how the last one ended. `timeout` is in seconds.

        A runner comes up if there is none, for only it can tell.
        """
        end = None if timeout is None else time.monotonic() + timeout
        while (view := self._view()) is not None and view.unended:
            if not is_up(self._places):
                try:
                    ping(self._places)
                except (RunnerError, PlaceError) as error:
                    return Outcome(False, _with_help(str(error), error.help))
            if end is not None and time.monotonic() >= end:
                return Outcome(False, f"'{self.name}' runs on after {timeout:g} seconds")
            time.sleep(_LOOK)
        return self.result or Outcome(
            False, f"'{self.name}' has never run" if view else f"there is no job '{self.name}'"
        )

    def monitor_logs(
        self,
        callback: Callable[[str], object] | None = None,
        *,
        stop: Event | None = None,
        lines: int | None = None,
    ) -> None:
        """Hand on the output of the run under way until it ends, or that of the last one; to the standard output.

        Args:
            callback: Gets each piece of text instead.
            stop: Ends it when it is set.
            lines: Begins with so many of the last lines; with all of them if it is None.

        Raises:
            LedgerError: The ledger cannot be read.
        """
        tell = _print if callback is None else callback
        decoder = getincrementaldecoder("utf-8")("replace")
        try:
            with Attachment(self._places, self.name, lines=lines, with_input=False) as attachment:
                while stop is None or not stop.is_set():
                    data = attachment.read()
                    if data:
                        tell(decoder.decode(data))
                    elif attachment.code() is not None:
                        break
                    else:
                        time.sleep(_LOOK)
        except RunError:  # it does not run
            tell(self.logs(lines=lines))

    def logs(self, *, lines: int | None = None) -> str:
        """What is kept of the output of its newest run that began, or the last lines of that."""
        with self._reading() as reader:
            if reader is None:
                return ""
            begun = next((run for run in reader.runs([self.name], limit=_NEWEST) if run.started is not None), None)
            kept = b"" if begun is None else b"".join(self._output(reader, begun))
        text = kept.decode("utf-8", "replace")
        return text if lines is None else "".join(text.splitlines(keepends=True)[-lines:] if lines else [])

    # What it is

    @property
    def exists(self) -> bool:
        """Whether it is there."""
        return self._view() is not None

    @property
    def status(self) -> str:
        """One word: running, paused, queued, scheduled, stopped, done, failed, lost, new, or missing."""
        view = self._view()
        return "missing" if view is None else str(view.status)

    @property
    def command(self) -> str | None:
        """What it runs, as it would be typed."""
        view = self._view()
        return None if view is None else view.command

    @property
    def schedule(self) -> str | None:
        """Its schedule."""
        view = self._view()
        return None if view is None or view.schedule is None else view.schedule.text

    @property
    def pid(self) -> int | None:
        """The process of its command, while one runs."""
        with self._reading() as reader:
            view = None if reader is None else _view_of(reader, self.name)
            active = () if view is None else view.active
            return process_of(self._places, reader, active[0].run.id) if reader is not None and active else None

    @property
    def began(self) -> datetime | None:
        """When its run under way began, or else its last one."""
        run = self._newest()
        return None if run is None else _moment(run.started)

    @property
    def ended(self) -> datetime | None:
        """When its last run ended; None while one is under way."""
        run = self._newest()
        return None if run is None else _moment(run.ended)

    @property
    def paused(self) -> datetime | None:
        """Since when it is paused; None if it is not."""
        with self._reading() as reader:
            view = None if reader is None else _view_of(reader, self.name)
            if reader is None or view is None or view.status != "paused":
                return None
            return next((_moment(event.at) for event in reader.events(self.name) if event.kind == "paused"), None)

    @property
    def result(self) -> Outcome | None:
        """How its last run ended; None if none has yet."""
        view = self._view()
        if view is None or view.last is None or view.last.run.ending is None:
            return None
        return Outcome(view.last.run.ending.succeeded, view.last.result)

    @property
    def exit_code(self) -> int | None:
        """The exit code of its last run, as a shell counts it; None if none has ended yet."""
        view = self._view()
        if view is None or view.last is None or view.last.run.ending is None:
            return None
        return exit_code(view.last.run.ending)

    @property
    def next_run(self) -> datetime | None:
        """When its schedule fires next, by the clock of the zone that it was made with; None if it does not."""
        view = self._view()
        if view is None or view.next_fire is None:
            return None
        return view.clock.at(view.next_fire)

    def runs(self, limit: int | None = None) -> list[RunView]:
        """Its runs, the newest first."""
        with self._reading() as reader:
            return [] if reader is None else list(islice(view_runs(reader, [self.name]), limit))

    # For those who must not wait

    async def start_async(self, *, now: bool = False) -> Outcome:
        """As `start`."""
        return await asyncio.to_thread(self.start, now=now)

    async def stop_async(self) -> Outcome:
        """As `stop`."""
        return await asyncio.to_thread(self.stop)

    async def pause_async(self) -> Outcome:
        """As `pause`."""
        return await asyncio.to_thread(self.pause)

    async def resume_async(self) -> Outcome:
        """As `resume`."""
        return await asyncio.to_thread(self.resume)

    async def restart_async(self) -> Outcome:
        """As `restart`."""
        return await asyncio.to_thread(self.restart)

    async def delete_async(self) -> Outcome:
        """As `delete`."""
        return await asyncio.to_thread(self.delete)

    async def wait_async(self, timeout: float | None = None) -> Outcome:  # noqa: ASYNC109 - that of `wait`
        """As `wait`."""
        return await asyncio.to_thread(self.wait, timeout)

    async def monitor_logs_async(
        self, callback: Callable[[str], object] | None = None, *, lines: int | None = None
    ) -> None:
        """As `monitor_logs`, until it is cancelled."""
        stop = Event()
        try:
            await asyncio.to_thread(self.monitor_logs, callback, stop=stop, lines=lines)
        finally:
            stop.set()

    # Behind it

    def _ask(self, verb: str, **asked: Any) -> Outcome:
        try:
            (answer,) = request(self._places, verb, **asked)
        except (RunnerError, PlaceError) as error:
            return Outcome(False, _with_help(str(error), error.help))
        return Outcome(answer.ok, answer.text if answer.ok else _with_help(answer.text, answer.help))

    def _is_same(self) -> bool:
        """Whether what is there does what this says, as far as this says it."""
        view = self._view()
        if view is None:
            return False
        work, schedule = view.job.work, view.schedule
        return (
            work.steps == self._steps
            and (self._cwd is None or work.cwd == self._cwd)
            and self._env.items() <= dict(work.env).items()
            and from_options(work.options) == self._settings
            and (None if schedule is None else schedule.text) == self._schedule
        )

    def _view(self) -> JobView | None:
        with self._reading() as reader:
            return None if reader is None else _view_of(reader, self.name)

    def _newest(self) -> Run | None:
        """The run under way, or the last one."""
        view = self._view()
        if view is None:
            return None
        return view.active[0].run if view.active else None if view.last is None else view.last.run

    def _output(self, reader: LedgerReader, run: Run) -> Iterator[bytes]:
        for attempt in reader.attempts(run.id):
            path = str(self._places.attempt(reader.identity(), run.id, attempt.step, attempt.number))
            offset = 0
            while (piece := log_reader.read(path, offset, _PIECE)).data:
                yield piece.data
                offset = piece.end

    @contextmanager
    def _reading(self) -> Iterator[LedgerReader | None]:
        """The ledger; None where there is none yet."""
        try:
            reader = LedgerReader(self._places.ledger)
        except MissingError:
            yield None
            return
        with reader:
            yield reader


def list_jobs() -> list[Job]:
    """All jobs of this user, by name."""
    try:
        with LedgerReader(places().ledger) as reader:
            return [Job(name) for name in reader.names()]
    except MissingError:
        return []


def _view_of(reader: LedgerReader, name: str) -> JobView | None:
    return next(iter(view_jobs(reader, int(time.time() * 1000), [name])), None)


def _moment(at: int | None) -> datetime | None:
    return None if at is None else datetime.fromtimestamp(at / 1000, UTC)


def _with_help(text: str, help: str | None) -> str:
    return f"{text}; {help}" if help else text


def _print(text: str) -> None:
    sys.stdout.write(text)
    sys.stdout.flush()
