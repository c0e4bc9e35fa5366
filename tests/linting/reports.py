"""A format of files for tests, rules that find words, and reports made with them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime

from everly.grammar.diagnostics import Diagnostic, Edit, Fix, Kind
from everly.grammar.fault import Fault
from everly.grammar.span import Span
from everly.linting import catalogue
from everly.linting import linter as judging
from everly.linting.document import Document
from everly.linting.embedded import embedded_at
from everly.linting.linter import Linter
from everly.linting.reading import Comment, Reading, Source, Unchecked, UnreadableError
from everly.linting.report import FileReport, Unread
from everly.linting.rule import Crossing, FileRule, Neighbour, Rule, Subject
from everly.linting.settings import DEFAULTS, Settings

NOW = datetime(2024, 5, 1, tzinfo=UTC)


def read_lines(document: Document, _: Settings = DEFAULTS) -> Reading:
    """A schedule on each line; `#` begins a comment, `timer:` what cannot be checked, `%` what is no such file."""
    schedules, unchecked, comments = [], [], []
    for match in re.finditer(r"[^\s][^\n]*", document.text):
        line, start = match.group().rstrip(), match.start()
        if line.startswith("%"):
            raise UnreadableError("a line begins with '%'", Span(start, start + 1))
        if line.startswith("timer:"):
            unchecked.append(Unchecked(Span(start + 6, start + len(line)), "a timer is not checked"))
        elif line.startswith("#"):
            comments.append(Comment(Span(start, start + len(line)), line[1:]))
        else:
            schedules.append(embedded_at(line, start))
    return Reading(tuple(schedules), tuple(unchecked), tuple(comments))


LINES = Source("lines", lambda path, _: path.endswith(".lines"), read_lines)


def finds(word: str, kind: Kind, *instead: str, is_safe: bool = False, is_default: bool = True) -> Rule:
    """A rule that finds the first place of a word in a schedule, and offers others instead."""

    def check(subject: Subject) -> Iterator[Diagnostic]:
        start = subject.text.find(word)
        if start >= 0:
            span = Span(start, start + len(word))
            fixes = tuple(Fix("instead", (Edit(span, other),), is_safe) for other in instead)
            yield Fault(kind, span, f"'{word}' is found", label="here", fixes=fixes).diagnostic(subject.text)

    return Rule(kind, check, is_default)


def breaks(kind: Kind, word: str = "") -> Rule:
    """A rule that breaks down over schedules with a word."""

    def check(subject: Subject) -> Iterable[Diagnostic]:
        if word in subject.text:
            raise LookupError("it is not there")
        return ()

    return Rule(kind, check)


def twins(neighbours: Sequence[Neighbour]) -> Iterator[Crossing]:
    """The second of two schedules that are written alike."""
    seen: dict[str, int] = {}
    for number, neighbour in enumerate(neighbours):
        text = neighbour.subject.text
        if text in seen:
            fault = Fault(catalogue.SAME_SCHEDULE, Span(0, len(text)), f"'{text}' stands twice")
            yield Crossing(number, fault.diagnostic(text), ((seen[text], "the first"),))
        seen.setdefault(text, number)


TWINS = FileRule(catalogue.SAME_SCHEDULE, twins)


def linter(*rules: Rule | FileRule, settings: Settings = DEFAULTS) -> Linter:
    return judging.linter(NOW, settings, rules)


def report_of(text: str, *rules: Rule | FileRule, settings: Settings = DEFAULTS, path: str = "a.lines") -> FileReport:
    """What rules find in a file of lines, which is readable."""
    result = linter(*rules, settings=settings).lint(Document(path, text), LINES)
    assert isinstance(result, FileReport)
    return result


def relint(*rules: Rule | FileRule) -> Callable[[Document], FileReport | Unread]:
    return lambda document: linter(*rules).lint(document, LINES)
