"""Schedules of a file in their canonical spelling, and nothing else of it changed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from everly.frozen import frozen, replace
from everly.grammar.diagnostics import Edit, ScheduleError, Severity
from everly.grammar.parser import MAX_LENGTH
from everly.grammar.repairs import difference
from everly.linting.canonical import canonical_text
from everly.linting.catalogue import ALIAS, GRAMMATICAL_NUMBER, NOT_CANONICAL, SPELLED_INTERVAL
from everly.linting.document import Document
from everly.linting.embedded import Embedded
from everly.linting.linter import Linter
from everly.linting.mending import edited
from everly.linting.proofs import keeps_firings
from everly.linting.reading import Source, Unchecked, UnreadableError
from everly.linting.report import Breakdown, FileReport, Unread
from everly.linting.silencing import spared
from everly.scheduling.compiler import Compiled, compile_schedule
from everly.scheduling.decisions.comparison import Relation, compare

_SPELLING = frozenset(kind.code for kind in (NOT_CANONICAL, ALIAS, SPELLED_INTERVAL, GRAMMATICAL_NUMBER))
"""The rules that ask for what is done here; a schedule for which a comment silences one is left as it is."""


@frozen
class Formatted:
    """A file with its schedules in canonical spelling.

    `report` is about the file as it was: the schedules at fault, which stay as they are, and what broke down. `number`
    is how many were changed, by the `edits`, `left` those that cannot be spelled in another way where they stand.
    """

    report: FileReport
    document: Document
    number: int
    left: tuple[Unchecked, ...] = ()
    edits: tuple[Edit, ...] = ()


class ChangedMeaningError(Exception):
    """The canonical spelling of a schedule is found to fire at other times; that is a fault of everly's own."""


class UnprovedError(Exception):
    """The canonical spelling of a schedule may fire at other times, for all that is proved."""


@frozen
class _Change:
    """A schedule, its number in the file, and how it is to be spelled there."""

    number: int
    embedded: Embedded
    text: str


def format_document(document: Document, source: Source, linter: Linter) -> Formatted | Unread:
    """The file with each of its schedules in the canonical spelling, proved to fire at the same times.

    Those stay for which a comment silences a rule that asks for it. What is relative, such as `tomorrow`, stays so. In
    files of programs that take cron lines only, a line stays one.
    """
    errors_only = replace(linter, rules=tuple(rule for rule in linter.rules if _is_error(rule.kind.severity)), known={})
    report = errors_only.lint(document, source)
    if isinstance(report, Unread):
        return report
    report = replace(report, findings=tuple(each for each in report.findings if _is_error(each.diagnostic.severity)))
    tried = _changes(report, linter)
    changes = [each for each in tried if isinstance(each, _Change)]
    made = _made(document, source, linter, changes)
    left = [each for each in tried if isinstance(each, Unchecked)]
    left += [_unwritable(change) for change in changes if change not in made]
    breakdowns = [each for each in tried if isinstance(each, Breakdown)]
    reading = replace(report.reading, unchecked=())  # what everly cannot read is no matter of spelling
    report = replace(report, reading=reading, breakdowns=(*report.breakdowns, *breakdowns))
    left.sort(key=lambda each: each.span)
    return Formatted(report, _with(document, made), len(made), tuple(left), _all_edits(made))


def proved_canonical(embedded: Embedded, linter: Linter) -> str | None:
    """How to spell a schedule, None for as it is: at fault, in no better form, or too long in the canonical one.

    The proof holds whatever the time is at which the schedule is loaded.

    Raises:
        ChangedMeaningError: The spelling means something else.
        UnprovedError: It is not proved that it means the same.
    """
    try:
        compiled = _compiled(embedded.text, embedded, linter)
    except ScheduleError:
        return None
    text = canonical_text(compiled.schedule, embedded.dialect)
    if text is None or text == embedded.text or len(text) > MAX_LENGTH:
        return None
    try:
        other = _compiled(text, embedded, linter)
    except ScheduleError as error:
        raise ChangedMeaningError(f"'{text}' does not compile: {error.diagnostics[0].message}") from error
    if keeps_firings(compiled, other):
        return text
    if compare(compiled, other).relation is Relation.EQUAL:
        raise UnprovedError(f"'{text}' is not proved to fire at the same times")
    raise ChangedMeaningError(f"'{text}' fires at other times")


def _changes(report: FileReport, linter: Linter) -> list[_Change | Unchecked | Breakdown]:
    left_alone = {id(finding.embedded) for finding in report.findings}
    left_alone |= {id(embedded) for embedded in spared(report.document, report.reading, _SPELLING)}
    numbered = enumerate(report.reading.schedules)
    tried = (_change(report.document, number, each, linter) for number, each in numbered if id(each) not in left_alone)
    return [change for change in tried if change is not None]


def _change(
    document: Document, number: int, embedded: Embedded, linter: Linter
) -> _Change | Unchecked | Breakdown | None:
    """How to spell a schedule, why that cannot be, or what broke down; None where it is canonical."""
    try:
        text = proved_canonical(embedded, linter)
    except UnprovedError as error:
        return Unchecked(embedded.span, str(error))
    except Exception as error:  # noqa: BLE001  # whatever it is, the other schedules are formatted
        return Breakdown(document, embedded.span, embedded.text, "the formatter", error)
    return None if text is None else _Change(number, embedded, text)


def _unwritable(change: _Change) -> Unchecked:
    return Unchecked(change.embedded.span, f"'{change.text}' cannot be written there")


def _compiled(text: str, embedded: Embedded, linter: Linter) -> Compiled:
    return compile_schedule(text, now=linter.now, timezone=linter.zone_of(embedded))


def _made(document: Document, source: Source, linter: Linter, changes: Sequence[_Change]) -> list[_Change]:
    """The changes that can be written, so that what is read again is what was meant; most often that is all."""
    writable = [change for change in changes if _edits(change) is not None]
    if _reads_as_meant(document, source, linter, writable):
        return writable
    made: list[_Change] = []
    for change in writable:
        if _reads_as_meant(document, source, linter, [*made, change]):
            made.append(change)
    return made


def _reads_as_meant(document: Document, source: Source, linter: Linter, changes: Sequence[_Change]) -> bool:
    def texts(of: Document) -> list[str]:
        return [embedded.text for embedded in source.read(of, linter.settings).schedules]

    wanted = texts(document)
    for change in changes:
        wanted[change.number] = change.text
    try:
        return texts(_with(document, changes)) == wanted
    except UnreadableError:
        return False


def _with(document: Document, changes: Iterable[_Change]) -> Document:
    return replace(document, text=edited(document.text, _all_edits(changes)))


def _all_edits(changes: Iterable[_Change]) -> tuple[Edit, ...]:
    return tuple(edit for change in changes for edit in _edits(change) or ())


def _edits(change: _Change) -> tuple[Edit, ...] | None:
    """As small as can be, so that what stays keeps its quotes, escapes and line breaks; None where nothing can be."""
    return change.embedded.edits(difference(change.embedded.text, change.text))


def _is_error(severity: Severity) -> bool:
    return severity is Severity.ERROR
