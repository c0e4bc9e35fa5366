"""Moments and zones on the command line: in the words of the schedule language."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import click

from everly.frozen import frozen, replace

if TYPE_CHECKING:
    from everly.grammar.diagnostics import Diagnostic, Fix, Label
    from everly.grammar.fault import Fault
    from everly.grammar.span import Span
    from everly.grammar.tree import Schedule
    from everly.scheduling.engine.zones import Zone

_BEFORE = "daily starting "  # what makes a schedule of a moment, for the parser


def zone_option(ctx: click.Context, option: click.Parameter, value: Any) -> Any:
    """Turn the value of an option, or each of its values, into a zone: a name of the database or an ISO offset."""
    return tuple(_zone(each, option, ctx) for each in value) if isinstance(value, tuple) else _zone(value, option, ctx)


def _zone(name: str, option: click.Parameter, ctx: click.Context) -> Zone:
    from everly.scheduling.zone_names import ZoneError, find_zone

    try:
        return find_zone(name)
    except ZoneError as error:
        raise click.BadParameter(f"{error.message}; {error.help}", ctx, option) from None


@frozen
class MomentReader:
    """Reads the moments of options such as `--from`, given the time and the zone that the command goes by."""

    now: int
    zone: Zone

    def read(self, phrase: str, option: str, *, closing: bool = False) -> tuple[int, tuple[Diagnostic, ...]]:
        """The instant of a phrase such as `tomorrow 10:00`, and warnings; a day without a time ends it when `closing`.

        Raises:
            click.UsageError: It is no moment; the message shows the place.
        """
        from everly.grammar.diagnostics import ScheduleError
        from everly.grammar.fault import Fault

        text = _BEFORE + phrase
        try:
            reading = self._read(text, closing=closing)
        except Fault as fault:
            raise _usage_error(option, *self._found((fault,), text, phrase)) from None
        except ScheduleError as error:
            raise _usage_error(option, *(_moved(found, phrase) for found in error.diagnostics)) from None
        return reading[0], self._found(reading[1], text, phrase)

    def _found(self, faults: tuple[Fault, ...], text: str, phrase: str) -> tuple[Diagnostic, ...]:
        from everly.grammar.repairs import with_sound_fixes
        from everly.scheduling.resolver import findings

        found = (fault.diagnostic(text) for fault in faults)
        sound = with_sound_fixes(found, lambda mended: findings(mended, now=self.now, zone=self.zone))
        return tuple(_moved(each, phrase) for each in sound)

    def _read(self, text: str, *, closing: bool) -> tuple[int, tuple[Fault, ...]]:
        from everly.grammar.parser import parse
        from everly.scheduling.absolute import zone_named
        from everly.scheduling.moments import read_moment

        schedule = parse(text)
        if schedule.starting is None or schedule.until is not None:
            raise _no_moment(schedule, text)
        zone = self.zone if schedule.zone is None else zone_named(schedule.zone)
        reading = read_moment(schedule.starting, now=self.now, zone=zone, closing=closing)
        return reading.instant, reading.warnings


def read_now(text: str | None, zone: Zone) -> datetime:
    """The time by the clock, or the moment that `--now` pretends it is: ISO 8601, or a phrase counted from the clock's.

    Raises:
        click.UsageError: It is neither.
    """
    clock = datetime.now(UTC)
    if text is None:
        return clock
    try:
        given = datetime.fromisoformat(text)
    except ValueError:
        from everly.scheduling.instants import utc_datetime

        instant, _ = MomentReader(int(clock.timestamp()), zone).read(text, "--now")
        return utc_datetime(instant)
    return given if given.tzinfo else given.replace(tzinfo=zone.tzinfo)


def _no_moment(schedule: Schedule, text: str) -> Fault:
    from everly.grammar.diagnostics.catalogue import LEFTOVER_WORDS
    from everly.grammar.fault import Fault

    place = schedule.until.span if schedule.until else schedule.span
    return Fault(LEFTOVER_WORDS, place, f"'{place.of(text)}' is a second moment, where one is wanted")


def _usage_error(option: str, *found: Diagnostic) -> click.UsageError:
    from everly.grammar.diagnostics.text import render_text

    shown = "\n".join(render_text(diagnostic).partition("\n")[2] for diagnostic in found)
    return click.UsageError(f"{option}: {found[0].message}\n{shown}")


def _moved(found: Diagnostic, phrase: str) -> Diagnostic:
    """A finding about the schedule made of a phrase, as one about the phrase."""
    return replace(
        found,
        text=phrase,
        label=_moved_label(found.label),
        related=tuple(_moved_label(label) for label in found.related),
        fixes=tuple(_moved_fix(fix) for fix in found.fixes if all(_is_ours(edit.span) for edit in fix.edits)),
    )


def _moved_label(label: Label) -> Label:
    return replace(label, span=_moved_span(label.span))


def _moved_fix(fix: Fix) -> Fix:
    return replace(fix, edits=tuple(replace(edit, span=_moved_span(edit.span)) for edit in fix.edits))


def _moved_span(span: Span) -> Span:
    return replace(span, start=max(0, span.start - len(_BEFORE)), end=max(0, span.end - len(_BEFORE)))


def _is_ours(span: Span) -> bool:
    return span.start >= len(_BEFORE)
