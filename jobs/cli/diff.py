"""`everly diff`: how two schedules relate, and the first moments that tell them apart."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from everly.frozen import frozen
from everly.jobs.cli.console import Console, Style
from everly.jobs.cli.exits import Exit
from everly.jobs.cli.findings import tell_findings
from everly.jobs.cli.moments import read_now
from everly.jobs.cli.options import (
    HELP,
    Command,
    color_option,
    in_option,
    json_option,
    now_option,
    tz_option,
    utc_option,
)
from everly.jobs.cli.request import schedule_text

if TYPE_CHECKING:
    from datetime import datetime

    from everly.jobs.cli.documents import Reading
    from everly.scheduling.compiler import Compiled
    from everly.scheduling.engine.zones import Zone


@frozen(kw_only=True)
class DiffRequest:
    """The arguments and options as given; None is what was left out."""

    words: tuple[str, ...]
    tz: Zone
    zones: tuple[Zone, ...]
    utc: bool
    now: str | None
    as_json: bool

    @property
    def texts(self) -> tuple[str, str]:
        """The two schedules.

        Raises:
            click.UsageError: There are fewer or more, or both stand on the standard input.
        """
        match self.words:
            case ("-", "-"):
                raise click.UsageError("only one of the two schedules can be read from the standard input")
            case (left, right):
                return schedule_text(left), schedule_text(right)
            case () | (_,):
                raise click.UsageError(f"missing argument {'AB'[len(self.words)]}: two schedules are compared")
            case _:
                raise click.UsageError(f"unexpected '{self.words[2]}' after two schedules; quote each as one argument")


@click.command(
    cls=Command,
    context_settings=HELP,
    epilog="""\b
Examples:
  everly diff 'daily and weekly' weekly
  everly diff '(0 0 25-31 * *) & fri' 'last fri at 00:00'
  everly diff '0 * * * *' '0 0-23 * * *' --tz Europe/Berlin --in UTC""",
)
@click.argument("words", nargs=-1, metavar="A B")
@tz_option
@in_option
@utc_option
@now_option
@json_option
@color_option
@click.pass_context
def diff(ctx: click.Context, /, **given: Any) -> Exit:
    """Tell how the schedules A and B relate, and when first they differ.

    They are equal, one is a subset of the other, they overlap, or they are disjoint, over all of time. One of the two
    may be '-', which reads it from the standard input. A MOMENT is in the zone of --tz.

    The exit code is 0 when they are equal, and 1 when they are not or one of them is at fault.
    """
    console, request = ctx.ensure_object(Console), DiffRequest(**given)
    texts, now = request.texts, read_now(request.now, request.tz)
    read = _read(texts[0], now, request.tz), _read(texts[1], now, request.tz)
    if not request.as_json:
        _tell(read, console)
    return _show(texts, read, request, console)


def _show(texts: tuple[str, str], read: tuple[Reading, Reading], request: DiffRequest, console: Console) -> Exit:
    from everly.grammar.diagnostics import ScheduleError

    left, right = read
    if isinstance(left, ScheduleError) or isinstance(right, ScheduleError):
        if request.as_json:
            from everly.jobs.cli.documents import comparison_fault_document

            console.write(comparison_fault_document(texts, read))
        return Exit.SCHEDULE
    from everly.scheduling.decisions.comparison import compare

    found, zones = compare(left, right), _zones(left, right, request)
    if request.as_json:
        from everly.jobs.cli.documents import comparison_document

        console.write(comparison_document((left, right), found, zones))
    else:
        from everly.jobs.cli.differences import difference_lines

        console.write_lines(difference_lines((left, right), found, zones, console.width, console.paint))
    return Exit.DONE if found.is_equal else Exit.SCHEDULE


def _read(text: str, now: datetime, zone: Zone) -> Reading:
    from everly.grammar.diagnostics import ScheduleError
    from everly.scheduling.compiler import compile_schedule

    try:
        return compile_schedule(text, now=now, timezone=zone.name)
    except ScheduleError as error:
        return error


def _tell(read: tuple[Reading, Reading], console: Console) -> None:
    """What there is to say about each schedule, below which of the two it is."""
    from everly.grammar.diagnostics import ScheduleError

    found = (each.diagnostics if isinstance(each, ScheduleError) else each.warnings for each in read)
    told = [(f"schedule {name}:", each) for name, each in zip("AB", found, strict=True) if each]
    for number, (heading, each) in enumerate(told):
        if number:
            console.tell("")
        console.tell(console.paint_told(heading, Style.TITLE))
        tell_findings(each, console)


def _zones(left: Compiled, right: Compiled, request: DiffRequest) -> tuple[Zone, ...]:
    """Those of the two schedules, or UTC, and those that were asked for."""
    from everly.scheduling.zone_names import find_zone

    own = (find_zone("UTC"),) if request.utc else (left.zone, right.zone)
    return tuple(dict.fromkeys((*own, *request.zones)))
