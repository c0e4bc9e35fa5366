"""E401: what the program that reads this file does not take."""

from __future__ import annotations

import re
from collections.abc import Iterator

from everly.grammar.diagnostics import Diagnostic, Edit, Fix
from everly.grammar.fault import Fault, replacement
from everly.grammar.printer.cron import cron_text
from everly.grammar.span import Span
from everly.grammar.tree import Cron, Field, FieldKind, Range, Schedule
from everly.linting.catalogue import FOREIGN_SYNTAX
from everly.linting.cron_lines import fields_of, is_nickname
from everly.linting.cron_text import Written, written
from everly.linting.cron_values import is_every
from everly.linting.dialect_items import READERS, Reader, in_numbers, is_taken, objection
from everly.linting.dialects import Dialect
from everly.linting.kept_firings import keeping_firings
from everly.linting.native import native_fixes
from everly.linting.rule import Rule, Subject
from everly.linting.words_as_cron import as_cron
from everly.scheduling.wording import quoted

_GO_DURATION = r"(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:h|ms|m|s|us|µs|ns)"  # as Go's time.ParseDuration
_EVERY = re.compile(rf"@every (?:{_GO_DURATION})+")
_ZONE_PREFIX = re.compile(r"(?P<assignment>(?:CRON_)?TZ=[^ \t\r\n]*)[ \t\r\n]+")
_NICKNAME = re.compile(r"@[A-Za-z]+(?:_[A-Za-z]+)+")  # such as @every_minute, which FreeBSD's cron takes
_FIELD = re.compile(r"(?<![^ \t])[-0-9A-Za-z*?/,#]+(?![^ \t])")
_FIRST = re.compile(r"[ \t]*(?P<name>@[^ \t\r\n]+)[ \t\r\n]*(?P<rest>.*)", re.DOTALL)
_JOINT = re.compile(r"(?<![^ \t])(?:and|or|except|\||&)(?![^ \t])", re.IGNORECASE)
_FIVE_FIELDS = "this file takes five fields: minute, hour, day, month, weekday"
_COUNTS = {6: "six", 7: "seven"}
_ZERO = (Range(0, 0),)


def unchecked_reason(text: str, dialect: Dialect) -> str | None:
    """Why a text that everly has no firings for is fine where it stands; None where it is not, or everly reads it."""
    if dialect is Dialect.CRONTAB and text.strip() == "@reboot":
        return "'@reboot' runs when cron starts, at no time of its own"
    if dialect is Dialect.KUBERNETES and _EVERY.fullmatch(text):
        return f"'{text}' counts from when the controller of Kubernetes starts"
    return None


def refusal(text: str, dialect: Dialect) -> Diagnostic | None:
    """What to say of what is no schedule for a reason its dialect knows: a zone, a joint, more fields, a name."""
    if dialect in READERS and _NICKNAME.fullmatch(text):
        return _other_nickname(text, dialect)
    return _refused_value(text, dialect) if dialect in (Dialect.GITHUB, Dialect.KUBERNETES) else None


def _refused_value(text: str, dialect: Dialect) -> Diagnostic | None:
    """The same of a text that fills a value of YAML, where in a crontab the command would follow."""
    if found := _ZONE_PREFIX.match(text):
        return _zone_in_front(found, text, dialect)
    if found := _FIRST.fullmatch(text.rstrip()):
        return _more_than_a_nickname(found, text, dialect)
    if found := _JOINT.search(text):
        return _joined(found, text, dialect)
    fields = [*_FIELD.finditer(text)]
    return _more_fields(fields, text, dialect) if len(fields) in _COUNTS and _is_cron(fields, text) else None


def _zone_in_front(found: re.Match[str], text: str, dialect: Dialect) -> Diagnostic:
    reader = READERS[dialect]
    return Fault(
        FOREIGN_SYNTAX,
        Span(*found.span("assignment")),
        f"'{found['assignment']}' sets a zone, which {reader.name} does not take in a schedule",
        help=reader.zone,
        fixes=native_fixes((Fix("without it", (Edit(Span(*found.span()), ""),)),), text, dialect),
    ).diagnostic(text)


def _other_nickname(text: str, dialect: Dialect) -> Diagnostic:
    message = f"'{text}' is a nickname that {READERS[dialect].name} does not take"
    help = "write five fields, from the minute to the weekday"
    return Fault(FOREIGN_SYNTAX, Span(0, len(text)), message, help=help).diagnostic(text)


def _joined(found: re.Match[str], text: str, dialect: Dialect) -> Diagnostic:
    """What is joined is two schedules, or one with a joint left behind it, which can go."""
    message = f"'{found[0]}' joins schedules, and {READERS[dialect].name} takes one cron line"
    end = len(text[: found.start()].rstrip())
    fixes = () if text[found.end() :].strip() else (Fix("without it", (Edit(Span(end, len(text)), ""),)),)
    native = native_fixes(fixes, text, dialect)
    return Fault(FOREIGN_SYNTAX, Span(*found.span()), message, help=_FIVE_FIELDS, fixes=native).diagnostic(text)


def _more_than_a_nickname(found: re.Match[str], text: str, dialect: Dialect) -> Diagnostic | None:
    reader = READERS[dialect]
    if not found["rest"]:
        return None  # the compiler knows what name may be meant
    if found["name"] not in reader.nicknames:
        message = f"'{found['name']}' is a nickname that {reader.name} does not take"
        return Fault(FOREIGN_SYNTAX, Span(*found.span("name")), message, help=_FIVE_FIELDS).diagnostic(text)
    message = f"'{found['rest']}' stands behind the nickname '{found['name']}', and {reader.name} takes nothing there"
    fixes = (Fix("without it", (Edit(Span(found.end("name"), found.end("rest")), ""),)),)
    span = Span(*found.span("rest"))
    return Fault(FOREIGN_SYNTAX, span, message, fixes=native_fixes(fixes, text, dialect)).diagnostic(text)


def _is_cron(fields: list[re.Match[str]], text: str) -> bool:
    begins = [field[0][0] for field in fields]
    return not _FIELD.sub("", text).strip() and begins[0] in "*?0123456789" and not {"*", "?"}.isdisjoint(begins)


def _more_fields(fields: list[re.Match[str]], text: str, dialect: Dialect) -> Diagnostic:
    """A line of seconds, or of years, that everly reads and finds at fault; its reader takes neither."""
    message = f"a cron line of {_COUNTS[len(fields)]} fields, where {READERS[dialect].name} takes five"
    beyond = Span(fields[5].start(), fields[-1].end())
    fixes = (Fix("without it", (Edit(Span(fields[4].end(), beyond.end), ""),)),)
    help = "begin with the minute, and end with the weekday"
    fault = Fault(FOREIGN_SYNTAX, beyond, message, help=help, fixes=native_fixes(fixes, text, dialect))
    return fault.diagnostic(text)


def _check(subject: Subject) -> Iterator[Diagnostic]:
    reader = READERS.get(subject.dialect)
    if reader is None:
        return
    schedule, text = subject.compiled.schedule, subject.text
    if isinstance(schedule.expr, Cron) and not schedule.is_bare:
        yield _clauses(schedule.expr, text, reader).diagnostic(text)
        return
    for fault in _faults(schedule, text, reader):
        yield keeping_firings(fault, subject)


def _faults(schedule: Schedule, text: str, reader: Reader) -> Iterator[Fault]:
    cron = schedule.expr
    if not isinstance(cron, Cron):
        yield _words(schedule, text, reader)
    elif "(" in text:
        yield _parentheses(cron, text, reader)
    elif is_nickname(cron, text):
        yield from _nickname(cron, text, reader)
    elif cron.second is not None:
        yield _seconds(cron, cron.second, text, reader)
    else:
        yield from _items(cron, text, reader)


def _words(schedule: Schedule, text: str, reader: Reader) -> Fault:
    line = as_cron(schedule.expr) if schedule.is_bare else None
    span = Span(len(text) - len(text.lstrip()), len(text.rstrip()))
    fixes = () if line is None else replacement(span, line)
    message = f"{quoted(schedule.expr, text)} is no cron line, and {reader.name} takes nothing else"
    return Fault(FOREIGN_SYNTAX, span, message, help=_FIVE_FIELDS, fixes=fixes)


def _clauses(cron: Cron, text: str, reader: Reader) -> Fault:
    span = Span(len(text[: cron.span.end]) + _blanks(text[cron.span.end :]), len(text.rstrip()))
    message = f"'{span.of(text)}' is no part of a cron line, and {reader.name} takes nothing else"
    drop = Fix("without it", (Edit(Span(cron.span.end, span.end), ""),))
    return Fault(FOREIGN_SYNTAX, span, message, help=reader.zone, fixes=(drop,))


def _parentheses(cron: Cron, text: str, reader: Reader) -> Fault:
    span = Span(text.index("("), text.rindex(")") + 1)
    fixes = replacement(span, cron.span.of(text).strip("() \t\r\n"))
    return Fault(FOREIGN_SYNTAX, span, f"a cron line in parentheses, which {reader.name} does not take", fixes=fixes)


def _blanks(text: str) -> int:
    return len(text) - len(text.lstrip())


def _nickname(cron: Cron, text: str, reader: Reader) -> Iterator[Fault]:
    name = cron.span.of(text)
    if name not in reader.nicknames:
        fixes = replacement(cron.span, name.lower() if name.lower() in reader.nicknames else _numeric(cron))
        yield Fault(FOREIGN_SYNTAX, cron.span, f"'{name}' is a nickname that {reader.name} does not take", fixes=fixes)


def _numeric(nickname: Cron) -> str:
    return cron_text(nickname).replace("sun", "0").replace("jan", "1")


def _seconds(cron: Cron, second: Field, text: str, reader: Reader) -> Fault:
    count = "six" if cron.year is None else "seven"
    span = second.span
    message = f"'{span.of(text)}' is a field of seconds, and {reader.name} takes five fields, not {count}"
    edits = [Edit(Span(span.start, cron.minute.span.start), "")]
    if cron.year is not None:
        edits.append(Edit(Span(cron.weekday.span.end, cron.year.span.end), ""))
    same = second.items == _ZERO and (cron.year is None or is_every(cron.year))
    fixes = (Fix("instead", tuple(edits)),) if same else ()
    help = "begin with the minute, and end with the weekday"
    return Fault(FOREIGN_SYNTAX, span, message, label="minutes come first here", help=help, fixes=fixes)


def _items(cron: Cron, text: str, reader: Reader) -> Iterator[Fault]:
    for kind, field in fields_of(cron):
        if is_taken(field.span.of(text), kind, reader):
            continue
        for item in written(field, text):
            found = objection(item, kind, reader)
            if found is not None:
                yield _item(item, kind, found, reader)


def _item(item: Written, kind: FieldKind, found: str, reader: Reader) -> Fault:
    numbers = in_numbers(item, kind)
    fixes = () if numbers is None else replacement(item.span, numbers)
    help = None if item.first else "name more days than are meant, and let the command test which it is"
    return Fault(
        FOREIGN_SYNTAX,
        item.span,
        f"'{item.text}' {found}, which {reader.name} does not take",
        label=f"in the {kind.value} field",
        help=help,
        fixes=fixes,
    )


RULE = Rule(FOREIGN_SYNTAX, _check)
