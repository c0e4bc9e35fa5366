"""Jobs from Python: `Job`."""

from __future__ import annotations

import asyncio
import os
import shlex
import sys
import time
from codecs import getincrementaldecoder
from collections.abc import Callable, Mapping, Sequence
from threading import Event
from typing import Any

from everly.jobs.attachment import BLOCK, Attachment
from everly.jobs.client import RunnerError, ping, request
from everly.jobs.commands import KEPT, CommandError, check_found, environment_of, folder, steps_of, umask
from everly.jobs.job_facts import JobFacts
from everly.jobs.ledger import LedgerError, LedgerReader, MissingError, Work
from everly.jobs.ledger.work import check_name
from everly.jobs.outcome import Outcome
from everly.jobs.places import PlaceError, places
from everly.jobs.presence import is_up
from everly.jobs.runs.errors import RunError
from everly.jobs.settings import Settings, from_options, to_options, usual_executor
from everly.jobs.views.words import command_text

__all__ = ["Job", "Outcome", "list_jobs"]

_LOOK = 0.05  # seconds between looks at what is waited for
_STAYS: Any = object()


class Job(JobFacts):
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
        UnnamableError: A job cannot be called so.
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
        check_name(name)
        super().__init__(name)
        self._schedule, self._timezone = schedule, timezone
        self._settings = from_options(tuple({"umask": umask(), "executor": usual_executor(), **settings}.items()))
        self._steps = None if command is None else _steps_of(command, self._settings)
        self._cwd = None if cwd is None else folder(os.fspath(cwd))
        self._env = dict(env or {})

    def __repr__(self) -> str:
        given = (self._text(), self._schedule)
        return f"Job({', '.join(map(repr, (self.name, *(each for each in given if each is not None))))})"

    # What it does

    def start(self, *, now: bool = False) -> Outcome:
        """Make it if it is not there, and start it; with `now`, run it once at once besides its schedule.

        One whose command is not there is not made.
        """
        if self._steps is None or (self.exists and self._is_same()):
            return self._ask("start", names=[self.name], now=now)
        cwd, env = self._cwd or folder(None), self._environment()
        try:
            check_found(self._steps, cwd, dict(env))
        except CommandError as error:
            return Outcome(False, str(error))
        asked: dict[str, Any] = {
            "name": self.name,
            "steps": self._steps,
            "cwd": cwd,
            "env": env,
            "options": to_options(self._settings),
        }
        if self._schedule is not None:
            asked["schedule"] = {"text": self._schedule, "zone": self._timezone}
        return self._ask("create", **asked)

    def edit(
        self,
        command: str | Sequence[str] | None = None,
        schedule: str | None = _STAYS,
        *,
        timezone: str | None = None,
        cwd: str | os.PathLike[str] | None = None,
        env: Mapping[str, str | None] | None = None,
        **settings: Any,
    ) -> Outcome:
        """Change what it does, from its next run on; what is not named stays. A run under way goes on as it was.

        Args:
            command: As for the class.
            schedule: Another one; None takes it away.
            timezone: The zone of a schedule that names none.
            cwd: The folder that it runs in.
            env: Names and values to add to those that it has; a value of None takes one away.
            settings: As for the class.

        Raises:
            CommandError: The command is none, or its folder is not there.
            SettingsError: A rule is out of range.
        """
        view = self._view()
        if view is None:
            return Outcome(False, f"there is no job '{self.name}'")
        work, stored = view.job.work, view.schedule
        changed = from_options((*work.options, *settings.items()))
        variables = dict(work.env) | dict(env or {})
        asked: dict[str, Any] = {
            "name": self.name,
            "steps": work.steps if command is None else _steps_of(command, changed),
            "cwd": work.cwd if cwd is None else folder(os.fspath(cwd)),
            "env": sorted((name, value) for name, value in variables.items() if value is not None),
            "options": to_options(changed),
        }
        if schedule is _STAYS and timezone is not None and stored is not None:
            schedule = stored.text
        if schedule is not _STAYS:
            zone = timezone or (self._timezone if stored is None else stored.zone)
            asked["schedule"] = None if schedule is None else {"text": schedule, "zone": zone}
        outcome = self._ask("edit", **asked)
        if outcome:
            self._take_on()
        return outcome

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

    def write_stdin(self, data: str | bytes, *, end: bool = False, timeout: float = 10.0) -> Outcome:
        """Give input to the run under way; with `end`, it sees the end of its input after that.

        It succeeds once the command has taken all of it, or the system has for the command; `timeout` is in seconds.
        """
        raw = data.encode() if isinstance(data, str) else data
        until = time.monotonic() + timeout
        try:
            with Attachment(self._places, self.name) as attachment:
                attachment.take_over()
                for start in range(0, len(raw), BLOCK):
                    if not attachment.takes(until - time.monotonic()):
                        break
                    attachment.write(raw[start : start + BLOCK])
                else:
                    if end:
                        attachment.end_input()
                    if attachment.settle(until - time.monotonic()):
                        refused = attachment.refusals()
                        return Outcome(not refused, refused[0] if refused else "written")
                return Outcome(False, f"'{self.name}' has not taken all of it within {timeout:g} seconds")
        except (RunError, LedgerError) as error:
            return Outcome(False, str(error))

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
        result = self.result
        if result is None:
            return Outcome(False, f"'{self.name}' has never run" if view else f"there is no job '{self.name}'")
        return result

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
                        tell(decoder.decode(b"", final=True))
                        break
                    else:
                        time.sleep(_LOOK)
        except RunError:  # it does not run
            tell(self.logs(lines=lines))

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

    async def edit_async(
        self, command: str | Sequence[str] | None = None, schedule: str | None = _STAYS, **changes: Any
    ) -> Outcome:
        """As `edit`."""
        return await asyncio.to_thread(self.edit, command, schedule, **changes)

    async def write_stdin_async(self, data: str | bytes, *, end: bool = False, timeout: float = 10.0) -> Outcome:  # noqa: ASYNC109
        """As `write_stdin`."""
        return await asyncio.to_thread(self.write_stdin, data, end=end, timeout=timeout)

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
            and (None if schedule is None else (schedule.text, schedule.zone)) == self._told_by()
        )

    def _told_by(self) -> tuple[str, str] | None:
        return None if self._schedule is None else (self._schedule, self._timezone)

    def _environment(self) -> tuple[tuple[str, str], ...]:
        kept = (*KEPT, "TERM") if self._settings.tty else KEPT
        return environment_of([f"{name}={value}" for name, value in self._env.items()], os.environ, kept=kept)

    def _take_on(self) -> None:
        """Say of the job what it does by now."""
        view = self._view()
        if view is not None:
            work, schedule = view.job.work, view.schedule
            self._steps, self._settings, self._cwd = work.steps, from_options(work.options), work.cwd
            self._env = {}
            self._schedule = None if schedule is None else schedule.text
            self._timezone = "UTC" if schedule is None else schedule.zone

    def _text(self) -> str | None:
        """The command that it was given, as it would be typed."""
        return None if self._steps is None else command_text(Work(self._steps, "/", (), to_options(self._settings)))


def list_jobs() -> list[Job]:
    """All jobs of this user, by name."""
    try:
        with LedgerReader(places().ledger) as reader:
            return [Job(name) for name in reader.names()]
    except MissingError:
        return []


def _steps_of(command: str | Sequence[str], settings: Settings) -> tuple[tuple[str, ...], ...]:
    words = shlex.split(command) if isinstance(command, str) and not settings.shell else command
    return steps_of([words] if isinstance(words, str) else words, shell=settings.shell)


def _with_help(text: str, help: str | None) -> str:
    return f"{text}; {help}" if help else text


def _print(text: str) -> None:
    sys.stdout.write(text)
    sys.stdout.flush()
