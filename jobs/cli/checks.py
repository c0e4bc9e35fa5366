"""How `everly lint` and `everly fmt` go by their settings, and how they end."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from everly.frozen import field, frozen, replace
from everly.jobs.cli.bugs import bug_text
from everly.jobs.cli.console import Console
from everly.jobs.cli.exits import Exit
from everly.jobs.cli.inputs import Wanted, configuration_of
from everly.jobs.cli.moments import read_now
from everly.linting.configuration import Configuration
from everly.linting.configured import unknown_rule
from everly.linting.linter import Linter, linter
from everly.linting.report import Report
from everly.linting.rules import RULES
from everly.linting.selection import codes_of
from everly.linting.settings import UTC, Settings
from everly.scheduling.zone_names import find_zone

if TYPE_CHECKING:
    from everly.scheduling.engine.zones import Zone


@frozen(kw_only=True)
class Given:
    """The arguments and options that say what to look at and how, as given; None is what was left out."""

    paths: tuple[str, ...]
    expressions: tuple[str, ...]
    stdin_filename: str | None
    as_diff: bool
    config: str | None
    isolated: bool
    tz: Zone | None
    now: str | None
    allow_empty: bool
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()


@frozen
class Check:
    """What to look at, and by which settings and at which time; files with the same settings share a linter."""

    wanted: Wanted
    configuration: Configuration
    moment: datetime
    as_diff: bool
    allow_empty: bool
    linters: dict[Settings, Linter] = field(default_factory=dict, compare=False, repr=False)

    def linter(self, path: Path) -> Linter:
        """The linter for a file."""
        settings = self.configuration.settings_for(path)
        if settings not in self.linters:
            self.linters[settings] = linter(self.moment, settings, RULES)
        return self.linters[settings]


def check_of(given: Given) -> Check:
    """What the arguments ask for.

    Raises:
        click.UsageError: Two exclude each other, the configuration is at fault, or a rule or moment is not known.
    """
    wanted = Wanted(given.paths, given.expressions, given.stdin_filename)
    wanted.check()
    found = configuration_of(wanted, given.config, isolated=given.isolated)
    configuration = replace(found, settings=_over(found.settings, given))
    moment = read_now(given.now, find_zone(configuration.settings.zone or UTC))
    return Check(wanted, configuration, moment, given.as_diff, given.allow_empty)


def trouble(report: Report, console: Console) -> Exit | None:
    """The exit code of what must not be passed over, a fault of everly's own being the worst; it is told aloud.

    Raises:
        Exception: The first fault, where EVERLY_DEBUG is set.
    """
    for breakdown in report.breakdowns:
        if os.environ.get("EVERLY_DEBUG"):
            raise breakdown.error
        line, column = breakdown.document.position(breakdown.span.start)
        console.tell(bug_text(f"{breakdown.document.path}:{line}:{column}: {breakdown.message}", console))
    if report.breakdowns:
        return Exit.INTERNAL
    return Exit.UNREADABLE if report.unread else None


def _rules(values: tuple[str, ...], option: str) -> tuple[str, ...]:
    """The names and codes that an option gives, each value with commas between several."""
    names = tuple(name.strip() for value in values for name in value.split(",") if name.strip())
    for name in names:
        if message := unknown_rule(name):
            raise click.UsageError(f"{option}: {message}")
    return names


def _over(settings: Settings, given: Given) -> Settings:
    """What the command line selects stands in the place of what the file does; what it ignores is ignored, too."""
    select, ignore = _rules(given.select, "--select"), _rules(given.ignore, "--ignore")
    if select:
        kept = tuple(name for name in settings.ignore if not codes_of([name], ()) & codes_of(select, ()))
        settings = replace(settings, select=select, ignore=kept)
    zone = settings.zone if given.tz is None else given.tz.name
    return replace(settings, ignore=(*settings.ignore, *ignore), zone=zone)
