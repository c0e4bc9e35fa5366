"""`everly explain`: when a schedule fires, in one sentence."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from everly.jobs.cli.console import Console, Paint, Style, wrapped
from everly.jobs.cli.exits import Exit
from everly.jobs.cli.findings import tell_findings
from everly.jobs.cli.moments import read_now
from everly.jobs.cli.options import HELP, Command, color_option, json_option, now_option, tz_option
from everly.jobs.cli.request import quoted, schedule_text

if TYPE_CHECKING:
    from everly.grammar.diagnostics import ScheduleError
    from everly.scheduling.compiler import Compiled
    from everly.scheduling.engine.zones import Zone
    from everly.scheduling.explanation.sentence import Explanation


@click.command(
    cls=Command,
    context_settings=HELP,
    epilog="""\b
Examples:
  everly explain '0 0 1,15 * mon'
  everly explain '*/7 9-17 * * mon-fri' --tz Europe/Berlin
  everly explain 'every 7 hours except dec 25 starting 2024-05-01' --json""",
)
@click.argument("words", nargs=-1, metavar="SCHEDULE")
@tz_option
@now_option
@json_option
@color_option
@click.pass_context
def explain(ctx: click.Context, /, words: tuple[str, ...], tz: Zone, now: str | None, as_json: bool) -> Exit:
    """Say in one sentence when SCHEDULE fires.

    The sentence is made from the moments at which it fires, not from its text. Below stand the schedule in its
    canonical spelling, its zone, and when it fires next. '-' reads the schedule from the standard input.
    A MOMENT is in the zone of --tz.
    """
    from everly.grammar.diagnostics import ScheduleError
    from everly.scheduling.compiler import compile_schedule

    console, text = ctx.ensure_object(Console), _schedule(words)
    try:
        compiled = compile_schedule(text, now=read_now(now, tz), timezone=tz.name)
    except ScheduleError as error:
        _refuse(error, text, console, as_json=as_json)
        return Exit.SCHEDULE
    from everly.scheduling.explanation.sentence import explain as explained

    found = explained(compiled)
    if as_json:
        from everly.jobs.cli.documents import explanation_document

        console.write(explanation_document(compiled, found))
        return Exit.DONE
    tell_findings(compiled.warnings, console)
    console.write_lines(_lines(compiled, found, console.width, console.paint))
    return Exit.DONE


def _schedule(words: tuple[str, ...]) -> str:
    from everly.grammar.parser import findings

    match words:
        case (word,):
            return schedule_text(word)
        case ():
            raise click.UsageError("missing argument SCHEDULE")
        case _ if not any(map(findings, words)):
            raise click.UsageError(f"unexpected '{words[1]}' after '{words[0]}'; explain one schedule at a time")
        case _:
            message = f"unexpected '{words[1]}' after '{words[0]}'; quote the schedule as one argument"
            raise click.UsageError(f"{message}:\n\n  {quoted('explain', words)}")


def _refuse(error: ScheduleError, text: str, console: Console, *, as_json: bool) -> None:
    if not as_json:
        tell_findings(error.diagnostics, console)
        return
    from everly.jobs.cli.documents import fault_document

    console.write(fault_document(text, error))


def _lines(compiled: Compiled, found: Explanation, width: int, paint: Paint) -> Iterator[str]:
    from everly.jobs.cli.columns import cell, line

    yield from (paint(each, Style.TITLE) for each in wrapped(found.sentence, width))
    yield ""
    after = "never again" if found.next is None else cell(found.next, compiled.zone)
    rows = (("canonical", found.canonical), ("zone", found.zone), ("next", after))
    width = max(len(name) for name, _ in rows)
    yield from (line(row, (width, 0)) for row in rows)
