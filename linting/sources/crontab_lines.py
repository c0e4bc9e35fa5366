"""The lines of crontabs, by the syntax of Paul Vixie's cron, which Debian's and cronie follow: crontab(5)."""

from __future__ import annotations

import re

from everly.frozen import frozen
from everly.grammar.span import Span

_IDLE = re.compile(r"\s*(?:#.*)?\Z")
# As `load_env` reads it: a name, which may be quoted, then a value that may be.
_VARIABLE = re.compile(
    r"""[ \t]*(?:"(?P<double>[^"=]*)"|'(?P<single>[^'=]*)'|(?P<bare>[^\s="'][^\s=]*))[ \t]*=[ \t]*"""
    r"""(?:(?:"(?P<in_double>[^"]*)"|'(?P<in_single>[^']*)')\s*|(?P<plain>(?!["']).*))\Z"""
)
# A `-` keeps cronie from logging.
_ENTRY = re.compile(r"[ \t]*-?(?P<schedule>@\S*|[^\s@]\S*(?:[ \t]+\S+){4})(?:[ \t]+(?P<first>\S+)(?P<more>.*))?\s*\Z")


@frozen
class Variable:
    """A line that sets a variable; `place` is that of its value, without quotes, in the line."""

    name: str
    value: str
    place: Span


@frozen
class Entry:
    """A line with a schedule; `first` is the word after it, `more` the words after that, both perhaps empty."""

    schedule: str
    place: Span
    first: str
    first_place: Span
    more: str


def is_idle(line: str) -> bool:
    """Whether a line is blank or a comment; a `#` after a command belongs to the command."""
    return _IDLE.match(line) is not None


def variable_in(line: str) -> Variable | None:
    """The variable that a line sets, if it is such a line."""
    match = _VARIABLE.match(line)
    if match is None:
        return None
    group = next(group for group in ("in_double", "in_single", "plain") if match[group] is not None)
    value = match[group].rstrip() if group == "plain" else match[group]
    place = Span(match.start(group), match.start(group) + len(value))
    return Variable(match["double"] or match["single"] or match["bare"] or "", value, place)


def entry_in(line: str) -> Entry | None:
    """The schedule of a line and what follows; None for any other line."""
    if is_idle(line) or "\n" in line or _VARIABLE.match(line):
        return None
    match = _ENTRY.match(line)
    if match is None:
        return None
    place = Span(*match.span("schedule"))
    first_place = Span(*match.span("first")) if match["first"] else Span(place.end, place.end)
    return Entry(match["schedule"], place, match["first"] or "", first_place, (match["more"] or "").strip())
