"""`everly show schedule`: when a schedule fires, as a list, as a document, or as calendars."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import click

from everly.jobs.cli.console import Console, Style, printable
from everly.jobs.cli.exits import Exit
from everly.jobs.cli.findings import tell_findings
from everly.jobs.cli.moments import MomentReader, read_now
from everly.jobs.cli.options import (
    HELP,
    Command,
    Count,
    color_option,
    in_option,
    json_option,
    now_option,
    tz_option,
    utc_option,
)
from everly.jobs.cli.request import MOST, Request

if TYPE_CHECKING:
    from everly.grammar.diagnostics import ScheduleError
    from everly.scheduling.compiler import Compiled
    from everly.scheduling.engine.zones import Zone

Bounds = tuple[int | None, int | None]
"""Instants that `--from` and `--to` name, both in; None is open."""

_MONTHS = 3


class ScheduleCommand(Command):
    """A command that takes `-3` for a bad COUNT, not for an unknown option."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """As click does it, but for the message."""
        given = tuple(args)
        try:
            return super().parse_args(ctx, args)
        except click.NoSuchOption as error:
            negative = next((word for word in given if re.fullmatch(r"-[0-9.]+", word)), None)
            if negative is None or not negative.startswith(error.option_name):
                raise
            message = f"COUNT is '{negative}', where a whole number from 1 to {MOST} is wanted"
            raise click.UsageError(message, ctx) from None


@click.command(
    cls=ScheduleCommand,
    context_settings=HELP,
    epilog="""\b
Examples:
  everly show schedule 'daily and mon-fri starting May 2, 2024'
  everly show schedule '0 9 * * mon-fri' 10 --tz Europe/Berlin --in UTC
  everly show schedule 'daily at 02:30 in America/New_York' --now 2025-03-08
  everly show schedule 'every 2 weeks on mon starting 2024-01-01' --reverse
  everly show schedule 'last fri at 17:00' --calendar --months 6
  everly show schedule 'monthly starting 2024-01-31' --now 2024-05-01 --json""",
)
@click.argument("words", nargs=-1, metavar="SCHEDULE [COUNT]")
@click.option("-n", "listed", type=Count(1, MOST), metavar="N", help="Show N times, as COUNT says too.")
@tz_option
@in_option
@utc_option
@click.option("--from", "start", metavar="MOMENT", help="List from this moment on, such as 'tomorrow 10:00'.")
@click.option("--to", "stop", metavar="MOMENT", help="List up to this moment; a date means the end of that day.")
@click.option("--reverse", is_flag=True, help="List the last times up to --to, or else up to now, newest first.")
@now_option
@click.option("--calendar", is_flag=True, help="Draw the months ahead, with the days marked.")
@click.option("--months", type=Count(1, 1200), metavar="N", help="How many months --calendar draws (default: 3).")
@json_option
@color_option
@click.pass_context
def schedule(ctx: click.Context, /, **given: Any) -> Exit:
    """Show the next COUNT (default: 5) times at which SCHEDULE fires.

    They are listed from its beginning on, even when that is past; the last line says how often it fires, and how far
    apart. Quote the schedule, so that it is one argument; '-'
    reads it from the standard input.

    A MOMENT is what may follow 'starting' in a schedule, in the schedule's zone unless it names one; that of --now is
    in the zone of --tz.
    """
    console = ctx.ensure_object(Console)
    request = Request(**given)
    request.check()
    return _show(request, console)


def _show(request: Request, console: Console) -> Exit:
    from everly.grammar.diagnostics import ScheduleError
    from everly.scheduling.compiler import compile_schedule

    text = request.schedule
    try:
        compiled = compile_schedule(text, now=read_now(request.now, request.tz), timezone=request.tz.name)
    except ScheduleError as error:
        _refuse(error, text, request, console)
        return Exit.SCHEDULE
    bounds = _bounds(request, compiled, console)
    if not request.as_json:
        tell_findings(compiled.warnings, console)
    for lines in _result(request, compiled, bounds, console):
        console.write_lines(lines)
    return Exit.DONE


def _refuse(error: ScheduleError, text: str, request: Request, console: Console) -> None:
    if not request.as_json:
        tell_findings(error.diagnostics, console)
        return
    from everly.jobs.cli.documents import fault_document

    console.write(fault_document(text, error))


def _result(request: Request, compiled: Compiled, bounds: Bounds, console: Console) -> Iterator[Iterable[str]]:
    """What is shown, in parts: each is written out before the next is worked out."""
    from everly.jobs.cli.listing import listing_lines
    from everly.scheduling.preview import Firings
    from everly.scheduling.zone_names import find_zone

    zones = (find_zone("UTC") if request.utc else compiled.zone, *request.zones)
    if request.calendar:
        yield [_calendars(request, compiled, zones[-1], bounds, console)]
        return
    start, stop = bounds
    if request.reverse and stop is None:
        stop = compiled.now
    firings = Firings(compiled, request.count, start, stop, request.reverse)
    if request.as_json:
        from everly.jobs.cli.documents import result_document

        yield result_document(firings, zones)
        return
    yield listing_lines(firings, zones, console.width, console.paint)
    from everly.jobs.cli.rhythm import rhythm_lines

    yield rhythm_lines(compiled, zones[0], console.width)


def _calendars(request: Request, compiled: Compiled, zone: Zone, bounds: Bounds, console: Console) -> str:
    from everly.jobs.cli.calendars import Calendars, draw
    from everly.jobs.cli.listing import ending
    from everly.jobs.cli.months import month_end, months_ahead
    from everly.scheduling.engine.effort import TooMuchWorkError
    from everly.scheduling.preview import preview

    months, counts = months_ahead(compiled, zone, request.months or _MONTHS, bounds)
    title = f"Firing days of schedule '{printable(compiled.text)}' in {zone.name}:"
    blocks = [
        console.paint(title, Style.TITLE),
        draw(Calendars(months, counts, console.is_coloured), console.width, console.paint),
    ]
    with suppress(TooMuchWorkError):  # then nobody knows whether there is more
        if not preview(compiled, count=1, start=month_end(months[-1], zone) + 1).firings:
            blocks.append(f"No more: {ending(compiled, zone)}")
    return "\n\n".join(blocks)


def _bounds(request: Request, compiled: Compiled, console: Console) -> Bounds:
    """`--from` and `--to` as instants, read in the schedule's zone."""
    reader = MomentReader(compiled.now, compiled.zone)
    bounds: list[int | None] = []
    for phrase, option in ((request.start, "--from"), (request.stop, "--to")):
        if phrase is None:
            bounds.append(None)
            continue
        instant, warnings = reader.read(phrase, option, closing=option == "--to")
        tell_findings(warnings, console)
        bounds.append(instant)
    start, stop = bounds
    if start is not None and stop is not None and stop < start:
        raise click.UsageError(f"--to '{request.stop}' lies before --from '{request.start}'")
    if start is not None:
        _explain_now(start, compiled, console)
    return start, stop


def _explain_now(start: int, compiled: Compiled, console: Console) -> None:
    """Say why nothing is listed between `--from` and now, when the schedule begins now for want of a beginning."""
    past = start < compiled.now and compiled.schedule.starting is None
    if past and not compiled.instants.meets(start, compiled.now - 1):
        heading = console.paint_told("note", Style.NOTE)
        console.tell(f"{heading}: without 'starting' nothing fires before now; '--now' shows it as of another moment")
