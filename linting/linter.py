"""The linter: from a file to what there is to say about its schedules, one function a stage.

document ──source──▶ schedules ──compile──▶ meanings ──rules──▶ findings ──silencing──▶ report
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from functools import partial
from typing import TypeVar

from everly.frozen import field, frozen, replace
from everly.grammar.diagnostics import Diagnostic, ScheduleError
from everly.grammar.span import Span
from everly.linting.dialects import Dialect
from everly.linting.document import Document
from everly.linting.embedded import Embedded
from everly.linting.finding import Elsewhere, Finding
from everly.linting.native import with_native_fixes
from everly.linting.reading import Reading, Source, Unchecked, UnreadableError
from everly.linting.report import NOTHING, Breakdown, FileReport, Unread
from everly.linting.rule import FileRule, Neighbour, Rule, Subject
from everly.linting.rules.foreign_syntax import refusal, unchecked_reason
from everly.linting.selection import selection
from everly.linting.settings import UTC, Settings
from everly.linting.silencing import silenced
from everly.scheduling.compiler import Compiled, compile_schedule
from everly.scheduling.engine.effort import TooMuchWorkError, a_share, at_most
from everly.scheduling.zone_names import ZoneError, find_zone

_Result = TypeVar("_Result")

_COMPILER = "the compiler"
# Steps that all rules about one schedule may take together: a second or two. What people write takes some thousand.
_MOST_WORK = 150_000
# Steps for each schedule of a file that one rule compares.
_MOST_ACROSS = 20_000
_NOTHING_FOUND: tuple[Diagnostic, ...] = ()


def linter(now: datetime, settings: Settings, rules: Sequence[Rule | FileRule]) -> Linter:
    """The linter for a time, with those of the rules that the settings want."""
    codes = selection(settings, rules)
    return Linter(now, settings, tuple(rule for rule in rules if rule.kind.code in codes), codes)


@frozen
class Judged:
    """A schedule, as rules see it if it compiles, and what there is to say of it, wherever it stands."""

    subject: Subject | None
    diagnostics: tuple[Diagnostic, ...]


@frozen
class Linter:
    """What schedules are judged by: the time, the settings, the rules that are wanted, and the codes that are reported.

    `known` holds what was found out before: in crontabs the same few schedules stand again and again.
    """

    now: datetime
    settings: Settings
    rules: tuple[Rule | FileRule, ...]
    codes: frozenset[str]
    known: dict[tuple[object, ...], Judged] = field(default_factory=dict, compare=False, repr=False)

    def lint(self, document: Document, source: Source) -> FileReport | Unread:
        """What there is to say about a file of a format."""
        guard = _Guard(document)
        part, whole = f"the reading of {source.name}", Span(0, len(document.text))
        try:
            reading = guard.attempt(
                part, document.path, whole, lambda: self.read(document, source), NOTHING, expected=UnreadableError
            )
        except UnreadableError as error:
            return Unread(document.path, error.message, document.position(error.span.start))
        found = [Finding(document, diagnostic) for diagnostic in reading.found]
        found += self._judge(document, reading, guard)
        kept = [finding for finding in found if finding.diagnostic.code in self.codes]
        findings = silenced(document, reading.comments, kept, self.codes)
        return FileReport(document, reading, tuple(findings), tuple(guard.breakdowns))

    def judging(self, document: Document, source: Source) -> Iterator[None]:
        """Judge the schedules of a file one after the other, so that to lint it then takes no long time at once."""
        guard = _Guard(document)
        part, whole = f"the reading of {source.name}", Span(0, len(document.text))
        reading = guard.attempt(part, document.path, whole, lambda: self.read(document, source), NOTHING)
        for embedded in reading.schedules:
            self._judged(embedded, guard)
            yield

    def read(self, document: Document, source: Source) -> Reading:
        """What the file holds, those schedules set apart that mean something to its own reader only.

        Raises:
            UnreadableError: It is not of the format.
        """
        reading = source.read(document, self.settings)
        reasons = [(each, unchecked_reason(each.text, each.dialect)) for each in reading.schedules]
        foreign = [Unchecked(each.span, reason) for each, reason in reasons if reason is not None]
        if not foreign:
            return reading
        unchecked = tuple(sorted((*reading.unchecked, *foreign), key=lambda each: each.span))
        schedules = tuple(each for each, reason in reasons if reason is None)
        return replace(reading, schedules=schedules, unchecked=unchecked)

    def zone_of(self, embedded: Embedded) -> str:
        """The zone that a schedule is read in: the default also for one that there is not, which the source reports."""
        default = self.settings.zone or UTC
        if embedded.zone is None:
            return default
        try:
            return find_zone(embedded.zone).name
        except ZoneError:
            return default

    def _judge(self, document: Document, reading: Reading, guard: _Guard) -> Iterator[Finding]:
        neighbours = []
        for embedded in reading.schedules:
            judged = self._judged(embedded, guard)
            if judged.subject is not None:
                neighbours.append(Neighbour(judged.subject, embedded))
            yield from (Finding(document, each, embedded) for each in judged.diagnostics)
        yield from self._across(document, neighbours, guard)

    def _judged(self, embedded: Embedded, guard: _Guard) -> Judged:
        key = embedded.text, self.zone_of(embedded), embedded.zone is not None, embedded.dialect
        if key in self.known:
            return self.known[key]
        before = len(guard.breakdowns)
        judged = self._compiled(embedded, guard)
        if judged.subject is not None:
            judged = replace(judged, diagnostics=(*judged.diagnostics, *self._ruled(judged.subject, embedded, guard)))
        if len(guard.breakdowns) == before:  # else it is to break down again where it stands again
            self.known[key] = judged
        return judged

    def _compiled(self, embedded: Embedded, guard: _Guard) -> Judged:
        """A schedule with its meaning, and what the compiler says of it, or its dialect where that says more."""
        text, span = embedded.text, embedded.span
        compiling = partial(compile_schedule, text, now=self.now, timezone=self.zone_of(embedded))
        try:
            compiled: Compiled | None = guard.attempt(_COMPILER, text, span, compiling, None, expected=ScheduleError)
        except ScheduleError as error:
            refused = refusal(text, embedded.dialect)
            return Judged(None, _native(error.diagnostics, embedded.dialect) if refused is None else (refused,))
        if compiled is None:
            return Judged(None, ())
        warnings = guard.attempt(_COMPILER, text, span, lambda: compiled.warnings, _NOTHING_FOUND)
        has_zone = embedded.zone is not None or self.settings.zone is not None
        subject = Subject(compiled, self.settings, embedded.dialect, has_zone)
        return Judged(subject, _native(warnings, embedded.dialect))

    def _ruled(self, subject: Subject, embedded: Embedded, guard: _Guard) -> Iterator[Diagnostic]:
        text, span = embedded.text, embedded.span
        with at_most(_MOST_WORK):
            found = [
                (rule, guard.attempt_rule(rule, text, span, partial(_checked, rule, subject)))
                for rule in self.rules
                if isinstance(rule, Rule)
            ]
        heard = {rule.kind for rule, diagnostics in found if diagnostics}
        for rule, diagnostics in found:
            if heard.isdisjoint(rule.yields_to):
                yield from diagnostics

    def _across(self, document: Document, neighbours: Sequence[Neighbour], guard: _Guard) -> Iterator[Finding]:
        whole = Span(0, len(document.text))
        for rule in self.rules:
            if isinstance(rule, FileRule):
                crossings = partial(_crossings, rule, document, neighbours)
                yield from guard.attempt_rule(rule, document.path, whole, crossings)


@frozen
class _Guard:
    """Keeps a fault of one part from losing what the others find, and keeps the fault."""

    document: Document
    breakdowns: list[Breakdown] = field(default_factory=list)

    def attempt(  # noqa: PLR0913  # what is tried, over what, and what else
        self,
        part: str,
        text: str,
        span: Span,
        action: Callable[[], _Result],
        otherwise: _Result,
        *,
        expected: type[Exception] | None = None,
    ) -> _Result:
        """What the action gives, or something else where it breaks down, or takes more work than is left for it.

        Raises:
            Exception: One of the `expected` kind.
        """
        try:
            return action()
        except TooMuchWorkError:  # what cannot be decided is not said
            return otherwise
        except Exception as error:  # whatever it is, it is kept and told
            if expected is not None and isinstance(error, expected):
                raise
            self.breakdowns.append(Breakdown(self.document, span, text, part, error))
            return otherwise

    def attempt_rule(
        self, rule: Rule | FileRule, text: str, span: Span, check: Callable[[], Iterable[_Result]]
    ) -> tuple[_Result, ...]:
        """All that a rule finds, or nothing where it breaks down."""
        nothing: tuple[_Result, ...] = ()
        return self.attempt(f"the rule {rule.kind.name}", text, span, lambda: tuple(check()), nothing)


def _native(found: Iterable[Diagnostic], dialect: Dialect) -> tuple[Diagnostic, ...]:
    return tuple(with_native_fixes(each, dialect) for each in found)


def _checked(rule: Rule, subject: Subject) -> tuple[Diagnostic, ...]:
    with a_share(_MOST_WORK):
        return tuple(rule.check(subject))


def _crossings(rule: FileRule, document: Document, neighbours: Sequence[Neighbour]) -> tuple[Finding, ...]:
    with at_most(_MOST_ACROSS * len(neighbours)):
        found = tuple(rule.check(neighbours))
    return tuple(
        Finding(
            document,
            crossing.diagnostic,
            neighbours[crossing.number].embedded,
            tuple(Elsewhere(neighbours[number].embedded.span, text) for number, text in crossing.others),
        )
        for crossing in found
    )
