"""The rules of a job, apart from its commands and its schedule."""

from __future__ import annotations

import json
import math
import os
from enum import StrEnum
from typing import Any

from everly.frozen import frozen
from everly.jobs.errors import Fault, JobsError

Option = str | int | float | bool | None


class Overlap(StrEnum):
    """What becomes of a fire time at which the job is still running."""

    FORBID = "forbid"
    QUEUE = "queue"
    QUEUE_ALL = "queue-all"
    REPLACE = "replace"
    ALLOW = "allow"


class CatchUp(StrEnum):
    """What becomes of fire times that passed while no runner was up."""

    ONCE = "once"
    SKIP = "skip"
    ALL = "all"


class Restart(StrEnum):
    """Whether a job without a schedule begins anew when its run has ended."""

    NO = "no"
    ON_FAILURE = "on-failure"
    ALWAYS = "always"


class OnLost(StrEnum):
    """What becomes of a run of which nobody knows how it ended."""

    KEEP = "keep"
    RERUN = "rerun"


EXECUTORS = ("local", "systemd")
"""What can run a job: everly's own runner, or a unit of systemd."""

EXECUTOR = "EVERLY_EXECUTOR"
"""The environment variable that names the executor of jobs that are made without one."""


class SettingsError(JobsError, ValueError):
    """A rule that no job can have."""

    fault = Fault.WORDS


class UnknownRuleError(SettingsError):
    """A rule of a job that is there, which a newer version has made."""

    fault = Fault.ASKED


_OWN = f"leave it out, here and in {EXECUTOR}, and everly's own runner ('local') runs the job"
_MOST_MEMORY = 1 << 60  # bytes, more than any machine has, and a number to all that reads it
_LEAST_MEMORY = 16 << 20  # what watches over a job needs some itself
_MOST_SECONDS = 10 * 366 * 86_400


@frozen(kw_only=True)
class Settings:
    """The rules of one job. All times are in seconds.

    Args:
        overlap: What becomes of a fire time at which the job is still running.
        catch_up: What becomes of those that passed while no runner was up.
        jitter: A run begins up to so much after its fire time, always by the same part of it for the same job.
        timeout: How long one try of one command may take; None is for ever.
        grace: What a stop waits between TERM and KILL.
        retries: How often a command that failed is tried again.
        backoff: The wait before the first of these; each later one doubles it, up to an hour.
        restart: Whether it begins anew when it has ended; only without a schedule.
        on_lost: What becomes of a run of which nobody knows how it ended.
        tty: Its commands have a terminal.
        shell: It was written for a shell.
        rm: It is deleted when there is nothing left to run.
        env_files: Files of NAME=VALUE lines that are read when a command starts.
        keep_runs: How many ended runs the history keeps.
        keep_logs: How many of these keep their output.
        log_bytes: The size at which a log begins another file.
        log_files: How many of these a run keeps.
        umask: What its commands do not let others do with the files they make.
        executor: What runs it.
        memory_max: The bytes that all its processes may use together; systemd only.

    Raises:
        SettingsError: One of them is out of range.
    """

    overlap: Overlap = Overlap.FORBID
    catch_up: CatchUp = CatchUp.ONCE
    jitter: float = 0.0
    timeout: float | None = None
    grace: float = 10.0
    retries: int = 0
    backoff: float = 1.0
    restart: Restart = Restart.NO
    on_lost: OnLost = OnLost.KEEP
    tty: bool = False
    shell: bool = False
    rm: bool = False
    env_files: tuple[str, ...] = ()
    keep_runs: int = 1000
    keep_logs: int = 50
    log_bytes: int = 10 * 1024 * 1024
    log_files: int = 5
    umask: int = 0o022
    executor: str = "local"
    memory_max: int | None = None

    def __post_init__(self) -> None:
        _check("a jitter", self.jitter, 0)
        _check("a grace", self.grace, 0)
        _check("a backoff", self.backoff, 0)
        if self.timeout is not None:
            _check("a timeout", self.timeout, 0.001)
        for what, count, least in (
            ("retries", self.retries, 0),
            ("runs kept", self.keep_runs, 1),
            ("logs kept", self.keep_logs, 1),
            ("bytes of a log file", self.log_bytes, 1024),
            ("files of a log", self.log_files, 1),
        ):
            _check_count(what, count, least)
        if not 0 <= self.umask <= 0o777:
            raise SettingsError(f"a umask is 000 to 777, found {self.umask:o}")
        if self.executor not in EXECUTORS:
            raise SettingsError(f"there is no executor '{self.executor}'; there are 'local' and 'systemd'", _OWN)
        self._check_executor()

    @property
    def repeats(self) -> bool:
        """Whether something may be tried or begun again, which a backoff is for."""
        return self.retries > 0 or self.restart is not Restart.NO or self.on_lost is OnLost.RERUN

    def _check_executor(self) -> None:
        """See that what runs the job can do what is asked of it."""
        if self.executor == "systemd" and self.overlap is Overlap.ALLOW:
            raise SettingsError(
                "a unit of systemd runs once at a time, so its runs cannot overlap",
                "take another --overlap, as 'queue', or '-e local'",
            )
        if self.memory_max is None:
            return
        if self.executor != "systemd":
            raise SettingsError(
                "only systemd keeps a limit of memory for all processes of a job",
                "add '-e systemd', or leave the limit out; 'everly edit job' takes it away by --no-memory-max",
            )
        if not _LEAST_MEMORY <= self.memory_max <= _MOST_MEMORY:
            what = f"a limit of memory is {_LEAST_MEMORY} to {_MOST_MEMORY} bytes, found {self.memory_max}"
            raise SettingsError(what)


def _check(what: str, seconds: object, least: float) -> None:
    if not isinstance(seconds, int | float):
        raise SettingsError(f"{what} is a number of seconds, found {seconds!r}")
    if not math.isfinite(seconds) or not least <= seconds <= _MOST_SECONDS:
        raise SettingsError(f"{what} is {least:g} seconds to ten years, found {seconds:g} seconds")


def usual_executor() -> str:
    """What runs a job that is made without saying so."""
    return os.environ.get(EXECUTOR) or "local"


def check_backoff(settings: Settings, before: Settings | None = None) -> None:
    """Refuse a backoff that is asked for where nothing is repeated.

    The usual one asks for nothing, and one that was there `before` waits for its use.

    Raises:
        SettingsError: That is so.
    """
    known = {each.backoff for each in (Settings(), before) if each is not None}
    if settings.backoff not in known and not settings.repeats:
        raise SettingsError(
            "--backoff is the wait before something is tried again, and nothing is",
            "add --retries (a job may have --restart or '--on-lost rerun' instead), or leave it out",
        )


def _check_count(what: str, count: object, least: int) -> None:
    if not isinstance(count, int):
        raise SettingsError(f"the {what} are a whole number, found {count!r}")
    if not least <= count < 1 << 40:
        raise SettingsError(f"the {what} are {least} or more, found {count}")


_KINDS: dict[str, type[StrEnum]] = {
    "overlap": Overlap,
    "catch_up": CatchUp,
    "restart": Restart,
    "on_lost": OnLost,
}


def to_options(settings: Settings) -> tuple[tuple[str, Option], ...]:
    """The rules as plain values by name, all of them, so that a later default changes no job that is there."""
    return tuple((name, _plain(getattr(settings, name))) for name in Settings.__annotations__)


def _plain(value: Any) -> Option:
    if isinstance(value, tuple):
        return json.dumps(value)
    return value.value if isinstance(value, StrEnum) else value


def files_of(option: Any) -> tuple[str, ...]:
    """The files of variables, from the plain value that they are kept as."""
    return tuple(json.loads(option) if isinstance(option, str) else option)


def from_options(options: tuple[tuple[str, Option], ...]) -> Settings:
    """The rules that `to_options` gave; one that is unknown here is a newer version's, and refused.

    Raises:
        SettingsError: One is unknown, or means nothing.
    """
    given: dict[str, Any] = dict(options)
    unknown = given.keys() - Settings.__annotations__.keys()
    if unknown:
        raise UnknownRuleError(f"the rule '{min(unknown)}' is unknown to this version of everly")
    try:
        for name, kind in _KINDS.items():
            if name in given:
                given[name] = _of_kind(kind, name, given[name])
        if "env_files" in given:
            given["env_files"] = files_of(given["env_files"])
        return Settings(**given)
    except SettingsError:
        raise
    except (TypeError, ValueError) as error:
        raise SettingsError(str(error)) from error


def _of_kind(kind: type[StrEnum], name: str, value: object) -> StrEnum:
    for each in kind:
        if each == value:
            return each
    raise SettingsError(f"the {name.replace('_', '-')} is {' or '.join(kind)}, found '{value}'")
