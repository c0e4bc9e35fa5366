"""What requests ask for, as the ledger has it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from everly.frozen import frozen
from everly.grammar.diagnostics import ScheduleError
from everly.jobs.commands import SPENT
from everly.jobs.errors import Fault, JobsError
from everly.jobs.ledger import Schedule, Work
from everly.jobs.rules import rules_of
from everly.jobs.runner.schedules import first_fire, instants_of, why_refused
from everly.jobs.settings import CatchUp, Overlap, Restart, check_backoff, from_options

_LONGEST = 64  # characters of a token


class AskedError(JobsError):
    """What was asked makes no sense, whatever jobs there are."""

    fault = Fault.WORDS


class NotHereError(AskedError):
    """What was asked makes sense, but not as things are: a schedule that means nothing now, or what is not there."""

    fault = Fault.ASKED


@frozen
class Token:
    """The identity of a request; empty if it has none. It is asked `again` where a client lost the answer."""

    text: str = ""
    again: bool = False


def token_of(asked: dict[str, Any]) -> Token:
    """The identity that a client gave a request.

    Raises:
        AskedError: It is none.
    """
    text = asked.get("token", "")
    if not isinstance(text, str) or len(text) > _LONGEST:
        raise AskedError(f"a token is a text of {_LONGEST} characters at most, found {text!r}")
    return Token(text, bool(text) and bool(asked.get("again")))


def names_of(asked: dict[str, Any]) -> tuple[str, ...]:
    """The names of the jobs that a request is about, each once.

    Raises:
        AskedError: It has none.
    """
    names = asked.get("names")
    if not isinstance(names, Sequence) or isinstance(names, str) or not all(isinstance(name, str) for name in names):
        raise AskedError("a request needs a list of 'names'")
    return tuple(dict.fromkeys(names))


def name_of(asked: dict[str, Any]) -> str | None:
    """The name of the job that a request is about, if it has one.

    Raises:
        AskedError: It is no text.
    """
    name = asked.get("name")
    if name is not None and not isinstance(name, str):
        raise AskedError(f"a name is a text, found {name!r}")
    return name


def work_of(asked: dict[str, Any]) -> Work:
    """What a request says that a job does.

    Raises:
        AskedError: It is no work.
        SettingsError: It has a rule that no job can have.
    """
    missing = [key for key in ("steps", "cwd", "env", "options") if key not in asked]
    if missing:
        raise AskedError(f"a job needs '{missing[0]}'")
    try:
        pairs = (tuple((str(name), value) for name, value in asked[key]) for key in ("env", "options"))
        work = Work(tuple(tuple(step) for step in asked["steps"]), asked["cwd"], *pairs)
    except (TypeError, ValueError) as error:
        raise AskedError(str(error)) from error
    from_options(work.options)
    return work


_OF_FIRE_TIMES = {"overlap": Overlap.FORBID, "catch_up": CatchUp.ONCE, "jitter": 0}
"""The rules that say what becomes of fire times, and what each is where nothing was asked of it."""


def check_together(work: Work, scheduled: bool, before: Work | None = None) -> None:
    """Refuse rules that do not go with a schedule or with each other, for they would do nothing.

    `before` is what the job did until now.

    Raises:
        AskedError: There are such; SettingsError, as `check_backoff` says.
    """
    rules = from_options(work.options)
    check_backoff(rules, None if before is None else rules_of(before))
    if scheduled and rules.restart is not Restart.NO:
        raise AskedError("a job with a schedule is not restarted; --retries tries a command again that failed")
    idle = () if scheduled else [name for name, usual in _OF_FIRE_TIMES.items() if getattr(rules, name) != usual]
    if idle:
        option, usual = f"--{idle[0].replace('_', '-')}", _OF_FIRE_TIMES[idle[0]]
        what = f"{option} says what becomes of the fire times of a schedule, and the job has none"
        back = f"'everly edit job' takes it back by '{option} {usual}'"
        raise AskedError(what, f"add --schedule, or leave it out; {back}")


def schedule_of(asked: dict[str, Any], now: int) -> dict[str, Any] | None:
    """The schedule of a request as the ledger keeps it, with its first fire time.

    Raises:
        AskedError: It is no schedule; as NotHereError, it means nothing or has no fire time left.
    """
    given = asked.get("schedule")
    if given is None:
        return None
    try:
        text, zone, anchor = str(given["text"]), str(given["zone"]), int(given.get("anchor", now // 1000))
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise AskedError(f"a schedule is a 'text' and a 'zone', found {given!r}") from error
    try:
        first = first_fire(text, zone, anchor, now // 1000)
    except (ScheduleError, ValueError) as error:
        raise NotHereError(f"the schedule '{text}' is refused: {why_refused(error)}") from error
    if first is None:
        raise NotHereError(f"the schedule '{text}' has no fire time left", SPENT)
    return {"text": text, "zone": zone, "anchor": anchor, "next_fire": first}


def is_stopped(schedule: Schedule, now: int) -> bool:
    """Whether somebody stopped a schedule, which would have fire times left."""
    if schedule.next_fire is not None:
        return False
    try:
        return instants_of(schedule).ceil(now // 1000 + 1) is not None
    except (ScheduleError, ValueError):
        return False
