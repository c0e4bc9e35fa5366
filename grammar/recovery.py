"""Further faults of a text: what was at fault is masked by words that are none, and the text is read again.

A mask is no longer than what it covers, so that every place stays where it is. A fault that is found then is told only
if nothing of it lies in a mask or speaks of one: it is in the text as it was written, too.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import reduce

from everly.grammar.diagnostics.catalogue import (
    EMPTY,
    FIRING_NEGATED,
    MISPLACED_AT,
    MISPLACED_ON,
    TOO_DEEP,
    TOO_LONG,
    UNCLOSED_PARENTHESIS,
    UNEXPECTED_WORD,
    WINDOW_ALONE,
    WINDOW_IN_UNION,
)
from everly.grammar.fault import Fault
from everly.grammar.span import Span

MAX_FAULTS = 10
"""The most faults of one text that are told."""

_FINAL = frozenset({EMPTY, TOO_LONG, TOO_DEEP, UNCLOSED_PARENTHESIS})
"""After these there is no telling what the rest belongs to."""

_OF_KINDS = frozenset({FIRING_NEGATED, MISPLACED_AT, MISPLACED_ON, WINDOW_ALONE, WINDOW_IN_UNION})
"""About what stands beside what, where a mask may be of the wrong kind."""

_JOINT = re.compile(r"[&|!()]|\b(?:and|or|not|except)\b|\b(?=(?:starting|beginning|until|ending)\b)", re.IGNORECASE)
"""What parts of a schedule are joined by; a clause begins before its word, so that it is masked with it."""

_CLAUSES = ("starting", "beginning", "until", "ending")

Read = Callable[[str], Fault | None]
"""The first fault of a text, if it has one."""


def further_faults(text: str, first: Fault, read: Read) -> Iterator[Fault]:
    """The faults of a text after its first, as far as they can be told apart from what follows from it."""
    fault, masked, taken = first, text, [_extent(first)]
    while fault.kind not in _FINAL and len(taken) < MAX_FAULTS:
        going_on = ((read(tried), tried) for tried in _masked(masked, fault))
        found = next(((each, tried) for each, tried in going_on if each and _is_of(text, tried, each, taken)), None)
        if found is None:
            return
        fault, masked = found
        taken.append(_extent(fault))
        yield fault


def _extent(fault: Fault) -> Span:
    """All that a fault is about: what it points at, and what mends it."""
    places = (*(label.span for label in fault.related), *(edit.span for fix in fault.fixes for edit in fix.edits))
    return reduce(Span.join, places, fault.span)


def _masked(text: str, fault: Fault) -> Iterator[str]:
    """The text with a mask over what is at fault: the field of a cron line, else all between two joints."""
    part = _part(text, _extent(fault))
    if _is_cron(part.of(text)) and fault.kind is not UNEXPECTED_WORD:
        yield _with_mask(text, _word(text, fault.span), "*")
    for mask in ("",) if part.of(text).lower().startswith(_CLAUSES) else ("daily", "mon"):
        if len(mask) <= part.end - part.start:
            yield _with_mask(text, part, mask)


def _with_mask(text: str, place: Span, mask: str) -> str:
    return text[: place.start] + mask.ljust(place.end - place.start) + text[place.end :]


def _is_cron(part: str) -> bool:
    words = part.split()
    return len(words) >= 5 and (any(word[0] in "*?" for word in words) or all(word[0].isdigit() for word in words))


def _word(text: str, span: Span) -> Span:
    """The word that a fault begins in, as blanks part it: a field of a cron line."""
    start = max(text.rfind(blank, 0, span.start) for blank in " \t\r\n") + 1
    blank = re.compile(r"\s").search(text, span.start)
    return Span(start, blank.start() if blank else len(text))


def _part(text: str, extent: Span) -> Span:
    """What a fault lies in, up to the joints and the parentheses around it."""
    joints = [joint for joint in _JOINT.finditer(text) if not (extent.start <= joint.start() < extent.end)]
    start = _edge(reversed([joint for joint in joints if joint.end() <= extent.start]), opening=")", closing="(")
    end = _edge((joint for joint in joints if joint.start() >= extent.end), opening="(", closing=")")
    place = Span(start.end() if start else 0, end.start() if end else len(text))
    part = place.of(text)
    return Span(place.end - len(part.lstrip()), place.start + len(part.rstrip()))


def _edge(joints: Iterable[re.Match[str]], *, opening: str, closing: str) -> re.Match[str] | None:
    """The first joint that is not within parentheses."""
    depth = 0
    for joint in joints:
        if depth == 0 and joint[0] != opening:
            return joint
        depth += (joint[0] == opening) - (joint[0] == closing)
    return None


def _is_of(text: str, masked: str, fault: Fault, taken: list[Span]) -> bool:
    """Whether a fault of the masked text is one of the text itself, and no other fault is about its place."""
    extent = _extent(fault)
    told = fault.message.split("'")[1::2]  # what stands in quotes
    return (
        fault.kind not in _OF_KINDS | _FINAL
        and fault.span.start < fault.span.end
        and extent.of(masked) == extent.of(text)
        and all(fault.span.end <= other.start or other.end <= fault.span.start for other in taken)
        and all(words in text or words not in masked for words in told)
    )
