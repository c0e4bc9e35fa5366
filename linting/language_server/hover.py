"""What a schedule means, shown where the pointer rests on it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from lsprotocol.types import Hover, MarkupContent, MarkupKind

from everly.grammar.diagnostics import ScheduleError
from everly.linting.language_server.opened import Opened
from everly.scheduling.compiler import Compiled, compile_schedule
from everly.scheduling.engine.effort import TooMuchWorkError, given
from everly.scheduling.explanation.sentence import explain
from everly.scheduling.preview import Firing, Firings

_FIRINGS = 3


def hover(opened: Opened, offset: int, now: datetime) -> Hover | None:
    """The schedule at an offset in one sentence, its canonical spelling, and its next firings.

    None where there is no schedule, and of one at fault: the diagnostics say what there is to say.
    """
    embedded = opened.schedule_at(offset)
    if embedded is None:
        return None
    try:
        compiled = compile_schedule(embedded.text, now=now, timezone=opened.linter.zone_of(embedded))
    except ScheduleError:
        return None
    content = MarkupContent(MarkupKind.Markdown, _text(compiled))
    return Hover(content, opened.positions.range(embedded.span))


def _text(compiled: Compiled) -> str:
    """What is shown, or why nothing can be: no diagnostic says that a firing after the first takes too much to find."""
    try:
        return "\n".join(_lines(compiled))
    except TooMuchWorkError as error:
        return _told(error)


def _lines(compiled: Compiled) -> Iterator[str]:
    explained = explain(compiled)
    yield from (explained.sentence.replace("*", r"\*"), "", "```text", explained.canonical, "```", "")
    firings, error = given(Firings(compiled, _FIRINGS, start=compiled.now))
    problem = "" if error is None else _told(error)
    yield f"Next in {explained.zone}:" if firings else problem or "It never fires again."
    yield ""
    yield from (f"- {_firing(each)}" for each in firings)
    if firings and problem:
        yield from ("", problem)


def _told(error: TooMuchWorkError) -> str:
    return f"{str(error)[0].upper()}{str(error)[1:]}."


def _firing(firing: Firing) -> str:
    shown = firing.local.isoformat(" ")
    return shown if firing.mark is None else f"{shown} ({firing.mark.value})"
