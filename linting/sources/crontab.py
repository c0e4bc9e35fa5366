"""Crontabs: those of users, and those of the system, whose lines name a user before the command."""

from __future__ import annotations

import re

from everly.grammar.diagnostics import Diagnostic, Edit, Fix, Kind, Label
from everly.grammar.span import Span
from everly.grammar.vocabulary import MONTHS, WEEKDAYS
from everly.linting.catalogue import FOREIGN_SYNTAX, READ_OTHERWISE
from everly.linting.dialects import Dialect
from everly.linting.document import Document
from everly.linting.embedded import Embedded, embedded_at
from everly.linting.reading import Comment, Reading, Unchecked
from everly.linting.settings import Settings
from everly.linting.sources.crontab_lines import Entry, Variable, entry_in, is_idle, variable_in
from everly.linting.sources.foreign import hindrance_of
from everly.linting.sources.letters import reread_by
from everly.linting.sources.lines import lines_of
from everly.linting.sources.zones import checked_zone

_VALUE = f"(?:[0-9*?LW]+|{'|'.join((*MONTHS, *WEEKDAYS))})"
_FIELD = re.compile(f"{_VALUE}(?:[-,/#~]{_VALUE})*", re.IGNORECASE)
_TO_US = re.compile(r"(?<=\s)#(\s*everly:.*)\Z")  # after a command it is the shell that takes it for a comment


class _Crontab:
    """What was found so far, and the zone of the lines to come."""

    def __init__(self, document: Document, has_user: bool) -> None:
        self.document, self.has_user = document, has_user
        self.zone: str | None = None
        self.schedules: list[Embedded] = []
        self.unchecked: list[Unchecked] = []
        self.comments: list[Comment] = []
        self.found: list[Diagnostic] = []

    def take(self, line: str, start: int) -> None:
        """One line, without its end."""
        if is_idle(line):
            self._comment(line, line.find("#"), start)
        elif variable := variable_in(line):
            self._variable(variable, start)
        elif entry := entry_in(line):
            self._entry(entry, line, start)
            if comment := _TO_US.search(line, entry.first_place.end):
                self._comment(line, comment.start(), start)
        else:
            self._stray(line, start)

    def end(self) -> None:
        """Tell of a last line without an end, which cron does not take."""
        text = self.document.text
        starts = [each.span.start for each in self.schedules] + [each.span.start for each in self.unchecked]
        if starts and "\n" not in text[max(starts) :]:
            end = Span(len(text), len(text))
            fixes = (Fix("end the line", (Edit(end, "\n"),)),)
            self._tell(FOREIGN_SYNTAX, end, "the last line has no line end, so cron does not take it", fixes=fixes)

    def _comment(self, line: str, at: int, start: int) -> None:
        if at >= 0:
            self.comments.append(Comment(Span(start + at, start + len(line)), line[at + 1 :].strip()))

    def _variable(self, variable: Variable, start: int) -> None:
        """`CRON_TZ` is cronie's: the zone of the lines until the next one. `TZ` is for the commands."""
        value = variable.value.removeprefix(":")
        end = start + variable.place.end
        place = Span(end - len(value), end)
        if variable.name == "TZ":
            message = f"'TZ={variable.value}' is passed to the commands, and moves none of their times"
            self._tell(READ_OTHERWISE, place, message, "with cronie CRON_TZ moves the lines below it")
        elif variable.name == "CRON_TZ":
            self.zone = None
            if value:
                self.zone, faults = checked_zone(self.document.text, embedded_at(value, place.start))
                self.found += faults
            if self.zone:
                message = f"'CRON_TZ={variable.value}' moves the lines below with cronie, and none with Debian's cron"
                self._tell(READ_OTHERWISE, place, message, "Debian's cron knows no zone but that of the machine")

    def _entry(self, entry: Entry, line: str, start: int) -> None:
        place = Span(start + entry.place.start, start + entry.place.end)
        hindrance = hindrance_of(self.document.path, entry.schedule)
        if hindrance is None:
            self._command(entry, start)
        if entry.schedule == "@reboot":
            hindrance = "it runs when the machine starts, which is no time"
        if hindrance:
            self.unchecked.append(Unchecked(place, hindrance))
            return
        reread = reread_by(self.document.text, Span(start, start + len(line)), _schedule_in)
        places = tuple(range(place.start, place.end + 1))
        self.schedules.append(Embedded(entry.schedule, places, Dialect.CRONTAB, self.zone, reread=reread))

    def _command(self, entry: Entry, start: int) -> None:
        """A schedule needs a command, and in the crontabs of the system a user before it."""
        fields = entry.schedule.split()
        place = Span(start + entry.first_place.start, start + entry.first_place.end)
        if not entry.first:
            if len(fields) == 1 or _FIELD.fullmatch(fields[-1]):  # else a field is missing, and the schedule says so
                self._tell(FOREIGN_SYNTAX, place, "a schedule without a command", "write a command after it")
        elif entry.first.startswith("*"):
            message = f"'{entry.first}' stands where the command was wanted"
            self._tell(FOREIGN_SYNTAX, place, message, "cron reads five fields, from the minute to the weekday")
        elif self.has_user and ("/" in entry.first or not entry.more):
            message = f"'{entry.first}' stands where the name of a user was wanted"
            self._tell(FOREIGN_SYNTAX, place, message, "in this file a user, such as root, stands before the command")

    def _stray(self, line: str, start: int) -> None:
        words = line.split()
        begin = start + line.index(words[0])
        place = Span(begin, begin + len(line.strip()))
        if hindrance := hindrance_of(self.document.path, line):
            self.unchecked.append(Unchecked(place, hindrance))
            return
        shown = words[0] if len(words) == 1 else f"{words[0]} ..."
        message = f"'{shown}' is no schedule with a command, where five fields and a command were wanted"
        self._tell(FOREIGN_SYNTAX, place, message, "other lines are NAME=VALUE, or begin with '#'")

    def _tell(
        self, kind: Kind, place: Span, message: str, help: str | None = None, fixes: tuple[Fix, ...] = ()
    ) -> None:
        label = Label(place)
        self.found.append(Diagnostic(kind, message, label, self.document.text, help=help, fixes=fixes))


def _schedule_in(line: str) -> str | None:
    entry = entry_in(line)
    return entry.schedule if entry else None


def read_system(document: Document, _settings: Settings) -> Reading:
    """A crontab of the system."""
    return _read(document, has_user=True)


def read_user(document: Document, _settings: Settings) -> Reading:
    """A crontab of a user."""
    return _read(document, has_user=False)


def _read(document: Document, *, has_user: bool) -> Reading:
    crontab = _Crontab(document, has_user)
    for line, start in lines_of(document.text):
        crontab.take(line, start)
    crontab.end()
    found = tuple(sorted(crontab.found, key=lambda each: each.span))
    return Reading(tuple(crontab.schedules), tuple(crontab.unchecked), tuple(crontab.comments), found)
