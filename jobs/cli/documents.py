"""The JSON documents of `everly show schedule`, `everly diff` and `everly explain`; docs/schemas describes them.

A key is never renamed or removed, nor its meaning changed, without a new `version`; new keys may come.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from textwrap import indent
from typing import TYPE_CHECKING, Any

from everly.grammar.diagnostics import ScheduleError
from everly.grammar.printer import print_schedule
from everly.jobs.cli.finding_values import finding_value
from everly.scheduling.compiler import Compiled
from everly.scheduling.decisions.comparison import Comparison
from everly.scheduling.decisions.frequency import Frequency, frequency
from everly.scheduling.decisions.gaps import gaps
from everly.scheduling.decisions.meetings import meetings
from everly.scheduling.decisions.redundancy import Redundancy, Unsettled, quick_redundancies
from everly.scheduling.engine.effort import TooMuchWorkError
from everly.scheduling.engine.zones import Zone
from everly.scheduling.preview import Firing, Firings, local_time

if TYPE_CHECKING:
    from everly.scheduling.explanation.sentence import Explanation

VERSION = 1

Reading = Compiled | ScheduleError
"""What became of a text."""


def result_document(firings: Firings, zones: tuple[Zone, ...]) -> Iterator[str]:
    """Timestamps, in the first zone and beside it in the others: the lines of one document, as they are found.

    Raises:
        TooMuchWorkError: The next one is too much work to find, or how often there is one; the document has ended
            before, and says so.
    """
    compiled = firings.compiled
    opening = {
        "version": VERSION,
        "schedule": compiled.text,
        "canonical": print_schedule(compiled.schedule),
        "timezone": zones[0].name,
        "now": _time(compiled.now, zones[0]),
    }
    yield _text(opening).removesuffix("\n}") + ","
    yield '  "timestamps": ['
    held = None  # until it is known whether a comma follows
    problem = None
    closing: dict[str, Any] = {}
    try:
        for firing in firings:
            if held is not None:
                yield f"{held},"
            held = indent(_text(_timestamp(firing, zones)), "    ")
        closing = _rhythm(compiled, zones)
    except TooMuchWorkError as error:
        problem, closing = error, {"error": str(error)}
    if held is not None:
        yield held
    yield "  ],"
    yield _text({"complete": firings.complete, **closing}).removeprefix("{\n")
    if problem is not None:
        raise problem


def _rhythm(compiled: Compiled, zones: tuple[Zone, ...]) -> dict[str, Any]:
    """How often a schedule fires and how far apart, and what else there is to say about it."""
    return {
        "frequency": _frequency(frequency(compiled), zones),
        "gaps": _gaps(compiled, zones),
        "warnings": [finding_value(warning) for warning in compiled.warnings],
    }


def fault_document(text: str, error: ScheduleError) -> str:
    """What is wrong with a schedule."""
    return _text({"version": VERSION, **_side(text, error)})


def explanation_document(compiled: Compiled, found: Explanation) -> str:
    """What a schedule means, in a sentence, and when it fires next."""
    zones = (compiled.zone,)
    return _text(
        {
            "version": VERSION,
            "schedule": compiled.text,
            "canonical": found.canonical,
            "timezone": found.zone,
            "now": _time(compiled.now, compiled.zone),
            "explanation": found.sentence,
            "next": None if found.next is None else _moment(found.next, zones),
            "warnings": [finding_value(warning) for warning in compiled.warnings],
        }
    )


def comparison_document(pair: tuple[Compiled, Compiled], found: Comparison, zones: tuple[Zone, ...]) -> str:
    """How two schedules relate, with times in the first zone and beside it in the others."""
    both = meetings(*pair)
    firsts = {"only_a": found.only_left, "only_b": found.only_right, "both": found.shared}
    return _text(
        {
            "version": VERSION,
            "a": _side(pair[0].text, pair[0]),
            "b": _side(pair[1].text, pair[1]),
            "timezone": zones[0].name,
            "now": _time(pair[0].now, zones[0]),
            "relation": found.relation.value,
            "until": None if found.until is None else _moment(found.until, zones),
            "first": {name: None if each is None else _moment(each, zones) for name, each in firsts.items()},
            "meetings": None if both is None else _frequency(both, zones),
            "zones": list(found.zones),
        }
    )


def comparison_fault_document(texts: tuple[str, str], read: tuple[Reading, Reading]) -> str:
    """What is wrong with one of two schedules, or with both."""
    return _text({"version": VERSION, "a": _side(texts[0], read[0]), "b": _side(texts[1], read[1])})


def _text(document: dict[str, Any]) -> str:
    # ASCII, so that it survives every encoding and holds even half of a surrogate pair.
    return json.dumps(document, indent=2)


def _timestamp(firing: Firing, zones: tuple[Zone, ...]) -> dict[str, Any]:
    return {**_moment(firing.instant, zones), "mark": None if firing.mark is None else firing.mark.value}


def _moment(instant: int, zones: tuple[Zone, ...]) -> dict[str, Any]:
    return {
        "time": _time(instant, zones[0]),
        "instant": instant,
        "in": {zone.name: _time(instant, zone) for zone in zones[1:]},
    }


def _side(text: str, read: Reading) -> dict[str, Any]:
    """A schedule that was read, or what is wrong with it."""
    if isinstance(read, ScheduleError):
        return {"schedule": text, "errors": [finding_value(diagnostic) for diagnostic in read.diagnostics]}
    found = quick_redundancies(read)
    return {
        "schedule": text,
        "canonical": print_schedule(read.schedule),
        "timezone": read.zone.name,
        "redundant": [_redundant(each, text) for each in found if isinstance(each, Redundancy)],
        "unsettled": [each.operand.span.of(text) for each in found if isinstance(each, Unsettled)],
        "warnings": [finding_value(warning) for warning in read.warnings],
    }


def _redundant(found: Redundancy, text: str) -> dict[str, Any]:
    return {"operand": found.operand.span.of(text), "because": [each.span.of(text) for each in found.because]}


def _frequency(found: Frequency, zones: tuple[Zone, ...]) -> dict[str, Any]:
    return {
        "total": found.total,
        "in_400_years": found.in_cycle,
        "yearly": None if found.yearly is None else float(found.yearly),
        "first": _moment(found.first, zones),
        "last": None if found.last is None else _moment(found.last, zones),
        "until": None if found.until is None else _moment(found.until, zones),
        "zones": list(found.zones),
    }


def _gaps(compiled: Compiled, zones: tuple[Zone, ...]) -> dict[str, Any] | None:
    found = gaps(compiled)
    if found is None:
        return None
    return {
        "shortest": {"seconds": found.shortest.length, "after": _moment(found.shortest.start, zones)},
        "longest": {"seconds": found.longest.length, "after": _moment(found.longest.start, zones)},
        "until": None if found.until is None else _moment(found.until, zones),
        "zones": list(found.zones),
    }


def _time(instant: int, zone: Zone) -> str | None:
    local = local_time(instant, zone)
    return None if local is None else local.isoformat()
