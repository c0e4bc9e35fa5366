"""The libraries that are compared, each behind the same call: from a line and a zone to its next firings."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from typing import Any, TypeVar

from benchmarks.corpus import Line
from benchmarks.timing import Step, TooSlow, first_firings
from everly import parse_schedule

T = TypeVar("T")

_SECOND = timedelta(seconds=1)


class Unsaid(Exception):  # noqa: N818 - a verdict, no error
    """A peer cannot say a line, or gives up on it; the text is the reason."""


@dataclass(frozen=True, slots=True)
class Peer:
    """A library; `make` gives the firings of a line in a zone from its beginning, or raises Unsaid."""

    name: str
    distribution: str
    make: Callable[[Line, str], Step]

    @property
    def version(self) -> str | None:
        """The version that is installed, or None."""
        return _version(self.distribution)

    def start(self, line: Line, zone: str) -> Step:
        """The firings of a line, ready to be asked for.

        Raises:
            Unsaid: It is not installed, has no words for the line, or refuses it.
        """
        if self.version is None:
            raise Unsaid("not installed: pip install -e '.[bench]'")
        with _reasons():
            return self.make(line, zone)

    def firings(self, line: Line, zone: str, count: int) -> list[datetime]:
        """The first firings: `count`, or as many as it gives in a twentieth of a second, but at least one.

        Raises:
            Unsaid: As `start` does, or it fails when asked, or two seconds are not enough for the first.
        """
        step = self.start(line, zone)
        with _reasons():
            return first_firings(step, count)


@cache
def _version(distribution: str) -> str | None:
    try:
        return version(distribution)
    except PackageNotFoundError:
        return None


@contextmanager
def _reasons() -> Iterator[None]:
    """Makes a reason of whatever a peer raises."""
    try:
        yield
    except Unsaid:
        raise
    except TooSlow as error:
        raise Unsaid(str(error)) from error
    except Exception as error:
        raise Unsaid(" ".join(f"{type(error).__name__} {error}".split())) from error


def _everly(line: Line, zone: str) -> Step:
    return parse_schedule(line.text, now=line.now_in(zone), timezone=zone).next


def _croniter(line: Line, zone: str) -> Step:
    from croniter import croniter

    before = line.begin_in(zone) - _SECOND
    text = _said(line.croniter or line.cron, "not one cron line")
    found: Step = croniter(text, before, ret_type=datetime, max_years_between_matches=100).get_next
    return found


def _cronsim(line: Line, zone: str) -> Step:
    from cronsim import CronSim

    text = _said(line.cronsim or line.cron, "not one cron line without years")
    return CronSim(text, line.begin_in(zone) - _SECOND).__next__


def _rrule(line: Line, zone: str) -> Step:
    rule = _said(line.rule, "not one set of rules")
    return iter(rule(line.begin_in(zone))).__next__


def _apscheduler(line: Line, zone: str) -> Step:
    make = _said(line.trigger, "no trigger for it")
    return make(line.begin_in(zone)).next


def _meerschaum(line: Line, zone: str) -> Step:
    found: Step = _meerschaum_parser()(line.text, now=line.now_in(zone)).next
    return found


@cache
def _meerschaum_parser() -> Callable[..., Any]:
    from benchmarks.meerschaum import load_parser

    return load_parser()


def _said(form: T | None, reason: str) -> T:
    if form is None:
        raise Unsaid(reason)
    return form


def warm(peers: Sequence[Peer], line: Line) -> None:
    """Let each peer load what it loads on first use, so that no line is charged for it."""
    for peer in peers:
        with suppress(Unsaid):
            peer.start(line, "UTC")


EVERLY = Peer("everly", "everly", _everly)
CRONITER = Peer("croniter", "croniter", _croniter)
CRONSIM = Peer("cronsim", "cronsim", _cronsim)
RRULE = Peer("rrule", "python-dateutil", _rrule)
APSCHEDULER = Peer("APScheduler", "apscheduler", _apscheduler)
MEERSCHAUM = Peer("Meerschaum", "meerschaum", _meerschaum)

PEERS = (CRONITER, CRONSIM, RRULE, APSCHEDULER, MEERSCHAUM)
