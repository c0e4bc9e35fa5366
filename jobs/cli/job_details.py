"""All about one job: the layout of `everly show job NAME`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from everly.jobs.cli.console import Paint, Style, printable
from everly.jobs.ledger.states import State
from everly.jobs.settings import Option, Settings, files_of, to_options
from everly.jobs.views.processes import process_of
from everly.jobs.views.times import duration_text, moment_text, relative_text
from everly.jobs.views.words import step_text

if TYPE_CHECKING:
    from everly.jobs.ledger import LedgerReader
    from everly.jobs.places import Places
    from everly.jobs.views.jobs import JobView
    from everly.jobs.views.runs import RunView

__all__ = ["detail_lines", "pair_lines"]

Pair = tuple[str, str]

_SECONDS = {"jitter", "timeout", "grace", "backoff"}
_BYTES = {"log_bytes", "memory_max"}
_CALLED = {"env_files": "env-file", "log_bytes": "log-size"}


def detail_lines(places: Places, reader: LedgerReader, job: JobView, now: int, paint: Paint) -> Iterator[str]:
    """The lines about a job: what it does, when, how it is, and by which rules."""
    yield paint(f"{job.name}: {job.status_text}", Style.TITLE)
    pairs = [*_work(job), *_schedule(job, now), *_runs(places, reader, job, now), *_rules(job)]
    yield from pair_lines(pairs, paint)


def pair_lines(pairs: list[Pair], paint: Paint) -> Iterator[str]:
    """A line for each pair, the second beneath one another; what is long is not cut, for it may be copied."""
    longest = max(len(what) for what, _ in pairs)
    for what, text in pairs:
        yield f"  {paint(what, Style.FAINT)}{' ' * (longest - len(what))}  {printable(text)}"


def _work(job: JobView) -> Iterator[Pair]:
    work = job.job.work
    for step in range(1, len(work.steps) + 1):
        yield "command" if len(work.steps) == 1 else f"command {step}", step_text(work, step)
    yield "folder", work.cwd
    if work.env:
        yield "environment", ", ".join(name for name, _ in work.env)
    yield "executor", job.executor


def _schedule(job: JobView, now: int) -> Iterator[Pair]:
    if job.schedule is None:
        return
    yield "schedule", f"{job.schedule.text} (in {job.clock.name}{', paused' * job.schedule.paused})"
    if job.next_fire is not None:
        yield "next run", job.moment_words(job.next_fire, now)


def _runs(places: Places, reader: LedgerReader, job: JobView, now: int) -> Iterator[Pair]:
    for each in job.unended:
        if each.unkept_at is not None:
            what, _, ended = each.result.partition(": ")
            yield what, _unkept(places, each, ended, now)
        else:
            yield each.result if each.run.state is not State.DUE else "queued", _unended(places, reader, each, now)
    if job.last is not None:
        took = job.last.took(now)
        length = "" if took is None else f", took {duration_text(took)}"
        yield "last run", f"{job.last.run.id}: {job.last_text(now)}{length}"
    yield "made", _made(job)


def _unended(places: Places, reader: LedgerReader, run: RunView, now: int) -> str:
    took = run.took(now)
    words = [f"run {run.run.id}", *([] if took is None else [duration_text(took)]), *_waits(run, now)]
    process = process_of(places, reader, run.run.id)
    return ", ".join([*words, *([] if process is None else [f"process {process}"])])


def _waits(run: RunView, now: int) -> Iterator[str]:
    """What a run waits for."""
    if run.waits_until is not None and run.waits_until > now:
        yield f"{'goes on' if run.run.started else 'begins'} {relative_text(run.waits_until, now)}"
    elif run.run.started is None:
        yield "begins when it is resumed" if run.is_held else f"due {relative_text(run.moment, now)}"


def _unkept(places: Places, run: RunView, ended: str, now: int) -> str:
    """What the ledger does not say yet, and why, where that can be seen."""
    from shutil import disk_usage

    because = ", for its disk is full" if disk_usage(places.root).free == 0 else ""
    when = relative_text(run.unkept_at or now, now)
    return f"run {run.run.id}, {ended}, {when}; the ledger has not taken it{because}"


def _made(job: JobView) -> str:
    made = moment_text(job.job.created, job.clock)
    if job.job.revision == 1:
        return made
    return f"{made}, changed {moment_text(job.job.changed, job.clock)} (revision {job.job.revision})"


def _rules(job: JobView) -> Iterator[Pair]:
    """The rules that are not as they are by themselves, called as the options that give them."""
    usual = dict(to_options(Settings()))
    for name, value in job.job.work.options:
        if name != "executor" and value != usual.get(name):
            yield _CALLED.get(name, name.replace("_", "-")), _rule_text(name, value)


def _rule_text(name: str, value: Option) -> str:
    if name in _SECONDS and isinstance(value, int | float):
        return duration_text(round(value * 1000))
    if name in _BYTES and isinstance(value, int):
        return _size(value)
    if name == "umask" and isinstance(value, int):
        return f"{value:04o}"
    if name == "env_files":
        return ", ".join(files_of(value))
    return "yes" if value is True else "no" if value is False else str(value)


def _size(count: int) -> str:
    """A number of bytes as its option takes it: `10M`."""
    for unit, size in (("G", 1 << 30), ("M", 1 << 20), ("K", 1 << 10)):
        if count and count % size == 0:
            return f"{count // size}{unit}"
    return str(count)
